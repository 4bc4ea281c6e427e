"""文書番号簿: the numbers an authority drew."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, Text, cast, func, select

from cases.procedure import Facts
from cases.records import PaperNumber, PaperVoid
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import PaperKind


class PapersAsked(Facts):
    year: int | None = Field(default=None, title="年（度）", ge=1900, le=3000)


def _papers(here: Here, asked: PapersAsked, columns: tuple[Column, ...]) -> Select[Any]:
    query = (
        select(*(one.expression for one in columns))
        .select_from(PaperNumber)
        .outerjoin(PaperVoid, PaperVoid.number_id == PaperNumber.id)
        .where(PaperNumber.authority_code == here.officer.authority_code)
        .order_by(PaperNumber.year.desc(), PaperNumber.seq.desc())
    )
    return query.where(PaperNumber.year == asked.year) if asked.year else query


def _kind(word: str) -> str:
    """A kind of paper of a case by its label; what is none says what it is."""
    return PaperKind(word).label if word in set(PaperKind) else word


PAPERS = (
    Column("year", "年（度）", PaperNumber.year),
    Column("seq", "連番", PaperNumber.seq),
    Column("number", "番号", PaperNumber.number),
    Column("dated_on", "日付", PaperNumber.dated_on),
    Column("kind", "文書の種類", func.coalesce(cast(PaperNumber.kind, Text), PaperNumber.other_kind), _kind),
    Column("title", "件名", PaperNumber.title),
    Column("addressee", "宛先", PaperNumber.addressee),
    Column("case_number", "案件", PaperNumber.case_number),
    Column("state", "状態", PaperVoid.reason, lambda reason: f"欠番: {reason}" if reason else "有効"),
    Column("drawn_at", "採番日時", PaperNumber.drawn_at),
    Column("drawn_by", "採番した者", PaperNumber.drawn_by),
)

LIST = ListKind("papers", "文書番号簿", PapersAsked, PAPERS, _papers)
