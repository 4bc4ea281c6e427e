"""The rule sets of a case: those in force and switched on at its event time, stored, and what each says of it.

Stored when the case is opened; when a corrected event time (or kind of facility) gives another list, the list changes
with a line in the history. A set switched on or off later does not reach back into stored lists by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.views import DutyView, RuleSetView
from cases.clock import jst_day
from cases.japanese_dates import wareki_and_seireki
from cases.judgement import Attack, Impact
from cases.records import CaseFile, CaseRuleSet, Facility, HistoryLine
from cases.rulebook import RuleSet, rulebook
from cases.rulebook.decision_tables import Answers
from cases.rulebook.personal_information_act import REPORT_SET, AppiDays, appi_days, counted
from cases.store import history

CHANGED = "rule_sets_changed"


def event_on(occurred_at: datetime | None, detected_at: datetime) -> date:
    """The day whose rules apply: that of the event, and while that is unknown, that of its detection (in Japan)."""
    return jst_day(occurred_at or detected_at)


def decided_by(case: CaseFile) -> tuple[date, int]:
    """What decides which sets apply: the event's day and the facility."""
    return event_on(case.occurred_at, case.detected_at), case.facility_id


def applying(facility: Facility, on: date) -> list[RuleSet]:
    """The sets in force and switched on that day that are about such a facility."""
    sets = rulebook().sets_on(on)
    return [one for one in sets if one.concerns(facility.kind, municipal=bool(facility.municipal))]


def first_list(
    facility: Facility, occurred_at: datetime | None, detected_at: datetime, now: datetime
) -> list[CaseRuleSet]:
    """The list of a case that is being opened."""
    on = event_on(occurred_at, detected_at)
    return [_row(one, on, now) for one in applying(facility, on)]


def stored(session: Session, case_id: int) -> list[CaseRuleSet]:
    """The sets that apply to the case now, oldest first."""
    query = select(CaseRuleSet).where(CaseRuleSet.case_id == case_id, CaseRuleSet.removed_at.is_(None))
    return list(session.scalars(query.order_by(CaseRuleSet.id)))


def re_evaluate(session: Session, case: CaseFile, now: datetime) -> None:
    """Bring the stored list to the case's event day as it is known now; a change is a line in the history."""
    on = event_on(case.occurred_at, case.detected_at)
    called_for = {(one.id, one.effective_from): one for one in applying(case.facility, on)}
    rows = {(row.set_id, row.version): row for row in stored(session, case.id)}
    gone = [row for key, row in rows.items() if key not in called_for]
    new = [_row(one, on, now) for key, one in called_for.items() if key not in rows]
    for row in gone:
        row.removed_at = now
    session.flush()
    for row in new:
        row.case_id, row.authority_code = case.id, case.authority_code
    session.add_all(new)
    if gone or new:
        session.add(_line(case, on, [row.title for row in new], [row.title for row in gone], now))


def _row(one: RuleSet, on: date, now: datetime) -> CaseRuleSet:
    assert one.effective_from is not None
    return CaseRuleSet(
        set_id=one.id,
        version=one.effective_from,
        title=one.title,
        legal_nature=str(one.legal_nature),
        event_on=on,
        added_at=now,
    )


def _line(case: CaseFile, on: date, added: Sequence[str], removed: Sequence[str], now: datetime) -> HistoryLine:
    done = [
        *(f"「{title}」が適用されます" for title in added),
        *(f"「{title}」は適用されなくなりました" for title in removed),
    ]
    note = f"発生又は覚知の日（{wareki_and_seireki(on)}）の定めによる"
    label = "適用される定めが変わりました"
    return history.line(history.place(case), now, history.AUTOMATIC, CHANGED, label, {"done": done}, note)


# -- what each says ------------------------------------------------------------------------------------------


def views(case: CaseFile, rows: Sequence[CaseRuleSet]) -> tuple[RuleSetView, ...]:
    """Each stored set with its label, what its table says of the case, and what it expects of whom."""
    answers = Answers(case.attack, case.failure, case.leak, case.care)
    ids = {row.set_id for row in rows}
    found = []
    for row in rows:
        one = next((s for s in rulebook().sets if (s.id, s.effective_from) == (row.set_id, row.version)), None)
        if one is not None:
            found.append(_view(case, one, answers, ids))
    return tuple(found)


def _view(case: CaseFile, one: RuleSet, answers: Answers, ids: set[str]) -> RuleSetView:
    said = one.assess(answers)
    days = dates(case) if one.id == REPORT_SET and counted(ids) else None
    return RuleSetView(
        id=one.id,
        title=one.title,
        short=one.short,
        nature=one.legal_nature.label,
        verification=one.verification.label,
        confirmed_by=one.confirmed_by,
        effective_from=one.effective_from,
        summary=one.summary,
        outcome=said.label if said else "",
        outcome_key=str(said.outcome) if said else "",
        sentence=said.words if said else "",
        sources=said.sources if said else (),
        duties=tuple(
            DutyView(d.actor, d.recipient, d.deed, d.timing_word, d.limit, rulebook().basis(d.basis).words)
            for d in one.duties
        ),
        dates=_date_rows(one, days) if days else (),
        source=one.source,
        note=one.note,
    )


def dates(case: CaseFile) -> AppiDays | None:
    """The days of the report on personal information, from the first judgement that saw a leak or feared one; None
    while nobody has. Whether they may be shown is another question: `counted`.
    """
    known = [j.judged_at for j in case.judgements if j.leak in (Impact.PRESENT, Impact.FEARED)]
    if not known:
        return None
    return appi_days(jst_day(min(known)), improper_purpose=case.attack is not Attack.NO)


def _date_rows(one: RuleSet, days: AppiDays) -> tuple[tuple[str, str], ...]:
    first, last = days.preliminary_from, days.preliminary_to
    how = f"（知った日を１日目として{days.days}日目。閉庁日は翌開庁日）"
    return (
        ("速報（目安）", f"{wareki_and_seireki(first)} から {wareki_and_seireki(last)} まで（おおむね３～５日以内）"),
        (f"確報（{one.deadline_label}）", wareki_and_seireki(days.final_on) + how),
    )
