"""立入検査実施通知: the notice of an on-site inspection, its basis as the notice cites it (R-115)."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import Letter, Order, day_on_paper, facility_words, manager
from cases.papers.subjects import inspectable, visit_meant
from cases.records import CaseFile

NAME = "立入検査実施通知"


class Data(Letter):
    facility: str
    day: str
    team: str
    content: str
    basis: str
    joint: bool


def fill(case: CaseFile, order: Order) -> Data:
    """Raises NoInspectionPower, or PaperHasNoSubject without a planned inspection."""
    inspectable(case)
    visit = visit_meant(case, order, NAME)
    if visit.unannounced or visit.unannounced_wanted:
        way_out = "この立入検査は、事前に通知しないものとして計画されています。"
        raise PaperHasNoSubject(NAME, "事前に通知する立入検査", way_out)
    return Data(
        facility=facility_words(case),
        day=day_on_paper(visit.planned_on),
        team=visit.team,
        content=order.content
        or getattr(visit, "purpose", "")
        or "サイバー攻撃を受けた状況、対応、復旧及び再発防止策の確認",
        basis=visit.basis,
        joint=visit.joint,
    )


def title(case: CaseFile, order: Order) -> str:
    return "立入検査の実施について（通知）"


def addressee(case: CaseFile, order: Order) -> str:
    return manager(case)
