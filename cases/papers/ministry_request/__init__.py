"""厚生労働省からの照会・依頼: of one authority about one case; an advice, no order (M-2.2, M-3.2; R-112)."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy.orm import object_session

from cases.clock import JST
from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, Rows, facility_rows, moment_on_paper, notice_words
from cases.papers.subjects import asked_by_ministry
from cases.records import Authority, CaseFile
from cases.rulebook.contact_desks import desk_on
from cases.vocabulary import ExchangeKind

NAME = "厚生労働省からの照会・依頼"


class Data(Letter):
    notice: str
    inquiry: bool
    asked: str
    number: str
    facility: Rows
    content: str
    due: str
    report: str


def fill(case: CaseFile, order: Order) -> Data:
    """From the inquiry or request meant, the newest when none is named. Raises PaperHasNoSubject."""
    found = asked_by_ministry(case, order)
    if found is None:
        raise PaperHasNoSubject(NAME, "照会・依頼", "先に「自治体に照会する」などから記録してください。")
    return Data(
        notice=notice_words(),
        inquiry=found.kind is ExchangeKind.INQUIRY,
        asked=found.kind.label,
        number=f"第{found.seq}号",
        facility=facility_rows(case),
        content="\n".join(filter(None, [found.question, order.content])),
        due=moment_on_paper(found.wished_by, missing=""),
        report=f"第{found.report_seq}報" if found.report_seq else "",
    )


def title(case: CaseFile, order: Order) -> str:
    found = asked_by_ministry(case, order)
    word = "照会" if found is None or found.kind is ExchangeKind.INQUIRY else "依頼"
    return f"サイバー攻撃に係る事案について（{word}）"


def addressee(case: CaseFile, order: Order) -> str:
    session = object_session(case)
    assert session is not None, "a paper is drawn from a loaded case"
    authority = session.get(Authority, case.authority_code)
    assert authority is not None, case.authority_code
    return f"{authority.name}　衛生主管部（局）　御中"


def sender(order: Order) -> str:
    """The ministry's desk in force on that day."""
    return desk_on(datetime.combine(order.dated_on, time(12), JST)).full_name
