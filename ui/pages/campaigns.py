"""要請の周知: the ministry passes a request on and sees how far all are; an authority says how far it is, by item."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from cases.clock import JST, jst_day
from cases.desk.door import Desk
from cases.errors import NotFound
from cases.japanese_dates import wareki
from cases.ministry.campaigns import facts as forms
from cases.ministry.campaigns.cooperation import USUAL, items
from cases.ministry.campaigns.views import CampaignRow, CampaignView
from cases.ministry.requests import HANDLING
from cases.procedure import Act, Facts
from cases.views.general import Choice, Taken
from cases.vocabulary import MeasureState, ProtectedObject, Role, Threat
from ui.counter import counter
from ui.forms.form import Form
from ui.forms.form import draw as draw_form
from ui.pages.of_campaigns.authorities import draw_authorities
from ui.parts.links import NUMBER
from ui.parts.saving import draw_saving
from ui.parts.session import at_desk, flash, officer
from ui.words import rows_html, when

NEW, COPY = "new", "copy-"
SIGNS = {
    MeasureState.UNCONFIRMED.label: "○",
    MeasureState.CONFIRMED.label: "◐",
    MeasureState.DONE.label: "✓",
    MeasureState.NOT_APPLICABLE.label: "－",
}
BASIS = "根拠: 他省庁からの協力要請（法令上の根拠も、回答の期限も示されていません）"
OUR_OWN = "状況の記録は、省内・自治体内の進捗管理のためのものです。要請元は回答を求めていません。"
KEEP_OUT = "宿泊先・行き先・行程は、どの欄にも書かないでください。"


def draw() -> None:
    st.title("要請の周知", anchor=False)
    number = st.query_params.get(NUMBER, "")
    if officer().at_ministry and (number == NEW or number.startswith(COPY)):
        _back()
        _send(number.removeprefix(COPY) if number.startswith(COPY) else "")
    elif number:
        with at_desk() as desk:
            view = desk.campaigns.get(number)
        _back()
        _one(view)
    else:
        _list()


def go(number: str) -> None:
    """To another view of this page; from a button's callback."""
    st.query_params.pop(NUMBER, None)
    if number:
        st.query_params[NUMBER] = number


def _back() -> None:
    st.button(
        "一覧に戻る", icon=":material/arrow_back:", type="tertiary", on_click=go, args=("",), key="campaigns-back"
    )


# -- the list ------------------------------------------------------------------------------------------------------


def _list() -> None:
    now, ministry = counter().now(), officer().at_ministry
    with at_desk() as desk:
        found = desk.campaigns.all()
    if ministry:
        st.button("要請を周知する", type="primary", icon=":material/add:", on_click=go, args=(NEW,), key="campaign-new")
    if not found:
        st.info(
            "他省庁からの要請（警備協力など）を登録し、その場で自治体に周知します。状況は事項ごとに集まり、"
            "行事の前に、済んでいない自治体だけに知らせます。"
            if ministry
            else "厚生労働省が周知する他省庁からの要請が、ここに並びます。事項ごとに状況を記録します。"
        )
    for row in found:
        with st.container(key=f"row-campaign-{row.number}", gap=None):
            columns = st.columns((1.5, 5.2, 2.2, 1.2), vertical_alignment="center")
            columns[0].html(f"<strong>{escape(row.state)}</strong>")
            columns[1].html(
                f'<strong>{escape(row.title)}</strong><span class="rk-sub">行事 {escape(row.event)}<br>'
                f"{row.number}　{when(row.sent_at, now)}</span>"
            )
            columns[2].html(_progress(row, ministry))
            columns[3].button("開く", key=f"open-{row.number}", width="stretch", on_click=go, args=(row.number,))


def _progress(row: CampaignRow, ministry: bool) -> str:
    if ministry:
        return f"<strong>{row.settled}／{row.addressees}</strong> 自治体が済み"
    return f"残り <strong>{row.open_items}</strong> 項目" if row.open_items else "✓ すべて済み"


# -- one -----------------------------------------------------------------------------------------------------------


