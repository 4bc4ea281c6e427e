"""周知・注意喚起 at the desk: drafted, decided, issued under a number, followed up (M-1.2a, M-1.4; R-021…R-029)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, insert, literal, or_, select
from sqlalchemy.orm import Session, undefer

from cases import facility_lines, guidelines
from cases.circulars import again, ending, otherwise, reach, sheet
from cases.circulars.facts import (
    ADDRESS,
    ADDRESSEE,
    ALERT,
    APPROVE,
    CORRECT,
    DROP,
    ISSUE,
    NOTICE,
    OTHERWISE,
    REMIND,
    SHEETS,
    TELL,
    WITHDRAW,
    AddressFacts,
    AlertFacts,
    CircularFacts,
    IssueFacts,
    OtherwiseFacts,
    TellFacts,
    WithdrawFacts,
)
from cases.circulars.otherwise import ByAssociation
from cases.circulars.reach import Coverage, NeverReached, RecipientRow
from cases.clock import JST
from cases.errors import ActNotOpen, Change, NotFound, StaleVersion, UnknownMunicipality, WrongRole
from cases.facility_deeds import OFFICE
from cases.facility_desk import FacilityDesk, checked
from cases.judgement import Attack
from cases.officers import SignedIn
from cases.papers import press, register
from cases.records import (
    CaseFile,
    Circular,
    CircularPaper,
    CircularRecipient,
    CircularStep,
    Facility,
    Municipality,
    PaperNumber,
)
from cases.vocabulary import AttackKind, CircularKind, CircularState, FacilityKind, Reach, Role, SendingWay, Urgency

SENT = "circular_sent"
WRITTEN = [
    CircularRecipient.circular_id,
    CircularRecipient.authority_code,
    CircularRecipient.facility_id,
    CircularRecipient.name,
    CircularRecipient.kind,
    CircularRecipient.municipality,
    CircularRecipient.address,
    CircularRecipient.phone,
    CircularRecipient.letter_owed,
    CircularRecipient.rounds,
    CircularRecipient.acknowledged_by,
    CircularRecipient.told_note,
]
"""What stands in a recipient's row from the beginning, in the order of the query that gives it."""
OPEN = (CircularState.DRAFT, CircularState.APPROVED)


@dataclass(frozen=True)
class CircularRow:
    """One line of the list."""

    id: int
    kind: CircularKind
    state: CircularState
    urgent: bool
    subject: str
    edition: str
    number: str
    dated_on: date | None
    drafted_at: datetime
    issued_at: datetime | None
    withdrawn: bool
    corrected_number: str
    """The number of the one that puts it right; empty where none does."""
    corrects: bool
    coverage: Coverage


@dataclass(frozen=True)
class CircularSheet:
    """One circular whole. `facts`: as its form begins; `steps`: (when, who, what, note), newest first."""

    row: CircularRow
    facts: dict[str, Any]
    places: str
    send_at: datetime | None
    case_number: str
    drafted_by: str
    approved_by: str
    approved_at: datetime | None
    bypass_reason: str
    issued_by: str
    desk: str
    sha256: str
    pages: int
    expected: int
    """How many facilities would be written to now; after the issue, how many were."""
    without_address: int
    counts: dict[Reach, int]
    by_kind: tuple[Coverage, ...]
    rounds: int
    confirm_by: date | None
    withdrawn: tuple[datetime, str, str] | None
    """(when, who, why)."""
    former: tuple[int, str] | None
    """(id, in words) of the one that this one puts right."""
    correction: tuple[int, str] | None
    """(id, state or number) of the one that puts this one right."""
    associations: tuple[ByAssociation, ...]
    steps: tuple[tuple[datetime, str, str, str], ...]
    version: int


