"""Every act is decided, named and explained; every letter a stage names can be written."""

from __future__ import annotations

import ast
import csv
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from cases import handbook
from cases.post import template
from cases.procedure import Act, LetterTemplate, Stage
from cases.vocabulary import Recipient, Role, StageKey
from flows.engine.loop import FLOWS
from flows.steps.letters import TASK_LETTERS
from flows.steps.recipients import ANSWERS
from tests.a_case import ORDINARY
from tests.architecture import act_table

ROOT = Path(__file__).parents[2]
ACTS = [act for _, act in handbook.all_acts()]
LETTERS: list[LetterTemplate] = [letter for stage in handbook.STAGES for letter in stage.letters]
WRITTEN_BY_CODE = {
    "digest",
    "circular_sent",
    "circular_reminded",
    "circular_withdrawn",
    "poster_outdated",
    "poster_asked",
    "reminder_before",
    "reminder_exceeded",
    "reminder_informed",
    "task_opened",
    "task_assigned",
    "lead_assigned",
    "work_failed",
    "undelivered",
    "trail_broken",
    "standing_failed",
    "trail_broken_national",
    "party_added",
    "guest_invited",
    "questions_asked",
    "guest_spoke",
    "questionnaire_answered",
    "request_asked",
    "request_reminded",
    "request_plain",
    "campaign_asked",
    "campaign_changed",
    "campaign_reminder",
    "campaign_summary",
    "campaign_plain",
}
FOLDERS = {folder.name for folder in template.FOLDER.iterdir() if folder.is_dir()}


def decided() -> dict[str, list[dict[str, str]]]:
    by_act: dict[str, list[dict[str, str]]] = {}
    with act_table.FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_act.setdefault(row["act"], []).append(row)
    return by_act


def test_すべての操作について_誰がいつできるかが決めてある() -> None:
    """A new act or a changed permission is decided in acts.csv (see act_table) or not at all."""
    assert act_table.FILE.read_text(encoding="utf-8") == act_table.table()


def test_表は新しい操作があれば食い違う(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = handbook.STAGES[0]
    new = Act(
        "new_act", "new", "新しい操作", stage.acts[0].facts, frozenset({Role.ADMIN}), lambda case, facts, deed: None
    )
    monkeypatch.setattr(handbook, "all_acts", lambda: iter([*((stage, act) for act in ACTS), (stage, new)]))
    assert act_table.FILE.read_text(encoding="utf-8") != act_table.table()


def test_どの操作にも_できる職員とできる場面がある() -> None:
    nobody = {
        name
        for name, rows in decided().items()
        if not any(row[role.label] == act_table.MAY for row in rows for role in Role)
    }
    assert nobody == set()


def test_国の職員だけの操作と自治体だけの操作が混ざらない() -> None:
    both = {act.name for act in ACTS if Role.MINISTRY in act.roles and act.roles != {Role.MINISTRY}}
    assert both == {
        "judge",
        "record_facility_contact",
        "link_case",
        "merge_case",
        "take_task",
        "unlink_case",
        "assign_task",
        "issue_paper",  # each side its own papers, under its own numbers
        "take_back_paper",
    }


def test_システム管理者は案件を動かせない() -> None:
    assert [act.name for act in ACTS if Role.ADMIN in act.roles] == []


def test_終結した案件を動かせる操作は限られる() -> None:
    corrections = {"supplement_report", "correct_report"}  # an error may be found after the end
    ministry = {"record_information_report", "publish_advice"}
    known = {"reopen_case", "unmerge_case", "record_receipt", "finish_task", "revoke_guest", *corrections, *ministry}
    assert {act.name for act in ACTS if act.after_end} == known


def test_操作の名前は一つずつしかない() -> None:
    assert len({act.name for act in ACTS}) == len(ACTS)
    assert len({act.past for act in ACTS}) == len(ACTS)
    assert len({act.label for act in ACTS}) == len(ACTS)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_操作には表示名と説明があり_どの項目にも題名がある(act: Act[Any]) -> None:
    assert act.label
    assert act.help.endswith("。")
    assert [name for name, field in act.facts.model_fields.items() if not field.title] == []


def test_試験はすべての操作の事実を知っている() -> None:
    assert set(ORDINARY) == {act.name for act in ACTS}


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_段階が挙げる文面があり_差し込みはすべて知られている(letter: LetterTemplate) -> None:
    subject, body = template.template(letter.name)
    fields = {field for _, field, _, _ in Formatter().parse(subject + body) if field}
    assert "number" in fields
    assert body.startswith("{heading}")
    assert "{link}" in body


@pytest.mark.parametrize("letter", [x for x in (*LETTERS, *TASK_LETTERS) if x.after], ids=lambda x: x.name)
def test_操作の後の文面は_実在する操作に付いている(letter: LetterTemplate) -> None:
    assert letter.after in {act.name for act in ACTS}


def test_通知の宛先には_それぞれ誰であるかの答えが一つある() -> None:
    assert set(ANSWERS) == set(Recipient)
    assert {type(letter.to) for letter in (*LETTERS, *TASK_LETTERS)} == {Recipient}


def test_使われない文面はない() -> None:
    assert {letter.name for letter in LETTERS} | WRITTEN_BY_CODE == FOLDERS


def test_不明な差し込みのある文面は受け付けない(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "subject.txt").write_text("{number}", encoding="utf-8")
    (tmp_path / "odd" / "body.txt").write_text("{heading} {unknown}", encoding="utf-8")
    monkeypatch.setattr(template, "FOLDER", tmp_path)
    with pytest.raises(LookupError, match="unknown"):
        template.template("odd")


@pytest.mark.parametrize("key", list(StageKey))
def test_段階の名前は四つの部屋で同じである(key: StageKey) -> None:
    for room in ("cases/stages", "flows", "tests/scenarios/test_"):
        path = ROOT / (f"{room}{key}.py" if room.endswith("_") else f"{room}/{key}.py")
        assert path.is_file(), path


@pytest.mark.parametrize("key", list(StageKey))
def test_段階の流れの名前は段階の名前と同じである(key: StageKey) -> None:
    assert FLOWS[key].name == str(key)
    assert FLOWS[key].description == key.label


def test_手引きにはすべての段階が通知の順に並ぶ() -> None:
    assert [stage.key for stage in handbook.STAGES] == list(StageKey)
    assert list(FLOWS) == list(StageKey)


@pytest.mark.parametrize("stage", handbook.STAGES, ids=lambda stage: stage.key)
def test_段階の業務の記号は案件の中で一つしかない(stage: Stage) -> None:
    codes = [task.code for one in handbook.STAGES for task in one.tasks]
    assert all(codes.count(task.code) == 1 for task in stage.tasks)


@pytest.mark.parametrize("key", list(StageKey))
def test_段階は互いを知らない(key: StageKey) -> None:
    tree = ast.parse((ROOT / f"cases/stages/{key}.py").read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {module for module in named if module and module.startswith("cases.stages")}
