"""History lines that leave the case's version: nothing that a form asks has changed, no form grows stale."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from cases.records import CaseFile, HistoryLine
from cases.store.officers import SignedIn
from cases.vocabulary import HistoryKind


def add_line(
    session: Session,
    case_id: int,
    officer: SignedIn,
    now: datetime,
    name: str,
    label: str,
    facts: dict[str, Any],
    note: str,
) -> None:
    """What an officer did beside the case, as taking out a file or telling a recipient. Open pages hear of it."""
    row = session.execute(
        update(CaseFile)
        .where(CaseFile.id == case_id)
        .values(pulse=CaseFile.pulse + 1)
        .returning(CaseFile.authority_code, CaseFile.version)
    ).one()
    session.add(
        HistoryLine(
            case_id=case_id,
            authority_code=row.authority_code,
            at=now,
            kind=HistoryKind.ACT,
            actor_id=officer.id,
            actor=officer.office,
            name=name,
            label=label,
            facts=facts,
            note=note,
            version=row.version,
        )
    )
