"""The post room's own counter: who has not received what, and what an official does about it. Reached as `desk.post`.

An office sees its own letters, the ministry all. Nothing here sends: a letter put back is the engine's to send, with
the Message-ID it always had. Source: issue 4 (who has not received this).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from cases.errors import AddressStopped, LetterSettled, NotFound, WrongRole
from cases.post.facts import AddressResumed, LetterResent, LetterTold
from cases.post.pauses import EXPIRES
from cases.post.selection import narrowed, of_view
from cases.post.server_answers import meaning
from cases.post.undelivered import FAILED, SHAPE, WHY
from cases.post.views import Counts, NotReached, PostStep, Rest, Stopped
from cases.records import (
    Authority,
    BounceCount,
    CaseFile,
    Letter,
    LetterStep,
    MailRest,
    SuppressedAddress,
    Task,
)
from cases.store.history import add_line
from cases.store.links import MASK
from cases.store.officers import SignedIn
from cases.vocabulary import LetterState, LetterStepKind, PostView, Role, TaskState

MOST = 200
ACTING = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.MINISTRY})
RESEND = "届かなかった通知を送り直す"
TELL = "届かなかった通知の内容を電話等で伝える"
RESUME = "宛先への送信を再開する"


class PostDesk:
    """One sitting's questions and deeds about the post. Raises subclasses of Refused; nothing is stored then."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session, self._officer, self._now = session, officer, now

    # -- reading -----------------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """How many wait for an official, are put off by a server, or were told otherwise."""
        return Counts(*(self._count(of_view(self._officer, view)) for view in PostView))

    def waiting(self) -> int:
        """How many letters wait for this desk: those of its office; at the ministry those that no case carries."""
        mine = [Letter.case_id.is_(None)] if self._officer.at_ministry else []
        return self._count([*of_view(self._officer, PostView.WAITING), *mine])

    def not_reached(
        self, view: PostView = PostView.WAITING, *, search: str = "", state: LetterState | None = None
    ) -> list[NotReached]:
        """The letters of a view, those that call for action first, then by due moment and age; at most 200."""
        where = [*of_view(self._officer, view), *narrowed(search, state)]
        query = (
            select(Letter, CaseFile.number, Authority.name, SuppressedAddress.since)
            .outerjoin(CaseFile, CaseFile.id == Letter.case_id)
            .join(Authority, Authority.code == Letter.authority_code)
            .outerjoin(
                SuppressedAddress,
                (SuppressedAddress.address == func.lower(Letter.address)) & SuppressedAddress.lifted_at.is_(None),
            )
            .where(*where)
            .order_by(Letter.must_act.desc(), Letter.due_at.asc().nulls_last(), Letter.id)
            .limit(MOST)
        )
        rows = self._session.execute(query).all()
        steps = self._steps([letter.id for letter, *_ in rows])
        return [
            _view(letter, number or "", name, since, steps.get(letter.id, ())) for letter, number, name, since in rows
        ]

    def stopped(self) -> list[Stopped]:
        """The addresses that are not written to, the newest first; those that were resumed last after them."""
        query = select(SuppressedAddress).order_by(
            SuppressedAddress.lifted_at.is_not(None), SuppressedAddress.since.desc()
        )
        return [
            Stopped(s.id, s.address, s.since, meaning(s.answer), s.answer, s.lifted_at, s.lifted_by, s.lifted_why)
            for s in self._session.scalars(query.limit(MOST))
        ]

    def rests(self) -> list[Rest]:
        """Where the post rests now: our own mail server (empty name) first."""
        query = select(MailRest).where(MailRest.rests_until > self._now).order_by(MailRest.domain)
        return [Rest(r.domain, r.since, r.rests_until, meaning(r.answer)) for r in self._session.scalars(query)]

    def bounces_today(self) -> dict[str, int]:
        """Kind → how many came to the bounces' door today. The ministry only; empty elsewhere."""
        if not self._officer.at_ministry:
            return {}
        day = self._session.scalar(select(func.max(BounceCount.day)))
        rows = self._session.execute(select(BounceCount.kind, BounceCount.times).where(BounceCount.day == day))
        return {row.kind.label: row.times for row in rows}

    # -- deeds -------------------------------------------------------------------------------------------------

    def resend(self, letter_id: int, facts: LetterResent) -> int:
        """Put the letter back, to a corrected address where one is given, and with it (if so wished) the others that
        this office could not deliver to the same address. Returns how many. Raises AddressStopped, LetterSettled.
        """
        self._may(RESEND)
        letter = self._letter(letter_id)
        old, new = letter.address.strip(), (facts.address or letter.address).strip()
        if re.match(SHAPE, new) is None:
            raise AddressStopped(new or "（空欄）", "メールアドレスの形が正しくありません")
        if (found := self._stopped(new)) is not None:
            raise AddressStopped(new, meaning(found.answer))
        letters = self._same(letter, old) if facts.others else [letter]
        for one in letters:
            if MASK in one.body and one.sent_at is not None:
                if one is letter:
                    raise LetterSettled(one.subject, "リンクの通知は、一度送ると控えからリンクが消えます")
                continue
            if new.lower() != one.address.strip().lower():
                one.bounce_token = None  # a late bounce of the old address says nothing of the new one
            one.address, one.state, one.state_at, one.attempts = new, LetterState.WRITTEN, self._now, 0
            one.next_try_at, one.expires_at, one.told_at = self._now, self._now + EXPIRES, None
            self._step(one, LetterStepKind.RESENT, facts.reason)
        told = {"宛先": letter.recipient_office, "理由": facts.reason}
        self._history({one.case_id for one in letters}, "letter_resent", RESEND, told)
        return len(letters)

    def told(self, letter_id: int, facts: LetterTold) -> None:
        """Somebody was told what the letter said. Raises LetterSettled when it is not waiting for that."""
        self._may(TELL)
        letter = self._letter(letter_id)
        letter.told_at, letter.told_by = facts.told_at, self._officer.office
        letter.told_note = "　".join(filter(None, [facts.whom, facts.how, facts.note]))
        self._step(letter, LetterStepKind.TOLD, letter.told_note)
        self._session.flush()
        self._end_task(letter.case_id)
        self._history(
            {letter.case_id}, "letter_told", TELL, {"宛先": letter.recipient_office, "伝えた相手": facts.whom}
        )

    def resume(self, stopped_id: int, facts: AddressResumed) -> int:
        """Write to the address again; this office's letters that were held for it go out. Returns how many."""
        self._may(RESUME)
        entry = self._session.get(SuppressedAddress, stopped_id)
        if entry is None or entry.lifted_at is not None:
            raise NotFound("送信を止めている宛先")
        held = self._session.scalars(
            select(Letter).where(
                func.lower(Letter.address) == entry.address, Letter.state == LetterState.HELD, Letter.told_at.is_(None)
            )
        ).all()
        for one in held:
            one.state, one.state_at, one.next_try_at = LetterState.WRITTEN, self._now, self._now
            one.expires_at, one.attempts = self._now + EXPIRES, 0
            self._step(one, LetterStepKind.LIFTED, facts.reason)
        entry.lifted_at, entry.lifted_by, entry.lifted_why = self._now, self._officer.office, facts.reason
        self._history({one.case_id for one in held}, "address_resumed", RESUME, {"理由": facts.reason})
        return len(held)

    # -- inside ------------------------------------------------------------------------------------------------

    def _count(self, where: Sequence[Any]) -> int:
        return self._session.scalar(select(func.count()).select_from(Letter).where(*where)) or 0

    def _steps(self, ids: list[int]) -> dict[int, tuple[PostStep, ...]]:
        query = select(LetterStep).where(LetterStep.letter_id.in_(ids)).order_by(LetterStep.id)
        found: dict[int, tuple[PostStep, ...]] = {}
        for step in self._session.scalars(query):
            one = PostStep(step.at, step.what.label, step.who, step.address, step.note)
            found[step.letter_id] = (*found.get(step.letter_id, ()), one)
        return found

    def _may(self, label: str) -> None:
        if not ACTING & self._officer.roles:
            raise WrongRole(label, [role.label for role in Role if role in ACTING])

    def _letter(self, letter_id: int) -> Letter:
        """Locked; one that waits for an official. Another office's letter is not there."""
        where: list[ColumnElement[bool]] = [Letter.id == letter_id]
        if not self._officer.at_ministry:
            where.append(Letter.authority_code == self._officer.authority_code)
        letter = self._session.scalar(select(Letter).where(*where).with_for_update())
        if letter is None:
            raise NotFound("通知")
        if letter.state not in (*FAILED, LetterState.DEFERRED):
            raise LetterSettled(letter.subject, f"今の状態は「{letter.state.label}」です")
        return letter

    def _same(self, letter: Letter, address: str) -> list[Letter]:
        """The letter, and the others to the same person at the same address."""
        same = select(Letter).where(
            Letter.id != letter.id,
            Letter.authority_code == letter.authority_code,
            func.lower(Letter.address) == address.lower(),
            Letter.recipient_id.is_(None)
            if letter.recipient_id is None
            else Letter.recipient_id == letter.recipient_id,
            Letter.recipient_office == letter.recipient_office,
            Letter.state.in_(FAILED),
            Letter.told_at.is_(None),
        )
        return [letter, *self._session.scalars(same.with_for_update())]

    def _stopped(self, address: str) -> SuppressedAddress | None:
        return self._session.scalar(
            select(SuppressedAddress).where(
                SuppressedAddress.address == address.lower(), SuppressedAddress.lifted_at.is_(None)
            )
        )

    def _step(self, letter: Letter, what: LetterStepKind, note: str) -> None:
        self._session.add(
            LetterStep(
                letter_id=letter.id,
                at=self._now,
                what=what,
                who=self._officer.office,
                address=letter.address,
                note=note,
            )
        )

    def _end_task(self, case_id: int | None) -> None:
        """The case's task is done when nobody is left to be told."""
        if case_id is None or self._count(
            [Letter.case_id == case_id, Letter.state.in_(FAILED), Letter.told_at.is_(None)]
        ):
            return
        self._session.execute(
            update(Task)
            .where(Task.case_id == case_id, Task.code == WHY, Task.state == TaskState.OPEN)
            .values(state=TaskState.DONE, done_at=self._now, done_by=self._officer.office)
        )

    def _history(self, cases: set[int | None], name: str, label: str, facts: dict[str, str]) -> None:
        """A line in each case's history."""
        note = "　".join(f"{key}: {word}" for key, word in facts.items() if word)
        for case_id in sorted(case for case in cases if case is not None):
            add_line(self._session, case_id, self._officer, self._now, name, label, facts, note)


def _view(
    letter: Letter, number: str, authority: str, since: datetime | None, steps: tuple[PostStep, ...]
) -> NotReached:
    return NotReached(
        id=letter.id,
        case_number=number,
        authority=authority,
        recipient=letter.recipient_office,
        address=letter.address,
        subject=letter.subject,
        must_act=letter.must_act,
        due_at=letter.due_at,
        state=letter.state.label,
        since=letter.state_at or letter.sent_at or letter.written_at,
        written_at=letter.written_at,
        sent_at=letter.sent_at,
        attempts=letter.attempts,
        next_try_at=letter.next_try_at if letter.state is LetterState.DEFERRED else None,
        meaning=meaning(letter.answer),
        answer=letter.answer,
        stopped_since=since,
        told_at=letter.told_at,
        told_by=letter.told_by,
        told_note=letter.told_note,
        steps=steps,
    )
