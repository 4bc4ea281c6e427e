"""The paper room: issued papers of a case, the signed bytes again, drafts to look at, and the register of numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.errors import NotFound
from cases.papers import issuing, marks, press
from cases.papers.catalogue import KINDS
from cases.papers.offers import PaperOffer, offers
from cases.papers.sheet import Order
from cases.papers.views import NumberRow, PaperView
from cases.records import Paper, PaperNumber, PaperVoid
from cases.store import chain
from cases.store.loading import load_cases
from cases.store.officers import SignedIn
from cases.vocabulary import PaperKind


def papers(session: Session, case_id: int) -> tuple[PaperView, ...]:
    """The issued papers of the case, newest first, those taken back included."""
    rows = session.execute(
        select(Paper, PaperVoid.reason)
        .outerjoin(PaperVoid, PaperVoid.number_id == Paper.number_id)
        .where(Paper.case_id == case_id)
        .order_by(Paper.id.desc())
    )
    return tuple(
        PaperView(
            id=paper.id,
            kind=paper.kind.label,
            number=paper.number,
            title=paper.title,
            addressee=paper.addressee,
            dated_on=paper.dated_on,
            issued_at=paper.issued_at,
            issued_by=paper.issued_by,
            pages=paper.pages,
            sha256=paper.sha256,
            taken_back=reason or "",
        )
        for paper, reason in rows
    )


def signed_bytes(session: Session, paper_id: int, officer: SignedIn, now: datetime) -> tuple[str, bytes]:
    """(file name, the PDF as it was issued); that this officer saw it is noted. Raises NotFound."""
    row = session.execute(select(Paper, Paper.pdf).where(Paper.id == paper_id)).one_or_none()
    if row is None:
        raise NotFound("公文書")
    paper, pdf = row
    case = load_cases(session, [paper.case_id], lock=False)[0]
    chain.note_viewing(session, case, officer.id, officer.office, now, f"{paper.kind.label} {paper.number}")
    return f"{paper.number}_{paper.kind.label}.pdf", bytes(pdf)


def reference_copy(session: Session, paper_id: int, officer: SignedIn, now: datetime) -> tuple[str, bytes]:
    """(file name, PDF) of an issued paper marked 写, or 取消 once it was taken back; who printed it when stands at the
    foot, and that this officer saw it is noted. Raises NotFound.
    """
    row = session.execute(
        select(Paper, Paper.pdf, PaperVoid.reason)
        .outerjoin(PaperVoid, PaperVoid.number_id == Paper.number_id)
        .where(Paper.id == paper_id)
    ).one_or_none()
    if row is None:
        raise NotFound("公文書")
    paper, pdf, gone = row
    case = load_cases(session, [paper.case_id], lock=False)[0]
    chain.note_viewing(session, case, officer.id, officer.office, now, f"{paper.kind.label} {paper.number}（写し）")
    line = f"写し　{marks.printed_by(officer.office, now)}　原本の照合値（SHA-256）の先頭 {paper.sha256[:16]}"
    copy = marks.copy_of(bytes(pdf), title=paper.title, line=line, day=paper.dated_on, taken_back=gone is not None)
    return f"{paper.number}_{paper.kind.label}（写し）.pdf", copy


def draft_pages(session: Session, case_id: int, order: Order, by: str) -> list[bytes]:
    """The paper as it would be issued, marked 案, page by page as PNG. Raises NotFound and what issuing raises."""
    found = load_cases(session, [case_id], lock=False)
    if not found:
        raise NotFound("案件")
    return press.print_pages(order.kind, issuing.draft(session, found[0], order, by))


def unsigned(session: Session, case_id: int, order: Order, officer: SignedIn, now: datetime) -> tuple[str, bytes]:
    """(file name, PDF) without a number: a working sheet as it is, another paper marked 案. That this officer saw it is
    noted. Raises NotFound and what issuing raises.
    """
    found = load_cases(session, [case_id], lock=False)
    if not found:
        raise NotFound("案件")
    pdf = press.print_pdf(order.kind, issuing.draft(session, found[0], order, officer.office, now))
    mark = "" if KINDS[order.kind].working else "（案）"
    chain.note_viewing(session, found[0], officer.id, officer.office, now, f"{order.kind.label}{mark}")
    return f"{found[0].number}_{order.kind.label}{mark}.pdf", pdf


def blank_intake(session: Session, officer: SignedIn, now: datetime, *, practice: bool) -> tuple[str, bytes]:
    """(file name, PDF) of the paper intake form of the officer's office, without a case."""
    day = jst_day(now)
    letter = issuing.blank_intake(session, officer.authority_code, day, officer.office, practice=practice)
    return "紙の受付票.pdf", press.print_pdf(PaperKind.INTAKE_FORM, letter)


def offered(
    session: Session, case_id: int, officer: SignedIn, now: datetime, *, issuing: bool
) -> tuple[PaperOffer, ...]:
    """Which papers the case can give to this officer now, and why not the others. Raises NotFound."""
    found = load_cases(session, [case_id], lock=False)
    if not found:
        raise NotFound("案件")
    return offers(found[0], jst_day(now), at_ministry=officer.at_ministry, issuing=issuing)


def number_book(session: Session, authority_code: str, year: int | None = None) -> tuple[NumberRow, ...]:
    """文書番号簿 of the authority, by year and number, newest first; every gap says why."""
    query = (
        select(PaperNumber, PaperVoid.reason)
        .outerjoin(PaperVoid, PaperVoid.number_id == PaperNumber.id)
        .where(PaperNumber.authority_code == authority_code)
        .order_by(PaperNumber.year.desc(), PaperNumber.seq.desc())
    )
    if year is not None:
        query = query.where(PaperNumber.year == year)
    return tuple(
        NumberRow(
            n.year,
            n.seq,
            n.number,
            n.dated_on,
            n.kind.label if n.kind else n.other_kind,
            n.title,
            n.addressee,
            n.case_number,
            reason or "",
        )
        for n, reason in session.execute(query)
    )
