"""お知らせ: the letters addressed to this officer, as they stand on the screen whatever becomes of the mail; how the
officer wants to be told; what the authority fixed. Reached as `desk.notices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from cases.errors import NotFound, WrongRole
from cases.office import people
from cases.office.notice_wishes import ALWAYS, DIGEST_AT, INFORMING
from cases.procedure import HOURS, LONG, Facts
from cases.records import Letter, LetterRead, NoticePreference, NoticeRule
from cases.store.officers import SignedIn
from cases.vocabulary import Informed, LetterState, Role

DIGEST = "digest"
"""The name of the letter that brings what was gathered; all of it stands here one by one already."""
KEPT = timedelta(days=60)
"""How long a letter stands among the notices."""
MOST = 100


class HowToTell(Facts):
    informed: Informed = Field(title="情報提供の通知")
    digest_at: str = Field(
        default="08:30", title="まとめて送る時刻", description="開庁日のこの時刻に一通で届きます", pattern=HOURS
    )


class FixedLetter(Facts):
    letter: str = Field(title="通知の種類")
    fixed: bool = Field(title="直ちに送ることを必須にする")
    reason: Annotated[str, LONG] = Field(title="理由", min_length=1)


@dataclass(frozen=True)
class Notice:
    """A letter as its addressee finds it on the screen."""

    id: int
    subject: str
    body: str
    html: str
    must_act: bool
    written_at: datetime
    read: bool
    way: str
    """Where else it went: 「メールで送信済」, 「8:30の通知にまとめる」, …"""


@dataclass(frozen=True)
class Fixed:
    """A kind of letter that may only inform, and who made it go out at once: "" where each person chooses."""

    letter: str
    title: str
    by: str
    reason: str = ""
    at: datetime | None = None

    @property
    def adjustable(self) -> bool:
        return self.letter not in ALWAYS


class NoticeDesk:
    """One sitting's questions and deeds about notices. Raises subclasses of Refused; nothing is stored then."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session, self._officer, self._now = session, officer, now

    # -- what I was told -------------------------------------------------------------------------------------------

    def unread(self) -> int:
        """How many notices wait to be read, at most 100."""
        some = select(Letter.id).where(*self._mine(), ~self._seen()).limit(MOST).subquery()
        return self._session.scalar(select(func.count()).select_from(some)) or 0

    def all(self) -> list[Notice]:
        """What calls for a deed and is unread first, then unread, then the newest; at most 100 of the last 60 days."""
        seen = self._seen().label("seen")
        rows = self._session.execute(
            select(Letter, seen)
            .where(*self._mine())
            .order_by(seen, (Letter.must_act & ~seen).desc(), Letter.id.desc())
            .limit(MOST)
        )
        return [
            Notice(x.id, x.subject, x.body, x.html, x.must_act, x.written_at, bool(read), _way(x)) for x, read in rows
        ]

    def mark_read(self, letter_ids: Sequence[int] | None = None) -> int:
        """Those letters, or all that are unread, are read now. Returns how many were not before. Raises NotFound for a
        letter of somebody else.
        """
        wanted = set(letter_ids or [])
        found = select(Letter.id).where(*self._mine(all_times=bool(wanted)))
        if wanted:
            found = found.where(Letter.id.in_(wanted))
        mine = list(self._session.scalars(found))
        if wanted - set(mine):
            raise NotFound("お知らせ")
        if not mine:
            return 0
        rows = [{"officer_id": self._officer.id, "letter_id": one, "read_at": self._now} for one in mine]
        done = self._session.execute(
            insert(LetterRead).values(rows).on_conflict_do_nothing().returning(LetterRead.letter_id)
        )
        return len(done.all())

    def _mine(self, *, all_times: bool = False) -> list[ColumnElement[bool]]:
        mine = [Letter.recipient_id == self._officer.id, Letter.name != DIGEST]
        return mine if all_times else [*mine, Letter.written_at > self._now - KEPT]

    def _seen(self) -> ColumnElement[bool]:
        return exists().where(LetterRead.letter_id == Letter.id, LetterRead.officer_id == self._officer.id)

    # -- how I want to be told -------------------------------------------------------------------------------------

    def wish(self) -> HowToTell:
        """This officer's present wish."""
        row = self._session.scalar(
            select(NoticePreference)
            .where(NoticePreference.officer_id == self._officer.id)
            .order_by(NoticePreference.id.desc())
            .limit(1)
        )
        at = row.digest_at if row else DIGEST_AT
        return HowToTell(informed=row.informed if row else Informed.NOW, digest_at=f"{at:%H:%M}")

    def choose(self, facts: HowToTell) -> None:
        """From now on. What was gathered already still comes with the next digest."""
        self._session.add(
            NoticePreference(
                officer_id=self._officer.id,
                informed=facts.informed,
                digest_at=time.fromisoformat(facts.digest_at) if facts.digest_at else DIGEST_AT,
                set_at=self._now,
            )
        )
        self._session.flush()

    # -- what the authority fixed ----------------------------------------------------------------------------------

    @property
    def fixes(self) -> bool:
        """Whether this officer decides what goes out at once to everybody of the office."""
        return Role.SUPERVISOR in self._officer.roles or self._officer.at_ministry

    def kinds(self) -> list[Fixed]:
        """Every kind of letter that may only inform, with who fixed it."""
        rows = self._session.scalars(
            select(NoticeRule).where(NoticeRule.authority_code == self._officer.authority_code).order_by(NoticeRule.id)
        )
        rules = {row.letter: row for row in rows}
        found = []
        for letter, title in INFORMING.items():
            rule = rules.get(letter)
            if letter in ALWAYS:
                found.append(Fixed(letter, title, "本製品"))
            elif rule is not None and rule.fixed:
                found.append(Fixed(letter, title, rule.set_office, rule.reason, rule.set_at))
            else:
                found.append(Fixed(letter, title, ""))
        return found

    def fix(self, facts: FixedLetter) -> None:
        """Whether letters of that kind go out at once to everybody of the office. Raises NotFound, WrongRole."""
        if not self.fixes:
            raise WrongRole("必須の通知の設定", [Role.SUPERVISOR.label])
        if facts.letter not in INFORMING or facts.letter in ALWAYS:
            raise NotFound("変えられる通知の種類")
        self._session.add(
            NoticeRule(
                authority_code=self._officer.authority_code,
                letter=facts.letter,
                fixed=facts.fixed,
                reason=facts.reason,
                set_by=self._officer.id,
                set_office=self._officer.office,
                set_at=self._now,
            )
        )
        self._session.flush()

    def fixed(self) -> frozenset[str]:
        """The letters that this office's supervisor fixed."""
        code = self._officer.authority_code
        return people.fixed(self._session, [code])[code]


def _way(letter: Letter) -> str:
    if letter.state is LetterState.GATHERED:
        return "一日一回の通知で送信" if letter.carried_by else "次の一日一回の通知にまとめる"
    return f"メール: {letter.state.label}" if letter.state is not LetterState.ON_SCREEN else letter.state.label
