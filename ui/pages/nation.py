"""全国 (ministry only): 47 tiles, every open case with filters, the 157 authorities, what waits longest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote

import streamlit as st

from cases import handbook
from cases.desk.door import Desk
from cases.errors import NotFound
from cases.judgement import Impact
from cases.ministry.board import AuthorityRow, BoardRow, Waiting
from cases.views.general import Taken
from cases.vocabulary import FacilityKind, MinistryKnows, StageKey
from ui.counter import counter
from ui.forms.form import Form
from ui.forms.form import draw as draw_form
from ui.pages.of_case.relations import draw_groups
from ui.parts.links import case_link, open_case, open_page
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, flash, officer
from ui.parts.trend import draw_trend
from ui.words import due_html, mark_html, when

SHOWN = 50
TILES: dict[str, tuple[int, int]] = {
    "北海道": (13, 1), "青森県": (13, 2), "秋田県": (12, 3), "岩手県": (13, 3), "山形県": (12, 4), "宮城県": (13, 4),
    "新潟県": (11, 5), "福島県": (12, 5), "石川県": (9, 5), "富山県": (10, 5), "福井県": (8, 6), "長野県": (10, 6),
    "群馬県": (11, 6), "栃木県": (12, 6), "茨城県": (13, 6), "岐阜県": (9, 6), "山梨県": (10, 7), "埼玉県": (11, 7),
    "東京都": (12, 7), "千葉県": (13, 7), "愛知県": (9, 7), "静岡県": (10, 8), "神奈川県": (11, 8), "滋賀県": (8, 7),
    "三重県": (9, 8), "京都府": (7, 6), "奈良県": (8, 8), "大阪府": (7, 7), "兵庫県": (6, 6), "和歌山県": (7, 8),
    "鳥取県": (5, 6), "島根県": (4, 6), "岡山県": (5, 7), "広島県": (4, 7), "山口県": (3, 6), "香川県": (5, 9),
    "徳島県": (5, 10), "愛媛県": (4, 9), "高知県": (4, 10), "福岡県": (2, 7), "佐賀県": (1, 7), "大分県": (2, 8),
    "長崎県": (1, 8), "熊本県": (1, 9), "宮崎県": (2, 9), "鹿児島県": (1, 10), "沖縄県": (1, 12),
}  # fmt: skip


def draw() -> None:
    st.title("全国", anchor=False)
    if not officer().at_ministry:
        raise NotFound("画面")
    now = counter().now()
    with at_desk() as desk:
        rows, authorities, waiting = desk.national_board()
        groups = desk.groups()
        counted = desk.upkeep.trend()
    open_cases, late = Counter[str](), Counter[str]()
    for one in authorities:
        open_cases[one.prefecture] += one.cases
        late[one.prefecture] += one.overdue
    st.html(_counts_html(rows, late))
    tiles, beside = st.columns((3, 2), gap="medium")
    tiles.html(tiles_html(open_cases, late))
    with beside:
        _waiting(waiting, now)
    draw_trend(counted, "全国")
    cases, places, causes, contact = st.tabs(["案件", "自治体（157）", "共通の原因", "直接の連絡・共有"])
    with cases:
        _cases(rows, now)
    with places:
        _places(authorities, now)
    with causes:
        if not groups:
            st.info(
                "共通の原因の案件をまとめると、ここに並びます。案件の画面の「共通の原因の案件と関連付ける」から始めます。"
            )
        draw_groups(groups)
    with contact:
        _contact()


def _counts_html(rows: Sequence[BoardRow], late: Counter[str]) -> str:
    unheard = sum(1 for row in rows if row.knows is MinistryKnows.NOTHING)
    asked = sum(row.unanswered for row in rows)
    places = len({row.authority_code for row in rows})
    return (
        f'<ul class="rk-counts"><li>対応中<b>{len(rows)}</b>件</li>'
        f"<li{' class=rk-alarm' if late.total() else ''}>目安超過<b>{late.total()}</b>件</li>"
        f"<li>国への報告が未<b>{unheard}</b>件</li><li>未回答の照会・依頼<b>{asked}</b>件</li>"
        f"<li>対応中の自治体<b>{places}</b></li></ul>"
    )


def tiles_html(open_cases: Counter[str], late: Counter[str]) -> str:
    """One square per prefecture: its number of open cases; overdue by mark, border and colour."""
    marks = []
    for name, (column, row) in TILES.items():
        short = name if name == "北海道" else name[:-1]
        size = "rk-long" if len(short) > 2 else ""
        kind = "rk-over" if late[name] else "rk-live" if open_cases[name] else ""
        sign = "▲" if late[name] else ""
        number = f"<b>{sign}{open_cases[name]}</b>" if open_cases[name] else ""
        marks.append(
            f'<div class="rk-tile {kind} {size}" style="grid-column:{column};grid-row:{row}" role="listitem" '
            f'title="{name}　対応中 {open_cases[name]}件　目安超過 {late[name]}件">{escape(short)}{number}</div>'
        )
    return f'<div class="rk-tiles" role="list" aria-label="都道府県別の対応中の案件">{"".join(marks)}</div>'


def _waiting(found: Sequence[Waiting], now: datetime) -> None:
    st.header("回答を待つ照会・依頼（古い順）", anchor=False)
    if not found:
        st.info("回答を待っている照会・依頼はありません。自治体に尋ねると、古いものから５件がここに並びます。")
    for one in found:
        with st.container(key=f"row-wait-{one.number}-{one.about}", gap=None):
            case_link(one.number, f"{one.authority}　{one.facility}")
            st.html(
                f'<span class="rk-sub">{escape(one.about)}　{when(one.asked_at, now)}</span>'
                + (due_html(one.wished_by, now, "希望期限") if one.wished_by else "")
            )
    if st.button("自治体への依頼を見る・依頼する", icon=":material/campaign:"):
        open_page("requests")


def _cases(rows: Sequence[BoardRow], now: datetime) -> None:
    asked = _asked()
    chosen = _narrowed(rows, asked)
    st.markdown(
        f"**{len(chosen)}件**" + (f"（表示は{SHOWN}件まで。保存にはすべて入ります）" if len(chosen) > SHOWN else "")
    )
    if not chosen:
        st.info("条件に合う対応中の案件はありません。案件が開かれると、ここに並びます。")
        return
    marks = "".join(_case_html(row, now) for row in chosen[:SHOWN])
    head = "".join(
        f"<th>{word}</th>" for word in ("医療機関等", "段階", "影響", "国への報告", "最後の報告から", "把握")
    )
    st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{marks}</tbody></table>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {row.number: f"{row.number}　{row.facility}" for row in chosen[:SHOWN]}
        number = st.selectbox(
            "案件を開く",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="選ぶと開きます",
            width=420,
        )
        if number:
            open_case(number)
    draw_saving("nation", asked)


def _asked() -> dict[str, Any]:
    """What every filter is set to; None where it is not."""
    columns = st.columns(5)
    return {
        "prefecture": columns[0].selectbox("都道府県", [name for name in TILES], index=None, placeholder="全国"),
        "kind": _pick(columns[1], "種別", FacilityKind),
        "stage": _pick(columns[2], "段階", StageKey),
        "care": _pick(columns[3], "診療への支障", Impact),
        "knows": _pick(columns[4], "国への報告", MinistryKnows),
    }


def _narrowed(rows: Sequence[BoardRow], asked: dict[str, Any]) -> list[BoardRow]:
    """The rows that pass every filter that is set."""
    return [
        row
        for row in rows
        if asked["prefecture"] in (None, row.prefecture)
        and asked["kind"] in (None, row.kind)
        and (asked["stage"] is None or asked["stage"] in row.stages)
        and asked["care"] in (None, row.care)
        and asked["knows"] in (None, row.knows)
    ]


def _pick(column: Any, title: str, words: Any) -> Any:
    return column.selectbox(
        title, list(words), index=None, format_func=lambda one: words(one).label, placeholder="すべて"
    )


def _case_html(row: BoardRow, now: datetime) -> str:
    stages = "、".join(key.label for key in row.stages) or "次の段階を準備中"
    asked = f"（未回答 {row.unanswered}件）" if row.unanswered else ""
    return (
        f'<tr><td><a href="/case?number={quote(row.number)}" target="_self"><strong>{escape(row.facility)}</strong></a>'
        f"<span class='rk-sub'>{escape(row.authority)}　"
        f"{escape(row.municipality)}・{escape(row.kind.label)}<br>{row.number}</span></td>"
        f"<td>{escape(stages)}</td><td>{mark_html(row.care.label, '診療')}{mark_html(row.leak.label, '情報')}</td>"
        f"<td>{escape(row.knows.label)}{asked}</td><td>{_age(row, now)}</td><td>{when(row.grasped_at, now)}</td></tr>"
    )


def _age(row: BoardRow, now: datetime) -> str:
    if row.last_report_at is None:
        return "報告なし"
    days = (now - row.last_report_at).days
    return f"{days}日" if days else "本日"


def _places(authorities: Sequence[AuthorityRow], now: datetime) -> None:
    busy = st.toggle("対応中の案件がある自治体だけを表示する", value=True)
    rows = [one for one in authorities if one.cases or not busy]
    rows.sort(key=lambda one: (-one.overdue, -one.cases, one.code))
    if not rows:
        st.info("対応中の案件がある自治体はありません。案件が開かれると、ここに並びます。")
    marks = "".join(
        f"<tr><td><strong>{escape(one.name)}</strong><span class='rk-sub'>{escape(one.prefecture)}</span></td>"
        f"<td>{one.cases}件</td><td>{f'▲ {one.overdue}件' if one.overdue else '0件'}</td>"
        f"<td>{one.unreported}件</td><td>{one.unanswered}件</td></tr>"
        for one in rows
    )
    head = "".join(
        f"<th>{word}</th>" for word in ("自治体", "対応中", "目安超過", "国への報告が未", "未回答の照会・依頼")
    )
    if rows:
        st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{marks}</tbody></table>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {one.code: one.name for one in rows}
        code = st.selectbox(
            "自治体の案件を開く",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="選ぶと開きます",
            width=320,
        )
        if code:
            st.session_state["list-authority"] = code
            open_page("worklist")
    draw_saving("authorities", {"busy": busy})
    _sharing(authorities)


def _sharing(authorities: Sequence[AuthorityRow]) -> None:
    """Whether an authority is told of direct contacts: the notice does not ask for it, so it may say no (R-056)."""
    with st.expander("医療機関等からの直接の連絡を自治体に共有するか"), st.form("sharing", border=False):
        names = {one.code: one.name for one in authorities}
        code = st.selectbox(
            "自治体", list(names), index=None, format_func=names.__getitem__, placeholder="選んでください"
        )
        shares = st.radio("共有", [True, False], format_func=lambda yes: "する" if yes else "しない", horizontal=True)
        reason = st.text_input("理由", autocomplete="off")
        if st.form_submit_button("記録する"):
            if not code or not reason:
                st.error("**まだ記録されていません。** 自治体と理由の両方を記入してください。")
                return
            with at_desk() as desk:
                desk.choose_sharing(code, bool(shares), reason)
            st.success(f"{names[code]}に、直接の連絡を共有{'します' if shares else 'しません'}。")


def _contact() -> None:
    st.caption(
        "医療機関等から直接の連絡があったとき、又は国が先に事案を把握したときに記録します。"
        "案件があればその担当に知らせ、なければ所管の自治体の一覧に案件を開きます。"
    )
    _, act = handbook.find("share_incident")

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        if facts.get("contacted_at") and not facts.get("question"):
            outcome, number = desk.receive_contact(facts)
            flash(f"{outcome.label}（{number}）。" if number else f"{outcome.label}。")
            return Taken(0, number, 0)
        taken = desk.take("share_incident", None, facts)
        flash(f"案件 {taken.number} を所管の自治体の一覧に開きました。")
        return taken

    draw_form(Form(act, send=send), lambda taken: st.rerun())
