"""The tabs of what goes to the ministry: the reports with what changed in each, and every field with its versions."""

from __future__ import annotations

from datetime import datetime
from html import escape
from itertools import groupby

import streamlit as st

from cases.casework.ministry_report.views import Difference, FactView, ReportView
from cases.desk.views import CaseSheet
from cases.views.entry import Entry
from ui.words import plain, rows_html, when

SIGNS = {"追加": "＋", "変更": "△", "記載なし": "－"}


def draw_reports(sheet: CaseSheet, now: datetime) -> None:
    """Newest first; the sent ones as they were sent, with what was said of them afterwards."""
    if not sheet.reports:
        if not sheet.ministry_contacts:
            st.info("厚生労働省への電話連絡と報告が、ここに並びます。「報告を起案する」から始めます。")
        return
    for report in reversed(sheet.reports):
        st.html(_report_html(report, now))
        if report.fields:
            with st.expander(
                plain(f"{report.title}に載った項目（{len(report.fields)}項目）"), key=f"said-{report.seq}"
            ):
                st.html(rows_html(report.fields))


def _report_html(report: ReportView, now: datetime) -> str:
    sent = f"送付 {when(report.sent_at, now)}" if report.sent_at else "未送付"
    late = f"受付時間外のため、{when(report.desk_opens_at, now)} に確認されます" if report.outside_hours else ""
    gone = "取り下げました" if report.withdrawn else ""
    rows = [
        ("状態", "　".join(filter(None, [report.state, sent, late, gone]))),
        ("宛先", report.desk),
        *([("回付", report.rerouted)] if report.rerouted else []),
        ("報告者", report.reporter),
        ("起案", f"{report.drafted_by}　{when(report.drafted_at, now)}"),
        ("決裁", report.approved_by or (report.bypass_reason and f"先行報告: {report.bypass_reason}") or "未"),
        *report.blocks,
        ("受領", f"{report.received_by}　{when(report.received_at, now)}" if report.received_at else "未"),
    ]
    return (
        f'<article class="rk-entry"><h3>{escape(report.title)}</h3>{rows_html(rows)}'
        f"{_differences_html(report)}{''.join(_amendment_html(one, now) for one in report.amendments)}</article>"
    )


def _differences_html(report: ReportView) -> str:
    """By sign and word: what was added, changed, or is no longer said."""
    if not report.compared_with:
        return ""
    head = f"<h4>{escape(report.compared_with)}からの変更点（{len(report.differences)}項目）</h4>"
    if not report.differences:
        return f"{head}<p>変更はありません。</p>"
    return f'{head}<ul class="rk-did">{"".join(_difference_html(one) for one in report.differences)}</ul>'


def _difference_html(one: Difference) -> str:
    before = f"<del>{escape(_short(one.before))}</del> → " if one.before else ""
    after = f"<ins>{escape(_short(one.after))}</ins>" if one.after else "（記載なし）"
    sign = SIGNS[one.mark]
    return f'<li><span aria-hidden="true">{sign}</span>{one.mark}　<b>{escape(one.title)}</b>　{before}{after}</li>'


def _amendment_html(one: Entry, now: datetime) -> str:
    return f"<h4>{escape(one.title)}</h4><span class='rk-sub'>{when(one.at, now)}</span>{rows_html(one.rows)}"


def _short(text: str, length: int = 120) -> str:
    flat = text.replace("\n", "　")
    return flat if len(flat) <= length else flat[:length] + "…"


def draw_fields(sheet: CaseSheet, now: datetime) -> None:
    """Every field of the report by block: what is said, since which report, and what was said before."""
    said = sum(1 for one in sheet.fields if one.words)
    st.caption(
        f"{len(sheet.fields)}項目のうち{said}項目を記録しています。"
        "「事案の項目を記録する」から追加します。空欄の項目は、報告では不明・確認中として扱います。"
    )
    for block, fields in groupby(sheet.fields, key=lambda one: one.block):
        mine = list(fields)
        known = sum(1 for one in mine if one.words)
        with st.expander(f"{block}（{known}／{len(mine)}）", key=f"block-{block}", expanded=block == "被害状況"):
            st.html(f'<dl class="rk-rows">{"".join(_field_html(one, now) for one in mine)}</dl>')


def _field_html(one: FactView, now: datetime) -> str:
    words = escape(one.words) or '<span class="rk-quiet">未記入</span>'
    notes = [f"{one.first_report}に初めて記載"] if one.first_report else []
    notes += [f"{title}で変更" for title in one.changing_reports]
    if one.words and not one.first_report:
        notes.append("まだ報告に載っていません")
    about = f'<span class="rk-sub">{escape("　".join(notes))}</span>' if notes else ""
    return f"<dt>{escape(one.title)}</dt><dd>{words}{about}{_versions_html(one, now)}</dd>"


def _versions_html(one: FactView, now: datetime) -> str:
    """What was said before: a correction loses nothing."""
    if len(one.versions) < 2:
        return ""
    lines = "".join(
        f"<li>{when(at, now)}　{escape(words)}（{escape(by)}）{escape(reason)}</li>"
        for at, by, words, reason in one.versions
    )
    return (
        f'<details><summary>これまでの内容（{len(one.versions)}回）</summary><ul class="rk-did">{lines}</ul></details>'
    )
