"""立入検査・訪問の実施: the check list with large targets for a tablet, and the sheet to carry where no network is."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from cases import handbook
from cases.casework.inspection import day_sheet, sheet_reading, sheet_writing
from cases.casework.inspection.day_sheet import Answered
from cases.casework.inspection.views import VisitView
from cases.desk.views import CaseSheet
from cases.vocabulary import CheckAnswer, Instrument
from ui.forms import fields
from ui.forms.form import Form, Then, keep_draft, open_form, submit
from ui.forms.of_visits import open_to, visit_choice
from ui.parts.fault import answering
from ui.parts.redraw import redraw
from ui.parts.session import later
from ui.parts.sources import grounds
from ui.words import plain

ACT = "record_visit"
BEFORE = ("visit", "started_at", "ended_at", "certificates", "shown", "met_persons")
AFTER = ("checked_items", "evidence")
MOST_LISTED = 20
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@st.fragment
def draw_day_sheet(sheet: CaseSheet, visits: tuple[VisitView, ...], then: Then) -> None:
    """The facts of the day, item by item; or read from a sheet that was filled in on site."""
    with answering():
        _, act = handbook.find(ACT)
        open_ones = open_to(visits, ACT)
        visit = open_ones[0]
        cards = [m.certificate_number for m in visit.members if m.certificate_number]
        start = {"certificates": cards} if visit.instrument is Instrument.ON_SITE_INSPECTION else {}
        defaults: dict[str, Any] = start | ({"met_persons": visit.met_persons} if visit.met_persons else {})
        if visit.started_at:
            defaults["started_at"] = visit.started_at.isoformat()
        form = Form(
            act, sheet.id, sheet.version, choices={"visit": tuple(map(visit_choice, open_ones))}, defaults=defaults
        )
        _take_in(form)
        open_form(form)
        asked = {question.name: question for question in form.asked()}
        chosen = st.session_state.get(form.key("visit"))
        visit = next((one for one in open_ones if str(one.number) == chosen), visit)
        _offline(form, sheet, visit)
        for name in BEFORE:
            fields.ask(asked[name], form.key(name), lambda: keep_draft(form))
        _checklist(form)
        for name in AFTER:
            fields.ask(asked[name], form.key(name), lambda: keep_draft(form))
        submit(form, then)
        grounds(act.source)


def _checklist(form: Form) -> None:
    answers = {one.item: one for one in day_sheet.read_lines(_lines(form))[0]}
    st.subheader("確認項目", anchor=False)
    st.caption(f"{len(answers)}／{len(day_sheet.template().items)}項目に答えました。{day_sheet.template().note}")
    for block in day_sheet.template().blocks:
        done = sum(1 for item, _ in block.items if item in answers)
        with st.expander(
            f"{block.key}　{block.title}（{done}／{len(block.items)}）", key=form.key(f"#block-{block.key}")
        ):
            st.caption(block.source + ("" if block.verified else "　※原本との照合は未了"))
            for item, text in block.items:
                _item(form, item, text, answers.get(item))


def _item(form: Form, item: str, text: str, known: Answered | None) -> None:
    """One statement: the answer as large buttons; a target date and a note where it is 「いいえ」."""
    keys = {part: form.key(f"#{part}-{item}") for part in ("answer", "day", "note")}
    state = st.session_state
    if keys["answer"] not in state:
        state[keys["answer"]] = known.answer.label if known else None
        state[keys["day"]] = known.target_on if known else None
        state[keys["note"]] = known.note if known else ""
    with st.container(key=f"check-{item}"):
        st.html(f'<p class="rk-check-item"><b>{escape(item)}</b>　{escape(text)}</p>')
        changed: dict[str, Any] = {"on_change": _compose, "args": (form,)}
        st.segmented_control(
            f"{item}　{text}",
            [one.label for one in CheckAnswer],
            key=keys["answer"],
            label_visibility="collapsed",
            on_change=_compose,
            args=(form,),
        )
        if state[keys["answer"]] == CheckAnswer.NO.label:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.date_input(f"{item}　改善の目標日", format="YYYY/MM/DD", width=200, key=keys["day"], **changed)
                st.text_input(f"{item}　備考", max_chars=day_sheet.LONGEST_NOTE, key=keys["note"], **changed)


def _compose(form: Form) -> None:
    """The lines of the answers, as the act takes them, from the widgets."""
    state = st.session_state
    kept = {one.item: one for one in day_sheet.read_lines(_lines(form))[0]}
    lines = []
    for item in day_sheet.template().items:
        word = state.get(form.key(f"#answer-{item}"))
        if form.key(f"#answer-{item}") not in state:
            lines += [kept[item].line()] if item in kept else []
        elif word:
            no = word == CheckAnswer.NO.label
            day = state.get(form.key(f"#day-{item}")) if no else None
            note = " ".join(str(state.get(form.key(f"#note-{item}")) or "").split()) if no else ""
            answer = next(one for one in CheckAnswer if one.label == word)
            lines.append(Answered(item, answer, day if isinstance(day, date) else None, note).line())
    state[form.key("answers")] = "\n".join(lines)
    keep_draft(form)


def _lines(form: Form) -> list[str]:
    return [line for line in str(st.session_state.get(form.key("answers")) or "").splitlines() if line.strip()]


# -- the sheet to carry ----------------------------------------------------------------------------------------


def _offline(form: Form, sheet: CaseSheet, visit: VisitView) -> None:
    with st.expander("通信のない場所で使う（記録票を持ち出す・読み込む）", icon=":material/wifi_off:"):
        st.markdown(
            "1. 出かける前に記録票（Excel）を出力し、端末に保存します。\n"
            "2. 現地で、色の付いた欄に記入して保存します。\n"
            "3. 戻ってから、ここで読み込みます。内容を確かめて、下のボタンで記録します。"
        )
        st.download_button(
            "記録票を出力する",
            later(lambda: sheet_writing.write(visit, sheet.number, sheet.version, sheet.facility)),
            file_name=f"記録票_{sheet.number}_第{visit.number}号.xlsx",
            mime=EXCEL,
            icon=":material/download:",
            on_click="ignore",
        )
        given = st.file_uploader("記入した記録票を選ぶ", type=["xlsx"], key=form.key("#file"), max_upload_size=3)
        if given is not None and st.button("記録票を読み込む", key=form.key("#read"), icon=":material/upload_file:"):
            _read(form, given.getvalue(), visit, sheet.number)
        _say_read(form)


def _read(form: Form, data: bytes, visit: VisitView, number: str) -> None:
    state = st.session_state
    try:
        told = sheet_reading.read(data, visit, number)
    except sheet_reading.NotThisSheet as refused:
        state[form.key("#read-told")] = ([str(refused)], [], False)
    else:
        state[form.key("#taken")] = told.facts | {"visit": str(visit.number)}
        state[form.key("#taken-version")] = told.version
        state[form.key("#read-told")] = (told.complaints, told.left_over, True)
    redraw()


def _take_in(form: Form) -> None:
    """Lay what the sheet says into the form, before its widgets are drawn; the sheet's version is what was seen, so
    that a change made since is shown before anything is recorded.
    """
    state = st.session_state
    taken = state.pop(form.key("#taken"), None)
    if taken is None:
        return
    open_form(form)
    if "answers" in taken:  # what was answered here and not on the sheet stays
        there = {line.split()[0] for line in taken["answers"]}
        taken["answers"] = [*taken["answers"], *(line for line in _lines(form) if line.split()[0] not in there)]
    for question in form.asked():
        if question.name in taken:
            fields.seed(question, form.key(question.name), taken[question.name])
    for key in [
        key for key in state if str(key).startswith((form.key("#answer-"), form.key("#day-"), form.key("#note-")))
    ]:
        del state[key]
    if version := state.pop(form.key("#taken-version"), None):
        state[form.key("#seen")] = version
    keep_draft(form)


def _say_read(form: Form) -> None:
    told = st.session_state.get(form.key("#read-told"))
    if told is None:
        return
    complaints, left_over, taken = told
    if not taken:
        st.error(plain(complaints[0]), icon=":material/error:")
        return
    if not complaints:
        st.success("記録票を読み込みました。下の内容を確かめて、記録してください。", icon=":material/check_circle:")
        return
    listed = "\n".join(f"- {plain(line)}" for line in complaints[:MOST_LISTED])
    if rest := len(complaints) - MOST_LISTED:
        listed += f"\n- ほか{rest}か所（内容は下に示します）" if rest > 0 else ""
    st.warning(
        f"**記録票を読み込みました。次の{len(complaints)}か所を確かめてください。**\n\n{listed}",
        icon=":material/rule:",
    )
    if left_over:
        st.caption("読み取れなかった内容（ここから写せます）")
        st.code("\n".join(left_over), language=None, wrap_lines=True)
