"""取消し・訂正: an issued circular is taken back, or another takes its place. Nothing is deleted (R-022, R-024)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from cases.circulars import reach
from cases.errors import ActNotOpen
from cases.japanese_dates import wareki
from cases.records import Circular, CircularPaper, CircularRecipient, PaperVoid
from cases.vocabulary import CircularState, Reach

WITHDRAWN: Final = "circular_withdrawn"
TAKEN_BACK: Final = "取り消した文書です。"
CORRECTION: Final = "訂正版"


def refuse_ended(one: Circular, label: str) -> None:
    """Raises ActNotOpen for what was taken back or has been put right."""
    if one.withdrawn_at is not None:
        raise ActNotOpen(label, [TAKEN_BACK])
    if one.corrected_at is not None:
        raise ActNotOpen(label, [f"訂正版（{one.corrected_number}）があります。訂正版で行ってください。"])


def withdraw(session: Session, one: Circular, reason: str, by: str, now: datetime) -> tuple[int, int]:
    """Take it back: who had the letter gets another that says so, who had not gets none, the number stays as a gap with
    its reason. Returns (how many are written to, how many were reached otherwise and have to be told otherwise).
    """
    one.withdrawn_at, one.withdrawn_by, one.withdrawn_reason = now, by, reason
    came_back = reach.joined(CircularRecipient.id).where(
        CircularRecipient.circular_id == one.id, reach.REACH.in_([str(Reach.FAILED)])
    )
    _forget(session, one.id)
    written = session.execute(
        update(CircularRecipient)
        .where(
            CircularRecipient.circular_id == one.id,
            CircularRecipient.letter_id.is_not(None),
            CircularRecipient.address != "",
            CircularRecipient.id.not_in(came_back),
        )
        .values(letter_owed=WITHDRAWN, rounds=CircularRecipient.rounds + 1)
        .execution_options(synchronize_session=False)
    )
    number = session.scalar(select(CircularPaper.number_id).where(CircularPaper.circular_id == one.id))
    session.add(
        PaperVoid(number_id=number, authority_code=one.authority_code, reason=reason, voided_at=now, voided_by=by)
    )
    session.flush()
    otherwise = select(func.count()).where(
        CircularRecipient.circular_id == one.id,
        or_(CircularRecipient.told_at.is_not(None), CircularRecipient.other_at.is_not(None)),
        CircularRecipient.letter_owed == "",
    )
    return written.rowcount, session.scalar(otherwise) or 0  # type: ignore[attr-defined]


def _forget(session: Session, circular_id: int) -> None:
    """What is not written yet is not written any more."""
    session.execute(
        update(CircularRecipient)
        .where(CircularRecipient.circular_id == circular_id, CircularRecipient.letter_owed != "")
        .values(letter_owed="")
        .execution_options(synchronize_session=False)
    )


def correction_of(session: Session, one: Circular) -> Circular | None:
    """The circular that puts this one right, drafted or issued."""
    query = select(Circular).where(Circular.corrects_id == one.id, Circular.state != CircularState.DROPPED)
    return session.scalar(query)


def draft_of(session: Session, one: Circular, label: str) -> dict[str, Any]:
    """The values with which its correction begins. Raises ActNotOpen when there is one, or it was taken back."""
    if one.withdrawn_at is not None:
        raise ActNotOpen(label, [f"{TAKEN_BACK}改めて送るものは、新しく起案してください。"])
    if (there := correction_of(session, one)) is not None:
        raise ActNotOpen(label, [f"訂正版が{there.state.label}です。前の訂正版を発出するか、取りやめてください。"])
    kept = (
        "authority_code", "kind", "urgency", "subject", "threat", "measures", "body", "addressee", "edition", "kinds",
        "municipalities", "beds_least", "beds_most", "case_number",
    )  # fmt: skip
    return {**{name: getattr(one, name) for name in kept}, "corrects_id": one.id}


def took_place(session: Session, former: Circular, number: str, now: datetime) -> None:
    """The correction is issued: the former says so, and nothing of it goes out any more."""
    former.corrected_at, former.corrected_number = now, number
    _forget(session, former.id)


def former_words(session: Session, former_id: int) -> str:
    """令和３年10月31日付け令和３年度第１号「件名」, as the correction names what it puts right."""
    query = (
        select(CircularPaper.dated_on, CircularPaper.number, Circular.subject)
        .join(Circular, Circular.id == CircularPaper.circular_id)
        .where(Circular.id == former_id)
    )
    day, number, subject = session.execute(query).one()
    return f"{wareki(day)}付け{number}「{subject}」"


def recipients_of(former_id: int) -> Select[Any]:
    """The facilities that the former one went to; its correction goes to them, whatever else it is narrowed to."""
    return select(CircularRecipient.facility_id).where(CircularRecipient.circular_id == former_id)
