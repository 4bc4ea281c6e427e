"""Which open cases may tell of the same event: same facility, or a name and place that may be the same, at about the
same time (R-057). Candidates are offered; only a person merges.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from cases.errors import Candidate
from cases.records import CaseFile, Facility

WINDOW = timedelta(days=14)
"""Between 覚知 or 把握 of the two; our own choice, no rule sets it."""
MOST = 20
ALIKE = 0.5
_COMMON = re.compile(
    r"総合|地域|医療|センター|病院|医院|クリニック|診療所|薬局|特定中|市立|町立|村立|県立|公立|国立"
    r"|市内|町内|村内|県内|ある|という|不明|名称|の|等|[「」()（）・\s]"
)


def core(name: str) -> str:
    """What tells one facility's name from another's: 「つるぎ町立半田病院」 → 「つるぎ半田」."""
    return _COMMON.sub("", unicodedata.normalize("NFKC", name).casefold())


def alike(one: str, other: str) -> bool:
    """Whether two names may mean one facility: one within the other, or half of their pairs of letters in common."""
    a, b = core(one), core(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return min(len(a), len(b)) > 1 or a == b
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    return bool(pairs_a and pairs_b) and 2 * len(pairs_a & pairs_b) / (len(pairs_a) + len(pairs_b)) >= ALIKE


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def candidates(
    session: Session, authority_code: str, facility: Facility, told: str, moments: list[datetime], besides: int = 0
) -> list[Candidate]:
    """Open cases of the authority that may be the same event, newest first. `told`: the name as it was told, while
    the facility is not identified.
    """
    first, last = min(moments) - WINDOW, max(moments) + WINDOW
    near = or_(CaseFile.detected_at.between(first, last), CaseFile.grasped_at.between(first, last))
    query = (
        select(CaseFile)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .where(CaseFile.authority_code == authority_code, CaseFile.closed_at.is_(None), CaseFile.id != besides, near)
        .options(joinedload(CaseFile.facility))
        .order_by(CaseFile.id.desc())
        .limit(500)
    )
    if not facility.unidentified:
        query = query.where(or_(CaseFile.facility_id == facility.id, Facility.unidentified))
    name = told or facility.name
    found = [(case, why) for case in session.scalars(query) if (why := _why(facility, name, case))]
    return [
        Candidate(case.number, case.facility_name, case.grasped_at, case.result.label, why)
        for case, why in found[:MOST]
    ]


def _why(facility: Facility, name: str, case: CaseFile) -> str:
    """Why the case may be the same event; empty when nothing speaks for it."""
    there = case.facility
    if not facility.unidentified and there.id == facility.id:
        return "同じ医療機関等"
    if not facility.unidentified and not there.unidentified:
        return ""
    other = case.reported_facility if there.unidentified else there.name
    if alike(name, other):
        return "名称が似ている"
    both = facility.municipality_code is not None and facility.municipality_code == there.municipality_code
    return "同じ市区町村（医療機関等は特定中）" if both else ""
