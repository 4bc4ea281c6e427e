"""案件: where it stands, what can be done next, who does it, and everything that happened. Redrawn when it moves."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from cases import handbook
from cases.casework.views import TaskView
from cases.counter import SignedIn
from cases.desk.views import ActView, CaseSheet
from cases.registry.deeds import OFFICE
from cases.views.general import Taken
from cases.vocabulary import StageKey
from ui.counter import counter
from ui.forms import checklist, day_sheet, from_case, of_visits, paper, vendor_contact, visit_result
from ui.forms.detection import draw_judge
from ui.forms.form import Form, Then
from ui.forms.form import draw as draw_form
from ui.pages.of_case import relations
from ui.pages.of_case.aftercare import draw_gate
from ui.pages.of_case.coordination import banner_html
from ui.pages.of_case.next_acts import by_stage, own, split, waiting
from ui.pages.of_case.outside import keep_once, show_once
from ui.pages.of_case.rail import clocks_html, head_html, stages_html
from ui.pages.of_case.tabs import draw_tabs
from ui.pages.shared.tasks import dialog_open, draw_tasks
from ui.parts.facility_choice import facility_choices
from ui.parts.fault import answering
from ui.parts.links import ACT, NUMBER, name_page, open_page, page_link
from ui.parts.poster_words import draw_difference
from ui.parts.session import at_desk, flash, officer, still_here
from ui.parts.sources import grounds
from ui.words import done_words, rows_html

EVERY_SECONDS = 0.4
ON_TASKS = frozenset({"take_task", "assign_task"})
"""Offered on the task's own row."""
PLACE = "case"
_JUST_DRAWN = "just drawn"


def draw() -> None:
    number = st.query_params.get(NUMBER, "")
    if not number:
        open_page("worklist")
    with at_desk() as desk:
        sheet = desk.case(desk.find(number))
        around = desk.relations(sheet.id)
    name_page(f"案件 {sheet.number}")
    who, now = officer(), counter().now()
    # Containers keep their places, so that a form in use is never drawn anew when the case moves.
    head, work, rest = st.container(), st.container(), st.container()
    with head:
        st.session_state[_JUST_DRAWN] = True
        watch(who, sheet.id, sheet.pulse, waiting(sheet))
        st.html(head_html(sheet, now))
        st.html(stages_html(sheet, now))
        relations.draw_notices(around, now)
        if shared := banner_html(sheet):
            st.html(shared)
    with work:
        show_once(sheet.id)
        _act_or_choice(sheet, who)
    with rest:
        _tasks(sheet, who)
        draw_gate(sheet)
        if sheet.clocks:
            st.header("目安", anchor=False)
            st.html(clocks_html(sheet, now))
            grounds(dict.fromkeys(one for clock in sheet.clocks for one in clock.source))
        draw_tabs(sheet, around, now)


@st.fragment(run_every=EVERY_SECONDS)
def watch(who: SignedIn, case_id: int, drawn: int, tasks: Sequence[TaskView]) -> None:
    """Ask whether the case has moved, and now and then whether the session still holds; only then draw anew.

    Not while the page itself is being drawn: that would end the run before its buttons are reached, and the press that
    started it would be lost. Nor behind a dialog: what is being chosen there would be gone.
    """
    if st.session_state.pop(_JUST_DRAWN, False):
        return
    with answering():
        still_here()
        with counter().at_desk(who) as desk:
            moved = desk.pulse(case_id) != drawn
        if moved and not dialog_open(PLACE, tasks):
            st.rerun()


