"""How care came back: milestones for the whole facility or one department, in an order that can have been (M-3.1).

Partly before fully restored, a department before the whole. A wrong entry is corrected by a new one; both stay.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.casework.remediation.items import DIGITS, FIELD
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.records import CaseFile, RecoveryMilestone
from cases.vocabulary import Milestone

WHOLE = "全体"


class RecoveryStep(Facts):
    milestone: Milestone = Field(title="復旧の段階")
    part: str = Field(
        default="", title="診療科・部門・業務", description="小児科、救急の受入れなど。空欄は全体です", max_length=200
    )
    reached_at: When = moment("その日時")
    approx: bool = Field(default=False, title="時刻は「頃」")
    unrecoverable: Annotated[str, LONG] = Field(
        default="",
        title="復元できないデータ",
        description="範囲と件数だけを書きます。患者の氏名などは書きません",
    )
    note: Annotated[str, LONG] = Field(default="", title="補足")


class StepCorrected(Facts):
    item: str = Field(title="訂正する記録", description="復旧の段階の番号", min_length=1)
    reached_at: When = moment("正しい日時")
    approx: bool = Field(default=False, title="時刻は「頃」")
    unrecoverable: Annotated[str, LONG] = Field(default="", title="復元できないデータ")
    reason: Annotated[str, LONG] = Field(title="訂正の理由", min_length=1)


def valid(case: CaseFile) -> list[RecoveryMilestone]:
    """The milestones without those that were corrected."""
    return [m for m in case.milestones if m.corrected_at is None]


def record_milestone(case: CaseFile, facts: RecoveryStep, deed: Deed) -> None:
    part = "" if facts.part == WHOLE else facts.part
    new = RecoveryMilestone(
        milestone=facts.milestone,
        part=part,
        reached_at=facts.reached_at,
        approx=facts.approx,
        unrecoverable=facts.unrecoverable,
        note=facts.note,
        entered_at=deed.now,
    )
    _in_order(case, new)
    case.milestones.append(new)


def correct_milestone(case: CaseFile, facts: StepCorrected, deed: Deed) -> None:
    label = "復旧の段階の記録を訂正する"
    number = facts.item.translate(DIGITS).removeprefix("#")
    entered = numbered(case)
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= len(entered)):
        raise ActNotOpen(label, [f"「{facts.item}」という番号の記録は見つかりません。"])
    old = entered[int(number) - 1]
    if old.corrected_at is not None:
        raise ActNotOpen(label, [f"{number}番の記録はすでに訂正されています。訂正後の記録を選んでください。"])
    new = RecoveryMilestone(
        milestone=old.milestone,
        part=old.part,
        reached_at=facts.reached_at,
        approx=facts.approx,
        unrecoverable=facts.unrecoverable or old.unrecoverable,
        note=old.note,
        entered_at=deed.now,
    )
    _in_order(case, new, instead_of=old)
    old.corrected_at, old.corrected_why = deed.now, facts.reason
    case.milestones.append(new)


def numbered(case: CaseFile) -> list[RecoveryMilestone]:
    """In the order of entry, which never changes: their numbers count from one."""
    return sorted(case.milestones, key=lambda m: m.id)


def name(milestone: RecoveryMilestone) -> str:
    return f"{milestone.milestone.label}（{milestone.part or WHOLE}）"


def _in_order(case: CaseFile, new: RecoveryMilestone, instead_of: RecoveryMilestone | None = None) -> None:
    """Raises ImpossibleTime, naming the milestone that contradicts."""
    moments.not_before("復旧の日時", new.reached_at, "覚知日時", case.detected_at)
    for other in valid(case):
        if other is instead_of:
            continue
        if _precedes(other, new):
            moments.not_before(name(new), new.reached_at, name(other), other.reached_at)
        elif _precedes(new, other):
            moments.not_after(name(new), new.reached_at, name(other), other.reached_at)


def _precedes(one: RecoveryMilestone, other: RecoveryMilestone) -> bool:
    """Whether `one` cannot come after `other`: partly before fully of the same part or the whole; a department's
    full restoration or resumption before the whole's.
    """
    whole = other.part == "" and one.part != ""
    if other.milestone is Milestone.FULLY_RESTORED and one.milestone is Milestone.PARTLY_RESTORED:
        return whole or one.part == other.part
    return whole and one.milestone is other.milestone and one.milestone is not Milestone.PARTLY_RESTORED


ACTS: tuple[Act[Any], ...] = (
    Act(
        "record_milestone",
        "milestone_recorded",
        "復旧の段階を記録する",
        RecoveryStep,
        FIELD,
        change=record_milestone,
        help="一部復旧、全面復旧、通常診療の再開を、全体又は診療科などごとに、それぞれの日時で残します。",
        source=("M-3.1",),
    ),
    Act(
        "correct_milestone",
        "milestone_corrected",
        "復旧の段階の記録を訂正する",
        StepCorrected,
        FIELD,
        change=correct_milestone,
        requires=(Requirement("復旧の段階がまだ記録されていません。", lambda case: bool(case.milestones)),),
        help="元の記録は、訂正の理由とともに残ります。",
        source=("M-3.1",),
    ),
)
