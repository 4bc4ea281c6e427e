"""The forms are drawn from the acts' models: every field of every act becomes a question that can be answered."""

from __future__ import annotations

from typing import Any

import pytest

from cases import handbook
from cases.casework.detection.judging import FourQuestions
from cases.casework.detection.suspicion import Suspicion
from cases.casework.inspection.guidance import GuidanceGiven
from cases.casework.inspection.investigation import InvestigationNeed
from cases.casework.ministry_report.ministry_requests import MinistryRequest
from cases.clock import JST
from cases.procedure import Act
from ui.forms.past import facts_rows
from ui.forms.questions import Kind, Question, questions
from ui.pages.of_case.next_acts import ACTS_OF_TASK
from ui.words import done_words, past_words

ALL = [act for _, act in handbook.all_acts()]
SAMPLE: dict[Kind, Any] = {
    Kind.MOMENT: "2021-10-31T00:30:00+09:00",
    Kind.DAY: "2021-11-05",
    Kind.TEXT: "1",
    Kind.LONG: "記載",
    Kind.LINES: ["一", "二"],
    Kind.FLAG: True,
    Kind.NUMBER: 1,
}


def by_name(model: Any) -> dict[str, Question]:
    return {question.name: question for question in questions(model)}


def sample(question: Question) -> Any:
    if question.kind is Kind.ONE:
        return question.choices[0].value
    return [question.choices[0].value] if question.kind is Kind.MANY else SAMPLE[question.kind]


@pytest.mark.parametrize("act", ALL, ids=lambda act: act.name)
def test_a_fully_answered_form_fits_the_act(act: Act[Any]) -> None:
    answers = {question.name: sample(question) for question in questions(act.facts)}
    answers |= {question.approx: True for question in questions(act.facts) if question.approx}
    assert set(answers) == set(act.facts.model_fields)
    act.facts.model_validate(answers)


@pytest.mark.parametrize("act", ALL, ids=lambda act: act.name)
def test_only_the_required_questions_need_an_answer(act: Act[Any]) -> None:
    act.facts.model_validate({q.name: sample(q) for q in questions(act.facts) if q.required})


@pytest.mark.parametrize("act", ALL, ids=lambda act: act.name)
def test_every_question_and_choice_is_asked_in_japanese(act: Act[Any]) -> None:
    for question in questions(act.facts):
        assert question.title != question.name
        if not question.known:  # the fields of the report keep the words themselves
            assert all(choice.label != choice.value for choice in question.choices)


def test_the_approximate_flag_stands_beside_its_moment() -> None:
    asked = by_name(Suspicion)
    assert asked["detected_at"].approx == "detected_approx"
    assert "detected_approx" not in asked


def test_a_decision_without_default_is_asked_as_yes_or_no() -> None:
    needed = by_name(InvestigationNeed)["needed"]
    assert [choice.label for choice in needed.choices] == ["はい", "いいえ"]
    assert needed.default is None


def test_unknown_is_offered_as_an_answer() -> None:
    for name in ("attack", "failure", "leak", "care"):
        assert "不明" in [choice.label for choice in by_name(FourQuestions)[name].choices]


def test_left_out_words_are_not_offered() -> None:
    assert {choice.value for choice in by_name(MinistryRequest)["kind"].choices}.isdisjoint({"inquiry", "consultation"})


def test_one_line_is_one_item() -> None:
    assert by_name(GuidanceGiven)["items"].kind is Kind.LINES


def test_past_facts_are_read_back_in_the_forms_words() -> None:
    facts = {"attack": "yes", "leak": "feared", "judged_at": "2021-10-30T21:10:00Z", "judged_approx": True}
    assert facts_rows("judged", facts) == [
        ("(a) サイバー攻撃によるものですか", "サイバー攻撃による"),
        ("(c) 個人情報の漏洩はありますか", "おそれ"),
        ("判断した日時", "2021年10月31日(日) 06:10頃"),
    ]
    assert JST is not None


def test_every_task_of_the_handbook_has_its_acts() -> None:
    tasks = {task.code for stage in handbook.STAGES for task in stage.tasks}
    assert tasks == set(ACTS_OF_TASK)
    for names in ACTS_OF_TASK.values():
        for name in names:
            handbook.find(name)


def test_every_label_can_be_said_in_the_past() -> None:
    said = {act.label: (past_words(act.label), done_words(act.label)) for _, act in handbook.all_acts()}
    assert said["報告を送付する"] == ("報告を送付した", "報告を送付しました。")
    assert said["報告を差し戻す"] == ("報告を差し戻した", "報告を差し戻しました。")
    assert said["調査・指導の要否を決める"] == ("調査・指導の要否を決めた", "調査・指導の要否を決めました。")
    ends = ("する", "ける", "める", "てる", "げる", "える", "じる", "せる", "ねる", "す")
    assert all(label.endswith(ends) for label in said)


def test_what_was_entered_on_an_earlier_form_reads_whole() -> None:
    told = dict(facts_rows("visit_recorded", {"certificates": "演習用 第1号"}))
    assert "演習用 第1号" in told.values()
