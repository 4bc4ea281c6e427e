"""One list of what is to be put right: findings, guidance items, measures, checklist answers (R-104).

The facility reports that it is done; the authority verifies it, returns it with reason, or waives it with reason. A
promise may be changed; the earlier ones stay. Every act takes one item or several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import Field

from cases.clock import JST
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.japanese_dates import day_words
from cases.procedure import LONG, Act, Deed, Facts, Occurrence, Requirement, When, moment
from cases.records import CaseFile, RemediationItem, RemediationStep
from cases.vocabulary import ItemOrigin, ItemState, ItemStep, Role

FIELD = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR})
CLOCK = "remediation-item"
PROMISED = "目安"
"""What a promised day is called: the facility's word, not a time limit of any rule."""
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def items_field(title: str = "項目") -> Any:
    return Field(title=title, description="番号、又は題名の一部。一行に一つ", min_length=1)


class Measure(Facts):
    title: str = Field(title="再発防止策", min_length=1, max_length=400)
    owner: str = Field(default="", title="担当（部署・役職）", max_length=200)
    promised_on: date | None = Field(default=None, title="実施の期日")


class DoneReported(Facts):
    items: tuple[str, ...] = items_field("実施したとの報告があった項目")
    reported_at: When = moment("報告を受けた日時")
    answer: Annotated[str, LONG] = Field(title="医療機関等の回答", min_length=1)
    evidence: str = Field(default="", title="添えられた資料", max_length=400)


class Verified(Facts):
    items: tuple[str, ...] = items_field("実施を確認した項目")
    verified_at: When = moment("確認した日時")
    evidence: Annotated[str, LONG] = Field(title="確認した資料・方法", min_length=1)


class Returned(Facts):
    items: tuple[str, ...] = items_field("差し戻す項目")
    returned_at: When = moment("差し戻した日時")
    reason: Annotated[str, LONG] = Field(title="差し戻す理由", min_length=1)
    promised_on: date | None = Field(default=None, title="改めて約束した期日", description="空欄なら元の期日のままです")


class PromiseChanged(Facts):
    items: tuple[str, ...] = items_field("期日を変える項目")
    promised_on: date = Field(title="新しい期日")
    agreed_at: When = moment("医療機関等と約束した日時")
    reason: Annotated[str, LONG] = Field(title="変更の理由", min_length=1)


class Waived(Facts):
    items: tuple[str, ...] = items_field("不要と判断した項目")
    decided_at: When = moment("判断した日時")
    reason: Annotated[str, LONG] = Field(title="不要と判断した理由", min_length=1)


def add(
    case: CaseFile,
    origin: ItemOrigin,
    titles: Iterable[str],
    deed: Deed,
    *,
    promised_on: date | None = None,
    owner: str = "",
    level: str = "",
    source: str = "",
    reference: str = "",
) -> list[RemediationItem]:
    """New items at the end of the list."""
    new = [
        RemediationItem(
            origin=origin,
            title=title,
            level=level,
            source=source,
            reference=reference,
            owner=owner,
            promised_on=promised_on,
            state=ItemState.OPEN,
            entered_at=deed.now,
        )
        for title in titles
    ]
    case.items.extend(new)
    return new


def record_measure(case: CaseFile, facts: Measure, deed: Deed) -> None:
    add(case, ItemOrigin.MEASURE, [facts.title], deed, promised_on=facts.promised_on, owner=facts.owner)


def report_item_done(case: CaseFile, facts: DoneReported, deed: Deed) -> None:
    states = (ItemState.OPEN, ItemState.RETURNED, ItemState.REPORTED)
    for item in _meant(case, facts.items, states, "実施の報告を記録する", "報告を受けた日時", facts.reported_at):
        mark_reported(case, item, facts.reported_at, facts.answer, deed, evidence=facts.evidence)


