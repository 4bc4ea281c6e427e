"""Opening a case from a suspicion: facility found or registered, number drawn, stages laid out (R-040, R-060)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, selectinload

from cases.casework.detection import duplicates
from cases.casework.detection.suspicion import Suspicion, check_words
from cases.casework.rule_sets import first_list
from cases.clock import JST, jst_day
from cases.clocks import moments
from cases.errors import OpenCases, OutsideJurisdiction, UnknownFacility, UnknownMunicipality
from cases.procedure import Deed
from cases.records import CaseCounter, CaseFile, Facility, Municipality, StageRecord
from cases.registry.jurisdiction import competent_for, places_named
from cases.vocabulary import FacilityKind, StageKey, StageState

UNIDENTIFIED = "医療機関等は特定中"


def new_stage_records() -> list[StageRecord]:
    """One record per stage; detection opens with the suspicion."""
    return [StageRecord(stage=key, position=n, state=StageState.WAITING, reason="") for n, key in enumerate(StageKey)]


def open_case(session: Session, facts: Suspicion, deed: Deed, *, practice: bool) -> CaseFile:
    """The new case, added to the session. Raises UnknownFacility, UnknownMunicipality, OutsideJurisdiction or
    ImpossibleTime; nothing is stored then.
    """
    grasped = facts.grasped_at or max(deed.now, facts.detected_at)  # a screen's clock may be ahead a little
    moments.not_before("把握日時", grasped, "覚知日時", facts.detected_at)
    check_words(facts)
    facility = _unidentified(session, facts, deed) if facts.unidentified else _facility(session, facts, deed)
    _refuse_twice(session, facts, facility, grasped, deed)
    case = CaseFile(
        number=draw_number(session, deed.authority_code, deed.now),
        authority_code=facility.authority_code,
        facility=facility,
        practice=practice,
        version=1,
        pulse=1,
        what_happened=facts.what_happened,
        awareness_source=facts.awareness_source,
        awareness_note=facts.awareness_note,
        awareness_at=facts.awareness_at,
        separate_reason=facts.separate_reason,
        reported_facility=facts.facility if facts.unidentified else "",
        attack_kind=facts.attack_kind,
        attack_note=facts.attack_note,
        systems_note=facts.systems_note,
        proxy_entry=facts.proxy_entry,
        contact_person=facts.contact_person,
        contact_phone=facts.contact_phone,
        detected_at=facts.detected_at,
        detected_approx=facts.detected_approx,
        grasped_at=grasped,
        grasped_approx=facts.grasped_approx,
        affected_systems=sorted(facts.affected_systems),
        opened_at=deed.now,
        stages=new_stage_records(),
        rule_sets=first_list(facility, None, facts.detected_at, deed.now),
    )
    detection = case.stage(StageKey.DETECTION)
    detection.state, detection.opened_at = StageState.OPEN, deed.now
    session.add(case)
    return case


def _refuse_twice(session: Session, facts: Suspicion, facility: Facility, grasped: datetime, deed: Deed) -> None:
    """Ask first when a case of the same event may be open already; a reason goes past it. Raises OpenCases."""
    if facts.separate_reason:
        return
    told = facts.facility if facts.unidentified else ""
    found = duplicates.candidates(session, deed.authority_code, facility, told, [facts.detected_at, grasped])
    if found:
        raise OpenCases(told or facility.name, found)


def find_facilities(session: Session, name: str, authority_code: str) -> list[Facility]:
    """The registered facilities of the authority that the number or name fits."""
    number = moments.row_number(name)
    by = Facility.id == number if number is not None else Facility.name == name
    query = select(Facility).where(by, Facility.authority_code == authority_code, Facility.unidentified.is_(False))
    return list(session.scalars(query.options(selectinload(Facility.vendors))))


def _unidentified(session: Session, facts: Suspicion, deed: Deed) -> Facility:
    """The row that stands for the facility until it is known: of the municipality, or of the authority's whole area."""
    place = _municipality(session, facts.municipality, deed) if facts.municipality else None
    here = [
        Facility.unidentified,
        Facility.authority_code == deed.authority_code,
        Facility.municipality_code == place.code if place else Facility.municipality_code.is_(None),
    ]
    query = select(Facility).where(*here).options(selectinload(Facility.vendors))
    if (known := session.scalar(query)) is not None:
        return known
    row = insert(Facility).values(
        authority_code=deed.authority_code,
        municipality_code=place.code if place else None,
        municipality_name=place.name if place else "市区町村は確認中",
        kind=FacilityKind.OTHER,
        name=UNIDENTIFIED,
        kana="",
        address="",
        phone="",
        municipal=False,
        operating_body="",
        owner_municipality="",
        unidentified=True,
    )
    session.execute(row.on_conflict_do_nothing())
    return session.scalars(query).one()


