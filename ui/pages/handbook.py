"""手引き: the stages as they are carried out, the words of the field, the notice, what shows each requirement."""

from __future__ import annotations

import streamlit as st

from cases import handbook
from cases.clocks.deadlines import length_words
from cases.procedure import Stage
from cases.rulebook.timing import timing_on
from ui.counter import counter
from ui.pages.of_handbook.stages import flow_html
from ui.pages.of_handbook.terms import draw_terms
from ui.pages.of_handbook.traces import draw_notice, draw_requirements
from ui.parts.sources import grounds
from ui.words import rows_html


def draw() -> None:
    st.title("手引き", anchor=False)
    stages, terms, notice, demands = st.tabs(["業務の流れ", "用語", "通知の全文", "要件と試験"], key="handbook-tabs")
    with stages:
        st.html(flow_html())
        for stage in handbook.STAGES:
            _stage(stage)
    with terms:
        draw_terms()
    with notice:
        draw_notice()
    with demands:
        draw_requirements()


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
