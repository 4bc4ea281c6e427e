"""The posters of an office: printing one, ordering many, what hangs where, the facilities' links (R-160…R-164)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.japanese_dates import wareki
from cases.posters import batches, links, notices, press, standing
from cases.posters.batches import BatchView
from cases.posters.deeds import RECORD, PostingFacts, missing, places_of
from cases.posters.notices import Due
from cases.posters.sheet import Facts, page
from cases.posters.standing import Standing, StandingRow
from cases.records import Facility, PosterBatch, PosterPart, PosterPrint, Posting
from cases.registry import history
from cases.registry.deeds import OFFICE
from cases.store.officers import SignedIn
from cases.store.spool import OpenFile, writing
from cases.views.general import Taken
from cases.vocabulary import BatchState, PosterNoticeKind, PostingState

PRINT, LINK, WRITE = "院内掲示を印刷する", "確認用のリンクを発行する", "医療機関等に院内掲示の案内を送る"
WITHDRAW = "確認用のリンクをすべて使えなくする"
NEEDING = (Standing.UNKNOWN, Standing.ABSENT, Standing.OUTDATED, Standing.UNSURE)


@dataclass(frozen=True)
class PostingLine:
    """One confirmation, as the history of the poster shows it."""

    at: datetime
    by: str
    by_facility: bool
    state: PostingState
    places: tuple[str, ...]
    since: date | None
    as_of: date | None
    note: str


@dataclass(frozen=True)
class PosterState:
    """A facility's poster: how it stands today, what would be blank, and every confirmation, newest first."""

    row: StandingRow | None
    unfilled: tuple[str, ...]
    printed_at: datetime | None
    lines: tuple[PostingLine, ...]
    links: tuple[datetime, ...]
    """Until when each link that opens today does so."""
    version: int


