"""An act's form: drawn from its model, drafted as one types, refused in words, never losing what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from cases.clock import JST
from cases.desk.door import Desk
from cases.errors import BadFacts, NotSignedIn, Refused, StaleVersion
from cases.procedure import Act
from cases.registry.deeds import FacilityAct
from cases.views.general import Choice, Taken
from ui import texts
from ui.counter import counter
from ui.forms import fields
from ui.forms.questions import Kind, Question, questions
from ui.parts.basis import draw_advice, of_notice
from ui.parts.fault import answering, show_signed_out
from ui.parts.redraw import redraw
from ui.parts.session import at_desk
from ui.parts.sources import grounds
from ui.words import plain

Then = Callable[[Taken], None]
NUMBERED = frozenset({"number", "item", "task", "report", "visit", "file"})
"""Things of the case itself: where there is one only, it is meant. A facility or a person is always chosen."""


@dataclass(frozen=True)
class Form:
    """A form in use. `seen` is the version of the case at the moment the form was opened; None for the intake."""

    act: Act[Any] | FacilityAct[Any]
    case_id: int | None = None
    version: int | None = None
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Facts that are not asked."""
    only: tuple[str, ...] = ()
    """The fields to ask, in this order; all when empty."""
    button: str = ""
    send: Callable[[Desk, dict[str, Any]], Taken] | None = None
    """What is done instead of an act on a case (requests of the ministry)."""

    @property
    def name(self) -> str:
        """Names the draft: one per person, act and case."""
        return self.act.name if self.case_id is None else f"{self.act.name}:{self.case_id}"

    def key(self, part: str) -> str:
        return f"{self.name}.{part}"

    def asked(self) -> list[Question]:
        """The questions to draw, with the choices that the case gives."""
        every = {q.name: q for q in questions(self.act.facts) if q.name not in self.fixed}
        names = [name for name in self.only or every if name in every]
        return [every[n].among(self.choices[n]) if n in self.choices else every[n] for n in names]


def open_form(form: Form) -> None:
    """Seed what is not there yet: from the draft, else from what the case knows, else from the model."""
    state = st.session_state
    typed = load_draft(form)
    now = counter().now().astimezone(JST).isoformat()
    for question in form.asked():
        key = form.key(question.name)
        if key not in state:
            only = form.choices.get(question.name, ()) if question.name in NUMBERED else ()
            first_choice = only[0].value if len(only) == 1 else None
            start = now if question.kind is Kind.MOMENT and question.required else question.default or first_choice
            known = form.defaults.get(question.name, start)
            fields.seed(question, key, typed.get(question.name, known))
        if question.approx and fields.approx_key(key) not in state:
            state[fields.approx_key(key)] = bool(typed.get(question.approx, form.defaults.get(question.approx, False)))


def load_draft(form: Form) -> dict[str, Any]:
    """What this officer typed last into the form; asked of the desk once, when the form is opened."""
    state = st.session_state
    if form.key("#typed") not in state:
        with at_desk() as desk:
            kept = desk.draft(form.name)
        state[form.key("#typed")], state[form.key("#restored")] = kept, bool(kept)
        state[form.key("#seen")] = form.version
    typed: dict[str, Any] = state[form.key("#typed")]
    return typed


def typed_facts(form: Form) -> dict[str, Any]:
    """What stands in the widgets, as JSON; unanswered fields are left out."""
    facts: dict[str, Any] = dict(form.fixed)
    for question in form.asked():
        key = form.key(question.name)
        value = fields.read(question, key)
        if question.known and _as_known(form, question, value):
            continue
        if value not in (None, "", []):
            facts[question.name] = value
            if question.approx:
                facts[question.approx] = bool(st.session_state.get(fields.approx_key(key)))
    return facts


def _as_known(form: Form, question: Question, value: Any) -> bool:
    """A field of the incident report that says what the case knows already: only changes are handed on."""
    known = form.defaults.get(question.name)
    if question.kind is Kind.MOMENT and isinstance(known, str) and isinstance(value, str):
        same = fields.same_minute(known, value)
        was = bool(form.defaults.get(question.approx))
        return same and was is bool(st.session_state.get(fields.approx_key(form.key(question.name))))
    return known is not None and value == known


