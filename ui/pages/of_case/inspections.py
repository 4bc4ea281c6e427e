"""The tab 調査・立入: visits with their course, team and result; inquiries and orders; the threads of advice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import escape

import streamlit as st

from cases.casework.inspection.views import DemandView, ThreadView, VisitView
from cases.desk.views import CaseSheet
from cases.japanese_dates import day_words
from cases.vocabulary import InspectionState
from ui.parts.session import at_desk
from ui.words import rows_html, when

RAIL = (
    ("計画", (InspectionState.PLANNED,)),
    ("事前通知", (InspectionState.NOTIFIED, InspectionState.UNANNOUNCED)),
    ("実施", (InspectionState.IN_PROGRESS, InspectionState.DONE)),
    ("結果通知", (InspectionState.RESULT_DRAFTED, InspectionState.RESULT_NOTIFIED)),
    (
        "改善計画",
        (
            InspectionState.PLAN_REQUESTED,
            InspectionState.PLAN_RECEIVED,
            InspectionState.RETURNED,
            InspectionState.ACCEPTED,
        ),
    ),
    ("確認", (InspectionState.FOLLOW_UP, InspectionState.REINSPECTION)),
    ("終了・国へ報告", (InspectionState.CLOSED, InspectionState.REPORTED)),
)
"""The course in seven words, for the eye; the state itself stands beside it."""


def draw_visits(sheet: CaseSheet, now: datetime) -> bool:
    """Visits, inquiries and orders of the case. False when there are none."""
    with at_desk() as desk:
        visits, demands = desk.inspection.visits(sheet.id), desk.inspection.demands(sheet.id)
    if visits:
        st.html("<h3>立入検査・訪問</h3>")
    for visit in visits:
        with st.container(key=f"visit-{visit.number}"):
            st.html(visit_html(visit, now))
            _more(visit, now)
    if demands:
        st.html("<h3>照会・報告徴収・物件提出命令</h3>" + "".join(demand_html(one, now) for one in demands))
    return bool(visits or demands)


def draw_threads(sheet: CaseSheet, now: datetime) -> None:
    """Consultations with all their messages; answers are marked as advice."""
    with at_desk() as desk:
        threads = desk.inspection.threads(sheet.id)
    if threads:
        st.html("<h3>技術的事項の相談と助言</h3>" + "".join(thread_html(one, now) for one in threads))


def visit_html(visit: VisitView, now: datetime) -> str:
    """One visit: where it stands, then what is known of it."""
    again = f"（第{visit.follows}号の再検査）" if visit.follows else ""
    rows = [
        ("状態", visit.state.label + ("　無通告の承認待ち" if visit.waits_for_approval else "")),
        ("根拠", visit.basis),
        ("予定日", _day(visit.planned_on)),
        ("事前通知", _notice(visit, now)),
        ("目的", visit.purpose),
        ("従事者", "\n".join(_members(visit)) or visit.team),
        ("実施", _span(visit, now)),
        ("立会者", visit.met_persons),
        ("結果", visit.result),
        ("指摘", "\n".join(f"{f.level}　{f.title}" + _side(f.side) for f in visit.findings)),
        ("結果の通知", _with_due(visit.result_notified_at, visit.result_due_on, now)),
        ("厚生労働省の結果", _ministry(visit, now)),
        ("改善計画", _with_due(visit.plan_received_at, visit.plan_due_on, now) if visit.plan_wanted else ""),
        ("確認の目安", _day(visit.recheck_due_on)),
        ("終了", f"{when(visit.closed_at, now, missing='')}　{visit.closing_note}".strip()),
    ]
    kept = [(name, text) for name, text in rows if text]
    return (
        f'<article class="rk-entry"><h4>第{visit.number}号　{escape(visit.instrument.label)}{again}</h4>'
        f"{rail_html(visit.state)}{rows_html(kept)}</article>"
    )


def rail_html(state: InspectionState) -> str:
    """The course: done, here, ahead; by sign and word, not by colour alone."""
    if state is InspectionState.CANCELLED:
        return '<p class="rk-sub">－ 中止</p>'
    here = next((n for n, (_, states) in enumerate(RAIL) if state in states), 0)
    marks = []
    for n, (word, _) in enumerate(RAIL):
        sign, told = ("✓", "済") if n < here else ("●", "いま") if n == here else ("○", "これから")
        marks.append(
            f'<li class="rk-{"done" if n < here else "here" if n == here else "ahead"}">'
            f'<span aria-hidden="true">{sign}</span> {escape(word)}<span class="rk-hidden">（{told}）</span></li>'
        )
    return f'<ol class="rk-course" aria-label="立入検査・訪問の進み具合">{"".join(marks)}</ol>'


def _more(visit: VisitView, now: datetime) -> None:
    if visit.answers or visit.checked_items or visit.evidence:
        with st.expander(f"第{visit.number}号の当日の記録（確認項目 {len(visit.answers)}件）"):
            st.html(_sheet_html(visit))
    with st.expander(f"第{visit.number}号の経過（{len(visit.steps)}件）"):
        lines = "".join(
            f"<li><time>{when(s.at, now)}　{escape(s.by)}</time><strong>{escape(s.label)}</strong>"
            f'<span class="rk-sub">{escape(s.after)}　{escape(s.text)}</span></li>'
            for s in reversed(visit.steps)
        )
        st.html(f'<ol class="rk-timeline">{lines}</ol>')


def _sheet_html(visit: VisitView) -> str:
    answers = "".join(
        f"<tr><th scope='row'>{escape(a.item)}</th><td>{escape(a.question)}</td><td><b>{escape(a.answer)}</b></td>"
        f"<td>{_day(a.target_on)}</td><td>{escape(a.note)}</td></tr>"
        for a in visit.answers
    )
    table = (
        "<table class='rk-table'><thead><tr><th>項目</th><th>内容</th><th>答え</th><th>目標日</th><th>備考</th></tr>"
        f"</thead><tbody>{answers}</tbody></table>"
    )
    rows = [("そのほかに確認した事項", visit.checked_items), ("確認・受領した資料", "\n".join(visit.evidence))]
    return (table if answers else "") + rows_html([row for row in rows if row[1]])


def demand_html(one: DemandView, now: datetime) -> str:
    rows = [
        ("状態", one.state),
        ("根拠", one.basis),
        ("相手", one.addressee),
        ("内容", one.content),
        ("必要と認める理由", one.reason),
        ("期日", _day(one.due_on)),
        ("依頼・命令", f"{one.asked_by}　{when(one.asked_at, now)}"),
        ("回答", f"{when(one.received_at, now, missing='')}　{one.answer}".strip()),
        ("受領した資料", "\n".join(one.files)),
        ("結果", one.result),
    ]
    kept = [row for row in rows if row[1]]
    head = f"第{one.number}号　{escape(one.instrument)}"
    return f'<article class="rk-entry"><h4>{head}</h4>{rows_html(kept)}</article>'


def thread_html(one: ThreadView, now: datetime) -> str:
    """Question and answer in turn; the ministry's words are 助言, not an order."""
    state = "回答待ち" if one.waiting else "終了" if one.closed_at else "助言あり"
    about = f"　第{one.visit}号の立入検査・訪問の{one.timing}" if one.visit else ""
    lines = "".join(
        f"<li><time>{when(m.at, now)}　{escape(m.by)}</time><strong>{'助言' if m.from_ministry else '相談'}</strong>"
        f'<span class="rk-said">{escape(m.text)}</span></li>'
        for m in one.messages
    )
    kept = "　事例集に掲載" if one.published_at else ""
    return (
        f'<article class="rk-entry"><h4>第{one.number}号　技術的事項の相談（{state}）</h4>'
        f'<span class="rk-sub">{escape(about + kept)}</span><ol class="rk-timeline">{lines}</ol></article>'
    )


