"""国からの照会と回答: asked at any time, answered, and the stage follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.errors import ActNotOpen, ImpossibleTime
from tests.a_case import Case


def test_照会ごとに希望期限の計時が始まり_回答した分だけ達成となる(case: Case) -> None:
    case.judged().reported()
    soon, late = case.now + timedelta(hours=2), case.now + timedelta(hours=5)
    case.take("厚生労働省", "ask_inquiry", wished_by=late)
    case.take("厚生労働省", "request_by_ministry", wished_by=soon)
    first, second = (c for c in case.sheet.clocks if c.rule_id == "inquiry-answer")
    assert [(c.about, c.label, c.due_at) for c in (first, second)] == [
        ("第1号", "希望期限", late),
        ("第2号", "希望期限", soon),
    ]
    task = case.task("answer_inquiry")
    assert (task.due_at, task.due_label) == (soon, "希望期限")
    case.later(hours=1)
    case.take("担当1", "answer_inquiry", number=2)
    states = {c.about: c.state for c in case.sheet.clocks if c.about}
    assert states == {"第1号": "running", "第2号": "met"}
    assert case.task("answer_inquiry").due_at == late
    case.later(hours=5)
    case.take("担当1", "answer_inquiry", number=1)
    assert {c.about: c.state for c in case.sheet.clocks if c.about} == {"第1号": "late", "第2号": "met"}


def test_希望のない照会は開庁時間で八時間を目安とする(case: Case) -> None:
    case.take("厚生労働省", "ask_inquiry")
    clock = case.clock("inquiry-answer")
    assert (clock.label, clock.state) == ("目安", "running")
    assert case.task("answer_inquiry").due_at == clock.due_at
    assert case.state("ministry_report") == "waiting"


@pytest.mark.requirement("R-069")
def test_照会は報告と前の照会に結び付き_送付していない報告には照会できない(case: Case) -> None:
    case.judged().reported()
    case.take("厚生労働省", "ask_inquiry", report=1)
    case.take("担当1", "answer_inquiry")
    case.take("厚生労働省", "ask_inquiry", report=1, follows=1, question="再開の見込みも知りたい")
    rows = dict(case.sheet.exchanges[1].rows)
    assert (rows["どの報告について"], rows["続き"]) == ("第1報", "第1号の続き")
    for wrong in ({"report": 2}, {"follows": 9}):
        assert isinstance(case.refused("厚生労働省", "ask_inquiry", **wrong), ActNotOpen)


@pytest.mark.requirement("R-110")
def test_照会と依頼は_受諾し_一部を答え_断ることができ_国に示される(case: Case) -> None:
    case.take("厚生労働省", "request_by_ministry")
    states = []
    for act in ("accept_request", "answer_partly", "decline_request"):
        case.take("担当1", act)
        states.append(dict(case.sheet.exchanges[0].rows)["状態"])
    assert states == ["受諾", "一部回答", "回答不可"]
    rows = dict(case.sheet.exchanges[0].rows)
    assert (rows["一部回答"], rows["回答できない理由"]) == (
        "外来は制限している（徳島県 担当1）",
        "医療機関が保有していない",
    )
    assert case.task("answer_inquiry").state == "完了"
    assert case.read_by("inquiry_answered") == {("担当", False)}
    for act in ("accept_request", "answer_partly", "decline_request", "answer_inquiry"):
        assert isinstance(case.refused("担当1", act), ActNotOpen)


def test_過ぎた日時を希望期限にはできない(case: Case) -> None:
    for asking in ("ask_inquiry", "request_by_ministry"):
        refusal = case.refused("厚生労働省", asking, wished_by=case.now - timedelta(hours=1))
        assert isinstance(refusal, ImpossibleTime)


@pytest.mark.requirement("R-069")
def test_照会されると担当者に内容が届き_業務ができる(case: Case) -> None:
    case.judged().reported()
    before = len(case.letters("task_opened"))
    case.take("厚生労働省", "ask_inquiry")
    assert "診療の制限の範囲を知りたい" in case.letters("ministry_asked")[0].body
    assert case.read_by("ministry_asked") == {("担当1", True)}
    assert case.task("answer_inquiry").holder == "担当1"
    assert len(case.letters("task_opened")) == before  # one letter is enough


@pytest.mark.requirement("R-069")
def test_報告の段階が始まる前の照会も担当者に届き_回答できる(case: Case) -> None:
    case.take("厚生労働省", "ask_inquiry")
    assert case.read_by("ministry_asked") == {("担当1", True)}
    case.take("担当1", "answer_inquiry")
    assert case.read_by("inquiry_answered") == {("担当", False)}


@pytest.mark.requirement("R-069")
def test_回答の通知は_回答された照会と回答を載せる(case: Case) -> None:
    case.judged().reported()
    case.record("厚生労働省", "ask_inquiry", question="診療の制限の範囲")
    case.take("厚生労働省", "ask_inquiry", question="復旧の見込み")
    case.take("担当1", "answer_inquiry", number=1, answer="外来を止めている")
    body = case.letters("inquiry_answered")[0].body
    assert "診療の制限の範囲" in body
    assert "外来を止めている" in body
    assert "復旧の見込み" not in body


@pytest.mark.requirement("R-069")
def test_完了した報告の段階は照会で再び始まり_回答で完了に戻る(case: Case) -> None:
    case.judged().reported().reported("final")
    case.take("厚生労働省", "ask_inquiry")
    assert case.state("ministry_report") == "open"
    case.take("担当1", "answer_inquiry")
    assert case.state("ministry_report") == "done"
    assert case.task("answer_inquiry").state == "完了"


def test_ない番号の照会には回答できない(case: Case) -> None:
    case.take("厚生労働省", "ask_inquiry")
    refusal = case.refused("担当1", "answer_inquiry", number=2)
    assert isinstance(refusal, ActNotOpen)
    assert "第2号" in refusal.missing[0]


def test_自治体からの相談が残っていても_報告の段階は完了する(case: Case) -> None:
    case.judged()
    case.take("担当1", "consult_ministry")
    case.reported().reported("final")
    assert case.state("ministry_report") == "done"


@pytest.mark.requirement("R-069")
@pytest.mark.requirement("R-108")
@pytest.mark.parametrize("asking", ["ask_inquiry", "request_by_ministry"])
def test_報告の段階が始まる前でも_回答の業務ができ_回答すると終わる(case: Case, asking: str) -> None:
    case.take("厚生労働省", asking)
    assert case.state("ministry_report") == "waiting"
    assert case.task("answer_inquiry").holder == "担当1"
    case.later(hours=1)
    case.judged(attack="unknown")
    assert "answer_inquiry" in case.open_tasks
    case.take("担当1", "answer_inquiry")
    assert case.task("answer_inquiry").state == "完了"


@pytest.mark.requirement("R-124")
def test_調査の段階が始まる前でも相談でき_助言の業務が厚生労働省にできる(case: Case) -> None:
    case.take("担当1", "consult_ministry")
    assert case.state("inspection") == "waiting"
    assert case.task("advise").state == "未了"
    case.take("厚生労働省", "advise")
    assert case.task("advise").state == "完了"


@pytest.mark.requirement("R-068")
def test_最終報の受領も厚生労働省の業務になる(case: Case) -> None:
    case.judged().reported().reported("final")
    assert case.state("ministry_report") == "done"
    assert case.task("record_receipt").state == "未了"
