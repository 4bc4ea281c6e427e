"""Guidance: an act apart from fact finding, voluntary in nature (M-3.1; R-103, R-104, R-107)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from cases.casework.inspection import follow_ups as items
from cases.casework.inspection.powers import FIELD
from cases.clocks import moments
from cases.procedure import LONG, Act, Deed, Facts, When, moment
from cases.records import CaseFile, Guidance
from cases.vocabulary import GuidanceForm, ItemOrigin


class GuidanceGiven(Facts):
    given_at: When = moment("指導した日時")
    form: GuidanceForm = Field(title="指導の方法")
    purpose: Annotated[str, LONG] = Field(title="指導の趣旨", min_length=1)
    content: Annotated[str, LONG] = Field(title="指導の内容", min_length=1)
    items: tuple[str, ...] = Field(default=(), title="指導事項", description="一行に一つ。完了まで追跡します")
    promised_on: date | None = Field(
        default=None, title="改善の期日", description="医療機関等と約束した日。空欄でも構いません"
    )
    responsible: str = Field(default="", title="責任者（部署・役職）", max_length=200)


def give_guidance(case: CaseFile, facts: GuidanceGiven, deed: Deed) -> None:
    moments.not_before("指導日時", facts.given_at, "覚知日時", case.detected_at)
    case.guidance.append(
        Guidance(
            given_at=facts.given_at,
            form=facts.form,
            purpose=facts.purpose,
            content=facts.content,
            responsible=facts.responsible or deed.office,
            entered_at=deed.now,
        )
    )
    items.follow(case, ItemOrigin.GUIDANCE, facts.items, facts.promised_on, deed)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "give_guidance",
        "guidance_given",
        "指導を記録する",
        GuidanceGiven,
        FIELD,
        change=give_guidance,
        help="指導は任意の協力を求めるものです。趣旨・内容・責任者を示します。",
        source=("M-3.1",),
    ),
)
