"""定めと暦: rule sets, timing words, own days, the ministry's desk, legal bases, partners."""

from __future__ import annotations

import streamlit as st

from ui.pages.of_rules.desks import draw_bases, draw_desks, draw_partners
from ui.pages.of_rules.sets import draw_sets
from ui.pages.of_rules.settings import draw_days, draw_timings
from ui.parts.session import officer


def draw() -> None:
    st.title("定めと暦", anchor=False)
    who = officer()
    sets, timings, days, desks, bases, partners = st.tabs(
        ["定め", "時間の目安", "開庁日", "国の窓口", "法的根拠", "関係機関"], key="rules-tabs"
    )
    with sets:
        draw_sets(who)
    with timings:
        draw_timings(who)
    with days:
        draw_days(who)
    with desks:
        draw_desks(who)
    with bases:
        draw_bases()
    with partners:
        draw_partners()
