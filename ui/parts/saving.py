"""Taking a list along: links to the whole list under the conditions in force, and who took what before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from cases.vocabulary import ExportFormat, Role
from ui.parts.session import at_desk, officer
from ui.words import when

FORMATS = (ExportFormat.CSV, ExportFormat.XLSX, ExportFormat.JSON)


def draw_saving(name: str, asked: Mapping[str, Any], *, what: str = "一覧") -> None:
    """One quiet word that opens the forms. Links rather than buttons: the file is written when it is asked for, all
    rows of it, and taking it is noted.
    """
    st.html(
        f'<details class="rk-saving"><summary>{escape(what)}を保存</summary>'
        f'<p class="rk-saves">{links_html(name, asked, what=what)}</p></details>'
    )


def links_html(name: str, asked: Mapping[str, Any], *, what: str = "一覧") -> str:
    """A link for each form, with its whole name for those who hear it out of its place."""
    query = urlencode({key: _value(one) for key, one in asked.items() if one not in ("", None, False)})
    tail = f"?{query}" if query else ""
    return " ".join(
        f'<a class="rk-take" href="{escape(f"/api/v1/lists/{name}.{kind}{tail}")}" '
        f'download target="_self"><span class="rk-hidden">{escape(what)}を保存: </span>{kind.label}</a>'
        for kind in FORMATS
    )


def _value(value: Any) -> str:
    return "true" if value is True else str(value)


def draw_takings(now: datetime) -> None:
    """The office's log, for those who answer for it."""
    if not officer().roles & {Role.SUPERVISOR, Role.ADMIN, Role.MINISTRY}:
        return
    with st.expander("一覧を保存した記録"):
        with at_desk() as desk:
            takings = desk.exports.takings()
        if not takings:
            st.info("だれかが一覧を保存すると、日時、一覧の名前、条件、件数がここに並びます。")
            return
        marks = "".join(
            f"<tr><td>{when(one.at, now)}</td><td>{escape(one.office)}</td><td>{escape(one.title)}（{one.kind}）</td>"
            f"<td>{escape('、'.join(one.conditions) or 'すべて')}</td><td>{one.rows:,}件</td></tr>"
            for one in takings
        )
        head = "".join(f"<th>{word}</th>" for word in ("日時", "職員", "一覧", "条件", "件数"))
        st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{marks}</tbody></table>')