def _facility(session: Session, facts: Suspicion, deed: Deed) -> Facility:
    found = find_facilities(session, facts.facility, deed.authority_code)
    if facts.municipality:
        found = [f for f in found if facts.municipality in (f.municipality_name, f.municipality_code)]
    if len(found) == 1:
        _refuse_moved(session, found[0], deed)
        return found[0]
    if found:
        raise UnknownFacility(facts.facility, [f"{f.name}（{f.municipality_name}・{f.kind.label}）" for f in found])
    if not facts.municipality or facts.facility_kind is None:
        raise UnknownFacility(facts.facility)
    municipality = _municipality(session, facts.municipality, deed)
    return _register(session, municipality, facts, deed)


def _refuse_moved(session: Session, facility: Facility, deed: Deed) -> None:
    """Another authority may have become competent for the place since the facility was registered (R-006): new cases
    are its. Raises OutsideJurisdiction.
    """
    competent = competent_for(session, facility.municipality_code, jst_day(deed.now))
    if competent is not None and competent.code != facility.authority_code:
        raise OutsideJurisdiction(facility.municipality_name, competent.name)


def _register(session: Session, municipality: Municipality, facts: Suspicion, deed: Deed) -> Facility:
    """The facility, new in the registry; when a colleague was quicker, that one. Raises UnknownFacility when another
    office has it on its books.
    """
    row = insert(Facility).values(
        authority_code=deed.authority_code,
        municipality_code=municipality.code,
        municipality_name=municipality.name,
        kind=facts.facility_kind,
        name=facts.facility,
        kana="",
        address="",
        phone="",
        municipal=facts.municipal,
        operating_body="",
        owner_municipality="",
    )
    session.execute(row.on_conflict_do_nothing())
    registered = session.scalar(
        select(Facility)
        .where(
            Facility.municipality_code == municipality.code,
            Facility.name == facts.facility,
            Facility.kind == facts.facility_kind,
        )
        .options(selectinload(Facility.vendors))
    )
    if registered is None:
        raise UnknownFacility(facts.facility, ["別の自治体に登録されています。所管の変更を確認してください"])
    return registered


def _municipality(session: Session, name: str, deed: Deed) -> Municipality:
    """The municipality by name or code, which must lie in the officer's jurisdiction today (R-005, R-060)."""
    rows = places_named(session, name, jst_day(deed.now))
    own = [m for m, authority in rows if authority.code == deed.authority_code]
    if own:
        return own[0]
    if rows:
        raise OutsideJurisdiction(name, rows[0][1].name)
    raise UnknownMunicipality(name)


def draw_number(session: Session, authority_code: str, now: datetime) -> str:
    """The next number of the authority in this year (JST): 360007-2021-0001. Drawn once, gaps only by rollback."""
    year = now.astimezone(JST).year
    drawn = insert(CaseCounter).values(authority_code=authority_code, year=year, last=1)
    last = session.scalar(
        drawn.on_conflict_do_update(
            index_elements=["authority_code", "year"], set_={"last": CaseCounter.last + 1}
        ).returning(CaseCounter.last)
    )
    return f"{authority_code}-{year}-{last:04d}"