class PosterDesk:
    """Inside the desk's sitting."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime, *, practice: bool) -> None:
        self._session = session
        self._officer = officer
        self._now = now
        self._practice = practice

    @property
    def today(self) -> date:
        return jst_day(self._now)

    def _desk_words(self) -> str:
        return page(Facts(""), self.today).desk_words

    # -- reading -----------------------------------------------------------------------------------------------

    def counts(self, code: str = "", *, without_address: bool = False) -> dict[Standing, int]:
        """Facilities by how their poster stands; `code` for the ministry, which reads any authority's.
        `without_address`: of those that cannot be written to by mail.
        """
        return standing.counts(self._session, self._code(code), self._desk_words(), without_address=without_address)

    def rows(
        self,
        only: Sequence[Standing] = (),
        *,
        page_number: int = 1,
        size: int | None = 50,
        code: str = "",
        without_address: bool = False,
    ) -> list[StandingRow]:
        """By municipality and name; `size` None: all."""
        return standing.rows(
            self._session,
            self._code(code),
            self._desk_words(),
            only=only,
            without_address=without_address,
            limit=size,
            offset=(page_number - 1) * size if size else 0,
        )

    def due(self) -> dict[PosterNoticeKind, Due]:
        """How many facilities of the office each letter is due to (R-164)."""
        return notices.due(self._session, self._officer.authority_code, self._desk_words(), self._now)

    def state(self, facility_id: int) -> PosterState:
        """Raises NotFound."""
        facility = self._facility(facility_id)
        found = standing.rows(self._session, facility.authority_code, self._desk_words(), ids=[facility_id], limit=1)
        lines = self._session.execute(
            select(Posting, PosterPrint.as_of)
            .outerjoin(PosterPrint, PosterPrint.id == Posting.print_id)
            .where(Posting.facility_id == facility_id)
            .order_by(Posting.id.desc())
            .limit(100)
        )
        printed = self._session.scalar(
            select(PosterPrint.printed_at)
            .where(PosterPrint.facility_id == facility_id)
            .order_by(PosterPrint.id.desc())
            .limit(1)
        )
        facts = standing.facts_of(self._session, [facility_id])[facility_id]
        return PosterState(
            row=found[0] if found else None,
            unfilled=page(facts, self.today).unfilled,
            printed_at=printed,
            lines=tuple(
                PostingLine(
                    p.confirmed_at, p.confirmed_by, p.by_facility, p.state, tuple(p.places), p.since, as_of, p.note
                )
                for p, as_of in lines
            ),
            links=links.valid(self._session, facility_id, self._now),
            version=facility.version,
        )

    def picture(self, facility_id: int, *, named: bool = True) -> bytes:
        """The poster as it would be printed today, as PNG. Raises NotFound, ActNotOpen, PaperUnprintable."""
        self._facility(facility_id)
        facts = standing.facts_of(self._session, [facility_id])[facility_id]
        return press.draw_posters([page(facts, self.today, named=named, practice=self._practice)], self.today, ppi=80)[
            0
        ]

    # -- acting ------------------------------------------------------------------------------------------------

    def print_one(self, facility_id: int, *, named: bool = True) -> tuple[str, bytes]:
        """(file name, the PDF); that it was printed is kept. Raises NotFound, WrongRole, ActNotOpen,
        PaperUnprintable.
        """
        self._check_role(PRINT)
        facility = self._own(facility_id)
        facts = standing.facts_of(self._session, [facility_id])[facility_id]
        sheet = page(facts, self.today, named=named, practice=self._practice)
        pdf = press.print_posters([sheet], self.today, facility.name)
        row = standing.print_row(
            facility_id, facility.authority_code, facts, sheet, self.today, self._officer.office, self._now
        )
        self._session.execute(insert(PosterPrint), [row])
        return f"院内掲示_{facility.name}_{self.today:%Y%m%d}.pdf", pdf

    def record(self, facility_id: int, facts: dict[str, Any], as_seen: int | None) -> Taken:
        """Raises WrongRole, BadFacts, NotFound, StaleVersion, ActNotOpen."""
        self._check_role(RECORD.label)
        given = PostingFacts.checked(RECORD.label, facts)
        facility = self._own(facility_id, lock=True)
        if as_seen is not None:
            history.refuse_stale(self._session, facility, as_seen)
        places = places_of(given.places)
        if said := missing(given.state, places, given.since, self.today):
            raise ActNotOpen(RECORD.label, said)
        posted = given.state is PostingState.POSTED
        newest = self._session.scalar(standing.newest_print(facility_id)) if posted and given.newest else None
        told = f"（{given.told_by}に確認）" if given.told_by else ""
        self._session.add(
            Posting(
                facility_id=facility_id,
                authority_code=facility.authority_code,
                state=given.state,
                places=places,
                since=given.since,
                print_id=newest,
                by_facility=False,
                confirmed_at=self._now,
                confirmed_by=self._officer.office + told,
                note=given.note,
            )
        )
        facility.version += 1
        version = facility.version
        self._note(facility, RECORD.name, RECORD.label, posting_words(given.state, places, given.since))
        self._session.flush()
        return Taken(facility.id, facility.name, version)

    def link(self, facility_id: int) -> str:
        """A new token for the facility's own page, said once; links before it go on. Raises NotFound, WrongRole."""
        self._check_role(LINK)
        facility = self._own(facility_id, lock=True)
        token = links.issue(self._session, facility_id, facility.authority_code, self._officer.office, self._now)
        facility.version += 1
        self._note(facility, "issue_poster_link", LINK, "確認用のリンク（30日間）")
        self._session.flush()
        return token

    def withdraw_links(self, facility_id: int) -> int:
        """No link of the facility opens any more, e.g. because one went astray. Returns how many that were.

        Raises NotFound, WrongRole; ActNotOpen when none opens.
        """
        self._check_role(WITHDRAW)
        facility = self._own(facility_id, lock=True)
        count = links.withdraw(self._session, facility_id, self._now)
        if not count:
            raise ActNotOpen(WITHDRAW, ["使える確認用のリンクはありません。"])
        facility.version += 1
        self._note(facility, "withdraw_poster_links", WITHDRAW, f"確認用のリンク {count}本")
        self._session.flush()
        return count

    # -- letters -----------------------------------------------------------------------------------------------

    def write_to(self, kind: PosterNoticeKind) -> int:
        """Mail that letter to all facilities that it is due to and that have an address; the engine writes them.
        Returns to how many. Raises WrongRole; ActNotOpen when it is due to none.
        """
        self._check_role(WRITE)
        count = notices.order(
            self._session, kind, self._officer.authority_code, self._desk_words(), self._officer.office, self._now
        )
        if not count:
            raise ActNotOpen(WRITE, [f"{kind.label}を送る相手がありません。既に送ったか、送り先がありません。"])
        return count

    # -- many --------------------------------------------------------------------------------------------------

    def order(self, only: Sequence[Standing] = (), *, with_letter: bool = False, without_address: bool = False) -> int:
        """A print job for the office's facilities that stand so (all when empty), done by the engine part by part.
        `without_address`: only for those that cannot be written to by mail.

        Raises WrongRole; ActNotOpen when there is none, or when a job is still under way.
        """
        self._check_role(PRINT)
        under_way = select(PosterBatch.id).where(
            PosterBatch.authority_code == self._officer.authority_code,
            PosterBatch.state.in_([BatchState.WAITING, BatchState.PRINTING]),
        )
        if self._session.scalar(under_way.limit(1)) is not None:
            raise ActNotOpen(PRINT, ["前に頼んだ印刷が、まだ終わっていません。終わるのを待つか、取りやめてください。"])
        found = self.rows(only, size=None, without_address=without_address)
        if not found:
            raise ActNotOpen(PRINT, ["対象となる医療機関等がありません。"])
        title = "・".join(one.label for one in only) if only else "管内すべて"
        title += "（メールアドレスなし）" if without_address else ""
        return batches.order(
            self._session,
            self._officer.authority_code,
            [(one.facility_id, one.name) for one in found],
            day=self.today,
            title=title,
            with_letter=with_letter,
            by=self._officer.office,
            now=self._now,
        )

    def batches(self) -> tuple[BatchView, ...]:
        """The office's jobs, newest first."""
        return batches.views(self._session, self._officer.authority_code)

    def cancel(self, batch_id: int) -> None:
        """No part after the one at work is printed. Raises WrongRole; NotFound when it is over."""
        self._check_role("印刷を取りやめる")
        found = self._session.scalar(
            select(PosterBatch)
            .where(PosterBatch.id == batch_id, PosterBatch.authority_code == self._officer.authority_code)
            .with_for_update()
        )
        if found is None or found.ended_at is not None:
            raise NotFound("進行中の印刷")
        found.state, found.ended_at = BatchState.CANCELLED, self._now

    def files(self, batch_id: int) -> OpenFile:
        """What is printed so far, as a zip of PDFs, a part at a time; it waits on the disk. Whoever takes it closes it.
        Raises NotFound.
        """
        with writing() as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, pdf in self._printed(batch_id):
                    archive.writestr(name, pdf)
            if not archive.namelist():
                raise NotFound("印刷済みの掲示")
        return OpenFile(f"院内掲示_{self.today:%Y%m%d}_{batch_id}.zip", "application/zip", file)

    def _printed(self, batch_id: int) -> Iterator[tuple[str, bytes]]:
        parts = self._session.execute(
            select(PosterPart.id, PosterPart.seq, PosterPart.words)
            .where(PosterPart.batch_id == batch_id, PosterPart.printed_at.is_not(None))
            .order_by(PosterPart.seq)
        ).all()
        for number, seq, words in parts:
            pdf = self._session.scalar(select(PosterPart.pdf).where(PosterPart.id == number))
            yield f"院内掲示_{seq:04d}_{words.replace('/', '／')}.pdf", bytes(pdf or b"")

    # -- within ------------------------------------------------------------------------------------------------

    def _code(self, code: str) -> str:
        return code if code and self._officer.at_ministry else self._officer.authority_code

    def _facility(self, facility_id: int) -> Facility:
        found = self._session.scalar(select(Facility).where(Facility.id == facility_id, ~Facility.unidentified))
        if found is None:
            raise NotFound("医療機関等")
        return found

    def _own(self, facility_id: int, *, lock: bool = False) -> Facility:
        query = select(Facility).where(
            Facility.id == facility_id,
            Facility.authority_code == self._officer.authority_code,
            Facility.unidentified.is_(False),
        )
        found = self._session.scalar(query.with_for_update() if lock else query)
        if found is None:
            raise NotFound("医療機関等")
        return found

    def _check_role(self, label: str) -> None:
        if not self._officer.roles & OFFICE or self._officer.at_ministry:
            raise WrongRole(label, [role.label for role in sorted(OFFICE)])

    def _note(self, facility: Facility, name: str, label: str, words: str) -> None:
        changes = {"posting": [None, words]}
        history.note(self._session, facility, self._officer, self._now, name, label, changes)


def posting_words(state: PostingState, places: Sequence[str], since: date | None) -> str:
    """掲示している（医事課、情報システム室、令和３年11月１日から）, as the facility's history keeps it."""
    parts = [*places, *([f"{wareki(since)}から"] if since else [])]
    return state.label + (f"（{'、'.join(parts)}）" if parts else "")
