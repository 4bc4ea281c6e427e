"""日ごとの件数の推移: open cases and exceeded 目安 of the last days, small, with the figures in words."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from cases.upkeep.counts import DayCount

LEAST = 2
NAMES = {"cases": "対応中の案件", "overdue": "目安超過"}


def draw_trend(days: Sequence[DayCount], whose: str) -> None:
    """An expander with the chart; nothing to draw on the first day."""
    with st.expander(f"日ごとの推移（{whose}）"):
        if len(days) < LEAST:
            st.info("毎日２時に数えた件数が、二日目からここに線で示されます。")
            return
        first, last = days[0], days[-1]
        st.html(
            f'<p class="rk-sub">対応中 {first.cases}件 → {last.cases}件、目安超過 {first.overdue}件 → '
            f"{last.overdue}件、届いていない通知 {last.undelivered}件（{first.day.month}月{first.day.day}日から"
            f"{last.day.month}月{last.day.day}日まで、毎日２時の件数）</p>"
        )
        st.altair_chart(_chart(days), width="stretch")


def _chart(days: Sequence[DayCount]) -> alt.Chart:
    labels = [f"{one.day.month}/{one.day.day}" for one in days]
    rows = [
        {"日": label, "件数": getattr(one, key), "種類": name}
        for label, one in zip(labels, days, strict=True)
        for key, name in NAMES.items()
    ]
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    chart: alt.Chart = alt.Chart(data, height=180).mark_line(point=True)
    return chart.encode(
        x=alt.X("日:N", sort=labels, title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("件数:Q", title="件", axis=alt.Axis(format="d", tickMinStep=1)),
        color=alt.Color("種類:N", title=None, sort=[*NAMES.values()], scale=alt.Scale(range=["#0017c1", "#ce0000"])),
        strokeDash=alt.StrokeDash("種類:N", title=None, sort=[*NAMES.values()]),
        tooltip=["日:N", "種類:N", "件数:Q"],
    )
