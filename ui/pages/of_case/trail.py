"""Whether the history of a case is untouched, and who looked at the case: below the head of the 経過 tab (R-231)."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

import streamlit as st

from cases.desk.views import CaseSheet, TrailView
from ui.parts.session import at_desk
from ui.words import plain, when

_KEPT = "trail"
FRESH = timedelta(minutes=10)


def draw_trail(sheet: CaseSheet, now: datetime) -> None:
    found = _verified(sheet, now)
    if found.broken:
        st.error(
            f"**記録が改変されたおそれがあります。** {plain(found.broken)}\n\n"
            "この案件の経過をそのまま保存し、システム管理者に連絡してください。",
            icon=":material/report:",
        )
    else:
        st.html(
            '<p class="rk-sub"><span aria-hidden="true">✓</span> 記録は連鎖しており、改変がないことを確認済み'
            f"（{when(found.verified_at, now)}、{found.lines}行）</p>"
        )
    if found.viewings:
        with st.expander(f"この案件を閲覧した人（{len(found.viewings)}件）"):
            rows = "".join(
                f"<li><time>{when(one.at, now)}</time>　{escape(one.office)}　{escape(one.what)}</li>"
                for one in found.viewings
            )
            st.html(f'<ul class="rk-did">{rows}</ul>')
            st.caption("同じ人の閲覧は、1時間に1件として記録します。")


def _verified(sheet: CaseSheet, now: datetime) -> TrailView:
    """Verified anew when the case has moved, and from time to time."""
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[:2] != (sheet.id, sheet.pulse) or now - kept[2].verified_at > FRESH:
        with at_desk() as desk:
            kept = (sheet.id, sheet.pulse, desk.trail(sheet.id))
        st.session_state[_KEPT] = kept
    found: TrailView = kept[2]
    return found
