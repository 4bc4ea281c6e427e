"""要請の周知: the ministry passes another ministry's request on to authorities and follows it item by item.

Source: P-1…P-8; R-180…R-187, R-205…R-210. Inside the sitting's scope: an authority sees its own part only, by row-level
security. The status is our own control (省内・自治体内の進捗管理): the request asks for no reply (R-208).
"""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from cases.casework.detection.intake import draw_number
from cases.clock import jst_day
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.japanese_dates import wareki
from cases.ministry.campaigns import cooperation
from cases.ministry.campaigns.facts import (
    MOVE,
    SEND,
    STATE,
    STOP,
    CampaignSent,
    CampaignStopped,
    EventMoved,
    ItemSaid,
)
from cases.ministry.campaigns.showing import addressee_view, item_lines, open_items, period
from cases.ministry.campaigns.views import CampaignRow, CampaignView, MoveRow, ReminderRow
from cases.ministry.requests import HANDLING
from cases.records import (
    MINISTRY_CODE,
    Authority,
    Campaign,
    CampaignAddressee,
    CampaignItem,
    CampaignMove,
    CampaignReminder,
    CampaignStatus,
)
from cases.store.officers import SignedIn
from cases.vocabulary import ItemMode, ItemPart, MeasureState, ProtectedObject, Role, Threat

_REWORDED = re.compile(r"([CI]\d{1,2})\s*[=＝:：]\s*(.+)")
_WITH_ALL = (
    selectinload(Campaign.items),
    selectinload(Campaign.addressees).selectinload(CampaignAddressee.statuses),
)


