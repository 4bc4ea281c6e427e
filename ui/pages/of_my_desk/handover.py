"""引継簿: notes from one shift to the next, beside the tasks (R-241)."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from cases.errors import Refused
from cases.office.views import HandoverView
from ui import texts
from ui.parts.session import at_desk, flash
from ui.words import plain, when

BODY, SHIFT = "handover-body", "handover-shift"
_SAID = "handover-said"


def draw_handovers(notes: tuple[HandoverView, ...], now: datetime) -> None:
    """What waits for an acknowledgement first; the rest and the form behind one press."""
    waiting = [note for note in notes if note.acknowledged_at is None]
    st.header(f"引継簿（未確認{len(waiting)}件）", anchor=False)
    if said := st.session_state.pop(_SAID, ""):
        st.error(plain(said), icon=":material/error:")
    if not notes:
        st.info("勤務の交代のときに残す引継ぎが、ここに並びます。下の「引継ぎを書く」から残します。")
    for note in waiting:
        with st.container(border=True, key=f"handover-{note.id}"):
            st.html(_note(note, now))
            if note.mine:
                st.caption("引き継ぐ職員の確認を待っています。")
            else:
                st.button("引継ぎを確認した", key=f"ack-{note.id}", on_click=_acknowledge, args=(note.id,))
    read = [note for note in notes if note.acknowledged_at is not None]
    if read:
        with st.expander(f"確認済みの引継ぎ（{len(read)}件）"):
            st.html("".join(f'<article class="rk-entry">{_note(note, now)}</article>' for note in read))


def draw_writing() -> None:
    """Outside the part that redraws itself, so that nothing typed is disturbed."""
    with st.expander("引継ぎを書く"):
        st.text_input("勤務の別", key=SHIFT, max_chars=100, placeholder="夜間から日勤へ", autocomplete="off")
        st.text_area("引継ぎの内容　※必須", key=BODY, max_chars=2000, height=140)
        st.caption("案件のことは案件番号とともに書きます。患者の氏名などは書きません。")
        st.button("引継ぎを残す", type="primary", key="handover-go", on_click=_write)


def _note(note: HandoverView, now: datetime) -> str:
    shift = f"{escape(note.shift)}　" if note.shift else ""
    read = ""
    if note.acknowledged_at:
        read = f'<span class="rk-sub">確認　{escape(note.acknowledged_by)}　{when(note.acknowledged_at, now)}</span>'
    return (
        f'<span class="rk-sub">{shift}{escape(note.written_by)}　{when(note.written_at, now)}</span>'
        f'<p class="rk-said">{escape(note.body)}</p>{read}'
    )


def _write() -> None:
    state = st.session_state
    try:
        with at_desk() as desk:
            desk.write_handover(str(state.get(BODY) or ""), str(state.get(SHIFT) or ""))
    except Refused as refused:
        state[_SAID] = texts.sentence(refused)
        return
    state[BODY], state[SHIFT] = "", ""
    flash("引継ぎを残しました。")


def _acknowledge(note_id: int) -> None:
    try:
        with at_desk() as desk:
            desk.acknowledge_handover(note_id)
    except Refused as refused:
        st.session_state[_SAID] = texts.sentence(refused)
