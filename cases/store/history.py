"""The lines of a case's history: who did what, when, under which version of the case. One way to write one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from cases.records import CaseFile, HistoryLine
from cases.store.officers import SignedIn
from cases.vocabulary import HistoryKind


@dataclass(frozen=True)
class Actor:
    """Who did it: an office and role, never a person's name."""

    kind: HistoryKind
    id: int | None
    office: str


AUTOMATIC = Actor(HistoryKind.ENGINE, None, "自動処理")


def officer(number: int, office: str) -> Actor:
    return Actor(HistoryKind.ACT, number, office)


@dataclass(frozen=True)
class Place:
    """Of which case, under which of its versions."""

    case_id: int
    authority_code: str
    version: int


def place(case: CaseFile) -> Place:
    return Place(case.id, case.authority_code, case.version)


def line(
    where: Place, at: datetime, by: Actor, name: str, label: str, facts: Mapping[str, Any], note: str = ""
) -> HistoryLine:
    """`name`: the deed in the past, `label`: the office's word for it. Not added to any session."""
    return HistoryLine(
        case_id=where.case_id,
        authority_code=where.authority_code,
        at=at,
        kind=by.kind,
        actor_id=by.id,
        actor=by.office,
        name=name,
        label=label,
        facts=dict(facts),
        note=note,
        version=where.version,
    )


def touch(session: Session, case_id: int) -> Place:
    """Open pages hear of it; the case's version stays, so no form grows stale."""
    row = session.execute(
        update(CaseFile)
        .where(CaseFile.id == case_id)
        .values(pulse=CaseFile.pulse + 1)
        .returning(CaseFile.authority_code, CaseFile.version)
    ).one()
    return Place(case_id, row.authority_code, row.version)


def add_line(
    session: Session,
    case_id: int,
    who: SignedIn,
    now: datetime,
    name: str,
    label: str,
    facts: dict[str, Any],
    note: str,
) -> None:
    """What an officer did beside the case, as taking out a file or telling a recipient."""
    session.add(line(touch(session, case_id), now, officer(who.id, who.office), name, label, facts, note))
