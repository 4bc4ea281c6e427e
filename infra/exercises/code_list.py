"""The list of codes in the exercises' README, from the stage files and word lists; nothing in it is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from cases import handbook
from cases.judgement import Result
from cases.procedure import Stage
from cases.vocabulary import (
    ClockState,
    Ending,
    FacilityKind,
    MinistryKnows,
    ReportKind,
    Role,
    StageState,
)
from infra.exercises.names import REFUSALS
from infra.exercises.words import label_of

BEGIN, END = "<!-- codes:begin -->", "<!-- codes:end -->"
WORDS: tuple[tuple[str, type[StrEnum]], ...] = (
    ("段階の状態（`stages`）", StageState),
    ("役割（`roles`・`by`）", Role),
    ("判断の結果（`result`）", Result),
    ("国への報告（`ministry_knows`）", MinistryKnows),
    ("報告の種別（`reports`）", ReportKind),
    ("終わり方（`ending`）", Ending),
    ("施設の種別（`kind`）", FacilityKind),
)
REASONS = {
    "ActNotOpen": "段階が始まっていない、又は必要なものが足りない",
    "BadFacts": "事実の項目が足りない、形が違う",
    "CannotAssign": "その職員は役割を持たない",
    "CaseEnded": "案件は終わっている",
    "ImpossibleTime": "未来の日時、又は前後の合わない日時",
    "NoInspectionPower": "医療法第25条の対象ではない施設",
    "NotFound": "ない、又は他の自治体のもので見えない",
    "NotSignedIn": "サインインしていない",
    "OutsideJurisdiction": "管轄が違う",
    "SignInLocked": "サインインを止められている",
    "StaleVersion": "画面を開いた後に、ほかの人が変えた",
    "TaskNotOpen": "業務はもう終わっている",
    "UnknownAct": "そのような操作はない",
    "UnknownFacility": "その施設は登録されていない",
    "UnknownMunicipality": "その市区町村はない",
    "WrongCredentials": "サインインできない",
    "WrongRole": "役割が違う",
}


def with_codes(text: str) -> str:
    """The README with the list of today between its two markers."""
    before, _, rest = text.partition(BEGIN)
    return before + "\n".join([BEGIN, "", *_lines(), END]) + rest.partition(END)[2]


def _lines() -> Iterator[str]:
    yield "### 段階（`stages`）と、業務・計時・文書の符号"
    yield ""
    head = ("段階", "名前", "業務（`open_tasks`・`holders`）", "計時（`clocks`・`due`）", "文書（`documents`）")
    yield from _table(head, (_stage(stage) for stage in handbook.STAGES))
    anytime = [task.code for stage in handbook.STAGES for task in stage.tasks if task.anytime]
    yield f"{'、'.join(f'`{code}`' for code in anytime)} は、段階が始まる前や終わった後でも作られます。"
    yield "文書には、調査・指導の結果を報告したときの `investigation_result` 調査・指導結果報告 もあります。"
    yield "業務 `engine_failed_<段階>` は、自動処理ができなかったときに決裁者へ作られます。"
    yield ""
    yield "### 操作（`act`）と経過の名前（`history`）"
    yield ""
    rows = (
        (f"`{act.name}`", act.label, f"`{act.past}`", "・".join(role.label for role in sorted(act.roles)))
        for _, act in handbook.all_acts()
    )
    yield from _table(("操作", "画面の名前", "経過の名前", "行う者"), rows)
    yield "経過には、自動処理の `visited_<段階>` と `work_failed` もあります。"
    yield ""
    yield "### 値の言葉"
    yield ""
    for name, words in WORDS:
        yield f"- {name}: {_listed(words)}"
    more = "、`overdue` 目安超過（まだ達成していない）、`not_started` 始まっていない"
    yield f"- 計時の状態（`clocks`）: {_listed(ClockState)}{more}"
    times = "`occurred_at` 発生、`detected_at` 覚知、`judged_at` 判断、`grasped_at` 把握、`closed_at` 終結"
    yield f"- 時刻の名前（`times`）: {times}"
    yield ""
    yield "### 断り（`refused`）"
    yield ""
    yield from _table(
        ("名前", "どんなとき"),
        ((f"`{name}`", REASONS.get(name, "理由は画面の文のとおり")) for name in sorted(REFUSALS)),
    )


def _stage(stage: Stage) -> tuple[str, ...]:
    papers = [(paper.kind, paper.title) for paper in stage.documents]
    return (
        f"`{stage.key}`",
        stage.label,
        "<br>".join(f"`{task.code}` {task.title}" for task in stage.tasks),
        "<br>".join(f"`{clock.rule}`" for clock in stage.clocks) or "—",
        "<br>".join(f"`{kind}` {title}" for kind, title in papers) or "—",
    )


def _listed(words: Iterable[Any]) -> str:
    return "、".join(f"`{word}` {label_of(word)}" for word in words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
