"""案件記録（引継ぎ用）: the whole case as one paper: facts, reports, visits, history (R-231).

It holds what stands in the case up to the last line of its history, which it names; so the same case prints the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from cases import readings
from cases.papers.case_record import course, facts, field_work
from cases.papers.case_record.parts import Section
from cases.papers.sheet import Letter, Order, Rows, facility_rows, moment_on_paper
from cases.records import Authority, CaseFile
from cases.store import chain as trail
from cases.vocabulary import StageState


class Data(Letter):
    cover: Rows
    chain: Rows
    sections: tuple[Section, ...]


def fill(case: CaseFile, order: Order) -> Data:
    """Every section, those without an entry too: that there is none is said."""
    session = object_session(case)
    assert session is not None, "a paper is drawn from a loaded case"
    history = course.history_of(session, case)
    return Data(
        cover=tuple(_cover(session, case, order)),
        chain=_chain(session, case),
        sections=tuple(chain(facts.sections(case), field_work.sections(case), course.sections(session, case, history))),
    )


def title(case: CaseFile, order: Order) -> str:
    return f"案件記録　{case.number}"


def _cover(session: Session, case: CaseFile, order: Order) -> Iterator[tuple[str, str]]:
    yield from facility_rows(case)
    yield "所管", session.scalar(select(Authority.name).where(Authority.code == case.authority_code)) or ""
    yield "把握日時", moment_on_paper(case.grasped_at, approx=case.grasped_approx)
    yield "判断の結果", case.result.label
    open_now = "、".join(one.stage.label for one in case.stages if one.state is StageState.OPEN)
    yield "現在の段階", f"終結（{case.ending.label}）" if case.ending else open_now or "なし"
    sent = readings.reports_sent(case)
    yield "国への報告", f"{len(sent)}件" if sent else "送付した報告はない"
    if order.content:
        yield "引継ぎ事項", order.content


def _chain(session: Session, case: CaseFile) -> Rows:
    """How far the record reaches, and whether the chain of its history is whole."""
    found = trail.verify(session.connection(), case.id)
    head = course.head_of(session, case)
    broken = found.breaks[0] if found.breaks else None
    return (
        ("経過の行数", f"{head.lines}行" if head else "なし"),
        ("末尾の行の照合値（SHA-256）", f"{head.hash[:32]}\n{head.hash[32:]}" if head else "なし"),
        ("照合の結果", f"第{broken.seq}行に異状がある。{broken.why}" if broken else "すべての行がつながっている。"),
    )