def mark_reported(
    case: CaseFile, item: RemediationItem, at: datetime, answer: str, deed: Deed, *, evidence: str = ""
) -> None:
    """The facility says that it is done; it waits for the authority's eye."""
    item.state, item.reported_at, item.answer, item.evidence = ItemState.REPORTED, at, answer, evidence
    _step(case, item, ItemStep.REPORTED, at, deed, text=answer, evidence=evidence)


def verify_item(case: CaseFile, facts: Verified, deed: Deed) -> None:
    """On a report, or with one's own eyes without one."""
    for item in _meant(case, facts.items, OPEN_STATES, "改善の実施を確認する", "確認日時", facts.verified_at):
        item.state, item.settled_at, item.settled_by = ItemState.VERIFIED, facts.verified_at, deed.office
        item.evidence = facts.evidence
        _step(case, item, ItemStep.VERIFIED, facts.verified_at, deed, evidence=facts.evidence)


def return_item(case: CaseFile, facts: Returned, deed: Deed) -> None:
    label = "実施の報告を差し戻す"
    for item in _meant(case, facts.items, (ItemState.REPORTED,), label, "差し戻した日時", facts.returned_at):
        moments.not_before("差し戻した日時", facts.returned_at, "報告を受けた日時", item.reported_at)
        take_back(case, item, facts.returned_at, facts.reason, deed, promised_on=facts.promised_on)


def take_back(
    case: CaseFile,
    item: RemediationItem,
    at: datetime,
    reason: str,
    deed: Deed,
    *,
    promised_on: date | None = None,
) -> None:
    """What was reported does not hold, or not yet."""
    before, item.state, item.reported_at = item.promised_on, ItemState.RETURNED, None
    item.promised_on = promised_on or before
    _step(case, item, ItemStep.RETURNED, at, deed, text=reason, before=before)


def change_promise(case: CaseFile, facts: PromiseChanged, deed: Deed) -> None:
    label = "改善の期日を変更する"
    for item in _meant(case, facts.items, (ItemState.OPEN, ItemState.RETURNED), label, "約束日時", facts.agreed_at):
        move_promise(case, item, facts.promised_on, facts.agreed_at, facts.reason, deed)


def move_promise(case: CaseFile, item: RemediationItem, to: date | None, at: datetime, reason: str, deed: Deed) -> None:
    before, item.promised_on = item.promised_on, to
    _step(case, item, ItemStep.PROMISE, at, deed, text=reason, before=before)


def waive_item(case: CaseFile, facts: Waived, deed: Deed) -> None:
    for item in _meant(case, facts.items, OPEN_STATES, "項目を不要と判断する", "判断日時", facts.decided_at):
        item.state, item.settled_at, item.settled_by = ItemState.WAIVED, facts.decided_at, deed.office
        item.settled_note = facts.reason
        _step(case, item, ItemStep.WAIVED, facts.decided_at, deed, text=facts.reason)


OPEN_STATES = (ItemState.OPEN, ItemState.REPORTED, ItemState.RETURNED)


def _meant(
    case: CaseFile, names: tuple[str, ...], states: tuple[ItemState, ...], label: str, when: str, at: datetime
) -> Iterator[RemediationItem]:
    """Each named item once, all found before the first is touched. Raises ActNotOpen, ImpossibleTime."""
    moments.not_before(when, at, "覚知日時", case.detected_at)
    able = [item for item in case.items if item.state in states]
    words = "・".join(f"「{state.label}」" for state in states)
    found = [_one(case, able, name, label, words) for name in names]
    return iter(dict.fromkeys(found))


def _one(case: CaseFile, able: list[RemediationItem], name: str, label: str, words: str) -> RemediationItem:
    """By its number in the list, or by a part of its title that fits exactly one."""
    number = name.translate(DIGITS).removeprefix("#")
    if number.isascii() and number.isdecimal() and 1 <= int(number) <= len(case.items):
        fitting = [item for item in able if item is case.items[int(number) - 1]]
    else:
        fitting = [item for item in able if name in item.title]
    if len(fitting) != 1:
        how = "見つかりません" if not fitting else "複数あります。番号で選んでください"
        raise ActNotOpen(label, [f"「{name}」に当たる{words}の項目が{how}。"])
    return fitting[0]


