"""関連: candidates for the same event, merged cases and other cases around this one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

import streamlit as st

from cases.casework.relations.views import Group, MergedCase, Related, Relations
from cases.views.entry import Entry
from ui.forms.past import facts_rows
from ui.pages.shared.offers import draw_list
from ui.parts.links import case_link
from ui.words import past_words, rows_html, when

EMPTY = (
    "同じ事案かもしれない案件、統合した案件、原因が共通する案件、同じ医療機関等・保守会社等の案件があると、"
    "ここに並びます。"
)


def how_many(around: Relations) -> int:
    return len(around.candidates) + len(around.merged) + len(around.related) + len(around.offers) + len(around.groups)


def draw_notices(around: Relations, now: datetime) -> None:
    """What must be seen before anything else is done on the case."""
    _offered(around)
    if around.survivor:
        st.warning("この案件は統合されています。続きは、統合先の案件に記録してください。", icon=":material/merge:")
        case_link(around.survivor, f"統合先の案件 {around.survivor} を開く")
    elif around.candidates:
        first = around.candidates[0]
        more = f"ほか{len(around.candidates) - 1}件" if len(around.candidates) > 1 else ""
        st.warning(
            f"同じ事案かもしれない案件が開いています（{first.why}）。同じ事案なら統合し、別の事案なら"
            "そのまま進めてください。",
            icon=":material/content_copy:",
        )
        case_link(first.number, f"案件 {first.number} を開く　{more}".strip())


def _offered(around: Relations) -> None:
    for offer in around.offers:
        if offer.waiting:
            st.info(
                f"{offer.receiver}への移送を申し出ています。回答があるまでは、引き続き対応してください。",
                icon=":material/move_up:",
            )


def draw(around: Relations, now: datetime) -> None:
    if not how_many(around) and not around.survivor:
        st.info(EMPTY)
    if around.candidates:
        st.html("<h3>同じ事案かもしれない案件</h3>")
        for one in around.candidates:
            words = (one.why, one.number, one.result, f"把握 {when(one.grasped_at, now)}")
            _row("candidate", one.number, one.facility, words)
    for line in around.merged:
        _merged(line, now)
    draw_groups(around.groups)
    if around.offers:
        st.html("<h3>案件の移送</h3>")
        draw_list(around.offers, now)
    if around.related:
        st.html("<h3>同じ医療機関等・保守会社等の案件</h3>")
    for other in around.related:
        _row("related", other.number, other.facility, _why(other, now))


def draw_groups(groups: Sequence[Group]) -> None:
    """Own cases as links; the others by number, and by name where that was released."""
    for group in groups:
        st.html(f"<h3>共通の原因　{escape(group.name)}<small>（{escape(group.kind)}）</small></h3>")
        if group.note:
            st.html(f'<span class="rk-sub">{escape(group.note)}</span>')
        for one in group.cases:
            _row(f"group-{group.id}", one.number, one.facility, (one.authority, one.number, one.state))
        for other in group.named:
            words = f"{other.facility}　{other.authority}　{other.number}"
            st.html(f'<span class="rk-sub">{escape(words)}</span>')
        if hidden := group.others - len(group.named):
            st.html(f'<span class="rk-sub">ほかの自治体の案件 {hidden}件（名称は知らされていません）</span>')


def _why(one: Related, now: datetime) -> tuple[str, ...]:
    why = f"同じ保守会社等（{one.vendor}）" if one.vendor else "同じ医療機関等"
    return why, one.authority, one.number, one.result, f"把握 {when(one.grasped_at, now)}"


def _row(kind: str, number: str, label: str, words: Iterable[str]) -> None:
    with st.container(key=f"row-{kind}-{number}", gap=None):
        case_link(number, label)
        st.html(f'<span class="rk-sub">{escape("　".join(filter(None, words)))}</span>')


def _merged(line: MergedCase, now: datetime) -> None:
    """All that the merged case knew, so that nobody must change pages to read it."""
    st.html(f"<h3>統合した案件　{escape(line.number)}</h3>")
    case_link(line.number, f"{line.facility} の案件を開く")
    rows = [
        ("統合", line.reason),
        ("把握の経緯", line.awareness),
        ("覚知（医療機関等）", when(line.detected_at, now)),
        ("把握（自治体）", when(line.grasped_at, now)),
        ("判断", when(line.judged_at, now, missing="なし")),
        ("受付", when(line.opened_at, now)),
    ]
    st.html(f'<article class="rk-entry">{rows_html(rows)}</article>')
    for title, entries in (
        ("厚生労働省への連絡", line.contacts),
        ("報告", line.reports),
        ("四つの判断", line.judgements),
    ):
        if entries:
            st.html(f"<h4>{title}</h4>" + "".join(_entry(entry, now) for entry in entries))
    with st.expander(f"案件 {line.number} の経過（{len(line.history)}件）"):
        marks = "".join(
            f'<li class="rk-act"><time>{when(one.at, now)}　{escape(one.actor)}</time>'
            f"<strong>{escape(past_words(one.label))}</strong>{_facts(one.name, one.facts)}</li>"
            for one in line.history
        )
        st.html(f'<ol class="rk-timeline">{marks}</ol>')


def _facts(name: str, facts: dict[str, object]) -> str:
    found = facts_rows(name, facts)
    return rows_html(found) if found else ""


def _entry(entry: Entry, now: datetime) -> str:
    return (
        f'<article class="rk-entry"><h5>{escape(entry.title)}</h5>'
        f'<span class="rk-sub">{when(entry.at, now, missing="")}</span>{rows_html(entry.rows)}</article>'
    )
