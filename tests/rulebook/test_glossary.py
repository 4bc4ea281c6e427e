"""The glossary is what the product says: the handbook prints it, screens show it, the word lists carry its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.rulebook import RuleError, rulebook
from cases.rulebook.glossary import glossary, ja, load_glossary
from cases.vocabulary import (
    AuthorityKind,
    CircularKind,
    ExchangeKind,
    FacilityKind,
    GroupKind,
    ItemOrigin,
    PartyRole,
    SystemKind,
)
from cases.vocabulary.word import Word
from infra.documents.manual import manual
from ui.pages.of_handbook.terms import source_words

SPELLED_OUT = ("ministry", "clinic", "dental_clinic", "other")
SAME = [
    *(kind for kind in (*AuthorityKind, *FacilityKind) if kind not in SPELLED_OUT),
    CircularKind.ALERT,
    ExchangeKind.INQUIRY,
    GroupKind.VENDOR,
    ItemOrigin.FINDING,
    PartyRole.PREFECTURE,
    SystemKind.EMR,
    SystemKind.REGIONAL_NETWORK,
]
"""The members of word lists that name just what a term of the glossary names (診療所 is spelled with its kind)."""


@pytest.mark.parametrize("word", SAME, ids=str)
def test_語の一覧は用語集の語を使う(word: Word) -> None:
    assert word.label == ja(str(word))


def test_手引きは用語をすべて載せる() -> None:
    printed = manual().partition("## 用語")[2]
    assert [one.ja for one in glossary() if f"| {one.ja} | {one.definition} |" not in printed] == []


def test_画面は用語の根拠を通知の文そのままで示す() -> None:
    grasped = next(one for one in glossary() if one.identifier == "promptly")
    assert rulebook().sentence(grasped.source).text in source_words(grasped)
    law = next(one for one in glossary() if not one.source.startswith(("M-", "A-")))
    assert source_words(law) == law.source


def test_用語集は領域の語を日本語で引ける() -> None:
    assert ja("vendor") == "保守会社等"
    assert ja("grasped_at") == "把握"
    assert len(glossary()) > 60


def test_用語の根拠の文は通知にある() -> None:
    for term in glossary():
        if term.source.startswith(("M-", "A-")):
            assert rulebook().sentence(term.source).text


def test_知らない用語と重なる用語は断る(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="この用語はありません"):
        ja("no_such_word")
    twice = '[[term]]\nterm = "a"\nja = "甲"\nidentifier = "a"\ndefinition = "d"\nsource = "s"\n' * 2
    (tmp_path / "glossary.toml").write_text(twice, encoding="utf-8")
    with pytest.raises(RuleError, match="重複"):
        load_glossary(tmp_path / "glossary.toml")