def _act_or_choice(sheet: CaseSheet, who: SignedIn) -> None:
    chosen = st.query_params.get(ACT, "")
    act = next((act for act in sheet.acts if act.name == chosen), None)
    if act is None:
        _choice(sheet, who)
        return
    with st.container(border=True, key="act"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(act.label, anchor=False)
            if st.button("閉じる", key="close-act", icon=":material/close:"):
                _close_act()
        _form(sheet, act)


def _form(sheet: CaseSheet, act: ActView) -> None:
    def then(taken: Taken) -> None:
        flash(done_words(act.label))
        keep_once(taken)
        _close_act()

    if act.name == "judge":
        draw_judge(sheet, then)
    elif act.name == vendor_contact.ACT:
        vendor_contact.draw_contact(sheet, then)
    elif act.name == paper.ACT:
        paper.draw_issue(sheet, then)
    elif act.name in of_visits.ACTS:
        _visit_form(sheet, act, then)
    elif act.name == checklist.ACT:
        checklist.draw_checklist(sheet, then)
    else:
        with at_desk() as desk:
            colleagues = tuple(desk.colleagues())
            around = desk.relations(sheet.id)
        draft = f"{act.name}:{sheet.id}"
        facilities = facility_choices(draft) if act.name == "attach_facility" else ()
        _, found = handbook.find(act.name)
        choices = {
            **from_case.choices(sheet, act.name, colleagues, facilities),
            **from_case.others(around, act.name),
        }
        defaults = from_case.defaults(sheet, act.name)
        if act.name == "draft_report":
            draw_difference()
        draw_form(Form(found, sheet.id, sheet.version, choices=choices, defaults=defaults), then)


def _visit_form(sheet: CaseSheet, act: ActView, then: Then) -> None:
    """The forms of investigation and inspection know the case's visits, inquiries, consultations and the register."""
    with at_desk() as desk:
        told = of_visits.known(desk, sheet.id, act.name)
    if act.name == day_sheet.ACT and act.open:
        day_sheet.draw_day_sheet(sheet, told.visits, then)
        return
    if act.name == visit_result.ACT and act.open:
        visit_result.draw_result(sheet, told, then)
        return
    if act.name in of_visits.LOCKED and not sheet.may_be_inspected:
        st.html(of_visits.locked_html(sheet))
    if act.name == "publish_advice":
        st.html(of_visits.original_html(told))
    _, found = handbook.find(act.name)
    choices, defaults = of_visits.choices(sheet, act.name, told), of_visits.defaults(act.name, sheet, told)
    draw_form(Form(found, sheet.id, sheet.version, choices=choices, defaults=defaults), then)


def _close_act() -> None:
    st.query_params.pop(ACT, None)
    st.rerun()


def _choice(sheet: CaseSheet, who: SignedIn) -> None:
    mine = own(sheet, who.id)
    first, besides, closed = split(sheet, hidden=ON_TASKS)
    first.sort(key=lambda act: act.name not in mine)
    foremost = first[0].name if first and first[0].name in mine else ""  # one button stands out: the officer's next
    st.header("次にできること", anchor=False)
    if not first and sheet.closed_at:
        st.info(f"この案件は「{sheet.ending}」になっています。続きがあるときは、決裁者が案件を再開します。")
    elif not first:
        st.info("今、あなたの役割で急ぐ操作はありません。案件が進むと、ここに表示されます。")
    with st.container(horizontal=True, key="first"):
        for act in first:
            _act_button(act, primary=act.name == foremost)
    if besides:
        with st.expander(f"そのほかにできること（{len(besides)}件）", expanded=not first):
            for where, acts in by_stage(besides):
                st.html(f'<h3 class="rk-group">{escape(where)}</h3>')
                with st.container(horizontal=True, key=f"besides-{acts[0].stage or 'every'}"):
                    for act in acts:
                        _act_button(act)
    if who.roles & OFFICE and not who.at_ministry:
        page_link(
            "circulars", "この事案を受けて、管内に注意喚起を起案する", ":material/warning:", f"from-{sheet.number}"
        )
    if closed:
        with st.expander(f"まだできないことと、その理由（{len(closed)}件）"):
            for where, acts in by_stage(closed):
                rows = rows_html([(act.label, "".join(act.missing)) for act in acts])
                st.html(f'<h3 class="rk-group">{escape(where)}</h3>{rows}')


def _act_button(act: ActView, *, primary: bool = False) -> None:
    if st.button(act.label, key=f"act-{act.name}", help=act.help or None, type="primary" if primary else "secondary"):
        st.query_params[ACT] = act.name
        st.rerun()


def _tasks(sheet: CaseSheet, who: SignedIn) -> None:
    open_ones = waiting(sheet)
    st.header(f"業務（{len(open_ones)}件）", anchor=False)
    if open_ones:
        draw_tasks(open_ones, who, counter().now(), place=PLACE, with_case=False)
    else:
        st.info("残っている業務はありません。次の段階が始まると、自動で割り当てられます。")
    missing = [
        (stage.label, label)
        for stage in sheet.stages
        if _running(sheet, stage.key)
        for label, met in stage.criteria
        if not met
    ]
    if missing:
        with st.expander(f"段階の完了までに足りないもの（{len(missing)}項目）"):
            st.html(
                '<ul class="rk-check">'
                + "".join(
                    f"<li>□ {escape(label)}<span class='rk-sub'>{escape(stage)}</span></li>" for stage, label in missing
                )
                + "</ul>"
            )


def _running(sheet: CaseSheet, key: StageKey) -> bool:
    return any(stage.key is key and stage.state == "open" for stage in sheet.stages)
