"""The pages of a shared case and of a questionnaire: what each says, and that nobody's words become more than words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.casework.outside.sheet import QuestionSheet
from cases.vocabulary import QuestionnaireState
from tests.ui.test_outside_pages import CASE, NOON, QUESTIONS
from tests.ui.web.hostile import HARMLESS, HOSTILE, everywhere, parsed
from ui.web.outside.pages import case_page, notice, question_page

CASES = {
    "案件": CASE,
    "連絡も資料もない案件": replace(CASE, calls=(), reports=(), remarks=(), files=(), may_state=False),
    "終わった案件": replace(CASE, ended="終結"),
}
ANSWERED = replace(QUESTIONS, pairs=tuple((f"質問{n}", f"答え{n}") for n in range(7)), files=("構成図.pdf",))
SHEETS = {
    "質問": (ANSWERED, 1),
    "終わりの質問": (ANSWERED, 2),
    "提出": (ANSWERED, 3),
    "提出済み": (replace(ANSWERED, state=QuestionnaireState.ANSWERED), 1),
    "終わった案件": (replace(ANSWERED, ended="終結"), 1),
}


def texts(page: str) -> list[str]:
    return [found[1] for found in parsed(page) if found[0] == "" and found[1].strip()]


def tags(page: str, name: str) -> list[tuple[str, ...]]:
    return [found[1:] for found in parsed(page) if found[0] == name]


# -- what people type --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", CASES)
def test_案件のどこに何を書かれても_字のまま示される(name: str, words: str) -> None:
    def page(typed: str) -> str:
        return case_page(everywhere(CASES[name], typed), typed, said=typed, wrong=typed, typed=typed, held=typed)

    assert parsed(page(words), words) == parsed(page(HARMLESS), HARMLESS)


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", SHEETS)
def test_質問票のどこに何を書かれても_字のまま示される(name: str, words: str) -> None:
    sheet, number = SHEETS[name]

    def page(typed: str) -> str:
        return question_page(everywhere(sheet, typed), typed, number, said=typed, wrong=typed, held=typed)

    assert parsed(page(words), words) == parsed(page(HARMLESS), HARMLESS)


@pytest.mark.parametrize("words", HOSTILE)
def test_案内に何が入っても_字のまま示される(words: str) -> None:
    assert parsed(notice(words, words), words) == parsed(notice(HARMLESS, HARMLESS), HARMLESS)


def test_改行と空白は_書いたとおりに示される() -> None:
    typed = "一行目\n  二行目　"
    page = case_page(replace(CASE, rows=(("状況", typed),)), "seal", typed=typed)
    assert f"<dd>{typed}</dd>" in page
    assert f"required>{typed}</textarea>" in page


# -- a shared case -----------------------------------------------------------------------------------------------


def test_分からない日時は_確認中と示される() -> None:
    said = texts(case_page(CASE, "seal"))
    assert said[said.index("発生") + 1] == "不明・確認中"
    assert said[said.index("覚知（医療機関等）") + 1] == "2021年10月31日(日) 12:00"


def test_送られた報告は_新しいものから並ぶ() -> None:
    first = CASE.reports[0]
    page = case_page(replace(CASE, reports=(first, replace(first, kind="第2報", sent_at=None))), "seal")
    kinds = [said for said in texts(page) if "　送付 " in said]
    assert kinds == ["第2報　送付 不明・確認中", "第1報　送付 2021年10月31日(日) 12:00"]


def test_運営部署でない相手には_記入の種類を尋ねない() -> None:
    assert "記入の種類" in texts(case_page(CASE, "seal"))
    assert "記入の種類" not in texts(case_page(replace(CASE, may_state=False), "seal"))


def test_終わった案件には_書く欄がない() -> None:
    page = case_page(replace(CASE, ended="終結"), "seal")
    assert "この案件は「終結」になりました。記入・提出はできません。" in texts(page)
    assert tags(page, "form") == []


@pytest.mark.parametrize("page", [case_page(CASE, "印"), question_page(QUESTIONS, "印", 1)], ids=["案件", "質問票"])
def test_どの欄にも_そのリンクの印が付いている(page: str) -> None:
    seals = [tag for tag in tags(page, "input") if "name=seal" in tag]
    assert len(seals) == len(tags(page, "form")) > 0
    assert all("value=印" in tag for tag in seals)


def test_断られても_書いた連絡と理由は残る() -> None:
    page = case_page(CASE, "seal", wrong="長すぎます。", typed="書いた連絡", held="確認した理由")
    assert ("div", "class=note bad", "role=alert") in parsed(page)
    assert "書いた連絡" in texts(page)
    assert any("value=確認した理由" in tag for tag in tags(page, "input"))


# -- a questionnaire ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "names"), [(1, range(5)), (2, range(5, 7)), (-3, range(5))])
def test_質問は五つずつ並ぶ(number: int, names: range) -> None:
    page = question_page(QUESTIONS, "seal", number)
    assert [tag[0] for tag in tags(page, "textarea")] == [f"id=a{n}" for n in names]


@pytest.mark.parametrize("number", [3, 10**6])
def test_最後の頁で_回答を確かめて提出する(number: int) -> None:
    page = question_page(QUESTIONS, "seal", number)
    assert "（未回答）" in texts(page)
    assert "徳島県に回答を提出する" in texts(page)


def test_頁の頭に_希望する日時と保存と頁の数がある() -> None:
    saved = replace(QUESTIONS, saved_at=NOON, wished_by=None)
    moment = "2021年10月31日(日) 12:00"
    assert f"回答を希望する日時: {moment}（目安）　まだ保存されていません　1 / 3 ページ" in texts(
        question_page(QUESTIONS, "seal", 1)
    )
    assert f"保存: {moment}　2 / 3 ページ" in texts(question_page(saved, "seal", 2))


@pytest.mark.parametrize(
    ("sheet", "word"),
    [
        (replace(QUESTIONS, state=QuestionnaireState.ANSWERED), "回答済"),
        (replace(QUESTIONS, state=QuestionnaireState.ANSWERED, ended="終結"), "終結"),
    ],
)
def test_済んだ質問票は_読めるだけである(sheet: QuestionSheet, word: str) -> None:
    page = question_page(sheet, "seal", 1)
    assert f"この質問票は「{word}」です。" in texts(page)
    assert tags(page, "form") == []
