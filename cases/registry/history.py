"""A facility's own history: a line for each deed, and what an officer with an old form has not seen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.errors import Change, StaleVersion
from cases.records import Facility, FacilityChange
from cases.registry.deeds import Changes
from cases.store.officers import SignedIn


def note(
    session: Session,
    facility: Facility,
    officer: SignedIn,
    now: datetime,
    name: str,
    label: str,
    changes: Changes,
    on_date: date | None = None,
) -> None:
    """Under the version that the facility has now. `on_date`: the day that the deed is about, where there is one."""
    session.add(
        FacilityChange(
            facility_id=facility.id,
            authority_code=facility.authority_code,
            at=now,
            actor_id=officer.id,
            actor=officer.office,
            name=name,
            label=label,
            changes=changes,
            on_date=on_date,
            version=facility.version,
        )
    )


def refuse_stale(session: Session, facility: Facility, as_seen: int | None) -> None:
    """Raises StaleVersion with what was done since."""
    if as_seen == facility.version:
        return
    lines = session.scalars(
        select(FacilityChange)
        .where(FacilityChange.facility_id == facility.id, FacilityChange.version > (as_seen or 0))
        .order_by(FacilityChange.id)
    )
    changes = [Change(line.at, line.actor, line.label, dict(line.changes)) for line in lines]
    raise StaleVersion(as_seen or 0, facility.version, changes)
