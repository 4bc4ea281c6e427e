"""The outsiders' pages about a case, for telephones too; there is no script on them."""

from __future__ import annotations

from cases.casework.outside.sheet import GuestSheet, QuestionSheet
from cases.vocabulary import QuestionnaireState
from ui.web.drawing import draw

HOME = "/outside/case"
PER_PAGE = 5
"""Questions on one page."""
SETTLED = frozenset({QuestionnaireState.ANSWERED, QuestionnaireState.WITHDRAWN})


def notice(title: str, sentence: str) -> str:
    """A page that says one thing and leads nowhere: an outsider has no first page."""
    return draw("outside/notice.html", practice=False, title=title, sentence=sentence)


def case_page(sheet: GuestSheet, seal: str, *, said: str = "", wrong: str = "", typed: str = "", held: str = "") -> str:
    """The shared case. `seal` goes into each form; `wrong` is a refusal's sentence, `typed` what must not be lost."""
    told = {"said": said, "wrong": wrong, "typed": typed, "held": held}
    return draw("outside/case.html", practice=sheet.practice, sheet=sheet, seal=seal, **told)


def question_page(
    sheet: QuestionSheet, seal: str, number: int, *, said: str = "", wrong: str = "", held: str = ""
) -> str:
    """One page of the questionnaire, counted from 1; the last one is for material and sending."""
    told = {"said": said, "wrong": wrong, "held": held}
    over = sheet.ended or (sheet.state.label if sheet.state in SETTLED else "")
    if over:
        return draw("outside/questions_over.html", practice=sheet.practice, sheet=sheet, over=over, **told)
    last = question_pages(sheet)
    number = min(max(number, 1), last)
    first = (number - 1) * PER_PAGE
    return draw(
        "outside/questions_asked.html" if number < last else "outside/questions_ending.html",
        practice=sheet.practice,
        sheet=sheet,
        seal=seal,
        number=number,
        last=last,
        asked=[(n, *pair) for n, pair in enumerate(sheet.pairs)][first : first + PER_PAGE],
        **told,
    )


def question_pages(sheet: QuestionSheet) -> int:
    return -(-len(sheet.pairs) // PER_PAGE) + 1
