"""Where the poster hangs, since when, and whether what hangs there is still right (R-164). Inside a sitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from cases.post.undelivered import FAILED
from cases.posters import press
from cases.posters.sheet import Facts, PosterPage, vendor_words
from cases.records import Facility, FacilityVendor, PosterPrint
from cases.vocabulary import FacilityKind, NoticeWay, PosterNoticeKind


class Standing(StrEnum):
    """How it is with a facility's poster."""

    UNKNOWN = "unknown"
    ABSENT = "absent"
    OUTDATED = "outdated"
    UNSURE = "unsure"
    RIGHT = "right"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Standing.UNKNOWN: "未確認",
    Standing.ABSENT: "掲示していない",
    Standing.OUTDATED: "差替えが必要",
    Standing.UNSURE: "掲示あり（内容は不明）",
    Standing.RIGHT: "掲示中",
}


@dataclass(frozen=True)
class StandingRow:
    """One facility with its newest confirmation."""

    facility_id: int
    name: str
    kind: str
    municipality: str
    standing: Standing
    places: tuple[str, ...]
    since: date | None
    confirmed_at: datetime | None
    confirmed_by: str
    by_facility: bool
    as_of: date | None
    vendors: int
    changed: tuple[str, ...]
    """What changed since what hangs there was printed."""
    address: str
    """Where it can be written to; empty where nobody registered one."""
    noted_at: datetime | None
    noted_way: NoticeWay | None
    noted_kind: PosterNoticeKind | None
    noted: bool
    """Whether the newest letter speaks of the contacts of today."""
    lost: bool
    """Whether that letter did not arrive."""
    contacts_hash: str


ROWS = r"""
SELECT f.id AS facility_id, f.name, f.kind, f.municipality_name AS municipality, f.municipality_code,
       p.places, p.since, p.confirmed_at, coalesce(p.confirmed_by, '') AS confirmed_by,
       coalesce(p.by_facility, false) AS by_facility, pr.as_of, v.count AS vendors,
       pr.desk_words <> :desk AS desk_changed, pr.vendor_words <> v.words AS vendors_changed,
       coalesce(nullif(f.email, ''), f.operating_email) AS address,
       n.noted_at, n.way, n.kind AS noted_kind, n.round, n.letter_state, c.hash AS contacts_hash,
       coalesce(n.contacts_hash = c.hash, false) AS noted,
       CASE WHEN p.id IS NULL THEN 'unknown'
            WHEN p.state = 'absent' THEN 'absent'
            WHEN pr.id IS NULL THEN 'unsure'
            WHEN pr.desk_words = :desk AND pr.vendor_words = v.words THEN 'right'
            ELSE 'outdated' END AS standing
FROM facility f
LEFT JOIN LATERAL (SELECT * FROM posting WHERE facility_id = f.id ORDER BY id DESC LIMIT 1) p ON true
LEFT JOIN poster_print pr ON pr.id = p.print_id
CROSS JOIN LATERAL (
    SELECT count(*) AS count,
           coalesce(string_agg(company || chr(31) || phone || chr(31) || person, chr(10) ORDER BY id), '') AS words
    FROM facility_vendor WHERE facility_id = f.id AND removed_at IS NULL
) v
CROSS JOIN LATERAL (SELECT encode(sha256(convert_to(:desk || chr(10) || v.words, 'UTF8')), 'hex') AS hash) c
LEFT JOIN LATERAL (
    SELECT pn.noted_at, pn.way, pn.kind, pn.round, pn.contacts_hash, letter.state AS letter_state
    FROM poster_notice pn LEFT JOIN letter ON letter.id = pn.letter_id
    WHERE pn.facility_id = f.id ORDER BY pn.round DESC LIMIT 1
) n ON true
WHERE f.authority_code = :code AND NOT f.unidentified AND f.delisted_on IS NULL
"""


def counts(session: Session, code: str, desk_words: str, *, without_address: bool = False) -> dict[Standing, int]:
    """How many facilities of the authority stand how; each word, also with none. `without_address`: of those that
    cannot be written to by mail.
    """
    where = "WHERE address = ''" if without_address else ""
    query = text(f"SELECT standing, count(*) FROM ({ROWS}) AS rows {where} GROUP BY standing")
    found = {Standing(word): int(n) for word, n in session.execute(query, {"code": code, "desk": desk_words})}
    return {one: found.get(one, 0) for one in Standing}


