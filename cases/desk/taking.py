"""Taking an act: the only way a case changes by a person's hand. Act, history line and owed work are one commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cases import handbook, progress
from cases.casework import rule_sets
from cases.casework.books import OfficeBooks
from cases.casework.checking import names_group, refuse_future, searched
from cases.casework.detection import intake
from cases.casework.detection.suspicion import Suspicion
from cases.casework.ministry_report.sharing import SharedIncident
from cases.casework.relations import groups, offers
from cases.casework.tasks import find_open
from cases.clocks import moments
from cases.desk import relations
from cases.desk.base import AtDesk
from cases.desk.permission import check_role, missing_for
from cases.errors import ActNotOpen, CannotAssign, Change, NotFound, StaleVersion, UnknownFacility
from cases.ministry import direct_contacts
from cases.procedure import Act, Deed, Facts, Stage
from cases.records import MINISTRY_CODE, CaseFile, Facility, HistoryLine, Officer, PendingWork, Task
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
        checked = act.facts.checked(act.label, facts)
        deed = Deed(
            self.officer.id,
            self.officer.office,
            self.officer.authority_code,
            self.officer.roles,
            self._clock.now(),
            OfficeBooks(self._session, self.officer.authority_code),
        )
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
            self._refuse_stale(case, as_seen)
            if missing := missing_for(case, stage, act):
                raise ActNotOpen(act.label, missing)
            checked = self._resolve_officer(case, checked)
            ruled_by = rule_sets.decided_by(case)
            deed = replace(deed, facility=self._facility_named(case, checked), other=other)
            if names_group(checked):
                deed = replace(deed, group=groups.find(self._session, str(getattr(checked, "group", ""))))
            act.change(case, checked, deed)
            self._settle(case, deed)
            if other is not None and act.second is not None:
                self._settle(other, deed)
                second = replace(act, past=act.second.past, label=act.second.label)
                self._write_history(other, second, checked, deed, note=f"案件 {case.number}")
                self._owe_work(other, stage, act, checked, deed.now)
        self._write_history(case, act, checked, deed)
        if not act.opens_case and ruled_by != rule_sets.decided_by(case):
            rule_sets.re_evaluate(self._session, case, deed.now)
        self._owe_work(case, stage, act, checked, deed.now)
        self._session.flush()
        return Taken(case.id, case.number, case.version, "".join(deed.once[:1]))

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

    def _resolve_officer(self, case: CaseFile, facts: Facts) -> Facts:
        """A `to` field names an officer of this office by id or login; the role of the task is checked (R-119)."""
        to = getattr(facts, "to", None)
        if not isinstance(to, str):
            return facts
        number = moments.row_number(to)
        key = Officer.id == number if number is not None else Officer.login == to
        office = MINISTRY_CODE if self.officer.at_ministry else case.authority_code
        person = self._session.scalar(select(Officer).where(key, Officer.active, Officer.authority_code == office))
        if person is None:
            raise NotFound("職員")
        if task_name := getattr(facts, "task", None):
            task = find_open(case, task_name)
            if task.role not in person.roles:
                raise CannotAssign(task.title, task.role.label)
        return facts.model_copy(update={"to": str(person.id)})

    def _facility_named(self, case: CaseFile, facts: Facts) -> Facility | None:
        """The facility that the facts name by number or name, out of the register of the case's authority (R-063)."""
        field = type(facts).model_fields.get("facility")
        if field is None or not (isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("facility")):
            return None
        name = str(getattr(facts, "facility", ""))
        found = intake.find_facilities(self._session, name, case.authority_code)
        if len(found) != 1:
            raise UnknownFacility(name, [f"{f.name}（{f.municipality_name}・{f.kind.label}）" for f in found])
        return found[0]

    def _write_history(self, case: CaseFile, act: Act[Any], facts: Facts, deed: Deed, note: str = "") -> None:
        self._session.add(
            HistoryLine(
                case_id=case.id,
                authority_code=case.authority_code,
                at=deed.now,
                kind=HistoryKind.ACT,
                actor_id=deed.officer_id,
                actor=deed.office,
                name=act.past,
                label=act.label,
                facts=facts.model_dump(mode="json", exclude_defaults=True),
                note=note,
                version=case.version,
            )
        )

    def _owe_work(self, case: CaseFile, stage: Stage | None, act: Act[Any], facts: Facts, now: datetime) -> None:
        key = stage.key if stage else _stage_of_task(case, facts)
        self._session.add(
            PendingWork(
                case_id=case.id,
                authority_code=case.authority_code,
                stage=key,
                why=_why(case, act, facts),
                urgent=not act.opens_case,
                created_at=now,
            )
        )
        wake(self._session, key)

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


def _stage_of_task(case: CaseFile, facts: Facts) -> StageKey:
    task = _task_meant(case, facts)
    return task.stage if task else StageKey.DETECTION


def _why(case: CaseFile, act: Act[Any], facts: Facts) -> str:
    """What the work is owed to: the act, and the task it was about (`assign_task:17`)."""
    task = _task_meant(case, facts)
    return f"{act.name}:{task.id}" if task else act.name
