"""Writing to the facilities about their posters: the contacts changed, or nobody said that it hangs (R-164).

Ordered at the desk for all that are due, in one statement; written by the engine (letters.py). Never doubled: the
rounds of a facility are numbered, and a letter is due only when none speaks of today's contacts, or after some days.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from cases.posters.standing import ROWS, Standing, StandingRow
from cases.records import PosterNotice
from cases.vocabulary import NoticeWay, PosterNoticeKind

FILE = Path(__file__).parents[1] / "rules" / "posting.toml"


class Asking(BaseModel):
    """How often a facility is asked again. `days`: at most once in so many; `most`: so many times by itself after an
    officer asked; `label`: what kind of time that is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(ge=1)
    most: int = Field(ge=0)
    label: str = Field(pattern="^目安$")
    source: str = Field(min_length=1)


@cache
def asking() -> Asking:
    """The rule as rules/posting.toml has it."""
    return Asking.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))["asking"])


@dataclass(frozen=True)
class Due:
    """Facilities that a letter is due to. `by_mail`: those that can be written to."""

    total: int
    by_mail: int


_DUE = {
    PosterNoticeKind.REPLACE: "standing = 'outdated' AND NOT noted",
    PosterNoticeKind.CONFIRM: (
        "(standing IN ('unknown', 'absent', 'unsure') OR (standing = 'outdated' AND noted)) "
        "AND (noted_at IS NULL OR noted_at <= :before)"
    ),
}


def due(session: Session, code: str, desk_words: str, now: datetime) -> dict[PosterNoticeKind, Due]:
    """How many facilities of the authority each letter is due to."""
    parts = ", ".join(
        f"count(*) FILTER (WHERE {where}) AS {kind}, count(*) FILTER (WHERE {where} AND address <> '') AS {kind}_mail"
        for kind, where in _DUE.items()
    )
    found = session.execute(text(f"SELECT {parts} FROM ({ROWS}) AS rows"), _values(code, desk_words, now)).one()
    return {kind: Due(getattr(found, str(kind)), getattr(found, f"{kind}_mail")) for kind in _DUE}


def order(session: Session, kind: PosterNoticeKind, code: str, desk_words: str, by: str, now: datetime) -> int:
    """Owe that letter to all that it is due to and that have an address. Returns to how many; again at once: none."""
    found = session.execute(
        text(
            "INSERT INTO poster_notice (facility_id, authority_code, round, kind, way, contacts_hash, address, "
            "noted_at, noted_by, letter_owed) "
            f"SELECT facility_id, :code, coalesce(round, 0) + 1, '{kind}', '{NoticeWay.MAIL}', contacts_hash, address, "
            f":now, :by, true FROM ({ROWS}) AS rows WHERE {_DUE[kind]} AND address <> '' "
            "ON CONFLICT (facility_id, round) DO NOTHING RETURNING id"
        ),
        {**_values(code, desk_words, now), "by": by, "now": now},
    )
    return len(found.all())


def note_on_paper(session: Session, rows: list[StandingRow], code: str, by: str, now: datetime) -> None:
    """The covering letters of these facilities are printed."""
    last = dict(
        session.execute(
            select(PosterNotice.facility_id, func.max(PosterNotice.round))
            .where(PosterNotice.facility_id.in_([one.facility_id for one in rows]))
            .group_by(PosterNotice.facility_id)
        ).all()
    )
    values = [
        {
            "facility_id": one.facility_id,
            "authority_code": code,
            "round": last.get(one.facility_id, 0) + 1,
            "kind": kind_for(one.standing),
            "way": NoticeWay.PAPER,
            "contacts_hash": one.contacts_hash,
            "address": "",
            "noted_at": now,
            "noted_by": by,
            "letter_owed": False,
        }
        for one in rows
    ]
    if values:
        session.execute(insert(PosterNotice).on_conflict_do_nothing(), values)


def kind_for(standing: Standing) -> PosterNoticeKind:
    """What a letter to a facility that stands so says."""
    return PosterNoticeKind.REPLACE if standing is Standing.OUTDATED else PosterNoticeKind.CONFIRM


def _values(code: str, desk_words: str, now: datetime) -> dict[str, object]:
    return {"code": code, "desk": desk_words, "before": now - timedelta(days=asking().days)}
