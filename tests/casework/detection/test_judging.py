"""四つの判断の版: 誰がいつ何に基づいて判断したか。現在の判断は、判断した日時の最も新しいもの."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import readings
from cases.casework.detection.judging import FourQuestions, judge_four_questions
from cases.errors import FactNeeded
from cases.judgement import Attack, Failure, Impact
from cases.procedure import Deed
from cases.records import CaseFile
from cases.vocabulary import Role, StageState
from tests.a_case import Case, jst
from tests.architecture.act_table import NOW, bare
from tests.shelf import Shelf


@pytest.mark.requirement("R-050")
@pytest.mark.requirement("R-051")
def test_後から入力した以前の判断は_現在の判断にならない(case: Case) -> None:
    case.later(hours=3)
    case.judged(judged_at=jst(2021, 10, 31, 3), judged_by="authority")
    case.record(
        "担当2",
        "judge",
        judged_at=jst(2021, 10, 31, 1),
        judged_by="facility",
        leak="none",
        care="none",
        reason="病院が先に判断していたと分かった",
    )
    sheet = case.sheet
    assert (sheet.result, sheet.judged_at) == ("連絡対象", jst(2021, 10, 31, 3))
    assert [dict(j.rows)["扱い"] for j in sheet.judgements] == ["前の判断", "現在の判断"]
    assert [dict(j.rows)["判断した者"] for j in sheet.judgements] == ["医療機関等", "自治体"]


@pytest.mark.requirement("R-051")
def test_判断を改めるには理由が要り_版がすべて残る(case: Case) -> None:
    case.judged(leak="none", care="none", reason="")
    case.later(hours=1)
    assert isinstance(case.refused("担当1", "judge", reason=""), FactNeeded)
    case.judged(reason="診療を止めたと分かった")
    versions = [(j.title, dict(j.rows).get("改めた理由", "")) for j in case.sheet.judgements]
    assert versions == [("対象外（任意連絡可）", ""), ("連絡対象", "診療を止めたと分かった")]


@pytest.mark.requirement("R-050")
@pytest.mark.parametrize(
    ("by", "words"), [("facility", "医療機関等"), ("authority", "自治体"), ("ministry", "厚生労働省")]
)
def test_判断した者と入力した者と日時が残る(case: Case, by: str, words: str) -> None:
    who = "厚生労働省" if by == "ministry" else "担当2"
    case.take(who, "judge", judged_by=by, basis="院長の説明", judged_at=jst(2021, 10, 31, 0, 30))
    rows = dict(case.sheet.judgements[0].rows)
    office = "厚生労働省 担当" if by == "ministry" else "徳島県 担当2"
    assert (rows["判断した者"], rows["根拠"]) == (words, "院長の説明")
    assert rows["入力"].startswith(office)


def test_同じ日時の判断は_後に入力したものが現在の判断になる(case: Case) -> None:
    moment = case.now
    case.judged(judged_at=moment, care="unknown")
    case.later(hours=1)
    case.judged(judged_at=moment)
    assert case.sheet.result == "連絡対象"


@pytest.mark.requirement("R-049")
def test_以前の保留を後から入力しても_再確認の時計は始まらない(case: Case) -> None:
    case.later(hours=3)
    case.judged(judged_at=jst(2021, 10, 31, 3))
    case.judged(judged_at=jst(2021, 10, 31, 1), care="unknown")
    assert case.sheet.result == "連絡対象"
    assert "judge_again" not in case.open_tasks
    assert all(c.state != "running" for c in case.sheet.clocks if c.rule_id == "judgement-recheck")


def judged_in(order: list[int], answers: list[tuple[int, Impact]]) -> CaseFile:
    """A case judged in that order of entry."""
    case = bare(StageState.OPEN)
    for n, which in enumerate(order):
        hours, care = answers[which]
        facts = FourQuestions(
            attack=Attack.YES,
            failure=Failure.YES,
            leak=Impact.NONE,
            care=care,
            judged_at=NOW + timedelta(hours=hours),
            reason="改める",
        )
        office = f"徳島県 担当{which}"
        deed = Deed(1, office, "360007", frozenset({Role.OFFICER}), NOW + timedelta(days=1, minutes=n), Shelf())
        judge_four_questions(case, facts, deed)
    return case


@pytest.mark.requirement("R-050")
@pytest.mark.requirement("R-051")
@given(
    answers=st.lists(st.tuples(st.integers(0, 48), st.sampled_from(Impact)), min_size=1, max_size=6),
    data=st.data(),
)
def test_どの順に入力しても_最も新しい日時の判断が現在の判断になる(
    answers: list[tuple[int, Impact]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(answers))))
    case = judged_in(order, answers)
    latest = max(hours for hours, _ in answers)
    last_entered = [answers[n] for n in order if answers[n][0] == latest][-1]
    assert (case.judged_at, case.care) == (NOW + timedelta(hours=latest), last_entered[1])
    assert len(case.judgements) == len(answers)
    moments: list[datetime] = [j.judged_at for j in readings.in_time(case.judgements)]
    assert moments == sorted(moments)
