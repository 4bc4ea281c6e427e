"""連絡先の確認: contacts that nobody has confirmed for long, with the two ways out: it still holds, or correct it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from cases.errors import Refused
from cases.upkeep.contacts import MONTHS, StaleContact
from ui import texts
from ui.parts.links import open_facility
from ui.parts.session import at_desk, flash
from ui.words import plain, when

FIRST = 5
WIDTHS = (4.4, 3.6, 1.7, 1.7)


def draw_contacts(found: Sequence[StaleContact], total: int, now: datetime) -> None:
    """Nothing at all when every contact is fresh."""
    if not total:
        return
    with st.expander(f"確認が必要な連絡先（{total}件）"):
        st.html(
            f'<p class="rk-sub">{MONTHS}か月以上、登録の変更も確認もない連絡先です。急ぐものではありません。'
            "電話などで確かめ、変わりがなければ「変わりない」を押します。期間は製品の目安です。</p>"
        )
        for one in found[:FIRST]:
            _row(one, now)
        if total > FIRST:
            st.caption(f"ほか {total - FIRST}件。上から確かめると、次のものが出てきます。")


def _row(one: StaleContact, now: datetime) -> None:
    with st.container(key=f"row-contact-{one.id}", gap=None):
        columns = st.columns(WIDTHS, vertical_alignment="center")
        columns[0].html(
            f'<strong>{escape(one.name)}</strong><span class="rk-sub">{escape(one.what)}　{escape(one.facility)}</span>'
        )
        known = f"最後の確認 {when(one.known_at, now)}" if one.known_at else "確認の記録がありません"
        reach = "　".join(filter(None, [one.phone, one.person])) or "電話番号の登録なし"
        columns[1].html(f'{escape(reach)}<span class="rk-sub">{known}</span>')
        if columns[2].button("変わりない", key=f"fresh-{one.id}", width="stretch"):
            _confirm(one)
        if columns[3].button("訂正する", key=f"stale-{one.id}", width="stretch"):
            open_facility(one.facility_id)


def _confirm(one: StaleContact) -> None:
    try:
        with at_desk() as desk:
            desk.upkeep.confirm_contact(one.id, "画面で確認")
    except Refused as refused:
        st.error(plain(texts.sentence(refused)))
        return
    flash(f"{one.facility}の「{one.name}」を確認済みにしました。")
    st.rerun()
