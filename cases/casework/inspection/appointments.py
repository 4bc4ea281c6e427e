"""The register of an office's 医療監視員 and the authority's own days. Reached as `desk.appointments`.

R-119, R-342 (certificates), R-201 (loss), R-340 (days). Supervisors keep it; the ministry keeps its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, selectinload

from cases.casework.inspection import inspectors
from cases.casework.inspection.appointment_facts import (
    Appointment,
    AppointmentEnded,
    CertificateIssued,
    CertificateLost,
    PoliceTold,
    PracticeDays,
)
from cases.casework.inspection.course import BEFORE_THE_DAY
from cases.casework.inspection.views import CertificateView, InspectorView, LossView, PracticeView
from cases.clock import jst_day
from cases.clocks import moments
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.records import (
    MINISTRY_CODE,
    Inspection,
    InspectionMember,
    InspectionPractice,
    Inspector,
    InspectorCertificate,
    LossReport,
    PendingWork,
)
from cases.store.notify import wake
from cases.store.officers import SignedIn
from cases.views.general import Choice
from cases.vocabulary import CertificateState, Role, StageKey, VisitSide

KEEPERS = frozenset({Role.SUPERVISOR, Role.MINISTRY})
"""Who keeps an office's register and days."""


class AppointmentDesk:
    """The officer's own office only; row-level security sees to the rest."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session, self._officer, self._now = session, officer, now

    def inspectors(self) -> tuple[InspectorView, ...]:
        """The office's own appointees, those who may inspect today first."""
        today = jst_day(self._now)
        views = [_inspector(one, inspectors.why_not(one, today)) for one in self._register()]
        return tuple(sorted(views, key=lambda view: (bool(view.why_not), view.id)))

    def inspector_choices(self) -> tuple[Choice, ...]:
        """For a plan: appointment number → 「職名（任命番号、証明書…）」; who may not go today is said so."""
        return tuple(Choice(one.appointment_number, _choice_words(one)) for one in self.inspectors())

    def losses(self) -> tuple[LossView, ...]:
        """The office's loss reports, newest first."""
        rows = self._session.execute(
            select(LossReport, InspectorCertificate.number, Inspector.office)
            .join(InspectorCertificate, InspectorCertificate.id == LossReport.certificate_id)
            .join(Inspector, Inspector.id == InspectorCertificate.inspector_id)
            .where(LossReport.authority_code == self._officer.authority_code)
            .order_by(LossReport.id.desc())
        )
        return tuple(
            LossView(
                loss.id,
                office,
                number,
                loss.lost_at,
                loss.lost_approx,
                loss.circumstances,
                loss.police_at,
                loss.police_station,
                loss.police_reference,
                loss.entered_by,
            )
            for loss, number, office in rows
        )

    def appoint(self, facts: Appointment) -> None:
        """Raises WrongRole, ActNotOpen when the number is taken or the days are out of order."""
        self._keeper("医療監視員を登録する")
        if facts.valid_to and facts.valid_to < facts.valid_from:
            raise ActNotOpen("医療監視員を登録する", ["任期の末日が、任命の日より前です。"])
        if any(one.appointment_number == facts.appointment_number for one in self._register()):
            raise ActNotOpen("医療監視員を登録する", [f"任命番号「{facts.appointment_number}」は登録されています。"])
        new = Inspector(
            authority_code=self._officer.authority_code,
            office=facts.office,
            appointment_number=facts.appointment_number,
            valid_from=facts.valid_from,
            valid_to=facts.valid_to,
            entered_by=self._officer.office,
            entered_at=self._now,
            certificates=[],
        )
        self._session.add(new)
        if facts.certificate_number:
            issued = facts.issued_on or facts.valid_from
            self._issue(new, facts.certificate_number, issued, facts.certificate_to)

    def end_appointment(self, facts: AppointmentEnded) -> None:
        self._keeper("任命の終わりを記録する")
        one = self._inspector(facts.inspector)
        if facts.ended_on < one.valid_from:
            raise ActNotOpen("任命の終わりを記録する", ["任命の最後の日が、任命の日より前です。"])
        one.ended_on, one.ended_reason = facts.ended_on, facts.reason
        self._wake_visits(one)

    def issue_certificate(self, facts: CertificateIssued) -> None:
        self._keeper("証明書の交付を記録する")
        one = self._inspector(facts.inspector)
        for before in one.certificates:
            if before.state is CertificateState.IN_USE:
                before.state = CertificateState.RETURNED
        self._issue(one, facts.number, facts.issued_on, facts.valid_to)
        self._wake_visits(one)

    def report_loss(self, facts: CertificateLost) -> None:
        """R-342, R-201: the certificate in use is lost; until a new one is issued its holder may not inspect."""
        label = "証明書の紛失・盗難を記録する"
        self._keeper(label)
        one = self._inspector(facts.inspector)
        card = inspectors.certificate_of(one)
        if card is None:
            raise ActNotOpen(label, [f"「{one.office}」には、使用中の証明書がありません。"])
        moments.not_future("紛失・盗難の日時", facts.lost_at, self._now)
        if facts.police_at:
            moments.not_future("警察に届け出た日時", facts.police_at, self._now)
            if not facts.police_station:
                raise ActNotOpen(label, ["警察に届け出たときは、警察署を記入してください。"])
        card.state = CertificateState.LOST
        self._wake_visits(one)
        self._session.add(
            LossReport(
                authority_code=self._officer.authority_code,
                certificate_id=card.id,
                entered_by=self._officer.office,
                entered_at=self._now,
                **facts.model_dump(exclude={"inspector"}),
            )
        )

    def tell_police(self, facts: PoliceTold) -> None:
        """Once; what was entered stays."""
        label = "警察への届出を記録する"
        self._keeper(label)
        loss = self._session.scalar(
            select(LossReport).where(
                LossReport.id == facts.loss, LossReport.authority_code == self._officer.authority_code
            )
        )
        if loss is None:
            raise NotFound("紛失・盗難の記録")
        if loss.police_at is not None:
            raise ActNotOpen(label, ["この届出はすでに記録されています。"])
        moments.not_future("警察に届け出た日時", facts.police_at, self._now)
        moments.not_before("警察に届け出た日時", facts.police_at, "紛失・盗難の日時", loss.lost_at)
        loss.police_at, loss.police_station = facts.police_at, facts.police_station
        loss.police_reference = facts.police_reference

    def _issue(self, one: Inspector, number: str, issued_on: date, valid_to: date | None) -> None:
        label = "証明書の交付を記録する"
        taken = select(InspectorCertificate.id).where(
            InspectorCertificate.authority_code == self._officer.authority_code, InspectorCertificate.number == number
        )
        if self._session.scalar(taken) is not None:
            raise ActNotOpen(label, [f"証明書の番号「{number}」は登録されています。"])
        one.certificates.append(
            InspectorCertificate(
                authority_code=one.authority_code, number=number, issued_on=issued_on, valid_to=valid_to
            )
        )

    def _wake_visits(self, one: Inspector) -> None:
        """The visits ahead that this appointee is in are looked at again (flows/steps/visits.py)."""
        side = VisitSide.MINISTRY if one.authority_code == MINISTRY_CODE else VisitSide.AUTHORITY
        cases = (
            select(Inspection.case_id, Inspection.authority_code)
            .join(
                InspectionMember,
                (InspectionMember.case_id == Inspection.case_id) & (InspectionMember.visit == Inspection.seq),
            )
            .where(
                Inspection.state.in_(BEFORE_THE_DAY),
                InspectionMember.side == side,
                InspectionMember.appointment_number == one.appointment_number,
            )
            .distinct()
        )
        found = self._session.execute(cases).all()
        for case_id, code in found:
            self._session.add(
                PendingWork(
                    case_id=case_id,
                    authority_code=code,
                    stage=StageKey.INSPECTION,
                    why="register",
                    urgent=True,
                    created_at=self._now,
                )
            )
        if found:
            wake(self._session, StageKey.INSPECTION)

    def _register(self) -> Sequence[Inspector]:
        query = select(Inspector).where(Inspector.authority_code == self._officer.authority_code)
        return self._session.scalars(query.options(selectinload(Inspector.certificates)).order_by(Inspector.id)).all()

    def _inspector(self, number: int) -> Inspector:
        found = next((one for one in self._register() if one.id == number), None)
        if found is None:
            raise NotFound("医療監視員")
        return found

    def _keeper(self, label: str) -> None:
        if not KEEPERS & self._officer.roles:
            raise WrongRole(label, [Role.SUPERVISOR.label])

    # -- the authority's days ----------------------------------------------------------------------------------

    def practice(self) -> PracticeView:
        """R-340. All blank where nothing was set."""
        code = self._officer.authority_code
        row = self._session.scalar(select(InspectionPractice).where(InspectionPractice.authority_code == code))
        if row is None:
            return PracticeView(None, None, None, None, "", None)
        return PracticeView(
            row.notice_lead_days,
            row.result_notice_days,
            row.plan_due_days,
            row.reinspection_days,
            row.changed_by,
            row.changed_at,
        )

    def set_practice(self, facts: PracticeDays) -> None:
        """For what begins from now on; dates laid down before stay."""
        self._keeper("立入検査の日数を決める")
        values = {**facts.model_dump(), "changed_by": self._officer.office, "changed_at": self._now}
        row = insert(InspectionPractice).values(authority_code=self._officer.authority_code, **values)
        self._session.execute(row.on_conflict_do_update(index_elements=["authority_code"], set_=values))


def _inspector(one: Inspector, why_not: str) -> InspectorView:
    return InspectorView(
        one.id,
        one.office,
        one.appointment_number,
        one.valid_from,
        one.valid_to,
        one.ended_on,
        one.ended_reason,
        tuple(CertificateView(c.number, c.issued_on, c.valid_to, c.state.label) for c in one.certificates),
        why_not,
    )


def _choice_words(one: InspectorView) -> str:
    card = next((c for c in reversed(one.certificates) if c.state == CertificateState.IN_USE.label), None)
    until = f"、{card.valid_to:%Y-%m-%d}まで" if card and card.valid_to else ""
    held = f"証明書 {card.number}{until}" if card else "証明書なし"
    today = f"　※{one.why_not}、今日は不可" if one.why_not else ""
    return f"{one.office}（{one.appointment_number}、{held}）{today}"
