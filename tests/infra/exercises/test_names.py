"""シナリオに書ける符号には、どれも日本語の言葉がある。"""

import re
from collections.abc import Callable, Mapping

import pytest

from cases import errors, handbook
from cases.errors import Refused
from infra.exercises import names

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize(
    "known",
    [names.acts, names.office, names.links, names.tasks, names.clocks, names.documents, names.history],
    ids=lambda one: one.__name__,
)
def test_符号と言葉(known: Callable[[], Mapping[str, str]]) -> None:
    found = known()
    assert len(found) > 3
    assert [code for code, word in found.items() if not JAPANESE.search(word)] == []
    assert [code for code in found if not code.isascii()] == []


def test_案件の操作と_役所の操作と_リンクの操作は_名が重ならない() -> None:
    assert len(names.deeds()) == len(names.acts()) + len(names.office()) + len(names.links())
    assert len(set(names.deeds().values())) == len(names.deeds()), "同じ言葉は一つの操作だけを指す"


def test_自動処理が人に任せる業務も書ける() -> None:
    for stage in handbook.STAGES:
        assert f"engine_failed_{stage.key}" in names.tasks()


def test_断りは_すべての断りを含み_もとの型は含まない() -> None:
    assert "WrongRole" in names.REFUSALS
    assert "Refused" not in names.REFUSALS
    assert all(issubclass(getattr(errors, name), Refused) for name in names.REFUSALS)
