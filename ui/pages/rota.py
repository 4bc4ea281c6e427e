"""当番と代理: who has the duty on which day, who is called at night, who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from cases.clock import jst_day
from cases.counter import SignedIn
from cases.errors import Refused
from cases.japanese_dates import day_words
from cases.office.rota import ChangeLine, Colleague, DutyDay, StandInLine
from cases.office.rota_facts import DutyDays, StandIn
from cases.views.general import Choice
from ui import texts
from ui.counter import counter
from ui.forms.desk_form import DeskForm
from ui.forms.desk_form import draw as draw_form
from ui.parts.fault import answering
from ui.parts.session import at_desk, flash, officer
from ui.words import plain, when

MONTH, ORDER, SAID = "rota-month", "rota-order", "rota-said"
WEEKDAYS = "月火水木金土日"
KEEPERS = "当番表と呼出順は、所属の決裁者が登録します。自分が不在にする日の代理は、自分で登録できます。"


def draw() -> None:
    st.title("当番と代理", anchor=False)
    who = officer()
    today = jst_day(counter().now())
    first = st.session_state.setdefault(MONTH, today.replace(day=1))
    with at_desk() as desk:
        days, people = desk.rostering.month(first), desk.rostering.colleagues()
        lines, changes, keeps = desk.rostering.stand_ins(), desk.rostering.changes(), desk.rostering.keeps
    if said := st.session_state.pop(SAID, ""):
        st.error(plain(said), icon=":material/error:")
    if not keeps:
        st.info(KEEPERS)
    _stand_ins(lines, people, who, keeps=keeps)
    _month(first, days, people, today, keeps=keeps)
    _order(people, keeps=keeps)
    _changes(changes)


def _stand_ins(lines: Sequence[StandInLine], people: Sequence[Colleague], who: SignedIn, *, keeps: bool) -> None:
    st.header("不在と代理", anchor=False)
    if not lines:
        st.info("今とこれからの代理は登録されていません。登録すると、不在の間の業務と通知が代理の職員に届きます。")
    for line in lines:
        with st.container(border=True, key=f"stand-in-{line.id}"):
            st.html(_stand_in_html(line))
            if keeps or line.absent_id == who.id:
                label = "代理を終える" if line.running else "この代理を取り消す"
                st.button(label, key=f"end-{line.id}", on_click=_end, args=(line.id,))
    with st.expander("代理を登録する", expanded=False):
        _stand_in_form(people, who, keeps=keeps)


def _stand_in_html(line: StandInLine) -> str:
    mark = '<span class="rk-mark rk-soon">不在中</span>' if line.running else '<span class="rk-mark">予定</span>'
    mail = "本人にもメールを送る" if line.also_absent else "本人には画面のお知らせのみ"
    reason = f"　{escape(line.reason)}" if line.reason else ""
    return (
        f"{mark}<strong>{escape(line.absent)} → {escape(line.stand_in)}</strong>"
        f'<span class="rk-sub">{day_words(line.from_day, with_year=True)} から '
        f"{day_words(line.to_day, with_year=True)} まで{reason}　{mail}（登録 {escape(line.set_office)}）</span>"
    )


def _stand_in_form(people: Sequence[Colleague], who: SignedIn, *, keeps: bool) -> None:
    everybody = tuple(Choice(str(one.id), one.office) for one in people)
    mine = tuple(one for one in everybody if keeps or one.value == str(who.id))
    today = jst_day(counter().now()).isoformat()

    def do(facts: StandIn) -> str:
        with at_desk() as desk:
            desk.rostering.name_stand_in(facts)
        return "代理を登録しました。始まりの日から、割当てと通知は代理の職員に届きます。"

    defaults = {"absent": str(who.id), "from_day": today, "to_day": today}
    draw_form(DeskForm("stand-in", StandIn, "代理を登録する", do, {"absent": mine, "stand_in": everybody}, defaults))


def _month(first: date, days: Sequence[DutyDay], people: Sequence[Colleague], today: date, *, keeps: bool) -> None:
    st.header("当番表", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("前の月", key="rota-before", icon=":material/chevron_left:", on_click=_turn, args=(first, -1))
        st.html(f'<strong class="rk-rota-month">{first.year}年{first.month}月</strong>')
        st.button(
            "次の月",
            key="rota-after",
            icon=":material/chevron_right:",
            icon_position="right",
            on_click=_turn,
            args=(first, 1),
        )
    gaps = [day for day in days if day.gap and day.on >= today]
    if gaps:
        st.html(
            f'<p class="rk-alarm">▲ この月のこれからの開庁日のうち、当番の決まっていない日が{len(gaps)}日あります。'
            "決まっていない日は、持っている業務の最も少ない職員に割り当てます。</p>"
        )
    st.html(month_html(days, today))
    st.caption("閉庁日と閉庁時は、下の呼出順によります。")
    if not keeps:
        return
    with st.expander("当番を登録する"):
        choices = {"officer": tuple(Choice(str(one.id), one.office) for one in people)}
        begins = max(first, today).isoformat()
        draw_form(
            DeskForm("duty", DutyDays, "当番を登録する", _give_duty, choices, {"from_day": begins, "to_day": begins})
        )
    named = [day for day in days if day.office and day.on >= today]
    if named:
        with st.expander("当番を取り消す"):
            chosen = st.selectbox(
                "取り消す日", named, format_func=lambda day: f"{day_words(day.on)}　{day.office}", key="rota-clear-day"
            )
            st.button("この日の当番を取り消す", key="rota-clear", on_click=_clear, args=(chosen.on,))


def _give_duty(facts: DutyDays) -> str:
    with at_desk() as desk:
        count = desk.rostering.set_duty(facts)
    return f"開庁日{count}日の当番を登録しました。"


def month_html(days: Sequence[DutyDay], today: date) -> str:
    """The month in weeks from Monday; a day that opens and has nobody says so in words."""
    cells = ["<td></td>"] * days[0].on.weekday() + [_day_html(day, today) for day in days]
    cells += ["<td></td>"] * (-len(cells) % 7)
    weeks = "".join(f"<tr>{''.join(cells[n : n + 7])}</tr>" for n in range(0, len(cells), 7))
    head = "".join(f'<th scope="col">{one}</th>' for one in WEEKDAYS)
    top = f"<caption>当番表</caption><thead><tr>{head}</tr></thead>"
    return f'<table class="rk-rota-table">{top}<tbody>{weeks}</tbody></table>'


def _day_html(day: DutyDay, today: date) -> str:
    if day.office:
        said = f"<b>{escape(day.office)}</b>"
    elif not day.opens:
        said = '<span class="rk-quiet">閉庁日</span>'
    else:
        said = '<span class="rk-quiet">登録なし</span>' if day.on < today else '<span class="rk-alarm">▲ 未定</span>'
    kind = " rk-rota-today" if day.on == today else " rk-rota-shut" if not day.opens else ""
    mark = "<small>今日</small>" if day.on == today else ""
    return f'<td class="rk-rota-day{kind}"><span>{day.on.day}{mark}</span>{said}</td>'


def _order(people: Sequence[Colleague], *, keeps: bool) -> None:
    st.header("閉庁時の呼出順", anchor=False)
    called = [one for one in people if one.on_call_order is not None]
    if called:
        st.html(f'<p class="rk-rota">{" → ".join(f"<strong>{escape(one.office)}</strong>" for one in called)}</p>')
    else:
        st.info("呼出順は登録されていません。夜間・休日の業務は、持っている業務の最も少ない職員に割り当てます。")
    if not keeps:
        return
    with st.expander("呼出順を変える"):
        names = {str(one.id): one.office for one in people}
        st.session_state.setdefault(ORDER, [str(one.id) for one in called])
        st.multiselect(
            "呼び出す順に選ぶ", list(names), format_func=lambda one: names[one], key=ORDER, placeholder="選ぶ"
        )
        st.button("この順にする", key="rota-order-go", type="primary", on_click=_reorder)


def _changes(changes: Sequence[ChangeLine]) -> None:
    with st.expander(f"変更の記録（{len(changes)}件）"):
        now = counter().now()
        if not changes:
            st.caption("当番表・呼出順・代理を変えると、だれがいつ何を変えたかがここに残ります。")
        for one in changes:
            by = f'<span class="rk-sub">{escape(one.by)}　{when(one.at, now)}</span>'
            st.html(f'<p class="rk-said">{escape(one.line)}</p>{by}')


def _turn(first: date, months: int) -> None:
    ahead = first.replace(day=28) + timedelta(days=4) if months > 0 else first - timedelta(days=1)
    st.session_state[MONTH] = ahead.replace(day=1)


def _end(line_id: int) -> None:
    with answering():
        try:
            with at_desk() as desk:
                desk.rostering.end_stand_in(line_id)
        except Refused as refused:
            st.session_state[SAID] = texts.sentence(refused)
            return
        flash("代理を終えました。")


def _clear(on: date) -> None:
    with answering():
        try:
            with at_desk() as desk:
                desk.rostering.clear_duty(on)
        except Refused as refused:
            st.session_state[SAID] = texts.sentence(refused)
            return
        flash(f"{day_words(on)}の当番を取り消しました。")


def _reorder() -> None:
    with answering():
        try:
            with at_desk() as desk:
                desk.rostering.set_on_call([str(one) for one in st.session_state.get(ORDER, [])])
        except Refused as refused:
            st.session_state[SAID] = texts.sentence(refused)
            return
        flash("閉庁時の呼出順を変えました。")
