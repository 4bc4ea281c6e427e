"""技術的助言の記録: question, answer, author and time; an advice, not an order (R-125)."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, PaperData, Rows, facility_rows, moment_on_paper, notice_words
from cases.records import CaseFile
from cases.vocabulary import ExchangeKind

NAME = "技術的助言の記録"


class OneAdvice(PaperData):
    title: str
    rows: Rows


class Data(Letter):
    notice: str
    facility: Rows
    advices: tuple[OneAdvice, ...]


def fill(case: CaseFile, order: Order) -> Data:
    """All consultations, or the one meant. Raises PaperHasNoSubject when there is none."""
    found = [e for e in case.exchanges if e.kind is ExchangeKind.CONSULTATION and order.about in (None, e.seq)]
    if not found:
        raise PaperHasNoSubject(
            NAME, "技術的事項の相談", "先に「厚生労働省に技術的事項を相談する」から相談してください。"
        )
    return Data(
        notice=notice_words(),
        facility=facility_rows(case),
        advices=tuple(
            OneAdvice(
                title=f"相談（第{e.seq}号）",
                rows=(
                    ("相談", e.question),
                    ("相談した者", e.asked_by),
                    ("相談の日時", moment_on_paper(e.asked_at)),
                    ("助言", e.answer or "回答待ち"),
                    ("助言した者", e.answered_by or "—"),
                    ("助言の日時", moment_on_paper(e.answered_at, missing="—")),
                ),
            )
            for e in found
        ),
    )


def title(case: CaseFile, order: Order) -> str:
    return "技術的助言の記録"


def addressee(case: CaseFile, order: Order) -> str:
    """A record goes to nobody."""
    return ""
