"""What comes of the import of a file, and the record that is kept of it (`registry_run`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, Engine, Table, func, insert, select, update

from cases.records import RegistryRun
from cases.vocabulary import RunState
from infra.complaints import Complaint
from infra.registry.reading import Reject

assert isinstance(RegistryRun.__table__, Table)
_RUNS = RegistryRun.__table__
"""As a table: whoever asks for the class waits a quarter of a second for all mappings of the house."""


class ImportRefused(Complaint):
    """The import as a whole is not done; nothing has changed."""


@dataclass
class Outcome:
    """What came of one file, as counted in rows."""

    file: str
    kind: str
    published: date
    rows: int = 0
    added: int = 0
    updated: int = 0
    attached: int = 0
    undecided: int = 0
    delisted: int = 0
    rejects: list[Reject] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len(self.rejects)

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.updated - self.attached - self.rejected


def begin(owner: Engine, outcome: Outcome, now: datetime) -> int:
    """Note that an import begins; the run's id. Errors: ImportRefused when newer data is in already."""
    with owner.begin() as connection:
        newest = connection.scalar(
            select(func.max(_RUNS.c.published_on)).where(_RUNS.c.kind == outcome.kind, _RUNS.c.state == RunState.DONE)
        )
        if newest is not None and outcome.published < newest:
            raise ImportRefused(
                f"{outcome.file}: {outcome.published:%Y年%m月%d日}時点のデータです。"
                f"より新しい{newest:%Y年%m月%d日}時点のデータを取り込み済みのため、取り込みません。"
            )
        return int(
            connection.scalar(
                insert(_RUNS)
                .values(
                    kind=outcome.kind,
                    file=outcome.file,
                    published_on=outcome.published,
                    started_at=now,
                    state=RunState.RUNNING,
                )
                .returning(_RUNS.c.id)
            )
            or 0
        )


def note_interrupted(connection: Connection) -> None:
    """Runs that still count as running: nobody else imports now, so they were killed."""
    connection.execute(update(_RUNS).where(_RUNS.c.state == RunState.RUNNING).values(state=RunState.INTERRUPTED))


def note_end(connection: Connection, run_id: int, outcome: Outcome, state: RunState, now: datetime) -> None:
    """How the run ended. The moment is when the import was asked for: it takes seconds."""
    counts = (
        {}
        if state is RunState.FAILED
        else {
            "rows_read": outcome.rows,
            "added": outcome.added,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
            "attached": outcome.attached,
            "undecided": outcome.undecided,
            "rejected": outcome.rejected,
            "delisted": outcome.delisted,
        }
    )
    connection.execute(update(_RUNS).where(_RUNS.c.id == run_id).values(state=state, finished_at=now, **counts))
