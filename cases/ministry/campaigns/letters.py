"""The letters of a campaign, written by the engine: what was asked or changed, the reminders, the closing summary.

Exactly once: a letter that is owed stands on the addressee's row, a rung's moment on the campaign's row; both are
taken under the row's lock and moved on in the transaction that writes the letters. Whoever asks after a rung's moment
says all that came due with one letter, so a day without an engine loses nothing (R-207). Engine role only.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session, selectinload

from cases.calendars import Calendar
from cases.clock import jst_day
from cases.clocks import own_settings
from cases.ministry.campaigns import cooperation
from cases.ministry.campaigns.showing import SETTLED, item_label, newest, period
from cases.ministry.request_letters import people
from cases.office import people as settings_of_people
from cases.office.notice_wishes import Wish
from cases.office.roster import Person
from cases.post.words import mailable
from cases.post.writing import Sender, finished
from cases.records import (
    MINISTRY_CODE,
    Campaign,
    CampaignAddressee,
    CampaignItem,
    CampaignMove,
    CampaignReminder,
    Letter,
    Officer,
)
from cases.vocabulary import Role

PLAIN = "campaign_plain"
"""What goes out when the letter's own text fails."""
log = logging.getLogger(__name__)


def owed(engine: Engine, now: datetime) -> bool:
    """Whether anything is to be written now."""
    with engine.connect() as connection:
        if connection.scalar(select(CampaignAddressee.id).where(CampaignAddressee.letter_owed != "").limit(1)):
            return True
        return connection.scalar(select(Campaign.id).where(Campaign.next_at <= now).limit(1)) is not None


def write_owed(engine: Engine, now: datetime, sender: Sender) -> int:
    """Write what is owed, a campaign per transaction. Returns how many letters."""
    written = 0
    while (found := _one_campaign(engine, now, sender)) is not None:
        written += found
    return written


def _one_campaign(engine: Engine, now: datetime, sender: Sender) -> int | None:
    """One campaign that owes anything; None when there is none. What another engine has in hand is passed over."""
    owing = select(CampaignAddressee.campaign_id).where(CampaignAddressee.letter_owed != "")
    with Session(engine, expire_on_commit=False) as session, session.begin():
        campaign = session.scalar(
            select(Campaign)
            .where(or_(Campaign.next_at <= now, Campaign.id.in_(owing)))
            .options(
                selectinload(Campaign.items),
                selectinload(Campaign.addressees).selectinload(CampaignAddressee.statuses),
            )
            .order_by(Campaign.id)
            .limit(1)
            .with_for_update(of=Campaign, skip_locked=True)
        )
        if campaign is None:
            return None
        room = _Room.of(session, campaign, now, sender)
        letters = room.told() + room.spoken()
        session.add_all(letters)
        return len(letters)


