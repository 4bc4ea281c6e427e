"""復旧・再発防止: recovery milestones, and every guidance item, finding and measure followed to its verification.

Source: M-3.1 (復旧状況、再発防止策等); R-104; domain.md D.1 recovery and prevention.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from cases import guards, readings
from cases.errors import ActNotOpen
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
from cases.records import CaseFile, RecoveryMilestone, RemediationItem
from cases.vocabulary import ItemOrigin, ItemState, Milestone, Role, StageKey

FIELD = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR})


class RecoveryStep(Facts):
    milestone: Milestone = Field(title="復旧の段階")
    reached_at: When = moment("その日時")
    approx: bool = Field(default=False, title="時刻は「頃」")
    note: str = Field(
        default="", title="補足", description="再開した診療科、復元できないデータなど", json_schema_extra=LONG
    )


class Measure(Facts):
    title: str = Field(title="再発防止策", min_length=1, max_length=400)
    owner: str = Field(default="", title="担当（部署・役職）", max_length=200)
    promised_on: date | None = Field(default=None, title="実施の期日")


class ItemSettled(Facts):
    item: str = Field(title="項目", description="番号、又は題名の一部", min_length=1)
    settled_at: When = moment("確認した日時")
    verified: bool = Field(default=True, title="実施を確認した", description="外すと「不要と判断」として扱います")
    evidence: str = Field(title="確認した資料・理由", min_length=1, json_schema_extra=LONG)


def record_milestone(case: CaseFile, facts: RecoveryStep, deed: Deed) -> None:
    guards.not_before("復旧の日時", facts.reached_at, "覚知日時", case.detected_at)
    case.milestones.append(
        RecoveryMilestone(
            milestone=facts.milestone,
            reached_at=facts.reached_at,
            approx=facts.approx,
            note=facts.note,
            entered_at=deed.now,
        )
    )


def record_measure(case: CaseFile, facts: Measure, deed: Deed) -> None:
    case.items.append(
        RemediationItem(
            origin=ItemOrigin.MEASURE,
            title=facts.title,
            owner=facts.owner,
            promised_on=facts.promised_on,
            entered_at=deed.now,
        )
    )


def settle_item(case: CaseFile, facts: ItemSettled, deed: Deed) -> None:
    """The item by its number in the list, or by a part of its title that fits exactly one open item."""
    guards.not_before("確認日時", facts.settled_at, "覚知日時", case.detected_at)
    waiting = [i for i in case.items if i.state in (ItemState.OPEN, ItemState.REPORTED)]
    number = facts.item.translate(str.maketrans("０１２３４５６７８９", "0123456789")).removeprefix("#")
    if number.isdecimal() and 1 <= int(number) <= len(case.items):
        found = [i for i in waiting if i is case.items[int(number) - 1]]
    else:
        found = [i for i in waiting if facts.item in i.title]
    if len(found) != 1:
        how = "見つかりません" if not found else "複数あります"
        raise ActNotOpen("改善の実施を確認する", [f"「{facts.item}」に当たる対応中の項目が{how}。"])
    item = found[0]
    item.state = ItemState.VERIFIED if facts.verified else ItemState.WAIVED
    item.settled_at, item.settled_by, item.evidence = facts.settled_at, deed.office, facts.evidence


STAGE = Stage(
    key=StageKey.REMEDIATION,
    purpose="復旧の段階を記録し、指導事項・指摘事項・再発防止策を、実施の確認まで追跡します。",
    source=("M-3.1",),
    opens_when=readings.attacked,
    opens_label="サイバー攻撃を受けたと判断したとき",
    tasks=(
        TaskTemplate(
            "follow_recovery",
            "復旧の状況を確認し、通常診療の再開まで記録する",
            Role.OFFICER,
            done=lambda case: readings.care_resumed_at(case) is not None,
            source=("M-3.1",),
        ),
        TaskTemplate(
            "prevention",
            "再発防止策を聞き取り、記録する",
            Role.OFFICER,
            done=readings.prevention_recorded,
            source=("M-3.1",),
        ),
        TaskTemplate(
            "verify_items",
            "指導事項・指摘事項・再発防止策の実施を確認する",
            Role.OFFICER,
            applies=lambda case: not readings.items_settled(case),
            done=readings.items_settled,
            source=("M-3.1",),
        ),
    ),
    acts=(
        Act(
            "record_milestone",
            "milestone_recorded",
            "復旧の段階を記録する",
            RecoveryStep,
            FIELD,
            change=record_milestone,
            help="一部復旧、全面復旧、通常診療の再開を、それぞれの日時で残します。",
            source=("M-3.1",),
        ),
        Act(
            "record_measure",
            "measure_recorded",
            "再発防止策を記録する",
            Measure,
            FIELD,
            change=record_measure,
            help="医療機関等が行う再発防止策です。実施の確認まで追跡します。",
            source=("M-3.1",),
        ),
        Act(
            "settle_item",
            "item_settled",
            "改善の実施を確認する",
            ItemSettled,
            FIELD,
            change=settle_item,
            requires=(
                Requirement(
                    "対応中の指導事項・指摘事項・再発防止策がありません。",
                    lambda case: not readings.items_settled(case),
                ),
            ),
            help="資料などで実施を確認するか、理由を示して不要と判断します。",
            source=("M-3.1",),
        ),
    ),
    letters=(LetterTemplate("remediation_due", to="holders", must_act=True),),
    completes_when=(
        Criterion("通常診療が再開した", lambda case: readings.care_resumed_at(case) is not None),
        Criterion("再発防止策を記録した", readings.prevention_recorded),
        Criterion("指導事項・指摘事項・再発防止策の確認が済んだ", readings.items_settled),
    ),
    skipped_when=lambda case: (
        "サイバー攻撃ではないと確認したため" if readings.judged(case) and not readings.attacked(case) else None
    ),
    follows=(StageKey.CLOSING,),
)
