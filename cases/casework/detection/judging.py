"""The four questions, each time somebody judged; the judgement that stands is the one of the latest moment.

Source: M-1.3; R-047…R-051.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby, takewhile
from typing import Annotated, Any, Literal

from pydantic import Field

from cases import readings
from cases.clocks import moments
from cases.errors import FactNeeded
from cases.judgement import Attack, Failure, Impact, judge
from cases.procedure import LONG, Act, Deed, Facts, When, moment
from cases.records import CaseFile, JudgementRecord
from cases.vocabulary import Role
from cases.vocabulary.signals import Labels


class FourQuestions(Facts):
    """M-1.3; unknown is an answer."""

    attack: Attack = Field(title="(a) サイバー攻撃によるものですか")
    failure: Failure = Field(title="(b) 医療情報システムに障害が発生していますか")
    leak: Impact = Field(title="(c) 個人情報の漏洩はありますか")
    care: Impact = Field(title="(d) 医療提供体制に支障はありますか")
    judged_at: When = moment("判断した日時")
    judged_approx: bool = Field(default=False, title="判断の時刻は「頃」")
    judged_by: Annotated[
        Literal["facility", "authority", "ministry"],
        Labels({"facility": "医療機関等", "authority": "自治体", "ministry": "厚生労働省"}),
    ] = Field(
        default="authority",
        title="判断した者",
    )
    basis: Annotated[str, LONG] = Field(default="", title="判断の根拠")
    reason: Annotated[str, LONG] = Field(
        default="", title="判断を改める理由", description="二度目からの判断で記入します"
    )


def judge_four_questions(case: CaseFile, facts: FourQuestions, deed: Deed) -> None:
    """One more version. A revision says why (R-051); one of an earlier moment, entered late, is kept in its place."""
    moments.not_before("判断日時", facts.judged_at, "覚知日時", case.detected_at)
    if readings.judgements(case) and not facts.reason:
        raise FactNeeded("判断を改める理由", "既に判断が記録されているとき")
    case.judgements.append(
        JudgementRecord(
            judged_at=facts.judged_at,
            approx=facts.judged_approx,
            judged_by=facts.judged_by,
            attack=facts.attack,
            failure=facts.failure,
            leak=facts.leak,
            care=facts.care,
            result=judge(facts.attack, facts.failure, facts.leak, facts.care),
            basis=facts.basis,
            reason=facts.reason,
            entered_by=deed.office,
            entered_at=deed.now,
        )
    )
    adopt(case, readings.judgements(case))


def adopt(case: CaseFile, judgements: Iterable[JudgementRecord]) -> None:
    """Let the judgement of the latest moment stand in the case; nothing where nobody has judged."""
    stands = readings.valid(judgements)
    if stands is not None:
        case.attack, case.failure, case.leak, case.care = stands.attack, stands.failure, stands.leak, stands.care
        case.result, case.judged_at = stands.result, stands.judged_at


def reask_starts(case: CaseFile) -> datetime | None:
    """The first judgement of the latest time that the case was left undecided; each such time has its own clock."""
    ordered = readings.in_time(readings.judgements(case))
    runs = [list(run) for held, run in groupby(ordered, lambda j: j.result in readings.UNDECIDED) if held]
    return runs[-1][0].judged_at if runs else None


def reask_met(case: CaseFile) -> datetime | None:
    """The judgement that ended it: nothing, while the standing one still is 判断保留 or 判断待ち."""
    ordered = readings.in_time(readings.judgements(case))
    ended = list(takewhile(lambda j: j.result not in readings.UNDECIDED, reversed(ordered)))
    return ended[-1].judged_at if ended else None


ACTS: tuple[Act[Any], ...] = (
    Act(
        "judge",
        "judged",
        "四つの判断を記録する",
        FourQuestions,
        frozenset({Role.OFFICER, Role.SUPERVISOR, Role.MINISTRY}),
        change=judge_four_questions,
        anytime=True,
        help="攻撃・障害・漏洩・診療への支障の四つを答えると、国への連絡の対象かどうかが決まります。",
        source=("M-1.3",),
    ),
)
