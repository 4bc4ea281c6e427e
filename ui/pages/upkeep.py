"""定時の処理: what the engine does by the calendar, when it last ran, what it found; how long things are kept."""

from __future__ import annotations

from datetime import date, datetime
from html import escape

import streamlit as st

from cases.errors import NotFound, Refused
from cases.upkeep.desk import DRY, MAY_ASK, RunLine, WorkLine
from cases.upkeep.retention import ELSEWHERE, Kept, OwnRetention
from cases.views.general import Choice
from cases.vocabulary import ScheduledState, ScheduledWork
from infra.settings import settings
from ui import texts
from ui.counter import counter
from ui.forms.desk_form import DeskForm
from ui.forms.desk_form import draw as draw_form
from ui.parts.fault import answering
from ui.parts.links import case_link
from ui.parts.session import at_desk, officer
from ui.words import plain, rows_html, when

EVERY_SECONDS = 5
_REFUSED = "upkeep-refused"
TONES = {
    ScheduledState.DONE: ("rk-calm", "✓"),
    ScheduledState.FAILED: ("rk-late", "▲"),
    ScheduledState.RUNNING: ("rk-soon", "●"),
    ScheduledState.ASKED: ("rk-soon", "○"),
}


def draw() -> None:
    st.title("定時の処理", anchor=False)
    who = officer()
    if not MAY_ASK & who.roles:
        raise NotFound("画面")
    st.html(
        '<p class="rk-sub">決まった時刻に自動で行う処理です。予定は工程管理の部品が起動し、'
        "それが止まっているときは自動処理が自分で行います。同じ日の分が二度行われることはありません。</p>"
    )
    board()
    _keeping(at_ministry=who.at_ministry)


@st.fragment(run_every=EVERY_SECONDS)
def board() -> None:
    """Drawn anew every few seconds, so that a run that was asked for shows its end by itself."""
    with answering():
        now = counter().now()
        officer()
        with at_desk() as desk:
            works, troubles, alarms = desk.upkeep.works(), desk.upkeep.troubles(), desk.upkeep.alarms()
        if refused := st.session_state.pop(_REFUSED, ""):
            st.error(plain(refused), icon=":material/error:")
        for sentence in troubles:
            st.error(plain(sentence), icon=":material/error:")
        if any(line.waiting and _unstarted(line, now) for line in works):
            st.warning(
                "開始を待ったままの処理があります。自動処理が止まっていないか、管理者に確かめてください。",
                icon=":material/hourglass_disabled:",
            )
        _alarms(alarms, now)
        for line in works:
            _work(line, now)


def _unstarted(line: WorkLine, now: datetime) -> bool:
    """Asked for minutes ago and not begun: the engine is probably away."""
    asked = [run.asked_at for run in line.runs if run.state is ScheduledState.ASKED and run.asked_at]
    return any((now - moment).total_seconds() > 60 for moment in asked)


def _alarms(alarms: list[tuple[str, int, str, datetime]], now: datetime) -> None:
    if not alarms:
        return
    st.error(
        f"**経過の記録が改変されたおそれがある案件が {len(alarms)}件あります。** "
        "別に保管した締めの記録やバックアップと照合してください。",
        icon=":material/report:",
    )
    for number, seq, why, found in alarms:
        with st.container(key=f"row-alarm-{number}", gap=None):
            case_link(number, f"{number}　{seq}行目: {why}")
            st.html(f'<span class="rk-sub">見つけた日時 {when(found, now)}</span>')


def _work(line: WorkLine, now: datetime) -> None:
    with st.container(border=True, key=f"upkeep-{line.plan.work}"):
        told, deeds = st.columns((5, 2), vertical_alignment="top")
        told.html(_told_html(line, now))
        with deeds:
            _deeds(line)
        if len(line.runs) > 1:
            with st.expander(f"これまでの実行（新しい順に {len(line.runs)}件）"):
                st.html(_runs_html(line.runs, now))


def _told_html(line: WorkLine, now: datetime) -> str:
    done = next((run for run in line.runs if not run.dry), None)
    last = _run_html(done, now) if done else '<span class="rk-quiet">まだ実行されていません。</span>'
    looked = next((run for run in line.runs if run.dry), None)  # not buried by the run that follows it
    look = f"<dt>直近の下見</dt><dd>{_run_html(looked, now)}</dd>" if looked else ""
    late = '<span class="rk-mark rk-late">▲ 予定の時刻を過ぎています</span>' if line.late_since else ""
    return (
        f"<h2>{escape(line.plan.work.label)}</h2>"
        f'<span class="rk-sub">{escape(line.plan.does)}</span>'
        f'<dl class="rk-rows"><dt>予定</dt><dd>{escape(line.plan.words)}　次は {when(line.next_at, now)} {late}</dd>'
        f"<dt>直近の実行</dt><dd>{last}</dd>{look}</dl>"
    )


