"""Comparing what a scenario expects with what is: one line per expectation, kept or not, with what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.japanese_dates import jst_words
from cases.vocabulary import ReportState, TaskState
from infra.exercises.look import CaseSeen
from infra.exercises.scenario import READINGS, TIMES, Expect
from infra.exercises.words import label_of

SENT = (ReportState.SENT.label, ReportState.RECEIVED.label)


@dataclass(frozen=True)
class Outcome:
    """One expectation: what was expected, what was found."""

    what: str
    expected: str
    found: str
    ok: bool


Find = Callable[[str], str]
"""Who is meant → 「徳島県 担当1」."""


def compare(expect: Expect, seen: CaseSeen, who: Find) -> Iterator[Outcome]:
    """Everything but `visible`, which needs other offices' desks."""
    sheet = seen.sheet
    yield from _stages(expect, seen)
    yield from _tasks(expect, seen, who)
    yield from _clocks(expect, seen)
    yield from _letters(expect, seen, who)
    papers = [paper.kind for paper in sheet.documents]
    yield from (_has(f"文書 {kind}", kind, papers) for kind in expect.documents)
    if expect.reports is not None:
        sent = [report.kind for report in sheet.reports if report.state in SENT]
        yield _same("送付した報告", "・".join(k.label for k in expect.reports) or "なし", "・".join(sent) or "なし")
    if expect.withdrawn is not None:
        taken = [report.seq for report in sheet.reports if report.withdrawn]
        yield _same("取り下げた報告", _numbers(expect.withdrawn), _numbers(taken))
    if expect.reception_opens is not None:
        opens = sheet.reports[-1].desk_opens_at if sheet.reports else None
        yield _same("厚生労働省の窓口が開く日時", _time(expect.reception_opens), _time(opens))
    for what, word, found in (
        ("判断の結果", expect.result, sheet.result),
        ("国への報告", expect.ministry_knows, sheet.ministry_knows),
        ("終わり方", expect.ending, sheet.ending),
    ):
        if word is not None:
            yield _same(what, label_of(word) or "（終わっていない）", found or "（終わっていない）")
    for name, at in expect.times.items():
        yield _same(f"{TIMES[name]}の日時", _time(at), _time(getattr(sheet, name)))
    if expect.open_items is not None:
        waiting = [item.title for item in sheet.items if item.waiting]
        yield _same("確認を待つ項目の数", str(expect.open_items), str(len(waiting)))
    yield from _missing(expect, seen)
    names = [line.name for line in sheet.history]
    yield from (_has(f"経過 {name}", name, names) for name in expect.history)


def _stages(expect: Expect, seen: CaseSeen) -> Iterator[Outcome]:
    states = {stage.key: stage.state for stage in seen.sheet.stages}
    for key, state in expect.stages.items():
        yield _same(f"段階「{key.label}」", state.label, states[key].label)


def _tasks(expect: Expect, seen: CaseSeen, who: Find) -> Iterator[Outcome]:
    waiting = [task.code for task in seen.sheet.tasks if task.state == TaskState.OPEN.label]
    holders = {task.code: seen.holder(task.holder_id) for task in seen.sheet.tasks}
    yield from (_has(f"未了の業務 {code}", code, waiting) for code in expect.open_tasks)
    for code in expect.no_open_tasks:
        found = "未了" if code in waiting else "未了ではない"
        yield Outcome(f"業務 {code}", "未了ではない", found, code not in waiting)
    for code, person in expect.holders.items():
        found = holders.get(code, "（業務がない）")
        yield _same(f"業務 {code} の担当", who(person) if person else "（未定）", found or "（未定）")
    if expect.lead:
        yield _same("案件の担当", who(expect.lead), seen.holder(seen.sheet.lead_id) or "（未定）")


def _clocks(expect: Expect, seen: CaseSeen) -> Iterator[Outcome]:
    for rule, readings in expect.clocks.items():
        there = [_reading(one.state, one.due_at, seen.now) for one in seen.sheet.clocks if one.rule_id == rule]
        words = (there or [READINGS["not_started"]])[-len(readings) :]
        yield _same(f"計時 {rule}", "・".join(READINGS[one] for one in readings), "・".join(words))
    for rule, moments in expect.due.items():
        found = [_time(one.due_at) for one in seen.sheet.clocks if one.rule_id == rule] or [_time(None)]
        yield _same(f"計時 {rule} の目安", "・".join(map(_time, moments)), "・".join(found[-len(moments) :]))


def _reading(state: str, due: datetime, now: datetime) -> str:
    return READINGS["overdue" if state == "running" and due < now else state]


def _letters(expect: Expect, seen: CaseSeen, who: Find) -> Iterator[Outcome]:
    delivered = Counter(letter.to for letter in seen.letters if letter.delivered)
    for person, least in expect.letters.items():
        name = who(person)
        ok = delivered[name] >= least if least else not delivered[name]
        expected = f"{least} 通以上" if least else "0 通"
        yield Outcome(f"{name}に届いた通知", expected, f"{delivered[name]} 通", ok)
    subjects = [letter.subject for letter in seen.letters]
    for part in expect.letter_subjects:
        ok = any(part in subject for subject in subjects)
        yield Outcome(f"件名に「{part}」を含む通知", "ある", "ある" if ok else f"ない（{_some(subjects)}）", ok)


def _missing(expect: Expect, seen: CaseSeen) -> Iterator[Outcome]:
    acts = {act.name: act for act in seen.sheet.acts}
    for name, part in expect.missing.items():
        act = acts.get(name)
        said = "".join(act.missing) if act else "（終了した案件では行えない）"
        ok = (part in said) if part else bool(act and act.open)
        yield Outcome(f"操作 {name} に足りないもの", part or "なし", said or "なし", ok)


def _same(what: str, expected: str, found: str) -> Outcome:
    return Outcome(what, expected, found, expected == found)


def _has(what: str, one: str, there: list[str]) -> Outcome:
    return Outcome(what, "ある", "ある" if one in there else f"ない（{_some(there)}）", one in there)


def _numbers(reports: Iterable[int]) -> str:
    return "・".join(f"第{one}報" for one in reports) or "なし"


def _some(there: list[Any]) -> str:
    return "、".join(str(one) for one in dict.fromkeys(there)) or "何もない"


def _time(at: datetime | None) -> str:
    return jst_words(at, with_year=True) if at else "なし"
