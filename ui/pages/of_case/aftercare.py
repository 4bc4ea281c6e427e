"""是正: how care came back, the remediation list as a table, the checklists, and whom else the facility told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

import streamlit as st

from cases.casework.closing.views import NoticeView
from cases.casework.remediation.views import ChecklistView, ItemView
from cases.desk.views import CaseSheet
from cases.japanese_dates import day_words
from cases.views.entry import Entry
from ui.words import plain, rows_html, when

FILTERS: dict[str, Callable[[ItemView], bool]] = {
    "すべて": lambda item: True,
    "済んでいない": lambda item: item.waiting,
    "確認待ち": lambda item: item.state == "実施報告あり",
    "期日超過": lambda item: item.overdue,
    "済んだ": lambda item: not item.waiting,
}


def draw_aftercare(sheet: CaseSheet, now: datetime) -> None:
    _milestones(sheet, now)
    _items(sheet, now)
    _checklists(sheet)
    _notices(sheet, now)


def _milestones(sheet: CaseSheet, now: datetime) -> None:
    st.subheader("復旧の段階", anchor=False)
    if not sheet.milestones:
        st.info("一部復旧・全面復旧・診療の再開が、診療科などごとに、ここに並びます。")
        return
    body = "".join(_milestone(entry, now) for entry in sheet.milestones)
    st.html(_table("復旧の段階", ("番号", "段階", "日時", "復元できないデータ・補足"), body))


def _milestone(entry: Entry, now: datetime) -> str:
    rows = dict(entry.rows)
    wrong = rows.get("訂正", "")
    name = f"<s>{escape(entry.title)}</s>" if wrong else escape(entry.title)
    rest = "\n".join(
        filter(
            None,
            [
                rows.get("復元できないデータ") and f"復元できないデータ: {rows['復元できないデータ']}",
                rows.get("補足"),
                wrong,
            ],
        )
    )
    at = when(entry.at, now, approx="時刻" in rows)
    return _row(rows["番号"], name, at, escape(rest))


def _items(sheet: CaseSheet, now: datetime) -> None:
    left = sum(item.waiting for item in sheet.items)
    st.subheader(f"是正・再発防止の項目（{len(sheet.items)}件、うち済んでいないもの{left}件）", anchor=False)
    if not sheet.items:
        st.info(
            "指導事項、指摘事項、再発防止策、チェックリストの「いいえ」が、ここに一つの一覧として並びます。"
            "「再発防止策を記録する」などから加わります。"
        )
        return
    chosen = st.segmented_control(
        "表示する項目", list(FILTERS), default="すべて", required=True, key="item-filter", label_visibility="collapsed"
    )
    shown = [item for item in sheet.items if FILTERS[chosen or "すべて"](item)]
    head = ("番号", "項目", "区分", "担当", "期日（目安）", "状態")
    if shown:
        st.html(_table("是正・再発防止の項目", head, "".join(_item(item, now) for item in shown)))
    else:
        st.info("この条件に当たる項目はありません。")
    done = [item for item in shown if item.steps or item.answer]
    for item in done:
        with st.expander(plain(f"{item.number}　{item.title}　―　{item.state}（経過 {len(item.steps)}件）")):
            st.html("".join(_step(step, now) for step in item.steps))


def _item(item: ItemView, now: datetime) -> str:
    source = f'<span class="rk-sub">{escape(item.source)}</span>' if item.source else ""
    day = day_words(item.promised_on, with_year=True) if item.promised_on else "未定"
    late = '<span class="rk-late"><span aria-hidden="true">▲</span> 目安超過</span> ' if item.overdue else ""
    state = escape(item.state)
    if item.settled_at:
        state += f'<span class="rk-sub">{escape(item.settled_by)}　{when(item.settled_at, now)}</span>'
    elif item.reported_at:
        state += f'<span class="rk-sub">報告 {when(item.reported_at, now)}</span>'
    kind = "・".join(filter(None, [item.origin, item.level]))
    return _row(
        str(item.number), f"{escape(item.title)}{source}", escape(kind), escape(item.owner) or "—", late + day, state
    )


def _step(step: Entry, now: datetime) -> str:
    return (
        f'<article class="rk-entry"><h4>{escape(step.title)}</h4><span class="rk-sub">{when(step.at, now)}</span>'
        f"{rows_html(step.rows)}</article>"
    )


def _checklists(sheet: CaseSheet) -> None:
    st.subheader("チェックリスト", anchor=False)
    if not sheet.checklists:
        st.info(
            "医療機関等、又は事業者ごとの回答が、版ごとにここに並びます。「チェックリストの回答を記録する」から始めます。"
        )
    for one in sheet.checklists:
        given = sum(bool(word) for *_, word, _, _ in one.answers)
        title = "　".join(filter(None, [one.title, one.vendor]))
        with st.expander(plain(f"{title}（{given}/{len(one.answers)}項目に回答）")):
            mark = "" if one.verified else "この版は確定した文と照らし合わせていません。"
            mark += "" if one.complete else "この版の項目のすべてではありません。"
            st.caption(plain(f"{mark}{one.note}　出典: {one.source}"))
            st.html(_sheet(one))


def _sheet(one: ChecklistView) -> str:
    body = "".join(
        _row(
            code,
            f'{escape(text)}<span class="rk-sub">{escape(section)}</span>',
            escape(word) or "未回答",
            day_words(target, with_year=True) if target else "—",
            day_words(on, with_year=True) if on else "—",
        )
        for code, section, text, word, target, on in one.answers
    )
    return _table(one.title, ("番号", "項目", "答え", "目標日", "確認日"), body)


def _notices(sheet: CaseSheet, now: datetime) -> None:
    st.subheader("外部への通報・届出と、情報共有の同意", anchor=False)
    if not sheet.notices and not sheet.consent:
        st.info("警察などへの通報・届出の状況と、情報共有の同意が、ここに並びます。攻撃と判断する前でも記録できます。")
        return
    st.caption("医療機関等などが行ったことの記録です。「任意」とあるものは、義務ではありません。")
    if sheet.notices:
        body = "".join(_notice(one, now) for one in sheet.notices)
        st.html(_table("外部への通報・届出", ("伝える先", "伝える者", "根拠の別", "状況", "日時・受理番号など"), body))
    if sheet.consent:
        rows = [
            ("国家サイバー統括室（2025年6月まではNISC）との共有", sheet.consent.nco),
            ("医療セプターとの共有", sheet.consent.ceptoar),
            ("答えた者", f"{sheet.consent.answered_by}　{when(sheet.consent.answered_at, now)}"),
        ]
        st.html(rows_html([*rows, *([("条件など", sheet.consent.note)] if sheet.consent.note else [])]))
    elif sheet.notices:
        st.html(rows_html([("情報共有の同意", "まだ確かめられていません。")]))


def _notice(one: NoticeView, now: datetime) -> str:
    nature = (
        f'{escape(one.nature)}<span class="rk-sub">{escape(one.basis)}{"" if one.verified else "〔未確認〕"}</span>'
    )
    due = f"期限 {day_words(one.due_on, with_year=True)}" if one.due_on else one.due_words
    told = when(one.told_at, now, missing="")
    rest = "　".join(filter(None, [told, one.told_by, one.reference, one.reason, due]))
    return _row(escape(one.label), escape(one.teller), nature, escape(one.state), escape(rest) or "—")


def draw_gate(sheet: CaseSheet) -> None:
    """The closing's check list: what holds, what does not and the way out."""
    left = [line for line in sheet.gate if not line.met]
    if not sheet.gate:
        return
    words = f"{sum(len(line.open) for line in left)}件" if left else "ありません"
    with st.expander(f"終結までに残っていること（{words}）"):
        marks = []
        for line in sheet.gate:
            things = "".join(f"<li>{escape(one)}</li>" for one in line.open)
            way = f'<span class="rk-sub">{escape(line.way_out)}</span>' if not line.met else ""
            sign, word = ("✓", "済み") if line.met else ("□", f"残り{len(line.open)}件")
            marks.append(
                f'<li><span aria-hidden="true">{sign}</span> {escape(line.label)}　'
                f'<span class="rk-quiet">{word}</span>{f"<ul>{things}</ul>" if things else ""}{way}</li>'
            )
        st.html(f'<ul class="rk-check">{"".join(marks)}</ul>')


def _table(caption: str, head: tuple[str, ...], body: str) -> str:
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return (
        f'<div class="rk-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="rk-sheet">'
        f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(*cells: str) -> str:
    """Cells of HTML, escaped by the caller."""
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
