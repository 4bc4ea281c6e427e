"""What the case at hand gives to a form: choices instead of numbers to type, and answers known already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.casework.relations.views import Group, Relations
from cases.desk.views import CaseSheet
from cases.rulebook import rulebook
from cases.views.entry import Entry
from cases.views.general import Choice
from cases.vocabulary import AttachmentState, ClockState, ExchangeKind, Instrument, ItemState, ReportKind, TaskState
from ui.words import UNKNOWN

WAITING = ("回答", "回答待ち")
_BLOCKS = {"被害状況": "damage", "対応状況": "response", "復旧状況": "recovery", "再発防止策": "prevention"}


def choices(
    sheet: CaseSheet, act: str, colleagues: tuple[Choice, ...] = (), facilities: tuple[Choice, ...] = ()
) -> Mapping[str, tuple[Choice, ...]]:
    """Choices per field name; a field that is not named is asked as its model says."""
    match act:
        case "assign_task" | "take_task":
            return {"task": open_tasks(sheet), "to": colleagues}
        case "attach_facility":
            return {"facility": facilities}
        case "pause_clock":
            return {"clock": tuple(Choice(c.title, c.title) for c in sheet.clocks if c.pausable)}
        case "resume_clock":
            return {"clock": tuple(Choice(c.title, c.title) for c in sheet.clocks if c.state == ClockState.PAUSED)}
        case "assign_lead":
            return {"to": colleagues}
        case "answer_inquiry" | "accept_request" | "answer_partly" | "decline_request":
            return {"number": waiting(sheet, consultations=False)}
        case "ask_inquiry":
            asked = tuple(Choice(str(e.id), e.title) for e in sheet.exchanges)
            return {"report": sent_reports(sheet, valid=False), "follows": asked}
        case "supplement_report" | "correct_report" | "withdraw_report":
            return {"report": sent_reports(sheet, valid=True)}
        case "advise":
            return {"number": waiting(sheet, consultations=True)}
        case "take_back_paper":
            return {"paper": papers_in_force(sheet)}
        case "report_item_done" | "verify_item" | "waive_item":
            return {"items": items(sheet, ItemState.OPEN, ItemState.REPORTED, ItemState.RETURNED)}
        case "return_item":
            return {"items": items(sheet, ItemState.REPORTED)}
        case "change_promise":
            return {"items": items(sheet, ItemState.OPEN, ItemState.RETURNED)}
        case "correct_milestone":
            return {"item": milestones(sheet)}
        case "revoke_guest":
            return {"number": live_links(sheet)}
        case "enter_answers" | "withdraw_questionnaire":
            return {"number": open_questionnaires(sheet)}
        case "keep_file":
            return {"file": files(sheet, laid=True)}
        case "remove_file":
            return {"file": files(sheet, laid=False)}
        case "correct_participant" | "record_party_confirmation" | "invite_guest":
            return {"number": parties(sheet)}
    return {}


def _group(group: Group) -> Choice:
    count = len(group.cases) + group.others
    return Choice(str(group.id), f"{group.name}（{group.kind}・{count}件）")


def others(around: Relations, act: str) -> Mapping[str, tuple[Choice, ...]]:
    """Other cases to choose from; none known, the number is typed."""
    match act:
        case "propose_transfer":
            return {"authority": tuple(Choice(one.code, one.name) for one in rulebook().authorities)}
        case "link_case" if around.joinable:
            return {"group": tuple(_group(one) for one in around.joinable)}
        case "unlink_case" | "release_group_names":
            return {"group": tuple(_group(one) for one in around.groups)}
        case "merge_case" if around.candidates:
            return {"into": tuple(Choice(c.number, f"{c.number}　{c.facility}（{c.why}）") for c in around.candidates)}
    return {}


def defaults(sheet: CaseSheet, act: str) -> Mapping[str, Any]:
    """Answers that the case knows already (JSON values)."""
    match act:
        case "draft_report":
            return {"kind": next_report(sheet), **report_blocks(sheet)}
        case "record_incident_facts":
            return known_fields(sheet)
        case "plan_visit" if not sheet.may_be_inspected:
            return {"instrument": str(Instrument.VOLUNTARY_VISIT)}
        case "record_vendor_contact" if len(sheet.vendors) == 1:
            vendor = sheet.vendors[0]
            return {"company": vendor.company, "phone": vendor.phone, "person": vendor.person}
        case "record_vendor_instruction" if sheet.vendor_contacts:
            return {}
        case "confirm_facts":
            return {"with_whom": sheet.contact_person}
    return {}


def sent_reports(sheet: CaseSheet, *, valid: bool) -> tuple[Choice, ...]:
    """The sent reports by number, those still valid only where asked."""
    sent = [r for r in sheet.reports if r.sent_at and not (valid and r.withdrawn)]
    return tuple(Choice(str(r.seq), r.title) for r in sent)


def known_fields(sheet: CaseSheet) -> Mapping[str, Any]:
    """What the fields of the incident report say now, as the form takes it."""
    known = {one.id: one.given for one in sheet.fields if one.given is not None}
    return known | {f"{one.id}_approx": True for one in sheet.fields if one.approx}


def open_tasks(sheet: CaseSheet) -> tuple[Choice, ...]:
    open_ones = [task for task in sheet.tasks if task.state == TaskState.OPEN.label]
    return tuple(Choice(str(task.id), f"{task.title}（担当: {task.holder or '未定'}）") for task in open_ones)


def waiting(sheet: CaseSheet, *, consultations: bool) -> tuple[Choice, ...]:
    """The inquiries, requests or consultations without answer, by number."""
    found = [
        entry
        for entry in sheet.exchanges
        if WAITING in entry.rows and (ExchangeKind.CONSULTATION.label in entry.title) is consultations
    ]
    return tuple(Choice(str(entry.id), f"{entry.title}　{_short(entry, '内容')}") for entry in found)


def papers_in_force(sheet: CaseSheet) -> tuple[Choice, ...]:
    """The issued papers that were not taken back, newest first."""
    return tuple(Choice(p.number, f"{p.number}　{p.kind}") for p in sheet.papers if not p.taken_back)


def live_links(sheet: CaseSheet) -> tuple[Choice, ...]:
    """The links that were not revoked, by number."""
    live = [link for link in sheet.links if link.revoked_at is None]
    return tuple(Choice(str(one.number), f"{one.number}　{one.purpose}　{one.name}") for one in live)


def open_questionnaires(sheet: CaseSheet) -> tuple[Choice, ...]:
    """The questionnaires that wait for answers, by number."""
    found = [one for one in sheet.questionnaires if one.waiting]
    return tuple(Choice(str(q.number), f"第{q.number}号　{q.title}（質問{len(q.pairs)}件）") for q in found)


def files(sheet: CaseSheet, *, laid: bool) -> tuple[Choice, ...]:
    """The files that wait for their purpose, or all that are there, newest first; doubts are told."""
    word = AttachmentState.LAID.label
    found = [one for one in sheet.files if not one.gone and (one.state == word or not laid)]
    return tuple(Choice(str(f.id), f"{f.name}" + (f"（▲ {f.suspicion}）" if f.suspicion else "")) for f in found)


def parties(sheet: CaseSheet) -> tuple[Choice, ...]:
    """The parties that take part, by number."""
    return tuple(
        Choice(str(p.number), f"{p.number}　{p.roles}　{p.name or '名称未登録'}")
        for p in sheet.parties
        if not p.left_reason
    )


def items(sheet: CaseSheet, *states: ItemState) -> tuple[Choice, ...]:
    """The items of the remediation list in one of these states, by number."""
    words = {state.label for state in states}
    return tuple(
        Choice(str(item.number), f"{item.number}　{item.title}（{item.origin}・{item.state}）")
        for item in sheet.items
        if item.state in words
    )


def milestones(sheet: CaseSheet) -> tuple[Choice, ...]:
    """The recovery milestones that were not corrected yet, by number."""
    found = [(entry, dict(entry.rows)) for entry in sheet.milestones]
    return tuple(Choice(rows["番号"], f"{rows['番号']}　{entry.title}") for entry, rows in found if "訂正" not in rows)


def next_report(sheet: CaseSheet) -> str:
    """The first one until it is sent; then the final one when that is an open task, else a follow-up."""
    if not any(report.sent_at for report in sheet.reports):
        return str(ReportKind.FIRST)
    codes = {task.code for task in sheet.tasks if task.state == TaskState.OPEN.label}
    return str(ReportKind.FINAL if "final_report" in codes else ReportKind.FOLLOW_UP)


def report_blocks(sheet: CaseSheet) -> Mapping[str, Any]:
    """The last report's blocks to go on from, else those of the draft that the engine prepared; unknown stays empty."""
    papers = [paper for paper in sheet.documents if paper.kind == "first_report_draft"]
    lines = sheet.reports[-1].blocks if sheet.reports else papers[-1].lines if papers else ()
    known = {_BLOCKS[title]: text for title, text in lines if title in _BLOCKS and text != UNKNOWN}
    return {name: text for name, text in known.items() if text}


def _short(entry: Entry, name: str, length: int = 40) -> str:
    text = dict(entry.rows).get(name, "").replace("\n", " ")
    return text if len(text) <= length else text[:length] + "…"
