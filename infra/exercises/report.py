"""What happened in an exercise, as people read it at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from cases.casework.ministry_report.views import ReportView
from cases.casework.remediation.views import ItemView
from cases.casework.views import TaskView
from cases.clock import JST
from cases.clocks.views import ClockView
from cases.japanese_dates import day_words, elapsed_words, jst_words
from cases.ministry.views import AddresseeView
from cases.papers.views import PaperView
from infra.exercises.expectations import Outcome
from infra.exercises.look import CaseSeen
from infra.exercises.player import Event, Played

RULE = "─" * 72
SIGNS = {"inject": "◇", "act": "●", "refused": "×", "engine": "◆", "mail": "◆", "look": "○"}


def told(played: Played) -> Iterator[str]:
    """The report, line by line."""
    heading = played.scenario.exercise
    yield RULE
    yield f"演習　{heading.title}"
    if heading.source:
        yield f"出典　{heading.source}"
    if heading.practice:
        yield heading.practice
    yield RULE
    day: date | None = None
    for event in played.events:
        local = event.at.astimezone(JST)
        if local.date() != day:
            day = local.date()
            yield ""
            yield f"{day_words(day, with_year=True)}"
        yield from _event(event, local, several=len(played.cases) > 1)
    for name, seen in played.cases.items():
        yield ""
        yield from _case(name, seen)
    for request in played.requests:
        yield ""
        yield f"国からの依頼 {request.number}　{request.title}　{_time(request.asked_at)}"
        yield from (f"    {one.authority}　{one.state}　{_answers(one)}".rstrip() for one in request.addressees)
    yield ""
    yield RULE
    yield from _end(played)


def _answers(one: AddresseeView) -> str:
    return one.reason or "　".join(text for _, _, text, _ in one.answers)


def _event(event: Event, local: datetime, *, several: bool) -> Iterator[str]:
    what = event.text if event.kind != "act" else f"{event.who}　「{event.text}」"
    if event.kind == "refused":
        what = f"{event.who}　断られました: {event.text}（{event.refusal}）"
    if several and event.act:
        what += f"〔{event.case}〕"
    if what:
        yield f"  {local:%H:%M}  {SIGNS[event.kind]} {what}"
    for done in event.engine:
        whose = f"〔{done.case}〕" if several and done.case and done.case != event.case else ""
        yield f"             └ {_passed(done.at, event.at)}{done.text}{whose}"
    yield from _checked(event, local, told_time=not what)


def _passed(at: datetime, step: datetime) -> str:
    """When it was done, for what happened before the step itself."""
    return "" if at == step else f"{jst_words(at)} "


def _checked(event: Event, local: datetime, *, told_time: bool) -> Iterator[str]:
    if not event.expectations:
        return
    kept = sum(one.ok for one in event.expectations)
    start = f"  {local:%H:%M}  " if told_time else "         "
    if kept:
        yield f"{start}✓ 確認 {kept} 件"
    yield from (f"         ✗ {failed(one)}" for one in event.expectations if not one.ok)


def failed(one: Outcome) -> str:
    """「段階「終結」: 期待は「完了」、実際は「進行中」」"""
    return f"{one.what}: 期待は「{one.expected}」、実際は「{one.found}」"


def _case(name: str, seen: CaseSeen) -> Iterator[str]:
    sheet = seen.sheet
    yield f"案件 {sheet.number}　{sheet.facility}（{sheet.facility_kind}・{sheet.municipality}）"
    end = sheet.ending or "継続中"
    yield f"  所管 {sheet.authority}　判断 {sheet.result}　国への報告 {sheet.ministry_knows}　{end}　〔{name}〕"
    times = (
        ("発生", sheet.occurred_at),
        ("覚知", sheet.detected_at),
        ("判断", sheet.judged_at),
        ("把握", sheet.grasped_at),
    )
    yield "  " + "　".join(f"{word} {_time(at)}" for word, at in times)
    yield "  段階"
    for stage in sheet.stages:
        span = f"{_time(stage.opened_at)} ～ {_time(stage.done_at)}" if stage.opened_at else stage.reason
        yield f"    {stage.label}　{stage.state.label}　{span}".rstrip()
    yield "  業務"
    yield from (f"    {_task(task, seen)}" for task in sheet.tasks)
    yield "  目安"
    yield from (f"    {_clock(clock, seen.now)}" for clock in sheet.clocks)
    yield from _letters(seen)
    yield f"  文書　{'、'.join(paper.title for paper in sheet.documents) or 'なし'}"
    if sheet.papers:
        yield "  公文書　" + "、".join(f"{one.title}（{one.number}{_gap(one)}）" for one in sheet.papers)
    yield f"  報告　{'、'.join(_report(one) for one in sheet.reports) or 'なし'}"
    if sheet.items:
        yield "  是正・再発防止の項目"
        yield from (f"    {one.number}　{one.title}　{one.state}{_promise(one)}" for one in sheet.items)
    if sheet.inspections:
        yield "  立入検査・訪問"
        yield from (f"    {one.title}　{'　'.join(f'{k} {v}' for k, v in one.rows[:4])}" for one in sheet.inspections)
    if sheet.exchanges:
        yield "  照会・依頼・相談"
        for one in sheet.exchanges:
            rows = dict(one.rows)
            answer = rows.get("回答") or f"回答できない: {rows.get('回答できない理由', '')}"
            said = f"{rows['内容']}　→　{answer}"
            yield f"    {one.title}　{rows['差出']}　{_time(one.at)}　{'　'.join(said.splitlines())}"


def _report(one: ReportView) -> str:
    """「第1報（送付済　送付 …　受領 …）」"""
    marks = (("送付", one.sent_at), ("受領", one.received_at))
    words = "　".join((one.state, *(f"{word} {_time(at)}" for word, at in marks if at)))
    return f"{one.kind}（{words}）"


def _gap(paper: PaperView) -> str:
    return "・取消し" if paper.taken_back else ""


def _promise(item: ItemView) -> str:
    return f"　期日 {day_words(item.promised_on, with_year=True)}" if item.promised_on else ""


def _task(task: TaskView, seen: CaseSeen) -> str:
    holder = seen.holder(task.holder_id) or "担当未定"
    done = f"　{_time(task.done_at)} {task.done_by}".rstrip() if task.done_at else ""
    due = f"　目安 {_time(task.due_at)}" if task.due_at and not task.done_at else ""
    return f"［{task.state}］{task.title}　{holder}（{task.why_holder}）{due}{done}"


def _clock(clock: ClockView, now: datetime) -> str:
    span = f"{_time(clock.started_at)} から {_time(clock.due_at)} まで"
    words = f"{clock.title}（{clock.timing_word}・{clock.label}）　{span}"
    if clock.met_at:
        gap = elapsed_words(clock.due_at - clock.met_at)
        return (
            f"{words}　{clock.state_label} {_time(clock.met_at)}（{'残り' if clock.state == 'met' else '超過'} {gap}）"
        )
    over = clock.state == "running" and clock.due_at < now
    return f"{words}　{f'目安を {elapsed_words(now - clock.due_at)} 超過' if over else clock.state_label}"


def _letters(seen: CaseSeen) -> Iterator[str]:
    yield f"  通知　{len(seen.letters)} 通"
    by = Counter((letter.to, letter.state) for letter in seen.letters)
    subjects: dict[str, list[str]] = {}
    for letter in seen.letters:
        subjects.setdefault(letter.to, []).append(without_name(letter.subject.rpartition("】")[2]))
    for to, names in subjects.items():
        states = "、".join(f"{state} {count}" for (who, state), count in by.items() if who == to)
        yield f"    {to}（{states}）"
        for subject, count in Counter(names).items():
            yield f"      ・{subject}{f' ×{count}' if count > 1 else ''}"


def without_name(subject: str) -> str:
    """A subject without the facility's name in its last brackets."""
    depth = 0
    for at in range(len(subject) - 1, -1, -1):
        depth += {"）": 1, "（": -1}.get(subject[at], 0)
        if depth == 0:
            return subject[:at] if subject[at] == "（" else subject
    return subject


def _end(played: Played) -> Iterator[str]:
    checks = played.expectations
    wrong = [one for one in checks if not one.ok]
    refusals = sum(event.kind == "refused" for event in played.events)
    acts = sum(event.kind == "act" for event in played.events)
    yield f"操作 {acts} 件、断り {refusals} 件、届いた通知 {played.delivered} 通、確認 {len(checks)} 件"
    if not wrong:
        yield "すべて期待どおりでした。"
        return
    yield f"期待どおりでないものが {len(wrong)} 件あります。"
    for event in played.events:
        yield from (
            f"  ✗ {jst_words(event.at, with_year=True)}　{failed(one)}" for one in event.expectations if not one.ok
        )


def _time(at: datetime | None) -> str:
    return jst_words(at, with_year=True) if at else "—"