class CircularDesk:
    """Inside the desk's visit; an authority's own, for the ministry to read only (R-029)."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime, *, practice: bool) -> None:
        self._session, self._officer, self._now, self._practice = session, officer, now, practice

    @property
    def today(self) -> date:
        return self._now.astimezone(JST).date()

    # -- writing it --------------------------------------------------------------------------------------------

    def draft(self, facts: dict[str, Any], *, case_number: str = "") -> int:
        """A new draft. Raises WrongRole, BadFacts, UnknownMunicipality, NotFound, ActNotOpen."""
        self._may(NOTICE, OFFICE)
        given = self._checked(facts)
        if case_number and self._session.scalar(select(CaseFile.id).where(CaseFile.number == case_number)) is None:
            raise NotFound("案件")
        one = Circular(
            authority_code=self._officer.authority_code,
            kind=given.kind,
            case_number=case_number,
            drafted_by=self._officer.office,
            drafted_at=self._now,
            **_values(given),
        )
        self._session.add(one)
        self._session.flush()
        self._step(one, given.kind.label + "を起案", "")
        return one.id

    def change(self, circular_id: int, facts: dict[str, Any], as_seen: int | None) -> None:
        """Another wording; a decision given before is void. Raises as `draft`, and StaleVersion."""
        self._may(NOTICE, OFFICE)
        one = self._open(circular_id, "内容を改める", as_seen)
        given = self._checked({**facts, "kind": one.kind})
        for name, value in _values(given).items():
            setattr(one, name, value)
        one.state, one.approved_by, one.approved_at = CircularState.DRAFT, "", None
        self._done(one, "内容を改めた", "")

    def approve(self, circular_id: int, as_seen: int | None) -> None:
        """決裁. Raises WrongRole, NotFound, StaleVersion, ActNotOpen."""
        self._may(APPROVE, frozenset({Role.SUPERVISOR}))
        one = self._open(circular_id, APPROVE, as_seen)
        if one.state is CircularState.APPROVED:
            raise ActNotOpen(APPROVE, ["既に決裁されています。"])
        one.state, one.approved_by, one.approved_at = CircularState.APPROVED, self._officer.office, self._now
        self._done(one, "決裁", "")

    def drop(self, circular_id: int, as_seen: int | None) -> None:
        """It is not issued. Raises WrongRole, NotFound, StaleVersion, ActNotOpen."""
        self._may(DROP, OFFICE)
        one = self._open(circular_id, DROP, as_seen)
        one.state = CircularState.DROPPED
        self._done(one, "取りやめ", "")

    def issue(self, circular_id: int, facts: dict[str, Any], as_seen: int | None) -> str:
        """Draw the number, print, write down to whom; the letters are the engine's. Returns the number.

        Raises WrongRole, NotFound, StaleVersion, PaperUnprintable; ActNotOpen without a decision (an urgent alert may
        go out before it, with a reason) and when nobody would be written to.
        """
        self._may(ISSUE, OFFICE)
        given: IssueFacts = checked(IssueFacts, ISSUE, facts)
        one = self._open(circular_id, ISSUE, as_seen)
        urgent = one.kind is CircularKind.ALERT and one.urgency is Urgency.URGENT
        if one.state is not CircularState.APPROVED and not (urgent and given.bypass_reason):
            how = "決裁を受けるか、決裁前に発出する理由を記入してください。" if urgent else "決裁を受けてください。"
            raise ActNotOpen(ISSUE, [f"決裁がまだです。{how}"])
        former = self._one(one.corrects_id, lock=True) if one.corrects_id else None
        if former is not None:
            ending.refuse_ended(former, ISSUE)
        if one.send_at and one.send_at < self._now:
            one.send_at = None
        one.bypass_reason = given.bypass_reason if one.state is not CircularState.APPROVED else ""
        one.total = self._write_recipients(one)
        if not one.total:
            raise ActNotOpen(ISSUE, ["宛先となる医療機関等がありません。宛先の選び方を改めてください。"])
        number = self._print(one)
        one.state, one.issued_by, one.issued_at = CircularState.ISSUED, self._officer.office, self._now
        self._done(one, "発出", "　".join(filter(None, [number, one.bypass_reason and f"先行: {one.bypass_reason}"])))
        if former is not None:
            ending.took_place(self._session, former, number, self._now)
            self._done(former, "訂正版を発出", number)
        return number

    def _write_recipients(self, one: Circular) -> int:
        source = select(
            literal(one.id),
            Facility.authority_code,
            Facility.id,
            Facility.name,
            Facility.kind,
            Facility.municipality_name,
            Facility.email,
            Facility.phone,
            func.repeat(SENT, cast(Facility.email != "", Integer)),
            literal(0),
            literal(""),
            literal(""),
        ).where(*self._meant(one))
        self._session.execute(insert(CircularRecipient).from_select(WRITTEN, source, include_defaults=False))
        mine = select(func.count()).where(CircularRecipient.circular_id == one.id)
        return self._session.scalar(mine) or 0

    def _print(self, one: Circular) -> str:
        day = one.send_at.astimezone(JST).date() if one.send_at else self.today
        office = register.office_of(self._session, one.authority_code)
        drawn = register.draw_number(self._session, office, day)
        data = self._letter(one, day, drawn.number)
        pdf, poster = sheet.print_letter(data, day), sheet.print_poster(day, practice=self._practice)
        assert data.head is not None
        entry = PaperNumber(
            authority_code=one.authority_code,
            year=drawn.year,
            seq=drawn.seq,
            number=drawn.number,
            other_kind=one.kind.label,
            title=data.head.title,
            addressee=one.addressee,
            case_number="",
            dated_on=day,
            drawn_at=self._now,
            drawn_by=self._officer.office,
        )
        self._session.add(entry)
        self._session.flush()
        self._session.add(
            CircularPaper(
                circular_id=one.id,
                authority_code=one.authority_code,
                number_id=entry.id,
                number=drawn.number,
                dated_on=day,
                desk=sheet.desk_words(day),
                data=data.model_dump(mode="json"),
                template_version=sheet.template_version(),
                pages=press.count_pages(pdf),
                sha256=hashlib.sha256(pdf).hexdigest(),
                pdf=pdf,
                poster_sha256=hashlib.sha256(poster).hexdigest(),
                poster=poster,
            )
        )
        return drawn.number

    def _letter(self, one: Circular, day: date, number: str) -> sheet.CircularData:
        office = register.office_of(self._session, one.authority_code)
        former = ending.former_words(self._session, one.corrects_id) if one.corrects_id else ""
        by = self._officer.office
        return sheet.letter(one, office, day, by, number=number, practice=self._practice, former=former)

    # -- when it was wrong -------------------------------------------------------------------------------------

    def withdraw(self, circular_id: int, facts: dict[str, Any], as_seen: int | None) -> tuple[int, int]:
        """取消し: (how many are written to, how many have to be told by other means). The supervisor's to decide.

        Raises WrongRole, BadFacts, NotFound, StaleVersion; ActNotOpen before the issue and for what has ended.
        """
        self._may(WITHDRAW, frozenset({Role.SUPERVISOR}))
        given: WithdrawFacts = checked(WithdrawFacts, WITHDRAW, facts)
        one = self._issued(circular_id, WITHDRAW)
        self._refuse_stale(one, as_seen)
        ending.refuse_ended(one, WITHDRAW)
        told = ending.withdraw(self._session, one, given.reason, self._officer.office, self._now)
        self._done(one, "取消し", f"{given.reason}（通知 {told[0]:,}件）")
        return told

    def draft_correction(self, circular_id: int, as_seen: int | None) -> int:
        """訂正版: a new draft that names this one, to be changed, decided and issued as any; at most one at a time.
        Returns its id. Raises WrongRole, NotFound, StaleVersion, ActNotOpen.
        """
        self._may(CORRECT, OFFICE)
        one = self._issued(circular_id, CORRECT)
        self._refuse_stale(one, as_seen)
        draft = Circular(
            **ending.draft_of(self._session, one, CORRECT), drafted_by=self._officer.office, drafted_at=self._now
        )
        self._session.add(draft)
        self._session.flush()
        self._step(draft, "訂正版を起案", ending.former_words(self._session, one.id))
        self._done(one, "訂正版を起案", "")
        return draft.id

    def _correction(self, one: Circular) -> tuple[int, str] | None:
        found = ending.correction_of(self._session, one)
        return (found.id, one.corrected_number or found.state.label) if found else None

    # -- without mail ------------------------------------------------------------------------------------------

    def sheets(self, circular_id: int) -> tuple[str, bytes, int]:
        """(file name, the covering sheets with answer forms, how many). Raises WrongRole, NotFound, ActNotOpen,
        PaperUnprintable.
        """
        self._may(SHEETS, OFFICE)
        one = self._issued(circular_id, SHEETS)
        ending.refuse_ended(one, SHEETS)
        office = register.office_of(self._session, one.authority_code)
        return otherwise.sheets(self._session, one, office, self.today, self._officer.office, practice=self._practice)

    def note_otherwise(self, circular_id: int, facts: dict[str, Any]) -> int:
        """Sent by fax, post or an association, for many at once; returns how many.

        Raises WrongRole, BadFacts, NotFound, ActNotOpen.
        """
        self._may(OTHERWISE, OFFICE)
        given: OtherwiseFacts = checked(OtherwiseFacts, OTHERWISE, facts)
        one = self._issued(circular_id, OTHERWISE)
        ending.refuse_ended(one, OTHERWISE)
        if wrong := otherwise.too_early(given, one.issued_at, self._now):
            raise ActNotOpen(OTHERWISE, wrong)
        count = otherwise.note(self._session, one, given, self._officer.office)
        how = given.way.label + ("" if given.way is SendingWay.ASSOCIATION else "で")
        self._done(one, f"{how}送付", "　".join(filter(None, [given.note, f"{count:,}件"])))
        return count

    # -- following it ------------------------------------------------------------------------------------------

    def remind(self, circular_id: int) -> int:
        """Owe another letter to each that has an address and has neither confirmed nor been told otherwise; whoever a
        letter is still under way to, or came back from, is left out. Returns how many (R-024).
        """
        self._may(REMIND, OFFICE)
        one = self._issued(circular_id, REMIND)
        ending.refuse_ended(one, REMIND)
        count = again.owe(self._session, one.id)
        if not count:
            raise ActNotOpen(REMIND, ["確認を待っている宛先はありません。"])
        one.rounds += 1
        self._done(one, again.WHAT, f"{count:,}件")
        return count

    def tell(self, recipient_id: int, facts: dict[str, Any]) -> None:
        """Somebody was told by fax, post or telephone (R-023). Raises WrongRole, BadFacts, NotFound."""
        self._may(TELL, OFFICE)
        given: TellFacts = checked(TellFacts, TELL, facts)
        one = self._recipient(recipient_id)
        one.told_channel, one.told_at, one.told_by = given.channel, given.told_at, self._officer.office
        one.told_note = given.note
        one.letter_owed = one.letter_owed if one.letter_owed == ending.WITHDRAWN else ""
        self._session.flush()

    def write_to(self, recipient_id: int, facts: dict[str, Any]) -> None:
        """A working address: the registry takes it too, and the circular goes out to it. Raises as `tell`."""
        self._may(ADDRESS, OFFICE)
        given: AddressFacts = checked(AddressFacts, ADDRESS, facts)
        one = self._recipient(recipient_id)
        ending.refuse_ended(self._one(one.circular_id), ADDRESS)
        one.address, one.letter_owed = given.email, SENT
        one.rounds += 1 if one.letter_id is not None else 0
        facility = self._session.scalar(
            select(Facility)
            .where(Facility.id == one.facility_id, Facility.authority_code == one.authority_code)
            .with_for_update()
        )
        if facility is not None and facility.email != given.email:
            changes = {"email": [facility.email, given.email]}
            facility.email, facility.version = given.email, facility.version + 1
            facility_lines.note(self._session, facility, self._officer, self._now, "correct_facility", ADDRESS, changes)
        self._session.flush()

    # -- reading -----------------------------------------------------------------------------------------------

    def all(self, *, page: int = 1, size: int = 20) -> tuple[int, list[CircularRow]]:
        """(how many, one page): this office's, the newest first; what was dropped is left out."""
        mine = (Circular.authority_code == self._officer.authority_code, Circular.state != CircularState.DROPPED)
        total = self._session.scalar(select(func.count()).select_from(Circular).where(*mine)) or 0
        query = (
            select(Circular, CircularPaper.number, CircularPaper.dated_on)
            .outerjoin(CircularPaper, CircularPaper.circular_id == Circular.id)
            .where(*mine)
            .order_by(Circular.id.desc())
            .limit(size)
            .offset((max(page, 1) - 1) * size)
        )
        found = self._session.execute(query).all()
        covered = reach.coverages(self._session, [one.id for one, *_ in found])
        return total, [_row(*one, covered[one[0].id]) for one in found]

    def get(self, circular_id: int) -> CircularSheet:
        """Raises NotFound."""
        one = self._one(circular_id)
        paper = self._session.scalar(select(CircularPaper).where(CircularPaper.circular_id == one.id))
        by_kind = reach.coverage(self._session, one.id)
        row = _row(one, paper.number if paper else None, paper.dated_on if paper else None, by_kind[0])
        expected, reachable = (one.total, 0) if paper else self._expected(one)
        counts = reach.counts(self._session, one.id)
        steps = self._session.scalars(
            select(CircularStep).where(CircularStep.circular_id == one.id).order_by(CircularStep.id.desc())
        )
        return CircularSheet(
            row=row,
            facts=_facts(one),
            places=self._places(one),
            send_at=one.send_at,
            case_number=one.case_number,
            drafted_by=one.drafted_by,
            approved_by=one.approved_by,
            approved_at=one.approved_at,
            bypass_reason=one.bypass_reason,
            issued_by=one.issued_by,
            desk=paper.desk if paper else sheet.desk_words(self.today),
            sha256=paper.sha256 if paper else "",
            pages=paper.pages if paper else 0,
            expected=expected,
            without_address=counts[Reach.UNREACHABLE] if paper else expected - reachable,
            counts=counts,
            by_kind=by_kind,
            rounds=one.rounds,
            confirm_by=one.confirm_by,
            withdrawn=(one.withdrawn_at, one.withdrawn_by, one.withdrawn_reason) if one.withdrawn_at else None,
            former=(one.corrects_id, ending.former_words(self._session, one.corrects_id)) if one.corrects_id else None,
            correction=self._correction(one),
            associations=otherwise.by_association(self._session, one.id) if paper else (),
            steps=tuple((s.at, s.who, s.what, s.note) for s in steps),
            version=one.version,
        )

    def recipients(
        self, circular_id: int, only: tuple[Reach, ...] = (), *, page: int = 1, size: int = 25
    ) -> list[RecipientRow]:
        """One page, by municipality and name."""
        return reach.rows(self._session, circular_id, only, limit=size, offset=(max(page, 1) - 1) * size)

    def never_reached(self, *, page: int = 1, size: int = 25) -> tuple[int, list[NeverReached]]:
        """(how many, one page): facilities that no circular reached and that have no address which works (R-025);
        those without a telephone number first.
        """
        where = reach.never_reached(self._officer.authority_code)
        total = self._session.scalar(select(func.count()).select_from(Facility).where(*where)) or 0
        found = self._session.scalars(
            select(Facility)
            .where(*where)
            .order_by(Facility.phone != "", Facility.municipality_code, Facility.name, Facility.id)
            .limit(size)
            .offset((max(page, 1) - 1) * size)
        )
        return total, [NeverReached(f.id, f.name, f.kind.label, f.municipality_name, f.phone, f.email) for f in found]

    def files(self, circular_id: int) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
        """((file name, the cover letter), (file name, the poster)) as issued. Raises NotFound for a draft."""
        paper = self._session.scalar(
            select(CircularPaper)
            .where(CircularPaper.circular_id == circular_id)
            .options(undefer(CircularPaper.pdf), undefer(CircularPaper.poster))
        )
        if paper is None:
            raise NotFound("発出した文書")
        return (f"{paper.number}.pdf", bytes(paper.pdf)), (f"{paper.number}_別紙_院内掲示用.pdf", bytes(paper.poster))

    def pictures(self, circular_id: int) -> list[bytes]:
        """The letter as PNG: as issued, or a draft marked 案. Raises NotFound, PaperUnprintable."""
        one = self._one(circular_id)
        paper = self._session.scalar(select(CircularPaper).where(CircularPaper.circular_id == one.id))
        day = paper.dated_on if paper else self.today
        data = sheet.CircularData.model_validate(paper.data) if paper else self._letter(one, day, "")
        return sheet.draw_letter(data, day)

    def from_case(self, number: str) -> dict[str, Any]:
        """How an alert begins that a case gives rise to. It names neither of them. Raises NotFound."""
        case = self._session.scalar(select(CaseFile).where(CaseFile.number == number))
        if case is None:
            raise NotFound("案件")
        kind = "" if case.attack_kind in (AttackKind.UNKNOWN, AttackKind.OTHER) else f"（{case.attack_kind.label}）"
        said = "を受けた" if case.attack is Attack.YES else "を受けた疑いのある"
        return {
            "subject": "医療機関等に対するサイバー攻撃について（注意喚起）",
            "urgency": str(Urgency.URGENT),
            "threat": f"医療機関等において、サイバー攻撃{kind}{said}事案が発生しています。",
        }

    def addresses(self) -> set[str]:
        """Where the newest letters to facilities of this area went, for the practice mailbox (at most 500)."""
        mine = CircularRecipient.authority_code == self._officer.authority_code
        query = select(CircularRecipient.address).where(mine, CircularRecipient.address != "")
        return set(self._session.scalars(query.order_by(CircularRecipient.id.desc()).limit(500)))

    def editions(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of the guideline's editions, the newest first."""
        return tuple((one.id, one.title) for one in guidelines.editions())

    def edition_today(self) -> str:
        found = guidelines.edition_on(self.today)
        return found.id if found else ""

    # -- inside ------------------------------------------------------------------------------------------------

    def _checked(self, facts: dict[str, Any]) -> CircularFacts:
        alert = facts.get("kind") == CircularKind.ALERT
        label, model = (ALERT, AlertFacts) if alert else (NOTICE, CircularFacts)
        given: CircularFacts = checked(model, label, facts)
        if guidelines.edition(given.edition) is None:
            raise NotFound("ガイドラインの版")
        known = {one.value for one in self._registry.municipalities()}
        if outside := [code for code in given.municipalities if code not in known]:
            raise UnknownMunicipality(outside[0])
        if given.beds_least is not None and given.beds_most is not None and given.beds_least > given.beds_most:
            raise ActNotOpen(label, ["病床数は、「以上」を「以下」より小さくしてください。"])
        return given

    @property
    def _registry(self) -> FacilityDesk:
        return FacilityDesk(self._session, self._officer, self._now)

    def _meant(self, one: Circular) -> list[ColumnElement[bool]]:
        """The facilities that the circular goes to: of this area only (R-021)."""
        where: list[ColumnElement[bool]] = [
            Facility.authority_code == one.authority_code,
            Facility.unidentified.is_(False),
            Facility.delisted_on.is_(None),
        ]
        if one.kinds:
            where.append(Facility.kind.in_([FacilityKind(kind) for kind in one.kinds]))
        if one.municipalities:
            where.append(Facility.municipality_code.in_(one.municipalities))
        beds = cast(Facility.beds["total"].astext, Integer)
        if one.beds_least is not None:
            where.append(beds >= one.beds_least)
        if one.beds_most is not None:
            where.append(beds <= one.beds_most)
        return [or_(and_(*where), Facility.id.in_(ending.recipients_of(one.corrects_id)))] if one.corrects_id else where

    def _expected(self, one: Circular) -> tuple[int, int]:
        """(how many it would go to now, how many of them by mail)."""
        count = select(func.count(), func.count().filter(Facility.email != "")).select_from(Facility)
        total, reachable = self._session.execute(count.where(*self._meant(one))).one()
        return total, reachable

    def _places(self, one: Circular) -> str:
        kinds = "、".join(FacilityKind(kind).label for kind in one.kinds) or "すべての種別"
        query = select(Municipality.code, Municipality.name).where(Municipality.code.in_(one.municipalities))
        names = {code: name for code, name in self._session.execute(query)} if one.municipalities else {}
        towns = "、".join(names.get(code, code) for code in one.municipalities) or "管内すべて"
        least = f"{one.beds_least}床以上" if one.beds_least is not None else ""
        most = f"{one.beds_most}床以下" if one.beds_most is not None else ""
        return "　".join(filter(None, [kinds, towns, least + most]))

    def _one(self, circular_id: int, *, lock: bool = False) -> Circular:
        query = select(Circular).where(Circular.id == circular_id)
        if not self._officer.at_ministry:
            query = query.where(Circular.authority_code == self._officer.authority_code)
        one = self._session.scalar(query.with_for_update() if lock else query)
        if one is None:
            raise NotFound("周知・注意喚起")
        return one

    def _open(self, circular_id: int, label: str, as_seen: int | None) -> Circular:
        one = self._one(circular_id, lock=True)
        self._refuse_stale(one, as_seen)
        if one.state not in OPEN:
            raise ActNotOpen(label, [f"「{one.state.label}」のため、改められません。"])
        return one

    def _refuse_stale(self, one: Circular, as_seen: int | None) -> None:
        if one.version != as_seen:
            steps = self._session.scalars(
                select(CircularStep).where(CircularStep.circular_id == one.id).order_by(CircularStep.id.desc()).limit(1)
            )
            raise StaleVersion(as_seen or 0, one.version, [Change(s.at, s.who, s.what, {}) for s in steps])

    def _issued(self, circular_id: int, label: str) -> Circular:
        one = self._one(circular_id, lock=True)
        if one.state is not CircularState.ISSUED:
            raise ActNotOpen(label, ["まだ発出していません。"])
        return one

    def _recipient(self, recipient_id: int) -> CircularRecipient:
        one = self._session.scalar(
            select(CircularRecipient)
            .where(
                CircularRecipient.id == recipient_id,
                CircularRecipient.authority_code == self._officer.authority_code,
            )
            .with_for_update()
        )
        if one is None:
            raise NotFound("宛先")
        return one

    def _may(self, label: str, roles: frozenset[Role]) -> None:
        if self._officer.at_ministry or not self._officer.roles & roles:
            raise WrongRole(label, [role.label for role in sorted(roles)])

    def _done(self, one: Circular, what: str, note: str) -> None:
        one.version += 1
        self._step(one, what, note)

    def _step(self, one: Circular, what: str, note: str) -> None:
        self._session.add(
            CircularStep(
                circular_id=one.id,
                authority_code=one.authority_code,
                at=self._now,
                who=self._officer.office,
                what=what,
                note=note,
            )
        )
        self._session.flush()


def _row(one: Circular, number: str | None, dated_on: date | None, coverage: Coverage) -> CircularRow:
    edition = guidelines.edition(one.edition)
    return CircularRow(
        id=one.id,
        kind=one.kind,
        state=one.state,
        urgent=one.kind is CircularKind.ALERT and one.urgency is Urgency.URGENT,
        subject=one.subject,
        edition=edition.short if edition else one.edition,
        number=number or "",
        dated_on=dated_on,
        drafted_at=one.drafted_at,
        issued_at=one.issued_at,
        withdrawn=one.withdrawn_at is not None,
        corrected_number=one.corrected_number,
        corrects=one.corrects_id is not None,
        coverage=coverage,
    )


def _values(given: CircularFacts) -> dict[str, Any]:
    return {
        **given.model_dump(exclude={"kind", "kinds", "municipalities"}),
        "addressee": given.addressee or ADDRESSEE,
        "kinds": [str(kind) for kind in given.kinds],
        "municipalities": list(given.municipalities),
    }


def _facts(one: Circular) -> dict[str, Any]:
    """The facts as a form begins with them (JSON)."""
    names = [name for name in CircularFacts.model_fields if name not in ("kind", "send_at", "addressee")]
    return {
        **{name: getattr(one, name) for name in names},
        "urgency": str(one.urgency),
        "addressee": "" if one.addressee == ADDRESSEE else one.addressee,
        "send_at": one.send_at.isoformat() if one.send_at else None,
        "confirm_by": one.confirm_by.isoformat() if one.confirm_by else None,
    }
