"""指導文書: guidance as 行政指導, voluntary; its purpose, content and responsible office are shown (R-107)."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, day_in_list, facility_words, manager, moment_on_paper
from cases.records import CaseFile
from cases.vocabulary import ItemOrigin

NAME = "指導文書"


class Data(Letter):
    facility: str
    purpose: str
    content: str
    items: tuple[tuple[str, str, str], ...]
    given: str
    responsible: str


def fill(case: CaseFile, order: Order) -> Data:
    """From the guidance meant, the newest when none is named. Raises PaperHasNoSubject."""
    found = list(enumerate(case.guidance, start=1))
    meant = [g for n, g in found if order.about in (None, n)]
    if not meant:
        raise PaperHasNoSubject(NAME, "指導", "先に「指導を記録する」から記録してください。")
    guidance = meant[-1]
    asked = [i for i in case.items if i.origin is ItemOrigin.GUIDANCE and i.entered_at == guidance.entered_at]
    return Data(
        facility=facility_words(case),
        purpose=guidance.purpose,
        content=guidance.content,
        items=tuple((str(n), i.title, day_in_list(i.promised_on)) for n, i in enumerate(asked, start=1)),
        given=f"{moment_on_paper(guidance.given_at)}　{guidance.form.label}",
        responsible=guidance.responsible,
    )


def title(case: CaseFile, order: Order) -> str:
    return "サイバーセキュリティ対策に係る指導について"


def addressee(case: CaseFile, order: Order) -> str:
    return manager(case)