def _run_html(run: RunLine, now: datetime) -> str:
    tone, sign = TONES[run.state]
    word = "下見" if run.dry and run.state is ScheduledState.DONE else run.state.label
    state = f'<span class="rk-mark {tone}"><span aria-hidden="true">{sign}</span> {word}</span>'
    moment = when(run.started_at, now) if run.started_at else f"{when(run.asked_at, now)} に依頼"
    took = f"（{_span(run.started_at, run.ended_at)}）" if run.started_at and run.ended_at else ""
    said = f"<br>{escape(run.said)}" if run.said else ""
    way = f'<span class="rk-sub">{escape(_day(run.for_day))}分　{escape(_way(run))}{_trace(run)}</span>'
    return f"{state}<span class='rk-nobr'>{moment}</span>{took}{said}{way}"


def _way(run: RunLine) -> str:
    words = run.way + (f"（{run.asked}）" if run.asked else "")
    if run.missed:
        days = "、".join(_day(one) for one in run.missed[:5]) + ("ほか" if len(run.missed) > 5 else "")
        words += f"。実行されなかった {days} の分を含みます"
    return words + (f"　{run.attempts}回目" if run.attempts > 1 else "")


def _trace(run: RunLine) -> str:
    """A link to the run on Prefect's screen, which opens on the machine that it runs on."""
    base = settings().prefect_api_url.removesuffix("/api")
    if not run.prefect or not base:
        return ""
    where = escape(f"{base}/runs/flow-run/{run.prefect}")
    return f'　<a href="{where}" target="_blank" rel="noreferrer">工程管理の記録</a>'


def _span(start: datetime, end: datetime) -> str:
    seconds = (end - start).total_seconds()
    return f"{seconds:.1f}秒" if seconds < 60 else f"{int(seconds // 60)}分{int(seconds % 60)}秒"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _runs_html(runs: tuple[RunLine, ...], now: datetime) -> str:
    return "".join(f'<p class="rk-said">{_run_html(run, now)}</p>' for run in runs)


def _deeds(line: WorkLine) -> None:
    work = line.plan.work
    if line.waiting:
        st.button("実行を待っています…", key=f"wait-{work}", disabled=True, width="stretch")
        return
    st.button("いま実行する", key=f"run-{work}", width="stretch", on_click=_ask, args=(work, False))
    if work in DRY:
        st.button(
            "下見をする（変更しない）",
            key=f"dry-{work}",
            width="stretch",
            on_click=_ask,
            args=(work, True),
        )


def _ask(work: ScheduledWork, dry: bool) -> None:
    try:
        with at_desk() as desk:
            desk.upkeep.ask(work, dry=dry)
    except Refused as refused:
        st.session_state[_REFUSED] = texts.sentence(refused)


def _keeping(*, at_ministry: bool) -> None:
    st.header("保存期間", anchor=False)
    st.html(
        '<p class="rk-sub">期間は、この設置の設定です。通知や法令の定めではありません。'
        "各官署の文書管理規則に合わせて、国の担当が変更します。</p>"
    )
    with at_desk() as desk:
        kept = desk.upkeep.retention()
    st.html(rows_html([(one.item.title, _kept_words(one)) for one in kept] + [*ELSEWHERE]))
    if not at_ministry:
        return

    def do(facts: OwnRetention) -> str:
        with at_desk() as desk:
            desk.upkeep.set_retention(facts)
        return "保存期間を変えました。次の「保存期間を過ぎたものの削除」から使います。"

    with st.expander("保存期間を変える"):
        choices = {"item": tuple(Choice(one.item.key, one.item.title) for one in kept)}
        draw_form(DeskForm("retention", OwnRetention, "保存期間を変える", do, choices))


def _kept_words(one: Kept) -> str:
    length = f"{one.days}日を過ぎたら{one.item.deed}" if one.days else "期限なく保存"
    whose = f"{one.by}が設定" if one.by else "製品の設定"
    return f"{length}（{whose}）\n{one.item.why}"
