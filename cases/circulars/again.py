"""Writing again to those who have not confirmed: at the officer's press, or by the scheduled work (R-024)."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from cases.circulars import reach
from cases.records import CircularRecipient
from cases.vocabulary import Reach

REMINDED: Final = "circular_reminded"
WHAT: Final = "確認のない宛先に再度送付"


def _waiting(circular_id: int) -> Select[Any]:
    """Who has an address and has neither confirmed nor been told otherwise; whoever a letter is still under way to, or
    came back from, is left out.
    """
    return reach.joined(CircularRecipient.id).where(
        CircularRecipient.circular_id == circular_id,
        reach.REACH.in_([str(Reach.OPENED), str(Reach.SENT)]),
        CircularRecipient.address != "",
        CircularRecipient.letter_owed == "",
    )


def count(session: Session, circular_id: int) -> int:
    """How many would be written to."""
    return session.scalar(select(func.count()).select_from(_waiting(circular_id).subquery())) or 0


def owe(session: Session, circular_id: int) -> int:
    """Owe each of them another letter. Returns how many."""
    done = session.execute(
        update(CircularRecipient)
        .where(CircularRecipient.id.in_(_waiting(circular_id)))
        .values(letter_owed=REMINDED, rounds=CircularRecipient.rounds + 1)
        .execution_options(synchronize_session=False)
    )
    asked: int = done.rowcount  # type: ignore[attr-defined]
    return asked
