"""所管: which authority is competent for a place on a day (R-005, R-006, R-323). Asked here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from cases.records import Authority, Jurisdiction, Municipality


def in_force(day: date) -> list[ColumnElement[bool]]:
    """Rows of the jurisdiction table that hold on that day."""
    return [
        Jurisdiction.effective_from.is_(None) | (Jurisdiction.effective_from <= day),
        Jurisdiction.effective_to.is_(None) | (Jurisdiction.effective_to >= day),
    ]


def competent_for(session: Session, municipality_code: str | None, day: date) -> Authority | None:
    """The authority of a municipality on that day; None where none is registered."""
    return session.scalars(
        select(Authority)
        .join(Jurisdiction, Jurisdiction.authority_code == Authority.code)
        .where(Jurisdiction.municipality_code == municipality_code, *in_force(day))
    ).first()


def places_named(session: Session, name: str, day: date) -> Sequence[tuple[Municipality, Authority]]:
    """The municipalities with that name, code, or prefecture and name, each with its authority on that day."""
    return [(place, authority) for place, authority in session.execute(_named(name).where(*in_force(day)))]


def _named(name: str) -> Select[Municipality, Authority]:
    whole = Municipality.prefecture + Municipality.name
    return (
        select(Municipality, Authority)
        .join(Jurisdiction, Jurisdiction.municipality_code == Municipality.code)
        .join(Authority, Authority.code == Jurisdiction.authority_code)
        .where((Municipality.name == name) | (Municipality.code == name) | (whole == name))
    )


def area_of(session: Session, authority_code: str, day: date) -> Sequence[tuple[str, str]]:
    """(code, name) of the municipalities that the authority is competent for on that day, by code."""
    rows = session.execute(
        select(Municipality.code, Municipality.name)
        .join(Jurisdiction, Jurisdiction.municipality_code == Municipality.code)
        .where(Jurisdiction.authority_code == authority_code, *in_force(day))
        .order_by(Municipality.code)
    )
    return [(code, name) for code, name in rows]
