"""The books that an act may ask, on paper: for tests of deeds without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.records import Base, InspectionPractice, Inspector


@dataclass
class Shelf:
    """The books of one office, on paper."""

    people: list[Inspector] = field(default_factory=list)
    days: InspectionPractice | None = None
    kept: list[Base] = field(default_factory=list)

    def inspectors(self) -> Sequence[Inspector]:
        return self.people

    def practice(self, authority_code: str) -> InspectionPractice | None:
        return self.days

    def keep(self, row: Base) -> None:
        self.kept.append(row)