def rows(
    session: Session,
    code: str,
    desk_words: str,
    *,
    only: Sequence[Standing] = (),
    without_address: bool = False,
    ids: Sequence[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[StandingRow]:
    """By municipality and name."""
    values: dict[str, Any] = {"code": code, "desk": desk_words, "limit": limit, "offset": offset}
    where: list[str] = []
    expanding: list[BindParameter[Any]] = []
    if only:
        where.append("standing IN :only")
        values["only"] = [str(one) for one in only]
        expanding.append(bindparam("only", expanding=True))
    if without_address:
        where.append("address = ''")
    if ids is not None:
        where.append("facility_id = ANY (:ids)")
        values["ids"] = list(ids)
    found = session.execute(
        text(
            f"SELECT * FROM ({ROWS}) AS rows {'WHERE ' + ' AND '.join(where) if where else ''} "
            "ORDER BY municipality_code, name, facility_id LIMIT :limit OFFSET :offset"
        ).bindparams(*expanding),
        values,
    )
    return [
        StandingRow(
            facility_id=one.facility_id,
            name=one.name,
            kind=FacilityKind(one.kind).label,
            municipality=one.municipality,
            standing=Standing(one.standing),
            places=tuple(one.places or ()),
            since=one.since,
            confirmed_at=one.confirmed_at,
            confirmed_by=one.confirmed_by,
            by_facility=one.by_facility,
            as_of=one.as_of,
            vendors=one.vendors,
            changed=changed_words(one.desk_changed, one.vendors_changed) if one.standing == Standing.OUTDATED else (),
            address=one.address,
            noted_at=one.noted_at,
            noted_way=NoticeWay(one.way) if one.way else None,
            noted_kind=PosterNoticeKind(one.noted_kind) if one.noted_kind else None,
            noted=one.noted,
            lost=one.letter_state in FAILED,
            contacts_hash=one.contacts_hash,
        )
        for one in found
    ]


def changed_words(desk: bool | None, vendors: bool | None) -> tuple[str, ...]:
    """What of the contacts changed, as a letter says it."""
    return (*(["厚生労働省の窓口"] if desk else []), *(["保守会社等の緊急連絡先"] if vendors else []))


def noted_words(way: str | None, lost: bool, noted: bool) -> str:
    """案内済み（メール）, 案内が届いていません, 前の連絡先で案内, or nothing."""
    if not way:
        return ""
    if lost:
        return "案内のメールが不達"
    return f"案内済み（{NoticeWay(way).label}）" if noted else "今の連絡先では未案内"


def facts_of(session: Session, ids: Sequence[int], code: str = "") -> dict[int, Facts]:
    """Name and companies of each facility; with `code`, only of those that are still this authority's."""
    query = select(Facility.id, Facility.name).where(Facility.id.in_(ids))
    names = session.execute(query.where(Facility.authority_code == code) if code else query)
    found: dict[int, tuple[str, list[tuple[str, str, str]]]] = {number: (name, []) for number, name in names}
    vendors = session.execute(
        select(FacilityVendor.facility_id, FacilityVendor.company, FacilityVendor.phone, FacilityVendor.person)
        .where(FacilityVendor.facility_id.in_(ids), FacilityVendor.removed_at.is_(None))
        .order_by(FacilityVendor.id)
    )
    for number, *vendor in vendors:
        if number in found:
            found[number][1].append((vendor[0], vendor[1], vendor[2]))
    return {number: Facts(name, tuple(list_)) for number, (name, list_) in found.items()}


def print_row(
    facility_id: int, code: str, facts: Facts, page: PosterPage, day: date, by: str, now: datetime
) -> dict[str, Any]:
    """What is kept of a printed poster."""
    return {
        "facility_id": facility_id,
        "authority_code": code,
        "as_of": day,
        "desk_words": page.desk_words,
        "vendor_words": vendor_words(facts.vendors),
        "data": page.model_dump(mode="json"),
        "template_version": press.template_version(),
        "printed_at": now,
        "printed_by": by,
    }


def newest_print(facility_id: int) -> Select[int]:
    return select(func.max(PosterPrint.id)).where(PosterPrint.facility_id == facility_id)
