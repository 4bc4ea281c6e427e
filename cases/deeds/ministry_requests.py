"""事案発生時の国からの依頼: 情報収集, 調査, 指導 and others, of one authority about one case (M-3.2; R-108, R-112)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from cases import guards
from cases.procedure import FUTURE, LONG, Act, Deed, Facts, When
from cases.records import CaseFile, Exchange
from cases.vocabulary import ExchangeKind, Role


class MinistryRequest(Facts):
    kind: ExchangeKind = Field(
        default=ExchangeKind.COLLECT,
        title="依頼の種別",
        json_schema_extra={"omit": [str(ExchangeKind.INQUIRY), str(ExchangeKind.CONSULTATION)]},
    )
    question: str = Field(title="依頼の内容", min_length=1, json_schema_extra=LONG)
    wished_by: When | None = Field(default=None, title="希望する日時", json_schema_extra=FUTURE)


def request_by_ministry(case: CaseFile, facts: MinistryRequest, deed: Deed) -> None:
    if facts.wished_by is not None:
        guards.not_before("希望する日時", facts.wished_by, "依頼した日時", deed.now)
    case.exchanges.append(
        Exchange(
            seq=len(case.exchanges) + 1,
            kind=facts.kind,
            from_ministry=True,
            asked_by=deed.office,
            asked_at=deed.now,
            question=facts.question,
            wished_by=facts.wished_by,
            answer="",
        )
    )


ACTS: tuple[Act[Any], ...] = (
    Act(
        "request_by_ministry",
        "request_made",
        "自治体に情報収集・調査・指導等を依頼する",
        MinistryRequest,
        frozenset({Role.MINISTRY}),
        change=request_by_ministry,
        anytime=True,
        help="事案発生時に自治体へ依頼します。",
        tells="自治体の担当者に通知します",
        source=("M-3.2",),
    ),
)
