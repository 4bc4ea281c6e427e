"""Reports, the fields they contain and the exchanges about them, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases import readings
from cases.casework.entries import UNKNOWN
from cases.casework.ministry_report import contents, fields
from cases.casework.ministry_report.fields import Type
from cases.casework.ministry_report.views import FactView, ReportView
from cases.japanese_dates import jst_words
from cases.records import CaseFile, Exchange, IncidentFact, Report
from cases.views.entry import Entry
from cases.vocabulary import AmendmentKind, ExchangeState, Known


def report_views(case: CaseFile) -> tuple[ReportView, ...]:
    return tuple(
        ReportView(
            seq=r.seq,
            kind=r.kind.label,
            state=r.state.label,
            desk=r.desk,
            blocks=tuple(
                (title, text or UNKNOWN)
                for title, text in (
                    *([("差戻しの理由", r.return_reason)] if r.return_reason else []),
                    ("被害状況", r.damage),
                    ("対応状況", r.response),
                    ("復旧状況", r.recovery),
                    ("再発防止策", r.prevention),
                    ("その他", r.other or "なし"),
                )
            ),
            drafted_by=r.drafted_by,
            drafted_at=r.drafted_at,
            approved_by=r.approved_by,
            bypass_reason=r.bypass_reason,
            sent_at=r.sent_at,
            outside_hours=r.outside_hours,
            desk_opens_at=r.desk_opens_at,
            received_at=r.received_at,
            received_by=r.received_by,
            **report_details(case, r),
        )
        for r in case.reports
    )


def report_details(case: CaseFile, report: Report) -> dict[str, Any]:
    """What a report's view shows beyond its columns: its fields, what changed since the one before, what followed."""
    said = contents.said_in(report)
    before = next((r for r in reversed(readings.reports_sent(case)) if r.seq < report.seq), None)
    changed = contents.differences(contents.said_in(before), said) if before else ()
    about = [one for one in case.amendments if one.report_seq == report.seq]
    return {
        "title": contents.report_title(report),
        "reporter": report.reporter.label if report.reporter else "",
        "rerouted": report.rerouted or "",
        "withdrawn": any(one.kind is AmendmentKind.WITHDRAWAL for one in about),
        "fields": tuple((contents.title(n), w) for n, w in said.items() if n not in contents.TEXTS),
        "compared_with": contents.report_title(before) if before else "",
        "differences": changed,
        "amendments": tuple(
            Entry(
                one.made_at,
                f"第{one.report_seq}報の{one.kind.label}",
                tuple(
                    row for row in (("内容", one.content), ("理由", one.reason), ("行った者", one.made_by)) if row[1]
                ),
                one.id,
            )
            for one in about
        ),
    }


def fact_views(case: CaseFile, labels: Mapping[str, str]) -> tuple[FactView, ...]:
    """Every field of the catalogue in its order, known or not. `labels`: act → its label."""
    said = fields.contents(case)
    stood = contents.appearances(readings.sent_ever(case))
    titles = {report.seq: contents.report_title(report) for report in case.reports}
    views = []
    for one in fields.catalogue():
        versions = [fact for fact in case.incident_facts if fact.field == one.id]
        where = stood.get(one.id)
        views.append(
            FactView(
                id=one.id,
                block=fields.blocks()[one.block],
                title=one.title,
                words=said.get(one.id) or _on_last_report(case, one.id),
                changed_by=labels.get(one.held or "record_incident_facts", "報告ごとに記載"),
                versions=tuple((f.entered_at, f.entered_by, fields.fact_words(one, f), f.reason) for f in versions),
                first_report=titles[where.first] if where else "",
                changing_reports=tuple(titles[seq] for seq in where.changed) if where else (),
                given=_given(one, versions[-1]) if versions else None,
                approx=versions[-1].approx if versions else False,
            )
        )
    return tuple(views)


def _on_last_report(case: CaseFile, name: str) -> str:
    """The head's fields that stand on each report itself."""
    sent = readings.reports_sent(case)
    if not sent:
        return ""
    last = sent[-1]
    return {
        "report_kind": last.kind.label,
        "report_number": f"第{last.seq}報",
        "reported_at": jst_words(last.sent_at, with_year=True) if last.sent_at else "",
        "reporter": last.reporter.label if last.reporter else "",
        "addressee": last.desk,
    }.get(name, "")


def _given(one: fields.Field, fact: IncidentFact) -> Any:
    if fact.state is not Known.KNOWN:
        return [fact.state.label] if one.type is Type.CHOICES else fact.state.label
    return fact.value.split("、") if one.type is Type.CHOICES else fact.value


def exchange_entry(exchange: Exchange) -> Entry:
    """An inquiry, request or consultation with its answers, whole or in parts."""
    state = exchange.state or ExchangeState.WAITING
    declined = state is ExchangeState.DECLINED
    waits = "回答待ち" if exchange.answered_at is None else ""
    parts = [("一部回答", f"{text}（{by}）") for _, by, text in exchange.parts or ()]
    rows = (
        ("差出", exchange.asked_by),
        ("内容", exchange.question),
        ("どの報告について", f"第{exchange.report_seq}報" if exchange.report_seq else ""),
        ("続き", f"第{exchange.follows_seq}号の続き" if exchange.follows_seq else ""),
        ("希望期限", jst_words(exchange.wished_by, with_year=True) if exchange.wished_by else ""),
        ("連絡先", exchange.contact or ""),
        ("状態", state.label if exchange.from_ministry else ""),
        *parts,
        ("回答できない理由" if declined else "回答", exchange.answer or waits),
        ("回答者", exchange.answered_by),
    )
    title = f"第{exchange.seq}号　{exchange.kind.label}"
    return Entry(exchange.asked_at, title, tuple((name, str(text)) for name, text in rows if text), exchange.seq)
