"""連絡先の確認: contacts that nobody has confirmed for long come up for the office to confirm (R-042, A-5).

Looked at: the vendors of every facility, and the bodies that run municipal hospitals. A contact is as fresh as its last
entry, correction or confirmation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Row, and_, func, literal, null, or_, select, update
from sqlalchemy.dialects.postgresql import array, insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from cases.errors import NotFound
from cases.records import ContactCheck, Facility, FacilityChange, FacilityVendor
from cases.store.officers import SignedIn
from cases.upkeep.plans import Outcome

MONTHS: Final = 12
LONGEST: Final = timedelta(days=365)
"""An installation's own proposal: the notice names no time."""
SHOWN: Final = 50


@dataclass(frozen=True)
class StaleContact:
    """A contact to confirm. `known_at`: last entered, corrected or confirmed; None where nothing says so."""

    id: int
    facility_id: int
    facility: str
    what: str
    name: str
    phone: str
    person: str
    known_at: datetime | None


def look(engine: Engine, now: datetime, *, dry: bool) -> Outcome:
    """Open a check for every stale contact that has none; end those whose contact was corrected or is gone."""
    with Session(engine) as session, session.begin():
        ended = 0 if dry else _end_answered(session, now)
        stale = [*_vendors(session, now), *_bodies(session, now)]
        rows = [
            {
                "facility_id": row.facility_id, "authority_code": row.authority_code, "vendor_id": row.vendor_id,
                "known_at": row.known_at, "opened_at": now,
            }
            for row in stale
        ]  # fmt: skip
        made = 0
        if rows and not dry:
            made = len(
                session.scalars(insert(ContactCheck).on_conflict_do_nothing().returning(ContactCheck.id), rows).all()
            )
    if dry:
        return Outcome(f"確認が必要な連絡先は {len(rows)}件です。", {"stale": len(rows)})
    said = f"{MONTHS}か月以上確かめられていない連絡先 {len(rows)}件（新たに {made}件）。"
    return Outcome(said + (f"更新された {ended}件を外しました。" if ended else ""), {"stale": len(rows), "new": made})


BODY: Final = ["operating_body", "operating_kind", "operating_contact", "operating_phone", "operating_email"]


def stale_vendors(session: Session, facility: Facility, now: datetime) -> list[StaleContact]:
    """The vendors of one facility that nobody has confirmed for long, with what is registered of them."""
    if not facility.vendors:
        return []
    known = {row.vendor_id: row.known_at for row in _vendors(session, now, facility.id)}
    return [
        StaleContact(v.id, facility.id, facility.name, "保守会社等", v.company, v.phone, v.person, known[v.id])
        for v in facility.vendors
        if v.id in known
    ]


def _vendors(session: Session, now: datetime, facility_id: int | None = None) -> Sequence[Row[Any]]:
    entered = select(func.max(FacilityChange.at)).where(
        FacilityChange.facility_id == FacilityVendor.facility_id, _names(FacilityVendor.company)
    )
    confirmed = select(func.max(ContactCheck.settled_at)).where(
        ContactCheck.vendor_id == FacilityVendor.id, ContactCheck.settled_by.is_not(None)
    )
    known = func.greatest(entered.scalar_subquery(), confirmed.scalar_subquery())
    query = select(
        FacilityVendor.facility_id,
        FacilityVendor.authority_code,
        FacilityVendor.id.label("vendor_id"),
        known.label("known_at"),
    )
    query = query.where(FacilityVendor.removed_at.is_(None), _old(known, now))
    return session.execute(
        query if facility_id is None else query.where(FacilityVendor.facility_id == facility_id)
    ).all()


