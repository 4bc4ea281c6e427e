"""The books that an act may ask, on its session: read only when it does."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cases.calendars import Calendar
from cases.clocks import own_settings
from cases.records import Base, InspectionPractice, Inspector


class OfficeBooks:
    """`authority_code`: the office that acts. Implements cases.procedure.Books."""

    def __init__(self, session: Session, authority_code: str) -> None:
        self._session = session
        self._authority_code = authority_code

    def inspectors(self) -> Sequence[Inspector]:
        query = select(Inspector).where(Inspector.authority_code == self._authority_code).order_by(Inspector.id)
        return self._session.scalars(query.options(selectinload(Inspector.certificates))).all()

    def practice(self, authority_code: str) -> InspectionPractice | None:
        return self._session.scalar(
            select(InspectionPractice).where(InspectionPractice.authority_code == authority_code)
        )

    def calendar(self, authority_code: str) -> Calendar:
        return own_settings.calendars(self._session, [authority_code])[authority_code]

    def keep(self, row: Base) -> None:
        self._session.add(row)
