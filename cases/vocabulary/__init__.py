"""The closed word lists of the case core, one file a topic: each member carries the Japanese word that officials read.

A word is written in its topic's file and named here; everybody else reads `from cases.vocabulary import …`.
Source: domain glossary (cases/rules/glossary.toml);
states of stages and cases follow the 2018 notice's chain of duties.
"""

from __future__ import annotations

from cases.vocabulary.campaigns import (
    ItemMode,
    ItemPart,
    MeasureState,
    ProtectedObject,
    Threat,
)
from cases.vocabulary.circulars import (
    Channel,
    CircularKind,
    CircularState,
    Reach,
    SendingWay,
    Urgency,
)
from cases.vocabulary.facilities import (
    INSPECTABLE,
    FacilityKind,
    RegistryKind,
    RunState,
)
from cases.vocabulary.incident import (
    AttackKind,
    AwarenessSource,
    ContactResult,
    SystemKind,
)
from cases.vocabulary.inspection import (
    AdviceTiming,
    CertificateState,
    CheckAnswer,
    DemandState,
    FindingLevel,
    GuidanceForm,
    InspectionState,
    Instrument,
    VisitSide,
)
from cases.vocabulary.joining import (
    GroupKind,
    TransferState,
)
from cases.vocabulary.mail import (
    BounceKind,
    Informed,
    LetterState,
    LetterStepKind,
    PostView,
    Recipient,
)
from cases.vocabulary.offices import (
    AuthorityKind,
    OperatingKind,
    Role,
)
from cases.vocabulary.outsiders import (
    AttachmentPurpose,
    AttachmentState,
    LinkPurpose,
    PartyRole,
    QuestionnaireState,
    RemarkKind,
)
from cases.vocabulary.papers import (
    ExportFormat,
    Handling,
    NumberYear,
    PaperKind,
    Seal,
)
from cases.vocabulary.posters import (
    BatchState,
    NoticeWay,
    PosterNoticeKind,
    PostingState,
)
from cases.vocabulary.remediation import (
    CeptoarConsent,
    ChecklistAnswer,
    ItemOrigin,
    ItemState,
    ItemStep,
    NcoConsent,
    NoticeBody,
    NoticeState,
)
from cases.vocabulary.reporting import (
    AmendmentKind,
    ExchangeKind,
    ExchangeState,
    Known,
    LeadReporter,
    MinistryKnows,
    Reporter,
    ReportKind,
    ReportState,
    Sharing,
)
from cases.vocabulary.stages import (
    Audience,
    ClockState,
    Ending,
    HistoryKind,
    Holding,
    Milestone,
    StageKey,
    StageState,
    TaskState,
)
from cases.vocabulary.upkeep import (
    DayKind,
    RuleState,
    ScheduledState,
    ScheduledWork,
)
from cases.vocabulary.word import (
    Word,
)

__all__ = [
    "INSPECTABLE",
    "AdviceTiming",
    "AmendmentKind",
    "AttachmentPurpose",
    "AttachmentState",
    "AttackKind",
    "Audience",
    "AuthorityKind",
    "AwarenessSource",
    "BatchState",
    "BounceKind",
    "CeptoarConsent",
    "CertificateState",
    "Channel",
    "CheckAnswer",
    "ChecklistAnswer",
    "CircularKind",
    "CircularState",
    "ClockState",
    "ContactResult",
    "DayKind",
    "DemandState",
    "Ending",
    "ExchangeKind",
    "ExchangeState",
    "ExportFormat",
    "FacilityKind",
    "FindingLevel",
    "GroupKind",
    "GuidanceForm",
    "Handling",
    "HistoryKind",
    "Holding",
    "Informed",
    "InspectionState",
    "Instrument",
    "ItemMode",
    "ItemOrigin",
    "ItemPart",
    "ItemState",
    "ItemStep",
    "Known",
    "LeadReporter",
    "LetterState",
    "LetterStepKind",
    "LinkPurpose",
    "MeasureState",
    "Milestone",
    "MinistryKnows",
    "NcoConsent",
    "NoticeBody",
    "NoticeState",
    "NoticeWay",
    "NumberYear",
    "OperatingKind",
    "PaperKind",
    "PartyRole",
    "PostView",
    "PosterNoticeKind",
    "PostingState",
    "ProtectedObject",
    "QuestionnaireState",
    "Reach",
    "Recipient",
    "RegistryKind",
    "RemarkKind",
    "ReportKind",
    "ReportState",
    "Reporter",
    "Role",
    "RuleState",
    "RunState",
    "ScheduledState",
    "ScheduledWork",
    "Seal",
    "SendingWay",
    "Sharing",
    "StageKey",
    "StageState",
    "SystemKind",
    "TaskState",
    "Threat",
    "TransferState",
    "Urgency",
    "VisitSide",
    "Word",
]
