"""A checklist answered by the facility, or about one of its vendors: はい／いいえ／対象外／不明 (R-269).

A No becomes an item of the remediation list with its target date; answering Yes later reports that item as done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import Field

from cases.casework.remediation import checklist_editions, items
from cases.casework.remediation.checklist_editions import Checklist, ChecklistItem
from cases.casework.remediation.items import DIGITS, FIELD
from cases.clock import jst_day
from cases.errors import ActNotOpen
from cases.procedure import Act, Deed, Facts, When, moment
from cases.records import CaseFile, ChecklistRow, RemediationItem
from cases.vocabulary import ChecklistAnswer, ItemOrigin, ItemState

LABEL = "チェックリストの回答を記録する"
_LINE = re.compile(r"^(?P<code>\d+-\d+)\s+(?P<answer>\S+?)(?:\s+(?P<target>\d{4}-\d{2}-\d{2}))?$")
_WORDS = {word.label: word for word in ChecklistAnswer}


class ChecklistFilled(Facts):
    template: str = Field(title="チェックリスト")
    use_unverified: bool = Field(
        default=False,
        title="未確認の版と知って使う",
        description="〔未確認〕の版は、文や番号が確定したものと違うことがあります",
    )
    vendor: str = Field(
        default="", title="事業者名", description="事業者確認用のときに記入します（事業者ごとに一枚）", max_length=200
    )
    checked_at: When = moment("確認した日時")
    answers: tuple[str, ...] = Field(
        title="回答",
        description="一行に一つ。「2-1 いいえ 2025-03-31」のように、番号、答え（はい・いいえ・対象外・不明）、目標日",
        min_length=1,
    )


@dataclass(frozen=True)
class Answer:
    item: ChecklistItem
    word: ChecklistAnswer
    target: date | None


def record_checklist(case: CaseFile, facts: ChecklistFilled, deed: Deed) -> None:
    sheet = _sheet(facts)
    for answer in _answers(sheet, facts.answers):
        case.checklist_rows.add(
            ChecklistRow(
                template=sheet.id,
                vendor=facts.vendor,
                code=answer.item.code,
                answer=answer.word,
                confirmed_on=jst_day(facts.checked_at),
                target_on=answer.target,
                entered_by=deed.office,
                entered_at=deed.now,
            )
        )
        _follow(case, sheet, facts.vendor, answer, facts.checked_at, deed)


def _sheet(facts: ChecklistFilled) -> Checklist:
    sheet = checklist_editions.editions().get(facts.template)
    if sheet is None or not sheet.item:
        raise ActNotOpen(LABEL, ["そのチェックリストはありません。一覧から選んでください。"])
    if not sheet.verified and not facts.use_unverified:
        raise ActNotOpen(
            LABEL,
            [
                f"「{sheet.title}」は未確認の版です（{sheet.note}）使うときは「未確認の版と知って使う」を選んでください。"
            ],
        )
    if (sheet.sheet == "vendor") != bool(facts.vendor):
        missing = (
            "事業者確認用です。事業者名を記入" if sheet.sheet == "vendor" else "医療機関確認用です。事業者名を空欄に"
        )
        raise ActNotOpen(LABEL, [f"「{sheet.title}」は{missing}してください。"])
    return sheet


def _answers(sheet: Checklist, lines: tuple[str, ...]) -> list[Answer]:
    """Every line read before anything is kept. Raises ActNotOpen with a sentence per line that cannot be read."""
    found: dict[str, Answer] = {}
    wrong: list[str] = []
    for line in lines:
        answer = _answer(sheet, " ".join(line.translate(DIGITS).replace("－", "-").split()))
        if isinstance(answer, str):
            wrong.append(f"「{line}」{answer}")
        elif answer.item.code in found:
            wrong.append(f"「{line}」は、同じ番号の答えが二つあります。")
        else:
            found[answer.item.code] = answer
    if wrong:
        raise ActNotOpen(LABEL, wrong)
    return list(found.values())


def _answer(sheet: Checklist, line: str) -> Answer | str:
    """The answer, or what is wrong with the line."""
    parts = _LINE.match(line)
    if parts is None or parts["answer"] not in _WORDS:
        return "は読めません。番号、答え（はい・いいえ・対象外・不明）、目標日の順に書いてください。"
    item = sheet.find(parts["code"])
    if item is None:
        return f"の番号は「{sheet.title}」にありません。"
    word = _WORDS[parts["answer"]]
    if parts["target"] and word is not ChecklistAnswer.NO:
        return "の目標日は、「いいえ」のときだけ書きます。"
    try:
        target = date.fromisoformat(parts["target"]) if parts["target"] else None
    except ValueError:
        return "の目標日は、暦にない日です。"
    return Answer(item, word, target)


def _follow(case: CaseFile, sheet: Checklist, vendor: str, answer: Answer, at: datetime, deed: Deed) -> None:
    """The item that stands for this answer: begun, moved or reported as done."""
    reference = f"{sheet.id}/{vendor}/{answer.item.code}"
    item = next((i for i in case.items if i.reference == reference and i.state in _STANDING), None)
    if answer.word is ChecklistAnswer.NO:
        _not_yet(case, sheet, vendor, answer, reference, item, at, deed)
    elif item is not None and answer.word is not ChecklistAnswer.UNKNOWN and item.state is not ItemState.REPORTED:
        said = f"チェックリストで「{answer.word.label}」と回答"
        items.mark_reported(case, item, at, said, deed)


def _not_yet(
    case: CaseFile,
    sheet: Checklist,
    vendor: str,
    answer: Answer,
    reference: str,
    item: RemediationItem | None,
    at: datetime,
    deed: Deed,
) -> None:
    if item is None:
        source = f"{sheet.label} {answer.item.code}" + (f"（{vendor}）" if vendor else "")
        items.add(
            case,
            ItemOrigin.CHECKLIST,
            [answer.item.text],
            deed,
            promised_on=answer.target,
            owner=vendor,
            source=source,
            reference=reference,
        )
        return
    if item.state is ItemState.REPORTED:
        items.take_back(case, item, at, "チェックリストで「いいえ」と回答", deed)
    if answer.target and answer.target != item.promised_on:
        items.move_promise(case, item, answer.target, at, "チェックリストの目標日", deed)


_STANDING = (ItemState.OPEN, ItemState.REPORTED, ItemState.RETURNED)

ACTS: tuple[Act[Any], ...] = (
    Act(
        "record_checklist",
        "checklist_recorded",
        LABEL,
        ChecklistFilled,
        FIELD,
        change=record_checklist,
        anytime=True,
        help="「いいえ」は目標日とともに是正の項目になり、後で「はい」と答えると実施の報告として扱います。",
    ),
)
