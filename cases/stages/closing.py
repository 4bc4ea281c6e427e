"""終結: the closing gate refuses while anything is open and names it; a closed case can be reopened with reason.

Source: chain of the notice as a whole [design]; domain.md G.2 guards of `closed`.
"""

from __future__ import annotations

from pydantic import Field

from cases import guards, readings
from cases.judgement import Attack, Result
from cases.procedure import (
    LONG,
    Act,
    Criterion,
    Deed,
    Facts,
    LetterTemplate,
    Requirement,
    Stage,
    TaskTemplate,
    When,
    moment,
)
from cases.records import CaseFile
from cases.vocabulary import Ending, Role, StageKey, StageState

SETTLED = (StageState.DONE, StageState.SKIPPED)


class Closing(Facts):
    closed_on: When = moment("終結を決めた日時")
    summary: str = Field(title="終結の理由・総括", min_length=1, json_schema_extra=LONG)


class Reopening(Facts):
    reason: str = Field(title="再開の理由", min_length=1, json_schema_extra=LONG)


def _settled(key: StageKey) -> Requirement:
    return Requirement(
        f"「{key.label}」が終わっていません。", lambda case: case.stage(key).state in SETTLED, "closing gate"
    )


def _all_settled(case: CaseFile) -> bool:
    return all(record.state in SETTLED for record in case.stages if record.stage is not StageKey.CLOSING)


def close_case(case: CaseFile, facts: Closing, deed: Deed) -> None:
    guards.not_before("終結を決めた日時", facts.closed_on, "覚知日時", case.detected_at)
    case.closed_at, case.ending, case.ending_reason = deed.now, Ending.CLOSED, facts.summary


def reopen_case(case: CaseFile, facts: Reopening, deed: Deed) -> None:
    """Closing is undone; a stage that was finished stays so until its acts are needed again. What was found not to be
    an attack is a suspicion again, to be judged anew.
    """
    if case.ending is Ending.NOT_ATTACK:
        case.attack, case.result, case.judged_at = Attack.SUSPECTED, Result.AWAITING, None
    case.closed_at, case.ending, case.ending_reason = None, None, ""
    for record in case.stages:
        if record.stage is StageKey.CLOSING or record.state is StageState.SKIPPED:
            record.state, record.done_at, record.entered_at, record.reason = StageState.WAITING, None, None, ""


STAGE = Stage(
    key=StageKey.CLOSING,
    purpose="すべての段階が終わったことを確かめ、案件を終結します。",
    source=(),
    opens_when=_all_settled,
    opens_label="他のすべての段階が完了又は対象外となったとき",
    tasks=(
        TaskTemplate(
            "close_case",
            "終結してよいか確認し、終結する",
            Role.SUPERVISOR,
            done=lambda case: case.closed_at is not None,
        ),
    ),
    acts=(
        Act(
            "close_case",
            "case_closed",
            "案件を終結する",
            Closing,
            frozenset({Role.SUPERVISOR}),
            change=close_case,
            requires=(
                *(_settled(key) for key in StageKey if key is not StageKey.CLOSING),
                Requirement(
                    "厚生労働省からの照会・依頼に回答していません。",
                    lambda case: readings.unanswered(case) == 0,
                    "closing gate",
                ),
            ),
            help="終わっていない段階があるうちは終結できません。",
            tells="担当者に通知します",
        ),
        Act(
            "reopen_case",
            "case_reopened",
            "案件を再開する",
            Reopening,
            frozenset({Role.SUPERVISOR}),
            change=reopen_case,
            anytime=True,
            after_end=True,
            requires=(
                Requirement("案件は終結していません。", lambda case: case.closed_at is not None),
                Requirement(
                    "ほかの案件に統合されています。続きは統合先の案件で行うか、統合を取り消してください。",
                    lambda case: case.ending is not Ending.MERGED,
                ),
            ),
            help="終結した案件に続きがあるときに、理由を残して再開します。",
        ),
    ),
    letters=(
        LetterTemplate("closing_due", to="holders", must_act=True),
        LetterTemplate("case_closed", to="lead", must_act=False, after="close_case"),
    ),
    completes_when=(Criterion("案件を終結した", lambda case: case.closed_at is not None),),
)
