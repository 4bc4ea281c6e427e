"""Official papers: issued under a number at the decision, taken back with a reason (R-234, R-105…R-128)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session, object_session

from cases.clock import jst_day
from cases.errors import ActNotOpen
from cases.papers import issuing
from cases.papers.offers import ISSUE, of_ours
from cases.papers.sheet import Order
from cases.procedure import FUTURE, LONG, Act, Deed, Facts
from cases.records import CaseFile
from cases.vocabulary import Handling, PaperKind, Role, Seal

SIGNING = frozenset({Role.SUPERVISOR, Role.MINISTRY})
"""The authority's papers are decided by its 決裁者, the ministry's own by its officers."""


class PaperOrder(Facts):
    kind: PaperKind = Field(title="文書の種類")
    about: int | None = Field(
        default=None,
        ge=1,
        title="対象の番号",
        description="何番目の報告・立入検査・指導・照会・相談についての文書か。空欄のときは最も新しいもの",
    )
    dated_on: date | None = Field(default=None, title="文書の日付", description="空欄のときは今日")
    addressee: str = Field(
        default="", title="宛先", description="空欄のときは、医療機関等の管理者又は厚生労働省の窓口", max_length=200
    )
    sender: str = Field(default="", title="差出人", description="空欄のときは、自治体の長", max_length=200)
    seal: Seal = Field(default=Seal.OMITTED, title="公印")
    handling: Handling = Field(default=Handling.NONE, title="取扱いの区分")
    due_on: Annotated[date | None, FUTURE] = Field(
        default=None,
        title="期日",
        description="報告・提出・改善計画書の期限、又は訪問を希望する日",
    )
    content: Annotated[str, LONG] = Field(
        default="",
        title="求める事項・内容",
        description="報告徴収・提出命令では必ず、その他では補うことがあるとき",
    )


class PaperTakenBack(Facts):
    paper: str = Field(title="文書番号", min_length=1, max_length=200)
    reason: Annotated[str, LONG] = Field(title="取り消す理由（欠番の理由）", min_length=1)


def issue_paper(case: CaseFile, facts: PaperOrder, deed: Deed) -> None:
    """Raises ActNotOpen for a paper that the other side signs, PaperHasNoSubject and the like for an empty one."""
    of_ours(facts.kind, at_ministry=Role.MINISTRY in deed.roles)
    issuing.issue(_session(case), case, order(facts, deed.now), deed.office, deed.now)


def take_back_paper(case: CaseFile, facts: PaperTakenBack, deed: Deed) -> None:
    ours = Role.MINISTRY in deed.roles
    issuing.void(_session(case), case, facts.paper, facts.reason, deed.office, deed.now, by_ministry=ours)


def order(facts: PaperOrder, now: datetime) -> Order:
    """The order with its day. Raises ActNotOpen for a day to come: a number is drawn on the day it is dated."""
    today = jst_day(now)
    if facts.dated_on and facts.dated_on > today:
        raise ActNotOpen(ISSUE, ["文書の日付が先の日になっています。番号は日付の順に採ります。"])
    return Order(**{**facts.model_dump(), "dated_on": facts.dated_on or today})


def _session(case: CaseFile) -> Session:
    session = object_session(case)
    assert session is not None, "an act is taken on a loaded case"
    return session


ACTS: tuple[Act[Any], ...] = (
    Act(
        "issue_paper",
        "paper_issued",
        ISSUE,
        PaperOrder,
        SIGNING,
        change=issue_paper,
        anytime=True,
        help="決裁として文書番号を採り、文書を確定します。発行した文書は変わりません。案は「文書」で確かめられます。",
        source=("M-2.2", "M-3.1", "M-3.3", "M-3.4"),
    ),
    Act(
        "take_back_paper",
        "paper_taken_back",
        "公文書を取り消す",
        PaperTakenBack,
        SIGNING,
        change=take_back_paper,
        anytime=True,
        help="発行した文書を取り消し、番号を欠番とします。番号は使い直しません。",
        source=("M-2.2", "M-3.1"),
    ),
)
