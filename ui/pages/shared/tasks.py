"""A task as a row: remaining time, what to do, where, and the deeds on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

import streamlit as st

from cases import handbook
from cases.casework.views import TaskView
from cases.counter import SignedIn
from cases.errors import NotSignedIn, Refused
from cases.vocabulary import Role
from ui import texts
from ui.forms.form import Form, draw
from ui.parts.fault import answering, show_signed_out
from ui.parts.links import case_link, page_link
from ui.parts.session import at_desk, flash
from ui.words import due_html, open_since_html, plain

UNDELIVERED = "undelivered"
"""The task that is done on a page of its own, whatever the case."""
_ASSIGNING = "assigning"
"""The row whose dialog is open: drawn again with the row, so that a page that redraws itself does not close it."""
WIDTHS = (2.3, 4.6, 2.3, 1.6, 1.6)


def draw_tasks(tasks: Iterable[TaskView], who: SignedIn, now: datetime, *, place: str, with_case: bool = True) -> None:
    """Rows by due moment. `place` keeps the keys of two lists on one page apart."""
    for task in tasks:
        with st.container(key=f"row-{place}-{task.id}", gap=None):
            columns = st.columns(WIDTHS, vertical_alignment="center")
            columns[0].html(
                due_html(task.due_at, now, task.due_label) if task.due_at else open_since_html(task.opened_at, now)
            )
            with columns[1]:
                _what(task, with_case=with_case)
            columns[2].html(_holder(task, who))
            with columns[3]:
                _take_button(task, who, place)
            with columns[4]:
                _assign_button(task, who, place)


def _what(task: TaskView, *, with_case: bool) -> None:
    with st.container(gap=None):
        if task.code == UNDELIVERED:
            page_link("undelivered", task.title, ":material/unsubscribe:", task.case_number)
        elif with_case:
            case_link(task.case_number, task.title)
        if with_case:
            st.html(
                f'<span class="rk-sub">{escape(task.facility)}（{escape(task.facility_kind)}・'
                f'{escape(task.municipality)}）<span class="rk-nobr">段階: {escape(task.stage.label)}</span></span>'
                f"{_note(task)}"
            )
        elif task.code == UNDELIVERED and task.note:
            st.html(_note(task))
        elif task.code != UNDELIVERED:
            st.html(f"<strong>{escape(task.title)}</strong>{_note(task)}")


def _note(task: TaskView) -> str:
    """What the one who handed it over wrote."""
    return f'<span class="rk-handed"><b>申し送り</b> {escape(task.note)}</span>' if task.note else ""


def _sub(text: str) -> str:
    return f'<span class="rk-sub">{escape(text)}</span>' if text else ""


def _holder(task: TaskView, who: SignedIn) -> str:
    if task.holder_id is None:
        return f'<strong>担当未定</strong><span class="rk-sub">{escape(task.role)}の業務</span>'
    if task.holder_id == who.id:
        return f'<strong>自分</strong><span class="rk-sub">{escape(task.why_holder)}</span>'
    return f'{escape(task.holder)}<span class="rk-sub">{escape(task.why_holder)}</span>'


def _has_role(task: TaskView, who: SignedIn) -> bool:
    return task.role in {role.label for role in who.roles}


def _take_button(task: TaskView, who: SignedIn, place: str) -> None:
    if task.holder_id == who.id or not _has_role(task, who):
        return
    if st.button("引き受ける", key=f"take-{place}-{task.id}", width="stretch"):
        take_task(task)


def take_task(task: TaskView) -> None:
    """The officer becomes the holder; a refusal is said on the spot."""
    try:
        with at_desk() as desk:
            desk.take("take_task", task.case_id, {"task": str(task.id)}, task.case_version)
    except NotSignedIn as refused:
        show_signed_out(refused)
    except Refused as refused:
        st.error(plain(texts.sentence(refused)))
    else:
        flash(f"業務「{task.title}」を引き受けました。")
        st.rerun()


def _assign_button(task: TaskView, who: SignedIn, place: str) -> None:
    if (task.role == Role.MINISTRY.label) is not who.at_ministry:
        return
    label = "引き継ぐ" if task.holder_id == who.id else "割り当てる"
    st.button(label, key=f"assign-{place}-{task.id}", width="stretch", on_click=_open, args=(place, task.id))
    if st.session_state.get(_ASSIGNING) == (place, task.id):
        assign(task)


def _open(place: str, task: int) -> None:
    st.session_state[_ASSIGNING] = (place, task)


def dialog_open(place: str, tasks: Iterable[TaskView]) -> bool:
    """Whether the officer is handing one of these tasks to somebody at this moment."""
    return st.session_state.get(_ASSIGNING) in {(place, task.id) for task in tasks}


def _close() -> None:
    st.session_state.pop(_ASSIGNING, None)


@st.dialog("業務を割り当てる・引き継ぐ", width="medium", on_dismiss=_close)
def assign(task: TaskView) -> None:
    """Colleagues who hold the task's role; the note goes with it."""
    with answering():
        role = next(role for role in Role if role.label == task.role)
        with at_desk() as desk:
            colleagues = tuple(c for c in desk.colleagues(role) if c.value != str(task.holder_id))
        st.html(f"<strong>{escape(task.title)}</strong>{_sub(f'{task.facility}　{task.case_number}')}")
        if not colleagues:
            st.info(f"割り当てられる{task.role}の職員が、ほかにいません。")
            return
        _, act = handbook.find("assign_task")
        form = Form(act, task.case_id, task.case_version, choices={"to": colleagues}, fixed={"task": str(task.id)})
        draw(form, lambda taken: _assigned(task), sources=False)


def _assigned(task: TaskView) -> None:
    _close()
    flash(f"「{task.title}」を割り当てました。")
    st.rerun()
