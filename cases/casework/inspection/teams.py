"""Who goes: appointees valid on the day, from the acting office's own register; the ministry's team at a joint visit.

Source: M-3.3; R-119, R-121, R-343.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field

from cases.casework.inspection import inspectors
from cases.casework.inspection.course import BEFORE_THE_DAY, meant, move, requirement
from cases.errors import ActNotOpen
from cases.procedure import Act, Deed, Facts, TaskTemplate
from cases.records import CaseFile, Inspection, InspectionMember, Inspector
from cases.vocabulary import Instrument, Role, TaskState, VisitSide

NAME_TEAM = "合同の立入検査・訪問に従事する者を決める"


def _in_question(case: CaseFile) -> bool:
    """The register is no part of the case: the engine opens and ends the task (flows/steps/visits.py), and with the
    last visit ahead it goes.
    """
    return any(visit.state in BEFORE_THE_DAY for visit in case.inspections) and any(
        task.code == CERTIFICATES.code and task.state is TaskState.OPEN for task in case.tasks
    )


CERTIFICATES = TaskTemplate(
    "visit_certificates",
    "従事者の任命・身分証明書を確かめ、再交付するか計画し直す",
    Role.SUPERVISOR,
    applies=_in_question,
    done=lambda case: False,
    source=("M-3.3",),
)


class MinistryTeam(Facts):
    visit: int | None = Field(
        default=None, ge=1, title="立入検査・訪問の番号", description="当てはまるものが一つのときは空欄で構いません"
    )
    inspectors: tuple[str, ...] = Field(
        title="従事する医療監視員（厚生労働省）",
        min_length=1,
        description="一行に一人、任命番号又は職名",
    )
    own_result: bool = Field(default=False, title="厚生労働省が別に結果を通知する")


def crew(
    deed: Deed, instrument: Instrument, names: Sequence[str], on: date, label: str, *, also: str = ""
) -> list[Inspector]:
    """The named appointees. An on-site inspection needs one at least, a visit by consent somebody who goes."""
    if instrument is Instrument.ON_SITE_INSPECTION and not names:
        raise ActNotOpen(label, ["立入検査に従事する医療監視員を選んでください。"])
    if not names and not also:
        raise ActNotOpen(label, ["訪問する職員を記入してください。"])
    return inspectors.chosen(deed.books.inspectors(), names, on) if names else []


def enlist(case: CaseFile, visit: Inspection, people: Sequence[Inspector], side: VisitSide) -> None:
    """Write them into the visit's team with appointment and certificate as they stand now."""
    for person in people:
        certificate = inspectors.certificate_of(person)
        case.inspection_members.append(
            InspectionMember(
                visit=visit.seq,
                side=side,
                office=person.office,
                appointment_number=person.appointment_number,
                certificate_number=certificate.number if certificate else "",
                valid_to=certificate.valid_to if certificate else None,
            )
        )


def name_ministry_team(case: CaseFile, facts: MinistryTeam, deed: Deed) -> None:
    """R-343: two teams, one visit, one result or two."""
    visit = meant(case, facts.visit, "name_ministry_team", NAME_TEAM)
    here = {
        m.appointment_number for m in case.inspection_members if m.visit == visit.seq and m.side is VisitSide.MINISTRY
    }
    people = crew(deed, visit.instrument, facts.inspectors, visit.planned_on, NAME_TEAM)
    enlist(case, visit, [one for one in people if one.appointment_number not in here], VisitSide.MINISTRY)
    visit.own_ministry_result = facts.own_result
    names = "、".join(one.office for one in people)
    results = "結果は別に通知" if facts.own_result else "結果は自治体と一つ"
    move(case, visit, None, "name_ministry_team", NAME_TEAM, deed.now, f"{names}（{results}）", deed)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "name_ministry_team",
        "ministry_team_named",
        NAME_TEAM,
        MinistryTeam,
        frozenset({Role.MINISTRY}),
        change=name_ministry_team,
        anytime=True,
        requires=(requirement("name_ministry_team"),),
        help="自治体が合同で行うとした立入検査・訪問に、厚生労働省の従事者を加えます。",
        tells="自治体の担当者に通知します",
        source=("M-3.2", "M-3.3"),
    ),
)
