"""The layout of the ministry's open data (医療情報ネット): five files, columns by header name, else by position.

Source: shared reference notes; column names beyond those given there are not known, so positions stand in for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cases.vocabulary import RegistryKind
from infra.complaints import Complaint

GENERAL, LONG_TERM, INSURED, CARE_INSURED = "general", "long_term", "long_term_medical", "long_term_care"
HOSPITAL_BEDS = (GENERAL, LONG_TERM, INSURED, CARE_INSURED, "psychiatric", "tuberculosis", "infectious", "total")
CLINIC_BEDS = (GENERAL, LONG_TERM, INSURED, CARE_INSURED, "total")
FIELDS = (
    "registry_id",
    "name",
    "kana",
    "short_name",
    "prefecture",
    "municipality",
    "address",
    "latitude",
    "longitude",
    "url",
)
NAMES: dict[str, tuple[str, ...]] = {
    "registry_id": ("ID", "医療機関ID", "薬局ID"),
    "name": ("正式名称", "名称"),
    "kana": ("フリガナ", "正式名称（フリガナ）", "正式名称(フリガナ)"),
    "short_name": ("略称",),
    "prefecture": ("都道府県コード",),
    "municipality": ("市区町村コード",),
    "address": ("所在地",),
    "latitude": ("緯度", "所在地座標（緯度）", "所在地座標(緯度)"),
    "longitude": ("経度", "所在地座標（経度）", "所在地座標(経度)"),
    "url": ("URL", "案内用ホームページアドレス"),
}
_USUAL = dict(zip(FIELDS, (0, 1, 2, 3, 7, 8, 9, 10, 11, 12), strict=True))
_AT_PHARMACY = _USUAL | {
    "short_name": 3,
    "prefecture": 5,
    "municipality": 6,
    "address": 7,
    "latitude": 8,
    "longitude": 9,
    "url": 10,
}
_FILE_NAME = re.compile(r"^(01-1|02-1|03-1|04|05)_.*?(?:_(\d{8}))?\.csv$", re.IGNORECASE)


class NotTheLayout(Complaint):
    """The file cannot be read as one of the five; the sentence says why."""

    exit_code = 2


@dataclass(frozen=True)
class Layout:
    """One of the five files: how many columns, and where each field stands when the header does not say."""

    kind: RegistryKind
    prefix: str
    stem: str
    width: int
    positions: dict[str, int]
    beds_at: int = -1
    beds: tuple[str, ...] = ()
    usual_rows: int = 0
    """Rows on 2025-12-01."""


LAYOUTS = (
    Layout(RegistryKind.HOSPITAL, "01-1", "hospital_facility_info", 65, _USUAL, 57, HOSPITAL_BEDS, 7_640),
    Layout(RegistryKind.CLINIC, "02-1", "clinic_facility_info", 62, _USUAL, 57, CLINIC_BEDS, 76_988),
    Layout(RegistryKind.DENTAL_CLINIC, "03-1", "dental_facility_info", 57, _USUAL, usual_rows=52_985),
    Layout(RegistryKind.BIRTH_CENTRE, "04", "maternity_home", 153, _USUAL, usual_rows=2_097),
    Layout(RegistryKind.PHARMACY, "05", "pharmacy", 128, _AT_PHARMACY, usual_rows=60_354),
)


@dataclass(frozen=True)
class Columns:
    """Where the fields stand in the file at hand."""

    layout: Layout
    width: int
    indices: tuple[int, ...]
    """In the order of FIELDS."""


def layout_of(file: Path, header: Sequence[str]) -> Layout:
    """By the file's name, else by its number of columns. Raises NotTheLayout."""
    if named := _FILE_NAME.match(file.name):
        return next(one for one in LAYOUTS if one.prefix == named[1])
    fitting = [one for one in LAYOUTS if one.width == len(header)]
    if not fitting:
        widths = "・".join(f"{one.kind.label} {one.width}列" for one in LAYOUTS)
        raise NotTheLayout(
            f"{file.name}: 医療情報ネットの公表データの形ではありません（見出しは {len(header)} 列です。{widths}）。"
        )
    return fitting[0]


def published_on(file: Path, said: date | None) -> date:
    """The day of the data: as told, else as the file's name has it. Raises NotTheLayout."""
    named = _FILE_NAME.match(file.name)
    if said is not None:
        return said
    try:
        return datetime.strptime(named[2] if named and named[2] else "", "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        raise NotTheLayout(
            f"{file.name}: いつ時点のデータか分かりません。--published 2025-12-01 のように指定してください。"
        ) from None


def columns_of(file: Path, header: Sequence[str]) -> Columns:
    """The file's columns. Raises NotTheLayout when neither header nor number of columns tells where they are."""
    layout = layout_of(file, header)
    plain = [one.strip() for one in header]
    found = {name: plain.index(alias) for name, aliases in NAMES.items() for alias in aliases if alias in plain}
    if len(header) == layout.width:
        found = layout.positions | found
    must = ("registry_id", "name", "prefecture", "municipality", "address")
    if missing := [NAMES[name][0] for name in must if name not in found]:
        raise NotTheLayout(
            f"{file.name}: 見出しが {len(header)} 列（{layout.kind.label}は {layout.width} 列）で、"
            f"「{'」「'.join(missing)}」の列がどこか分かりません。列がずれていないか確かめてください。"
        )
    return Columns(layout, len(header), tuple(found.get(name, -1) for name in FIELDS))
