"""調査・指導結果報告: the result of investigation and guidance, with the outcome of inspections (R-105, R-127)."""

from __future__ import annotations

from datetime import datetime, time

from cases.clock import JST
from cases.errors import PaperHasNoSubject
from cases.papers.sheet import (
    UNKNOWN,
    Letter,
    Order,
    Rows,
    day_in_list,
    facility_rows,
    moment_in_list,
    moment_on_paper,
    notice_words,
)
from cases.papers.subjects import visit_outcome
from cases.records import CaseFile
from cases.rulebook.contact_desks import desk_on

NAME = "調査・指導結果報告"


class Data(Letter):
    notice: str
    facility: Rows
    summary: str
    findings: Rows
    guidance: tuple[tuple[str, str, str], ...]
    demands: tuple[tuple[str, str, str, str], ...]
    visits: tuple[tuple[str, str, str, str], ...]
    items: tuple[tuple[str, str, str, str, str], ...]


def fill(case: CaseFile, order: Order) -> Data:
    """From what was found last, every guidance and every visit. Raises PaperHasNoSubject before there is any."""
    if not (case.findings or case.guidance or case.inspections):
        raise PaperHasNoSubject(NAME, "調査・指導の結果", "先に「調査結果を記録する」から記録してください。")
    last = case.findings[-1] if case.findings else None
    blocks = (("被害状況", "damage"), ("対応状況", "response"), ("復旧状況", "recovery"), ("再発防止策", "prevention"))
    rows = [("調査日時", moment_on_paper(last.found_at if last else None))]
    rows += [(words, getattr(last, name, "") or UNKNOWN) for words, name in blocks]
    rows += [("その他", last.other)] if last and last.other else []
    return Data(
        notice=notice_words(),
        facility=facility_rows(case),
        summary=order.content or _summary(case),
        findings=tuple(rows),
        guidance=tuple((moment_in_list(g.given_at), g.form.label, f"{g.purpose}\n{g.content}") for g in case.guidance),
        demands=tuple(
            (d.instrument.label, moment_in_list(d.asked_at), d.state.label, d.result or d.answer or "—")
            for d in case.demands
        ),
        visits=tuple(
            (
                f"第{i.seq}号\n{i.instrument.label}",
                f"{moment_in_list(i.started_at, day_in_list(i.planned_on))}\n{i.basis}",
                i.state.label,
                visit_outcome(case, i),
            )
            for i in case.inspections
        ),
        items=tuple(
            (str(n), i.title, i.origin.label, day_in_list(i.promised_on), i.state.label)
            for n, i in enumerate(case.items, start=1)
        ),
    )


def title(case: CaseFile, order: Order) -> str:
    return "サイバー攻撃に係る調査・指導結果報告"


def addressee(case: CaseFile, order: Order) -> str:
    noon = datetime.combine(order.dated_on, time(12), JST)
    return f"{desk_on(noon).full_name}　御中"


def _summary(case: CaseFile) -> str:
    """The gist that was given to the ministry with the report of the result, where there is one."""
    told = [d for d in case.documents if d.kind == "investigation_result"]
    gist = dict((title, words) for title, words in told[-1].lines).get("要旨", "") if told else ""
    return gist or "下記の調査の結果のとおり。"
