"""厚生労働省への照会: a technical question to the ministry's desk (M-3.4; R-124)."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, Rows, facility_rows, ministry_desk, moment_on_paper, notice_words
from cases.records import CaseFile
from cases.vocabulary import ExchangeKind

NAME = "厚生労働省への照会"


class Data(Letter):
    notice: str
    facility: Rows
    question: str
    due: str


def fill(case: CaseFile, order: Order) -> Data:
    """From the consultation meant, the newest when none is named. Raises PaperHasNoSubject."""
    found = [e for e in case.exchanges if e.kind is ExchangeKind.CONSULTATION and order.about in (None, e.seq)]
    if not found:
        raise PaperHasNoSubject(
            NAME, "技術的事項の相談", "先に「厚生労働省に技術的事項を相談する」から相談してください。"
        )
    asked = found[-1]
    return Data(
        notice=notice_words(),
        facility=facility_rows(case),
        question="\n".join(filter(None, [asked.question, order.content])),
        due=moment_on_paper(asked.wished_by, missing=""),
    )


def title(case: CaseFile, order: Order) -> str:
    return "サイバー攻撃に係る技術的事項について（照会）"


def addressee(case: CaseFile, order: Order) -> str:
    return ministry_desk(order.dated_on)
