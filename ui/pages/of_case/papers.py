"""公文書 of a case: what was issued, to look at and to save, and drafts to look at before the decision."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from cases.desk.views import CaseSheet
from cases.errors import Refused
from cases.japanese_dates import wareki
from cases.papers.views import PaperView
from cases.vocabulary import PaperKind
from ui import texts
from ui.parts.paper_offers import draw_shut, offered, open_kinds
from ui.parts.session import at_desk, later
from ui.words import plain, rows_html, when

_OPEN = "paper-open"
SHOWN = 6
"""Pages drawn on the screen; a case record may have a hundred."""


def draw_papers(sheet: CaseSheet, now: datetime) -> None:
    st.subheader("公文書", anchor=False)
    if not sheet.papers:
        st.info(
            "発行した公文書が、ここに並びます。決裁者が「公文書を発行する」で番号を採り、確定します。"
            "その前の案は、下で誰でも確かめられます。"
        )
    for paper in sheet.papers:
        _paper(paper, now)
    _drafts(sheet)


@st.fragment
def _paper(paper: PaperView, now: datetime) -> None:
    state = f"取消（{paper.taken_back}）" if paper.taken_back else "有効"
    rows = [
        ("番号・日付", f"{paper.number}　{wareki(paper.dated_on)}"),
        ("件名", paper.title),
        ("宛先", paper.addressee or "なし（記録）"),
        ("発行", f"{paper.issued_by}　{when(paper.issued_at, now)}"),
        ("状態", f"{state}　{paper.pages}頁"),
        ("照合用の値（SHA-256）", paper.sha256),
    ]
    with st.container(border=True, key=f"paper-{paper.id}"):
        st.html(f"<h4>{escape(paper.kind)}</h4>{rows_html(rows)}")
        if st.toggle("保存・印刷の用意をする", key=f"{_OPEN}-{paper.id}"):
            with at_desk() as desk:
                name, pdf = desk.paper_file(paper.id)
            with st.container(horizontal=True):
                st.download_button(
                    f"発行した文書を保存する（PDF、{len(pdf) // 1024} KB）",
                    pdf,
                    name,
                    "application/pdf",
                    key=f"paper-save-{paper.id}",
                )
                st.download_button(
                    "参考用の写しを保存する（PDF）",
                    later(lambda: _copy(paper.id)),
                    name.replace(".pdf", "（写し）.pdf"),
                    "application/pdf",
                    key=f"paper-copy-{paper.id}",
                    on_click="ignore",
                )
            st.caption("写しには「写」と、出力した者・日時が入ります。発行した文書そのものは変わりません。")


@st.fragment
def _drafts(sheet: CaseSheet) -> None:
    if not st.toggle("案を確かめる・票や記録を印刷する（番号は採りません）", key=f"paper-drafts-{sheet.id}"):
        return  # what can be had is asked of the whole case: only for who wants to know
    st.caption(
        "当日票・検査員証一覧・紙の受付票・案件記録は、番号を採らずにそのまま印刷して使えます。"
        "そのほかの文書には「案」と印字します。"
    )
    told = offered(sheet.id, issuing=False)
    kinds = {kind.label: kind for kind in open_kinds(told)}
    chosen = st.selectbox("文書の種類", list(kinds), index=None, placeholder="選んでください", key="paper-kind")
    draw_shut(told)
    if not chosen:
        return
    try:
        with at_desk() as desk:
            facts = draft_facts(sheet, kinds[chosen])
            pages = desk.paper_draft(sheet.id, facts)
    except Refused as refused:
        st.warning(plain(texts.sentence(refused)))
        return
    st.download_button(
        "PDFを保存する",
        later(lambda: _pdf(sheet.id, facts)),
        f"{sheet.number}_{chosen}.pdf",
        "application/pdf",
        key="paper-pdf",
        on_click="ignore",
    )
    for n, page in enumerate(pages[:SHOWN], start=1):
        st.image(page, caption=f"{chosen}　{n}／{len(pages)}頁")
    if len(pages) > SHOWN:
        st.caption(f"続きは、PDFで確かめてください（全{len(pages)}頁）。")


def _copy(paper_id: int) -> bytes:
    with at_desk() as desk:
        return desk.paper_copy(paper_id)[1]


def _pdf(case_id: int, facts: dict[str, object]) -> bytes:
    with at_desk() as desk:
        return desk.paper_unsigned(case_id, facts)[1]


def draft_facts(sheet: CaseSheet, kind: PaperKind) -> dict[str, object]:
    """The order for a draft: what a person has still to say stands as ○○."""
    if kind in (PaperKind.REPORT_ORDER, PaperKind.SUBMISSION_ORDER):
        return {
            "kind": str(kind),
            "content": "（求める事項を記入します）",
            "due_on": sheet.grasped_at.date().isoformat(),
        }
    return {"kind": str(kind)}