class CampaignDesk:
    """The campaigns as the officer of this sitting sees them. The ministry sends; an authority says how far it is."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime, *, practice: bool) -> None:
        self._session, self._officer, self._now, self._practice = session, officer, now, practice

    # -- the ministry ------------------------------------------------------------------------------------------

    def send(self, facts: CampaignSent | dict[str, object]) -> str:
        """Register the request and pass it on in one sitting; the letters are the engine's. Returns the number.

        Errors: WrongRole, BadFacts, NotFound, ActNotOpen with what does not fit.
        """
        self._only_ministry(SEND)
        given = CampaignSent.checked(SEND, facts)
        today = jst_day(self._now)
        starts = given.campaign_from or today
        ends = given.campaign_to or given.event_to
        wrong = _days_wrong(given.event_from, given.event_to, today)
        if starts > ends:
            wrong.append("取組の最終日が、初日より前になっています。")
        if given.source_date > today:
            wrong.append("要請文書の日付が、今日より後になっています。")
        if any(not 1 <= n <= cooperation.FURTHEST for n in given.reminder_days):
            wrong.append(f"知らせる日は、行事の 1 日前から {cooperation.FURTHEST} 日前までで指定してください。")
        chosen = _items(given, wrong)
        codes = self._codes(given)
        if not codes:
            wrong.append("周知先の自治体を一つ以上選んでください。")
        if wrong:
            raise ActNotOpen(SEND, wrong)
        if given.copied_from:
            self._one(given.copied_from)
        days = sorted(set(given.reminder_days), reverse=True)
        own = {"items", "reworded", "added", "everybody", "prefectures", "authorities", "campaign_from", "campaign_to"}
        campaign = Campaign(
            number=draw_number(self._session, MINISTRY_CODE, self._now).replace(MINISTRY_CODE, "要請"),
            **given.model_dump(exclude={*own, "reminder_days", "threats", "protected"}),
            threats=[str(one) for one in given.threats],
            protected=[str(one) for one in given.protected],
            campaign_from=starts,
            campaign_to=ends,
            reminder_days=days,
            sent_by=self._officer.office,
            sent_at=self._now,
            practice=self._practice,
            rungs_since=self._now,
            next_at=cooperation.next_moment(given.event_from, given.event_to, days, self._now, None),
            items=chosen,
            addressees=[CampaignAddressee(authority_code=code, owed_at=self._now, statuses=[]) for code in codes],
        )
        self._session.add(campaign)
        self._session.flush()
        return campaign.number

    def move(self, number: str, facts: EventMoved | dict[str, object]) -> None:
        """New days for the event: the rungs to come are counted anew, what was promised before stays in the ledger."""
        self._only_ministry(MOVE)
        given = EventMoved.checked(MOVE, facts)
        self._lock(number)
        one = self._running(number, MOVE)
        if wrong := _days_wrong(given.event_from, given.event_to, jst_day(self._now)):
            raise ActNotOpen(MOVE, wrong)
        before = period(one.event_from, one.event_to, one.tentative)
        if one.campaign_to == one.event_to or one.campaign_to < given.event_to:
            one.campaign_to = max(given.event_to, one.campaign_from)
        one.event_from, one.event_to, one.tentative = given.event_from, given.event_to, given.tentative
        one.rungs_since, one.rung_said_at = self._now, None
        one.next_at = cooperation.next_moment(one.event_from, one.event_to, one.reminder_days, self._now, None)
        what = f"{before} → {period(one.event_from, one.event_to, one.tentative)}"
        self._changed(one, what, given.reason)

    def stop(self, number: str, facts: CampaignStopped | dict[str, object]) -> None:
        """The event does not take place: everybody is told, and nothing goes out any more."""
        self._only_ministry(STOP)
        given = CampaignStopped.checked(STOP, facts)
        self._lock(number)
        one = self._running(number, STOP)
        one.next_at, one.stopped_at = None, self._now
        self._changed(one, "周知の取りやめ", given.reason)

    def _changed(self, one: Campaign, what: str, reason: str) -> None:
        moved = CampaignMove(campaign_id=one.id, what=what, reason=reason, said_by=self._officer.office)
        moved.said_at = self._now
        self._session.add(moved)
        for addressee in one.addressees:
            addressee.letter_owed, addressee.owed_at = "campaign_changed", self._now
        self._session.flush()

    # -- the authority -----------------------------------------------------------------------------------------

    def say(self, number: str, facts: ItemSaid | dict[str, object]) -> None:
        """How far this office is with items (their ids). Raises BadFacts, NotFound, ActNotOpen, WrongRole."""
        if not self._officer.roles & HANDLING:
            raise WrongRole(STATE, [role.label for role in sorted(HANDLING)])
        given = ItemSaid.checked(STATE, facts)
        one = self._running(number, STATE)
        mine = next((a for a in one.addressees if a.authority_code == self._officer.authority_code), None)
        if mine is None:
            raise NotFound("要請の周知")
        if given.state is MeasureState.NOT_APPLICABLE and not given.note:
            raise ActNotOpen(STATE, ["「該当なし」のときは、理由を書いてください。"])
        known = {str(item.id): item for item in one.items}
        if missing := [item for item in given.items if item not in known]:
            raise NotFound(f"要請事項「{missing[0]}」")
        for item in dict.fromkeys(given.items):
            self._session.add(
                CampaignStatus(
                    addressee_id=mine.id,
                    authority_code=mine.authority_code,
                    item_id=known[item].id,
                    state=given.state,
                    note=given.note,
                    said_by=self._officer.office,
                    said_at=self._now,
                )
            )
        self._session.flush()

    # -- reading -----------------------------------------------------------------------------------------------

    def all(self) -> list[CampaignRow]:
        """The campaigns in scope, newest first (at most 100)."""
        query = select(Campaign).order_by(Campaign.id.desc()).limit(100).options(*_WITH_ALL)
        return [self._row(one) for one in self._session.scalars(query).unique()]

    def get(self, number: str) -> CampaignView:
        """One campaign with its addressees in scope. Raises NotFound."""
        one = self._one(number)
        names = {row.code: (row.name, row.prefecture) for row in self._session.execute(_AUTHORITIES)}
        last = select(CampaignReminder.authority_code, func.max(CampaignReminder.written_at))
        rows = self._session.execute(
            last.where(CampaignReminder.campaign_id == one.id).group_by(CampaignReminder.authority_code)
        )
        reminded = {code: at for code, at in rows}
        own = next((a for a in one.addressees if a.authority_code == self._officer.authority_code), None)
        return CampaignView(
            row=self._row(one),
            source=(
                ("番号", one.source_number),
                ("日付", wareki(one.source_date)),
                ("差出人", one.source_sender + ("（公印省略）" if one.seal_omitted else "")),
                ("宛先", one.source_recipient),
                ("件名", one.source_subject),
                ("種別", "要請（法令上の根拠、回答の期限は示されていません）"),
            ),
            background=one.background,
            threats=tuple(Threat(word).label for word in one.threats),
            protected=tuple(ProtectedObject(word).label for word in one.protected),
            cover=one.cover,
            contact=one.contact,
            event_from=one.event_from,
            event_to=one.event_to,
            tentative=one.tentative,
            campaign=f"{wareki(one.campaign_from)}から{wareki(one.campaign_to)}まで",
            reminder_days=tuple(one.reminder_days),
            next_at=one.next_at,
            items=item_lines(one.items, own),
            addressees=tuple(
                addressee_view(a, one.items, *names.get(a.authority_code, ("", "")), reminded.get(a.authority_code))
                for a in one.addressees
            ),
            reminders=self._reminders(one.id),
            moves=self._moves(one.id),
            mine=own is not None,
            over=self._over(one),
            sent_by=one.sent_by,
            copied_from=one.copied_from,
        )

    def open_count(self) -> int:
        """How many items wait for this officer's office in campaigns that run."""
        return sum(row.open_items for row in self.all() if row.state == RUNNING)

    def _reminders(self, campaign: int) -> tuple[ReminderRow, ...]:
        r = CampaignReminder
        rows = self._session.execute(
            select(
                r.event_from,
                r.days,
                func.min(r.planned_at),
                func.min(r.written_at),
                func.max(r.late),
                func.count(),
                func.count(r.authority_code.distinct()),
            )
            .where(r.campaign_id == campaign)
            .group_by(r.event_from, r.days)
            .order_by(func.min(r.written_at))
        )
        return tuple(ReminderRow(*row) for row in rows)

    def _moves(self, campaign: int) -> tuple[MoveRow, ...]:
        m = CampaignMove
        query = select(m.what, m.reason, m.said_by, m.said_at).where(m.campaign_id == campaign).order_by(m.id)
        return tuple(MoveRow(*row) for row in self._session.execute(query))

    def _row(self, one: Campaign) -> CampaignRow:
        counted = [open_items(a, one.items) for a in one.addressees]
        return CampaignRow(
            number=one.number,
            title=one.title,
            event=period(one.event_from, one.event_to, one.tentative),
            sent_at=one.sent_at,
            state=STOPPED if one.stopped_at else OVER if self._over(one) else RUNNING,
            settled=sum(1 for found in counted if not found),
            addressees=len(counted),
            open_items=sum(counted),
        )

    def _over(self, one: Campaign) -> bool:
        return one.stopped_at is not None or self._now >= cooperation.over_at(one.event_to)

    def _one(self, number: str) -> Campaign:
        one = self._session.scalar(select(Campaign).where(Campaign.number == number).options(*_WITH_ALL))
        if one is None:
            raise NotFound("要請の周知")
        return one

    def _running(self, number: str, label: str) -> Campaign:
        one = self._one(number)
        if one.stopped_at is not None:
            raise ActNotOpen(label, ["この周知は取りやめになっています。"])
        if self._over(one):
            raise ActNotOpen(label, ["行事の期間が終わっています。"])
        return one

    def _lock(self, number: str) -> None:
        self._session.scalar(select(Campaign.id).where(Campaign.number == number).with_for_update())

    def _codes(self, given: CampaignSent) -> list[str]:
        rows = self._session.execute(_AUTHORITIES).all()
        if unknown := set(given.authorities) - {row.code for row in rows}:
            raise NotFound(f"自治体「{min(unknown)}」")
        picked = {row.code for row in rows if row.prefecture in given.prefectures} | set(given.authorities)
        everybody = given.everybody and not picked
        return [row.code for row in rows if everybody or row.code in picked]

    def _only_ministry(self, label: str) -> None:
        if Role.MINISTRY not in self._officer.roles:
            raise WrongRole(label, [Role.MINISTRY.label])