@dataclass
class _Room:
    """A campaign with the people who are told of it."""

    session: Session
    campaign: Campaign
    now: datetime
    sender: Sender
    people: Mapping[str, list[tuple[Officer, bool]]]
    wishes: Mapping[int, Wish]
    days: Mapping[str, Calendar]

    @classmethod
    def of(cls, session: Session, campaign: Campaign, now: datetime, sender: Sender) -> _Room:
        codes = {one.authority_code for one in campaign.addressees}
        days = own_settings.calendars(session, codes | {MINISTRY_CODE})
        wishes = settings_of_people.wishes(session, days, days)
        return cls(session, campaign, now, sender, people(session, codes) | _ministry(session), wishes, days)

    def told(self) -> list[Letter]:
        """What addressees are owed: the request itself, or that it was changed."""
        letters = []
        for one in self.campaign.addressees:
            if one.letter_owed:
                name, mark = one.letter_owed, f"{one.owed_at:%Y%m%d%H%M%S}"
                for to, must_act in self.people.get(one.authority_code, []):
                    letters.append(self._letter(name, to, one, must_act=must_act, mark=mark))
                one.letter_owed = ""
        return letters

    def spoken(self) -> list[Letter]:
        """The reminder that is due, to those with open items; after the event the summary, to everybody."""
        one = self.campaign
        if one.next_at is None or one.next_at > self.now:
            return []
        if self.now >= cooperation.summary_at(one.event_to):
            one.next_at, one.summed_up_at = None, self.now
            return self._summary()
        since, days = one.rungs_since, one.reminder_days
        said = cooperation.due(one.event_from, one.event_to, days, since, one.rung_said_at, self.now)
        if said is not None:
            one.rung_said_at = said.planned_at
        one.next_at = cooperation.next_moment(one.event_from, one.event_to, days, since, one.rung_said_at)
        return self._reminders(said) if said is not None else []

    def _reminders(self, said: cooperation.Said) -> list[Letter]:
        letters = []
        for addressee in self.campaign.addressees:
            if not self.open_items(addressee):
                continue
            for to, must_act in self.people.get(addressee.authority_code, []):
                notes = (f"{said.late_words}しています。",) if said.late_words else ()
                mark = f"{self.campaign.event_from}:{said.days}"
                letter = self._letter("campaign_reminder", to, addressee, must_act=must_act, mark=mark, notes=notes)
                letters.append(letter)
                self._note(addressee.authority_code, to, said)
        return letters

    def _summary(self) -> list[Letter]:
        """The ministry reads how far all are, an authority how far it is itself. Nothing is asked for any more."""
        said = cooperation.Said(0, cooperation.summary_at(self.campaign.event_to), (), self.now)
        notes = (f"{said.late_words}しています。",) if said.late_words else ()
        letters = []
        for addressee in [*self.campaign.addressees, None]:
            code = addressee.authority_code if addressee else MINISTRY_CODE
            for to, _ in self.people.get(code, []):
                mark = f"{self.campaign.event_to}:0"
                letter = self._letter("campaign_summary", to, addressee, must_act=False, mark=mark, notes=notes)
                letters.append(letter)
                self._note(code, to, said)
        return letters

    def _note(self, code: str, to: Officer, said: cooperation.Said) -> None:
        self.session.add(
            CampaignReminder(
                campaign_id=self.campaign.id,
                authority_code=code,
                event_from=self.campaign.event_from,
                days=said.days,
                stands_for=list(said.stands_for),
                planned_at=said.planned_at,
                written_at=self.now,
                late=said.late_words,
                recipient_id=to.id,
                recipient_office=to.office,
            )
        )

    def open_items(self, addressee: CampaignAddressee) -> list[CampaignItem]:
        said = newest(addressee)
        return [i for i in self.campaign.items if i.id not in said or said[i.id].state not in SETTLED]

    def _letter(
        self,
        name: str,
        to: Officer,
        addressee: CampaignAddressee | None,
        *,
        must_act: bool,
        mark: str,
        notes: tuple[str, ...] = (),
    ) -> Letter:
        one = self.campaign
        code = addressee.authority_code if addressee else MINISTRY_CODE
        words = self._words(name, addressee)
        person = Person(to.id, to.office, to.email, frozenset(), None, to.authority_code, self._wish(to))
        key = f"campaign:{one.id}:{name}:{mark}:{to.id}"
        given: dict[str, Any] = {
            "must_act": must_act, "key": key, "sender": self.sender, "now": self.now, "notes": notes
        }  # fmt: skip
        try:
            made = finished(name, words, person, None, code, **given)
        except Exception:
            log.exception(
                "要請の周知 %s の通知 %s を文面どおりに作成できません。要点だけを送ります。", one.number, name
            )
            made = finished(PLAIN, words, person, None, code, **given)
        made.due_at = cooperation.over_at(one.event_from)
        return made

    def _wish(self, to: Officer) -> Wish:
        return self.wishes.get(to.id, Wish(calendar=self.days[to.authority_code]))

    def _words(self, name: str, addressee: CampaignAddressee | None) -> dict[str, str]:
        one = self.campaign
        return {
            "number": one.number,
            "title": mailable(one.title),
            "event": period(one.event_from, one.event_to, one.tentative),
            "contact": one.contact,
            "content": mailable(one.cover if name == "campaign_asked" else self._newest_move()),
            "items": self._items(name, addressee),
            "due": _before(one.event_from, self.now),
            "result": self._result(addressee),
            "link": f"{self.sender.base_url}/campaigns?number={one.number}",
        }

    def _items(self, name: str, addressee: CampaignAddressee | None) -> str:
        every = self.campaign.items
        whole = addressee is None or name in ("campaign_asked", "campaign_changed")
        shown = every if whole or addressee is None else self.open_items(addressee)
        return "\n".join(_lines(shown, every)) or "（すべて対応済、又は該当なし）"

    def _result(self, addressee: CampaignAddressee | None) -> str:
        one = self.campaign
        if addressee is not None:
            left = len(self.open_items(addressee))
            return f"{len(one.items)}項目のうち、対応済又は該当なし {len(one.items) - left}項目、残り {left}項目"
        done = sum(1 for each in one.addressees if not self.open_items(each))
        return f"{len(one.addressees)}自治体のうち、すべての項目が済んだもの {done}自治体"

    def _newest_move(self) -> str:
        mine = select(CampaignMove).where(CampaignMove.campaign_id == self.campaign.id)
        moved = self.session.scalar(mine.order_by(CampaignMove.id.desc()).limit(1))
        return f"{moved.what}\n理由: {moved.reason}" if moved else ""


def _ministry(session: Session) -> dict[str, list[tuple[Officer, bool]]]:
    """The ministry's desk, informed only."""
    query = select(Officer).where(Officer.authority_code == MINISTRY_CODE, Officer.active).order_by(Officer.id)
    return {MINISTRY_CODE: [(one, False) for one in session.scalars(query) if Role.MINISTRY in one.roles]}


def _lines(shown: Iterable[CampaignItem], every: list[CampaignItem]) -> Iterable[str]:
    for item in shown:
        yield f"{item_label(item, every)}　{mailable(item.text)}（{item.mode.label}）"


def _before(first: date, now: datetime) -> str:
    left = (first - jst_day(now)).days
    return f"行事の初日まで あと{left}日" if left > 0 else "行事の期間に入っています"
