"""Circulars as an office reads them: the list, one whole, its recipients, its files (R-023…R-029)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from cases.circulars import ending, issuing, otherwise, reach, sheet, wording
from cases.circulars.reach import NeverReached, RecipientRow
from cases.circulars.views import CircularRow, CircularSheet, row_of
from cases.clock import jst_day
from cases.errors import NotFound
from cases.records import Circular, CircularPaper, CircularRecipient, CircularStep, Facility
from cases.rulebook import guidelines
from cases.store.officers import SignedIn
from cases.vocabulary import CircularState, Reach


class CircularReading:
    """Inside the desk's sitting; an authority's own, for the ministry to read only (R-029)."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime, *, practice: bool) -> None:
        self._session, self._officer, self._now, self._practice = session, officer, now, practice

    @property
    def today(self) -> date:
        return jst_day(self._now)

    def all(self, *, page: int = 1, size: int = 20) -> tuple[int, list[CircularRow]]:
        """(how many, one page): this office's, the newest first; what was dropped is left out."""
        mine = (Circular.authority_code == self._officer.authority_code, Circular.state != CircularState.DROPPED)
        total = self._session.scalar(select(func.count()).select_from(Circular).where(*mine)) or 0
        query = (
            select(Circular, CircularPaper.number, CircularPaper.dated_on)
            .outerjoin(CircularPaper, CircularPaper.circular_id == Circular.id)
            .where(*mine)
            .order_by(Circular.id.desc())
            .limit(size)
            .offset((max(page, 1) - 1) * size)
        )
        found = self._session.execute(query).all()
        covered = reach.coverages(self._session, [one.id for one, *_ in found])
        return total, [row_of(*one, covered[one[0].id]) for one in found]

    def get(self, circular_id: int) -> CircularSheet:
        """Raises NotFound."""
        one = self._one(circular_id)
        paper = self._session.scalar(select(CircularPaper).where(CircularPaper.circular_id == one.id))
        by_kind = reach.coverage(self._session, one.id)
        row = row_of(one, paper.number if paper else None, paper.dated_on if paper else None, by_kind[0])
        expected, reachable = (one.total, 0) if paper else issuing.expected(self._session, one)
        counts = reach.counts(self._session, one.id)
        steps = self._session.scalars(
            select(CircularStep).where(CircularStep.circular_id == one.id).order_by(CircularStep.id.desc())
        )
        return CircularSheet(
            row=row,
            facts=wording.begun(one),
            places=wording.places(self._session, one),
            send_at=one.send_at,
            case_number=one.case_number,
            drafted_by=one.drafted_by,
            approved_by=one.approved_by,
            approved_at=one.approved_at,
            bypass_reason=one.bypass_reason,
            issued_by=one.issued_by,
            desk=paper.desk if paper else sheet.desk_words(self.today),
            sha256=paper.sha256 if paper else "",
            pages=paper.pages if paper else 0,
            expected=expected,
            without_address=counts[Reach.UNREACHABLE] if paper else expected - reachable,
            counts=counts,
            by_kind=by_kind,
            rounds=one.rounds,
            confirm_by=one.confirm_by,
            withdrawn=(one.withdrawn_at, one.withdrawn_by, one.withdrawn_reason) if one.withdrawn_at else None,
            former=(one.corrects_id, ending.former_words(self._session, one.corrects_id)) if one.corrects_id else None,
            correction=self._correction(one),
            associations=otherwise.by_association(self._session, one.id) if paper else (),
            steps=tuple((s.at, s.who, s.what, s.note) for s in steps),
            version=one.version,
        )

    def recipients(
        self, circular_id: int, only: tuple[Reach, ...] = (), *, page: int = 1, size: int = 25
    ) -> list[RecipientRow]:
        """One page, by municipality and name."""
        return reach.rows(self._session, circular_id, only, limit=size, offset=(max(page, 1) - 1) * size)

    def never_reached(self, *, page: int = 1, size: int = 25) -> tuple[int, list[NeverReached]]:
        """(how many, one page): facilities that no circular reached and that have no address which works (R-025);
        those without a telephone number first.
        """
        where = reach.never_reached(self._officer.authority_code)
        total = self._session.scalar(select(func.count()).select_from(Facility).where(*where)) or 0
        found = self._session.scalars(
            select(Facility)
            .where(*where)
            .order_by(Facility.phone != "", Facility.municipality_code, Facility.name, Facility.id)
            .limit(size)
            .offset((max(page, 1) - 1) * size)
        )
        return total, [NeverReached(f.id, f.name, f.kind.label, f.municipality_name, f.phone, f.email) for f in found]

    def files(self, circular_id: int) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
        """((file name, the cover letter), (file name, the poster)) as issued. Raises NotFound for a draft."""
        paper = self._session.scalar(
            select(CircularPaper)
            .where(CircularPaper.circular_id == circular_id)
            .options(undefer(CircularPaper.pdf), undefer(CircularPaper.poster))
        )
        if paper is None:
            raise NotFound("発出した文書")
        return (f"{paper.number}.pdf", bytes(paper.pdf)), (f"{paper.number}_別紙_院内掲示用.pdf", bytes(paper.poster))

    def pictures(self, circular_id: int) -> list[bytes]:
        """The letter as PNG: as issued, or a draft marked 案. Raises NotFound, PaperUnprintable."""
        one = self._one(circular_id)
        paper = self._session.scalar(select(CircularPaper).where(CircularPaper.circular_id == one.id))
        day = paper.dated_on if paper else self.today
        data = sheet.CircularData.model_validate(paper.data) if paper else self._drafted(one)
        return sheet.draw_letter(data, day)

    def from_case(self, number: str) -> dict[str, Any]:
        """How an alert begins that a case gives rise to. It names neither of them. Raises NotFound."""
        return wording.from_case(self._session, number)

    def addresses(self) -> set[str]:
        """Where the newest letters to facilities of this area went, for the practice mailbox (at most 500)."""
        mine = CircularRecipient.authority_code == self._officer.authority_code
        query = select(CircularRecipient.address).where(mine, CircularRecipient.address != "")
        return set(self._session.scalars(query.order_by(CircularRecipient.id.desc()).limit(500)))

    def editions(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of the guideline's editions, the newest first."""
        return tuple((one.id, one.title) for one in guidelines.editions())

    def edition_today(self) -> str:
        found = guidelines.edition_on(self.today)
        return found.id if found else ""

    def _drafted(self, one: Circular) -> sheet.CircularData:
        by = self._officer.office
        return issuing.letter(self._session, one, self.today, by, number="", practice=self._practice)

    def _correction(self, one: Circular) -> tuple[int, str] | None:
        found = ending.correction_of(self._session, one)
        return (found.id, one.corrected_number or found.state.label) if found else None

    def _one(self, circular_id: int, *, lock: bool = False) -> Circular:
        query = select(Circular).where(Circular.id == circular_id)
        if not self._officer.at_ministry:
            query = query.where(Circular.authority_code == self._officer.authority_code)
        one = self._session.scalar(query.with_for_update() if lock else query)
        if one is None:
            raise NotFound("周知・注意喚起")
        return one