def _members(visit: VisitView) -> Iterable[str]:
    for one in visit.members:
        until = f"、{_day(one.valid_to)}まで" if one.valid_to else ""
        card = f"（証明書 {one.certificate_number}{until}）" if one.certificate_number else ""
        marks = {True: "　携帯", False: "　携帯の記録なし", None: ""}[one.carried] + ("・提示" if one.shown else "")
        yield f"{one.side}　{one.office}{card}{marks}"


def _notice(visit: VisitView, now: datetime) -> str:
    if visit.unannounced:
        return f"無通告（承認 {visit.approver}）　{visit.reason}"
    return _with_due(visit.notified_at, visit.notice_due_on, now)


def _with_due(at: datetime | None, due: date | None, now: datetime) -> str:
    """When it was done, or by when it is to be; nothing where no date was set."""
    if at is not None:
        return when(at, now)
    return f"目安 {_day(due)}まで" if due else ""


def _ministry(visit: VisitView, now: datetime) -> str:
    if visit.ministry_result_at:
        return f"{when(visit.ministry_result_at, now)}　{visit.ministry_result}"
    return "厚生労働省が別に通知（未）" if visit.own_ministry_result else ""


def _span(visit: VisitView, now: datetime) -> str:
    if visit.started_at is None:
        return ""
    return f"{when(visit.started_at, now)} から {when(visit.ended_at, now, missing='（実施中）')}"


def _side(side: str) -> str:
    return "" if side == "自治体" else f"（{side}）"


def _day(day: date | None) -> str:
    return day_words(day, with_year=True) if day else ""
