"""A text that cannot be written for a case: an official's task, never a lost letter, and nothing else is held up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from cases.post import template
from tests.a_case import Case
from tests.ministry.test_requests import ask


@pytest.fixture
def spoil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Lets a letter name a field that it has no word for: known in general, so that loading does not find it."""
    shutil.copytree(template.FOLDER, tmp_path / "letters")
    monkeypatch.setattr(template, "FOLDER", tmp_path / "letters")
    template.template.cache_clear()

    def _spoil(name: str) -> None:
        body = tmp_path / "letters" / name / "body.txt"
        body.write_text(body.read_text(encoding="utf-8") + "\n{clock}\n", encoding="utf-8")
        template.template.cache_clear()

    yield _spoil
    template.template.cache_clear()


def test_作れない通知は決裁者の業務になり_段階もほかの通知も止まらない(
    case: Case, spoil: Callable[[str], None]
) -> None:
    spoil("report_sent")
    before = len(case.letters())
    case.confirmed().judged().reported()
    task = case.task("engine_failed_letter_report_sent")
    assert (task.holder, task.state) == ("課長", "未了")
    assert "「clock」" in task.note
    assert "伝える相手: 担当" in task.note
    assert case.letters("report_sent") == []
    assert case.read_by("work_failed") == {("課長", True)}
    assert len(case.letters()) > before + 1
    assert not any(t.code == "engine_failed_ministry_report" for t in case.sheet.tasks)
    assert case.record("課長", "finish_task", task="engine_failed_letter_report_sent", note="電話で伝えた")
    assert case.task("engine_failed_letter_report_sent").state == "完了"
    spoil("request_asked")
    ask(case.house, everybody=True)
    case.house.drain()
    with case.house.owner.connect() as connection:
        sent = connection.execute(text("SELECT name, must_act FROM letter WHERE case_id IS NULL")).all()
    assert {row.name for row in sent} == {"request_plain"}
    assert any(row.must_act for row in sent)
