"""The facility's own door to its poster: what somebody with its link can see, take along and confirm (R-164).

The guest's database role; the token is all there is, so nothing here takes a facility's number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from cases.clock import JST, Clock, jst_day
from cases.errors import ActNotOpen
from cases.posters import links, press, standing
from cases.posters.deeds import missing, places_of
from cases.posters.desk import posting_words
from cases.posters.sheet import Facts, PosterPage, page, vendor_words
from cases.procedure import without_nul
from cases.records import (
    Authority,
    Facility,
    FacilityChange,
    FacilityVendor,
    PosterLink,
    PosterPrint,
    Posting,
)
from cases.store.connections import LONGEST_TOKEN, Doors, by_link
from cases.vocabulary import PostingState

LABEL = "掲示の状況を知らせる"
MOST_A_DAY = 20
"""Confirmations of one facility in a day: more is no office at work."""


@dataclass(frozen=True)
class PostingSheet:
    """What the page shows. `places` and `since`: as last confirmed."""

    facility: str
    authority: str
    expires_at: datetime
    day: date
    poster: PosterPage
    unfilled: tuple[str, ...]
    confirmed_at: datetime | None
    places: tuple[str, ...]
    since: date | None
    practice: bool


@contextmanager
def at_posting_door(doors: Doors, token: str, clock: Clock, *, practice: bool) -> Iterator[PostingDesk]:
    """One sitting, one transaction. Raises LinkNotValid, whatever is wrong with the link."""
    now = clock.now()
    with by_link(
        doors,
        links.tidy(token[:LONGEST_TOKEN]),
        now,
        PosterLink.facility_id,
        PosterLink.authority_code,
        PosterLink.expires_at,
    ) as (session, link):
        yield PostingDesk(session, link, now, practice=practice)


class PostingDesk:
    """Reading gives plain values; what is confirmed leaves a line in the facility's history."""

    def __init__(self, session: Session, link: Any, now: datetime, *, practice: bool) -> None:
        self._session = session
        self._link = link
        self._now = now
        self._practice = practice

    @property
    def _today(self) -> date:
        return jst_day(self._now)

    def sheet(self) -> PostingSheet:
        facts = self._facts()
        poster = page(facts, self._today, practice=self._practice)
        last = self._session.execute(
            select(Posting.confirmed_at, Posting.places, Posting.since).order_by(Posting.id.desc()).limit(1)
        ).first()
        return PostingSheet(
            facility=facts.name,
            authority=self._session.scalar(select(Authority.name)) or "",
            expires_at=self._link.expires_at,
            day=self._today,
            poster=poster,
            unfilled=poster.unfilled,
            confirmed_at=last.confirmed_at if last else None,
            places=tuple(last.places) if last else (),
            since=last.since if last else None,
            practice=self._practice,
        )

    def pdf(self) -> bytes:
        """Today's poster; that the facility took it along is kept."""
        facts = self._facts()
        sheet = page(facts, self._today, practice=self._practice)
        self._printed(facts, sheet)
        return press.print_posters([sheet], self._today, facts.name)

    def confirm(self, places: str, since: date | None, who: str, *, same: bool) -> None:
        """That it hangs there. `same`: it is the one that this page shows. Raises ActNotOpen."""
        found, said = places_of(without_nul(places)[:600]), without_nul(who).strip()[:200]
        wrong = missing(PostingState.POSTED, found, since, self._today)
        wrong += [] if said else ["確認した担当（部署・役職）を記入してください。"]
        day = self._now.astimezone(JST).replace(hour=0, minute=0, second=0, microsecond=0)
        count = self._session.scalar(select(func.count()).select_from(Posting).where(Posting.confirmed_at >= day))
        wrong += ["今日の記入が多すぎます。自治体に電話で連絡してください。"] if (count or 0) >= MOST_A_DAY else []
        if wrong:
            raise ActNotOpen(LABEL, wrong)
        facts = self._facts()
        self._put(
            Posting,
            state=PostingState.POSTED,
            places=found,
            since=since,
            print_id=self._same_print(facts) if same else None,
            by_facility=True,
            confirmed_at=self._now,
            confirmed_by=f"{facts.name} {said}",
            note="",
        )
        self._put(
            FacilityChange,
            at=self._now,
            actor_id=None,
            actor=f"{facts.name} {said}",
            name="confirm_posting",
            label=LABEL,
            changes={"posting": [None, posting_words(PostingState.POSTED, found, since)]},
            version=self._session.scalar(select(Facility.version)) or 1,
        )

    def _facts(self) -> Facts:
        vendors = self._session.execute(
            select(FacilityVendor.company, FacilityVendor.phone, FacilityVendor.person)
            .where(FacilityVendor.removed_at.is_(None))
            .order_by(FacilityVendor.id)
        )
        return Facts(self._session.scalar(select(Facility.name)) or "", tuple((c, p, w) for c, p, w in vendors))

    def _same_print(self, facts: Facts) -> int | None:
        """The newest print that says what the page says; one is noted where there is none."""
        sheet = page(facts, self._today, practice=self._practice)
        query = select(func.max(PosterPrint.id)).where(
            PosterPrint.desk_words == sheet.desk_words, PosterPrint.vendor_words == vendor_words(facts.vendors)
        )
        if (found := self._session.scalar(query)) is None:
            self._printed(facts, sheet)
            found = self._session.scalar(query)
        return found

    def _printed(self, facts: Facts, sheet: PosterPage) -> None:
        by = f"{facts.name}（確認用のリンク）"
        row = standing.print_row(
            self._link.facility_id, self._link.authority_code, facts, sheet, self._today, by, self._now
        )
        self._session.execute(_table(PosterPrint).insert().inline().values(row))

    def _put(self, record: Any, **values: Any) -> None:
        """A row that the guest may write but need not read back."""
        own = {"facility_id": self._link.facility_id, "authority_code": self._link.authority_code}
        self._session.execute(_table(record).insert().inline().values(**own, **values))


def _table(record: Any) -> Table:
    found: Table = record.__table__
    return found
