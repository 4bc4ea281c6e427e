"""The officer's door: the only way to read and act. One `with at_desk(…)` is one sitting is one transaction.

The scope (which authorities' rows) is set for that transaction only, from the officer's own record; row-level
security does the rest, so another prefecture's case is "not found", never "forbidden".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.casework import worklist as lists
from cases.casework.inspection.appointments import AppointmentDesk
from cases.casework.inspection.desk import InspectionDesk
from cases.casework.relations import groups, surroundings
from cases.casework.relations import offers as transfers
from cases.casework.relations.views import Group, Offer
from cases.casework.views import CaseRow, Desktop
from cases.circulars.desk import CircularDesk
from cases.clock import Clock
from cases.desk.case_page import CasePage
from cases.desk.drafts import Drafts
from cases.desk.papers import PapersAtDesk
from cases.desk.taking import Acting
from cases.exports.desk import ExportDesk
from cases.ministry import board as national_board
from cases.ministry.campaigns.desk import CampaignDesk
from cases.ministry.requests import RequestDesk
from cases.office import handovers
from cases.office.notices import NoticeDesk
from cases.office.rota import RotaDesk
from cases.office.views import HandoverView, Rota
from cases.post.desk import PostDesk
from cases.posters.desk import PosterDesk
from cases.records import Officer, RuleMark
from cases.registry.desk import FacilityDesk
from cases.rulebook import living
from cases.rulemaking.desk import RulesDesk
from cases.store.connections import Doors
from cases.store.officers import SignedIn
from cases.upkeep.desk import UpkeepDesk
from cases.views.general import Choice, Page
from cases.vocabulary import Role, StageKey


@contextmanager
def at_desk(doors: Doors, officer: SignedIn, clock: Clock, *, practice: bool = False) -> Iterator[Desk]:
    """A sitting at the desk: commits when the block ends well, rolls back otherwise."""
    engine = doors.ministry if officer.at_ministry else doors.desk
    with Session(engine, expire_on_commit=False) as session, session.begin():
        mark = session.execute(
            select(
                func.set_config("renraku.codes", officer.authority_code, True),
                func.set_config("renraku.officer", str(officer.id), True),
                select(RuleMark.mark).scalar_subquery(),
            )
        ).one()[-1]
        living.bring_up_to_date(session, mark)
        yield Desk(session, officer, clock, practice=practice)


class Desk(Acting, CasePage, PapersAtDesk, Drafts):
    """What an officer can see and do. Reading gives plain values; `take` is the only way a case changes by hand."""

    @property
    def inspection(self) -> InspectionDesk:
        """A case's visits and consultations whole, and the library of advice."""
        return InspectionDesk(self._session, self.officer, self._clock.now())

    @property
    def appointments(self) -> AppointmentDesk:
        """The office's 医療監視員 and its own days."""
        return AppointmentDesk(self._session, self.officer, self._clock.now())

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
    def upkeep(self) -> UpkeepDesk:
        """The engine's scheduled work: when it ran, what it found, what this office is to look at."""
        return UpkeepDesk(self._session, self.officer, self._clock.now())

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

    # -- the office's lists and books --------------------------------------------------------------------------

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

    @property
    def campaigns(self) -> CampaignDesk:
        """Other ministries' requests that the ministry passes on (P-1…P-8)."""
        return CampaignDesk(self._session, self.officer, self._clock.now(), practice=self._practice)

    def handovers(self) -> tuple[HandoverView, ...]:
        """The office's 引継簿: what nobody has acknowledged first, then the newest (R-241)."""
        return handovers.notes(self._session, self.officer)

    def write_handover(self, body: str, shift: str = "") -> int:
        """Leave a note to the next shift. Raises ActNotOpen."""
        return handovers.write(self._session, self.officer, body, shift, self._clock.now())

    def acknowledge_handover(self, note_id: int) -> None:
        """Raises NotFound, ActNotOpen."""
        handovers.acknowledge(self._session, self.officer, note_id, self._clock.now())

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
