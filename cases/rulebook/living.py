"""The rule book as it lives: the shipped data and what the ministry has added since, merged once per change.

Each sitting brings the mark of the rules along with its first query (no further round trip); only when that differs
from the mark that this process read last, the entries are read anew. Desk and engine are separate processes and each
keeps its own copy.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.records import ContactDeskEntry, RuleMark, RuleSetEntry, RuleSetSwitch
from cases.rulebook.book import Rulebook, live_with, living_mark, shipped
from cases.rulebook.entries import ContactDesk
from cases.rulebook.files import RuleError, read_sets
from cases.rulebook.rule_sets import RuleSet
from cases.rulebook.versions import with_sets
from cases.vocabulary import RuleState

log = logging.getLogger("renraku.rules")
UNTOUCHED: Final = ""


def bring_up_to_date(session: Session, mark: str | None = None) -> None:
    """From now on `rulebook()` answers with what stands in the database. `mark` saves the question for it."""
    if mark is None:
        mark = session.scalar(select(RuleMark.mark)) or UNTOUCHED
    if mark != living_mark():
        live_with(mark, shipped() if mark == UNTOUCHED else read_book(session))


def read_book(session: Session) -> Rulebook:
    """The shipped book with everything confirmed, switched and registered, in the order in which it happened."""
    entries = session.scalars(select(RuleSetEntry).where(RuleSetEntry.state == RuleState.CONFIRMED))
    switches = session.scalars(select(RuleSetSwitch))
    happened: list[tuple[datetime, int, RuleSetEntry | RuleSetSwitch]] = [
        *((one.settled_at or one.drafted_at, one.id, one) for one in entries),
        *((one.switched_at, one.id, one) for one in switches),
    ]
    book = shipped()
    for _, _, one in sorted(happened, key=lambda each: each[:2]):
        if isinstance(one, RuleSetSwitch):
            book = switched(book, one.set_id, enabled=one.enabled, confirmed_by=one.confirmed_by)
            continue
        try:
            book = with_sets(book, read_sets(one.body, one.title), one.title)
        except RuleError:  # confirmed under older shipped data: the rest of the book must stand all the same
            log.exception("rule set entry %s can no longer be used", one.id)
    desks = session.scalars(select(ContactDeskEntry).where(ContactDeskEntry.withdrawn_at.is_(None)))
    return replace(book, contact_desks=with_desks(book.contact_desks, [desk_of(one) for one in desks]))


def switched(book: Rulebook, set_id: str, *, enabled: bool, confirmed_by: str) -> Rulebook:
    """The book with all known versions of a set on or off; a version that may not be on stays off."""
    return replace(book, sets=tuple(_switch(one, set_id, enabled, confirmed_by) for one in book.sets))


def _switch(one: RuleSet, set_id: str, enabled: bool, confirmed_by: str) -> RuleSet:
    if one.id != set_id or (enabled and one.refusal(confirmed_by)):
        return one
    return one.model_copy(update={"enabled": enabled, "confirmed_by": confirmed_by if enabled else ""})


def desk_of(entry: ContactDeskEntry) -> ContactDesk:
    """The entry as the rest of the house knows desks."""
    return ContactDesk(
        id=f"entry-{entry.id}",
        office=tuple(entry.office),
        full_name=entry.full_name,
        phone=entry.phone or None,
        email=entry.email or None,
        open_from=entry.open_from,
        open_to=entry.open_to,
        effective_from=entry.effective_from,
        effective_to=entry.effective_to,
        verified=True,
        source=entry.source,
        note=entry.note,
    )


def with_desks(known: tuple[ContactDesk, ...], entered: Iterable[ContactDesk]) -> tuple[ContactDesk, ...]:
    """The desks by date; an entered one ends a shipped one without last day on the day before it begins."""
    desks = list(known)
    for new in sorted(entered, key=lambda one: one.effective_from):
        desks = [_ended(one, new) for one in desks]
        desks.append(new)
    return tuple(sorted(desks, key=lambda one: one.effective_from))


def _ended(one: ContactDesk, new: ContactDesk) -> ContactDesk:
    if one.effective_to is not None or one.effective_from >= new.effective_from:
        return one
    return one.model_copy(update={"effective_to": new.day_before})
