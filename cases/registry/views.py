"""Plain values of the registry, for screens, files and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.records import CaseFile, Facility, FacilityChange, NetworkMember
from cases.registry.deeds import TITLES

BEDS = {
    "general": "一般",
    "long_term": "療養",
    "long_term_medical": "うち医療保険",
    "long_term_care": "うち介護保険",
    "psychiatric": "精神",
    "tuberculosis": "結核",
    "infectious": "感染症",
    "total": "合計",
}


@dataclass(frozen=True)
class FacilityRow:
    id: int
    name: str
    kana: str
    kind: str
    municipality: str
    authority: str
    address: str
    phone: str
    registry_id: str
    institution_code: str
    beds: int | None
    municipal: bool
    vendors: int
    delisted_on: date | None
    email: str = ""


@dataclass(frozen=True)
class VendorLine:
    id: int
    company: str
    phone: str
    person: str
    systems: str
    all_hours: bool
    contract_number: str
    contract_from: date | None
    contract_to: date | None


@dataclass(frozen=True)
class ChangeLine:
    """One line of the facility's history; `rows`: (field, before, after) in words."""

    at: datetime
    actor: str
    label: str
    on_date: date | None
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class FacilityCase:
    number: str
    opened_at: datetime
    result: str
    state: str


@dataclass(frozen=True)
class FacilitySheet:
    row: FacilityRow
    version: int
    editable: bool
    short_name: str
    url: str
    beds: tuple[tuple[str, int], ...]
    code_warning: str
    listed_on: date | None
    differs: tuple[tuple[str, str, str], ...]
    """(field, ours, what the published data says) where an officer has corrected."""
    operating: tuple[tuple[str, str], ...]
    municipal_facts: dict[str, Any]
    vendors: tuple[VendorLine, ...]
    members: tuple[tuple[int, str, str, int | None], ...]
    """(number, name, note, facility) of a network."""
    networks: tuple[tuple[int, str], ...]
    changes: tuple[ChangeLine, ...]
    cases: tuple[FacilityCase, ...]


def row(facility: Facility, authority: str, vendors: int) -> FacilityRow:
    return FacilityRow(
        id=facility.id,
        name=facility.name,
        kana=facility.kana,
        kind=facility.kind.label,
        municipality=facility.municipality_name,
        authority=authority,
        address=facility.address,
        phone=facility.phone,
        registry_id=facility.registry_id or "",
        institution_code=facility.institution_code,
        beds=(facility.beds or {}).get("total"),
        municipal=facility.municipal,
        vendors=vendors,
        delisted_on=facility.delisted_on,
        email=facility.email,
    )


def sheet(
    facility: Facility,
    authority: str,
    *,
    changes: tuple[FacilityChange, ...],
    members: tuple[NetworkMember, ...],
    networks: tuple[tuple[int, str], ...],
    cases: tuple[CaseFile, ...],
    code_warning: str,
    place: str,
    editable: bool,
) -> FacilitySheet:
    municipal = {
        "municipal": facility.municipal,
        "operating_body": facility.operating_body,
        "operating_kind": str(facility.operating_kind) if facility.operating_kind else None,
        "operating_contact": facility.operating_contact,
        "operating_phone": facility.operating_phone,
        "operating_email": facility.operating_email,
        "owner_municipality": facility.owner_municipality,
        "owner_prefecture": facility.owner_prefecture,
    }
    words = municipal | {"operating_kind": facility.operating_kind.label if facility.operating_kind else ""}
    return FacilitySheet(
        row=row(facility, authority, len(facility.vendors)),
        version=facility.version,
        editable=editable,
        short_name=facility.short_name,
        url=facility.url,
        beds=tuple((BEDS[kind], n) for kind, n in (facility.beds or {}).items() if kind in BEDS),
        code_warning=code_warning,
        listed_on=facility.listed_on,
        differs=tuple(_difference(facility, name, said, place) for name, said in facility.registry_said.items()),
        operating=tuple((TITLES[name], str(value or "未記入")) for name, value in words.items() if name != "municipal"),
        municipal_facts=municipal,
        vendors=tuple(
            VendorLine(
                v.id,
                v.company,
                v.phone,
                v.person,
                v.systems,
                v.all_hours,
                v.contract_number,
                v.contract_from,
                v.contract_to,
            )
            for v in facility.vendors
        ),
        members=tuple((m.id, m.name, m.note, m.facility_id) for m in members),
        networks=networks,
        changes=tuple(_change(line) for line in changes),
        cases=tuple(
            FacilityCase(c.number, c.opened_at, c.result.label, c.ending.label if c.ending else "対応中") for c in cases
        ),
    )


def _difference(facility: Facility, name: str, said: Any, place: str) -> tuple[str, str, str]:
    if name == "municipality_code":
        return TITLES["municipality_name"], facility.municipality_name, place
    return TITLES.get(name, name), words(getattr(facility, name)), words(said)


def _change(line: FacilityChange) -> ChangeLine:
    rows = tuple(
        (TITLES.get(name, name), words(before), words(after))
        for name, (before, after) in line.changes.items()
        if name != "registry_said"
    )
    return ChangeLine(line.at, line.actor, line.label, line.on_date, rows)


def words(value: Any) -> str:
    """A stored value as people read it."""
    if value is None or value == "":
        return "（なし）"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, dict):
        return "・".join(f"{BEDS.get(kind, kind)} {n}" for kind, n in value.items())
    return str(value)
