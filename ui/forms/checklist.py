"""チェックリスト: one row per item, four answers as large targets, a target day where the answer is いいえ."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cases import handbook
from cases.casework.remediation import checklist_editions
from cases.casework.remediation.checklist_editions import Checklist, ChecklistItem
from cases.desk.views import CaseSheet
from cases.views.general import Choice
from cases.vocabulary import ChecklistAnswer
from ui.forms import fields
from ui.forms.form import Form, Then, keep_draft, open_form, submit
from ui.forms.questions import Question
from ui.parts.fault import answering
from ui.words import plain

ACT = "record_checklist"
WORDS = [word.label for word in ChecklistAnswer]


@st.fragment
def draw_checklist(sheet: CaseSheet, then: Then) -> None:
    """The sheet to fill, its mark, its items."""
    with answering():
        form = _form(sheet)
        open_form(form)
        st.caption(form.act.help)
        asked = {question.name: question for question in form.asked()}
        _ask(form, "template", asked)
        chosen = checklist_editions.editions().get(str(st.session_state.get(form.key("template"))))
        if chosen is None:
            st.info("チェックリストを選ぶと、項目がここに並びます。")
            return
        _mark(chosen)
        names = ("use_unverified", "vendor", "checked_at")
        for name in names:
            if (name == "use_unverified" and chosen.verified) or (name == "vendor" and chosen.sheet == "facility"):
                continue
            _ask(form, name, asked)
        known = _known(sheet, chosen, str(st.session_state.get(form.key("vendor")) or ""))
        st.caption("前の答えと変わらない項目は、空欄のままで構いません。")
        section = ""
        for item in chosen.item:
            if item.section != section:
                section = item.section
                st.subheader(section, anchor=False)
            _row(form, chosen, item, known.get(item.code, ""))
        submit(form, then)


def _form(sheet: CaseSheet) -> Form:
    _, act = handbook.find(ACT)
    choices = tuple(Choice(one.id, one.label) for one in checklist_editions.usable())
    return Form(act, sheet.id, sheet.version, choices={"template": choices})


def _ask(form: Form, name: str, asked: dict[str, Question]) -> None:
    fields.ask(asked[name], form.key(name), lambda: keep_draft(form))


def _mark(chosen: Checklist) -> None:
    if chosen.verified and chosen.complete:
        return
    words = "" if chosen.verified else "この版は、確定した文と照らし合わせていません。"
    words += "" if chosen.complete else "項目のすべてではありません。"
    st.warning(plain(f"{words}{chosen.note}　出典: {chosen.source}"), icon=":material/help:")


def _row(form: Form, chosen: Checklist, item: ChecklistItem, known: str) -> None:
    """The answer's widgets keep their own keys; what they say is put together into the act's lines."""
    typed = _typed(form)
    word_key, day_key = _key(form, chosen, item, "word"), _key(form, chosen, item, "day")
    if word_key not in st.session_state:
        word, target = typed.get(item.code, ("", None))
        st.session_state[word_key] = word if word in WORDS else None
        st.session_state[day_key] = target

    def changed() -> None:
        st.session_state[form.key("answers")] = _lines(form, chosen)
        keep_draft(form)

    with st.container(border=True, key=f"check-{chosen.id}-{item.code}"):
        mark = "" if item.verified else "〔未確認〕"
        st.markdown(plain(f"{item.code}　{item.text}{mark}"))
        if known:
            st.caption(plain(f"前の答え: {known}"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            label = f"{item.code} の答え"
            st.segmented_control(label, WORDS, key=word_key, on_change=changed, label_visibility="collapsed")
            if st.session_state.get(word_key) == ChecklistAnswer.NO.label:
                st.date_input(
                    f"{item.code} の目標日", value=None, format="YYYY/MM/DD", width=240, key=day_key, on_change=changed
                )


def _key(form: Form, chosen: Checklist, item: ChecklistItem, part: str) -> str:
    return form.key(f"row-{chosen.id}-{item.code}-{part}")


def _typed(form: Form) -> dict[str, tuple[str, date | None]]:
    """What the lines say: code → (word, target)."""
    found: dict[str, tuple[str, date | None]] = {}
    for line in str(st.session_state.get(form.key("answers")) or "").splitlines():
        parts = line.split()
        if len(parts) >= 2:
            found[parts[0]] = (parts[1], date.fromisoformat(parts[2]) if len(parts) > 2 else None)
    return found


def _lines(form: Form, chosen: Checklist) -> str:
    lines = []
    for item in chosen.item:
        word = st.session_state.get(_key(form, chosen, item, "word"))
        day = st.session_state.get(_key(form, chosen, item, "day"))
        if word:
            target = f" {day.isoformat()}" if word == ChecklistAnswer.NO.label and isinstance(day, date) else ""
            lines.append(f"{item.code} {word}{target}")
    return "\n".join(lines)


def _known(sheet: CaseSheet, chosen: Checklist, vendor: str) -> dict[str, str]:
    """The answers in force on this sheet."""
    for one in sheet.checklists:
        if one.title == chosen.label and one.vendor == vendor:
            return {code: word for code, _, _, word, *_ in one.answers if word}
    return {}
