"""Tabs and notices about people outside: links, their remarks, questionnaires; and the link that is shown once."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from cases.casework.files.views import RemarkView
from cases.casework.outside.views import LinkView, QuestionnaireView
from cases.desk.views import CaseSheet
from cases.views.general import Taken
from infra.settings import settings
from ui.parts.session import at_desk
from ui.words import rows_html, when

_ONCE = "once-link"


def keep_once(taken: Taken) -> None:
    """A new link is shown until the officer closes it; it is kept nowhere else."""
    if taken.once:
        st.session_state[_ONCE] = (taken.case_id, f"{settings().base_url}/outside/{taken.once}")


def show_once(case_id: int) -> None:
    kept = st.session_state.get(_ONCE)
    if kept is None or kept[0] != case_id:
        return
    with st.container(border=True, key="once"):
        st.html(
            '<div class="rk-note rk-warn" role="status">'
            "<strong>リンクを発行しました。ここにだけ、一度だけ表示されます。</strong><br>相手のほかに渡さないでください。閉じると、もう表示できません（取り消して発行し直せます）。</div>"
        )
        st.code(kept[1], language=None, wrap_lines=True)
        if st.button("リンクを閉じる", key="close-once"):
            del st.session_state[_ONCE]
            st.rerun()


def draw_guests(sheet: CaseSheet, now: datetime) -> None:
    """Below the parties: the links and what was said through them."""
    if sheet.links:
        st.html("<h3>発行したリンク</h3>" + "".join(_link(link, now) for link in sheet.links))
    with at_desk() as desk:
        said = desk.remarks(sheet.id)
    if said:
        st.html("<h3>関係者との連絡</h3>" + "".join(_remark(one, now) for one in said))
    elif sheet.links:
        st.info("関係者が共有リンクから記入した連絡と、自治体からの返信が、ここに並びます。")


def _link(link: LinkView, now: datetime) -> str:
    if link.revoked_at:
        state = f"－ 取消し　{when(link.revoked_at, now)}　{link.revoked_reason}"
    elif link.expires_at <= now:
        state = f"－ 期限切れ　{when(link.expires_at, now)}"
    else:
        state = f"● 使用できます　期限 {when(link.expires_at, now)}"
    rows = [
        ("状態", state),
        ("通知", link.email or "送っていません（画面に表示したリンクを伝えます）"),
        ("最後に開いた", when(link.last_used_at, now, missing="まだ開かれていません")),
        ("発行", f"{link.created_by}　{when(link.created_at, now)}"),
    ]
    title = f"{link.number}　{link.purpose}　{link.name}"
    return f'<article class="rk-entry"><h4>{escape(title)}</h4>{rows_html(rows)}</article>'


def _remark(one: RemarkView, now: datetime) -> str:
    return (
        f'<article class="rk-entry"><h4>{escape(one.kind)}　{escape(one.author)}</h4>'
        f'<span class="rk-sub">{when(one.at, now)}</span>{rows_html([("内容", one.text)])}</article>'
    )


def draw_questionnaires(sheet: CaseSheet, now: datetime) -> None:
    """In the tab of the investigation: each questionnaire with its answers."""
    if sheet.questionnaires:
        st.html("<h3>質問票</h3>" + "".join(questionnaire_html(one, now) for one in reversed(sheet.questionnaires)))


def questionnaire_html(one: QuestionnaireView, now: datetime) -> str:
    """State, dates, questions and answers; overdue by word and mark, as 目安."""
    late = one.waiting and one.wished_by is not None and one.wished_by < now
    wished = when(one.wished_by, now, missing="定めなし") + ("　▲ 希望の日時（目安）を過ぎています" if late else "")
    answered = f"{one.answered_by}　{when(one.answered_at, now)}" + ("（職員が代理で入力）" if one.by_proxy else "")
    rows = [
        ("状態", one.state + (f"　{one.withdrawn_reason}" if one.withdrawn_reason else "")),
        ("宛先", one.to_name),
        ("送付", f"{one.sent_by}　{when(one.sent_at, now)}"),
        ("希望する日時", wished),
        ("開封", when(one.opened_at, now, missing="まだ")),
        ("回答", answered if one.answered_at else "まだ"),
        *((f"{n}　{question}", answer or "（未回答）") for n, (question, answer) in enumerate(one.pairs, start=1)),
    ]
    if one.materials:
        rows.append(("求めた資料", "\n".join(one.materials)))
    return f'<article class="rk-entry"><h4>第{one.number}号　{escape(one.title)}</h4>{rows_html(rows)}</article>'
