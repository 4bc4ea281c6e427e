"""Files of published data, made row by row, and what the registry has of them."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.records import Facility
from cases.rulebook import rulebook
from infra.registry.generate import header, row
from infra.registry.importing import import_file
from infra.registry.layout import LAYOUTS, Layout
from infra.registry.runs import Outcome
from tests.house import House

HOSPITAL, CLINIC, DENTAL, BIRTH, PHARMACY = LAYOUTS
DAY = date(2025, 12, 1)


def write(folder: Path, rows: list[list[str]], layout: Layout = HOSPITAL, day: str = "20251201") -> Path:
    file = folder / f"{layout.prefix}_{layout.stem}_{day}.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header(layout), *rows])
    return file


def hospital(n: int = 1, layout: Layout = HOSPITAL, **values: str) -> list[str]:
    """A generated row at つるぎ町 (36468), with the fields given."""
    place = next(one for one in rulebook().municipalities if one.name == "つるぎ町")
    fields = row(layout, n, place, random.Random(n))
    for name, value in values.items():
        fields[layout.positions[name]] = value
    return fields


def taken(house: House, file: Path, **kw: object) -> Outcome:
    return import_file(house.owner, file, house.clock.now(), **kw)  # type: ignore[arg-type]


def listed(house: House) -> list[Facility]:
    with Session(house.owner) as session:
        return list(session.scalars(select(Facility).order_by(Facility.id)))


def counts(came: Outcome) -> tuple[int, int, int, int, int]:
    return came.added, came.updated, came.unchanged, came.attached, came.rejected
