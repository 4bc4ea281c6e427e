"""立入検査の実施に係る起案: what is proposed, why and on which basis (M-3.3; R-115)."""

from __future__ import annotations

from cases.papers.sheet import Letter, Order, Rows, day_on_paper, facility_words, moment_in_list
from cases.papers.subjects import inspectable, team_rows, visit_meant
from cases.records import CaseFile
from cases.vocabulary import Instrument

NAME = "立入検査の実施に係る起案"


class Data(Letter):
    basis: str
    plan: Rows
    team: tuple[tuple[str, str, str, str], ...]
    decided: Rows


def fill(case: CaseFile, order: Order) -> Data:
    """Raises NoInspectionPower, or PaperHasNoSubject without a planned inspection."""
    inspectable(case)
    visit = visit_meant(case, order, NAME)
    if visit.unannounced:
        notice = f"事前に通知しない（承認 {visit.approver}）\n理由　{visit.reason}"
    elif visit.unannounced_wanted:
        notice = f"事前に通知しない（承認を求めている）\n理由　{visit.reason}"
    else:
        notice = "事前に文書で通知する"
    chosen = [d for d in case.decisions if d.needed and d.instrument is Instrument.ON_SITE_INSPECTION]
    return Data(
        basis=visit.basis,
        plan=(
            ("対象", facility_words(case)),
            ("案件番号", f"{case.number}　立入検査第{visit.seq}号"),
            ("実施予定日", day_on_paper(visit.planned_on)),
            ("目的及び事項", visit.purpose or "サイバー攻撃を受けた状況、対応、復旧及び再発防止策の確認"),
            ("根拠", visit.basis),
            ("事前の通知", notice),
            ("合同実施", "厚生労働省と合同で行う" if visit.joint else "自治体のみで行う"),
            *((("備考", order.content),) if order.content else ()),
        ),
        team=team_rows(case, visit),
        decided=tuple((f"{moment_in_list(one.decided_at)}\n{one.decided_by}", one.reason) for one in chosen),
    )


def title(case: CaseFile, order: Order) -> str:
    return "立入検査の実施について（伺い）"