def _one(view: CampaignView) -> None:
    now = counter().now()
    event = f"{wareki(view.event_from)}から{wareki(view.event_to)}まで" + ("（予定）" if view.tentative else "")
    rows = [
        ("行事の期間", event),
        ("取組の期間", view.campaign),
        ("送り状", view.cover),
        ("照会先", view.contact),
        ("知らせる日", _reminding(view)),
        ("周知した者", f"{view.sent_by}　{when(view.row.sent_at, now)}"),
        *([("もとにした周知", view.copied_from)] if view.copied_from else []),
    ]
    st.html(
        f'<section class="rk-card"><span class="rk-sub">{view.row.number}　{escape(view.row.state)}</span>'
        f"<h1>{escape(view.row.title)}</h1>{rows_html(rows)}</section>"
    )
    for move in view.moves:
        st.html(
            f'<div class="rk-note rk-warn"><strong>{escape(move.what)}</strong><br>{escape(move.reason)}'
            f'<span class="rk-sub">{escape(move.by)}　{when(move.at, now)}</span></div>'
        )
    with st.expander("要請文書（要請元からの文書）"):
        told = (
            ("背景", view.background),
            ("懸念される脅威", "、".join(view.threats)),
            ("守るもの", "、".join(view.protected)),
        )
        st.html(rows_html([*view.source, *((name, words) for name, words in told if words)]))
    if view.mine:
        _saying(view, now)
    else:
        _roll_up(view)
    if view.reminders:
        _told(view, now)
    st.caption(f"{BASIS}。{OUR_OWN}")


def _reminding(view: CampaignView) -> str:
    days = "、".join(f"{n}日前" for n in view.reminder_days) or "なし"
    if view.next_at is None or view.over:
        return f"{days}の9時"
    return f"{days}の9時（次は {_moment(view.next_at)}）"


def _moment(at: datetime) -> str:
    return f"{wareki(jst_day(at))}　{at.astimezone(JST):%H:%M}"


def _told(view: CampaignView, now: datetime) -> None:
    with st.expander("送った知らせ"):
        marks = "".join(
            f"<tr><td>{'期間の終わり' if not row.days else f'{row.days}日前'}</td><td>{wareki(row.event_from)}</td>"
            f"<td>{when(row.written_at, now)}</td><td>{escape(row.late) or '—'}</td>"
            f"<td>{row.authorities}団体　{row.people}名</td></tr>"
            for row in view.reminders
        )
        head = "".join(f"<th>{word}</th>" for word in ("段", "行事の初日", "送った日時", "遅れ", "宛先"))
        st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{marks}</tbody></table>')


# -- the authority -------------------------------------------------------------------------------------------------


