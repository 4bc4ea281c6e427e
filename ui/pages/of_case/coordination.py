"""国との情報共有 of a municipal hospital: who leads, who told the State, who has confirmed; red until all have."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from cases.casework.outside.views import PartyView
from cases.desk.views import CaseSheet
from ui.parts.links import open_case
from ui.words import rows_html, when


def banner_html(sheet: CaseSheet) -> str:
    """Above the work: what is lacking in words and by mark; nothing for other facilities."""
    state = sheet.coordination
    if state is None:
        return ""
    done = not state.missing
    sign, word, tone = ("✓", "確認済み", "rk-good") if done else ("▲", f"未完了 {len(state.missing)}項目", "rk-bad")
    lines = escape("　".join(state.missing))
    return (
        f'<section class="rk-note {tone}" aria-label="国との情報共有"><strong>'
        f'<span aria-hidden="true">{sign}</span> 自治体立病院 ― 国との情報共有: {word}</strong>'
        f"　主報告者: <strong>{escape(state.lead or '未定')}</strong>"
        f"{f'<br>{lines}' if lines else ''}"
        f"{conflict_html(sheet)}</section>"
    )


def conflict_html(sheet: CaseSheet) -> str:
    """Who runs and who inspects; where that is one office, with a mark (R-086)."""
    words = sheet.coordination.conflict if sheet.coordination else ""
    if not words:
        return ""
    mark = '<span aria-hidden="true">▲</span> ' if words.startswith("利益相反") else ""
    return f'<br><span class="rk-sub">{mark}{escape(words)}</span>'


def draw_parties(sheet: CaseSheet, now: datetime) -> None:
    """The tab 関係者: the panel with its dates, then each party."""
    if state := sheet.coordination:
        told = [(how, f"{who}　{when(at, now)}") for at, who, how in state.informed]
        rows = [
            ("主報告者", state.lead or "未定"),
            *(told or [("国への連絡", "まだ記録されていません")]),
            ("三者の確認", "すべて確認済み" if not state.missing else "\n".join(state.missing)),
            ("運営と検査", state.conflict),
        ]
        st.html(f'<article class="rk-entry"><h3>国との情報共有</h3>{rows_html(rows)}</article>')
    for party in sheet.parties:
        st.html(_party(party, now))
    if not sheet.parties:
        st.info(
            "自治体立病院の案件では、運営部署（団体）・都道府県・病院を有する市区町村が自動で加わります。"
            "そのほかの関係者は「関係者を追加する」で加えます。"
        )
    elif sheet.closed_at is None and st.button("関係者の確認を記録する", key="to-confirm-party"):
        open_case(sheet.number, "record_party_confirmation")


def _party(party: PartyView, now: datetime) -> str:
    if party.left_reason:
        state = f"－ 関係者から外した（{party.left_reason}）"
    elif party.confirmed_at:
        state = f"✓ 確認済み　{party.confirmed_by}　{when(party.confirmed_at, now)}"
    else:
        state = "▲ 未確認"
    rows = [
        ("立場", party.roles),
        ("確認", state),
        ("担当", party.person or "不明・確認中"),
        ("電話", party.phone or "不明・確認中"),
        ("メール", party.email or "登録なし（通知していません）"),
    ]
    if party.note:
        rows.append(("補足", party.note))
    name = party.name or "名称未登録"
    return f'<article class="rk-entry"><h3>{party.number}　{escape(name)}</h3>{rows_html(rows)}</article>'
