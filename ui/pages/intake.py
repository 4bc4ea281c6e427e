"""受付: four questions first, one press opens the case; then the vendor's numbers, the four questions, the rest."""

from __future__ import annotations

import streamlit as st

from cases import handbook
from cases.desk.views import CaseSheet
from cases.views.general import Taken
from ui.forms import vendor_contact
from ui.forms.detection import draw_intake, draw_judge
from ui.forms.form import Form
from ui.forms.form import draw as draw_form
from ui.parts.facility_choice import facility_choices
from ui.parts.links import NUMBER, open_case
from ui.parts.session import at_desk
from ui.words import plain

STEPS = ("1　疑いの受付", "2　保守会社等への連絡", "3　四つの判断", "4　そのほかの事実")
STEP = "step"


def draw() -> None:
    st.title("受付", anchor=False)
    number = st.query_params.get(NUMBER, "")
    if not number:
        st.session_state.pop(STEP, None)
    step = int(st.session_state.get(STEP, 2)) if number else 1
    st.html(steps_html(step))
    if not number:
        _first()
        return
    with at_desk() as desk:
        sheet = desk.case(desk.find(number))
    _opened(sheet)
    {2: _vendor, 3: _judge, 4: _rest}[step](sheet)


def steps_html(now: int) -> str:
    return f'<ol class="rk-steps">{"".join(_step(n, step, now) for n, step in enumerate(STEPS, start=1))}</ol>'


def _step(n: int, step: str, now: int) -> str:
    if n == now:
        return f'<li class="rk-now" aria-current="step">{step}</li>'
    return f'<li class="rk-past">{step} ✓</li>' if n < now else f"<li>{step}</li>"


def _first() -> None:
    st.caption("分かっている範囲で構いません。次の四つだけで受け付けられます。証拠は要りません。")
    facilities = facility_choices("report_suspicion")
    with at_desk() as desk:
        municipalities = tuple(desk.municipalities())
    draw_intake(facilities, municipalities, _took)
    _on_paper()


def _on_paper() -> None:
    """For a facility whose systems are down, or for this office when ours are (R-059)."""
    with st.expander("紙の受付票（情報システムが使えないとき）"):
        st.caption(
            "この画面と同じ順の質問を、2頁の票にしたものです。電話で聞き取りながら記入し、又は医療機関等にファクシミリで"
            "送って記入してもらい、後でこの画面に入力します。あらかじめ印刷して備えておいてください。"
        )
        st.download_button(
            "紙の受付票（空欄）を保存する", _blank_form, "紙の受付票.pdf", "application/pdf", key="paper-intake"
        )


def _blank_form() -> bytes:
    with at_desk() as desk:
        return desk.blank_intake_form()[1]


def _took(taken: Taken) -> None:
    st.query_params[NUMBER] = taken.number
    _go(2)


def _opened(sheet: CaseSheet) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.success(
            plain(f"案件 {sheet.number} を開きました。{sheet.facility}（{sheet.municipality}）"),
            icon=":material/check_circle:",
        )
        if st.button("案件の画面へ", key="to-case"):
            open_case(sheet.number)


def _vendor(sheet: CaseSheet) -> None:
    st.header("直ちに保守会社等に連絡し、指示を仰いでください", anchor=False)
    vendor_contact.draw_contact(sheet, lambda taken: _go(3))
    _later(3, "連絡は後で記録し、判断に進む")


def _judge(sheet: CaseSheet) -> None:
    st.header("四つの判断", anchor=False)
    draw_judge(sheet, lambda taken: _go(4))
    _later(4, "判断は後にして、次に進む")


def _rest(sheet: CaseSheet) -> None:
    st.header("そのほかに分かっている事実", anchor=False)
    _, act = handbook.find("add_facts")
    draw_form(Form(act, sheet.id, sheet.version), lambda taken: open_case(sheet.number))
    if st.button("追記せずに、案件の画面へ進む", key="skip-rest"):
        open_case(sheet.number)


def _later(step: int, label: str) -> None:
    if st.button(label, key=f"later-{step}"):
        _go(step)


def _go(step: int) -> None:
    st.session_state[STEP] = step
    st.rerun()
