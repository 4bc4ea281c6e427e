"""周知・注意喚起 at the desk: drafted, decided, issued under a number, followed up (M-1.2a, M-1.4; R-021…R-029)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from cases.circulars import again, ending, issuing, otherwise, wording
from cases.circulars.facts import (
    ADDRESS,
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
    CircularFacts,
    IssueFacts,
    OtherwiseFacts,
    TellFacts,
    WithdrawFacts,
)
from cases.circulars.reading import CircularReading
from cases.errors import ActNotOpen, Change, NotFound, StaleVersion, WrongRole
from cases.papers.issuing import office_of
from cases.records import CaseFile, Circular, CircularRecipient, CircularStep, Facility
from cases.registry import history
from cases.registry.deeds import OFFICE
from cases.registry.desk import FacilityDesk
from cases.vocabulary import CircularKind, CircularState, Role, SendingWay, Urgency

OPEN = (CircularState.DRAFT, CircularState.APPROVED)


class CircularDesk(CircularReading):
    """Inside the desk's sitting; an authority's own, for the ministry to read only (R-029)."""

    # -- writing it --------------------------------------------------------------------------------------------

    def draft(self, facts: dict[str, Any], *, case_number: str = "") -> int:
        """A new draft. Raises WrongRole, BadFacts, UnknownMunicipality, NotFound, ActNotOpen."""
        self._may(NOTICE, OFFICE)
        given = self._read(facts)
        if case_number and self._session.scalar(select(CaseFile.id).where(CaseFile.number == case_number)) is None:
            raise NotFound("案件")
        one = Circular(
            authority_code=self._officer.authority_code,
            kind=given.kind,
            case_number=case_number,
            drafted_by=self._officer.office,
            drafted_at=self._now,
            **wording.values(given),
        )
        self._session.add(one)
        self._session.flush()
        self._step(one, given.kind.label + "を起案", "")
        return one.id

    def change(self, circular_id: int, facts: dict[str, Any], as_seen: int | None) -> None:
        """Another wording; a decision given before is void. Raises as `draft`, and StaleVersion."""
        self._may(NOTICE, OFFICE)
        one = self._open(circular_id, "内容を改める", as_seen)
        given = self._read({**facts, "kind": one.kind})
        for name, value in wording.values(given).items():
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
        given = IssueFacts.checked(ISSUE, facts)
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
        one.total = issuing.write_recipients(self._session, one)
        if not one.total:
            raise ActNotOpen(ISSUE, ["宛先となる医療機関等がありません。宛先の選び方を改めてください。"])
        number = issuing.put_out(self._session, one, self._officer.office, self._now, practice=self._practice)
        one.state, one.issued_by, one.issued_at = CircularState.ISSUED, self._officer.office, self._now
        self._done(one, "発出", "　".join(filter(None, [number, one.bypass_reason and f"先行: {one.bypass_reason}"])))
        if former is not None:
            ending.took_place(self._session, former, number, self._now)
            self._done(former, "訂正版を発出", number)
        return number

    # -- when it was wrong -------------------------------------------------------------------------------------

    def withdraw(self, circular_id: int, facts: dict[str, Any], as_seen: int | None) -> tuple[int, int]:
        """取消し: (how many are written to, how many have to be told by other means). The supervisor's to decide.

        Raises WrongRole, BadFacts, NotFound, StaleVersion; ActNotOpen before the issue and for what has ended.
        """
        self._may(WITHDRAW, frozenset({Role.SUPERVISOR}))
        given = WithdrawFacts.checked(WITHDRAW, facts)
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

    # -- without mail ------------------------------------------------------------------------------------------

    def sheets(self, circular_id: int) -> tuple[str, bytes, int]:
        """(file name, the covering sheets with answer forms, how many). Raises WrongRole, NotFound, ActNotOpen,
        PaperUnprintable.
        """
        self._may(SHEETS, OFFICE)
        one = self._issued(circular_id, SHEETS)
        ending.refuse_ended(one, SHEETS)
        office = office_of(self._session, one.authority_code)
        return otherwise.sheets(self._session, one, office, self.today, self._officer.office, practice=self._practice)

    def note_otherwise(self, circular_id: int, facts: dict[str, Any]) -> int:
        """Sent by fax, post or an association, for many at once; returns how many.

        Raises WrongRole, BadFacts, NotFound, ActNotOpen.
        """
        self._may(OTHERWISE, OFFICE)
        given = OtherwiseFacts.checked(OTHERWISE, facts)
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
        given = TellFacts.checked(TELL, facts)
        one = self._recipient(recipient_id)
        one.told_channel, one.told_at, one.told_by = given.channel, given.told_at, self._officer.office
        one.told_note = given.note
        one.letter_owed = one.letter_owed if one.letter_owed == ending.WITHDRAWN else ""
        self._session.flush()

    def write_to(self, recipient_id: int, facts: dict[str, Any]) -> None:
        """A working address: the registry takes it too, and the circular goes out to it. Raises as `tell`."""
        self._may(ADDRESS, OFFICE)
        given = AddressFacts.checked(ADDRESS, facts)
        one = self._recipient(recipient_id)
        ending.refuse_ended(self._one(one.circular_id), ADDRESS)
        one.address, one.letter_owed = given.email, issuing.SENT
        one.rounds += 1 if one.letter_id is not None else 0
        facility = self._session.scalar(
            select(Facility)
            .where(Facility.id == one.facility_id, Facility.authority_code == one.authority_code)
            .with_for_update()
        )
        if facility is not None and facility.email != given.email:
            changes = {"email": [facility.email, given.email]}
            facility.email, facility.version = given.email, facility.version + 1
            history.note(self._session, facility, self._officer, self._now, "correct_facility", ADDRESS, changes)
        self._session.flush()

    # -- inside ------------------------------------------------------------------------------------------------

    def _read(self, facts: dict[str, Any]) -> CircularFacts:
        registry = FacilityDesk(self._session, self._officer, self._now)
        return wording.read(facts, {one.value for one in registry.municipalities()})

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
