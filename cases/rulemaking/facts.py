"""The facts of the deeds on rules: the forms of the rules page are drawn from these models."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from cases.procedure import FUTURE, HOURS, LONG, Facts
from cases.vocabulary import DayKind
from cases.vocabulary.rules import LegalNature, Unit, Verification


class SetSwitch(Facts):
    set_id: str = Field(title="定め")
    enabled: bool = Field(title="有効にする")
    reason: Annotated[str, LONG] = Field(title="理由", min_length=1)
    confirmed_by: str = Field(
        default="",
        title="確認した者（部署・役職）",
        description="一部しか確認できていない定めを有効にするときに記入します",
        max_length=200,
    )


class Table(StrEnum):
    """The decision tables that the form offers; finer ones are written in a file."""

    NONE = "none"
    AS_NOTICE = "as_notice"
    SUSPICION = "suspicion"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return {
            Table.NONE: "判断の表を付けない",
            Table.AS_NOTICE: "平成30年通知と同じ（攻撃・障害と、漏洩又は診療への支障）",
            Table.SUSPICION: "疑いを含め、サイバー攻撃を受けたとき",
        }[self]


class NewSet(Facts):
    """A rule set as the form asks for it; `cases/rulemaking/writing.py` makes a file of it."""

    title: str = Field(title="定めの正式な名称", min_length=1, max_length=200)
    short: str = Field(title="画面に出す短い名称", min_length=1, max_length=30)
    issuer: str = Field(title="発出者", min_length=1, max_length=200)
    doc_no: str = Field(default="", title="文書番号", max_length=200)
    effective_from: Annotated[date, FUTURE] = Field(title="適用開始日", description="今日以後の日")
    legal_nature: LegalNature = Field(title="法的性質")
    verification: Verification = Field(title="確認の程度")
    enabled: bool = Field(default=False, title="確定したら有効にする")
    confirmed_by: str = Field(
        default="", title="確認した者（部署・役職）", description="一部確認の定めを有効にするとき", max_length=200
    )
    summary: Annotated[str, LONG] = Field(title="求めている内容", min_length=1)
    source: str = Field(title="根拠の文書（件名・番号・日付）", min_length=1, max_length=400)
    table: Table = Field(default=Table.NONE, title="連絡の要否の判断")
    actor: str = Field(default="", title="誰に求めるか", max_length=200)
    recipient: str = Field(default="", title="誰に対して", max_length=200)
    deed: str = Field(default="", title="何をするか", max_length=400)
    timing_word: str = Field(
        default="", title="時期の語", description="速やかに、など。定めがなければ空欄", max_length=40
    )
    basis: str = Field(default="technical-advice", title="法的根拠")


class DeskVersion(Facts):
    """A version of the ministry's desk. What is not known is left empty and not printed."""

    full_name: str = Field(title="窓口の正式な名称", min_length=1, max_length=200)
    office: str = Field(title="課・室の名称", min_length=1, max_length=200, description="掲示・文書に載せる短い名称")
    phone: str = Field(default="", title="電話番号", max_length=40, pattern=r"^$|^[0-9+\-() ]+$")
    email: str = Field(default="", title="電子メール", max_length=200, pattern=r"^$|^[^@\s]+@[^@\s]+$")
    open_from: str = Field(default="", title="受付開始の時刻", description="例 09:00。空欄は未確認", pattern=HOURS)
    open_to: str = Field(default="", title="受付終了の時刻", description="例 18:00。空欄は未確認", pattern=HOURS)
    effective_from: Annotated[date, FUTURE] = Field(title="この窓口の最初の日")
    effective_to: Annotated[date | None, FUTURE] = Field(
        default=None, title="この窓口の最後の日", description="決まっていなければ空欄"
    )
    source: Annotated[str, LONG] = Field(title="根拠の文書（件名・番号・日付）", min_length=1)
    note: Annotated[str, LONG] = Field(default="", title="備考")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("最後の日が最初の日より前です")
        if bool(self.open_from) != bool(self.open_to) or (self.open_from and self.open_from >= self.open_to):
            raise ValueError("受付の時刻は、開始と終了の両方を、開始が先になるように書きます")
        return self


class OwnTarget(Facts):
    rule_id: str = Field(title="どの時間の規則ですか")
    length: int | None = Field(
        default=None, title="長さ", ge=1, le=10_000, description="空欄にすると、製品の目安に戻します"
    )
    unit: Unit = Field(default=Unit.HOURS, title="単位")
    effective_from: Annotated[date, FUTURE] = Field(
        title="いつから", description="今日以後。始まった計時は変わりません"
    )
    reason: Annotated[str, LONG] = Field(title="理由", min_length=1)


class OfficeDay(Facts):
    on_date: Annotated[date, FUTURE] = Field(title="どの日ですか")
    kind: DayKind = Field(title="その日の扱い")
    source: str = Field(title="根拠（条例・告示など）", min_length=1, max_length=400)
