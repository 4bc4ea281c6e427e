"""技術的助言の記録: every question and answer, author and time; an advice, not an order (R-125)."""

from __future__ import annotations

from sqlalchemy.orm import object_session

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, PaperData, Rows, facility_rows, moment_in_list, notice_words
from cases.records import AdviceMessage, CaseFile
from cases.vocabulary import ExchangeKind

NAME = "技術的助言の記録"


class Thread(PaperData):
    """One consultation: (kind, who and when, words) of each message in order."""

    title: str
    messages: tuple[tuple[str, str, str], ...]


class Data(Letter):
    notice: str
    facility: Rows
    threads: tuple[Thread, ...]


def fill(case: CaseFile, order: Order) -> Data:
    """All consultations, or the one meant. Raises PaperHasNoSubject when there is none."""
    found = [e for e in case.exchanges if e.kind is ExchangeKind.CONSULTATION and order.about in (None, e.seq)]
    if not found:
        raise PaperHasNoSubject(
            NAME, "技術的事項の相談", "先に「厚生労働省に技術的事項を相談する」から相談してください。"
        )
    said = _messages(case)
    return Data(
        notice=notice_words(),
        facility=facility_rows(case),
        threads=tuple(
            Thread(
                title=f"相談（第{e.seq}号）　{e.state.label}",
                messages=tuple(
                    ("助言" if m.from_ministry else "相談", f"{m.by}\n{moment_in_list(m.at)}", m.text)
                    for m in said
                    if m.number == e.seq
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


def _messages(case: CaseFile) -> list[AdviceMessage]:
    """The messages are many and seldom read: they are asked for only here."""
    session = object_session(case)
    assert session is not None, "a paper is drawn from a loaded case"
    return list(session.scalars(case.advice_messages.select().order_by(AdviceMessage.id)))
