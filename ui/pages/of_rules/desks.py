"""The ministry's desk by date, legal bases and partner organisations: the masters that the ministry keeps (R-244)."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases.clock import jst_day
from cases.counter import SignedIn
from cases.errors import Refused
from cases.japanese_dates import wareki_and_seireki
from cases.rulebook import rulebook
from cases.rulemaking.facts import DeskVersion
from cases.rulemaking.rows import DeskLine
from ui import texts
from ui.counter import counter
from ui.forms.desk_form import DeskForm, draw
from ui.parts.session import at_desk, flash
from ui.words import plain, rows_html

UNKNOWN = "未確認（載せません）"


def draw_desks(who: SignedIn) -> None:
    """All versions by date; the ministry adds the next one or takes a wrong one back."""
    with at_desk() as desk:
        lines = desk.rules.desks()
    today = jst_day(counter().now())
    st.html(
        '<p class="rk-sub">報告・連絡・掲示には、その日の窓口が使われます。確認できない電話番号や時刻は載せません。</p>'
    )
    for line in lines:
        st.html(_desk(line, running=not line.withdrawn and line.desk.in_force(today)))
        if who.at_ministry and line.entry is not None and not line.withdrawn:
            _take_back(line)
    if not who.at_ministry:
        return
    st.header("新しい窓口を登録する", anchor=False)
    st.caption("最後の日の決まっていない前の窓口は、新しい窓口の前日で終わります。期間の重なる窓口は登録できません。")

    def do(facts: DeskVersion) -> str:
        with at_desk() as desk:
            desk.rules.appointment_desk(facts)
        return f"「{facts.full_name}」を {wareki_and_seireki(facts.effective_from)} からの窓口として登録しました。"

    draw(DeskForm("desk", DeskVersion, "窓口を登録する", do))


def _desk(line: DeskLine, *, running: bool) -> str:
    desk = line.desk
    hours = f"{desk.open_from:%H:%M}～{desk.open_to:%H:%M}（開庁日）" if desk.open_from and desk.open_to else UNKNOWN
    rows = [
        (
            "期間",
            f"{wareki_and_seireki(desk.effective_from)} から"
            + (f" {wareki_and_seireki(desk.effective_to)} まで" if desk.effective_to else ""),
        ),
        ("電話", desk.phone or UNKNOWN),
        ("電子メール", desk.email or UNKNOWN),
        ("受付時間", hours),
        ("根拠の文書", desk.source),
        ("登録", line.entered or "製品に同梱"),
        ("取消し", line.withdrawn),
        ("備考", desk.note),
    ]
    mark = '<span class="rk-mark rk-calm">今日の窓口</span>' if running else ""
    mark = '<span class="rk-mark rk-quiet">取消し</span>' if line.withdrawn else mark
    shown = rows_html([row for row in rows if row[1]])
    return f'<article class="rk-entry"><h3>{escape(desk.full_name)} {mark}</h3>{shown}</article>'


def _take_back(line: DeskLine) -> None:
    assert line.entry is not None
    with st.expander("この登録を取り消す"):
        reason = st.text_input("取り消す理由", key=f"desk-reason-{line.entry}")
        if not st.button("取り消す", key=f"desk-withdraw-{line.entry}"):
            return
        if not (reason or "").strip():
            st.error("取り消す理由を入力してください。", icon=":material/error:")
            return
        try:
            with at_desk() as desk:
                desk.rules.withdraw_desk(line.entry, reason.strip())
        except Refused as refused:
            st.error(plain(texts.sentence(refused)), icon=":material/error:")
            return
        flash("窓口の登録を取り消しました。")
        st.rerun()


def draw_bases() -> None:
    """What each instrument, request and paper rests on."""
    st.html('<p class="rk-sub">画面・通知・文書に出す根拠です。公開資料で確かめていないものには使いません。</p>')
    for one in rulebook().bases:
        rows = [
            ("書き方", one.words),
            ("法的性質", one.legal_nature.label),
            ("確認", "確認済み" if one.verified else "未確認（使っていません）"),
            ("出典", one.source),
            ("備考", one.note),
        ]
        shown = rows_html([row for row in rows if row[1]])
        st.html(f'<article class="rk-entry"><h3>{escape(one.title)}</h3>{shown}</article>')


def draw_partners() -> None:
    """Organisations that the ministry works with, by their name of today; earlier and later names below."""
    st.html('<p class="rk-sub">連携する機関・団体です。案件は持ちません。名称は日付によります。</p>')
    today = jst_day(counter().now())
    rows = []
    for one in rulebook().partners:
        names = [
            f"{name.name}{f'（{name.short}）' if name.short else ''}"
            f"{f'　{wareki_and_seireki(name.effective_from)}から' if name.effective_from else ''}"
            f"{f'　{wareki_and_seireki(name.effective_to)}まで' if name.effective_to else ''}"
            for name in one.names
        ]
        told = [f"{one.kind.label}　{one.role}", *(names if len(names) > 1 else [])]
        rows.append((one.name_on(today), "\n".join(told)))
    st.html(rows_html(rows))
