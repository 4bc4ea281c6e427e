"""The registry as an office's desk sees it: finding, reading, and the deeds on a facility. Inside a sitting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from cases.clock import jst_day
from cases.errors import (
    ActNotOpen,
    NotFound,
    UnknownAct,
    UnknownMunicipality,
    WrongRole,
)
from cases.procedure import Facts
from cases.records import (
    Authority,
    CaseFile,
    Facility,
    FacilityChange,
    FacilityVendor,
    Municipality,
    NetworkMember,
    RegistryRun,
)
from cases.registry import history, views
from cases.registry.codes import medical_institution_code_warning
from cases.registry.deeds import FACILITY_ACTS, MOVE, OFFICE, REGISTRATION, Changes, FacilityAct
from cases.registry.facts import Move, Registration
from cases.registry.jurisdiction import area_of
from cases.store import searching
from cases.store.officers import SignedIn
from cases.views.general import Choice, Page, Taken
from cases.vocabulary import FacilityKind, RunState

MOST_LINES = 200


class FacilityDesk:
    """Reading gives plain values; `take` and `register` are the only ways a facility changes by hand."""

    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session = session
        self._officer = officer
        self._now = now

    @property
    def _today(self) -> date:
        return jst_day(self._now)

    # -- finding -----------------------------------------------------------------------------------------------

    def search(
        self,
        words: str = "",
        *,
        kind: FacilityKind | None = None,
        municipality: str = "",
        municipal: bool = False,
        delisted: bool = False,
        without_vendor: bool = False,
        page: int = 1,
        size: int = 25,
    ) -> Page[views.FacilityRow]:
        """Facilities of the area by municipality and name. `words`: each must occur in name, kana, short name,
        municipality or a code, whatever the width, case or kana it is typed in.
        """
        where = self.conditions(words, kind, municipality, municipal, delisted, without_vendor)
        total = self._session.scalar(select(func.count()).select_from(Facility).where(*where)) or 0
        page = min(max(page, 1), max(1, -(-total // size)))
        vendors = (
            select(func.count())
            .where(FacilityVendor.facility_id == Facility.id, FacilityVendor.removed_at.is_(None))
            .scalar_subquery()
        )
        rows = self._session.execute(
            select(Facility, Authority.name, vendors)
            .join(Authority, Authority.code == Facility.authority_code)
            .where(*where)
            .order_by(Facility.municipality_code, Facility.name, Facility.id)
            .limit(size)
            .offset((page - 1) * size)
        )
        return Page([views.row(f, authority, count) for f, authority, count in rows], total, page, size)

    def conditions(
        self,
        words: str,
        kind: FacilityKind | None,
        municipality: str,
        municipal: bool,
        delisted: bool,
        without_vendor: bool,
    ) -> list[ColumnElement[bool]]:
        """What narrows the facilities of the area to those that are searched."""
        where: list[ColumnElement[bool]] = [*self._mine(), Facility.unidentified.is_(False)]
        where += searching.in_registry(words)
        if kind:
            where.append(Facility.kind == kind)
        if municipality:
            where.append(Facility.municipality_code == municipality)
        if municipal:
            where.append(Facility.municipal.is_(True))
        if delisted:
            where.append(Facility.delisted_on.is_not(None))
        if without_vendor:
            known = select(FacilityVendor.facility_id).where(FacilityVendor.removed_at.is_(None))
            where.append(Facility.id.not_in(known))
        return where

    def _mine(self) -> list[ColumnElement[bool]]:
        """The ministry sees all; an office names its code, so that the index on it is used."""
        return [] if self._officer.at_ministry else [Facility.authority_code == self._officer.authority_code]

    def choices(self, words: str = "", *, chosen: str = "", limit: int = 50) -> list[Choice]:
        """For a form's chooser: the first that fit, and the one already chosen."""
        query = select(Facility).where(*self._mine(), Facility.unidentified.is_(False))
        narrowed = query.where(*searching.in_registry(words))
        found = list(self._session.scalars(narrowed.order_by(Facility.name, Facility.id).limit(limit)))
        if chosen.isdecimal() and int(chosen) not in {f.id for f in found} and len(chosen) < 19:
            found += self._session.scalars(query.where(Facility.id == int(chosen)))
        return [Choice(str(f.id), f"{f.name}（{f.municipality_name}・{f.kind.label}）") for f in found]

    def count(self) -> int:
        """How many facilities the area has."""
        return (
            self._session.scalar(
                select(func.count()).select_from(Facility).where(*self._mine(), Facility.unidentified.is_(False))
            )
            or 0
        )

    def municipalities(self) -> list[Choice]:
        """The municipalities that this office is competent for today; for the ministry, none: there are too many."""
        if self._officer.at_ministry:
            return []
        area = area_of(self._session, self._officer.authority_code, self._today)
        return [Choice(code, name) for code, name in area]

    def newest_data(self) -> date | None:
        """The day of the newest published data that is in; None before the first import."""
        return self._session.scalar(
            select(func.max(RegistryRun.published_on)).where(RegistryRun.state == RunState.DONE)
        )

    # -- reading one -------------------------------------------------------------------------------------------

    def sheet(self, facility_id: int) -> views.FacilitySheet:
        """All that the registry has on it. Raises NotFound."""
        facility = self._session.scalar(
            select(Facility)
            .where(Facility.id == facility_id, Facility.unidentified.is_(False))
            .options(selectinload(Facility.vendors))
        )
        if facility is None:
            raise NotFound("医療機関等")
        authority = self._session.scalar(select(Authority.name).where(Authority.code == facility.authority_code)) or ""
        changes = self._session.scalars(
            select(FacilityChange)
            .where(FacilityChange.facility_id == facility_id)
            .order_by(FacilityChange.id.desc())
            .limit(MOST_LINES)
        )
        members = self._session.scalars(
            select(NetworkMember)
            .where(NetworkMember.network_id == facility_id, NetworkMember.removed_at.is_(None))
            .order_by(NetworkMember.id)
        )
        networks = self._session.execute(
            select(Facility.id, Facility.name)
            .join(NetworkMember, NetworkMember.network_id == Facility.id)
            .where(NetworkMember.facility_id == facility_id, NetworkMember.removed_at.is_(None))
        )
        cases = self._session.scalars(
            select(CaseFile).where(CaseFile.facility_id == facility_id).order_by(CaseFile.id.desc()).limit(50)
        )
        own = facility.authority_code == self._officer.authority_code
        return views.sheet(
            facility,
            authority,
            changes=tuple(changes),
            members=tuple(members),
            networks=tuple((n, name) for n, name in networks),
            cases=tuple(cases),
            code_warning=medical_institution_code_warning(facility.institution_code) or ""
            if facility.institution_code
            else "",
            place=self._place_name(facility.registry_said.get("municipality_code")),
            editable=own and bool(self._officer.roles & OFFICE),
        )

    def _place_name(self, code: Any) -> str:
        found = self._session.scalar(select(Municipality.name).where(Municipality.code == code)) if code else ""
        return found or ""

    # -- changing ----------------------------------------------------------------------------------------------

    def register(self, facts: dict[str, Any]) -> Taken:
        """A facility entered by hand, networks without a code too (R-003).

        Raises ActNotOpen when one of that kind and name is there already, UnknownMunicipality, BadFacts, WrongRole.
        """
        label = REGISTRATION.label
        self._check_role(label, OFFICE)
        given = Registration.checked(label, facts)
        place = next((c for c in self.municipalities() if given.municipality in (c.value, c.label)), None)
        if place is None:
            raise UnknownMunicipality(given.municipality)
        same = self._session.scalar(
            select(Facility.name).where(
                Facility.municipality_code == place.value,
                Facility.kind == given.kind,
                func.search_form(Facility.name) == func.search_form(given.name),
            )
        )
        if same is not None:
            raise ActNotOpen(label, [f"同じ市区町村に「{same}」（{given.kind.label}）が登録されています。"])
        facility = Facility(
            authority_code=self._officer.authority_code,
            municipality_code=place.value,
            municipality_name=place.label,
            version=1,
            registry_said={},
            **given.model_dump(exclude={"municipality"}),
        )
        self._session.add(facility)
        self._session.flush()
        self._note(facility, REGISTRATION.name, label, {"name": [None, given.name], "kind": [None, given.kind.label]})
        self._session.flush()
        return Taken(facility.id, facility.name, 1)

    def take(self, name: str, facility_id: int, facts: dict[str, Any], as_seen: int | None) -> Taken:
        """A deed on a facility of this office. `as_seen`: the version that the form was drawn from.

        Raises UnknownAct, WrongRole, BadFacts, NotFound, StaleVersion, ActNotOpen, UnknownMunicipality.
        """
        act = FACILITY_ACTS.get(name)
        if act is None:
            raise UnknownAct(name)
        self._check_role(act.label, act.roles)
        given = act.facts.checked(act.label, facts)
        facility = self._session.scalar(
            select(Facility)
            .where(
                Facility.id == facility_id,
                Facility.authority_code == self._officer.authority_code,
                Facility.unidentified.is_(False),
            )
            .with_for_update()
        )
        if facility is None:
            raise NotFound("医療機関等")
        history.refuse_stale(self._session, facility, as_seen)
        return self._do(act, facility, given)

    def _do(self, act: FacilityAct[Any], facility: Facility, given: Facts) -> Taken:
        changes = act.change(self._session, facility, given, self._now)
        destination = self._destination(given) if isinstance(given, Move) else None
        if destination and destination.value != facility.municipality_code:
            changes["municipality_name"] = [facility.municipality_name, destination.label]
        if not changes:
            raise ActNotOpen(act.label, ["登録されている内容と同じで、変わるところがありません。"])
        facility.version += 1
        version = facility.version
        day = given.moved_on if isinstance(given, Move) else None
        self._note(facility, act.name, act.label, changes, day)
        self._session.flush()
        if destination and destination.value != facility.municipality_code:
            self._hand_over(facility.id, destination)
        return Taken(facility.id, facility.name, version)

    def _destination(self, facts: Move) -> Choice:
        """The municipality, anywhere in the country. Raises UnknownMunicipality, also when two have the name."""
        rows = self._session.execute(
            select(Municipality.code, Municipality.name).where(
                (Municipality.name == facts.municipality)
                | (Municipality.code == facts.municipality)
                | (Municipality.prefecture + Municipality.name == facts.municipality)
            )
        ).all()
        if len(rows) != 1:
            raise UnknownMunicipality(facts.municipality)
        return Choice(rows[0][0], rows[0][1])

    def _hand_over(self, facility_id: int, to: Choice) -> None:
        """To the authority competent for the new municipality today; the database does it (migration b_registry)."""
        done = self._session.scalar(select(func.hand_over_facility(facility_id, to.value, self._today)))
        if done is None:
            raise ActNotOpen(MOVE.label, [f"{to.label}の所管自治体が登録されていません。管理者に連絡してください。"])

    def _check_role(self, label: str, roles: frozenset[Any]) -> None:
        if not self._officer.roles & roles:
            raise WrongRole(label, [role.label for role in sorted(roles)])

    def _note(self, facility: Facility, name: str, label: str, changes: Changes, on_date: date | None = None) -> None:
        history.note(self._session, facility, self._officer, self._now, name, label, changes, on_date)


def model_of(label: str) -> type[Facts] | None:
    """The facts of the deed with that label, for the titles in complaints."""
    return next((act.facts for act in (REGISTRATION, *FACILITY_ACTS.values()) if act.label == label), None)
