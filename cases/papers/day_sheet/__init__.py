"""当日票: the sheet to carry to an inspection or a visit by consent; filled in once the day is recorded (R-121, R-128).

A sheet of a visit by consent speaks of no power: its words are its own.
"""

from __future__ import annotations

from sqlalchemy.orm import object_session

from cases.casework.inspection import day_sheet
from cases.errors import PaperHasNoSubject
from cases.papers.sheet import (
    Letter,
    Order,
    PaperData,
    Rows,
    day_in_list,
    day_on_paper,
    facility_words,
    moment_on_paper,
)
from cases.papers.subjects import inspectable, members_of
from cases.records import CaseFile, CheckedItem, Inspection, InspectionMember
from cases.vocabulary import CheckAnswer, InspectionState, Instrument, VisitSide

NAME = "当日票"
BLANK_TEAM = 3
_SAID = {True: "○", False: "—", None: "□"}


class Block(PaperData):
    """One subject: (number, statement, answer, target day and note) each."""

    title: str
    rows: tuple[tuple[str, str, str, str], ...]


class Data(Letter):
    voluntary: bool
    visit: Rows
    team: tuple[tuple[str, str, str, str], ...]
    met: str
    blocks: tuple[Block, ...]
    rest: str
    evidence: tuple[str, ...]
    done: bool


def fill(case: CaseFile, order: Order) -> Data:
    """Blank where it is not recorded yet. Raises NoInspectionPower, or PaperHasNoSubject without a visit."""
    visit = _meant(case, order)
    if visit is None:
        raise PaperHasNoSubject(NAME, "立入検査・訪問", "先に「立入検査・訪問を計画する」から計画してください。")
    voluntary = visit.instrument is Instrument.VOLUNTARY_VISIT
    if not voluntary:
        inspectable(case)
    done = bool(visit.certificates)
    answers = _answers(case, visit)
    word = "訪問" if voluntary else "立入検査"
    head = [
        ("対象", facility_words(case)),
        ("案件番号", f"{case.number}　{word}第{visit.seq}号"),
        ("予定日", day_on_paper(visit.planned_on)),
        ("開始", moment_on_paper(visit.started_at, missing="　　　　年　　月　　日　　　時　　分")),
        ("終了", moment_on_paper(visit.ended_at, missing="　　　　年　　月　　日　　　時　　分")),
        ("目的", visit.purpose or "サイバー攻撃を受けた状況、対応、復旧及び再発防止策の確認"),
    ]
    head += [] if voluntary else [("根拠", visit.basis)]
    return Data(
        voluntary=voluntary,
        visit=tuple(head),
        team=_team(case, visit),
        met=visit.met_persons,
        blocks=tuple(
            Block(
                title=block.title,
                rows=tuple(
                    (number, words, *answers.get(number, _UNANSWERED if done else _OPEN))
                    for number, words in block.items
                ),
            )
            for block in day_sheet.template().blocks
        ),
        rest=visit.checked_items,
        evidence=tuple(visit.evidence or ()),
        done=done,
    )


def title(case: CaseFile, order: Order) -> str:
    visit = _meant(case, order)
    return "訪問当日票" if visit and visit.instrument is Instrument.VOLUNTARY_VISIT else "立入検査当日票"


_TICKS = [f"□{word.label}" for word in CheckAnswer]
_OPEN = (f"{'　'.join(_TICKS[:2])}\n{'　'.join(_TICKS[2:])}", "")
_UNANSWERED = ("—", "")


def _meant(case: CaseFile, order: Order) -> Inspection | None:
    found = [
        one for one in case.inspections if one.state is not InspectionState.CANCELLED and order.about in (None, one.seq)
    ]
    return found[-1] if found else None


def _team(case: CaseFile, visit: Inspection) -> tuple[tuple[str, str, str, str], ...]:
    """(who, number of the certificate or card, carried, shown); blank rows where the numbers are not known."""
    members = members_of(case, visit)
    if members:
        return tuple((_who(m), m.certificate_number or "—", _SAID[m.carried], _SAID[m.shown]) for m in members)
    if visit.certificates:
        return ((visit.team, visit.certificates, "○", ""),)
    return ((visit.team, "", "□", "□"), *(("", "", "□", "□"),) * BLANK_TEAM)


def _who(member: InspectionMember) -> str:
    return f"{member.office}（厚生労働省）" if member.side is VisitSide.MINISTRY else member.office


def _answers(case: CaseFile, visit: Inspection) -> dict[str, tuple[str, str]]:
    """Number → (answer, target day and note) as recorded; asked for only here."""
    session = object_session(case)
    assert session is not None, "a paper is drawn from a loaded case"
    found = session.scalars(case.checked_items.select().where(CheckedItem.visit == visit.seq).order_by(CheckedItem.id))
    return {
        one.item: (one.answer.label, "　".join(filter(None, [day_in_list(one.target_on, ""), one.note])))
        for one in found
    }
