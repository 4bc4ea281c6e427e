"""Issuing: the head of the letter, the number drawn once, the paper printed and kept as it was signed (R-234)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from cases.errors import NotFound, PaperWithoutAddressee
from cases.japanese_dates import era_year, fiscal_year, fiscal_year_words, wareki
from cases.papers import intake_form, marks, press
from cases.papers.catalogue import KINDS
from cases.papers.sheet import Head, Letter, Order, figures
from cases.records import MINISTRY_CODE, Authority, CaseFile, Paper, PaperCounter, PaperNumber, PaperOffice, PaperVoid
from cases.vocabulary import AuthorityKind, NumberYear, PaperKind, Seal

ORDINARY_FORM = "{年度}第{番号}号"
_HEADS = {AuthorityKind.PREFECTURE: "知事", AuthorityKind.HEALTH_CENTRE_CITY: "長", AuthorityKind.SPECIAL_WARD: "長"}


@dataclass(frozen=True)
class Drawn:
    """A number of the authority: 令和３年度第１号, the first of 2021."""

    year: int
    seq: int
    number: str


def issue(session: Session, case: CaseFile, order: Order, by: str, now: datetime) -> Paper:
    """Draw the number, print, keep. Refused without trace when anything is missing: the number is not used up then."""
    kind = KINDS[order.kind]
    office = office_of(session, MINISTRY_CODE if kind.by_ministry else case.authority_code)
    title, addressee = kind.title(case, order), addressee_of(case, order)
    data = kind.fill(case, order)
    drawn = draw_number(session, office, order.dated_on)
    letter = _with_head(data, case, order, office, by, number=drawn.number)
    pdf = press.print_pdf(order.kind, letter)
    entry = PaperNumber(
        authority_code=office.authority_code,
        year=drawn.year,
        seq=drawn.seq,
        number=drawn.number,
        kind=order.kind,
        title=title,
        addressee=addressee,
        case_number=case.number,
        dated_on=order.dated_on,
        drawn_at=now,
        drawn_by=by,
    )
    session.add(entry)
    session.flush()
    paper = Paper(
        case_id=case.id,
        authority_code=case.authority_code,
        number_id=entry.id,
        kind=order.kind,
        number=drawn.number,
        title=title,
        addressee=addressee,
        dated_on=order.dated_on,
        data=letter.model_dump(mode="json"),
        template_version=press.template_version(order.kind),
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=press.count_pages(pdf),
        pdf=pdf,
        issued_at=now,
        issued_by=by,
    )
    session.add(paper)
    session.flush()
    return paper


def draft(session: Session, case: CaseFile, order: Order, by: str, now: datetime | None = None) -> Letter:
    """The same paper marked 案, without a number: to look at before the decision. A working sheet is no draft: it is
    printed as it is. `now`: it is printed at that moment, and its foot says so.
    """
    kind = KINDS[order.kind]
    office = office_of(session, MINISTRY_CODE if kind.by_ministry else case.authority_code)
    return _with_head(kind.fill(case, order), case, order, office, by, number="", now=now)


def blank_intake(session: Session, authority_code: str, day: date, by: str, *, practice: bool) -> Letter:
    """The paper intake form of an authority, without a case: to hand out before anything happens (R-059)."""
    office = office_of(session, authority_code)
    head = Head(
        title=intake_form.TITLE,
        number="",
        day=(day.year, day.month, day.day),
        date=f"{wareki(day)}現在の様式",
        addressee=(),
        sender=tuple(office.sender.splitlines()),
        seal="",
        handling="",
        contact=(),
        practice=practice,
        draft=False,
    )
    return intake_form.addressed(intake_form.blank(), office, by).model_copy(update={"head": head})


def void(
    session: Session, case: CaseFile, number: str, reason: str, by: str, now: datetime, *, by_ministry: bool = False
) -> None:
    """Take a paper of this case back: it stays as it was, its number is not used again. Raises NotFound, also for a
    paper that is not this side's.
    """
    found = session.scalars(select(Paper).where(Paper.case_id == case.id, Paper.number == number))
    paper = next((one for one in found if KINDS[one.kind].by_ministry == by_ministry), None)
    if paper is None or session.get(PaperVoid, paper.number_id) is not None:
        raise NotFound("有効な公文書")
    session.add(
        PaperVoid(
            number_id=paper.number_id, authority_code=case.authority_code, reason=reason, voided_at=now, voided_by=by
        )
    )


def draw_number(session: Session, office: PaperOffice, day: date) -> Drawn:
    """The next number of the authority in the year of that day. A rollback gives it back; so there is no gap."""
    year = fiscal_year(day) if office.counts_by is NumberYear.FISCAL else day.year
    first = insert(PaperCounter).values(authority_code=office.authority_code, year=year, last=1)
    last = session.scalar(
        first.on_conflict_do_update(
            index_elements=["authority_code", "year"], set_={"last": PaperCounter.last + 1}
        ).returning(PaperCounter.last)
    )
    seq = int(last or 0)
    return Drawn(year, seq, number_words(office, day, seq))


def number_words(office: PaperOffice, day: date, seq: int) -> str:
    """「令和３年度第１号」 or as the office's form has it: one figure full-width, more half-width."""
    era, number = era_year(day)
    years = {
        NumberYear.FISCAL: fiscal_year_words(day),
        NumberYear.CALENDAR: f"{era}{'元' if number == 1 else figures(number)}年",
    }
    return office.number_form.replace("{年度}", years[office.counts_by]).replace("{番号}", figures(seq))


