"""The facts of the deeds on the duty roster: the forms of 「当番と代理」 are drawn from these models."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from cases.procedure import FUTURE, Facts


class DutyDays(Facts):
    officer: str = Field(title="当番の職員")
    from_day: Annotated[date, FUTURE] = Field(title="始まりの日")
    to_day: Annotated[date, FUTURE] = Field(title="終わりの日", description="この日を含みます")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_day < self.from_day:
            raise ValueError("終わりの日は、始まりの日以後の日を選んでください")
        return self


class StandIn(Facts):
    absent: str = Field(title="不在にする職員")
    stand_in: str = Field(title="代理の職員")
    from_day: Annotated[date, FUTURE] = Field(title="始まりの日")
    to_day: Annotated[date, FUTURE] = Field(title="終わりの日", description="この日を含みます")
    also_absent: bool = Field(default=True, title="不在の本人にもメールを送る")
    reason: str = Field(default="", title="事由", description="出張、休暇など。病名などは書きません", max_length=100)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_day < self.from_day:
            raise ValueError("終わりの日は、始まりの日以後の日を選んでください")
        return self
