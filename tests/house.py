"""A house for one test: a database of its own, officers by office and role, time moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event, insert, make_url, select
from sqlalchemy.orm import Session

from cases.clock import JST, HandClock, jst_day
from cases.desk.door import Desk, at_desk
from cases.desk.views import CaseSheet
from cases.office.sign_in import signed_in
from cases.post.writing import Sender
from cases.records import Authority, CaseFile, Duty, Facility, FacilityVendor, Municipality, Officer
from cases.rulebook import live_with, shipped
from cases.store.connections import Doors, connect
from cases.store.officers import SignedIn
from cases.views.general import Taken
from cases.vocabulary import FacilityKind, Role
from flows import world
from flows.engine.drain import drain
from flows.mail.mailer import Mailer, MailServer
from infra.exercises.appointments import appoint

NIGHT_OF_HANDA = datetime(2021, 10, 31, 0, 30, tzinfo=JST)
CHEAP_HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$unusable"
PEOPLE = {
    "担当1": ({Role.OFFICER}, 1),
    "担当2": ({Role.OFFICER}, 2),
    "課長": ({Role.SUPERVISOR}, 1),
    "医療監視員": ({Role.INSPECTOR}, None),
}


_KEPT: dict[str, Engine] = {}
_DATABASE: dict[str, str] = {}


def kept_engine(role: str, url: str) -> Engine:
    """This process's engine of a role, now at the database of `url`: what SQLAlchemy has compiled once, it keeps."""
    if role not in _KEPT:
        _KEPT[role] = connect(url)

        @event.listens_for(_KEPT[role], "do_connect")
        def to_this_house(dialect: Any, record: Any, args: Any, params: dict[str, Any]) -> None:
            args[:], its_own = dialect.create_connect_args(make_url(_DATABASE[role]))
            options = params.get("options", "")
            params.clear()
            params.update({**its_own, "options": options})

    if _DATABASE.get(role) != url:
        _DATABASE[role] = url
        _KEPT[role].dispose()
    return _KEPT[role]


def hang_up() -> None:
    """Close every connection that was kept."""
    for engine in _KEPT.values():
        engine.dispose()


