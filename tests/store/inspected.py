"""A case in which everything of investigation and inspection has happened once, so that every table holds a row."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.records import InspectionPractice, InspectorCertificate, LossReport
from tests.a_case import Case

TOKUSHIMA = "360007"


def inspect_everything(case: Case) -> None:
    """A visit by consent up to its result, an inquiry, a consultation; the office has lost a certificate once."""
    case.record("医療監視員", "plan_visit", instrument="voluntary_visit")
    case.record("医療監視員", "notify_visit")
    case.record("医療監視員", "record_visit", answers=["A-1 はい"])
    case.record("医療監視員", "draft_result", written=["多要素認証"])
    case.record("医療監視員", "send_questions")
    with Session(case.house.owner) as session, session.begin():
        card = session.scalars(
            select(InspectorCertificate).where(InspectorCertificate.authority_code == TOKUSHIMA)
        ).one()
        session.add(
            LossReport(
                authority_code=TOKUSHIMA,
                certificate_id=card.id,
                lost_at=case.now,
                circumstances="庁舎内",
                entered_by="課長",
                entered_at=case.now,
            )
        )
        session.add(InspectionPractice(authority_code=TOKUSHIMA, changed_by="課長", changed_at=case.now))