RUNNING, OVER, STOPPED = "実施中", "終了", "取りやめ"
_AUTHORITIES = (
    select(Authority.code, Authority.name, Authority.prefecture)
    .where(Authority.code != MINISTRY_CODE)
    .order_by(Authority.code)
)


def _days_wrong(first: date, last: date, today: date) -> list[str]:
    wrong = []
    if last < first:
        wrong.append("行事の最終日が、初日より前になっています。")
    elif last < today:
        wrong.append("行事の最終日が、もう過ぎています。")
    return wrong


def _items(given: CampaignSent, wrong: list[str]) -> list[CampaignItem]:
    """The chosen items in the request's order, reworded where the ministry says so, and those that it adds."""
    words = {}
    for line in given.reworded:
        found = _REWORDED.fullmatch(line.strip())
        if found is None or found[1] not in given.items:
            wrong.append(
                f"文言を改める要請事項「{line}」を読み取れません。選んだ事項を「C3＝改めた文言」の形で書きます。"
            )
        else:
            words[found[1]] = found[2].strip()
    known = {one.id: one for one in cooperation.items()}
    wrong += [f"要請事項「{one}」はありません。" for one in given.items if one not in known]
    made = [
        CampaignItem(part=one.part, source=one.id, text=words.get(one.id, one.text), mode=one.mode)
        for one in cooperation.items()
        if one.id in given.items
    ]
    made += [
        CampaignItem(part=ItemPart.OWN, source="", text=text, mode=ItemMode.DO) for text in given.added if text.strip()
    ]
    if not made:
        wrong.append("要請事項を一つ以上選んでください。")
    for position, item in enumerate(made, 1):
        item.position = position
    return made
