"""The sheet of the day, made ready: what is known before the visit, in reading order (R-121, R-128).

The paper to carry is printed from the same facts (cases/papers/day_sheet).
"""

from __future__ import annotations

from cases.casework.inspection import day_sheet
from cases.records import CaseFile, Inspection
from cases.vocabulary import Instrument, VisitSide


def sheet_title(visit: Inspection) -> str:
    word = "訪問当日票" if visit.instrument is Instrument.VOLUNTARY_VISIT else "立入検査当日票"
    return f"{word}（第{visit.seq}号・下書き）"


def sheet_lines(case: CaseFile, visit: Inspection) -> list[tuple[str, str]]:
    """[(heading, text)]: subject, day, basis, team with certificates, and the points of the template."""
    day = visit.planned_on
    return [
        ("対象", f"{case.facility_name}（{case.facility.kind.label}・{case.facility.municipality_name}）"),
        ("予定日", f"{day.year}年{day.month}月{day.day}日"),
        *([("根拠", visit.basis)] if visit.instrument.under_medical_care_act else []),
        ("目的", visit.purpose or "サイバー攻撃を受けた状況、対応、復旧及び再発防止策の確認"),
        ("従事者", "\n".join(_team(case, visit)) or visit.team or "未定"),
        ("開始・終了・立会者", "当日に記入"),
        *((block.title, "\n".join("　".join(item) for item in block.items)) for block in day_sheet.template().blocks),
    ]


def _team(case: CaseFile, visit: Inspection) -> list[str]:
    return [
        f"{one.office}{'（厚生労働省）' if one.side is VisitSide.MINISTRY else ''}"
        f"　証明書 {one.certificate_number or '—'}"
        for one in case.inspection_members
        if one.visit == visit.seq
    ]