def _bodies(session: Session, now: datetime) -> Sequence[Row[Any]]:
    entered = select(func.max(FacilityChange.at)).where(
        FacilityChange.facility_id == Facility.id, FacilityChange.changes.has_any(array(BODY))
    )
    confirmed = select(func.max(ContactCheck.settled_at)).where(
        ContactCheck.facility_id == Facility.id,
        ContactCheck.vendor_id.is_(None),
        ContactCheck.settled_by.is_not(None),
    )
    known = func.greatest(entered.scalar_subquery(), confirmed.scalar_subquery())
    query = select(
        Facility.id.label("facility_id"), Facility.authority_code, null().label("vendor_id"), known.label("known_at")
    )
    return session.execute(query.where(Facility.municipal, Facility.operating_phone != "", _old(known, now))).all()


def _names(company: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The change of a facility that speaks of this company."""
    return func.strpos(FacilityChange.changes["vendor"].astext, company) > 0


def _old(known: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    return known.is_(None) | (known < now - LONGEST)


def _end_answered(session: Session, now: datetime) -> int:
    """A contact that was corrected since, or that is no longer registered, needs no confirmation."""
    vendor_named = select(literal(1)).where(FacilityVendor.id == ContactCheck.vendor_id, _names(FacilityVendor.company))
    corrected = select(literal(1)).where(
        FacilityChange.facility_id == ContactCheck.facility_id,
        FacilityChange.at > ContactCheck.opened_at,
        or_(
            and_(ContactCheck.vendor_id.is_(None), FacilityChange.changes.has_any(array(BODY))),
            vendor_named.exists(),
        ),
    )
    gone = select(literal(1)).where(
        and_(FacilityVendor.id == ContactCheck.vendor_id, FacilityVendor.removed_at.is_not(None))
    )
    rows = session.scalars(
        update(ContactCheck)
        .where(ContactCheck.settled_at.is_(None), corrected.exists() | gone.exists())
        .values(settled_at=now, note="登録が更新された")
        .returning(ContactCheck.id)
        .execution_options(synchronize_session=False)
    )
    return len(rows.all())


# -- at the desk -----------------------------------------------------------------------------------------------


def to_confirm(session: Session, officer: SignedIn) -> tuple[list[StaleContact], int]:
    """The first contacts of this office to confirm, those unknown longest first, and how many there are."""
    waiting = (ContactCheck.settled_at.is_(None), ContactCheck.authority_code == officer.authority_code)
    total = session.scalar(select(func.count()).select_from(ContactCheck).where(*waiting)) or 0
    rows = session.execute(
        select(ContactCheck, Facility, FacilityVendor)
        .join(Facility, Facility.id == ContactCheck.facility_id)
        .outerjoin(FacilityVendor, FacilityVendor.id == ContactCheck.vendor_id)
        .where(*waiting)
        .order_by(ContactCheck.known_at.nulls_first(), ContactCheck.id)
        .limit(SHOWN)
    )
    return [_shown(check, facility, vendor) for check, facility, vendor in rows], total


def _shown(check: ContactCheck, facility: Facility, vendor: FacilityVendor | None) -> StaleContact:
    if vendor is None:
        what, name = "自治体立病院の運営部署", facility.operating_body
        phone, person = facility.operating_phone, facility.operating_contact
    else:
        what, name, phone, person = "保守会社等", vendor.company, vendor.phone, vendor.person
    return StaleContact(check.id, facility.id, facility.name, what, name, phone, person, check.known_at)


def confirm(session: Session, officer: SignedIn, check_id: int, how: str, now: datetime) -> str:
    """The contact still holds: asked by telephone, for instance. Returns the facility's name. Raises NotFound."""
    check = session.scalar(
        select(ContactCheck)
        .where(
            ContactCheck.id == check_id,
            ContactCheck.settled_at.is_(None),
            ContactCheck.authority_code == officer.authority_code,
        )
        .with_for_update()
    )
    if check is None:
        raise NotFound("確認を待つ連絡先")
    check.settled_at, check.settled_by = now, officer.id
    check.settled_office, check.note = officer.office, how[:400]
    return session.scalar(select(Facility.name).where(Facility.id == check.facility_id)) or ""