def keep_draft(form: Form) -> None:
    """Save what is typed. A lost session says so at the next drawing; the widgets keep their values."""
    typed = typed_facts(form)
    st.session_state[form.key("#typed")] = typed
    try:
        with at_desk() as desk:
            desk.save_draft(form.name, typed)
    except NotSignedIn:
        return


def forget(form: Form) -> None:
    """After success or at the officer's wish: the next opening starts fresh."""
    for key in [key for key in st.session_state if str(key).startswith(f"{form.name}.")]:
        del st.session_state[key]


@st.fragment
def draw(form: Form, then: Then, *, sources: bool = True) -> None:
    """The whole form. Typing redraws only this fragment; `then` runs after success."""
    with answering():
        open_form(form)
        _say_restored(form)
        if form.act.help:
            st.caption(form.act.help)
        if of_notice(form.act.source):
            draw_advice("")
        _ask_all(form)
        submit(form, then)
        if sources and form.act.source:
            grounds(form.act.source)


def _ask_all(form: Form) -> None:
    """The questions one below the other; those that belong to a block under its tab."""
    asked = form.asked()
    blocks = list(dict.fromkeys(q.block for q in asked if q.block))
    tabs = dict(zip(blocks, st.tabs(blocks), strict=True)) if blocks else {}
    plain_place = st.container()
    for question in asked:
        with tabs.get(question.block, plain_place):
            fields.ask(question, form.key(question.name), lambda: keep_draft(form))


def last_refusal(form: Form) -> Refused | None:
    """Why the form was not accepted last, for a form that offers a way out of its own."""
    refused: Refused | None = st.session_state.get(form.key("#refused"))
    return refused


def submit(form: Form, then: Then) -> None:
    """The button that says what happens and who is told; refusals appear above it."""
    told = st.container()
    changes = st.session_state.get(form.key("#changes"))
    with told:
        if changes is not None:
            _say_changes(changes)
        if complaint := st.session_state.get(form.key("#complaint")):
            _say_complaint(complaint)
    label = form.button or form.act.label + (f"（{form.act.tells}）" if form.act.tells else "")
    if changes is not None:
        label = f"変更を確かめた上で、{label}"
    if st.button(label, type="primary", key=form.key("#go")):
        _take(form, then)


def _take(form: Form, then: Then) -> None:
    state = st.session_state
    state.pop(form.key("#complaint"), None)
    state.pop(form.key("#refused"), None)
    keep_draft(form)
    try:
        with at_desk() as desk:
            facts, seen = typed_facts(form), state.get(form.key("#seen"))
            taken = form.send(desk, facts) if form.send else desk.take(form.act.name, form.case_id, facts, seen)
            desk.drop_draft(form.name)
    except StaleVersion as refused:
        state[form.key("#seen")] = refused.current
        state[form.key("#changes")] = [texts.change_words(change) for change in refused.changes]
    except NotSignedIn as refused:
        show_signed_out(refused)
        return
    except BadFacts as refused:
        state[form.key("#complaint")] = texts.facts_complaints(refused)
    except Refused as refused:
        state[form.key("#complaint")] = [texts.sentence(refused)]
        state[form.key("#refused")] = refused
    else:
        forget(form)
        then(taken)
        return
    redraw()


def _say_complaint(lines: list[str]) -> None:
    said = "\n".join(f"- {plain(line)}" for line in lines) if len(lines) > 1 else plain(lines[0])
    st.error(f"**まだ記録されていません。**\n\n{said}", icon=":material/error:")


def _say_changes(changes: list[str]) -> None:
    listed = "\n".join(f"- {plain(line)}" for line in changes) or "- 内容の更新"
    st.warning(
        f"**この画面を開いた後に、次の操作がありました。**\n\n{listed}\n\n"
        "入力した内容はそのまま残っています。内容を確かめて、もう一度ボタンを押してください。",
        icon=":material/sync_problem:",
    )


def _say_restored(form: Form) -> None:
    if not st.session_state.get(form.key("#restored")):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(":material/edit_note: 前に入力した内容（下書き）の続きです。")
        if st.button("下書きを消して始めから", type="tertiary", key=form.key("#fresh")):
            with at_desk() as desk:
                desk.drop_draft(form.name)
            forget(form)
            redraw()
