"""検査員証一覧: who goes, with appointment and certificate, whether carried and shown (R-119, R-121, R-342)."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, Rows, day_on_paper, facility_words
from cases.papers.subjects import inspectable, members_of, team_rows, visit_meant
from cases.records import CaseFile

NAME = "検査員証一覧"
_SAID = {True: "○", False: "—", None: ""}


class Data(Letter):
    visit: Rows
    team: tuple[tuple[str, ...], ...]


def fill(case: CaseFile, order: Order) -> Data:
    """Raises NoInspectionPower, or PaperHasNoSubject without an inspection and its team."""
    inspectable(case)
    visit = visit_meant(case, order, NAME)
    members = members_of(case, visit)
    if not members:
        raise PaperHasNoSubject(
            NAME, "従事する医療監視員", "「立入検査・訪問を計画する」で、従事する医療監視員を選んでください。"
        )
    rows = team_rows(case, visit)
    return Data(
        visit=(
            ("対象", facility_words(case)),
            ("案件番号", f"{case.number}　立入検査第{visit.seq}号"),
            ("実施予定日", day_on_paper(visit.planned_on)),
            ("根拠", visit.basis),
        ),
        team=tuple(
            (str(n), *row, _SAID[one.carried], _SAID[one.shown])
            for n, (row, one) in enumerate(zip(rows, members, strict=True), start=1)
        ),
    )


def title(case: CaseFile, order: Order) -> str:
    return "検査員証一覧（立入検査）"
