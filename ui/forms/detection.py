"""覚知: the intake's four answers, and the four questions with their result said while one answers."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from cases import handbook
from cases.desk.views import CaseSheet
from cases.errors import OpenCases, OutsideJurisdiction, Refused
from cases.japanese_dates import jst_words
from cases.judgement import Attack, Failure, Impact, Result, explain, judge
from cases.views.general import Choice
from ui.forms import fields
from ui.forms.form import Form, Then, forget, keep_draft, last_refusal, load_draft, open_form, submit, typed_facts
from ui.forms.questions import Question
from ui.parts.basis import draw_advice
from ui.parts.fault import answering
from ui.parts.links import case_link
from ui.parts.poster_words import draw_difference
from ui.parts.session import at_desk
from ui.parts.sources import grounds
from ui.texts import sentence
from ui.words import plain

INTAKE = "report_suspicion"
JUDGE = "judge"
UNREGISTERED = "#unregistered"
FIRST = ("what_happened", "detected_at", "awareness_source", "awareness_note")
LATER = (
    "awareness_at",
    "grasped_at",
    "attack_kind",
    "attack_note",
    "affected_systems",
    "systems_note",
    "contact_person",
    "contact_phone",
    "proxy_entry",
)
APART = "separate_reason"
WHICH = ("登録のある医療機関等", "登録のない医療機関等", "まだ特定できない（報道等による）")
_TONE = {Result.REPORTABLE: "rk-bad", Result.NOT_REPORTABLE: "rk-good", Result.NOT_ATTACK: "rk-good"}


@st.fragment
def draw_intake(facilities: tuple[Choice, ...], municipalities: tuple[Choice, ...], then: Then) -> None:
    """Which facility, what, when: one press opens the case."""
    with answering():
        form = intake_form(facilities, municipalities)
        open_form(form)
        asked = {question.name: question for question in form.asked()}
        _facility(form, asked)
        for name in FIRST:
            _ask(form, asked[name])
        with st.expander("そのほかに分かっていること（後からでも書けます）"):
            for name in LATER:
                _ask(form, asked[name])
        refused = last_refusal(form)
        if isinstance(refused, OpenCases):
            _open_ones(refused)
        if isinstance(refused, OpenCases) or APART in load_draft(form):
            _ask(form, asked[APART], hint=False)
        if isinstance(refused, OutsideJurisdiction):
            _hand_over(form, refused, then)
        submit(form, then)
        draw_advice("")
        grounds(form.act.source)


def _hand_over(form: Form, refused: OutsideJurisdiction, then: Then) -> None:
    """Nobody is sent away: take it in as it was told and offer it to the competent authority, in one go (R-060)."""
    head = f"{escape(refused.municipality)}は{escape(refused.competent)}の所管です。"
    st.html(
        f'<div class="rk-note"><strong>{head}</strong><br>'
        "急ぎのときは、まず電話で知らせてください。ここで受け付けて移送を申し出ると、受け入れられるまで"
        "この自治体の案件として対応できます。</div>"
    )
    label = f"受け付けて、{refused.competent}への移送を申し出る"
    if not st.button(label, key=form.key("#hand-over"), icon=":material/move_up:"):
        return
    typed = typed_facts(form)
    kept = {name: value for name, value in typed.items() if name not in ("facility_kind", "municipality", "municipal")}
    kept |= {"facility": f"{typed.get('facility', '')}（{refused.municipality}）", "unidentified": True}
    try:
        with at_desk() as desk:
            taken = desk.take(INTAKE, None, kept)
            reason = f"{refused.municipality}は{refused.competent}が所管するため"
            facts = {"authority": refused.competent, "reason": reason}
            taken = desk.take("propose_transfer", taken.case_id, facts, taken.version)
            desk.drop_draft(form.name)
    except Refused as other:
        st.error(plain(sentence(other)))
        return
    forget(form)
    then(taken)


def _open_ones(refused: OpenCases) -> None:
    """The cases that may be the same event, each a press away; what was typed here stays as a draft."""
    for one in refused.candidates:
        with st.container(key=f"row-candidate-{one.number}", gap=None):
            case_link(one.number, f"{one.facility} の案件を開く")
            rest = f"{one.why}　{one.number}　{one.result}　把握 {jst_words(one.grasped_at)}"
            st.html(f'<span class="rk-sub">{escape(rest)}</span>')


def intake_form(facilities: tuple[Choice, ...], municipalities: tuple[Choice, ...]) -> Form:
    """A facility outside the register is asked by name, kind and municipality; one that nobody knows yet as it was
    told of.
    """
    _, act = handbook.find(INTAKE)
    which = f"{INTAKE}.{UNREGISTERED}"
    if which not in st.session_state:
        typed = load_draft(Form(act))
        st.session_state[which] = WHICH[2 if typed.get("unidentified") else 1 if "municipality" in typed else 0]
    chosen = st.session_state[which] or WHICH[0]
    if chosen == WHICH[0]:
        return Form(act, choices={"facility": facilities}, only=("facility", *FIRST, *LATER, APART))
    choices = {"municipality": municipalities}
    if chosen == WHICH[2]:
        only = ("facility", "municipality", *FIRST, *LATER, APART)
        return Form(act, choices=choices, only=only, fixed={"unidentified": True})
    return Form(
        act, choices=choices, only=("facility", "facility_kind", "municipality", "municipal", *FIRST, *LATER, APART)
    )


def _facility(form: Form, asked: dict[str, Question]) -> None:
    st.segmented_control(
        "医療機関等の登録", WHICH, required=True, key=f"{INTAKE}.{UNREGISTERED}", on_change=_other_facility
    )
    if form.fixed:
        told = "どのような医療機関等と伝えられていますか"
        _ask(form, replace(asked["facility"], title=told, help="例: 市内の病院（名称は報じられていない）"))
        _ask(form, replace(asked["municipality"], help="分からないときは空欄で構いません"))
    elif "facility_kind" not in asked:
        _ask(form, asked["facility"], hint=False)
    else:
        for name in ("facility", "facility_kind", "municipality", "municipal"):
            _ask(form, asked[name], hint=name == "municipal")


def _other_facility() -> None:
    """The answer to the one question is none to the other: begin that field anew."""
    st.session_state.pop(f"{INTAKE}.facility", None)
    typed: dict[str, Any] = st.session_state.get(f"{INTAKE}.#typed", {})
    typed.pop("facility", None)


def _ask(form: Form, question: Question, *, hint: bool = True) -> None:
    if not hint:
        question = replace(question, help="")
    fields.ask(question, form.key(question.name), lambda: keep_draft(form))


@st.fragment
def draw_judge(sheet: CaseSheet, then: Then) -> None:
    """The four questions; what follows from the answers stands below them before anything is recorded."""
    with answering():
        _, act = handbook.find(JUDGE)
        form = Form(act, sheet.id, sheet.version)
        open_form(form)
        for question in form.asked():
            _ask(form, question)
        show_result(typed_facts(form))
        draw_difference()
        submit(form, then)
        draw_advice("")
        grounds(act.source)


def show_result(answers: dict[str, Any]) -> None:
    """The result in a sentence, once all four are answered."""
    if not {"attack", "failure", "leak", "care"} <= set(answers):
        st.html(
            '<div class="rk-note">四つすべてに答えると、国への連絡の要否をここに示します。不明も答えの一つです。</div>'
        )
        return
    result = judge(
        Attack(answers["attack"]), Failure(answers["failure"]), Impact(answers["leak"]), Impact(answers["care"])
    )
    st.html(
        f'<div class="rk-note {_TONE.get(result, "rk-warn")}" role="status">'
        f"<strong>判断の結果: {escape(result.label)}</strong><br>{escape(explain(result).sentence)}</div>"
    )
