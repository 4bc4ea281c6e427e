"""The case's head: who and where, the four timestamps as a rail, the stages as a rail, the clocks as badges."""

from __future__ import annotations

from datetime import datetime
from html import escape

from cases.clocks.views import ClockView
from cases.desk.views import CaseSheet
from cases.japanese_dates import elapsed_words
from cases.vocabulary import ClockState, StageState
from ui.pages.of_case.rules import wider_html
from ui.parts.basis import basis_html
from ui.words import STAGE_SIGNS, UNKNOWN, due_html, mark_html, when


def head_html(sheet: CaseSheet, now: datetime) -> str:
    """Where the case stands, who has it, the next due, whether the ministry knows."""
    until = sheet.closed_at or now
    elapsed = f"把握 {when(sheet.grasped_at, now)} から {elapsed_words(until - sheet.grasped_at)}"
    municipal = "・自治体立" if sheet.municipal else ""
    state = (
        f"{sheet.ending}（{when(sheet.closed_at, now)}）" if sheet.closed_at else f"国への報告: {sheet.ministry_knows}"
    )
    due = "" if sheet.closed_at else f"<span>{due_html(sheet.next_due, now)}</span>"
    return f"""<section class="rk-card"><div class="rk-top"><span>{escape(sheet.number)}</span>
<span>{escape(elapsed)}</span><span>{escape(state)}</span>{due}</div>
<h1>{escape(sheet.facility)}{_unconfirmed(sheet)}</h1>
<div class="rk-top"><span>{escape(f"{sheet.facility_kind}・{sheet.municipality}{municipal}")}</span>
<span>所管: {escape(sheet.authority)}</span><span>担当: <strong>{escape(sheet.lead) or "未定"}</strong></span>
<span>判断: <strong>{escape(sheet.result)}</strong></span>{wider_html(sheet)}
<span>{mark_html(sheet.care, "診療")}{mark_html(sheet.leak, "情報")}</span></div>
{_times(sheet, now)}</section>"""


def _unconfirmed(sheet: CaseSheet) -> str:
    """A case that only the press knows of says so beside its name (R-063)."""
    return ' <span class="rk-due rk-soon"><b>未確認（報道による）</b></span>' if sheet.unconfirmed else ""


def _times(sheet: CaseSheet, now: datetime) -> str:
    rail = (
        ("発生", sheet.occurred_at, sheet.occurred_approx, UNKNOWN),
        ("覚知（医療機関等）", sheet.detected_at, sheet.detected_approx, UNKNOWN),
        ("把握（自治体）", sheet.grasped_at, sheet.grasped_approx, UNKNOWN),
        ("判断", sheet.judged_at, False, "まだ"),
    )
    marks = "".join(
        f'<li class="{"" if moment else "rk-none"}"><b>{name}</b>'
        f"{when(moment, now, approx=approx, missing=missing)}</li>"
        for name, moment, approx, missing in rail
    )
    return f'<ol class="rk-times">{marks}</ol>'


def stages_html(sheet: CaseSheet, now: datetime) -> str:
    """Several stages may be open at once; each says by sign and word where it stands."""
    marks = []
    for stage in sheet.stages:
        sign, word = STAGE_SIGNS[stage.state]
        if stage.state is StageState.OPEN:
            missing = sum(1 for _, met in stage.criteria if not met)
            detail = f"残り {missing}項目" if missing else "完了の確認中"
        else:
            moment = stage.done_at if stage.state in (StageState.DONE, StageState.SKIPPED) else None
            detail = when(moment, now, missing="")
        marks.append(
            f'<li class="rk-{stage.state}" title="{escape(stage.reason or stage.opens_label)}">'
            f'<b><span aria-hidden="true">{sign}</span> {escape(stage.label)}</b>'
            f'<small>{word}　<span class="rk-nobr">{escape(detail)}</span></small></li>'
        )
    return f'<ol class="rk-stages" aria-label="段階">{"".join(marks)}</ol>'


def clocks_html(sheet: CaseSheet, now: datetime) -> str:
    """Each clock: running ones by what remains; settled ones folded away, by how they ended."""
    live = [clock for clock in sheet.clocks if clock.state in _LIVE]
    past = [clock for clock in sheet.clocks if clock.state not in _LIVE]
    shown = _row(live, now) if live else ""
    if not past:
        return shown
    late = sum(1 for clock in past if clock.state == ClockState.LATE)
    told = f"済んだ目安（{len(past)}件" + (f"、うち目安を過ぎたもの{late}件）" if late else "）")
    return f'{shown}<details class="rk-behind"><summary>{told}</summary>{_row(past, now)}</details>'


def _row(clocks: list[ClockView], now: datetime) -> str:
    return f'<div class="rk-clocks">{"".join(_clock(clock, now) for clock in clocks)}</div>'


def _whose(clock: ClockView) -> str:
    return escape(f"　{clock.set_by}が定めた目安") if clock.set_by else ""


def _clock(clock: ClockView, now: datetime) -> str:
    if clock.state == ClockState.RUNNING:
        body = due_html(clock.due_at, now, clock.label)
        if clock.next_reminder_at:
            body += f'<span class="rk-sub">次の通知 {when(clock.next_reminder_at, now)}</span>'
    elif clock.state == ClockState.PAUSED:
        body = (
            f'<span class="rk-due rk-quiet"><span aria-hidden="true">‖</span> <b>{escape(clock.state_label)}</b></span>'
        )
        body += '<span class="rk-sub">再開するまで催促しません</span>'
    else:
        body = f'<span class="rk-due {_TONE.get(clock.state, "rk-quiet")}"><b>{escape(clock.state_label)}</b></span>'
        body += (
            f'<span class="rk-moment"><span class="rk-nobr">{when(clock.met_at, now)}</span>'
            f'<span class="rk-nobr">（{escape(clock.label)} {when(clock.due_at, now)}）</span></span>'
        )
    return (
        f'<div class="rk-clock"><b class="rk-name">{escape(clock.title)}</b>{body}'
        f'<span class="rk-sub">{escape(clock.timing_word)}'
        f'<span class="rk-nobr">（起点 {when(clock.started_at, now)}）</span>{_whose(clock)}</span>'
        f"{_pauses(clock, now)}"
        f"{basis_html(clock.basis)}</div>"
    )


def _pauses(clock: ClockView, now: datetime) -> str:
    """Why it stood, and what was promised before: never silently."""
    lines = []
    for one in clock.pauses:
        until = f"{when(one.resumed_at, now)}（{escape(one.resumed_by)}）" if one.resumed_at else "中断中"
        lines.append(
            f"中断 {when(one.paused_at, now)}（{escape(one.by)}）～ {until}　{escape(one.reason)}　"
            f"それまでの{escape(clock.label)} {when(one.due_before, now)}"
        )
    return "".join(f'<span class="rk-sub">{line}</span>' for line in lines)


_LIVE = (ClockState.RUNNING, ClockState.PAUSED)
_TONE: dict[str, str] = {ClockState.MET: "rk-calm", ClockState.LATE: "rk-soon"}
