"""The gate before the end, whom else the facility told, and consent, as the case page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cases.casework.closing import outside_notices
from cases.casework.closing.closing_gate import CONDITIONS
from cases.casework.closing.views import ConsentView, GateLine, NoticeView
from cases.casework.views import RuleSetView
from cases.records import CaseFile
from cases.vocabulary import NoticeBody, NoticeState


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


def gate(case: CaseFile) -> tuple[GateLine, ...]:
    """The closing's conditions as they stand; none for a case that has ended."""
    if case.closed_at is not None:
        return ()
    return tuple(GateLine(c.label, c.met(case), tuple(c.open(case)), c.way_out) for c in CONDITIONS)
