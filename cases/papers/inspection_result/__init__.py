"""立入検査結果通知: findings by level, their dates, and the improvement plan asked for (R-123)."""

from __future__ import annotations

from cases.errors import PaperHasNoSubject
from cases.papers.sheet import (
    Letter,
    Order,
    Rows,
    day_on_paper,
    facility_words,
    manager,
    moment_on_paper,
    span_on_paper,
)
from cases.papers.subjects import Listed, findings_by_level, inspectable, visit_meant
from cases.records import CaseFile

NAME = "立入検査結果通知"


class Data(Letter):
    basis: str
    day: str
    outline: Rows
    result: str
    written: Listed
    oral: Listed
    plan_wanted: bool
    plan_due: str


def fill(case: CaseFile, order: Order) -> Data:
    """Raises NoInspectionPower, or PaperHasNoSubject without an inspection that was carried out."""
    inspectable(case)
    visit = visit_meant(case, order, NAME)
    if visit.started_at is None:
        raise PaperHasNoSubject(
            NAME, "実施した立入検査", "先に「立入検査・訪問の実施を記録する」から記録してください。"
        )
    if not visit.drafts:
        raise PaperHasNoSubject(NAME, "検査の結果", "先に「立入検査・訪問の結果を起案する」から起案してください。")
    written, oral = findings_by_level(case, visit)
    due = order.due_on or visit.plan_due_on
    return Data(
        basis=visit.basis,
        day=moment_on_paper(visit.started_at),
        outline=(
            ("対象", facility_words(case)),
            ("実施日時", span_on_paper(visit.started_at, visit.ended_at)),
            ("検査を行った者", visit.team),
            ("立会者", visit.met_persons),
            ("確認した事項", visit.checked_items or "確認項目の一覧のとおり"),
        ),
        result="\n".join(filter(None, [visit.result, order.content])),
        written=written,
        oral=oral,
        plan_wanted=visit.plan_wanted or order.due_on is not None,
        plan_due=day_on_paper(due),
    )


def title(case: CaseFile, order: Order) -> str:
    return "立入検査の結果について（通知）"


def addressee(case: CaseFile, order: Order) -> str:
    return manager(case)
