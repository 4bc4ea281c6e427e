"""手引き: the stages as they are carried out here, and the notice sentence by sentence."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases import handbook
from cases.deadlines import length_words
from cases.procedure import Stage
from cases.progress import timing_on
from cases.rulebook import rulebook
from ui.counter import counter
from ui.parts.flow import flow_svg
from ui.parts.sources import grounds
from ui.parts.words import rows_html


def draw() -> None:
    st.title("手引き", anchor=False)
    stages, notice = st.tabs(["業務の流れ", "通知の全文"], key="handbook-tabs")
    with stages:
        st.image(flow_svg(), width="stretch")
        for stage in handbook.STAGES:
            _stage(stage)
    with notice:
        _notice()


def _stage(stage: Stage) -> None:
    st.header(stage.label, anchor=False)
    st.write(stage.purpose)
    now = counter().now()
    clocks = [(timing_on(clock.rule, now)) for clock in stage.clocks]
    rows = [
        ("始まるとき", stage.opens_label),
        ("業務", "\n".join(f"・{task.title}（{task.role.label}）" for task in stage.tasks)),
        ("できること", "\n".join(f"・{act.label}" for act in stage.acts)),
        ("目安", "\n".join(f"・{rule.title}（{rule.timing_word}）{length_words(rule)}" for rule in clocks) or "なし"),
        ("終わるとき", "\n".join(f"・{criterion.label}" for criterion in stage.completes_when)),
    ]
    st.html(rows_html(rows))
    grounds(stage.source)


def _notice() -> None:
    notice = rulebook().notice
    st.html(
        f'<h2>{escape(notice.title)}</h2><p class="rk-sub">{escape("　".join(notice.numbers))}　'
        f"{escape('、'.join(notice.senders))}</p><p>この通知は{escape(notice.legal_citation)}に基づくものです。</p>"
    )
    for heading in notice.sections:
        sentences = [s.text for s in notice.sentences if s.section == heading.id]
        if heading.text:
            st.header(heading.text, anchor=False)
        st.html("".join(f"<p>{escape(text)}</p>" for text in sentences))
