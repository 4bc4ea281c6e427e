"""定時の処理 at the desk: what ran when, what it found, what this office is to look at; asking for a further run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.records import CaseFile, RetentionSetting, ScheduledRun, TrailAlarm
from cases.store.notify import wake
from cases.store.officers import SignedIn
from cases.upkeep import contacts as contact_freshness
from cases.upkeep import counts, retention
from cases.upkeep.contacts import StaleContact
from cases.upkeep.counts import DayCount
from cases.upkeep.plans import PLANS, TRIES, WAKE_WORD, Plan, next_round
from cases.upkeep.retention import ITEMS, Kept, OwnRetention
from cases.vocabulary import Role, ScheduledState, ScheduledWork

SHOWN: Final = 10
PATIENCE: Final = timedelta(minutes=30)
"""After its due moment a work that has not run is called late."""
MAY_ASK: Final = frozenset({Role.SUPERVISOR, Role.MINISTRY, Role.ADMIN})
DRY: Final = frozenset({ScheduledWork.RETENTION, ScheduledWork.CONTACTS, ScheduledWork.FOLLOW_UP})
"""Works that can be tried without effect."""


@dataclass(frozen=True)
class RunLine:
    """One run as the page shows it."""

    for_day: date
    state: ScheduledState
    dry: bool
    way: str
    asked: str
    started_at: datetime | None
    ended_at: datetime | None
    missed: tuple[date, ...]
    said: str
    attempts: int
    asked_at: datetime | None
    prefect: str
    """The number of the run in Prefect; empty when it went without."""


@dataclass(frozen=True)
class WorkLine:
    """A scheduled work: its plan, its newest runs (newest first), when it is due next, and what is wrong with it."""

    plan: Plan
    runs: tuple[RunLine, ...]
    next_at: datetime
    waiting: bool
    late_since: datetime | None
    failed: bool


class UpkeepDesk:
    """On the session of one sitting."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session = session
        self._officer = officer
        self._now = now

    def works(self) -> list[WorkLine]:
        """Every scheduled work with its newest runs."""
        return [self._work(plan) for plan in PLANS.values()]

    def _work(self, plan: Plan) -> WorkLine:
        rows = self._session.scalars(
            select(ScheduledRun).where(ScheduledRun.name == plan.work).order_by(ScheduledRun.id.desc()).limit(SHOWN)
        ).all()
        due = plan.last_due(self._now)
        scheduled = next((row for row in rows if row.round == 0 and row.for_day == plan.day(self._now)), None)
        done = scheduled is not None and scheduled.state is ScheduledState.DONE
        known = self._session.scalar(select(func.min(ScheduledRun.id)))
        late = not done and known is not None and self._now - due > PATIENCE
        failed = scheduled is not None and scheduled.state is ScheduledState.FAILED
        return WorkLine(
            plan,
            tuple(_line(row) for row in rows),
            plan.next_due(self._now),
            any(row.state in (ScheduledState.ASKED, ScheduledState.RUNNING) for row in rows),
            due if late else None,
            failed and scheduled is not None and scheduled.attempts >= TRIES,
        )

    @property
    def may_ask(self) -> bool:
        return bool(MAY_ASK & self._officer.roles)

    def ask(self, work: ScheduledWork, *, dry: bool = False) -> None:
        """「いま実行する」: left in our database for the engine; it works while Prefect is away. Raises WrongRole,
        ActNotOpen when one is waiting already.
        """
        if not self.may_ask:
            raise WrongRole("定時の処理の実行", [role.label for role in Role if role in MAY_ASK])
        waiting = select(ScheduledRun.id).where(
            ScheduledRun.name == work, ScheduledRun.state.in_([ScheduledState.ASKED, ScheduledState.RUNNING])
        )
        if self._session.scalar(waiting.limit(1)) is not None:
            raise ActNotOpen(work.label, ["既に開始を待っているか、実行中です。終わると、この画面に結果が出ます。"])
        today = jst_day(self._now)
        self._session.add(
            ScheduledRun(
                name=work,
                for_day=today,
                round=next_round(self._session.connection(), work, today),
                dry=dry and work in DRY,
                state=ScheduledState.ASKED,
                way="この画面から開始",
                asked_by=self._officer.id,
                asked_office=self._officer.office,
                asked_at=self._now,
                missed=[],
            )
        )
        self._session.flush()
        wake(self._session, WAKE_WORD)

    def troubles(self) -> list[str]:
        """Sentences on what is wrong with the scheduled work itself; empty when all is well."""
        found = []
        for line in self.works():
            if line.failed:
                found.append(f"「{line.plan.work.label}」が失敗しています。")
            elif line.late_since is not None and not line.waiting:
                found.append(f"「{line.plan.work.label}」が、予定の時刻を過ぎても実行されていません。")
        return found

    # -- what was found ----------------------------------------------------------------------------------------

    def alarms(self) -> list[tuple[str, int, str, datetime]]:
        """(case number, line, why, found at): histories in scope whose chain is broken."""
        return open_alarms(self._session)

    def trend(self) -> Sequence[DayCount]:
        """The daily counts of the last days, over what this officer may see."""
        return counts.trend(self._session, jst_day(self._now))

    def contacts(self) -> tuple[list[StaleContact], int]:
        """Contacts of this office that nobody has confirmed for long, and how many there are."""
        return contact_freshness.to_confirm(self._session, self._officer)

    def confirm_contact(self, check: int, how: str = "") -> str:
        """The contact still holds. Returns the facility's name. Raises NotFound, WrongRole."""
        if not {Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR} & self._officer.roles:
            raise WrongRole("連絡先の確認", [Role.OFFICER.label, Role.SUPERVISOR.label])
        return contact_freshness.confirm(self._session, self._officer, check, how, self._now)

    # -- how long things are kept ------------------------------------------------------------------------------

    def retention(self) -> list[Kept]:
        """What may go after some time, with the length in force."""
        return retention.kept(self._session)

    def set_retention(self, facts: OwnRetention) -> None:
        """The installation's own length; the ministry's desk sets it. Raises WrongRole, NotFound."""
        if Role.MINISTRY not in self._officer.roles or not self._officer.at_ministry:
            raise WrongRole("保存期間の設定", [Role.MINISTRY.label])
        if facts.item not in {item.key for item in ITEMS}:
            raise NotFound("保存期間の項目")
        self._session.add(
            RetentionSetting(
                item=facts.item,
                days=facts.days,
                reason=facts.reason,
                set_by=self._officer.id,
                set_office=self._officer.office,
                set_at=self._now,
            )
        )
        self._session.flush()


def _line(row: ScheduledRun) -> RunLine:
    return RunLine(
        row.for_day,
        row.state,
        row.dry,
        row.way,
        row.asked_office,
        row.started_at,
        row.ended_at,
        tuple(row.missed),
        row.said,
        row.attempts,
        row.asked_at,
        str((row.facts or {}).get("prefect", "")),
    )


def open_alarms(session: Session) -> list[tuple[str, int, str, datetime]]:
    """(case number, line, why, found at) of the chains in scope that are broken, newest first."""
    rows = session.execute(
        select(CaseFile.number, TrailAlarm.seq, TrailAlarm.why, TrailAlarm.found_at)
        .join(CaseFile, CaseFile.id == TrailAlarm.case_id)
        .where(TrailAlarm.ended_at.is_(None))
        .order_by(TrailAlarm.id.desc())
        .limit(100)
    )
    return [(row.number, row.seq, row.why, row.found_at) for row in rows]
