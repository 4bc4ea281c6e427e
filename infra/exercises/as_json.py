"""The same report as one JSON document. Moments are ISO 8601 in JST; codes stand beside the Japanese words."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Any

from cases.judgement import Result
from cases.views.entry import Entry
from cases.vocabulary import Ending, MinistryKnows, ReportKind, ReportState, TaskState
from infra.exercises.look import CaseSeen
from infra.exercises.plain import plain, rows
from infra.exercises.plain import time as _time
from infra.exercises.player import Event, Played
from infra.exercises.words import label_of

CARDS = (
    *("judgements", "vendor_contacts", "containments", "ministry_contacts", "decisions", "findings", "guidance"),
    *("inspections", "milestones", "items", "notices", "consent", "checklists", "parties", "questionnaires"),
    *("gate", "papers", "rule_sets"),
)
"""What else the case page shows, under its own names there."""


def document(played: Played) -> dict[str, Any]:
    """{title, source, ok, steps[], cases{name: …}, expectations[], refusals[], letters_delivered}"""
    heading = played.scenario.exercise
    return {
        "title": heading.title,
        "source": heading.source,
        "ok": played.ok,
        "steps": [_step(event) for event in played.events],
        "cases": {name: _case(seen) for name, seen in played.cases.items()},
        "expectations": [
            {"at": _time(event.at), **asdict(one)} for event in played.events for one in event.expectations
        ],
        "refusals": [
            {"at": _time(e.at), "by": e.who, "act": e.act, "case": e.case, "refused": e.refusal, "sentence": e.text}
            for e in played.events
            if e.kind == "refused"
        ],
        "letters_delivered": played.delivered,
        "requests": plain(played.requests),
    }


def _step(event: Event) -> dict[str, Any]:
    return {
        "at": _time(event.at),
        "kind": event.kind,
        "text": event.text,
        "by": event.who,
        "act": event.act,
        "case": event.case,
        "refused": event.refusal,
        "engine": [done.text for done in event.engine],
        "engine_at": [_time(done.at) for done in event.engine],
        "expectations": [asdict(one) for one in event.expectations],
    }


def _case(seen: CaseSeen) -> dict[str, Any]:
    sheet = seen.sheet
    return {
        "number": sheet.number,
        "authority": sheet.authority,
        "facility": sheet.facility,
        "facility_kind": sheet.facility_kind,
        "municipality": sheet.municipality,
        "result": sheet.result,
        "result_code": _code(Result, sheet.result),
        "ministry_knows": sheet.ministry_knows,
        "ministry_knows_code": _code(MinistryKnows, sheet.ministry_knows),
        "ending": sheet.ending,
        "ending_code": _code(Ending, sheet.ending),
        "ending_reason": sheet.ending_reason,
        "occurred_at": _time(sheet.occurred_at),
        "detected_at": _time(sheet.detected_at),
        "judged_at": _time(sheet.judged_at),
        "grasped_at": _time(sheet.grasped_at),
        "closed_at": _time(sheet.closed_at),
        "lead": seen.holder(sheet.lead_id),
        "stages": [
            {
                "stage": str(stage.key),
                "label": stage.label,
                "state": str(stage.state),
                "opened_at": _time(stage.opened_at),
                "done_at": _time(stage.done_at),
                "reason": stage.reason,
                "criteria": [{"label": label, "met": met} for label, met in stage.criteria],
            }
            for stage in sheet.stages
        ],
        "tasks": [
            {
                "task": task.code,
                "title": task.title,
                "stage": str(task.stage),
                "state": task.state,
                "state_code": _code(TaskState, task.state),
                "role": task.role,
                "note": task.note,
                "holder": seen.holder(task.holder_id),
                "why_holder": task.why_holder,
                "opened_at": _time(task.opened_at),
                "due_at": _time(task.due_at),
                "done_at": _time(task.done_at),
                "done_by": task.done_by,
            }
            for task in sheet.tasks
        ],
        "clocks": [
            {
                "rule": clock.rule_id,
                "about": clock.about,
                "title": clock.title,
                "label": clock.label,
                "state": clock.state,
                "overdue": clock.state == "running" and clock.due_at < seen.now,
                "started_at": _time(clock.started_at),
                "due_at": _time(clock.due_at),
                "met_at": _time(clock.met_at),
                "timing_word": clock.timing_word,
                "next_reminder_at": _time(clock.next_reminder_at),
            }
            for clock in sheet.clocks
        ],
        "letters": [
            {
                "to": letter.to,
                "subject": letter.subject,
                "state": letter.state,
                "must_act": letter.must_act,
                "body": letter.body,
                "written_at": _time(letter.written_at),
                "sent_at": _time(letter.sent_at),
            }
            for letter in seen.letters
        ],
        "documents": [
            {
                "kind": paper.kind,
                "title": paper.title,
                "drafted_at": _time(paper.drafted_at),
                "lines": [list(line) for line in paper.lines],
            }
            for paper in sheet.documents
        ],
        "reports": [
            {
                **plain(report),
                "kind_code": _code(ReportKind, report.kind),
                "state_code": _code(ReportState, report.state),
                "number": report.seq,
            }
            for report in sheet.reports
        ],
        "exchanges": [_exchange(one) for one in sheet.exchanges],
        **{name: plain(getattr(sheet, name)) for name in CARDS},
        "history": [
            {"at": _time(line.at), "name": line.name, "label": line.label, "actor": line.actor}
            for line in reversed(sheet.history)
        ],
    }


def _exchange(one: Entry) -> dict[str, Any]:
    said = rows(one.rows)
    return {
        "number": one.id,
        "title": one.title,
        "asked_at": _time(one.at),
        "by": said["差出"],
        "question": said["内容"],
        "answer": said.get("回答", ""),
        "declined": said.get("回答できない理由", ""),
        "rows": said,
    }


def _code(words: type[StrEnum], label: str) -> str:
    """The code of a word that is shown; empty for none."""
    return next((str(one) for one in words if label_of(one) == label), "")
