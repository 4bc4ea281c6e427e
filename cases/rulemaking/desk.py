"""The rule book's own counter: what the ministry adds and an authority sets for itself. Reached as `desk.rules`.

Nothing in force is edited: a newer entry takes over on its first day. The ministry's officers draft, a second one
confirms; a supervisor sets the own authority's 目安 and days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.clocks.deadlines import Target, length_words, own_target
from cases.clocks.own_settings import targets
from cases.errors import (
    BadRuleFile,
    CannotSwitchOn,
    NotFound,
    NotRetroactive,
    OverlappingDesk,
    RuleNotAdjustable,
    SecondPersonNeeded,
    WrongRole,
)
from cases.records import (
    Authority,
    AuthorityDay,
    AuthorityTarget,
    ContactDeskEntry,
    RuleSetEntry,
    RuleSetSwitch,
)
from cases.rulebook import ContactDesk, RuleSet, TimingRule, living, rulebook
from cases.rulebook.files import RuleError, read_sets
from cases.rulebook.versions import with_sets
from cases.rulemaking.facts import DeskVersion, OfficeDay, OwnTarget, SetSwitch
from cases.rulemaking.rows import (
    DayLine,
    DeskLine,
    SetDraft,
    SwitchLine,
    TargetLine,
    changes,
    clock_time,
    desk_line,
    draft_line,
    not_adjustable,
    set_texts,
    target_words,
)
from cases.store.officers import SignedIn
from cases.vocabulary import Role, RuleState

HANDED_IN = "登録するファイル"


class RulesDesk:
    """One sitting's questions and deeds about the rules. Raises subclasses of Refused; nothing is stored then."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session, self._officer, self._now = session, officer, now

    @property
    def today(self) -> date:
        return jst_day(self._now)

    # -- rule sets -------------------------------------------------------------------------------------------------

    def drafts(self) -> list[SetDraft]:
        """What was handed in, newest first."""
        rows = self._session.scalars(select(RuleSetEntry).order_by(RuleSetEntry.id.desc()).limit(200))
        return [draft_line(row, self._officer.id) for row in rows]

    def switches(self) -> list[SwitchLine]:
        """Every switching, newest first."""
        rows = self._session.scalars(select(RuleSetSwitch).order_by(RuleSetSwitch.id.desc()).limit(500))
        return [
            SwitchLine(r.set_id, r.enabled, r.reason, r.confirmed_by, r.switched_office, r.switched_at) for r in rows
        ]

    def preview(self, body: str) -> list[str]:
        """What the file would change, a sentence each. Raises BadRuleFile with line, entry and reason."""
        found = self._read(body)
        return [line for one in found for line in changes(one)]

    def draft_set(self, body: str) -> list[int]:
        """Keep the file's sets as drafts, to be confirmed by a second person. Raises BadRuleFile, WrongRole."""
        self._ministry("定めの登録")
        entries = []
        found, texts = self._read(body), set_texts(body)
        if len(found) != len(texts):
            raise BadRuleFile("全体", "定めごとに [[set]] の見出しを一行に書いてください")
        for one, text in zip(found, texts, strict=True):
            assert one.effective_from is not None
            entries.append(
                RuleSetEntry(
                    set_id=one.id,
                    title=one.title,
                    effective_from=one.effective_from,
                    body=text,
                    drafted_by=self._officer.id,
                    drafted_office=self._officer.office,
                    drafted_at=self._now,
                )
            )
        self._session.add_all(entries)
        self._session.flush()
        return [entry.id for entry in entries]

    def confirm_set(self, entry_id: int, note: str = "") -> None:
        """Put a draft in force from its first day on. Raises SecondPersonNeeded for whoever drafted it."""
        self._ministry("定めの確定")
        entry = self._waiting(entry_id)
        if entry.drafted_by == self._officer.id:
            raise SecondPersonNeeded(entry.title)
        self._read(entry.body)
        self._settle(entry, RuleState.CONFIRMED, note)

    def withdraw_set(self, entry_id: int, reason: str) -> None:
        """Take a draft back, whoever wrote it."""
        self._ministry("定めの取下げ")
        self._settle(self._waiting(entry_id), RuleState.WITHDRAWN, reason)

    def switch_set(self, facts: SetSwitch) -> None:
        """Switch a set on or off. Raises CannotSwitchOn for an unverified one and for a partly verified one that nobody
        vouches for.
        """
        self._ministry("定めの切替え")
        versions = [one for one in rulebook().sets if one.id == facts.set_id]
        if not versions:
            raise NotFound("定め")
        refusals = [one.refusal(facts.confirmed_by) for one in versions]
        if facts.enabled and all(refusals):
            raise CannotSwitchOn(next(why for why in refusals if why))
        self._session.add(
            RuleSetSwitch(
                set_id=facts.set_id,
                enabled=facts.enabled,
                reason=facts.reason,
                confirmed_by=facts.confirmed_by,
                switched_by=self._officer.id,
                switched_office=self._officer.office,
                switched_at=self._now,
            )
        )
        self._session.flush()

    def _read(self, body: str) -> tuple[RuleSet, ...]:
        try:
            found = read_sets(body, HANDED_IN)
            for one in found:
                if one.effective_from is None:
                    raise RuleError(HANDED_IN, one.id, "登録する定めには、適用開始日（effective_from）を書きます")
                if one.effective_from < self.today:
                    why = f"適用開始日は今日（{self.today.isoformat()}）以後の日を書きます。さかのぼっては適用しません"
                    raise RuleError(HANDED_IN, one.id, why)
            with_sets(rulebook(), found, HANDED_IN)
        except RuleError as error:
            raise BadRuleFile(error.entry, error.reason, error.line) from None
        return found

    def _waiting(self, entry_id: int) -> RuleSetEntry:
        entry = self._session.get(RuleSetEntry, entry_id, with_for_update=True)
        if entry is None or entry.state is not RuleState.DRAFT:
            raise NotFound("確認待ちの定め")
        return entry

    def _settle(self, entry: RuleSetEntry, state: RuleState, note: str) -> None:
        if state is RuleState.CONFIRMED:
            entry.confirmed_by, entry.confirmed_office = self._officer.id, self._officer.office
        entry.state, entry.settled_at, entry.note = state, self._now, note
        self._session.flush()

    # -- the ministry's desk -----------------------------------------------------------------------------------------

    def desks(self) -> list[DeskLine]:
        """All versions by date, the shipped ones among them; withdrawn ones last."""
        rows = {row.id: row for row in self._session.scalars(select(ContactDeskEntry).order_by(ContactDeskEntry.id))}
        lines = [desk_line(desk, rows) for desk in rulebook().contact_desks]
        gone = [row for row in rows.values() if row.withdrawn_at is not None]
        return [
            *lines,
            *(DeskLine(living.desk_of(r), None, r.entered_office, r.withdrawn_reason) for r in gone),
        ]

    def appointment_desk(self, facts: DeskVersion) -> int:
        """A new version; the one before without last day ends the day before. Raises OverlappingDesk."""
        self._ministry("窓口の登録")
        entry = ContactDeskEntry(
            office=[facts.office],
            full_name=facts.full_name,
            phone=facts.phone,
            email=facts.email,
            open_from=clock_time(facts.open_from),
            open_to=clock_time(facts.open_to),
            effective_from=facts.effective_from,
            effective_to=facts.effective_to,
            source=facts.source,
            note=facts.note,
            entered_by=self._officer.id,
            entered_office=self._officer.office,
            entered_at=self._now,
        )
        new = living.desk_of(entry)
        before = self._before(new)
        if before is not None:
            before.effective_to = new.day_before
            self._session.flush()
        self._session.add(entry)
        self._session.flush()
        if before is not None:
            before.ended_by_desk = entry.id
            self._session.flush()
        return entry.id

    def _before(self, new: ContactDesk) -> ContactDeskEntry | None:
        """The ministry's own entry that the new version ends. Raises OverlappingDesk where it may not end one."""
        last_day = new.effective_to or date.max
        for desk in rulebook().contact_desks:
            overlaps = desk.effective_from <= last_day and new.effective_from <= (desk.effective_to or date.max)
            if overlaps and (desk.effective_to is not None or desk.effective_from >= new.effective_from):
                raise OverlappingDesk(desk.full_name, desk.effective_from, desk.effective_to)
        return self._session.scalar(
            select(ContactDeskEntry)
            .where(ContactDeskEntry.withdrawn_at.is_(None), ContactDeskEntry.effective_to.is_(None))
            .with_for_update()
        )

    def withdraw_desk(self, entry_id: int, reason: str) -> None:
        """Take a wrong entry back; the version that it had ended goes on. Raises NotFound."""
        self._ministry("窓口の取消し")
        entry = self._session.get(ContactDeskEntry, entry_id, with_for_update=True)
        if entry is None or entry.withdrawn_at is not None:
            raise NotFound("窓口")
        entry.withdrawn_at, entry.withdrawn_reason = self._now, reason
        self._session.flush()
        for ended in self._session.scalars(select(ContactDeskEntry).where(ContactDeskEntry.ended_by_desk == entry_id)):
            ended.effective_to, ended.ended_by_desk = None, None
        self._session.flush()

    # -- what an authority sets for itself ---------------------------------------------------------------------------

    def timings(self) -> list[TargetLine]:
        """Every clock rule in force today with the length that this authority uses."""
        rows = self._session.scalars(
            select(AuthorityTarget)
            .where(AuthorityTarget.authority_code == self._officer.authority_code)
            .order_by(AuthorityTarget.id)
        ).all()
        own = self._own_targets()
        book = rulebook()
        rules = [rule for rule in book.timings if rule.in_force(self.today)]
        return [self._target_line(rule, own, [r for r in rows if r.rule_id == rule.id]) for rule in rules]

    def _target_line(self, rule: TimingRule, own: Sequence[Target], rows: Sequence[AuthorityTarget]) -> TargetLine:
        used, whose = own_target(rule, own, self._now)
        history = tuple(target_words(rule, row) for row in reversed(rows))
        return TargetLine(rule, length_words(used), whose, history)

    def _own_targets(self) -> tuple[Target, ...]:
        code = self._officer.authority_code
        name = self._session.scalar(select(Authority.name).where(Authority.code == code)) or ""
        return targets(self._session, [code], {code: name}).get(code, ())

    def set_target(self, facts: OwnTarget) -> None:
        """The authority's own length from a day on. Raises NotRetroactive, RuleNotAdjustable."""
        self._supervisor("目安の設定")
        rule = next((one for one in rulebook().timings if one.id == facts.rule_id and one.in_force(self.today)), None)
        if rule is None:
            raise NotFound("時間の規則")
        if why := not_adjustable(rule, facts):
            raise RuleNotAdjustable(rule.title, why)
        self._not_past(facts.effective_from)
        self._session.add(
            AuthorityTarget(
                authority_code=self._officer.authority_code,
                rule_id=facts.rule_id,
                length=facts.length,
                unit=facts.unit if facts.length else None,
                effective_from=facts.effective_from,
                reason=facts.reason,
                set_by=self._officer.id,
                set_office=self._officer.office,
                set_at=self._now,
            )
        )
        self._session.flush()

    def days(self) -> list[DayLine]:
        """The days on which this office differs from the national calendar, the next ones first; latest entry each."""
        latest = (
            select(func.max(AuthorityDay.id))
            .where(AuthorityDay.authority_code == self._officer.authority_code)
            .group_by(AuthorityDay.on_date)
        )
        rows = self._session.scalars(
            select(AuthorityDay).where(AuthorityDay.id.in_(latest)).order_by(AuthorityDay.on_date.desc())
        )
        return [DayLine(r.on_date, r.kind, r.source, r.set_office, r.set_at) for r in rows]

    def set_day(self, facts: OfficeDay) -> None:
        """A closed or open day of this office. Raises NotRetroactive for a day that is past."""
        self._supervisor("開庁日の設定")
        self._not_past(facts.on_date)
        self._session.add(
            AuthorityDay(
                authority_code=self._officer.authority_code,
                on_date=facts.on_date,
                kind=facts.kind,
                source=facts.source,
                set_by=self._officer.id,
                set_office=self._officer.office,
                set_at=self._now,
            )
        )
        self._session.flush()

    # -- who may -----------------------------------------------------------------------------------------------------

    def _ministry(self, deed: str) -> None:
        if Role.MINISTRY not in self._officer.roles or not self._officer.at_ministry:
            raise WrongRole(deed, [Role.MINISTRY.label])

    def _supervisor(self, deed: str) -> None:
        if Role.SUPERVISOR not in self._officer.roles or self._officer.at_ministry:
            raise WrongRole(deed, [f"自治体の{Role.SUPERVISOR.label}"])

    def _not_past(self, day: date) -> None:
        if day < self.today:
            raise NotRetroactive(day, self.today)
