"""The tabs of a case: what is known, sent, asked, looked into, put right, written, told, done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape

import streamlit as st

from cases.casework.relations.views import Relations
from cases.desk.views import CaseSheet
from cases.post.views import LetterView
from cases.views.entry import Entry
from cases.views.history import HistoryView
from cases.vocabulary import ExchangeKind, HistoryKind
from ui.forms.past import facts_rows
from ui.pages.of_case import relations
from ui.pages.of_case.aftercare import draw_aftercare
from ui.pages.of_case.coordination import draw_parties
from ui.pages.of_case.exports import draw_exports
from ui.pages.of_case.files import draw_files
from ui.pages.of_case.inspections import draw_threads, draw_visits
from ui.pages.of_case.outside import draw_guests, draw_questionnaires
from ui.pages.of_case.papers import draw_papers
from ui.pages.of_case.reports import draw_fields, draw_reports
from ui.pages.of_case.rules import draw_rule_sets
from ui.pages.of_case.trail import draw_trail
from ui.parts.basis import draw_advice
from ui.parts.links import page_link
from ui.words import UNKNOWN, past_words, plain, rows_html, when

Drawer = Callable[[CaseSheet, datetime], None]


def draw_tabs(sheet: CaseSheet, around: Relations, now: datetime) -> None:
    """All tabs in the notice's order; a tab without content says what will appear there."""
    beside = f"関連（{count}）" if (count := relations.how_many(around)) else "関連"
    *tabs, last = st.tabs([*TABS, beside], key="case-tabs")
    for tab, drawer in zip(tabs, TABS.values(), strict=True):
        with tab:
            drawer(sheet, now)
    with last:
        relations.draw(around, now)


def _facts(sheet: CaseSheet, now: datetime) -> None:
    rows = [
        ("何が起きているか", sheet.what_happened),
        ("攻撃の種別", "　".join(filter(None, [sheet.attack_kind, sheet.attack_note]))),
        (
            "影響を受けたシステム",
            "　".join(filter(None, ["、".join(sheet.affected_systems), sheet.systems_note])) or UNKNOWN,
        ),
        ("判断の結果", sheet.result_sentence),
        ("把握の経緯", "　".join(filter(None, [sheet.awareness_source, sheet.awareness_note]))),
        *([("報道・情報の日時", when(sheet.awareness_at, now))] if sheet.awareness_at else []),
        *([("当初の呼び名", sheet.reported_facility)] if sheet.reported_facility else []),
        ("入力の別", "自治体による代理入力" if sheet.proxy_entry else "医療機関等からの入力"),
        ("医療機関等の担当", sheet.contact_person or UNKNOWN),
        ("連絡のつく電話番号", sheet.contact_phone or UNKNOWN),
        ("施設の電話", sheet.facility_phone or UNKNOWN),
        ("開設者等", sheet.operating_body or sheet.owner_municipality or UNKNOWN),
    ]
    if sheet.ending_reason:
        rows.append(("終結の理由・総括", sheet.ending_reason))
    st.html(rows_html(rows))
    _entries("四つの判断", sheet.judgements, now)
    _entries("保守会社等への連絡", sheet.vendor_contacts, now)
    _entries("拡大防止の措置", sheet.containments, now)


def _reports(sheet: CaseSheet, now: datetime) -> None:
    draw_advice("国への連絡・報告は、事実把握後速やかに行うよう求められています。")
    _entries("電話による連絡", sheet.ministry_contacts, now)
    draw_reports(sheet, now)


def _exchanges(sheet: CaseSheet, now: datetime) -> None:
    draw_advice("国からの照会・依頼と、自治体からの相談です。")
    asked = [entry for entry in sheet.exchanges if ExchangeKind.CONSULTATION.label not in entry.title]
    empty = "" if sheet.exchanges else "厚生労働省からの照会・依頼と、技術的事項の相談・助言が、ここに並びます。"
    _entries("", asked, now, empty)
    draw_threads(sheet, now)


def _investigation(sheet: CaseSheet, now: datetime) -> None:
    _entries("調査・指導の要否", sheet.decisions, now)
    visited = draw_visits(sheet, now)
    _entries("調査結果", sheet.findings, now)
    _entries("指導", sheet.guidance, now)
    draw_questionnaires(sheet, now)
    if not (visited or sheet.decisions or sheet.findings or sheet.guidance or sheet.questionnaires):
        st.info("調査・指導の要否、立入検査、調査結果が、ここに並びます。「調査・指導の要否を決める」から始めます。")


def _parties(sheet: CaseSheet, now: datetime) -> None:
    draw_parties(sheet, now)
    draw_guests(sheet, now)


