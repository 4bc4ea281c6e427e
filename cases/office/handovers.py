"""引継簿: a note from one shift to the next, acknowledged by a colleague of the same office (R-241)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.errors import ActNotOpen, NotFound
from cases.office.views import HandoverView
from cases.procedure import without_nul
from cases.records import HandoverNote
from cases.store.officers import SignedIn

SHOWN = 20
LONGEST = 2000
WRITE, ACKNOWLEDGE = "引継ぎを書く", "引継ぎを確認する"


def write(session: Session, officer: SignedIn, body: str, shift: str, now: datetime) -> int:
    """A new note of this officer's office; returns its id. Raises ActNotOpen."""
    body, shift = str(without_nul(body)).strip(), str(without_nul(shift)).strip()
    if not body:
        raise ActNotOpen(WRITE, ["引継ぎの内容を入力してください。"])
    if len(body) > LONGEST or len(shift) > 100:
        raise ActNotOpen(WRITE, [f"引継ぎの内容は{LONGEST}文字以内、勤務の別は100文字以内で入力してください。"])
    note = HandoverNote(
        authority_code=officer.authority_code,
        shift=shift,
        body=body,
        officer_id=officer.id,
        written_by=officer.office,
        written_at=now,
    )
    session.add(note)
    session.flush()
    return note.id


def acknowledge(session: Session, officer: SignedIn, note_id: int, now: datetime) -> None:
    """The next shift has read it. Raises NotFound, ActNotOpen."""
    note = session.scalar(
        select(HandoverNote)
        .where(HandoverNote.id == note_id, HandoverNote.authority_code == officer.authority_code)
        .with_for_update(key_share=True)
    )
    if note is None:
        raise NotFound("引継ぎ")
    if note.acknowledged_at is not None:
        raise ActNotOpen(ACKNOWLEDGE, [f"{note.acknowledged_by}がすでに確認しています。"])
    if note.officer_id == officer.id:
        raise ActNotOpen(ACKNOWLEDGE, ["自分が書いた引継ぎは、引き継ぐ職員が確認します。"])
    note.acknowledged_by, note.acknowledged_at = officer.office, now


def notes(session: Session, officer: SignedIn) -> tuple[HandoverView, ...]:
    """The office's notes: those not acknowledged first, then the newest (at most 20 in all)."""
    rows = session.scalars(
        select(HandoverNote)
        .where(HandoverNote.authority_code == officer.authority_code)
        .order_by(HandoverNote.acknowledged_at.is_not(None), HandoverNote.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        HandoverView(
            id=row.id,
            shift=row.shift,
            body=row.body,
            written_by=row.written_by,
            written_at=row.written_at,
            mine=row.officer_id == officer.id,
            acknowledged_by=row.acknowledged_by,
            acknowledged_at=row.acknowledged_at,
        )
        for row in rows
    )
