"""Facts as they were entered, read back with the titles and words of the form that took them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cases import handbook
from cases.clock import JST
from cases.japanese_dates import day_words, jst_words
from ui.forms.fields import SAID
from ui.forms.questions import Kind, Question, questions

HIDDEN = frozenset({"task", "to"})
"""Numbers of ours: the history line's own note says who and what."""


def facts_rows(past: str, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(title, words) in the form's order. `past` is the history line's name; unknown lines give nothing."""
    act = next((act for _, act in handbook.all_acts() if act.past == past), None)
    if act is None:
        return []
    rows = []
    for question in questions(act.facts):
        value = facts.get(question.name)
        if question.name in HIDDEN or value in (None, "", [], False):
            continue
        about = "頃" if question.approx and facts.get(question.approx) else ""
        rows.append((question.title, words(question, value) + about))
    return rows


def words(question: Question, value: Any) -> str:
    """One JSON value as an officer reads it."""
    labels = {choice.value: choice.label for choice in question.choices}
    if question.known and value in SAID:
        return str(value)
    if isinstance(value, str) and question.kind in (Kind.MANY, Kind.LINES):
        return labels.get(value, value)  # entered when the form asked for one line
    match question.kind:
        case Kind.MOMENT:
            return jst_words(datetime.fromisoformat(value).astimezone(JST), with_year=True)
        case Kind.DAY:
            return day_words(date.fromisoformat(value), with_year=True)
        case Kind.FLAG:
            return "はい" if value else "いいえ"
        case Kind.MANY:
            return "、".join(labels.get(one, one) for one in value)
        case Kind.LINES:
            return "\n".join(value)
        case Kind.ONE:
            return labels.get(str(value).lower() if isinstance(value, bool) else value, str(value))
        case _:
            return str(value)
