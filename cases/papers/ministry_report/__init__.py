"""厚生労働省報告（第1報・続報・最終報）: the written report, with what changed since the one before (R-066, R-067)."""

from __future__ import annotations

from datetime import datetime, time

from cases import readings
from cases.clock import JST
from cases.errors import PaperHasNoSubject
from cases.ministry_desk import desk_on
from cases.papers.sheet import UNKNOWN, Letter, Order, Rows, facility_rows, moment_on_paper, notice_words
from cases.records import CaseFile, Report
from cases.vocabulary import SystemKind

NAME = "厚生労働省への報告書"
BLOCKS = {
    "damage": "被害状況",
    "response": "対応状況",
    "recovery": "復旧状況",
    "prevention": "再発防止策",
    "other": "その他",
}


class Data(Letter):
    notice: str
    kind: str
    outside_hours: bool
    facility: Rows
    times: Rows
    judgement: Rows
    previous: str
    blocks: Rows
    changes: tuple[tuple[str, str, str], ...]


def fill(case: CaseFile, order: Order) -> Data:
    """From the report meant, the newest when none is named. Raises PaperHasNoSubject."""
    report = meant(case, order)
    before = [r for r in readings.reports_sent(case) if r.seq < report.seq]
    previous = before[-1] if before else None
    changed = [name for name in BLOCKS if previous and getattr(previous, name) != getattr(report, name)]
    return Data(
        notice=notice_words(),
        kind=report.kind.label,
        outside_hours=report.outside_hours,
        facility=facility_rows(case),
        times=_times(case),
        judgement=_judgement(case),
        previous=_name(previous) if previous else "",
        blocks=tuple(
            (("◆ " if name in changed else "") + title, getattr(report, name) or _empty(name))
            for name, title in BLOCKS.items()
        ),
        changes=tuple(
            (BLOCKS[name], getattr(previous, name) or _empty(name), getattr(report, name) or _empty(name))
            for name in changed
        ),
    )


def title(case: CaseFile, order: Order) -> str:
    return f"サイバー攻撃に係る報告（{meant(case, order).kind.label}）"


def addressee(case: CaseFile, order: Order) -> str:
    desk = meant(case, order).desk or desk_on(datetime.combine(order.dated_on, time(12), JST)).full_name
    return f"{desk}　御中"


def meant(case: CaseFile, order: Order) -> Report:
    found = [r for r in case.reports if order.about in (None, r.seq)]
    if not found:
        raise PaperHasNoSubject(NAME, "報告", "先に「報告を起案する」から起案してください。")
    return found[-1]


def _name(report: Report) -> str:
    return f"{report.kind.label}（第{report.seq}号）"


def _empty(name: str) -> str:
    return "なし" if name == "other" else UNKNOWN


def _times(case: CaseFile) -> Rows:
    return (
        ("発生日時", moment_on_paper(case.occurred_at, approx=case.occurred_approx)),
        ("覚知日時", moment_on_paper(case.detected_at, approx=case.detected_approx)),
        ("判断日時", moment_on_paper(case.judged_at, missing="まだ判断していない")),
        ("自治体の把握", moment_on_paper(case.grasped_at, approx=case.grasped_approx)),
    )


def _judgement(case: CaseFile) -> Rows:
    systems = "、".join(SystemKind(value).label for value in case.affected_systems)
    return (
        ("概要", case.what_happened),
        ("攻撃の種別", case.attack_kind.label),
        ("影響を受けたシステム", systems or UNKNOWN),
        ("サイバー攻撃", case.attack.label),
        ("システム障害", case.failure.label),
        ("個人情報の漏洩", case.leak.label),
        ("診療への支障", case.care.label),
        ("判断の結果", case.result.label),
    )
