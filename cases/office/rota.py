"""The duty roster's own counter: who has the duty on which day, who is called outside office hours, who stands in for
whom. Reached as `desk.rostering`. Every change leaves a line in the roster's history (R-014, R-241).

The office's supervisor keeps it, at the ministry whoever holds the desk; a stand-in may also be named by the absent
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.clocks import moments, own_settings
from cases.errors import CannotStandIn, NoDutyDays, NotFound, NotRetroactive, WrongRole
from cases.japanese_dates import day_words
from cases.office.rota_facts import DutyDays, StandIn
from cases.records import Duty, Officer, RotaChange, Substitute
from cases.store.officers import SignedIn
from cases.vocabulary import Role

LONGEST = timedelta(days=366)
SHOWN = 50


@dataclass(frozen=True)
class DutyDay:
    """A day of the month view; `office` is empty where nobody has the duty."""

    on: date
    office: str
    opens: bool

    @property
    def gap(self) -> bool:
        return self.opens and not self.office


@dataclass(frozen=True)
class StandInLine:
    id: int
    absent_id: int
    absent: str
    stand_in: str
    from_day: date
    to_day: date
    also_absent: bool
    reason: str
    set_office: str
    running: bool


@dataclass(frozen=True)
class ChangeLine:
    line: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Colleague:
    id: int
    office: str
    on_call_order: int | None


class RotaDesk:
    """One sitting's questions and deeds about the roster. Raises subclasses of Refused; nothing is stored then."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session, self._officer, self._now = session, officer, now
        self._code = officer.authority_code

    @property
    def today(self) -> date:
        return jst_day(self._now)

    @property
    def keeps(self) -> bool:
        """Whether this officer keeps the roster of the office."""
        return Role.SUPERVISOR in self._officer.roles or self._officer.at_ministry

    def colleagues(self) -> list[Colleague]:
        """The office's active people, in the order in which they are called, then the others."""
        rows = self._session.scalars(
            select(Officer)
            .where(Officer.authority_code == self._code, Officer.active)
            .order_by(Officer.on_call_order.asc().nulls_last(), Officer.id)
        )
        return [Colleague(one.id, one.office, one.on_call_order) for one in rows]

    # -- duty days -------------------------------------------------------------------------------------------------

    def month(self, first: date) -> list[DutyDay]:
        """Every day of the month that `first` lies in."""
        begins = first.replace(day=1)
        ends = (begins + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        found = self._duties(begins, ends)
        calendar = own_settings.calendars(self._session, [self._code])[self._code]
        days = [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]
        return [DutyDay(day, found.get(day, ""), calendar.is_open_day(day)) for day in days]

    def _duties(self, begins: date, ends: date) -> dict[date, str]:
        rows = self._session.execute(
            select(Duty.on_date, Officer.office)
            .join(Officer, Officer.id == Duty.officer_id)
            .where(Duty.authority_code == self._code, Duty.on_date.between(begins, ends))
        )
        return {row.on_date: row.office for row in rows}

    def set_duty(self, facts: DutyDays) -> int:
        """Give the duty of every day between the two on which the office opens; returns how many days. Raises
        NotRetroactive, NoDutyDays, NotFound, WrongRole.
        """
        self._only_keepers("当番の登録")
        self._not_past(facts.from_day)
        person = self._colleague(facts.officer)
        calendar = own_settings.calendars(self._session, [self._code])[self._code]
        span = facts.to_day - facts.from_day
        days = [facts.from_day + timedelta(days=n) for n in range(span.days + 1)] if span <= LONGEST else []
        days = [day for day in days if calendar.is_open_day(day)]
        if not days:
            raise NoDutyDays(facts.from_day, facts.to_day)
        before = self._duties(days[0], days[-1])
        row = insert(Duty).values(
            [{"authority_code": self._code, "on_date": day, "officer_id": person.id} for day in days]
        )
        keys = ["authority_code", "on_date"]
        self._session.execute(row.on_conflict_do_update(index_elements=keys, set_={"officer_id": person.id}))
        until = f"から{day_words(days[-1])}までの開庁日{len(days)}日" if len(days) > 1 else ""
        instead = "、".join(dict.fromkeys(o for day, o in sorted(before.items()) if day in days and o != person.office))
        changed = f"（それまでは{instead}）" if instead else ""
        self._note(f"{day_words(days[0], with_year=True)}{until}の当番を{person.office}にした{changed}")
        return len(days)

    def clear_duty(self, on: date) -> None:
        """Nobody has the duty on that day any more. Raises NotRetroactive, NotFound, WrongRole."""
        self._only_keepers("当番の取消し")
        self._not_past(on)
        before = self._duties(on, on).get(on)
        if before is None:
            raise NotFound("当番")
        self._session.execute(delete(Duty).where(Duty.authority_code == self._code, Duty.on_date == on))
        self._note(f"{day_words(on, with_year=True)}の当番（{before}）を取り消した")

    # -- the order of calls ----------------------------------------------------------------------------------------

    def set_on_call(self, officers: list[str]) -> None:
        """The people called outside office hours, first to last; everybody else is not called. Raises NotFound,
        WrongRole.
        """
        self._only_keepers("閉庁時の呼出順の変更")
        chosen = [self._colleague(one) for one in dict.fromkeys(officers)]
        before = [one.office for one in self.colleagues() if one.on_call_order is not None]
        after = [one.office for one in chosen]
        if before == after:
            return
        mine = Officer.authority_code == self._code
        self._session.execute(
            update(Officer).where(mine, Officer.on_call_order.is_not(None)).values(on_call_order=None)
        )
        for n, one in enumerate(chosen, start=1):
            self._session.execute(update(Officer).where(mine, Officer.id == one.id).values(on_call_order=n))
        self._note(f"閉庁時の呼出順を「{' → '.join(before) or 'なし'}」から「{' → '.join(after) or 'なし'}」にした")

    # -- stand-ins -------------------------------------------------------------------------------------------------

    def stand_ins(self) -> list[StandInLine]:
        """Those that run or are to come, by their first day."""
        rows = self._session.scalars(
            select(Substitute)
            .where(Substitute.authority_code == self._code)
            .where(Substitute.ended_at.is_(None), Substitute.to_day >= self.today)
            .order_by(Substitute.from_day, Substitute.id)
        ).all()
        named = self._session.execute(select(Officer.id, Officer.office).where(Officer.authority_code == self._code))
        names = {one.id: one.office for one in named}
        return [
            StandInLine(
                row.id,
                row.absent_id,
                names.get(row.absent_id, ""),
                names.get(row.stand_in_id, ""),
                row.from_day,
                row.to_day,
                row.also_absent,
                row.reason,
                row.set_office,
                row.from_day <= self.today,
            )
            for row in rows
        ]

    def name_stand_in(self, facts: StandIn) -> int:
        """Who stands in while somebody is absent. Raises NotRetroactive, CannotStandIn, NotFound, WrongRole."""
        absent, stand_in = self._colleague(facts.absent), self._colleague(facts.stand_in)
        if absent.id != self._officer.id:
            self._only_keepers("ほかの職員の代理の登録")
        self._not_past(facts.from_day)
        self._session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"substitute:{self._code}"))))
        if why := self._why_not(absent.id, stand_in.id, facts):
            raise CannotStandIn(absent.office, stand_in.office, why, facts.from_day, facts.to_day)
        row = Substitute(
            authority_code=self._code,
            absent_id=absent.id,
            stand_in_id=stand_in.id,
            from_day=facts.from_day,
            to_day=facts.to_day,
            also_absent=facts.also_absent,
            reason=facts.reason,
            set_by=self._officer.id,
            set_office=self._officer.office,
            set_at=self._now,
        )
        self._session.add(row)
        days = f"{day_words(facts.from_day, with_year=True)}から{day_words(facts.to_day, with_year=True)}まで"
        self._note(f"{days}、{absent.office}の代理を{stand_in.office}にした")
        return row.id

    def _why_not(self, absent: int, stand_in: int, facts: StandIn) -> str:
        """No chains and no loops: whoever stands in is there, and stands in for nobody while away."""
        if absent == stand_in:
            return "oneself"
        meets = self._session.execute(
            select(Substitute.absent_id, Substitute.stand_in_id).where(
                Substitute.authority_code == self._code,
                Substitute.ended_at.is_(None),
                Substitute.from_day <= facts.to_day,
                Substitute.to_day >= facts.from_day,
            )
        ).all()
        if any(one.absent_id == absent for one in meets):
            return "overlap"
        if any(one.absent_id == stand_in for one in meets):
            return "absent"
        return "standing_in" if any(one.stand_in_id == absent for one in meets) else ""

    def end_stand_in(self, substitute_id: int) -> None:
        """The absent one is back, or will not go. Raises NotFound, WrongRole."""
        row = self._session.scalar(
            select(Substitute)
            .where(Substitute.id == substitute_id, Substitute.authority_code == self._code)
            .with_for_update(key_share=True)
        )
        if row is None or row.ended_at is not None or row.to_day < self.today:
            raise NotFound("代理")
        if row.absent_id != self._officer.id:
            self._only_keepers("ほかの職員の代理の終了")
        row.ended_at, row.ended_office = self._now, self._officer.office
        names = {one.id: one.office for one in self.colleagues()}
        self._note(f"{names.get(row.absent_id, '')}の代理（{names.get(row.stand_in_id, '')}）を終えた")

    # -- history and rights ----------------------------------------------------------------------------------------

    def changes(self) -> list[ChangeLine]:
        """What was changed, newest first (at most 50)."""
        rows = self._session.scalars(
            select(RotaChange)
            .where(RotaChange.authority_code == self._code)
            .order_by(RotaChange.id.desc())
            .limit(SHOWN)
        )
        return [ChangeLine(row.line, row.set_office, row.set_at) for row in rows]

    def _note(self, line: str) -> None:
        self._session.add(
            RotaChange(
                authority_code=self._code,
                line=line,
                set_by=self._officer.id,
                set_office=self._officer.office,
                set_at=self._now,
            )
        )
        self._session.flush()

    def _colleague(self, named: str) -> Officer:
        number = moments.row_number(named)
        key = Officer.id == number if number is not None else Officer.login == named
        found = self._session.scalar(select(Officer).where(key, Officer.authority_code == self._code, Officer.active))
        if found is None:
            raise NotFound("職員")
        return found

    def _only_keepers(self, deed: str) -> None:
        if not self.keeps:
            raise WrongRole(deed, [Role.SUPERVISOR.label])

    def _not_past(self, day: date) -> None:
        if day < self.today:
            raise NotRetroactive(day, self.today)
