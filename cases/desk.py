"""The officer's door: the only way to read and act. One `with at_desk(…)` is one visit is one transaction.

The scope (which authorities' rows) is set for that transaction only, from the officer's own record; row-level
security does the rest, so another prefecture's case is "not found", never "forbidden".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, selectinload

from cases import (
    aftercare,
    case_rules,
    direct_contacts,
    file_desk,
    groups,
    guards,
    handbook,
    handovers,
    intake,
    lists,
    living_rules,
    national_board,
    paper_room,
    progress,
    relations,
    showing,
    surroundings,
    trail,
    transfers,
)
from cases.circulars.desk import CircularDesk
from cases.clock import Clock
from cases.deeds.papers import PaperOrder, order
from cases.deeds.sharing import SharedIncident
from cases.deeds.suspicion import Suspicion
from cases.errors import ActNotOpen, CannotAssign, Change, NotFound, StaleVersion, UnknownFacility
from cases.export_desk import ExportDesk
from cases.facility_desk import FacilityDesk
from cases.facts import check_facts, names_group, refuse_future, searched
from cases.inspection_desk import InspectionDesk
from cases.inspector_desk import RegisterDesk
from cases.loading import load_cases
from cases.national_requests import RequestDesk
from cases.notice_desk import NoticeDesk
from cases.office_registers import OfficeRegisters
from cases.officers import SignedIn
from cases.papers.sheet import Order
from cases.permission import check_role, missing_for
from cases.post_desk import PostDesk
from cases.posters.desk import PosterDesk
from cases.procedure import Act, Deed, Facts, Stage, without_nul
from cases.records import (
    MINISTRY_CODE,
    Authority,
    CaseFile,
    Facility,
    FormDraft,
    HistoryLine,
    Letter,
    Officer,
    PendingWork,
    RuleMark,
    Task,
)
from cases.relation_views import Group, Offer, Relations
from cases.rota_desk import RotaDesk
from cases.rules_desk import RulesDesk
from cases.standing_desk import StandingDesk
from cases.store import Doors
from cases.tasks import find_open
from cases.views import (
    CaseRow,
    CaseSheet,
    Choice,
    Desktop,
    FileContent,
    HandoverView,
    LaidIn,
    NumberRow,
    Page,
    Related,
    RemarkView,
    Rota,
    Taken,
    TrailView,
    Viewed,
)
from cases.vocabulary import HistoryKind, Role, Sharing, StageKey

WAKE = "renraku_work"


@contextmanager
def at_desk(doors: Doors, officer: SignedIn, clock: Clock, *, practice: bool = False) -> Iterator[Desk]:
    """A visit to the desk: commits when the block ends well, rolls back otherwise."""
    engine = doors.ministry if officer.at_ministry else doors.desk
    with Session(engine, expire_on_commit=False) as session, session.begin():
        mark = session.execute(
            select(
                func.set_config("renraku.codes", officer.authority_code, True),
                func.set_config("renraku.officer", str(officer.id), True),
                select(RuleMark.mark).scalar_subquery(),
            )
        ).one()[-1]
        living_rules.bring_up_to_date(session, mark)
        yield Desk(session, officer, clock, practice=practice)


class Desk:
    """What an officer can see and do. Reading gives plain values; `take` is the only way a case changes by hand."""

    def __init__(self, session: Session, officer: SignedIn, clock: Clock, *, practice: bool) -> None:
        self._session = session
        self._clock = clock
        self._practice = practice
        self.officer = officer

    @property
    def inspection(self) -> InspectionDesk:
        """A case's visits and consultations whole, and the library of advice."""
        return InspectionDesk(self._session, self.officer, self._clock.now())

    @property
    def register(self) -> RegisterDesk:
        """The office's 医療監視員 and its own days."""
        return RegisterDesk(self._session, self.officer, self._clock.now())

    @property
    def rules(self) -> RulesDesk:
        """What the ministry adds to the rules and an authority sets for itself."""
        return RulesDesk(self._session, self.officer, self._clock.now())

    @property
    def notices(self) -> NoticeDesk:
        """What this officer was told, and how they want to be told."""
        return NoticeDesk(self._session, self.officer, self._clock.now())

    @property
    def rostering(self) -> RotaDesk:
        """Duty days, the order of calls, stand-ins."""
        return RotaDesk(self._session, self.officer, self._clock.now())

    @property
    def standing(self) -> StandingDesk:
        """The engine's standing work: when it ran, what it found, what this office is to look at."""
        return StandingDesk(self._session, self.officer, self._clock.now())

    @property
    def post(self) -> PostDesk:
        """Letters that did not arrive, and what is done about them."""
        return PostDesk(self._session, self.officer, self._clock.now())

    @property
    def registry(self) -> FacilityDesk:
        """The facilities of the area: finding, reading, registering, correcting."""
        return FacilityDesk(self._session, self.officer, self._clock.now())

    @property
    def posters(self) -> PosterDesk:
        """院内掲示: printing, where it hangs, the facilities' own links (R-160…R-164)."""
        return PosterDesk(self._session, self.officer, self._clock.now(), practice=self._practice)

    @property
    def circulars(self) -> CircularDesk:
        """周知・注意喚起 to the facilities of the area, and how far they have come (R-021…R-029)."""
        return CircularDesk(self._session, self.officer, self._clock.now(), practice=self._practice)

    @property
    def exports(self) -> ExportDesk:
        """A case in the forms of others, and lists, as files to take along (R-331)."""
        return ExportDesk(self._session, self.officer, self._clock.now(), practice=self._practice)

    # -- acting ------------------------------------------------------------------------------------------------

    def take(self, name: str, case_id: int | None, facts: dict[str, Any] | Facts, as_seen: int | None = None) -> Taken:
        """Take an act. `as_seen` is the version of the case that the form was drawn from; None only for intake.

        Raises a subclass of Refused; nothing is stored then.
        """
        stage, act = handbook.find(name)
        check_role(act, self.officer)
        checked = check_facts(act, facts)
        deed = Deed(
            self.officer.id,
            self.officer.office,
            self.officer.authority_code,
            self.officer.roles,
            self._clock.now(),
            OfficeRegisters(self._session, self.officer.authority_code),
        )
        refuse_future(checked, deed.now)
        if act.by_offer:
            accepted, words = act.name == "accept_transfer", str(getattr(checked, "reason", ""))
            return transfers.answer(self._session, self.officer, case_id, accepted=accepted, words=words, now=deed.now)
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
            ruled_by = case_rules.decided_by(case)
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
        if not act.opens_case and ruled_by != case_rules.decided_by(case):
            case_rules.re_evaluate(self._session, case, deed.now)
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
        shared = check_facts(act, {"contacted_at": self._clock.now(), **facts})
        assert isinstance(shared, SharedIncident)
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
        number = guards.row_number(to)
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
        self._session.execute(select(func.pg_notify(WAKE, str(key))))

    # -- reading -----------------------------------------------------------------------------------------------

    def case(self, case_id: int) -> CaseSheet:
        """The whole case page; that this officer saw it is noted (R-231). Raises NotFound."""
        found = load_cases(self._session, [case_id], lock=False)
        if not found:
            raise NotFound("案件")
        case = found[0]
        trail.note_viewing(self._session, case, self.officer.id, self.officer.office, self._clock.now())
        history = self._session.scalars(
            select(HistoryLine).where(HistoryLine.case_id == case_id).order_by(HistoryLine.id.desc()).limit(500)
        ).all()
        letters = self._session.scalars(
            select(Letter).where(Letter.case_id == case_id).order_by(Letter.id.desc()).limit(500)
        ).all()
        names = self._office_names({case.lead_officer_id})
        authority = self._session.scalar(select(Authority.name).where(Authority.code == case.authority_code)) or ""
        lead = names.get(case.lead_officer_id or 0, "")
        papers = paper_room.papers(self._session, case_id)
        items = aftercare.items(self._session, case, self._clock.now())
        checklists = aftercare.answered(self._session, case_id)
        sheet = showing.case_sheet(case, self.officer, authority, lead, history, letters, items, checklists, papers)
        rules = case_rules.views(case, case_rules.stored(self._session, case_id))
        return replace(sheet, rule_sets=rules, notices=aftercare.with_days(sheet.notices, rules))

    def lay_in(self, case_id: int, name: str, content: bytes) -> LaidIn:
        """A file is looked at and laid into the case, not yet part of it: `keep_file` says what it is.

        Raises NotFound, CaseEnded, WrongRole, or FileRefused.
        """
        return file_desk.lay_in(self._session, self.officer, self._clock.now(), case_id, name, content)

    def file(self, case_id: int, file_id: int) -> FileContent:
        """A file's content; the history notes who took it. Raises NotFound."""
        return file_desk.take_out(self._session, self.officer, self._clock.now(), case_id, file_id)

    def remarks(self, case_id: int) -> tuple[RemarkView, ...]:
        """What guests and office wrote to each other, oldest first (at most 500)."""
        return file_desk.remarks(self._session, case_id)

    def find(self, number: str) -> int:
        """The id of the case with that number. Raises NotFound."""
        found = self._session.scalar(select(CaseFile.id).where(CaseFile.number == searched(number)))
        if found is None:
            raise NotFound("案件")
        return found

    def pulse(self, case_id: int) -> int:
        """A number that changes whenever the case changes, by a person or the engine; cheap to ask."""
        found = self._session.scalar(select(CaseFile.pulse).where(CaseFile.id == case_id))
        if found is None:
            raise NotFound("案件")
        return found

    def trail(self, case_id: int) -> TrailView:
        """The case's chain of history, verified now, and who looked at the case (R-231). Raises NotFound."""
        found = trail.verify(self._session.connection(), case_id)
        if not found.cases:
            raise NotFound("案件")
        broken = found.breaks[0] if found.breaks else None
        seen = tuple(Viewed(*one) for one in trail.viewings(self._session, case_id))
        why = f"{broken.seq}行目: {broken.why}" if broken else ""
        return TrailView(found.lines, self._clock.now(), why, seen)

    def paper_file(self, paper_id: int) -> tuple[str, bytes]:
        """(file name, PDF) of an issued paper, the same bytes every time; noted as seen. Raises NotFound."""
        return paper_room.signed_bytes(self._session, paper_id, self.officer, self._clock.now())

    def paper_draft(self, case_id: int, facts: dict[str, Any]) -> list[bytes]:
        """PNG pages of what 「公文書を発行する」 would issue, marked 案. Raises what that act raises."""
        return paper_room.draft_pages(self._session, case_id, self._paper_order(facts), self.officer.office)

    def paper_unsigned(self, case_id: int, facts: dict[str, Any]) -> tuple[str, bytes]:
        """(file name, PDF) without a number: a working sheet, or a draft marked 案. Raises what that act raises."""
        return paper_room.unsigned(self._session, case_id, self._paper_order(facts), self.officer, self._clock.now())

    def blank_intake_form(self) -> tuple[str, bytes]:
        """(file name, PDF) of this office's paper intake form, for when systems are down (R-059)."""
        return paper_room.blank_intake(self._session, self.officer, self._clock.now(), practice=self._practice)

    def _paper_order(self, facts: dict[str, Any]) -> Order:
        _, act = handbook.find("issue_paper")
        checked = check_facts(act, facts)
        assert isinstance(checked, PaperOrder)
        return order(checked, self._clock.now())

    def number_register(self, year: int | None = None) -> tuple[NumberRow, ...]:
        """文書番号簿 of this officer's authority."""
        return paper_room.number_register(self._session, self.officer.authority_code, year)

    def worklist(
        self,
        *,
        stage: StageKey | None = None,
        search: str = "",
        mine: bool = False,
        overdue: bool = False,
        closed: bool = False,
        authority: str = "",
        page: int = 1,
        size: int = 25,
    ) -> Page[CaseRow]:
        """Cases by next due moment (those without one last), newest first among equals; closed ones by closing."""
        wanted = lists.Wanted(stage, search, mine, overdue, closed, authority)
        return lists.worklist(self._session, self.officer, self._clock.now(), wanted, page, size)

    def desktop(self) -> Desktop:
        """My open tasks, those that nobody holds, and the office's others, each by due moment (at most 200)."""
        return lists.desktop(self._session, self.officer, self._clock.now())

    def rota(self) -> Rota:
        """Today's duty officer and the on-call order of this office."""
        return surroundings.rota(self._session, self.officer, self._clock.now())

    @property
    def requests(self) -> RequestDesk:
        """The requests of the ministry, with or without a case (M-3.2)."""
        return RequestDesk(self._session, self.officer, self._clock.now(), practice=self._practice)

    def handovers(self) -> tuple[HandoverView, ...]:
        """The office's 引継簿: what nobody has acknowledged first, then the newest (R-241)."""
        return handovers.notes(self._session, self.officer)

    def write_handover(self, body: str, shift: str = "") -> int:
        """Leave a note to the next shift. Raises ActNotOpen."""
        return handovers.write(self._session, self.officer, body, shift, self._clock.now())

    def acknowledge_handover(self, note_id: int) -> None:
        """Raises NotFound, ActNotOpen."""
        handovers.acknowledge(self._session, self.officer, note_id, self._clock.now())

    def related(self, case_id: int) -> tuple[Related, ...]:
        """Other open cases of the same facility or vendor company within scope, newest first (at most 50)."""
        return surroundings.related(self._session, case_id)

    def relations(self, case_id: int) -> Relations:
        """Candidates for the same event, merged cases, and other open cases around this one. Raises NotFound."""
        found = load_cases(self._session, [case_id], lock=False)
        if not found:
            raise NotFound("案件")
        return relations.around(self._session, self.officer, found[0])

    def groups(self) -> tuple[Group, ...]:
        """Groups of cases with a common cause, newest first (at most 100)."""
        return groups.groups(self._session, self.officer)

    def offers(self) -> tuple[Offer, ...]:
        """Cases offered to this authority and by it, those that wait for an answer first (at most 200)."""
        return transfers.offers(self._session, self.officer)

    def colleagues(self, role: Role | None = None) -> list[Choice]:
        """Active officers of this office, with the role when one is asked for."""
        query = select(Officer).where(Officer.active, Officer.authority_code == self.officer.authority_code)
        if role:
            query = query.where(Officer.roles.contains([str(role)]))
        return [Choice(str(o.id), o.office) for o in self._session.scalars(query.order_by(Officer.id))]

    def facilities(self, search: str = "", limit: int = 50) -> list[Choice]:
        """Facilities of the jurisdiction by name, kana or municipality."""
        return self.registry.choices(search, limit=limit)

    def my_address(self) -> str:
        """The mail address of the officer at this desk."""
        return self._session.scalar(select(Officer.email).where(Officer.id == self.officer.id)) or ""

    def vendors_of(self, facility_id: int) -> list[tuple[str, str, str]]:
        """(company, phone, person) of the facility's vendors, for the contact sheet."""
        facility = self._session.scalar(
            select(Facility).where(Facility.id == facility_id).options(selectinload(Facility.vendors))
        )
        return [(v.company, v.phone, v.person) for v in facility.vendors] if facility else []

    def municipalities(self) -> list[Choice]:
        """The municipalities of this officer's jurisdiction today."""
        return self.registry.municipalities()

    def authorities_with_cases(self) -> list[tuple[str, str, int, int]]:
        """(code, name, open cases, overdue cases) per authority in scope, for the national board."""
        return lists.authorities_with_cases(self._session, self._clock.now())

    def national_board(
        self,
    ) -> tuple[list[national_board.BoardRow], list[national_board.AuthorityRow], list[national_board.Waiting]]:
        """Every open case in scope, the 157 authorities, and the five inquiries that wait longest (R-071)."""
        rows = national_board.open_cases(self._session)
        authorities = national_board.by_authority(self._session, rows, self._clock.now())
        return rows, authorities, national_board.oldest_unanswered(self._session)

    # -- drafts: nothing typed is lost -------------------------------------------------------------------------

    def save_draft(self, form: str, typed: dict[str, Any]) -> None:
        """Keep what was typed into a form; one draft per person and form."""
        now, typed = self._clock.now(), without_nul(typed)
        row = insert(FormDraft).values(officer_id=self.officer.id, form=form, typed=typed, saved_at=now)
        self._session.execute(
            row.on_conflict_do_update(index_elements=["officer_id", "form"], set_={"typed": typed, "saved_at": now})
        )

    def draft(self, form: str) -> dict[str, Any]:
        """What this officer typed last into the form; empty when nothing waits."""
        return dict(self._session.scalar(select(FormDraft.typed).where(*self._my_draft(form))) or {})

    def drop_draft(self, form: str) -> None:
        self._session.execute(delete(FormDraft).where(*self._my_draft(form)))

    def _my_draft(self, form: str) -> tuple[ColumnElement[bool], ...]:
        return FormDraft.officer_id == self.officer.id, FormDraft.form == form

    def _office_names(self, ids: set[int | None]) -> dict[int, str]:
        wanted = [i for i in ids if i is not None]
        rows = self._session.execute(select(Officer.id, Officer.office).where(Officer.id.in_(wanted)))
        return {row.id: row.office for row in rows}


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
