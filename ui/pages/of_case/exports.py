"""他の様式への出力: the case written into the forms of others, to look at first, then to save."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases.desk.views import CaseSheet
from cases.exports.form_files import UNSEEN, head
from cases.exports.sheet import Export
from cases.vocabulary import ExportFormat
from ui.parts.session import at_desk
from ui.words import plain, rows_html


@st.fragment
def draw_exports(sheet: CaseSheet) -> None:
    """Chosen form by form: the page does not fill what nobody looks at."""
    st.subheader("他の様式への出力", anchor=False)
    st.caption(
        "厚生労働省への報告、個人情報保護委員会への速報・確報、共通様式、IPA への届出の内容を、案件から書き出します。"
        "分からないことは「不明・確認中」のまま出ます。保存すると、だれがいつ出力したかが経過に残ります。"
    )
    with at_desk() as desk:
        names = {one.id: one.title for one in desk.exports.known()}
    chosen = st.selectbox(
        "様式",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="選ぶと、内容を確かめられます",
        key=f"export-form-{sheet.id}",
    )
    if chosen:
        with at_desk() as desk:
            export = desk.exports.filled(sheet.id, chosen)
        _one(sheet, export)


def _one(sheet: CaseSheet, export: Export) -> None:
    if export.cautions:
        st.warning("\n".join(f"- {plain(told)}" for told in export.cautions), icon=":material/rule:")
    with st.container(border=True, key="export"):
        st.html(rows_html([row for row in head(export) if row[0] != "注意"]) + table_html(export))
        st.html(f'<p class="rk-saves">{links_html(sheet.id, export)}</p>')


def table_html(export: Export) -> str:
    """Two columns, so that it can be read on a telephone: the item, and its words with where they come from."""
    marks = "".join(
        f"<tr><td><strong>{escape('　'.join(filter(None, [line.no, line.title])))}</strong>"
        f"{'' if line.verified else f'<span class=rk-sub>{UNSEEN}</span>'}</td>"
        f'<td><span style="white-space:pre-line">{"" if line.known else "△ "}{escape(line.words)}</span>'
        f'<span class="rk-sub">{escape(line.where)}</span></td></tr>'
        for line in export.lines
    )
    titles = "<th>項目</th><th>内容（下の小さな字は、案件のどこから）</th>"
    return f'<table class="rk-table"><thead><tr>{titles}</tr></thead><tbody>{marks}</tbody></table>'


def links_html(case_id: int, export: Export) -> str:
    """One button per format. Links, because the file is written only when it is asked for."""
    return " ".join(
        f'<a class="rk-button" href="/api/v1/cases/{case_id}/exports/{export.form}.{kind}" download target="_self">'
        f"{escape(export.short)}を保存する（{ExportFormat(kind).label}）</a>"
        for kind in export.formats
    )
