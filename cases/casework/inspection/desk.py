"""Inspections at the desk: the case's visits, inquiries and consultations whole, and the library of advice.

Reached as `desk.inspection`. What changes a case is an act (beside this file).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.inspection import anonymise
from cases.casework.inspection.views import (
    AnswerView,
    DemandView,
    ExampleView,
    FindingView,
    MemberView,
    MessageView,
    StepView,
    ThreadView,
    VisitView,
)
from cases.errors import NotFound, WrongRole
from cases.records import (
    AdviceExample,
    AdviceMessage,
    CaseFile,
    CheckedItem,
    Exchange,
    Inspection,
    InspectionStep,
)
from cases.store.loading import load_cases
from cases.store.officers import SignedIn
from cases.vocabulary import ExchangeKind, Role, VisitSide

MOST = 200


class InspectionDesk:
    """One office's view; row-level security narrows what `session` sees."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session, self._officer, self._now = session, officer, now

    # -- the case's part ---------------------------------------------------------------------------------------

    def visits(self, case_id: int) -> tuple[VisitView, ...]:
        """All visits of the case, newest first. Raises NotFound."""
        case = self._case(case_id)
        steps = self._session.scalars(
            select(InspectionStep).where(InspectionStep.case_id == case_id).order_by(InspectionStep.id)
        ).all()
        answers = self._session.scalars(
            select(CheckedItem).where(CheckedItem.case_id == case_id).order_by(CheckedItem.id)
        ).all()
        return tuple(_visit(case, one, steps, answers) for one in reversed(case.inspections))

    def demands(self, case_id: int) -> tuple[DemandView, ...]:
        """Inquiries and orders, newest first."""
        return tuple(
            DemandView(
                one.seq,
                one.instrument.label,
                one.basis,
                one.addressee,
                one.content,
                one.reason,
                one.asked_at,
                one.asked_by,
                one.due_on,
                one.state.label,
                one.received_at,
                one.answer,
                tuple(one.files),
                one.settled_at,
                one.result,
            )
            for one in reversed(self._case(case_id).demands)
        )

    def threads(self, case_id: int) -> tuple[ThreadView, ...]:
        """The consultations with all their messages, newest first."""
        case = self._case(case_id)
        said = self._session.scalars(
            select(AdviceMessage).where(AdviceMessage.case_id == case_id).order_by(AdviceMessage.id)
        ).all()
        names = anonymise.names_of(case) if self._officer.at_ministry else {}
        threads = [e for e in reversed(case.exchanges) if e.kind is ExchangeKind.CONSULTATION]
        return tuple(_thread(one, [m for m in said if m.number == one.seq], names) for one in threads)

    def _case(self, case_id: int) -> CaseFile:
        found = load_cases(self._session, [case_id], lock=False)
        if not found:
            raise NotFound("案件")
        return found[0]

    # -- the library -------------------------------------------------------------------------------------------

    def examples(self, search: str = "") -> tuple[ExampleView, ...]:
        """Published examples with every word of the search, newest first (at most 200)."""
        query = select(AdviceExample).where(AdviceExample.withdrawn_at.is_(None))
        for word in anonymise.folded(search.replace("\x00", "")).split():
            query = query.where(AdviceExample.searched.contains(word, autoescape=True))
        rows = self._session.scalars(query.order_by(AdviceExample.id.desc()).limit(MOST))
        return tuple(
            ExampleView(row.id, row.topic, row.question, row.advice, row.timing, row.published_at) for row in rows
        )

    def withdraw_example(self, number: int) -> None:
        """Takes an example out of the library; it stays in the records. Raises WrongRole, NotFound."""
        if Role.MINISTRY not in self._officer.roles:
            raise WrongRole("事例を取り下げる", [Role.MINISTRY.label])
        row = self._session.get(AdviceExample, number)
        if row is None:
            raise NotFound("事例")
        row.withdrawn_at = self._now


def _visit(
    case: CaseFile, one: Inspection, steps: Sequence[InspectionStep], answers: Sequence[CheckedItem]
) -> VisitView:
    return VisitView(
        number=one.seq,
        follows=one.follows,
        state=one.state,
        instrument=one.instrument,
        basis=one.basis,
        purpose=one.purpose,
        planned_on=one.planned_on,
        unannounced=one.unannounced,
        waits_for_approval=one.unannounced_wanted,
        approver=one.approver,
        reason=one.reason,
        joint=one.joint,
        own_ministry_result=one.own_ministry_result,
        team=one.team,
        members=tuple(
            MemberView(
                m.side.label, m.office, m.appointment_number, m.certificate_number, m.valid_to, m.carried, m.shown
            )
            for m in case.inspection_members
            if m.visit == one.seq
        ),
        notice_due_on=one.notice_due_on,
        notified_at=one.notified_at,
        started_at=one.started_at,
        ended_at=one.ended_at,
        certificates=one.certificates,
        met_persons=one.met_persons,
        checked_items=one.checked_items,
        evidence=tuple(one.evidence),
        answers=tuple(
            AnswerView(a.item, a.question, a.answer.label, a.target_on, a.note) for a in answers if a.visit == one.seq
        ),
        result=one.result,
        findings=tuple(
            FindingView(f.side.label, f.level.label, f.title)
            for f in case.inspection_findings
            if f.visit == one.seq and (f.side is VisitSide.MINISTRY or f.draft == one.drafts)
        ),
        result_due_on=one.result_due_on,
        result_notified_at=one.result_notified_at,
        ministry_result=one.ministry_result,
        ministry_result_at=one.ministry_result_at,
        plan_wanted=one.plan_wanted,
        plan_due_on=one.plan_due_on,
        plan_received_at=one.plan_received_at,
        recheck_due_on=one.recheck_due_on,
        closed_at=one.closed_at,
        closing_note=one.closing_note,
        steps=tuple(StepView(s.at, s.label, s.after.label, s.text, s.by) for s in steps if s.visit == one.seq),
    )


def _thread(one: Exchange, said: Sequence[AdviceMessage], names: object) -> ThreadView:
    asked = "\n".join(m.text for m in said if not m.from_ministry)
    told = "\n".join(m.text for m in said if m.from_ministry)
    known = names if isinstance(names, dict) else {}
    return ThreadView(
        number=one.seq,
        visit=one.visit,
        timing=one.timing.label,
        waiting=one.answered_at is None,
        closed_at=one.thread_closed_at,
        published_at=one.thread_published_at,
        messages=tuple(MessageView(m.from_ministry, m.at, m.by, m.text) for m in said),
        masked_question=anonymise.proposed(asked, known) if known else "",
        masked_advice=anonymise.proposed(told, known) if known else "",
    )
