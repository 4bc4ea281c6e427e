"""Official papers: the office's way of numbering, each number drawn, each paper issued (R-234)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, CaseOwned, word_column
from cases.vocabulary import NumberYear, PaperKind


class PaperOffice(Base):
    """How an authority numbers and signs its papers. Without a row the ordinary way applies."""

    __tablename__ = "paper_office"
    __table_args__ = (CheckConstraint("number_form LIKE '%{番号}%'", name="number_form"),)

    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), primary_key=True)
    number_form: Mapped[str]
    """「徳医政第{番号}号」; {年度} stands for the year of the number."""
    counts_by: Mapped[NumberYear] = mapped_column(word_column(NumberYear, "counts_by"))
    sender: Mapped[str]
    contact: Mapped[str]
    phone: Mapped[str] = mapped_column(default="", server_default="")
    fax: Mapped[str] = mapped_column(default="", server_default="")


class PaperCounter(Base):
    """The last number drawn per authority and year."""

    __tablename__ = "paper_counter"

    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class PaperNumber(Base):
    """文書番号簿: a number that was drawn. It stays with the authority that drew it, also when the case moves on."""

    __tablename__ = "paper_number"
    __table_args__ = (
        UniqueConstraint("authority_code", "year", "seq"),
        CheckConstraint("(kind IS NULL) = (other_kind <> '')", name="named"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    year: Mapped[int]
    seq: Mapped[int]
    number: Mapped[str]
    kind: Mapped[PaperKind | None] = mapped_column(word_column(PaperKind, "kind"))
    other_kind: Mapped[str] = mapped_column(default="", server_default="")
    """What it is in words, when it is no paper of a case; `kind` is None then."""
    title: Mapped[str]
    addressee: Mapped[str]
    case_number: Mapped[str]
    dated_on: Mapped[date]
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[str]


class PaperVoid(Base):
    """A number whose paper was taken back, with the reason: so every gap in the file is explained."""

    __tablename__ = "paper_void"

    number_id: Mapped[int] = mapped_column(ForeignKey("paper_number.id"), primary_key=True, autoincrement=False)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    reason: Mapped[str]
    voided_at: Mapped[datetime]
    voided_by: Mapped[str]


class Paper(CaseOwned, Base):
    """An issued paper: the signed bytes, their hash, the data and the template they came from. Never changed."""

    __tablename__ = "paper"

    number_id: Mapped[int] = mapped_column(ForeignKey("paper_number.id"))
    kind: Mapped[PaperKind] = mapped_column(word_column(PaperKind, "kind"))
    number: Mapped[str]
    title: Mapped[str]
    addressee: Mapped[str]
    dated_on: Mapped[date]
    data: Mapped[dict[str, Any]]
    template_version: Mapped[str]
    sha256: Mapped[str]
    pages: Mapped[int]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return (CheckConstraint("sha256 = encode(sha256(pdf), 'hex')", name="sha256"), UniqueConstraint("number_id"))
