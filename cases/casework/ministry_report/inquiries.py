"""照会・依頼と回答: several at once, each with its own wished-for moment; accepted, answered in parts, answered or
declined with a reason (M-2.2, M-3.2; R-069, R-110).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases import readings
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import FUTURE, LONG, Act, Deed, Facts, Occurrence, Requirement, When
from cases.records import CaseFile, Exchange
from cases.vocabulary import ExchangeKind, ExchangeState, Role

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
NUMBER = "照会・依頼の番号"


class Question(Facts):
    question: Annotated[str, LONG] = Field(title="照会の内容", min_length=1)
    wished_by: Annotated[When | None, FUTURE] = Field(default=None, title="回答を希望する日時")
    report: int | None = Field(default=None, ge=1, title="どの報告についてか", description="報告の番号（第n報）")
    follows: int | None = Field(default=None, ge=1, title="続きとなる照会・依頼", description="前の照会・依頼の番号")
    contact: str = Field(default="", title="連絡先（部署・担当）", max_length=200)


class Acceptance(Facts):
    number: int = Field(title=NUMBER, ge=1)


class Answer(Facts):
    number: int = Field(title=NUMBER, ge=1)
    answer: Annotated[str, LONG] = Field(title="回答", min_length=1)


class Refusal(Facts):
    number: int = Field(title=NUMBER, ge=1)
    reason: Annotated[str, LONG] = Field(title="回答できない理由", min_length=1)


def ask_inquiry(case: CaseFile, facts: Question, deed: Deed) -> None:
    if facts.report is not None and facts.report not in {r.seq for r in readings.sent_ever(case)}:
        raise ActNotOpen("自治体に照会する", [f"第{facts.report}報は送付されていません。"])
    if facts.follows is not None and facts.follows not in {e.seq for e in case.exchanges}:
        raise ActNotOpen("自治体に照会する", [f"第{facts.follows}号の照会・依頼がありません。"])
    ask(case, ExchangeKind.INQUIRY, facts.question, deed, wished_by=facts.wished_by, contact=facts.contact)
    case.exchanges[-1].report_seq, case.exchanges[-1].follows_seq = facts.report, facts.follows


def ask(
    case: CaseFile, kind: ExchangeKind, question: str, deed: Deed, *, wished_by: When | None, contact: str = ""
) -> None:
    """Add what the ministry asks, under the next number. Raises ImpossibleTime for a wish in the past."""
    if wished_by is not None:
        moments.not_before("希望する日時", wished_by, "入力した日時", deed.now)
    case.exchanges.append(
        Exchange(
            seq=len(case.exchanges) + 1,
            kind=kind,
            from_ministry=True,
            asked_by=deed.office,
            asked_at=deed.now,
            question=question,
            wished_by=wished_by,
            contact=contact,
            state=ExchangeState.WAITING,
            parts=[],
            answer="",
        )
    )


def accept_request(case: CaseFile, facts: Acceptance, deed: Deed) -> None:
    exchange = _waiting(case, facts.number, "照会・依頼を受諾する")
    if exchange.state is not ExchangeState.WAITING:
        raise ActNotOpen("照会・依頼を受諾する", [f"第{facts.number}号は既に「{exchange.state.label}」です。"])
    exchange.state = ExchangeState.ACCEPTED


def answer_partly(case: CaseFile, facts: Answer, deed: Deed) -> None:
    exchange = _waiting(case, facts.number, "照会・依頼に一部回答する")
    exchange.state = ExchangeState.PARTLY
    exchange.parts = [*exchange.parts, [deed.now.isoformat(), deed.office, facts.answer]]


def answer_inquiry(case: CaseFile, facts: Answer, deed: Deed) -> None:
    exchange = _waiting(case, facts.number, "照会・依頼に回答する")
    exchange.state = ExchangeState.ANSWERED
    exchange.answer, exchange.answered_by, exchange.answered_at = facts.answer, deed.office, deed.now


def decline_request(case: CaseFile, facts: Refusal, deed: Deed) -> None:
    exchange = _waiting(case, facts.number, "照会・依頼に回答できないと連絡する")
    exchange.state = ExchangeState.DECLINED
    exchange.answer, exchange.answered_by, exchange.answered_at = facts.reason, deed.office, deed.now


def _waiting(case: CaseFile, number: int, label: str) -> Exchange:
    waiting = [e for e in case.exchanges if e.from_ministry and e.answered_at is None and e.seq == number]
    if not waiting:
        raise ActNotOpen(label, [f"第{number}号の照会・依頼で、回答待ちのものがありません。"])
    return waiting[0]


def each_asked(case: CaseFile) -> list[Occurrence]:
    """Each inquiry or request with its own wished-for moment, else the rule's."""
    asked = [e for e in case.exchanges if e.from_ministry]
    return [Occurrence(f"第{e.seq}号", e.asked_at, e.answered_at, e.wished_by) for e in asked]


WAITING = (Requirement("回答を待つ照会・依頼がありません。", lambda case: readings.unanswered(case) > 0),)
SOURCE = ("M-2.2", "M-3.2")
ACTS: tuple[Act[Any], ...] = (
    Act(
        "ask_inquiry",
        "inquiry_asked",
        "自治体に照会する",
        Question,
        frozenset({Role.MINISTRY}),
        change=ask_inquiry,
        anytime=True,
        help="報告の内容について自治体に尋ねます。",
        tells="自治体の担当者に通知します",
        source=SOURCE,
    ),
    Act(
        "answer_inquiry",
        "inquiry_answered",
        "照会・依頼に回答する",
        Answer,
        DESK,
        change=answer_inquiry,
        anytime=True,
        requires=WAITING,
        help="厚生労働省からの照会・依頼に回答し、済みにします。",
        source=SOURCE,
    ),
    Act(
        "accept_request",
        "request_accepted",
        "照会・依頼を受諾する",
        Acceptance,
        DESK,
        change=accept_request,
        anytime=True,
        requires=WAITING,
        help="受け取ったことと、これから回答することを厚生労働省に示します。",
        source=SOURCE,
    ),
    Act(
        "answer_partly",
        "inquiry_partly_answered",
        "照会・依頼に一部回答する",
        Answer,
        DESK,
        change=answer_partly,
        anytime=True,
        requires=WAITING,
        help="分かったところまでを先に回答します。回答待ちのまま残ります。",
        source=SOURCE,
    ),
    Act(
        "decline_request",
        "request_declined",
        "照会・依頼に回答できないと連絡する",
        Refusal,
        DESK,
        change=decline_request,
        anytime=True,
        requires=WAITING,
        help="回答できない理由を示して済みにします。",
        source=SOURCE,
    ),
)
