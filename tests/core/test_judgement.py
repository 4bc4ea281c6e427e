"""The judgement of M-1.3: the truth table, and what it means in words."""

import itertools

import pytest

from cases.judgement import QUESTIONS, Attack, Failure, Impact, Result, explain, judge
from cases.rulebook import rulebook

A, F, I, R = Attack, Failure, Impact, Result  # noqa: E741
COMBINATIONS = list(itertools.product(Attack, Failure, Impact, Impact))


@pytest.mark.requirement("R-048")
@pytest.mark.parametrize(
    ("leak", "care", "expected"),
    [
        (I.PRESENT, I.PRESENT, R.REPORTABLE),
        (I.PRESENT, I.FEARED, R.REPORTABLE),
        (I.PRESENT, I.NONE, R.REPORTABLE),
        (I.PRESENT, I.UNKNOWN, R.REPORTABLE),
        (I.FEARED, I.PRESENT, R.REPORTABLE),
        (I.FEARED, I.FEARED, R.REPORTABLE),
        (I.FEARED, I.NONE, R.REPORTABLE),
        (I.FEARED, I.UNKNOWN, R.REPORTABLE),
        (I.NONE, I.PRESENT, R.REPORTABLE),
        (I.NONE, I.FEARED, R.REPORTABLE),
        (I.NONE, I.NONE, R.NOT_REPORTABLE),
        (I.NONE, I.UNKNOWN, R.ON_HOLD),
        (I.UNKNOWN, I.PRESENT, R.REPORTABLE),
        (I.UNKNOWN, I.FEARED, R.REPORTABLE),
        (I.UNKNOWN, I.NONE, R.ON_HOLD),
        (I.UNKNOWN, I.UNKNOWN, R.ON_HOLD),
    ],
)
def test_攻撃による障害は漏洩と診療の支障で決まる(leak: Impact, care: Impact, expected: Result) -> None:
    assert judge(A.YES, F.YES, leak, care) is expected


@pytest.mark.requirement("R-048")
@pytest.mark.parametrize(
    ("attack", "failure", "expected"),
    [
        (A.YES, F.NO, R.OUTSIDE_NOTICE),
        (A.YES, F.UNKNOWN, R.ON_HOLD),
        (A.SUSPECTED, F.YES, R.AWAITING),
        (A.SUSPECTED, F.NO, R.AWAITING),
        (A.SUSPECTED, F.UNKNOWN, R.AWAITING),
        (A.NO, F.YES, R.NOT_ATTACK),
        (A.NO, F.NO, R.NOT_ATTACK),
        (A.NO, F.UNKNOWN, R.NOT_ATTACK),
        (A.UNKNOWN, F.YES, R.ON_HOLD),
        (A.UNKNOWN, F.NO, R.ON_HOLD),
        (A.UNKNOWN, F.UNKNOWN, R.ON_HOLD),
    ],
)
@pytest.mark.parametrize("leak", list(Impact))
@pytest.mark.parametrize("care", list(Impact))
def test_攻撃と障害だけで決まる場合は影響を問わない(
    attack: Attack, failure: Failure, expected: Result, leak: Impact, care: Impact
) -> None:
    assert judge(attack, failure, leak, care) is expected


@pytest.mark.requirement("R-048")
def test_連絡対象は条件を満たすときに限る() -> None:
    for attack, failure, leak, care in COMBINATIONS:
        met = attack is A.YES and failure is F.YES and bool({leak, care} & {I.PRESENT, I.FEARED})
        assert (judge(attack, failure, leak, care) is R.REPORTABLE) is met


@pytest.mark.requirement("R-049")
def test_不明が残る攻撃は黙って対象外にならない() -> None:
    for attack, failure, leak, care in COMBINATIONS:
        if I.UNKNOWN in (leak, care) or failure is F.UNKNOWN or attack is A.UNKNOWN:
            assert judge(attack, failure, leak, care) is not R.NOT_REPORTABLE


@pytest.mark.requirement("R-013")
def test_漏洩と診療の支障は対等である() -> None:
    for attack, failure, leak, care in COMBINATIONS:
        assert judge(attack, failure, leak, care) is judge(attack, failure, care, leak)


@pytest.mark.parametrize("result", list(Result))
def test_結果は理由と通知の根拠を添えて説明される(result: Result) -> None:
    sentence, sources = explain(result)
    assert sentence.endswith("。")
    assert result is R.NOT_ATTACK or result.label.split("（")[0].removesuffix("保留") in sentence
    assert "ため" in sentence
    assert all(rulebook().sentence(source).text for source in sources)


@pytest.mark.requirement("R-008")
@pytest.mark.parametrize("result", list(Result))
def test_説明は違反や義務と言わない(result: Result) -> None:
    assert not [word for word in ("違反", "義務", "法定", "期限") if word in explain(result).sentence]


def test_保留の説明は早めの連絡を勧める() -> None:
    assert "早めの連絡" in explain(R.ON_HOLD).sentence


def test_画面の語() -> None:
    assert [impact.label for impact in Impact] == ["有", "おそれ", "無", "不明"]
    assert [result.label for result in Result] == [
        "連絡対象",
        "対象外（任意連絡可）",
        "判断保留",
        "判断待ち",
        "2018年通知の対象外",
        "サイバー攻撃でない障害",
    ]
    assert all(answer.label for answer in (*Attack, *Failure))
    assert list(QUESTIONS) == ["attack", "failure", "leak", "care"]
