"""A form for a deed that is no act of a case: drawn from its model, refused in words, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import streamlit as st
from pydantic import ValidationError

from cases.errors import Refused
from cases.procedure import Facts
from cases.views.general import Choice
from ui import texts
from ui.complaints import complaint
from ui.forms import fields
from ui.forms.questions import Question, questions
from ui.parts.fault import answering
from ui.parts.session import flash

F = TypeVar("F", bound=Facts)


@dataclass(frozen=True)
class DeskForm(Generic[F]):
    """`do` carries out the deed and gives the sentence that the page then shows; it may raise Refused."""

    key: str
    facts: type[F]
    button: str
    do: Callable[[F], str]
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def asked(self) -> list[Question]:
        found = [q for q in questions(self.facts) if q.name not in self.fixed]
        return [q.among(self.choices[q.name]) if q.name in self.choices else q for q in found]

    def widget(self, name: str) -> str:
        return f"form-{self.key}.{name}"


@st.fragment
def draw(form: DeskForm[Any]) -> None:
    """The whole form; typing redraws only this part. What was typed stays until the deed is done."""
    with answering(), st.container(key=f"form-{form.key}"):
        for question in form.asked():
            key = form.widget(question.name)
            if key not in st.session_state:
                fields.seed(question, key, form.defaults.get(question.name, question.default))
            fields.ask(question, key, _nothing)
        if st.button(form.button, key=form.widget("#do"), type="primary"):
            _submit(form)


def _submit(form: DeskForm[Any]) -> None:
    typed = dict(form.fixed)
    for question in form.asked():
        value = fields.read(question, form.widget(question.name))
        if value not in (None, "", []):
            typed[question.name] = value
    try:
        done = form.do(form.facts.model_validate(typed))
    except ValidationError as error:
        _complain(form, error)
        return
    except Refused as refused:
        st.error(texts.sentence(refused), icon=":material/error:")
        return
    for key in [key for key in st.session_state if str(key).startswith(f"form-{form.key}.")]:
        del st.session_state[key]
    flash(done)
    st.rerun()


def _complain(form: DeskForm[Any], error: ValidationError) -> None:
    said = [
        complaint(form.facts, ".".join(map(str, one["loc"])), one["type"], dict(one.get("ctx") or {}))
        for one in error.errors()
    ]
    st.error("入力を確かめてください。" + "".join(dict.fromkeys(said)), icon=":material/error:")


def _nothing() -> None:
    """Drafts of these forms live in the page only."""
