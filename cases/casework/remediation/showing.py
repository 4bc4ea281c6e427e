"""What comes after the attack, as the case page shows it: the remediation list, checklists, notices, the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.closing import outside_notices
from cases.casework.closing.closing_gate import CONDITIONS
from cases.casework.remediation import checklist_editions, recovery
from cases.clock import JST
from cases.japanese_dates import day_words
from cases.records import CaseFile, ChecklistRow, RemediationItem, RemediationStep
from cases.views import ChecklistView, ConsentView, Entry, GateLine, ItemView, NoticeView, RuleSetView
from cases.vocabulary import ItemState, ItemStep, NoticeBody, NoticeState


def items(session: Session, case: CaseFile, now: datetime) -> tuple[ItemView, ...]:
    """The list with its steps, in one query."""
    steps: dict[int, list[Entry]] = {}
    if case.items:
        found = session.scalars(
            select(RemediationStep).where(RemediationStep.case_id == case.id).order_by(RemediationStep.id)
        )
        for step in found:
            steps.setdefault(step.item_id, []).append(_step(step))
    today = now.astimezone(JST).date()
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


def notices(case: CaseFile) -> tuple[NoticeView, ...]:
    """Every body that is asked about or was told."""
    known = {notice.body: notice for notice in case.notices}
    found = []
    for body in outside_notices.asked_about(case):
        notice = known.get(body.id)
        state = notice.state if notice else NoticeState.NOT_YET
        found.append(
            NoticeView(
                body=str(body.id),
                label=body.id.label,
                teller=body.teller,
                nature=body.nature,
                basis=body.basis,
                verified=body.verified,
                note=body.note,
                state=state.label,
                answered=state in outside_notices.ANSWERED,
                told_at=notice.told_at if notice else None,
                told_by=notice.told_by if notice else "",
                reference=notice.reference if notice else "",
                reason=notice.reason if notice else "",
                due_on=notice.due_on if notice else None,
            )
        )
    return tuple(found)


def with_days(views: tuple[NoticeView, ...], rules: Sequence[RuleSetView]) -> tuple[NoticeView, ...]:
    """Beside the reports on personal information the days that the case's rule sets give (R-272): none while the sets
    are not switched on.
    """
    said = {title.partition("（")[0]: f"{title} {words}" for rule in rules for title, words in rule.dates}
    names = {str(NoticeBody.PPC_FIRST): "速報", str(NoticeBody.PPC_FINAL): "確報"}
    return tuple(replace(one, due_words=said.get(names.get(one.body, ""), "")) for one in views)


def consent(case: CaseFile) -> ConsentView | None:
    last = outside_notices.consent(case)
    if last is None:
        return None
    return ConsentView(last.nco.label, last.ceptoar.label, last.answered_at, last.answered_by, last.note)


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


def gate(case: CaseFile) -> tuple[GateLine, ...]:
    """The closing's conditions as they stand; none for a case that has ended."""
    if case.closed_at is not None:
        return ()
    return tuple(GateLine(c.label, c.met(case), tuple(c.open(case)), c.way_out) for c in CONDITIONS)