@dataclass
class House:
    """Everything a situation needs. `owner` is for laying out and for looking behind the scenes only."""

    urls: dict[str, str]
    clock: HandClock
    mail_port: int = 9
    owner: Engine = field(init=False)
    doors: Doors = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.owner = kept_engine("owner", self.urls["owner"])
        self.doors = Doors(*(kept_engine(role, self.urls[role]) for role in ("desk", "ministry", "gate", "guest")))
        self.engine = kept_engine("engine", self.urls["engine"])
        self.enter()

    def enter(self) -> None:
        """Make this house the flows' world."""
        mailer = Mailer(MailServer("127.0.0.1", self.mail_port, "renraku@localhost", timeout=3))
        world.enter(world.World(self.engine, self.clock, Sender("http://127.0.0.1:8501", False), mailer))

    def close(self, *, keep: bool = False) -> None:
        """`keep`: the connections stay open for the next house in the same database."""
        live_with("", shipped())  # what this house's ministry decided ends with it
        if not keep:
            hang_up()

    # -- people and places -------------------------------------------------------------------------------------

    def office(self, authority: str) -> dict[str, SignedIn]:
        """The default staff of an authority by 職名; hired on first call."""
        with Session(self.owner) as session, session.begin():
            code = session.scalars(select(Authority.code).where(Authority.name == authority)).one()
            staff = {"担当": ({Role.MINISTRY}, None)} if code == "MHLW" else PEOPLE
            known = {o.office: o for o in session.scalars(select(Officer).where(Officer.authority_code == code))}
            for n, (office, (roles, on_call)) in enumerate(staff.items()):
                if office not in known:
                    known[office] = Officer(
                        authority_code=code,
                        login=f"{code}-{n}",
                        office=office,
                        email=f"{code}-{n}@example.jp",
                        roles=sorted(roles),
                        password_hash=CHEAP_HASH,
                        active=True,
                        on_call_order=on_call,
                    )
                    session.add(known[office])
            session.flush()
            appoint(session, code, [o.office for o in known.values() if {Role.INSPECTOR, Role.MINISTRY} & set(o.roles)])
            return {office: signed_in(officer, authority) for office, officer in known.items()}

    def inspector(self, authority: str, office: str, **facts: Any) -> None:
        """Another 医療監視員 in the register, appointed since 2018 and with a certificate, or as `facts` say."""
        with Session(self.owner) as session, session.begin():
            code = session.scalars(select(Authority.code).where(Authority.name == authority)).one()
            appoint(session, code, [office], **facts)

    def duty(self, officer: SignedIn, on: datetime) -> None:
        with self.owner.begin() as connection:
            connection.execute(
                insert(Duty).values(authority_code=officer.authority_code, on_date=jst_day(on), officer_id=officer.id)
            )

    def facility(
        self,
        name: str = "つるぎ町立半田病院",
        municipality: str = "つるぎ町",
        kind: FacilityKind = FacilityKind.HOSPITAL,
        *,
        authority: str = "徳島県",
        vendors: Sequence[tuple[str, str]] = (("架空システム株式会社", "088-000-0000"),),
    ) -> int:
        """A facility in the registry; returns its id."""
        with Session(self.owner) as session, session.begin():
            code = session.scalars(select(Authority.code).where(Authority.name == authority)).one()
            place = session.scalars(
                select(Municipality).where(Municipality.name == municipality, Municipality.prefecture != "")
            ).first()
            assert place is not None, municipality
            facility = Facility(
                authority_code=code,
                municipality_code=place.code,
                municipality_name=place.name,
                kind=kind,
                name=name,
                vendors=[FacilityVendor(authority_code=code, company=c, phone=p) for c, p in vendors],
            )
            session.add(facility)
            session.flush()
            return facility.id

    # -- acting ------------------------------------------------------------------------------------------------

    def desk(self, officer: SignedIn) -> Any:
        return at_desk(self.doors, officer, self.clock)

    def take(self, officer: SignedIn, act: str, case: int | None = None, /, **facts: Any) -> Taken:
        """Take an act on the newest version of the case."""
        seen = self.version(case) if case is not None else None
        with self.desk(officer) as desk:
            assert isinstance(desk, Desk)
            return desk.take(act, case, facts, seen)

    def suspicion(self, officer: SignedIn, facility: str = "つるぎ町立半田病院", /, **facts: Any) -> int:
        """S2's first report: printers emit English text at 00:30. Returns the case id."""
        given = {
            "facility": facility,
            "what_happened": "プリンタから英文が大量に印刷され、電子カルテが使えない",
            "detected_at": self.clock.now(),
            "awareness_source": "facility_report",
            "separate_reason": "別の事案",
            **facts,
        }
        return self.take(officer, "report_suspicion", **given).case_id

    def judge(self, officer: SignedIn, case: int, /, **answers: Any) -> Taken:
        """The four questions; by default an attack with failure and disrupted care."""
        given = {
            "attack": "yes",
            "failure": "yes",
            "leak": "unknown",
            "care": "present",
            "reason": "新たに分かったため",
            **answers,
        }
        return self.take(officer, "judge", case, **{"judged_at": self.clock.now(), **given})

    def drain(self, *, post: bool = False) -> None:
        """Let the engine's flows do all that is pending."""
        asyncio.run(drain(0, post=post))

    def case(self, officer: SignedIn, case: int) -> CaseSheet:
        with self.desk(officer) as desk:
            sheet = desk.case(case)
            assert isinstance(sheet, CaseSheet)
            return sheet

    def states(self, officer: SignedIn, case: int) -> dict[str, str]:
        """Stage key → state word."""
        return {str(stage.key): str(stage.state) for stage in self.case(officer, case).stages}

    def later(self, **span: float) -> datetime:
        self.clock.advance(timedelta(**span))
        return self.clock.now()

    def version(self, case: int) -> int:
        with self.owner.connect() as connection:
            return int(connection.scalar(select(CaseFile.version).where(CaseFile.id == case)) or 0)
