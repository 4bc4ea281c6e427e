"""定時の処理: what the engine does by the calendar, and when each of it is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, select

from cases.clock import JST, jst_day
from cases.records import ScheduledRun
from cases.vocabulary import ScheduledWork

WAKE_WORD: Final = "standing"
"""What a NOTIFY names to wake the scheduled work."""
TRIES: Final = 3
PAUSE: Final = timedelta(minutes=10)
"""After a failure, before the next try."""
MOST_MISSED: Final = 400


@dataclass(frozen=True)
class Plan:
    """When a work is due: a time of day in Japan, every day or on one weekday (0 = Monday). `does`: for the page."""

    work: ScheduledWork
    at: time
    does: str
    weekday: int | None = None

    @property
    def cron(self) -> str:
        """The same for Prefect; its week begins on Sunday."""
        day = "*" if self.weekday is None else str((self.weekday + 1) % 7)
        return f"{self.at.minute} {self.at.hour} * * {day}"

    @property
    def words(self) -> str:
        every = "毎日" if self.weekday is None else f"毎週{'月火水木金土日'[self.weekday]}曜日"
        return f"{every} {self.at:%H:%M}"

    def last_due(self, now: datetime) -> datetime:
        """The last due moment at or before `now` (UTC)."""
        here = now.astimezone(JST)
        due = datetime.combine(here.date(), self.at, JST)
        back = 0 if self.weekday is None else (due.weekday() - self.weekday) % 7
        due -= timedelta(days=back)
        if due > here:
            due -= timedelta(days=self.step)
        return due.astimezone(UTC)

    def next_due(self, now: datetime) -> datetime:
        return self.last_due(now) + timedelta(days=self.step)

    def day(self, now: datetime) -> date:
        """The day for which the work is due at `now`."""
        return jst_day(self.last_due(now))

    def between(self, done: date, day: date) -> list[date]:
        """The days on which it should have run after `done` and before `day`."""
        days = ((day - done).days - 1) // self.step
        return [day - timedelta(days=self.step * n) for n in range(min(days, MOST_MISSED), 0, -1)]

    @property
    def step(self) -> int:
        return 1 if self.weekday is None else 7


PLANS: Final[dict[ScheduledWork, Plan]] = {
    plan.work: plan
    for plan in (
        Plan(
            ScheduledWork.VERIFICATION,
            time(1, 30),
            "すべての案件の経過の記録に改変がないかを確かめ、その日までの記録を締めます。",
        ),
        Plan(
            ScheduledWork.STATISTICS, time(2, 0), "自治体ごとに、対応中の案件、目安超過、届いていない通知を数えます。"
        ),
        Plan(
            ScheduledWork.RETENTION, time(2, 30), "保存期間を過ぎた下書きなどを削除します。案件と公文書は対象外です。"
        ),
        Plan(
            ScheduledWork.CONTACTS,
            time(6, 0),
            "長く確かめられていない保守会社等・運営部署の連絡先を、確認が必要なものとして並べます。",
            weekday=0,
        ),
        Plan(
            ScheduledWork.DIGEST,
            time(8, 30),
            "一日一回まとめて受け取る人への通知を作ります。人ごとに別の時刻を選んだものは、その時刻に送ります。",
        ),
        Plan(
            ScheduledWork.FOLLOW_UP,
            time(9, 0),
            "掲示の確認を求めて答えのない医療機関等と、確認の目安の日を過ぎた周知・注意喚起の宛先に、"
            "開庁日だけ、もう一度お願いします。",
        ),
    )
}
"""Each work once; what is not here is not due by itself."""


@dataclass
class Outcome:
    """What a run did: a sentence for the page and figures."""

    said: str
    facts: dict[str, Any] = field(default_factory=dict)


def next_round(connection: Connection, work: ScheduledWork, day: date) -> int:
    """The number of the next run that is asked for on that day."""
    last = connection.scalar(
        select(func.max(ScheduledRun.round)).where(ScheduledRun.name == work, ScheduledRun.for_day == day)
    )
    return (last or 0) + 1
