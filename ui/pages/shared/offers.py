"""移送: offers of cases from and to other authorities, and the answer to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from cases import handbook
from cases.casework.relations.views import Offer
from cases.counter import SignedIn
from cases.vocabulary import Role
from ui.forms.form import Form, draw
from ui.parts.fault import answering
from ui.parts.links import case_link
from ui.parts.session import flash
from ui.words import done_words, rows_html, when

_ANSWERING = "answering-offer"
ANSWERS: tuple[tuple[str, str], ...] = (("accept_transfer", "受け入れる"), ("refuse_transfer", "断る"))


def draw_incoming(offers: Sequence[Offer], who: SignedIn, now: datetime) -> None:
    """The offers that wait for this office, each with its two answers; nothing when there is none."""
    waiting = [offer for offer in offers if offer.incoming and offer.waiting]
    if not waiting:
        return
    st.header(f"移送の申出（{len(waiting)}件）", anchor=False)
    for offer in waiting:
        with st.container(border=True, key=f"offer-{offer.case_id}"):
            st.html(_told(offer, now))
            if not {Role.OFFICER, Role.SUPERVISOR} & who.roles:
                continue
            with st.container(horizontal=True):
                for act, word in ANSWERS:
                    if st.button(
                        word, key=f"{act}-{offer.case_id}", type="primary" if act == ANSWERS[0][0] else "secondary"
                    ):
                        st.session_state[_ANSWERING] = (act, offer.case_id)
            for act, _ in ANSWERS:
                if st.session_state.get(_ANSWERING) == (act, offer.case_id):
                    _answer(act, offer)


def _close() -> None:
    st.session_state.pop(_ANSWERING, None)


@st.dialog("移送の申出に回答する", width="medium", on_dismiss=_close)
def _answer(name: str, offer: Offer) -> None:
    with answering():
        _, act = handbook.find(name)
        st.html(f"<strong>{escape(offer.facility)}</strong><span class='rk-sub'>{escape(offer.number)}</span>")
        draw(Form(act, offer.case_id, 0), lambda taken: _answered(act.label), sources=False)


def _answered(label: str) -> None:
    _close()
    flash(done_words(label))
    st.rerun()


def draw_list(offers: Sequence[Offer], now: datetime) -> None:
    """Every offer in sight: what became of it and whom to ask. A case that went away cannot be opened here."""
    if not offers:
        st.info("移送の申出はありません。所管の異なる案件は、案件の画面の「案件の移送を依頼する」から引き渡せます。")
    for offer in offers:
        with st.container(border=True, key=f"offer-line-{offer.number}-{offer.offered_at:%Y%m%d%H%M%S}"):
            st.html(_told(offer, now))
            here = offer.state == "移送済" if offer.incoming else offer.state != "移送済"
            if here:
                case_link(offer.number, f"案件 {offer.number} を開く")


def _told(offer: Offer, now: datetime) -> str:
    by = f"（{offer.answered_by}）" if offer.answered_by and offer.state != "取下げ" else ""
    rows = [
        ("申出元", f"{offer.sender}（{offer.offered_by}）　{when(offer.offered_at, now)}"),
        ("移送先", offer.receiver + by),
        ("所在・把握", f"{offer.municipality}　把握 {when(offer.grasped_at, now)}"),
        ("理由", offer.reason),
        *([("回答", f"{offer.state}　{when(offer.answered_at, now)}　{offer.answer}")] if offer.answered_at else []),
    ]
    mark = "" if offer.waiting else f"　<small>{escape(offer.state)}</small>"
    head = f'<strong>{escape(offer.facility)}{mark}</strong><span class="rk-sub">{escape(offer.number)}</span>'
    return head + rows_html(rows)
