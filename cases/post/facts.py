"""What an official enters about a letter that did not arrive."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from cases.procedure import LONG, Facts


class LetterResent(Facts):
    address: str = Field(
        default="",
        title="改めた宛先（メールアドレス）",
        description="空欄なら、同じ宛先に送り直します。",
        max_length=254,
    )
    others: bool = Field(default=True, title="同じ相手に届いていないほかの通知も、一緒に送り直す")
    reason: Annotated[str, LONG] = Field(min_length=1, title="宛先を確かめた方法・理由")


class LetterTold(Facts):
    told_at: AwareDatetime = Field(title="伝えた日時")
    whom: str = Field(min_length=1, title="伝えた相手（所属・役職）")
    how: str = Field(default="電話", min_length=1, title="伝えた方法")
    note: Annotated[str, LONG] = Field(default="", title="備考")


class AddressResumed(Facts):
    reason: str = Field(min_length=1, title="再開する理由", description="例: 受信できることを本人に確かめた")
