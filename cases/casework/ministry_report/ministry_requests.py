"""事案発生時の国からの依頼: 情報収集, 調査, 指導 and others, of one authority about one case (M-3.2; R-108, R-112).

Requests to several authorities and those without a case stand in cases/ministry/requests.py.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.casework.ministry_report import inquiries
from cases.procedure import FUTURE, LONG, Act, Deed, Facts, When
from cases.records import CaseFile
from cases.vocabulary import ExchangeKind, Role
from cases.vocabulary.signals import Omit

NO_REQUESTS = (ExchangeKind.INQUIRY, ExchangeKind.CONSULTATION)
"""Exchanges that are no requests in the sense of M-3.2."""


class MinistryRequest(Facts):
    kind: Annotated[ExchangeKind, Omit(NO_REQUESTS)] = Field(default=ExchangeKind.COLLECT, title="依頼の種別")
    question: Annotated[str, LONG] = Field(title="依頼の内容", min_length=1)
    wished_by: Annotated[When | None, FUTURE] = Field(default=None, title="希望する日時")
    contact: str = Field(default="", title="連絡先（部署・担当）", max_length=200)


def request_by_ministry(case: CaseFile, facts: MinistryRequest, deed: Deed) -> None:
    inquiries.ask(case, facts.kind, facts.question, deed, wished_by=facts.wished_by, contact=facts.contact)


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
