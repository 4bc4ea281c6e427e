"""Taking an act: the only way a case changes by a person's hand. Act, history line and owed work are one commit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from cases import handbook, progress
from cases.casework import rule_sets
from cases.casework.books import OfficeBooks
from cases.casework.checking import refuse_future, searched
from cases.casework.detection import intake
from cases.casework.detection.suspicion import Suspicion
from cases.casework.ministry_report.sharing import SharedIncident
from cases.casework.relations import offers
from cases.desk import relations
from cases.desk.base import AtDesk
from cases.desk.naming import Naming, resolve
from cases.desk.permission import check_role, missing_for
from cases.errors import ActNotOpen, Change, NotFound, StaleVersion
from cases.ministry import direct_contacts
from cases.procedure import Act, Deed, Facts, Second, Stage
from cases.records import CaseFile, HistoryLine, PendingWork, Task
from cases.store import history
from cases.store.loading import load_cases
from cases.store.notify import wake
from cases.views.general import Taken
from cases.vocabulary import HistoryKind, Sharing, StageKey


class Acting(AtDesk):
    """The desk's hand."""

    def take(self, name: str, case_id: int | None, facts: dict[str, Any] | Facts, as_seen: int | None = None) -> Taken:
        """Take an act. `as_seen` is the version of the case that the form was drawn from; None only for intake.

        Raises a subclass of Refused; nothing is stored then.
        """
        stage, act = handbook.find(name)
        check_role(act, self.officer)
        checked, deed = act.facts.checked(act.label, facts), self._deed()
        refuse_future(checked, deed.now)
        if act.by_offer:
            accepted, words = act.name == "accept_transfer", str(getattr(checked, "reason", ""))
            return offers.answer(self._session, self.officer, case_id, accepted=accepted, words=words, now=deed.now)
        if act.opens_case:
            case = self._opened(checked, deed)
            act.change(case, checked, deed)
            self._session.flush()
        else:
            case, other = self._locked(case_id, relations.second_case(self._session, act, case_id, checked))
            self._refuse(case, stage, act, as_seen)
            checked, deed = self._changed(case, other, act, checked, deed)
            if other is not None and act.second is not None:
                self._settle(other, deed)
                self._record(other, stage, act, checked, deed, told=act.second, note=f"案件 {case.number}")
        self._record(case, stage, act, checked, deed, told=act)
        self._session.flush()
        return Taken(case.id, case.number, case.version, "".join(deed.once[:1]))

    # -- the steps of an act: guards, change, record -----------------------------------------------------------

    def _deed(self) -> Deed:
        who = self.officer
        books = OfficeBooks(self._session, who.authority_code)
        return Deed(who.id, who.office, who.authority_code, who.roles, self._clock.now(), books)

    def _refuse(self, case: CaseFile, stage: Stage | None, act: Act[Any], as_seen: int | None) -> None:
        self._refuse_stale(case, as_seen)
        if missing := missing_for(case, stage, act):
            raise ActNotOpen(act.label, missing)

    def _changed(
        self, case: CaseFile, other: CaseFile | None, act: Act[Any], facts: Facts, deed: Deed
    ) -> tuple[Facts, Deed]:
        """What the facts name is found, the act changes the case, and what it fulfils is closed."""
        found = resolve(Naming(self._session, self.officer, case, facts, replace(deed, other=other)))
        ruled_by = rule_sets.decided_by(case)
        act.change(case, found.facts, found.deed)
        self._settle(case, deed)
        if ruled_by != rule_sets.decided_by(case):
            rule_sets.re_evaluate(self._session, case, deed.now)
        return found.facts, found.deed

    def _record(
        self,
        case: CaseFile,
        stage: Stage | None,
        act: Act[Any],
        facts: Facts,
        deed: Deed,
        *,
        told: Act[Any] | Second,
        note: str = "",
    ) -> None:
        """The history line, and the work that the engine now owes. `told`: whose words tell it."""
        said = facts.model_dump(mode="json", exclude_defaults=True)
        by = history.officer(deed.officer_id, deed.office)
        self._session.add(history.line(history.place(case), deed.now, by, told.past, told.label, said, note))
        task = _task_meant(case, facts)
        key = stage.key if stage else task.stage if task else StageKey.DETECTION
        self._session.add(
            PendingWork(
                case_id=case.id,
                authority_code=case.authority_code,
                stage=key,
                why=act.name,
                about=task.id if task else None,
                urgent=not act.opens_case,
                created_at=deed.now,
            )
        )
        wake(self._session, key)

    def _opened(self, facts: Facts, deed: Deed) -> CaseFile:
        if isinstance(facts, SharedIncident):
            return direct_contacts.open_shared(self._session, facts, deed, practice=self._practice)
        assert isinstance(facts, Suspicion)
        return intake.open_case(self._session, facts, deed, practice=self._practice)

    def receive_contact(self, facts: dict[str, Any]) -> tuple[Sharing, str]:
        """A medical institution called the ministry: its officer is told, a case is opened, or, where the authority
        so chose, the contact is kept here. Returns what was done and the case's number (R-056).
        """
        _, act = handbook.find("share_incident")
        check_role(act, self.officer)
        shared = SharedIncident.checked(act.label, {"contacted_at": self._clock.now(), **facts})
        refuse_future(shared, self._clock.now())
        now = self._clock.now()
        place = direct_contacts.place_of(self._session, shared, now)
        number = direct_contacts.open_case_of(self._session, place)
        if number is not None:
            case_id = self.find(number)
            version = self._session.scalar(select(CaseFile.version).where(CaseFile.id == case_id))
            said = {
                "contacted_at": shared.contacted_at,
                "gist": shared.gist or shared.what_happened,
                "answered_by": self.officer.office,
                "addressed_to": shared.addressed_to,
            }
            self.take("record_facility_contact", case_id, said, version)
            outcome = Sharing.TOLD
        elif direct_contacts.shares_with(self._session, place.authority_code):
            number, outcome = self.take("share_incident", None, shared).number, Sharing.OPENED
        else:
            number, outcome = "", Sharing.KEPT
        direct_contacts.keep(self._session, shared, place, outcome, number, self.officer.office, now)
        self._session.flush()
        return outcome, number

    def choose_sharing(self, authority_code: str, shares: bool, reason: str) -> None:
        """Whether that authority is told of direct contacts from now on."""
        check_role(handbook.find("share_incident")[1], self.officer)
        direct_contacts.choose(self._session, authority_code, shares, reason, self.officer, self._clock.now())

    def _locked(self, case_id: int | None, other_id: int | None) -> tuple[CaseFile, CaseFile | None]:
        """The case, and the second one of an act that changes two, locked in the one order that all follow."""
        ids = {one for one in (case_id, other_id) if one is not None}
        found = {case.id: case for case in load_cases(self._session, sorted(ids), lock=True)}
        if case_id not in found:
            raise NotFound("案件")
        if other_id is not None and other_id not in found:
            raise NotFound("案件")
        return found[case_id], found[other_id] if other_id is not None else None

    def _settle(self, case: CaseFile, deed: Deed) -> None:
        case.version += 1
        case.pulse += 1
        progress.settle(case, deed.now, self.officer.office)
        progress.summarise(case)

    def _refuse_stale(self, case: CaseFile, as_seen: int | None) -> None:
        if as_seen == case.version:
            return
        lines = self._session.scalars(
            select(HistoryLine)
            .where(HistoryLine.case_id == case.id, HistoryLine.version > (as_seen or 0))
            .where(HistoryLine.kind == HistoryKind.ACT)
            .order_by(HistoryLine.id)
        )
        changes = [Change(line.at, line.actor, line.label, line.facts) for line in lines]
        raise StaleVersion(as_seen or 0, case.version, changes)

    def find(self, number: str) -> int:
        """The id of the case with that number. Raises NotFound."""
        found = self._session.scalar(select(CaseFile.id).where(CaseFile.number == searched(number)))
        if found is None:
            raise NotFound("案件")
        return found


def _task_meant(case: CaseFile, facts: Facts) -> Task | None:
    """The task that the facts name, the newest of that code."""
    name = getattr(facts, "task", None)
    return next((t for t in reversed(case.tasks) if name in (t.code, str(t.id))), None) if name else None
