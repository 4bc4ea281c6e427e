"""立入検査・訪問の結果: the draft on the left, how the notice will read on the right."""

from __future__ import annotations

import streamlit as st

from cases import handbook
from cases.desk.views import CaseSheet
from ui.forms import fields, of_visits
from ui.forms.form import Form, Then, keep_draft, open_form, submit, typed_facts
from ui.parts.fault import answering
from ui.parts.sources import grounds

ACT = "draft_result"


@st.fragment
def draw_result(sheet: CaseSheet, told: of_visits.Known, then: Then) -> None:
    """Typing redraws this part only; the preview follows."""
    with answering():
        _, act = handbook.find(ACT)
        choices, defaults = of_visits.choices(sheet, ACT, told), of_visits.defaults(ACT, sheet, told)
        form = Form(act, sheet.id, sheet.version, choices=choices, defaults=defaults)
        open_form(form)
        st.caption(act.help)
        left, right = st.columns((3, 2), gap="medium")
        with left:
            for question in form.asked():
                fields.ask(question, form.key(question.name), lambda: keep_draft(form))
        right.html(of_visits.result_html(sheet, told, typed_facts(form)))
        submit(form, then)
        grounds(act.source)
