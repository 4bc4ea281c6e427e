"""Technical advice: the authority asks, the ministry advises; an advice, not an order (M-3.4; R-124, R-125)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from cases.deeds.powers import FIELD
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import CaseFile, Exchange
from cases.vocabulary import ExchangeKind, Role


class Consultation(Facts):
    question: str = Field(
        title="相談の内容（サイバーセキュリティに係る技術的事項等）", min_length=1, json_schema_extra=LONG
    )


class Advice(Facts):
    number: int = Field(title="相談の番号", ge=1)
    answer: str = Field(title="助言", min_length=1, json_schema_extra=LONG)


def consult_ministry(case: CaseFile, facts: Consultation, deed: Deed) -> None:
    case.exchanges.append(
        Exchange(
            seq=len(case.exchanges) + 1,
            kind=ExchangeKind.CONSULTATION,
            from_ministry=False,
            asked_by=deed.office,
            asked_at=deed.now,
            question=facts.question,
            answer="",
        )
    )


def advise(case: CaseFile, facts: Advice, deed: Deed) -> None:
    waiting = [e for e in case.exchanges if not e.from_ministry and e.answered_at is None and e.seq == facts.number]
    if not waiting:
        raise ActNotOpen("技術的事項について助言する", [f"第{facts.number}号の相談で、回答待ちのものがありません。"])
    waiting[0].answer, waiting[0].answered_by, waiting[0].answered_at = facts.answer, deed.office, deed.now


def open_consultations(case: CaseFile) -> bool:
    return any(not e.from_ministry and e.answered_at is None for e in case.exchanges)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "consult_ministry",
        "ministry_consulted",
        "厚生労働省に技術的事項を相談する",
        Consultation,
        FIELD,
        change=consult_ministry,
        anytime=True,
        help="立入検査等の前・最中・後のいつでも相談できます。",
        tells="宛先: 厚生労働省",
        source=("M-3.4",),
    ),
    Act(
        "advise",
        "advice_given",
        "技術的事項について助言する",
        Advice,
        frozenset({Role.MINISTRY}),
        change=advise,
        anytime=True,
        requires=(Requirement("回答を待つ相談がありません。", open_consultations),),
        help="命令ではなく助言として残ります。",
        source=("M-3.4",),
    ),
)
