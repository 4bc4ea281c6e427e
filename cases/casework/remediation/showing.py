"""The remediation list, the milestones of recovery and the checklists, as the case page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.remediation import checklist_editions, recovery
from cases.casework.remediation.views import ChecklistView, ItemView
from cases.clock import jst_day
from cases.japanese_dates import day_words
from cases.records import CaseFile, ChecklistRow, RemediationItem, RemediationStep
from cases.views.entry import Entry
from cases.vocabulary import ItemState, ItemStep


def items(session: Session, case: CaseFile, now: datetime) -> tuple[ItemView, ...]:
    """The list with its steps, in one query."""
    steps: dict[int, list[Entry]] = {}
    if case.items:
        found = session.scalars(
            select(RemediationStep).where(RemediationStep.case_id == case.id).order_by(RemediationStep.id)
        )
        for step in found:
            steps.setdefault(step.item_id, []).append(_step(step))
    today = jst_day(now)
    return tuple(_item(n, item, steps.get(item.id, []), today) for n, item in enumerate(case.items, start=1))


def _item(number: int, item: RemediationItem, steps: Sequence[Entry], today: date) -> ItemView:
    promised = item.state in (ItemState.OPEN, ItemState.RETURNED) and item.promised_on is not None
    return ItemView(
        id=item.id,
        number=number,
        title=item.title,
        origin=item.origin.label,
        level=item.level,
        source=item.source,
        owner=item.owner,
        promised_on=item.promised_on,
        state=item.state.label,
        waiting=item.state not in (ItemState.VERIFIED, ItemState.WAIVED),
        overdue=promised and item.promised_on is not None and item.promised_on < today,
        answer=item.answer,
        reported_at=item.reported_at,
        evidence=item.evidence,
        settled_at=item.settled_at,
        settled_by=item.settled_by,
        settled_note=item.settled_note,
        steps=tuple(steps),
    )


def _step(step: RemediationStep) -> Entry:
    moved = step.promised_before != step.promised_on and step.kind in (ItemStep.PROMISE, ItemStep.RETURNED)
    rows = (
        ("期日", f"{_day(step.promised_before)} → {_day(step.promised_on)}" if moved else ""),
        ("内容", step.text),
        ("資料", step.evidence),
        ("入力", step.by),
    )
    return Entry(step.at, step.kind.label, tuple(row for row in rows if row[1]), step.id)


def _day(day: date | None) -> str:
    return day_words(day, with_year=True) if day else "未定"


def milestones(case: CaseFile) -> tuple[Entry, ...]:
    """In the order of entry, numbered; a corrected one says so."""
    found = []
    for n, m in enumerate(recovery.numbered(case), start=1):
        rows = (
            ("番号", str(n)),
            ("時刻", "頃（おおよその時刻）" if m.approx else ""),
            ("復元できないデータ", m.unrecoverable),
            ("補足", m.note),
            ("訂正", f"訂正された記録です。{m.corrected_why}" if m.corrected_at else ""),
        )
        found.append(Entry(m.reached_at, recovery.name(m), tuple(row for row in rows if row[1]), m.id))
    return tuple(found)


def answered(session: Session, case_id: int) -> tuple[ChecklistView, ...]:
    """Each sheet that was answered, with the answers in force."""
    sheets: dict[tuple[str, str], dict[str, ChecklistRow]] = {}
    for row in session.scalars(select(ChecklistRow).where(ChecklistRow.case_id == case_id).order_by(ChecklistRow.id)):
        sheets.setdefault((row.template, row.vendor), {})[row.code] = row
    return tuple(
        _sheet(checklist_editions.editions()[template], vendor, rows)
        for (template, vendor), rows in sheets.items()
        if template in checklist_editions.editions()
    )


def _sheet(edition: checklist_editions.Checklist, vendor: str, rows: dict[str, ChecklistRow]) -> ChecklistView:
    answers = []
    for item in edition.item:
        row = rows.get(item.code)
        word, target, on = (row.answer.label, row.target_on, row.confirmed_on) if row else ("", None, None)
        answers.append((item.code, item.section, item.text, word, target, on))
    return ChecklistView(
        edition.label, vendor, edition.verified, edition.complete, edition.source, edition.note, tuple(answers)
    )
