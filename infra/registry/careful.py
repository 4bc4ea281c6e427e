"""One row of a registry file, cell by cell: what it says, or why it cannot be taken."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cases.registry.codes import check_digit
from infra.registry.layout import Columns

LATITUDES, LONGITUDES = (20.0, 46.0), (122.0, 154.0)
"""Japan lies between; a coordinate outside is left out, not refused."""
_ID = re.compile(r"[0-9]{13}")
_SAFE = str.maketrans({"\\": "\\\\", "\t": " ", "\n": " ", "\r": " "})


class Untaken(Exception):
    """The row cannot be taken. `reason` in the office's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Row(NamedTuple):
    """What a row says, in COPY's text format; None: nothing."""

    line: int
    registry_id: str
    name: str
    kana: str
    short_name: str
    municipality_code: str
    address: str
    url: str
    latitude: str | None
    longitude: str | None
    beds: str | None


def read_row(
    columns: Columns, places: Mapping[str, str], seen: Mapping[str, int], fields: Sequence[str], line: int
) -> Row:
    """The row in `fields` (as many as the header has). `places`: five figures → six; `seen`: id → line it stood in.

    Errors: Untaken.
    """
    registry_id, name, kana, short, prefecture, town, address, latitude, longitude, url = (
        fields[at] if at >= 0 else "" for at in columns.indices
    )
    registry_id = whole_id(registry_id) or registry_id
    if not _ID.fullmatch(registry_id):
        raise Untaken(f"ID「{unicodedata.normalize('NFKC', registry_id).strip()}」が13桁の数字ではありません")
    if not name.strip():
        raise Untaken("名称が空欄です")
    code = places.get(prefecture + town) or _place(prefecture, town, places)
    if registry_id in seen:
        raise Untaken(f"同じ ID {registry_id} が {seen[registry_id]} 行目にもあります")
    north, east = _coordinate(latitude, LATITUDES), _coordinate(longitude, LONGITUDES)
    if "" in (north, east):
        raise Untaken(f"緯度「{latitude}」経度「{longitude}」が数字ではありません。列がずれていないか確かめてください")
    kinds, at = columns.layout.beds, columns.layout.beds_at
    beds = read_beds(kinds, fields[at : at + len(kinds)]) if at > 0 and columns.width == columns.layout.width else None
    texts = "\t".join(one.strip().replace("\t", " ") for one in (name, kana, short, address, url))
    if "\x00" in texts:
        raise Untaken("使えない制御文字（NUL）が含まれています")
    try:
        texts.encode()
    except UnicodeEncodeError:
        raise Untaken("文字が壊れています（UTF-8 として読めません）") from None
    name, kana, short, address, url = (one.translate(_SAFE) for one in texts.split("\t"))
    return Row(line, registry_id, name, kana, short, code, address, url, north, east, beds)


def whole_id(text: str) -> str:
    """The thirteen figures, full-width or not; empty when it is none."""
    plain = text if _ID.fullmatch(text) else unicodedata.normalize("NFKC", text).strip()
    return plain if _ID.fullmatch(plain) else ""


def read_beds(kinds: Sequence[str], cells: Sequence[str]) -> str | None:
    """Numbers of beds by kind, as the database writes JSON; kinds without a number are left out. Errors: Untaken."""
    if not any(cells):
        return None
    beds = {}
    for kind, cell in zip(kinds, cells, strict=True):
        plain = cell.strip()
        if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 6):
            plain = unicodedata.normalize("NFKC", plain).replace(",", "")
            if not (plain.isascii() and plain.isdigit() and len(plain) < 6):
                raise Untaken(f"病床数「{cell}」が数字ではありません。列がずれていないか確かめてください")
        if plain and plain != "0":
            beds[kind] = int(plain)
    return json.dumps({kind: beds[kind] for kind in sorted(beds, key=lambda one: (len(one), one))}) if beds else None


def _place(prefecture: str, town: str, places: Mapping[str, str]) -> str:
    """The municipality's code where it is not plainly written: full-width figures, lost zeros, five or six figures."""
    said = f"{prefecture}{town}"
    head = unicodedata.normalize("NFKC", prefecture).strip().zfill(2)
    rest = unicodedata.normalize("NFKC", town).strip()
    if not (head.isdecimal() and rest.isdecimal()):
        raise Untaken(f"市区町村コード「{said}」が数字ではありません。列がずれていないか確かめてください")
    five = rest[:5] if len(rest) >= 5 else head + rest.zfill(3)
    if len(rest) == 6 and rest[5] != str(check_digit(five)):
        raise Untaken(f"市区町村コード「{rest}」の検証数字が合いません")
    if five not in places:
        raise Untaken(f"市区町村コード「{said}」は登録されていない市区町村です")
    return places[five]


def _coordinate(text: str, bounds: tuple[float, float]) -> str | None:
    """For COPY; empty when it is no number."""
    if not text or text.isspace():
        return None
    try:
        value = float(text)
    except ValueError:
        return ""
    return repr(value) if bounds[0] <= value <= bounds[1] else None
