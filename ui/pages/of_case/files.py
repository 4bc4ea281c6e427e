"""The tab 資料: files come in, are looked at, kept with their purpose, downloaded; none is shown in the page."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from cases.casework.files.content import LARGEST, MEDIA
from cases.casework.files.views import FileView
from cases.desk.views import CaseSheet
from cases.errors import NotSignedIn, Refused
from cases.vocabulary import AttachmentState
from ui import texts
from ui.parts.fault import show_signed_out
from ui.parts.links import open_case
from ui.parts.session import at_desk, flash
from ui.words import plain, rows_html, when

KEEP = "keep_file"
_ROUND = "files-round"


def draw_files(sheet: CaseSheet, now: datetime) -> None:
    if sheet.closed_at is None and any(act.name == KEEP for act in sheet.acts):
        _uploader(sheet)
    for one in sheet.files:
        st.html(_file(sheet, one, now))
        if one.state == AttachmentState.LAID.label and sheet.closed_at is None:
            with st.container(horizontal=True, key=f"laid-{one.id}"):
                if st.button("資料を保存する", key=f"keep-{one.id}", type="primary"):
                    open_case(sheet.number, KEEP)
                if st.button("資料を削除する", key=f"remove-{one.id}"):
                    open_case(sheet.number, "remove_file")
    if not sheet.files:
        st.info(
            "報道資料・証拠資料・回答資料などのファイルが、ここに並びます。患者の個人情報を含むものは入れられません。"
        )


def _uploader(sheet: CaseSheet) -> None:
    turn = st.session_state.setdefault(_ROUND, 0)
    given = st.file_uploader(
        "資料を加える（PDF・PNG・JPEG・テキスト・CSV・Excel・Word、10MB まで）",
        type=list(MEDIA),
        key=f"files-{sheet.id}-{turn}",
        max_upload_size=LARGEST // (1024 * 1024),
    )
    if given is None or not st.button("この資料を受け取り、中身を確かめる", key="lay-in", type="primary"):
        return
    try:
        with at_desk() as desk:
            laid = desk.lay_in(sheet.id, given.name, given.getvalue())
    except NotSignedIn as refused:
        show_signed_out(refused)
        return
    except Refused as refused:
        st.error(plain(texts.sentence(refused)))
        return
    st.session_state[_ROUND] = turn + 1
    flash(
        f"「{laid.name}」を受け取りました。種別を選んで保存してください。"
        + (f"{laid.suspicion}。" if laid.suspicion else "")
    )
    open_case(sheet.number, KEEP)


def _file(sheet: CaseSheet, one: FileView, now: datetime) -> str:
    rows = [("状態", one.state + (f"　{one.removed}" if one.removed else "")), *one.rows]
    if one.suspicion:
        rows.append(
            ("個人情報", f"▲ {one.suspicion}" + (f"　→ 含まないと確認（{one.cleared}）" if one.cleared else ""))
        )
    rows += [
        ("受取", f"{one.brought_by}　{when(one.brought_at, now)}"),
        ("大きさ", f"{one.size:,} バイト"),
        ("SHA-256", one.sha256),
    ]
    link = (
        ""
        if one.gone
        else f'<p><a href="/api/v1/cases/{sheet.id}/files/{one.id}" download target="_self">ダウンロードする</a></p>'
    )
    title = f"{one.id}　{one.purpose}　{one.name}"
    return f'<article class="rk-entry"><h3>{escape(title)}</h3>{rows_html(rows)}{link}</article>'