def _saying(view: CampaignView, now: datetime) -> None:
    st.header(f"要請事項（残り {view.row.open_items}項目）", anchor=False)
    marks = "".join(
        f'<tr><td><span class="rk-nobr">{escape(one.label)}</span></td>'
        f"<td>{escape(one.text)}<span class='rk-sub'>{escape(one.mode)}</span></td>"
        f'<td><span class="rk-nobr">{SIGNS[one.state]} {escape(one.state)}</span>'
        + (f'<span class="rk-sub">{escape(one.note)}</span>' if one.note else "")
        + f"</td><td>{when(one.said_at, now, missing='—')}<span class='rk-sub'>{escape(one.said_by)}</span></td></tr>"
        for one in view.items
    )
    head = "".join(f"<th>{word}</th>" for word in ("番号", "事項", "状況", "記録"))
    st.html(f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{marks}</tbody></table>')
    draw_saving("measures", {"number": view.row.number}, what="状況")
    if view.over:
        st.info("この要請の期間は終わっています。")
        return
    if not officer().roles & HANDLING:
        st.info("状況の記録は、担当職員又は決裁者が行います。")
        return
    st.subheader("状況を記録する", anchor=False)

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        desk.campaigns.say(view.row.number, facts)
        return Taken(0, view.row.number, 0)

    chosen = tuple(Choice(str(one.id), one.label) for one in view.items)
    act = _pretend(f"say-{view.row.number}", forms.STATE, forms.ItemSaid)
    form = Form(act, choices={"items": chosen}, button="記録する", send=send)
    draw_form(form, lambda taken: _done("状況を記録しました。"), sources=False)


# -- the ministry --------------------------------------------------------------------------------------------------


def _roll_up(view: CampaignView) -> None:
    total = len(view.addressees)
    st.header(f"状況（{view.row.settled}／{total} 自治体が済み）", anchor=False)
    st.progress(view.row.settled / total if total else 0.0)
    by_item, by_authority, change = st.tabs(["事項ごと", "自治体ごと", "日程を改める・取りやめる"], key="campaign-tabs")
    with by_item:
        st.html(_items_html(view))
    with by_authority:
        draw_authorities(view.row.number)
    with change:
        _change(view)
    draw_saving("measures", {"number": view.row.number}, what="状況")
    st.button(
        "この周知をもとに、新しい行事の周知を作る",
        icon=":material/content_copy:",
        on_click=go,
        args=(f"{COPY}{view.row.number}",),
        key="campaign-copy",
    )


def _items_html(view: CampaignView) -> str:
    marks = ""
    for at, item in enumerate(view.items):
        states = [one.states[at] for one in view.addressees]
        counts = "".join(f"<td>{states.count(word.label)}</td>" for word in MeasureState)
        marks += (
            f'<tr><td><span class="rk-nobr">{escape(item.label)}</span></td><td>{escape(item.text)}</td>{counts}</tr>'
        )
    head = "".join(f"<th>{word}</th>" for word in ("番号", "事項", *(state.label for state in MeasureState)))
    head = head.replace("<th>", '<th class="rk-nobr">')
    return f'<table class="rk-table"><thead><tr>{head}</tr></thead><tbody>{marks}</tbody></table>'


def _change(view: CampaignView) -> None:
    if view.over:
        st.info("この要請の期間は終わっています。")
        return

    def moved(desk: Desk, facts: dict[str, Any]) -> Taken:
        desk.campaigns.move(view.row.number, facts)
        return Taken(0, view.row.number, 0)

    def stopped(desk: Desk, facts: dict[str, Any]) -> Taken:
        desk.campaigns.stop(view.row.number, facts)
        return Taken(0, view.row.number, 0)

    known = {"event_from": view.event_from.isoformat(), "event_to": view.event_to.isoformat()}
    move = _pretend(f"move-{view.row.number}", forms.MOVE, forms.EventMoved)
    form = Form(move, defaults=known, button="改めて知らせる", send=moved)
    draw_form(form, lambda taken: _done("日程を改め、周知先に知らせます。"), sources=False)
    stop = _pretend(f"stop-{view.row.number}", forms.STOP, forms.CampaignStopped)
    form = Form(stop, button="取りやめを知らせる", send=stopped)
    draw_form(form, lambda taken: _done("取りやめを、周知先に知らせます。"), sources=False)


def _send(copied: str) -> None:
    if Role.MINISTRY not in officer().roles:
        raise NotFound("画面")
    with at_desk() as desk:
        places = desk.requests.authorities()
        known = _known(desk.campaigns.get(copied)) if copied else {}
    st.html(f'<div class="rk-note rk-warn">{KEEP_OUT}</div><p class="rk-sub rk-basis">{BASIS}</p>')
    with st.expander("要請事項の文言（共通1～8、個別1～10）"):
        marks = "".join(
            f'<tr><td><span class="rk-nobr">{one.part.label[:2]}{one.number}</span></td><td>{escape(one.text)}</td>'
            f"<td>{one.mode.label}</td></tr>"
            for one in items()
        )
        st.html(f'<table class="rk-table"><tbody>{marks}</tbody></table>')

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        return Taken(0, desk.campaigns.send(facts), 0)

    form = Form(
        _pretend(f"send_campaign{copied}", forms.SEND, forms.CampaignSent),
        choices={
            "items": tuple(Choice(one.id, f"{one.part.label[:2]}{one.number}") for one in items()),
            "prefectures": tuple(Choice(name, name) for name in dict.fromkeys(place[2] for place in places)),
            "authorities": tuple(Choice(code, name) for code, name, _ in places),
        },
        defaults={"reminder_days": [str(n) for n in USUAL], **known},
        fixed={"copied_from": copied} if copied else {"copied_from": ""},
        button="周知する（選んだ自治体の担当者に通知します）",
        send=send,
    )

    def then(taken: Taken) -> None:
        flash(f"要請の周知 {taken.number} を送りました。")
        go(taken.number)
        st.rerun()

    draw_form(form, then, sources=False)


def _known(view: CampaignView) -> dict[str, Any]:
    """What a copy takes over: the words and items, not the letter's number and the days."""
    source = dict(view.source)
    return {
        "source_sender": source["差出人"].removesuffix("（公印省略）"),
        "source_recipient": source["宛先"],
        "source_subject": source["件名"],
        "background": view.background,
        "threats": [one.value for one in Threat if one.label in view.threats],
        "protected": [one.value for one in ProtectedObject if one.label in view.protected],
        "title": view.row.title,
        "cover": view.cover,
        "contact": view.contact,
        "items": [one.source for one in view.items if one.source],
        "reworded": [f"{one.source}＝{one.text}" for one in view.items if one.reworded],
        "added": [one.text for one in view.items if not one.source],
        "reminder_days": [str(n) for n in view.reminder_days],
    }


# -- both ----------------------------------------------------------------------------------------------------------


def _pretend(name: str, label: str, model: type[Facts]) -> Act[Any]:
    """A form's act that no case knows: drafts and complaints need its name and label."""
    return Act(name, name, label, model, frozenset(), change=lambda case, facts, deed: None)


def _done(said: str) -> None:
    flash(said)
    st.rerun()
