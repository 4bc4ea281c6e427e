"""What can be seen of a case at one moment: its sheet as its own authority sees it, its letters, who is who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.clock import Clock
from cases.desk.door import at_desk
from cases.desk.views import CaseSheet
from cases.errors import NotFound
from cases.ministry.views import RequestView
from cases.records import Attachment, Authority, CaseFile, CaseGroup, HistoryLine, Letter, Officer
from cases.store.officers import SignedIn
from cases.vocabulary import HistoryKind, Role
from infra.exercises.ground import Ground

NO_FILE = 2**31 - 1
"""A number that an act may be given and that no file has."""


@dataclass(frozen=True)
class LetterSeen:
    to: str
    subject: str
    body: str
    state: str
    must_act: bool
    written_at: datetime
    sent_at: datetime | None
    delivered: bool
    message_id: str


@dataclass(frozen=True)
class CaseSeen:
    sheet: CaseSheet
    letters: tuple[LetterSeen, ...]
    names: Mapping[int, str]
    """Officer id → 「徳島県 担当1」."""
    now: datetime

    def holder(self, officer_id: int | None) -> str:
        return self.names.get(officer_id or 0, "")


@dataclass(frozen=True)
class EngineLine:
    id: int
    case_id: int
    label: str
    done: tuple[str, ...]
    failed: bool


@dataclass(frozen=True)
class EngineDeed:
    """One thing that the engine did, when and on which case (the name of the file; empty for one it does not name)."""

    at: datetime
    case: str
    text: str


def see(ground: Ground, case_id: int, clock: Clock) -> CaseSeen:
    """The case now. It is read at its own authority's desk, by somebody with every role."""
    with Session(ground.owner) as session:
        code = session.scalars(select(CaseFile.authority_code).where(CaseFile.id == case_id)).one()
        officers = session.execute(
            select(Officer.id, Authority.name, Officer.office).join(Authority, Authority.code == Officer.authority_code)
        )
        names = {row.id: f"{row.name} {row.office}" for row in officers}
        letters = session.scalars(select(Letter).where(Letter.case_id == case_id).order_by(Letter.id)).all()
    own = next(person for person in ground.people.values() if person.authority_code == code)
    everybody = replace(own, roles=frozenset(Role))
    with at_desk(ground.doors, everybody, clock) as desk:
        sheet = desk.case(case_id)
    return CaseSeen(sheet, tuple(_letter(one, names) for one in letters), names, clock.now())


def _letter(letter: Letter, names: Mapping[int, str]) -> LetterSeen:
    return LetterSeen(
        names.get(letter.recipient_id or 0, letter.recipient_office),
        letter.subject,
        letter.body,
        letter.state.label,
        letter.must_act,
        letter.written_at,
        letter.sent_at,
        letter.sent_at is not None,
        letter.message_id,
    )


def finds(ground: Ground, who: SignedIn, case_id: int, number: str, clock: Clock) -> bool:
    """Whether that officer's desk knows the case: by list, by number and by id. Raises AssertionError when these
    three disagree.
    """
    with at_desk(ground.doors, who, clock) as desk:
        listed = any(desk.worklist(search=number, closed=closed).rows for closed in (False, True))
        answers = {listed, _found(lambda: desk.find(number)), _found(lambda: desk.case(case_id))}
    assert len(answers) == 1, f"{who.office}: 一覧・番号・番地で答えが食い違います"
    return answers.pop()


def _found(ask: object) -> bool:
    assert callable(ask)
    try:
        ask()
    except NotFound:
        return False
    return True


def engine_lines(ground: Ground, after: int) -> list[EngineLine]:
    """What the engine wrote into the histories since line `after`."""
    with Session(ground.owner) as session:
        rows = session.scalars(
            select(HistoryLine)
            .where(HistoryLine.id > after, HistoryLine.kind == HistoryKind.ENGINE)
            .order_by(HistoryLine.id)
        ).all()
    return [
        EngineLine(row.id, row.case_id, row.label, tuple(row.facts.get("done", ())), row.name == "work_failed")
        for row in rows
    ]


def sent(ground: Ground) -> set[str]:
    """Message-ID of every letter that the outbox holds to be sent, of cases and of none."""
    with ground.owner.connect() as connection:
        return set(connection.scalars(select(Letter.message_id).where(Letter.sent_at.is_not(None))))


def requests(ground: Ground, clock: Clock) -> tuple[RequestView, ...]:
    """What the ministry asked of authorities, as its desk sees it; nothing where it does not take part."""
    person = next((one for one in ground.people.values() if one.at_ministry), None)
    if person is None:
        return ()
    with at_desk(ground.doors, person, clock) as desk:
        return tuple(desk.requests.all())


def number(ground: Ground, case_id: int) -> str:
    """The case's number, as an act that names a second case takes it."""
    with ground.owner.connect() as connection:
        return connection.scalars(select(CaseFile.number).where(CaseFile.id == case_id)).one()


def group(ground: Ground, name: str) -> str:
    """The number of the group of cases with that name; empty without one."""
    with ground.owner.connect() as connection:
        found = connection.scalar(select(CaseGroup.id).where(CaseGroup.name == name).order_by(CaseGroup.id))
    return str(found or "")


def file(ground: Ground, case_id: int, name: str) -> int:
    """The number of the newest file of that name in the case; without one, a number that no file has."""
    mine = select(func.max(Attachment.id)).where(Attachment.case_id == case_id, Attachment.name == name)
    with ground.owner.connect() as connection:
        return connection.scalar(mine) or NO_FILE


def version(ground: Ground, case_id: int) -> int | None:
    with ground.owner.connect() as connection:
        return connection.scalar(select(CaseFile.version).where(CaseFile.id == case_id))
