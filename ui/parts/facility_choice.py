"""Which facility: a list where the area has few; where it has thousands, a search narrows the list first."""

from __future__ import annotations

import streamlit as st

from cases.views.general import Choice
from ui.parts.session import at_desk

FEW = 200
SHOWN = 50


def facility_choices(form: str) -> tuple[Choice, ...]:
    """The choices for the form's facility field; never the whole registry. The one already chosen stays among them."""
    with at_desk() as desk:
        count = desk.registry.count()
        draft = desk.draft(form)
    chosen = str(st.session_state.get(f"{form}.facility") or draft.get("facility") or "")
    words = ""
    if count > FEW:
        words = st.text_input(
            f"医療機関等を探す（登録 {count:,}件から）",
            placeholder="名称、フリガナ、市区町村の一部（ひらがな・カタカナ、全角・半角は問いません）",
            key=f"find-facility-{form}",
            type="search",
            live=True,
        )
    with at_desk() as desk:
        found = desk.registry.choices(words or "", chosen=chosen, limit=FEW if count <= FEW else SHOWN)
    if words and not found:
        st.caption("見つかりません。言葉を短くするか、下の「登録のない医療機関等」を選んでください。")
    return tuple(found)