def _step(
    case: CaseFile,
    item: RemediationItem,
    kind: ItemStep,
    at: datetime,
    deed: Deed,
    *,
    text: str = "",
    evidence: str = "",
    before: date | None = None,
) -> None:
    item.steps.add(
        RemediationStep(
            case_id=case.id,
            authority_code=case.authority_code,
            kind=kind,
            at=at,
            by=deed.office,
            text=text,
            evidence=evidence,
            promised_before=before,
            promised_on=item.promised_on,
            entered_at=deed.now,
        )
    )


def promised_moment(day: date) -> datetime:
    """A promised day is kept until its end in Japan."""
    return datetime.combine(day, time(23, 59), JST)


def promises(case: CaseFile) -> Iterator[Occurrence]:
    """A clock for each promised day, kept when the facility says that it is done; a waived item owes nothing more."""
    for number, item in enumerate(case.items, start=1):
        if item.promised_on is not None and item.state is not ItemState.WAIVED:
            kept = item.reported_at or item.settled_at
            yield Occurrence(f"{number}番", item.entered_at, kept, promised_moment(item.promised_on), PROMISED)


def about(case: CaseFile, number: str) -> RemediationItem | None:
    """The item that a promise's clock runs for (「3番」)."""
    return next((item for n, item in enumerate(case.items, start=1) if f"{n}番" == number), None)


def promise_words(number: str, item: RemediationItem) -> str:
    """「3番「VPN装置の更新」（担当 情報システム係、実施の報告なし）の期日12月1日(水)」"""
    owner = f"担当 {item.owner}、" if item.owner else ""
    said = "実施の報告あり" if item.reported_at else "実施の報告なし"
    day = day_words(item.promised_on) if item.promised_on else "未定"
    return f"{number}「{item.title}」（{owner}{said}）の期日{day}"


def _some(*states: ItemState) -> Requirement:
    words = "・".join(f"「{state.label}」" for state in states)
    return Requirement(f"{words}の項目がありません。", lambda case: any(i.state in states for i in case.items))


ACTS: tuple[Act[Any], ...] = (
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
        "report_item_done",
        "item_reported_done",
        "実施の報告を記録する",
        DoneReported,
        FIELD,
        change=report_item_done,
        requires=(_some(*OPEN_STATES),),
        help="医療機関等から実施したとの報告があった項目です。自治体の確認を待つ状態になります。",
        source=("M-3.1",),
    ),
    Act(
        "verify_item",
        "item_verified",
        "改善の実施を確認する",
        Verified,
        FIELD,
        change=verify_item,
        requires=(_some(*OPEN_STATES),),
        help="資料や立入りなどで実施を確認した項目です。一度に何項目でも確認できます。",
        source=("M-3.1",),
    ),
    Act(
        "return_item",
        "item_returned",
        "実施の報告を差し戻す",
        Returned,
        FIELD,
        change=return_item,
        requires=(_some(ItemState.REPORTED),),
        help="報告の内容では足りない項目を、理由とともに医療機関等に差し戻します。",
        source=("M-3.1",),
    ),
    Act(
        "change_promise",
        "promise_changed",
        "改善の期日を変更する",
        PromiseChanged,
        FIELD,
        change=change_promise,
        requires=(_some(ItemState.OPEN, ItemState.RETURNED),),
        help="医療機関等と約束した期日を変えます。元の期日と理由は残ります。",
        source=("M-3.1",),
    ),
    Act(
        "waive_item",
        "item_waived",
        "項目を不要と判断する",
        Waived,
        FIELD,
        change=waive_item,
        requires=(_some(*OPEN_STATES),),
        help="機器の撤去などで実施の必要がなくなった項目を、理由とともに終えます。",
        source=("M-3.1",),
    ),
)
