"""Which acts carry out which task: the buttons that an officer needs first. A test compares this with the handbook."""

from __future__ import annotations

from collections.abc import Iterable

from cases.casework.views import TaskView
from cases.desk.views import ActView, CaseSheet
from cases.vocabulary import StageKey, TaskState

ACTS_OF_TASK: dict[str, tuple[str, ...]] = {
    "identify_facility": ("attach_facility",),
    "confirm_facts": ("confirm_facts",),
    "judge": ("judge",),
    "judge_again": ("judge",),
    "vendor_contact": ("record_vendor_contact",),
    "vendor_instruction": ("record_vendor_instruction",),
    "first_report": ("draft_report", "send_report"),
    "revise_report": ("draft_report", "send_report"),
    "send_report": ("send_report", "return_report"),
    "record_receipt": ("record_receipt",),
    "advise": ("advise",),
    "approve_report": ("approve_report", "return_report"),
    "answer_inquiry": ("answer_inquiry", "accept_request", "answer_partly", "decline_request"),
    "final_report": ("draft_report", "send_report"),
    "decide_investigation": ("decide_investigation",),
    "investigate": ("record_findings",),
    "visit": ("plan_visit", "notify_visit", "start_visit", "record_visit"),
    "visit_certificates": ("call_off_visit", "plan_visit"),
    "approve_unannounced": ("approve_unannounced",),
    "name_ministry_team": ("name_ministry_team",),
    "visit_result": ("draft_result", "notify_visit_result"),
    "improvement_plan": ("receive_plan",),
    "judge_plan": ("judge_plan",),
    "follow_up": ("follow_up_visit", "close_visit", "plan_reinspection"),
    "material": ("receive_material", "settle_demand"),
    "report_result": ("report_investigation_result",),
    "follow_recovery": ("record_milestone",),
    "prevention": ("record_measure",),
    "await_answers": ("enter_answers", "withdraw_questionnaire"),
    "verify_items": ("verify_item", "report_item_done"),
    "external_notices": ("record_external_notice",),
    "consent": ("record_consent",),
    "name_lead_reporter": ("name_lead_reporter",),
    "close_case": ("close_case",),
}
MINISTRY_FIRST = ("record_receipt", "advise", "ask_inquiry")
"""What only the ministry does comes first on its screen, with or without a task."""


def split(sheet: CaseSheet, hidden: Iterable[str] = ()) -> tuple[list[ActView], list[ActView], list[ActView]]:
    """The acts as (called for by an open task, possible besides, not yet possible with the reason)."""
    shown = [act for act in sheet.acts if act.name not in hidden]
    called = _called_for(sheet)
    first = sorted((a for a in shown if a.open and a.name in called), key=lambda act: called.index(act.name))
    besides = [a for a in shown if a.open and a.name not in called]
    return first, besides, [a for a in shown if not a.open]


def by_stage(acts: Iterable[ActView]) -> list[tuple[str, list[ActView]]]:
    """The acts under the names of their stages, in the notice's order; those open in every stage come last."""
    given = list(acts)
    groups = [(key.label, [act for act in given if act.stage is key]) for key in StageKey]
    groups.append(("業務と案件の担当", [act for act in given if act.stage is None]))
    return [(name, found) for name, found in groups if found]


def own(sheet: CaseSheet, officer_id: int) -> set[str]:
    """The names of the acts that carry out this officer's own open tasks."""
    return {n for task in waiting(sheet) if task.holder_id == officer_id for n in ACTS_OF_TASK.get(task.code, ())}


def waiting(sheet: CaseSheet) -> list[TaskView]:
    """The open tasks by due moment, those without one last."""
    found = [task for task in sheet.tasks if task.state == TaskState.OPEN.label]
    return sorted(found, key=lambda task: (task.due_at is None, task.due_at or task.opened_at, task.id))


def _called_for(sheet: CaseSheet) -> list[str]:
    names = [name for task in waiting(sheet) for name in ACTS_OF_TASK.get(task.code, ())]
    return list(dict.fromkeys([*names, *MINISTRY_FIRST]))
