"""What relates cases, read and resolved for the desk: the second case of an act, candidates, merged lines."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework import entries
from cases.casework.detection import duplicates
from cases.casework.relations import groups, offers, surroundings
from cases.casework.relations.views import MergedCase, Relations
from cases.desk import showing
from cases.errors import NotFound
from cases.procedure import SURVIVOR, Act, Facts
from cases.records import CaseFile, HistoryLine
from cases.store.officers import SignedIn
from cases.views.entry import Entry
from cases.vocabulary import HistoryKind

MOST_LINES = 200


def second_case(session: Session, act: Act[Any], case_id: int | None, facts: Facts) -> int | None:
    """The id of the other case that the act changes; None when it changes one only. Raises NotFound."""
    if act.second is None or case_id is None:
        return None
    if act.second.named == SURVIVOR:
        return session.scalar(select(CaseFile.survivor_id).where(CaseFile.id == case_id))
    number = str(getattr(facts, act.second.named)).strip()
    found = session.scalar(select(CaseFile.id).where(CaseFile.number == number))
    if found is None:
        raise NotFound(f"案件 {number}")
    return found


def around(session: Session, officer: SignedIn, case: CaseFile) -> Relations:
    """What stands in the tab 関連. `case` is loaded whole."""
    found = (
        []
        if case.closed_at
        else duplicates.candidates(
            session,
            case.authority_code,
            case.facility,
            case.reported_facility if case.facility.unidentified else "",
            [case.detected_at, case.grasped_at],
            case.id,
        )
    )
    mine = {link.group_id for link in case.group_links if link.unlinked_at is None}
    every = groups.groups(session, officer)
    numbers = _numbers(session, {case.merged_into_id, case.survivor_id, *(c.merged_into_id for c in case.absorbed)})
    return Relations(
        candidates=tuple(found),
        merged=_merged(session, case, numbers),
        survivor=numbers.get(case.survivor_id or 0, ""),
        groups=tuple(group for group in every if group.id in mine),
        joinable=tuple(group for group in every if group.id not in mine),
        offers=offers.offers(session, officer, case.id),
        related=surroundings.related(session, case.id),
    )


def _numbers(session: Session, ids: set[int | None]) -> dict[int, str]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    return {
        row.id: row.number
        for row in session.execute(select(CaseFile.id, CaseFile.number).where(CaseFile.id.in_(wanted)))
    }


def _merged(session: Session, case: CaseFile, numbers: dict[int, str]) -> tuple[MergedCase, ...]:
    if not case.absorbed:
        return ()
    told: dict[int, list[HistoryLine]] = {}
    for line in session.scalars(
        select(HistoryLine)
        .where(HistoryLine.case_id.in_([one.id for one in case.absorbed]), HistoryLine.kind == HistoryKind.ACT)
        .order_by(HistoryLine.id.desc())
        .limit(MOST_LINES)
    ):
        told.setdefault(line.case_id, []).append(line)
    return tuple(
        MergedCase(
            number=one.number,
            facility=one.facility_name,
            into=numbers.get(one.merged_into_id or 0, ""),
            awareness=f"{one.awareness_source.label}　{one.awareness_note}".strip(),
            detected_at=one.detected_at,
            grasped_at=one.grasped_at,
            judged_at=one.judged_at,
            opened_at=one.opened_at,
            reason=one.ending_reason,
            contacts=entries.ministry_contacts(one),
            judgements=entries.judgements(one, case),
            reports=tuple(Entry(r.sent_at, f"{r.kind.label}（{r.state.label}）", (), r.seq) for r in one.reports),
            history=tuple(showing.history_view(line) for line in told.get(one.id, [])),
        )
        for one in case.absorbed
    )
