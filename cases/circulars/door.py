"""A facility's door to one circular: the letter, its own poster, and the button that says it was read (R-023).

The guest's database role; the token is all there is, so nothing here takes a facility's or a circular's number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cases.circulars.sheet import duties
from cases.clock import Clock, jst_day
from cases.errors import ActNotOpen
from cases.posters import links, press
from cases.posters.sheet import Facts, page
from cases.procedure import without_nul
from cases.records import (
    Authority,
    Circular,
    CircularLink,
    CircularPaper,
    CircularRecipient,
    Facility,
    FacilityVendor,
)
from cases.store.connections import LONGEST_TOKEN, Doors, by_link
from cases.vocabulary import CircularKind, Urgency

LABEL = "確認したことを知らせる"


@dataclass(frozen=True)
class CircularPage:
    """What the page shows."""

    facility: str
    authority: str
    kind: CircularKind
    urgent: bool
    subject: str
    threat: str
    measures: str
    duties: tuple[str, str]
    number: str
    dated_on: date
    expires_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    corrected_number: str
    """The number of the one that puts this one right; empty where none does."""
    practice: bool

    @property
    def ended(self) -> bool:
        return self.withdrawn_at is not None or self.corrected_number != ""


@contextmanager
def at_circular_door(doors: Doors, token: str, clock: Clock, *, practice: bool) -> Iterator[CircularLinkDesk]:
    """One sitting, one transaction. Raises LinkNotValid, whatever is wrong with the link."""
    now = clock.now()
    with by_link(doors, links.tidy(token[:LONGEST_TOKEN]), now, CircularLink.recipient_id, CircularLink.expires_at) as (
        session,
        link,
    ):
        yield CircularLinkDesk(session, link, now, practice=practice)


class CircularLinkDesk:
    """Reading gives plain values; the two deeds are that it was opened and that it was read."""

    def __init__(self, session: Session, link: Any, now: datetime, *, practice: bool) -> None:
        self._session, self._link, self._now, self._practice = session, link, now, practice

    def sheet(self) -> CircularPage:
        found = self._session.execute(
            select(
                CircularRecipient.name,
                CircularRecipient.acknowledged_at,
                CircularRecipient.acknowledged_by,
                Circular.kind,
                Circular.urgency,
                Circular.subject,
                Circular.threat,
                Circular.measures,
                Circular.withdrawn_at,
                Circular.withdrawn_reason,
                Circular.corrected_number,
                CircularPaper.number,
                CircularPaper.dated_on,
            )
            .join(Circular, Circular.id == CircularRecipient.circular_id)
            .join(CircularPaper, CircularPaper.circular_id == Circular.id)
        ).one()
        return CircularPage(
            facility=found.name,
            authority=self._session.scalar(select(Authority.name)) or "",
            kind=found.kind,
            urgent=found.kind is CircularKind.ALERT and found.urgency is Urgency.URGENT,
            subject=found.subject,
            threat=found.threat,
            measures=found.measures,
            duties=duties(),
            number=found.number,
            dated_on=found.dated_on,
            expires_at=self._link.expires_at,
            acknowledged_at=found.acknowledged_at,
            acknowledged_by=found.acknowledged_by,
            withdrawn_at=found.withdrawn_at,
            withdrawn_reason=found.withdrawn_reason,
            corrected_number=found.corrected_number,
            practice=self._practice,
        )

    def opened(self) -> None:
        """Somebody looked at the page or took a file; the first time stays."""
        self._change(CircularRecipient.opened_at.is_(None), opened_at=self._now)

    def acknowledge(self, who: str) -> None:
        """Raises ActNotOpen. The first acknowledgement stays; a second one changes nothing."""
        said = without_nul(who).strip()[:200]
        if self.sheet().ended:
            raise ActNotOpen(LABEL, ["この文書は、取り消されたか、訂正版に改められています。確認は要りません。"])
        if not said:
            raise ActNotOpen(LABEL, ["確認した担当（部署・役職）を記入してください。"])
        self.opened()
        self._change(CircularRecipient.acknowledged_at.is_(None), acknowledged_at=self._now, acknowledged_by=said)

    def letter(self) -> tuple[str, bytes]:
        """(number, the cover letter as issued)."""
        found = self._session.execute(select(CircularPaper.number, CircularPaper.pdf)).one()
        self.opened()
        return found.number, bytes(found.pdf)

    def poster(self) -> bytes:
        """This facility's poster with the desk and the companies of today (R-166)."""
        vendors = self._session.execute(
            select(FacilityVendor.company, FacilityVendor.phone, FacilityVendor.person)
            .where(FacilityVendor.removed_at.is_(None))
            .order_by(FacilityVendor.id)
        )
        name = self._session.scalar(select(Facility.name)) or ""
        day = jst_day(self._now)
        sheet = page(Facts(name, tuple((c, p, w) for c, p, w in vendors)), day, practice=self._practice)
        self.opened()
        return press.print_posters([sheet], day, name)

    def _change(self, where: Any, **values: Any) -> None:
        query = update(CircularRecipient).where(CircularRecipient.id == self._link.recipient_id, where)
        self._session.execute(query.values(**values).execution_options(synchronize_session=False))
