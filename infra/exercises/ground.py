"""Where an exercise is played: a database with its five doors, the officers and facilities laid out in it."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from cases.office.sign_in import signed_in
from cases.records import Duty, Facility, FacilityVendor, Officer
from cases.store.connections import Doors, connect
from cases.store.officers import SignedIn
from cases.vocabulary import Role
from infra.exercises.appointments import appoint
from infra.exercises.cast import Cast, municipality
from infra.exercises.scenario import FacilityPart

ROLES = ("owner", "desk", "ministry", "engine", "gate", "guest")
NOBODY_SIGNS_IN = "!"
"""No password has this hash: the officers of an exercise do not come through the gate."""


@dataclass
class Ground:
    """A database by its roles' addresses. `owner` lays out and looks behind the scenes; acts go through the doors."""

    urls: Mapping[str, str]
    people: dict[str, SignedIn] = field(default_factory=dict)
    """Login → the officer as the desk knows one."""
    owner: Engine = field(init=False)
    doors: Doors = field(init=False)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.owner = create_engine(self.urls["owner"])
        self.doors = Doors(*(connect(self.urls[role]) for role in ("desk", "ministry", "gate", "guest")))
        self.engine = connect(self.urls["engine"])

    def __enter__(self) -> Ground:
        return self

    def __exit__(self, *_: object) -> None:
        self.doors.close()
        self.engine.dispose()
        self.owner.dispose()

    def lay_out(
        self, cast: Cast, facilities: Sequence[FacilityPart], on: date, password_hash: str = NOBODY_SIGNS_IN
    ) -> None:
        """Hire the cast and register the facilities, in one transaction. `on`: the day that decides competence."""
        with Session(self.owner, expire_on_commit=False) as session, session.begin():
            self._hire(session, cast, password_hash)
            session.add_all([_facility(one, on) for one in facilities])

    def _hire(self, session: Session, cast: Cast, password_hash: str) -> None:
        hired = {
            member.login: Officer(
                authority_code=member.code,
                login=member.login,
                office=member.office,
                email=member.email,
                roles=sorted(str(role) for role in member.roles),
                password_hash=password_hash,
                active=True,
                on_call_order=member.on_call_order,
            )
            for member in cast.members()
        }
        session.add_all(hired.values())
        session.flush()
        for member in cast.members():
            officer = hired[member.login]
            self.people[member.login] = signed_in(officer, member.authority)
            session.add_all(Duty(authority_code=member.code, on_date=day, officer_id=officer.id) for day in member.duty)
            if {Role.INSPECTOR, Role.MINISTRY} & set(member.roles):
                appoint(session, member.code, [member.office])


def _facility(one: FacilityPart, on: date) -> Facility:
    place = municipality(one.municipality, one.prefecture, on)
    code = place.authority_code
    return Facility(
        authority_code=code,
        municipality_code=place.code6,
        municipality_name=place.name,
        **one.model_dump(
            include={
                "kind",
                "name",
                "kana",
                "address",
                "phone",
                "email",
                "municipal",
                "operating_body",
                "owner_municipality",
            }
        ),
        vendors=[FacilityVendor(authority_code=code, **vendor.model_dump()) for vendor in one.vendor],
    )


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """A new cluster with an up-to-date, empty database; nothing of it is left. Value: role → address."""
    from infra.database import update
    from infra.running.postgres import Cluster

    folder = Path(tempfile.mkdtemp(prefix="renraku-exercise-"))
    leave_prefect_alone(folder)
    threading.Thread(
        target=import_module, args=("flows.engine.drain",), daemon=True
    ).start()  # while the cluster starts
    cluster = Cluster(folder / "cluster", durable=False, scratch=folder)
    try:
        with _orderly_end(), cluster:
            name = f"exercise_{secrets.token_hex(4)}"
            cluster.create_database(name)
            update.update(cluster.url("owner", name))
            yield {role: cluster.url(role, name) for role in ROLES}
    finally:
        cluster.destroy()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _orderly_end() -> Iterator[None]:
    """SIGTERM and SIGHUP end the play as Ctrl-C does, so that the cluster goes too."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_prefect_alone(home: Path) -> None:
    """The flows' bodies run without Prefect: whatever is set for it here must not reach them. Before its import."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    os.environ["PREFECT_HOME"] = str(home / "prefect")
    os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"
