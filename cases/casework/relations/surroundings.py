"""What lies around a case and a desk: other open cases of the same place or vendor and who is called
now. Reading only, inside the sitting's scope.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from cases.casework.relations.views import Related
from cases.clock import jst_day
from cases.clocks import own_settings
from cases.office.views import Rota
from cases.records import Authority, CaseFile, Duty, Facility, FacilityVendor, Officer
from cases.store.officers import SignedIn

MOST = 50


def related(session: Session, case_id: int) -> tuple[Related, ...]:
    """Open cases, this one apart, of the same facility or of a facility with the same vendor company, newest first."""
    here, there = aliased(FacilityVendor), aliased(FacilityVendor)
    mine = select(CaseFile.facility_id).where(CaseFile.id == case_id).scalar_subquery()
    shared = dict[int, str]()
    for facility_id, company in session.execute(
        select(there.facility_id, there.company)
        .join(here, here.company == there.company)
        .where(here.facility_id == mine, there.facility_id != mine)
        .order_by(there.id)
    ):
        shared.setdefault(facility_id, company)
    rows = session.execute(
        select(CaseFile, Facility, Authority.name)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
        .where(CaseFile.closed_at.is_(None), CaseFile.id != case_id)
        .where(or_(CaseFile.facility_id == mine, CaseFile.facility_id.in_(shared)))
        .where(Facility.unidentified.is_(False))
        .order_by(CaseFile.id.desc())
        .limit(MOST)
    )
    return tuple(
        Related(case.number, facility.name, name, shared.get(facility.id, ""), case.result.label, case.grasped_at)
        for case, facility, name in rows
    )


def rota(session: Session, officer: SignedIn, now: datetime) -> Rota:
    """Today's duty officer and the on-call order of this officer's office (R-014, R-241)."""
    mine = officer.authority_code
    duty = session.scalar(
        select(Officer.office)
        .join(Duty, Duty.officer_id == Officer.id)
        .where(Duty.authority_code == mine, Duty.on_date == jst_day(now))
    )
    on_call = session.scalars(
        select(Officer)
        .where(Officer.authority_code == mine, Officer.active, Officer.on_call_order.is_not(None))
        .order_by(Officer.on_call_order, Officer.id)
    )
    people = tuple(one.office for one in on_call)
    hours = own_settings.calendars(session, [mine])[mine]
    return Rota(duty or "", people, hours.is_open(now))
