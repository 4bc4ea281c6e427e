"""A rule set as effective-dated data: who is expected to do what by when, and a decision table over the four answers.

The notice of 2018 is one; what came later and what the ministry adds has the same shape (domain book, part B).
"""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cases.judgement import Result, explain
from cases.rulebook.decision_tables import Answers, Row, check_table
from cases.rulebook.entries import Entry, TimingRule
from cases.vocabulary import FacilityKind
from cases.vocabulary.rules import LegalNature, Outcome, StartEvent, Verification

NOTICE_SET: Final = "mhlw-2018-10-29"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Trigger(Row):
    """A row of the decision table: what it says when its answers are given. Rows are tried in order."""

    outcome: Outcome
    result: Result | None = None
    """For the notice of 2018: the result of M-1.3, whose words are used."""
    sentence: str = ""
    sources: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return self.result.label if self.result else self.outcome.label

    @property
    def words(self) -> str:
        """The row in a sentence."""
        return explain(self.result).sentence if self.result else self.sentence

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.sentence and self.result is None:
            raise ValueError("判断の行には、画面に出す文（sentence）を書きます")
        return self


class Duty(_Part):
    """Something expected of somebody. `limit` is in words; what a clock computes stands in the timing rules."""

    actor: str
    recipient: str
    deed: str
    timing_word: str = ""
    start_event: StartEvent | None = None
    limit: str = ""
    form: str = ""
    basis: str
    sources: tuple[str, ...] = ()


class SetContact(_Part):
    """An office or window that the set names. What no source confirms is left out."""

    name: str
    phone: str = ""
    email: str = ""
    hours: str = ""
    verified: bool
    note: str = ""


class SetDocument(_Part):
    """A document or form of the set."""

    title: str
    number: str = ""
    issued: str = ""
    note: str = ""


class RuleSet(Entry):
    """One rule set. Versions of the same id follow each other by date; none is ever edited."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60)
    title: str = Field(min_length=1)
    short: str = Field(min_length=1, max_length=30)
    issuer: str
    doc_no: tuple[str, ...] = ()
    issued_on: date | None = None
    legal_nature: LegalNature
    verification: Verification
    enabled: bool = False
    confirmed_by: str = ""
    """Who vouches for a partly verified set that is switched on."""
    requirement: str = ""
    kinds: tuple[FacilityKind, ...] = ()
    """The kinds of facility that it is about; all when empty."""
    municipal_only: bool = False
    summary: str = Field(min_length=1)
    source: str = Field(min_length=1)
    note: str = ""
    triggers: tuple[Trigger, ...] = Field(default=(), alias="trigger")
    duties: tuple[Duty, ...] = Field(default=(), alias="duty")
    contacts: tuple[SetContact, ...] = Field(default=(), alias="contact")
    documents: tuple[SetDocument, ...] = Field(default=(), alias="document")
    timings: tuple[TimingRule, ...] = Field(default=(), alias="timing")
    """Clock rules that take the place of the ones in force from their first day on."""

    def in_force(self, on: date) -> bool:
        """Whether the set applies on that day. One whose first day nobody knows never does."""
        return self.effective_from is not None and super().in_force(on)

    def concerns(self, kind: FacilityKind, *, municipal: bool) -> bool:
        """Whether it is about this kind of facility."""
        return (not self.kinds or kind in self.kinds) and (municipal or not self.municipal_only)

    def assess(self, answers: Answers) -> Trigger | None:
        """What the set's decision table says of these answers; None for a set without a table."""
        return next((row for row in self.triggers if row.matches(answers)), None)

    @property
    def deadline_label(self) -> str:
        """法定期限 only for a statute that is verified and switched on; for all else 目安 (R-008)."""
        statute = self.legal_nature is LegalNature.STATUTE
        return "法定期限" if statute and self.verification is Verification.VERIFIED and self.enabled else "目安"

    def refusal(self, confirmed_by: str = "") -> str:
        """Why it cannot be switched on, in a sentence; empty when it can."""
        if self.verification is Verification.UNVERIFIED:
            why, way = "未確認の定めのため", "公表資料で確認し、確認済みの新しい版を登録してください。"
            return f"「{self.short}」は{why}、有効にできません。{way}"
        if self.effective_from is None:
            why, way = "適用開始日が確認できないため", "開始日を書いた新しい版を登録してください。"
            return f"「{self.short}」は{why}、有効にできません。{way}"
        if self.verification is Verification.PARTIAL and not confirmed_by:
            way = "有効にするには、確認した者（部署・役職）を記入してください。"
            return f"「{self.short}」は一部しか確認できていない定めです。{way}"
        return ""

    @model_validator(mode="after")
    def _fit_for_use(self) -> Self:
        if self.enabled and (why := self.refusal(self.confirmed_by)):
            raise ValueError(why)
        if self.triggers and (wrong := check_table(self.triggers)):
            raise ValueError(wrong)
        for rule in self.timings:
            if rule.rule_set != self.id:
                raise ValueError(f"時間の規則「{rule.id}」の rule_set が、この規則集の id と違います")
        return self
