"""国からの依頼: the ministry asks one or many authorities; each accepts, answers in parts or whole, or says why not.

Source: M-3.2; R-109…R-112. Inside the sitting's scope: an authority sees its own part only, by row-level security.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cases.casework.detection.intake import draw_number
from cases.clocks import moments
from cases.errors import ActNotOpen, NotFound, WrongRole
from cases.ministry.views import AddresseeView, RequestView
from cases.procedure import FUTURE, LONG, Facts, When
from cases.records import MINISTRY_CODE, Authority, CaseFile, NationalRequest, RequestAddressee, RequestAnswer
from cases.store.officers import SignedIn
from cases.vocabulary import ExchangeKind, ExchangeState, Role
from cases.vocabulary.signals import Omit

F = TypeVar("F", bound=Facts)
ISSUE, ANSWER, DECLINE = "自治体に依頼する", "国からの依頼に回答する", "国からの依頼に回答できないと連絡する"
SETTLED = (ExchangeState.ANSWERED, ExchangeState.DECLINED)
HANDLING = frozenset({Role.OFFICER, Role.SUPERVISOR})


class RequestIssued(Facts):
    kind: Annotated[ExchangeKind, Omit((ExchangeKind.INQUIRY, ExchangeKind.CONSULTATION))] = Field(
        default=ExchangeKind.COLLECT,
        title="依頼の種別",
    )
    title: str = Field(title="件名", min_length=1, max_length=200)
    event: str = Field(
        title="どの事案についてか",
        min_length=1,
        max_length=200,
        description="事案、又は一連の事案の名称。依頼は必ず事案に結び付けます",
    )
    case_numbers: tuple[str, ...] = Field(
        default=(), title="既に開いている案件", description="案件の番号。一行に一つ。案件がまだないときは空欄"
    )
    content: Annotated[str, LONG] = Field(title="依頼の内容", min_length=1)
    wished_by: Annotated[When | None, FUTURE] = Field(default=None, title="希望期限")
    contact: str = Field(title="連絡先（部署・担当）", min_length=1, max_length=200)
    everybody: bool = Field(default=False, title="すべての自治体に依頼する")
    prefectures: tuple[str, ...] = Field(default=(), title="都道府県で選ぶ（管内の保健所設置市・特別区を含む）")
    authorities: tuple[str, ...] = Field(default=(), title="自治体を選ぶ")


class Answered(Facts):
    text: Annotated[str, LONG] = Field(title="回答", min_length=1)
    final: bool = Field(default=True, title="これで回答を終える")


class Declined(Facts):
    reason: Annotated[str, LONG] = Field(title="回答できない理由", min_length=1)


FORMS: dict[str, type[Facts]] = {ISSUE: RequestIssued, ANSWER: Answered, DECLINE: Declined}
"""Label → model, for the complaints that name a field as the form does."""


class RequestDesk:
    """The requests as the officer of this sitting sees them. The ministry asks and reminds; an authority answers."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime, *, practice: bool) -> None:
        self._session, self._officer, self._now, self._practice = session, officer, now, practice

    # -- the ministry ------------------------------------------------------------------------------------------

    def issue(self, facts: RequestIssued | dict[str, object]) -> str:
        """Ask; the letters are the engine's. Returns the request's number. Raises BadFacts, NotFound, ActNotOpen."""
        self._only_ministry()
        asked = RequestIssued.checked(ISSUE, facts)
        if asked.wished_by is not None:
            moments.not_before("希望期限", asked.wished_by, "依頼した日時", self._now)
        known = set(self._session.scalars(select(CaseFile.number).where(CaseFile.number.in_(asked.case_numbers))))
        if missing := [number for number in asked.case_numbers if number not in known]:
            raise NotFound(f"案件「{missing[0]}」")
        codes = self._codes(asked)
        if not codes:
            raise ActNotOpen(ISSUE, ["依頼先の自治体を一つ以上選んでください。"])
        request = NationalRequest(
            number=draw_number(self._session, MINISTRY_CODE, self._now).replace(MINISTRY_CODE, "国"),
            **asked.model_dump(exclude={"everybody", "prefectures", "authorities", "case_numbers"}),
            case_numbers=list(asked.case_numbers),
            asked_by=self._officer.office,
            asked_at=self._now,
            practice=self._practice,
            addressees=[RequestAddressee(authority_code=code, answers=[]) for code in codes],
        )
        self._session.add(request)
        self._session.flush()
        return request.number

    def _codes(self, asked: RequestIssued) -> list[str]:
        rows = self._session.execute(
            select(Authority.code, Authority.prefecture).where(Authority.code != MINISTRY_CODE).order_by(Authority.code)
        ).all()
        if unknown := set(asked.authorities) - {code for code, _ in rows}:
            raise NotFound(f"自治体「{min(unknown)}」")
        chosen = {code for code, prefecture in rows if prefecture in asked.prefectures} | set(asked.authorities)
        return [code for code, _ in rows if asked.everybody or code in chosen]

    def remind(self, number: str) -> int:
        """Owe a reminder to each that has neither answered nor declined. Returns how many."""
        self._only_ministry()
        waiting = [one for one in self._one(number).addressees if one.state not in SETTLED]
        if not waiting:
            raise ActNotOpen("催促する", ["回答を待つ自治体はありません。"])
        for one in waiting:
            one.letter_owed, one.reminders, one.reminded_at = "request_reminded", one.reminders + 1, self._now
        return len(waiting)

    # -- the authority -----------------------------------------------------------------------------------------

    def accept(self, number: str) -> None:
        one = self._mine(number, "依頼を受諾する")
        if one.state is not ExchangeState.WAITING:
            raise ActNotOpen("依頼を受諾する", [f"この依頼は既に「{one.state.label}」です。"])
        self._handled(one, ExchangeState.ACCEPTED)

    def answer(self, number: str, facts: Answered | dict[str, object]) -> None:
        """Answer in part, or whole when `final`."""
        given = Answered.checked(ANSWER, facts)
        one = self._mine(number, ANSWER)
        self._session.add(
            RequestAnswer(
                addressee_id=one.id,
                authority_code=one.authority_code,
                text=given.text,
                final=given.final,
                answered_by=self._officer.office,
                answered_at=self._now,
            )
        )
        self._handled(one, ExchangeState.ANSWERED if given.final else ExchangeState.PARTLY)

    def decline(self, number: str, facts: Declined | dict[str, object]) -> None:
        given = Declined.checked(DECLINE, facts)
        one = self._mine(number, DECLINE)
        one.reason = given.reason
        self._handled(one, ExchangeState.DECLINED)

    def opened(self, number: str, case_number: str) -> None:
        """Note the case that was opened on this request."""
        one = self._mine(number, "依頼から案件を受け付ける")
        one.case_number = case_number
        self._handled(one, ExchangeState.ACCEPTED if one.state is ExchangeState.WAITING else one.state)

    def _handled(self, one: RequestAddressee, state: ExchangeState) -> None:
        one.state, one.handled_by, one.handled_at = state, self._officer.office, self._now
        if state in SETTLED:
            one.settled_at = self._now
        self._session.flush()

    def _mine(self, number: str, label: str) -> RequestAddressee:
        if not self._officer.roles & HANDLING:
            raise WrongRole(label, [role.label for role in sorted(HANDLING)])
        one = self._session.scalar(
            select(RequestAddressee)
            .join(NationalRequest, NationalRequest.id == RequestAddressee.request_id)
            .where(NationalRequest.number == number, RequestAddressee.authority_code == self._officer.authority_code)
            .with_for_update(of=RequestAddressee)
        )
        if one is None:
            raise NotFound("依頼")
        if one.state in SETTLED:
            raise ActNotOpen(label, [f"この依頼は「{one.state.label}」で、済んでいます。"])
        return one

    # -- reading -----------------------------------------------------------------------------------------------

    def all(self) -> list[RequestView]:
        """The requests in scope, newest first (at most 200)."""
        query = select(NationalRequest).order_by(NationalRequest.id.desc()).limit(200)
        return [self._view(one) for one in self._session.scalars(query.options(*_WITH_ALL)).unique()]

    def get(self, number: str) -> RequestView:
        """One request with its addressees in scope. Raises NotFound."""
        return self._view(self._one(number))

    def open_count(self) -> int:
        """How many requests wait for this officer's office (an authority's desk)."""
        return sum(1 for one in self.all() if one.mine and one.mine.state not in {s.label for s in SETTLED})

    def authorities(self) -> list[tuple[str, str, str]]:
        """(code, name, prefecture) of the authorities that can be asked."""
        query = select(Authority.code, Authority.name, Authority.prefecture).where(Authority.code != MINISTRY_CODE)
        rows = self._session.execute(query.order_by(Authority.code))
        return [(code, name, prefecture) for code, name, prefecture in rows]

    def _one(self, number: str) -> NationalRequest:
        query = select(NationalRequest).where(NationalRequest.number == number).options(*_WITH_ALL)
        one = self._session.scalar(query)
        if one is None:
            raise NotFound("依頼")
        return one

    def _view(self, request: NationalRequest) -> RequestView:
        names = self._names()
        rows = tuple(
            AddresseeView(
                code=one.authority_code,
                authority=names.get(one.authority_code, (one.authority_code, ""))[0],
                prefecture=names.get(one.authority_code, ("", ""))[1],
                state=one.state.label,
                reason=one.reason,
                handled_by=one.handled_by,
                handled_at=one.handled_at,
                settled_at=one.settled_at,
                case_number=one.case_number,
                reminders=one.reminders,
                reminded_at=one.reminded_at,
                answers=tuple((a.answered_at, a.answered_by, a.text, a.final) for a in one.answers),
            )
            for one in request.addressees
        )
        counts = Counter(one.state for one in request.addressees)
        return RequestView(
            number=request.number,
            kind=request.kind.label,
            title=request.title,
            content=request.content,
            event=request.event,
            case_numbers=tuple(request.case_numbers),
            wished_by=request.wished_by,
            contact=request.contact,
            asked_by=request.asked_by,
            asked_at=request.asked_at,
            counts=tuple((state.label, counts[state]) for state in ExchangeState),
            settled=sum(counts[state] for state in SETTLED),
            addressees=rows,
            mine=next((row for row in rows if row.code == self._officer.authority_code), None),
        )

    def _names(self) -> dict[str, tuple[str, str]]:
        return {code: (name, prefecture) for code, name, prefecture in self.authorities()}

    def _only_ministry(self) -> None:
        if Role.MINISTRY not in self._officer.roles:
            raise WrongRole(ISSUE, [Role.MINISTRY.label])


_WITH_ALL = (selectinload(NationalRequest.addressees).selectinload(RequestAddressee.answers),)
