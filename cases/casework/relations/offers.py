"""Offers of cases as the desk reads and answers them. A desk sees those made by it and those made to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from cases.casework.relations.views import Offer
from cases.errors import NotFound
from cases.records import Authority, TransferOffer
from cases.store.officers import SignedIn
from cases.views.general import Taken
from cases.vocabulary import TransferState

MOST = 200


def answer(
    session: Session, officer: SignedIn, case_id: int | None, *, accepted: bool, words: str, now: datetime
) -> Taken:
    """Accept or refuse the offer of this case to this office; the database function does it. Raises NotFound."""
    offer = session.scalar(
        select(TransferOffer.id).where(
            TransferOffer.file_id == case_id,
            TransferOffer.state == TransferState.OFFERED,
            TransferOffer.to_code == officer.authority_code,
        )
    )
    if offer is None:
        raise NotFound("移送の申出")
    try:
        with session.begin_nested():
            asked = func.answer_transfer(offer, accepted, words, now).table_valued(
                "taken_id", "taken_number", "taken_version"
            )
            row = session.execute(select(asked)).one()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != "P0002":
            raise
        raise NotFound("移送の申出") from None
    return Taken(row.taken_id, row.taken_number, row.taken_version)


def offers(session: Session, officer: SignedIn, case_id: int | None = None) -> tuple[Offer, ...]:
    """Offers in sight, those that wait first, then the newest; of one case when one is named."""
    there = aliased(Authority)
    query = (
        select(TransferOffer, Authority.name, there.name)
        .join(Authority, Authority.code == TransferOffer.from_code)
        .join(there, there.code == TransferOffer.to_code)
        .order_by((TransferOffer.state == TransferState.OFFERED).desc(), TransferOffer.id.desc())
        .limit(MOST)
    )
    mine = officer.authority_code
    if case_id is not None:
        query = query.where(TransferOffer.file_id == case_id)
    elif not officer.at_ministry:
        query = query.where(or_(TransferOffer.from_code == mine, TransferOffer.to_code == mine))
    return tuple(
        Offer(
            case_id=one.file_id,
            number=one.number,
            sender=sender,
            receiver=receiver,
            incoming=one.to_code == mine,
            facility=one.facility,
            municipality=one.municipality,
            grasped_at=one.grasped_at,
            reason=one.reason,
            offered_by=one.offered_by,
            offered_at=one.offered_at,
            waiting=one.state is TransferState.OFFERED,
            state=one.state.label,
            answered_by=one.answered_by,
            answered_at=one.answered_at,
            answer=one.answer,
        )
        for one, sender, receiver in session.execute(query)
    )
