"""The tab 適用される定め: each rule set of the case's event time, what it says of the case and what it expects."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from cases.casework.views import RuleSetView
from cases.desk.views import CaseSheet
from cases.rulebook import Outcome
from ui.parts.sources import grounds
from ui.words import rows_html, when

_TONE = {Outcome.CONTACT: ("rk-late", "▲"), Outcome.AS_NECESSARY: ("rk-soon", "△"), Outcome.ON_HOLD: ("rk-soon", "？")}


def draw_rule_sets(sheet: CaseSheet, now: datetime) -> None:
    """One card per set; an empty list teaches."""
    moment, word = (sheet.occurred_at, "発生") if sheet.occurred_at else (sheet.detected_at, "覚知")
    st.html(
        f'<p class="rk-sub">{word}の日（{when(moment, now)}）に有効な定めです。'
        "日時を訂正すると、その日の定めに替わります。</p>"
    )
    if not sheet.rule_sets:
        st.info("発生の日に有効な定めはありません。定めの一覧は、左の「定めと暦」で確かめられます。")
    for one in sorted(sheet.rule_sets, key=lambda each: not each.outcome):
        st.html(_card(one))
    grounds(dict.fromkeys(source for one in sheet.rule_sets for source in one.sources))


def _card(one: RuleSetView) -> str:
    confirmed = f"（{one.confirmed_by}が確認）" if one.confirmed_by else ""
    rows = [
        ("法的性質", f"{one.nature}　{one.verification}{confirmed}"),
        ("この案件では", one.sentence),
        *one.dates,
        ("求めていること", "\n".join(_duty(d.actor, d.recipient, d.deed, d.timing_word, d.limit) for d in one.duties)),
        ("根拠", "\n".join(dict.fromkeys(duty.basis for duty in one.duties)) or one.source),
        ("内容", one.summary),
        ("備考", one.note),
    ]
    return (
        f'<article class="rk-entry"><h3>{escape(one.short)} {outcome_html(one)}</h3>'
        f'<span class="rk-sub">{escape(one.title)}</span>{rows_html([row for row in rows if row[1]])}</article>'
    )


def _duty(actor: str, recipient: str, deed: str, word: str, limit: str) -> str:
    timing = f"（{'　'.join(filter(None, [word, limit]))}）" if word or limit else ""
    to = f" → {recipient}" if recipient not in ("", "―") else ""
    return f"・{actor}{to}: {deed}{timing}"


def outcome_html(one: RuleSetView) -> str:
    """What the set says of the case, by word, shape and colour."""
    if not one.outcome:
        return ""
    tone, sign = _TONE.get(Outcome(one.outcome_key), ("rk-quiet", "○"))
    return f'<span class="rk-mark {tone}"><span aria-hidden="true">{sign}</span>{escape(one.outcome)}</span>'


def wider_html(sheet: CaseSheet) -> str:
    """The sets that call for more than the notice does, for the head of the case; empty when there is none."""
    called = [one for one in sheet.rule_sets if one.outcome_key in (Outcome.CONTACT, Outcome.AS_NECESSARY)]
    others = [one for one in called if one.outcome != sheet.result]
    return "".join(f"<span>{escape(one.short)}: {outcome_html(one)}</span>" for one in others)
