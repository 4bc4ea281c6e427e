"""The case: one incident at one medical institution, from first suspicion to closing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from cases.judgement import Attack, Failure, Impact, Result
from cases.records.base import Base, word_column
from cases.records.facility import Facility
from cases.vocabulary import AttackKind, AwarenessSource, Ending, LeadReporter, MinistryKnows, StageKey, StageState

if TYPE_CHECKING:
    from cases.records.advice import AdviceMessage
    from cases.records.attachment import Attachment
    from cases.records.case_group import CaseLink
    from cases.records.case_rule_set import CaseRuleSet
    from cases.records.checklist import ChecklistRow
    from cases.records.clock import RunningClock
    from cases.records.demand import FacilityDemand
    from cases.records.document import CaseDocument
    from cases.records.exchange import Exchange
    from cases.records.external_notice import ExternalNotice, SharingConsent
    from cases.records.guest import GuestLink, GuestRemark
    from cases.records.incident_fact import IncidentFact
    from cases.records.inspection import CheckedItem, InspectionFinding, InspectionMember, InspectionStep
    from cases.records.investigation import Findings, Guidance, Inspection, InvestigationDecision
    from cases.records.judgement import JudgementRecord
    from cases.records.letter_secret import LetterSecret
    from cases.records.participant import Participant
    from cases.records.questionnaire import Questionnaire
    from cases.records.remediation import RecoveryMilestone, RemediationItem
    from cases.records.report import MinistryContact, Report, ReportAmendment
    from cases.records.stage_record import StageRecord
    from cases.records.task import Task
    from cases.records.transfer import TransferOffer
    from cases.records.vendor_contact import Containment, VendorContact


class CaseFile(Base):
    """Four timestamps stand apart (R-062): occurred, detected (by the facility), judged, grasped (by the authority).

    `version` counts deeds of people: a form drawn from an older version is refused. `pulse` counts every change,
    the engine's included: screens watch it to refresh.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("id", "authority_code"),
        CheckConstraint("(closed_at IS NULL) = (ending IS NULL)", name="ending"),
        CheckConstraint(
            "(merged_into_id IS NULL) = (survivor_id IS NULL) AND (merged_into_id IS NULL OR ending = 'merged')",
            name="merged",
        ),
        CheckConstraint("merged_into_id <> id AND survivor_id <> id", name="not_into_itself"),
        ForeignKeyConstraint(
            ["survivor_id", "authority_code"], ["case_file.id", "case_file.authority_code"], onupdate="CASCADE"
        ),
        Index("ix_case_file_open", "authority_code", "next_due", "id", postgresql_where="closed_at IS NULL"),
        Index("ix_case_file_open_all", "next_due", "id", postgresql_where="closed_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    pulse: Mapped[int] = mapped_column(default=1)
    practice: Mapped[bool] = mapped_column(default=False)
    lead_officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))

    what_happened: Mapped[str]
    awareness_source: Mapped[AwarenessSource] = mapped_column(word_column(AwarenessSource, "awareness_source"))
    awareness_note: Mapped[str] = mapped_column(default="")
    awareness_at: Mapped[datetime | None]
    """When the news or the hint came out, where it did not come from the facility."""
    reported_facility: Mapped[str] = mapped_column(default="", server_default="")
    """The facility as it was first told of, while (and since) nobody knew which one it was."""
    separate_reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was opened although a case of the same place was open (R-057)."""
    proxy_entry: Mapped[bool] = mapped_column(default=False)
    contact_person: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    attack_kind: Mapped[AttackKind] = mapped_column(word_column(AttackKind, "attack_kind"), default=AttackKind.UNKNOWN)
    attack_note: Mapped[str] = mapped_column(default="", server_default="")
    affected_systems: Mapped[list[str]] = mapped_column(default=list)
    systems_note: Mapped[str] = mapped_column(default="", server_default="")

    occurred_at: Mapped[datetime | None]
    occurred_approx: Mapped[bool] = mapped_column(default=False)
    detected_at: Mapped[datetime]
    detected_approx: Mapped[bool] = mapped_column(default=False)
    judged_at: Mapped[datetime | None]
    grasped_at: Mapped[datetime]
    grasped_approx: Mapped[bool] = mapped_column(default=False)
    facility_confirmed_at: Mapped[datetime | None]
    voluntary_report_at: Mapped[datetime | None]
    no_final_reason: Mapped[str] = mapped_column(default="")
    """Why no final report is sent; empty while one is expected."""

    attack: Mapped[Attack] = mapped_column(word_column(Attack, "attack"), default=Attack.SUSPECTED)
    failure: Mapped[Failure] = mapped_column(word_column(Failure, "failure"), default=Failure.UNKNOWN)
    leak: Mapped[Impact] = mapped_column(word_column(Impact, "leak"), default=Impact.UNKNOWN)
    care: Mapped[Impact] = mapped_column(word_column(Impact, "care"), default=Impact.UNKNOWN)
    result: Mapped[Result] = mapped_column(word_column(Result, "result"), default=Result.AWAITING)
    ministry_knows: Mapped[MinistryKnows] = mapped_column(
        word_column(MinistryKnows, "ministry_knows"), default=MinistryKnows.NOTHING
    )

    lead_reporter: Mapped[LeadReporter | None] = mapped_column(word_column(LeadReporter, "lead_reporter"))
    """For a municipal hospital: who reports to the State (R-082)."""

    opened_at: Mapped[datetime]
    next_due: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(word_column(Ending, "ending_word"))
    ending_reason: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    """The case that this one was merged into by the act; `survivor_id` is the one at the end of the chain."""
    survivor_id: Mapped[int | None] = mapped_column(index=True)
    own_moments: Mapped[dict[str, Any] | None]
    """This case's own moments, kept from its first merge on: the columns then hold the earliest of all lines."""

    facility: Mapped[Facility] = relationship(lazy="raise")
    stages: Mapped[list[StageRecord]] = relationship(lazy="raise", order_by="StageRecord.position")
    tasks: Mapped[list[Task]] = relationship(back_populates="case", lazy="raise", order_by="Task.id")
    clocks: Mapped[list[RunningClock]] = relationship(lazy="raise", order_by="RunningClock.id")
    rule_sets: Mapped[list[CaseRuleSet]] = relationship(lazy="raise", order_by="CaseRuleSet.id")
    """Not loaded with the case: read by cases/casework/rule_sets.py where they are asked for."""
    judgements: Mapped[list[JudgementRecord]] = relationship(lazy="raise", order_by="JudgementRecord.id")
    vendor_contacts: Mapped[list[VendorContact]] = relationship(lazy="raise", order_by="VendorContact.contacted_at")
    containments: Mapped[list[Containment]] = relationship(lazy="raise", order_by="Containment.done_at")
    ministry_contacts: Mapped[list[MinistryContact]] = relationship(
        lazy="raise", order_by="MinistryContact.contacted_at"
    )
    reports: Mapped[list[Report]] = relationship(lazy="raise", order_by="Report.seq")
    amendments: Mapped[list[ReportAmendment]] = relationship(lazy="raise", order_by="ReportAmendment.id")
    incident_facts: Mapped[list[IncidentFact]] = relationship(lazy="raise", order_by="IncidentFact.id")
    decisions: Mapped[list[InvestigationDecision]] = relationship(lazy="raise", order_by="InvestigationDecision.id")
    findings: Mapped[list[Findings]] = relationship(lazy="raise", order_by="Findings.id")
    guidance: Mapped[list[Guidance]] = relationship(lazy="raise", order_by="Guidance.given_at")
    inspections: Mapped[list[Inspection]] = relationship(lazy="raise", order_by="Inspection.id")
    inspection_members: Mapped[list[InspectionMember]] = relationship(lazy="raise", order_by="InspectionMember.id")
    inspection_findings: Mapped[list[InspectionFinding]] = relationship(lazy="raise", order_by="InspectionFinding.id")
    inspection_steps: WriteOnlyMapped[InspectionStep] = relationship()
    checked_items: WriteOnlyMapped[CheckedItem] = relationship()
    demands: Mapped[list[FacilityDemand]] = relationship(lazy="raise", order_by="FacilityDemand.seq")
    advice_messages: WriteOnlyMapped[AdviceMessage] = relationship()
    """Write-only: no act needs what was written; the screens read it by itself."""
    items: Mapped[list[RemediationItem]] = relationship(lazy="raise", order_by="RemediationItem.id")
    milestones: Mapped[list[RecoveryMilestone]] = relationship(lazy="raise", order_by="RecoveryMilestone.reached_at")
    links: Mapped[list[GuestLink]] = relationship(lazy="raise", order_by="GuestLink.id")
    secrets: WriteOnlyMapped[LetterSecret] = relationship()
    remarks: WriteOnlyMapped[GuestRemark] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(lazy="raise", order_by="Attachment.id")
    questionnaires: Mapped[list[Questionnaire]] = relationship(lazy="raise", order_by="Questionnaire.seq")
    notices: Mapped[list[ExternalNotice]] = relationship(lazy="raise", order_by="ExternalNotice.id")
    checklist_rows: WriteOnlyMapped[ChecklistRow] = relationship(order_by="ChecklistRow.id")
    consents: Mapped[list[SharingConsent]] = relationship(lazy="raise", order_by="SharingConsent.id")
    participants: Mapped[list[Participant]] = relationship(lazy="raise", order_by="Participant.id")
    exchanges: Mapped[list[Exchange]] = relationship(lazy="raise", order_by="Exchange.id")
    documents: Mapped[list[CaseDocument]] = relationship(lazy="raise", order_by="CaseDocument.id")

    @property
    def facility_name(self) -> str:
        """The facility's name; while it is not known, that it is being sought, and how it was told of."""
        hint = f"（{self.reported_facility}）" if self.facility.unidentified and self.reported_facility else ""
        return self.facility.name + hint

    transfers: Mapped[list[TransferOffer]] = relationship(lazy="raise", order_by="TransferOffer.id")
    group_links: Mapped[list[CaseLink]] = relationship(lazy="raise", order_by="CaseLink.id")
    absorbed: Mapped[list[CaseFile]] = relationship(
        primaryjoin="CaseFile.id == foreign(remote(CaseFile.survivor_id))",
        viewonly=True,
        lazy="raise",
        order_by="CaseFile.id",
    )
    """The cases merged into this one, directly or through others, with the parts that loading.py names."""

    def stage(self, key: StageKey) -> StageRecord:
        """The record of one stage; every case has one per stage."""
        return next(record for record in self.stages if record.stage == key)

    def is_open(self, key: StageKey) -> bool:
        return self.stage(key).state is StageState.OPEN


class CaseCounter(Base):
    """The last case number drawn per authority and year."""

    __tablename__ = "case_counter"

    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
