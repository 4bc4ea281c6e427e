"""The competent authority of what the ministry hears first, and what becomes of a direct contact (R-056, R-109).

An open case of that facility: its officer is told. None: a case is opened in the authority's list, unless that
authority has chosen not to be told; then the contact is kept with the ministry alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from cases.casework.detection import intake
from cases.casework.detection.suspicion import Suspicion
from cases.casework.ministry_report.sharing import SharedIncident
from cases.clock import jst_day
from cases.clocks import moments
from cases.errors import ActNotOpen, UnknownFacility, UnknownMunicipality
from cases.procedure import Deed
from cases.records import CaseFile, DirectContact, Facility, SharingChoice
from cases.registry.jurisdiction import places_named
from cases.rulebook.contact_desks import reception_at, rerouted
from cases.store.officers import SignedIn
from cases.vocabulary import AwarenessSource, Sharing

LABEL = "事案を自治体に共有する"


@dataclass(frozen=True)
class Place:
    """Where a shared incident belongs: the facility when it is registered, and its competent authority."""

    authority_code: str
    facility_id: int | None
    name: str
    municipality: str


def place_of(session: Session, facts: SharedIncident, now: datetime) -> Place:
    """Raises UnknownFacility or UnknownMunicipality when the competent authority cannot be told."""
    number = moments.row_number(facts.facility)
    by = Facility.id == number if number is not None else Facility.name == facts.facility
    found = list(session.scalars(select(Facility).where(by, Facility.unidentified.is_(False)).order_by(Facility.id)))
    if facts.municipality:
        found = [f for f in found if facts.municipality in (f.municipality_name, f.municipality_code)]
    if len(found) == 1:
        return Place(found[0].authority_code, found[0].id, found[0].name, found[0].municipality_name)
    if found:
        raise UnknownFacility(facts.facility, [f"{f.name}（{f.municipality_name}・{f.kind.label}）" for f in found])
    if not facts.municipality or facts.facility_kind is None:
        raise UnknownFacility(facts.facility)
    codes = {authority.code for _, authority in places_named(session, facts.municipality, jst_day(now))}
    if len(codes) != 1:
        raise UnknownMunicipality(facts.municipality)
    return Place(codes.pop(), None, facts.facility, facts.municipality)


def open_shared(session: Session, facts: SharedIncident, deed: Deed, *, practice: bool) -> CaseFile:
    """A case in the competent authority's list, grasped now. Refused where that facility has an open case already."""
    place = place_of(session, facts, deed.now)
    if (number := open_case_of(session, place)) is not None:
        raise ActNotOpen(LABEL, [f"この医療機関等の案件 {number} が既に開いています。その案件に記録してください。"])
    suspicion = Suspicion(
        facility=str(place.facility_id) if place.facility_id else facts.facility,
        municipality="" if place.facility_id else facts.municipality,
        facility_kind=facts.facility_kind,
        what_happened=facts.what_happened,
        detected_at=facts.detected_at,
        detected_approx=facts.detected_approx,
        awareness_source=AwarenessSource.MINISTRY,
        awareness_note=facts.learned_from or ("医療機関等から国への直接の連絡" if facts.contacted_at else ""),
        contact_person=facts.contact_person,
        contact_phone=facts.contact_phone,
        proxy_entry=True,
    )
    return intake.open_case(session, suspicion, replace(deed, authority_code=place.authority_code), practice=practice)


def open_case_of(session: Session, place: Place) -> str | None:
    """The number of the facility's newest open case."""
    if place.facility_id is None:
        return None
    query = select(CaseFile.number).where(CaseFile.facility_id == place.facility_id, CaseFile.closed_at.is_(None))
    return session.scalar(query.order_by(CaseFile.id.desc()).limit(1))


def shares_with(session: Session, authority_code: str) -> bool:
    """Whether the authority is told of direct contacts; yes, unless it chose otherwise."""
    chosen = session.scalar(select(SharingChoice.shares).where(SharingChoice.authority_code == authority_code))
    return chosen is not False


def choose(session: Session, code: str, shares: bool, reason: str, officer: SignedIn, now: datetime) -> None:
    """Keep the authority's choice, with who noted it and why."""
    values = {"shares": shares, "reason": reason, "decided_by": officer.office, "decided_at": now}
    row = insert(SharingChoice).values(authority_code=code, **values)
    session.execute(row.on_conflict_do_update(index_elements=["authority_code"], set_=values))


def keep(
    session: Session, facts: SharedIncident, place: Place, outcome: Sharing, number: str, by: str, now: datetime
) -> None:
    """The ministry's own log line of a direct contact."""
    at = facts.contacted_at or now
    session.add(
        DirectContact(
            competent_code=place.authority_code,
            facility=place.name,
            municipality=place.municipality,
            contacted_at=at,
            desk=reception_at(at).desk,
            rerouted=rerouted(facts.addressed_to, at),
            gist=facts.gist or facts.what_happened,
            outcome=outcome,
            case_number=number,
            recorded_by=by,
            recorded_at=now,
        )
    )
