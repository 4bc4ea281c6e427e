"""Plain values that screens, the API and exercises draw from; no record leaves the desk."""

from cases.views.aftercare import ChecklistView, ConsentView, GateLine, ItemView, NoticeView
from cases.views.case import ActView, CaseSheet, ClockView, DutyView, RuleSetView, StageView, VendorView
from cases.views.entry import Entry
from cases.views.office import (
    AddresseeView,
    CaseRow,
    Choice,
    Desktop,
    HandoverView,
    Page,
    Related,
    RequestView,
    Rota,
    Taken,
    TaskView,
)
from cases.views.outside import (
    Coordination,
    FileContent,
    FileView,
    LaidIn,
    LinkView,
    PartyView,
    QuestionnaireView,
    RemarkView,
)
from cases.views.papers import DocumentView, FactView, LetterView, NumberRow, PaperView, ReportView
from cases.views.trail import HistoryView, TrailView, Viewed

__all__ = [
    "ActView",
    "AddresseeView",
    "CaseRow",
    "CaseSheet",
    "ChecklistView",
    "Choice",
    "ClockView",
    "ConsentView",
    "Coordination",
    "Desktop",
    "DocumentView",
    "DutyView",
    "Entry",
    "FactView",
    "FileContent",
    "FileView",
    "GateLine",
    "HandoverView",
    "HistoryView",
    "ItemView",
    "LaidIn",
    "LetterView",
    "LinkView",
    "NoticeView",
    "NumberRow",
    "Page",
    "PaperView",
    "PartyView",
    "QuestionnaireView",
    "Related",
    "RemarkView",
    "ReportView",
    "RequestView",
    "Rota",
    "RuleSetView",
    "StageView",
    "Taken",
    "TaskView",
    "TrailView",
    "VendorView",
    "Viewed",
]
