"""One table (or parent and lines) = one file. Relationships never load by themselves (lazy="raise")."""

from cases.records.base import Base
from cases.records.case_file import CaseCounter, CaseFile
from cases.records.clock import RunningClock
from cases.records.document import CaseDocument
from cases.records.draft import FormDraft
from cases.records.exchange import Exchange
from cases.records.facility import Facility, FacilityVendor
from cases.records.history import HistoryLine
from cases.records.incident_fact import IncidentFact
from cases.records.investigation import Findings, Guidance, Inspection, InvestigationDecision
from cases.records.judgement import JudgementRecord
from cases.records.letter import Letter
from cases.records.office import (
    MINISTRY_CODE,
    Authority,
    Duty,
    Jurisdiction,
    Municipality,
    Officer,
    OfficerSession,
)
from cases.records.paper import Paper, PaperCounter, PaperNumber, PaperOffice, PaperVoid
from cases.records.participant import Participant
from cases.records.pending_work import PendingWork
from cases.records.remediation import RecoveryMilestone, RemediationItem
from cases.records.report import MinistryContact, Report, ReportAmendment
from cases.records.stage_record import StageRecord
from cases.records.task import Task
from cases.records.trail import TrailAnchor, TrailHead, Viewing
from cases.records.vendor_contact import Containment, VendorContact

__all__ = [
    "MINISTRY_CODE",
    "Authority",
    "Base",
    "CaseCounter",
    "CaseDocument",
    "CaseFile",
    "Containment",
    "Duty",
    "Exchange",
    "Facility",
    "FacilityVendor",
    "Findings",
    "FormDraft",
    "Guidance",
    "HistoryLine",
    "IncidentFact",
    "Inspection",
    "InvestigationDecision",
    "JudgementRecord",
    "Jurisdiction",
    "Letter",
    "MinistryContact",
    "Municipality",
    "Officer",
    "OfficerSession",
    "Paper",
    "PaperCounter",
    "PaperNumber",
    "PaperOffice",
    "PaperVoid",
    "Participant",
    "PendingWork",
    "RecoveryMilestone",
    "RemediationItem",
    "Report",
    "ReportAmendment",
    "RunningClock",
    "StageRecord",
    "Task",
    "TrailAnchor",
    "TrailHead",
    "VendorContact",
    "Viewing",
]
