"""One table (or parent and lines) = one file. Relationships never load by themselves (lazy="raise")."""

from cases.records.advice import AdviceExample, AdviceMessage
from cases.records.attachment import Attachment, AttachmentContent
from cases.records.authority_setting import AuthorityDay, AuthorityTarget
from cases.records.base import Base
from cases.records.campaign import (
    Campaign,
    CampaignAddressee,
    CampaignItem,
    CampaignMove,
    CampaignReminder,
    CampaignStatus,
)
from cases.records.case_file import CaseCounter, CaseFile
from cases.records.case_group import CaseGroup, CaseLink
from cases.records.case_rule_set import CaseRuleSet
from cases.records.checklist import ChecklistRow
from cases.records.circular import Circular, CircularLink, CircularPaper, CircularRecipient, CircularStep
from cases.records.clock import RunningClock
from cases.records.contact_desk import ContactDeskEntry
from cases.records.demand import FacilityDemand
from cases.records.direct_contact import DirectContact, SharingChoice
from cases.records.document import CaseDocument
from cases.records.draft import FormDraft
from cases.records.exchange import Exchange
from cases.records.external_notice import ExternalNotice, SharingConsent
from cases.records.facility import Facility, FacilityVendor
from cases.records.facility_change import FacilityChange
from cases.records.guest import GuestLink, GuestRemark
from cases.records.handover import HandoverNote
from cases.records.history import HistoryLine
from cases.records.incident_fact import IncidentFact
from cases.records.inspection import CheckedItem, InspectionFinding, InspectionMember, InspectionStep
from cases.records.inspector import InspectionPractice, Inspector, InspectorCertificate, LossReport
from cases.records.investigation import Findings, Guidance, Inspection, InvestigationDecision
from cases.records.judgement import JudgementRecord
from cases.records.letter import Letter
from cases.records.letter_secret import LetterSecret
from cases.records.list_taking import ListTaking
from cases.records.national_request import NationalRequest, RequestAddressee, RequestAnswer
from cases.records.network_member import NetworkMember
from cases.records.notice import LetterRead, NoticePreference, NoticeRule
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
from cases.records.post_room import BounceCount, LetterStep, MailRest, SuppressedAddress
from cases.records.poster import PosterBatch, PosterLink, PosterPart, PosterPrint, Posting
from cases.records.poster_notice import PosterNotice
from cases.records.questionnaire import Questionnaire
from cases.records.registry_run import RegistryRun
from cases.records.remediation import RecoveryMilestone, RemediationItem, RemediationStep
from cases.records.reminder import ReminderLine
from cases.records.report import MinistryContact, Report, ReportAmendment
from cases.records.rota import RotaChange, Substitute
from cases.records.rule_set import RuleMark, RuleSetEntry, RuleSetSwitch
from cases.records.stage_record import StageRecord
from cases.records.task import Task
from cases.records.trail import TrailAnchor, TrailHead, Viewing
from cases.records.transfer import TransferOffer
from cases.records.upkeep import ContactCheck, DailyCount, RetentionSetting, ScheduledRun, TrailAlarm
from cases.records.vendor_contact import Containment, VendorContact

__all__ = [
    "MINISTRY_CODE",
    "AdviceExample",
    "AdviceMessage",
    "Attachment",
    "AttachmentContent",
    "Authority",
    "AuthorityDay",
    "AuthorityTarget",
    "Base",
    "BounceCount",
    "Campaign",
    "CampaignAddressee",
    "CampaignItem",
    "CampaignMove",
    "CampaignReminder",
    "CampaignStatus",
    "CaseCounter",
    "CaseDocument",
    "CaseFile",
    "CaseGroup",
    "CaseLink",
    "CaseRuleSet",
    "CheckedItem",
    "ChecklistRow",
    "Circular",
    "CircularLink",
    "CircularPaper",
    "CircularRecipient",
    "CircularStep",
    "ContactCheck",
    "ContactDeskEntry",
    "Containment",
    "DailyCount",
    "DirectContact",
    "Duty",
    "Exchange",
    "ExternalNotice",
    "Facility",
    "FacilityChange",
    "FacilityDemand",
    "FacilityVendor",
    "Findings",
    "FormDraft",
    "GuestLink",
    "GuestRemark",
    "Guidance",
    "HandoverNote",
    "HistoryLine",
    "IncidentFact",
    "Inspection",
    "InspectionFinding",
    "InspectionMember",
    "InspectionPractice",
    "InspectionStep",
    "Inspector",
    "InspectorCertificate",
    "InvestigationDecision",
    "JudgementRecord",
    "Jurisdiction",
    "Letter",
    "LetterRead",
    "LetterSecret",
    "LetterStep",
    "ListTaking",
    "LossReport",
    "MailRest",
    "MinistryContact",
    "Municipality",
    "NationalRequest",
    "NetworkMember",
    "NoticePreference",
    "NoticeRule",
    "Officer",
    "OfficerSession",
    "Paper",
    "PaperCounter",
    "PaperNumber",
    "PaperOffice",
    "PaperVoid",
    "Participant",
    "PendingWork",
    "PosterBatch",
    "PosterLink",
    "PosterNotice",
    "PosterPart",
    "PosterPrint",
    "Posting",
    "Questionnaire",
    "RecoveryMilestone",
    "RegistryRun",
    "RemediationItem",
    "RemediationStep",
    "ReminderLine",
    "Report",
    "ReportAmendment",
    "RequestAddressee",
    "RequestAnswer",
    "RetentionSetting",
    "RotaChange",
    "RuleMark",
    "RuleSetEntry",
    "RuleSetSwitch",
    "RunningClock",
    "ScheduledRun",
    "SharingChoice",
    "SharingConsent",
    "StageRecord",
    "Substitute",
    "SuppressedAddress",
    "Task",
    "TrailAlarm",
    "TrailAnchor",
    "TrailHead",
    "TransferOffer",
    "VendorContact",
    "Viewing",
]
