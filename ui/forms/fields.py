"""One question as a Streamlit widget. A widget's value lives under its key; facts and drafts are JSON values.

Moments are asked in JST to the minute and handed on as ISO 8601 with +09:00.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from cases.clock import JST
from ui.forms.questions import Kind, Question

FEW = 5
MUST = "　※必須"
"""Plain text: colour marks would be read out in the names of the date fields."""
Changed = Callable[[], None]
SAID = ("不明", "確認中", "該当なし")
"""Answers of every field of the incident report."""


def seed(question: Question, key: str, value: Any) -> None:
    """Lay `value` (JSON) under the widget's key, as the widget holds it; what does not fit is left empty."""
    bare = value[0] if isinstance(value, list) and len(value) == 1 else value
    if question.known:
        st.session_state[said_key(key)] = bare if bare in SAID else None
    st.session_state[key] = _for_widget(question, None if question.known and bare in SAID else value)


def read(question: Question, key: str) -> Any:
    """The widget's value as JSON; None when not answered."""
    value = st.session_state.get(key)
    if question.known and (said := st.session_state.get(said_key(key))):
        return [said] if question.kind is Kind.MANY else said
    match question.kind:
        case Kind.MOMENT:
            return value.replace(tzinfo=JST).isoformat() if isinstance(value, datetime) else None
        case Kind.DAY:
            return value.isoformat() if isinstance(value, date) else None
        case Kind.LINES:
            return [line.strip() for line in str(value or "").splitlines() if line.strip()]
        case Kind.NUMBER:
            return int(value) if value is not None else None
        case _:
            return value


def ask(question: Question, key: str, changed: Changed) -> None:
    """Draw the widget; its start value must have been seeded."""
    label = question.title + (MUST if question.required else "")
    common: dict[str, Any] = {"key": key, "on_change": changed}
    hint = question.help or None
    if question.known:
        _with_said(question, label, common)
    else:
        _widget(question, label, common)
    if hint:
        st.caption(hint)


def _with_said(question: Question, label: str, common: dict[str, Any]) -> None:
    """The field, and beside it what else may be answered: that it is not known, being checked, or does not apply."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _widget(question, label, common)
        st.pills(
            f"{question.title}が分からないとき",
            SAID,
            key=said_key(common["key"]),
            label_visibility="collapsed",
            on_change=common["on_change"],
            width="content",
        )


def _widget(question: Question, label: str, common: dict[str, Any]) -> None:
    match question.kind:
        case Kind.MOMENT:
            _moment(question, label, common)
        case Kind.DAY:
            st.date_input(label, value=None, format="YYYY/MM/DD", width=240, **common)
        case Kind.LONG:
            st.text_area(label, height=36 + 28 * question.lines, max_chars=4000, **common)
        case Kind.LINES:
            st.text_area(label, height=120, **common)
        case Kind.FLAG:
            st.checkbox(label, **common)
        case Kind.NUMBER:
            st.number_input(label, value=None, min_value=question.least, step=1, format="%d", width=240, **common)
        case Kind.MANY:
            _many(question, label, common)
        case Kind.ONE:
            _one(question, label, common)
        case Kind.TEXT:
            st.text_input(label, max_chars=question.longest, autocomplete="off", **common)


def _moment(question: Question, label: str, common: dict[str, Any]) -> None:
    if not question.approx:
        st.datetime_input(label, value=None, step=timedelta(minutes=1), format="YYYY/MM/DD", width=320, **common)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.datetime_input(label, value=None, step=timedelta(minutes=1), format="YYYY/MM/DD", width=320, **common)
        st.checkbox("頃（おおよその時刻）", key=approx_key(common["key"]), on_change=common["on_change"])


def _one(question: Question, label: str, common: dict[str, Any]) -> None:
    words = {choice.value: choice.label for choice in question.choices}
    say = words.__getitem__
    if not question.listed and len(words) <= FEW and (question.required or question.default):
        short = sum(len(word) for word in words.values()) <= 44
        st.radio(label, list(words), index=None, format_func=say, horizontal=short, width="stretch", **common)
    else:
        st.selectbox(label, list(words), index=None, format_func=say, placeholder="選んでください", **common)


def _many(question: Question, label: str, common: dict[str, Any]) -> None:
    words = {choice.value: choice.label for choice in question.choices}
    st.multiselect(label, list(words), format_func=words.__getitem__, placeholder="いくつでも選べます", **common)


def said_key(key: str) -> str:
    """The key of 不明・確認中・該当なし beside a field."""
    return f"{key}?"


def approx_key(key: str) -> str:
    """The key of the 「頃」 box beside a moment."""
    return f"{key}~"


def _for_widget(question: Question, value: Any) -> Any:
    values = {choice.value for choice in question.choices}
    match question.kind:
        case Kind.MOMENT:
            return _moment_of(value)
        case Kind.DAY:
            return date.fromisoformat(value) if isinstance(value, str) and value else None
        case Kind.LINES:
            return "\n".join(value) if isinstance(value, list) else ""
        case Kind.FLAG:
            return bool(value)
        case Kind.MANY:
            return [one for one in value or [] if one in values]
        case Kind.ONE:
            return value if value in values else None
        case Kind.NUMBER:
            return int(value) if value is not None else None
        case _:
            return "" if value is None else str(value)


def same_minute(one: str, other: str) -> bool:
    """Whether two answers are the same word, or moments of the same minute."""
    if one == other:
        return True
    first, second = _moment_of(one), _moment_of(other)
    return first is not None and first == second


def _moment_of(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(moment, datetime):
        return None
    local = moment.astimezone(JST) if moment.tzinfo else moment
    return local.replace(tzinfo=None, second=0, microsecond=0)
