"""Every sentence of the notice leads to what carries it out; every requirement names the tests that show it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from cases.handbook import traceability
from cases.rulebook import rulebook
from infra.commands import handbook as command
from ui.parts.titles import sources

KNOWN = {entry.id for entry in traceability.catalogue()}
COURTESY = {"M-0.1"}
"""A greeting: it asks for nothing."""


def test_要件は番号順に一度ずつ並び_文は通知か要請にある() -> None:
    ids = [entry.id for entry in traceability.catalogue()]
    assert ids == sorted(set(ids))
    assert len(ids) == 221
    sentences = {sentence.id for sentence in rulebook().notice.sentences}
    for entry in traceability.catalogue():
        assert entry.what
        assert all(one in sentences or one.startswith("P-") for one in entry.sentences), entry


@pytest.mark.parametrize("sentence", [one.id for one in rulebook().notice.sentences])
def test_通知のどの文にも要件がある(sentence: str) -> None:
    trace = next(one for one in traceability.traces(sources()) if one.sentence.id == sentence)
    assert trace.requirements
    assert all(sentence in shown.entry.sentences for shown in trace.requirements)


def test_判断の文は_要件と段階と業務と操作と画面に至る() -> None:
    trace = next(one for one in traceability.traces(sources()) if one.sentence.id == "M-1.3")
    assert "R-048" in [shown.entry.id for shown in trace.requirements]
    assert trace.stages == ("覚知",)
    assert any("四つの判断" in task for task in trace.tasks)
    assert "四つの判断を記録する" in trace.acts
    assert "案件" in trace.screens
    report = next(one for one in traceability.traces(sources()) if one.sentence.id == "M-2.2")
    assert report.rules
    assert "厚労省報告" in report.stages


def test_試験の印はどれも要件の一覧にある() -> None:
    unknown = set(command.requirements(command.TESTS)) - KNOWN
    assert not unknown


def test_要件の一覧は試験のないものも挙げる() -> None:
    told = json.loads(CliRunner().invoke(command.app, ["coverage", "--json"]).output)
    assert set(told["requirements"]) | set(told["without_test"]) == KNOWN
    assert not set(told["requirements"]) & set(told["without_test"])
    assert (told["covered"], told["known"]) == (len(told["requirements"]), len(KNOWN))
    judged = told["sentences"]["M-1.3"]
    assert "R-048" in judged["requirements"]
    assert set(told["requirements"]["R-048"]) <= set(judged["tests"])


def test_画面に示す試験の一覧は_試験の印と同じである() -> None:
    assert {one: list(tests) for one, tests in traceability.tests_by_requirement().items()} == command.requirements(
        command.TESTS
    )
