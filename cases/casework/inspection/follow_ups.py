"""Guidance items and findings become items of the one remediation list, followed to completion (R-104)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cases.procedure import Deed
from cases.records import CaseFile, RemediationItem
from cases.vocabulary import ItemOrigin


def follow(case: CaseFile, origin: ItemOrigin, titles: Iterable[str], promised: date | None, deed: Deed) -> None:
    for title in titles:
        case.items.append(RemediationItem(origin=origin, title=title, promised_on=promised, entered_at=deed.now))
