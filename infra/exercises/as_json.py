"""The same report as one JSON document. Moments are ISO 8601 in JST; codes stand beside the Japanese words."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from cases.clock import JST
from infra.exercises.look import CaseSeen
from infra.exercises.player import Event, Played


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
        "engine": event.engine,
        "expectations": [asdict(one) for one in event.expectations],
    }


def _case(seen: CaseSeen) -> dict[str, Any]:
    sheet = seen.sheet
    return {
        "number": sheet.number,
        "authority": sheet.authority,
        "facility": sheet.facility,
        "result": sheet.result,
        "ministry_knows": sheet.ministry_knows,
        "ending": sheet.ending,
        "occurred_at": _time(sheet.occurred_at),
        "detected_at": _time(sheet.detected_at),
        "judged_at": _time(sheet.judged_at),
        "grasped_at": _time(sheet.grasped_at),
        "lead": seen.holder(sheet.lead_id),
        "stages": [
            {
                "stage": str(stage.key),
                "label": stage.label,
                "state": str(stage.state),
                "opened_at": _time(stage.opened_at),
                "done_at": _time(stage.done_at),
                "reason": stage.reason,
            }
            for stage in sheet.stages
        ],
        "tasks": [
            {
                "task": task.code,
                "title": task.title,
                "stage": str(task.stage),
                "state": task.state,
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
                "title": clock.title,
                "label": clock.label,
                "state": clock.state,
                "overdue": clock.state == "running" and clock.due_at < seen.now,
                "started_at": _time(clock.started_at),
                "due_at": _time(clock.due_at),
                "met_at": _time(clock.met_at),
            }
            for clock in sheet.clocks
        ],
        "letters": [
            {
                "to": letter.to,
                "subject": letter.subject,
                "state": letter.state,
                "must_act": letter.must_act,
                "written_at": _time(letter.written_at),
                "sent_at": _time(letter.sent_at),
            }
            for letter in seen.letters
        ],
        "documents": [
            {"kind": paper.kind, "title": paper.title, "drafted_at": _time(paper.drafted_at)}
            for paper in sheet.documents
        ],
        "reports": [
            {"kind": r.kind, "state": r.state, "desk": r.desk, "sent_at": _time(r.sent_at)} for r in sheet.reports
        ],
        "exchanges": [
            {"number": one.id, "title": one.title, "asked_at": _time(one.at), **_asked(dict(one.rows))}
            for one in sheet.exchanges
        ],
        "history": [
            {"at": _time(line.at), "name": line.name, "label": line.label, "actor": line.actor}
            for line in reversed(sheet.history)
        ],
    }


def _asked(rows: dict[str, str]) -> dict[str, str]:
    return {"by": rows["差出"], "question": rows["内容"], "answer": rows["回答"]}


def _time(at: datetime | None) -> str | None:
    return at.astimezone(JST).isoformat() if at else None