def office_of(session: Session, authority_code: str) -> PaperOffice:
    """The authority's way of numbering and signing; the ordinary one where none is set."""
    found = session.get(PaperOffice, authority_code)
    if found is not None:
        return found
    authority = session.get(Authority, authority_code)
    assert authority is not None, authority_code
    return PaperOffice(
        authority_code=authority_code,
        number_form=ORDINARY_FORM,
        counts_by=NumberYear.FISCAL,
        sender=authority.name + _HEADS.get(authority.kind, ""),
        contact="",
        phone="",
        fax="",
    )


def _contact(office: PaperOffice, by: str) -> tuple[str, ...]:
    """担当 of a letter: who, and where one can reach the office."""
    reach = (("電話", office.phone), ("ＦＡＸ", office.fax))
    return (*(office.contact or by).splitlines(), *(f"{name}　{number}" for name, number in reach if number))


def _with_head(
    data: Letter,
    case: CaseFile,
    order: Order,
    office: PaperOffice,
    by: str,
    *,
    number: str,
    now: datetime | None = None,
) -> Letter:
    day, kind = order.dated_on, KINDS[order.kind]
    free = kind.working and not number
    signs = kind.sender(order) if kind.sender else office.sender
    if isinstance(data, intake_form.Data):
        data = intake_form.addressed(data, office, by)
    head = Head(
        title=kind.title(case, order),
        number=number or ("" if free else number_words(office, day, 0).replace("０", "　　")),
        day=(day.year, day.month, day.day),
        date=wareki(day),
        addressee=tuple(addressee_of(case, order).splitlines()),
        sender=tuple((order.sender or signs).splitlines()),
        seal=Seal.OMITTED.label if order.seal is Seal.OMITTED else "印",
        handling=marks.handling_label(case, order),
        contact=_contact(office, by),
        practice=case.practice,
        draft=not number and not free,
        watermark=_watermark(order, free=free, draft=not number),
        printed=marks.printed_by(by, now) if now and not number and order.kind is not PaperKind.INTAKE_FORM else "",
    )
    return data.model_copy(update={"head": head})


def _watermark(order: Order, *, free: bool, draft: bool) -> str:
    """Sheets to fill in by hand or to send by facsimile carry none."""
    if free:
        return marks.COPY if order.kind is PaperKind.CASE_RECORD else ""
    return marks.DRAFT if draft else ""


def addressee_of(case: CaseFile, order: Order) -> str:
    """As told, else as the kind has it. Raises PaperWithoutAddressee for a letter that has none."""
    kind = KINDS[order.kind]
    words = order.addressee.strip() or kind.addressee(case, order).strip()
    if kind.addressed and not words:
        raise PaperWithoutAddressee(order.kind.label)
    return words
