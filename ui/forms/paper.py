"""公文書を発行する: the questions, the draft as it would be issued to look at, then the decision."""

from __future__ import annotations

import streamlit as st

from cases import handbook
from cases.desk.views import CaseSheet
from cases.errors import NotSignedIn, Refused
from cases.views.general import Choice
from ui import texts
from ui.forms import fields
from ui.forms.form import Form, Then, keep_draft, open_form, submit, typed_facts
from ui.parts import paper_offers
from ui.parts.fault import answering
from ui.parts.session import at_desk
from ui.parts.sources import grounds
from ui.words import plain

ACT = "issue_paper"
FIRST = ("kind", "content", "due_on", "addressee")
REST = ("about", "dated_on", "sender", "seal", "handling")


@st.fragment
def draw_issue(sheet: CaseSheet, then: Then) -> None:
    """What every paper needs comes first; the rest has its ordinary answers and waits folded."""
    _, act = handbook.find(ACT)
    kinds = paper_offers.offered(sheet.id, issuing=True)
    choices = {"kind": tuple(Choice(str(kind), kind.label) for kind in paper_offers.open_kinds(kinds))}
    form = Form(act, sheet.id, sheet.version, button="番号を採り、公文書を発行する", choices=choices)
    with answering():
        open_form(form)
        st.caption(act.help)
        asked = {question.name: question for question in form.asked()}
        for name in FIRST:
            fields.ask(asked[name], form.key(name), lambda: keep_draft(form))
            if name == "kind":
                paper_offers.draw_shut(kinds)
        with st.expander("日付・差出人・公印・取扱い（通常はこのまま）"):
            for name in REST:
                fields.ask(asked[name], form.key(name), lambda: keep_draft(form))
        if st.toggle("発行の前に、案を見る", key=form.key("preview")):
            _draft(sheet, form)
        submit(form, then)
        grounds(act.source)


def _draft(sheet: CaseSheet, form: Form) -> None:
    typed = typed_facts(form)
    if "kind" not in typed:
        st.info("文書の種類を選ぶと、ここに案が表示されます。")
        return
    try:
        with at_desk() as desk:
            pages = desk.paper_draft(sheet.id, typed)
    except NotSignedIn:
        raise
    except Refused as refused:
        st.warning(plain(texts.sentence(refused)))
        return
    for n, page in enumerate(pages, start=1):
        with st.container(border=True, key=f"paper-page-{n}"):
            st.image(page, caption=f"案 {n}／{len(pages)}頁")