def _documents(sheet: CaseSheet, now: datetime) -> None:
    draw_papers(sheet, now)
    draw_exports(sheet)
    st.subheader("下書きと控え", anchor=False)
    for paper in reversed(sheet.documents):
        st.html(
            f'<article class="rk-entry"><h3>{escape(paper.title)}</h3>'
            f'<span class="rk-sub">作成 {when(paper.drafted_at, now)}</span>{rows_html(paper.lines)}</article>'
        )
    if not sheet.documents:
        st.info("段階が始まると、受付票・保守会社等連絡票・第1報の下書きなどが、ここに用意されます。")


def _letters(sheet: CaseSheet, now: datetime) -> None:
    if lost := len([letter for letter in sheet.letters if letter.lost]):
        words = f"届いていない通知が{lost}通あります。伝えたことの記録と、送り直しはこちら"
        page_link("undelivered", words, ":material/unsubscribe:", sheet.number)
    for n, letter in enumerate(sheet.letters):
        with st.expander(plain(f"{letter.subject}　―　{letter.recipient}（{letter.state}）"), key=f"letter-{n}"):
            st.html(_letter(letter, now))
    if not sheet.letters:
        st.info("職員と厚生労働省に送った通知と、届いたかどうかが、ここに並びます。")


def _letter(letter: LetterView, now: datetime) -> str:
    rows = [
        ("宛先", letter.recipient),
        ("状態", f"{letter.state}　{when(letter.sent_at, now, missing='')}".strip()),
        ("作成", when(letter.written_at, now)),
        ("対応", "対応が必要です" if letter.must_act else "お知らせ"),
        ("本文", letter.body),
    ]
    refused = "" if letter.answer.startswith("2") else letter.answer
    if letter.attempts > 1 or refused:
        rows.insert(2, ("送信", f"{letter.attempts}回" + (f"　相手のサーバーの応答: {refused}" if refused else "")))
    if letter.told:
        rows.insert(2, ("電話等で伝えた", letter.told))
    return rows_html(rows)


def _history(sheet: CaseSheet, now: datetime) -> None:
    draw_trail(sheet, now)
    kinds = [kind.label for kind in HistoryKind]
    chosen = st.segmented_control(
        "表示する経過",
        ["すべて", *kinds],
        default="すべて",
        required=True,
        key="history-kind",
        label_visibility="collapsed",
    )
    lines = [line for line in sheet.history if chosen in (None, "すべて", line.kind)]
    marks = []
    for line in lines:
        facts = facts_rows(line.name, line.facts)
        label = past_words(line.label) if line.kind == HistoryKind.ACT.label else line.label
        note = f'<span class="rk-sub">{escape(line.note)}</span>' if line.note else ""
        marks.append(
            f'<li class="{"rk-act" if line.kind == HistoryKind.ACT.label else ""}"><time>{when(line.at, now)}　'
            f"{escape(_by(line))}</time><strong>{escape(label)}</strong>{note}"
            f"{_done(line)}{rows_html(facts) if facts else ''}</li>"
        )
    st.html(f'<ol class="rk-timeline">{"".join(marks)}</ol>' if marks else "<p>該当する経過はありません。</p>")


def _done(line: HistoryView) -> str:
    """What the engine did in one turn, a line each."""
    done = line.facts.get("done", []) if line.kind == HistoryKind.ENGINE.label else []
    return f'<ul class="rk-did">{"".join(f"<li>{escape(str(one))}</li>" for one in done)}</ul>' if done else ""


def _by(line: HistoryView) -> str:
    return line.actor if line.actor == line.kind else f"{line.kind}　{line.actor}"


def _entries(title: str, entries: Iterable[Entry], now: datetime, empty: str = "") -> None:
    found = list(entries)
    if not found:
        if empty:
            st.info(empty)
        return
    level = 4 if title else 3
    cards = "".join(
        f'<article class="rk-entry"><h{level}>{escape(entry.title)}</h{level}>'
        f'<span class="rk-sub">{when(entry.at, now, missing="")}</span>{rows_html(entry.rows)}</article>'
        for entry in found
    )
    st.html((f"<h3>{escape(title)}</h3>" if title else "") + cards)


TABS: dict[str, Drawer] = {
    "事実": _facts,
    "報告書": _reports,
    "報告の項目": draw_fields,
    "照会・依頼・助言": _exchanges,
    "調査・立入": _investigation,
    "是正": draw_aftercare,
    "関係者": _parties,
    "資料": draw_files,
    "適用される定め": draw_rule_sets,
    "文書": _documents,
    "通知": _letters,
    "経過": _history,
}
