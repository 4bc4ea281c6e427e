"""The counter as the screens hold it: sign-in and sittings, without any session factory in reach."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from cases.casework.outside.door import OutsideDesk, at_outside_door
from cases.circulars.door import CircularLinkDesk, at_circular_door
from cases.clock import Clock, MachineClock
from cases.desk.door import Desk, at_desk
from cases.office import sign_in as gate
from cases.posters.door import PostingDesk, at_posting_door
from cases.store.connections import Doors, connect
from cases.store.officers import SignedIn

__all__ = ["Counter", "SignedIn", "open_counter"]


class Counter:
    """One per process, made by the composition root."""

    def __init__(self, doors: Doors, clock: Clock, *, practice: bool) -> None:
        self._doors = doors
        self._clock = clock
        self.practice = practice

    def now(self) -> datetime:
        return self._clock.now()

    def at_desk(self, officer: SignedIn) -> AbstractContextManager[Desk]:
        """One sitting: commits when the block ends well."""
        return at_desk(self._doors, officer, self._clock, practice=self.practice)

    def outside(self, token: str) -> AbstractContextManager[OutsideDesk]:
        """One sitting of somebody who holds a link. Raises LinkNotValid."""
        return at_outside_door(self._doors, token, self._clock)

    def posting(self, token: str) -> AbstractContextManager[PostingDesk]:
        """One sitting of a facility that holds the link to its poster. Raises LinkNotValid."""
        return at_posting_door(self._doors, token, self._clock, practice=self.practice)

    def circular(self, token: str) -> AbstractContextManager[CircularLinkDesk]:
        """One sitting of a facility that holds the link to a circular. Raises LinkNotValid."""
        return at_circular_door(self._doors, token, self._clock, practice=self.practice)

    def sign_in(self, login: str, password: str) -> str:
        """The session token for the cookie. Raises WrongCredentials or SignInLocked."""
        return gate.sign_in(self._doors.gate, login, password, self._clock)

    def who_is(self, token: str) -> SignedIn:
        """Raises NotSignedIn."""
        return gate.who_is(self._doors.gate, token, self._clock)

    def sign_out(self, token: str) -> None:
        gate.sign_out(self._doors.gate, token, self._clock)

    def close(self) -> None:
        self._doors.close()


def open_counter(
    *, desk_url: str, ministry_url: str, gate_url: str, guest_url: str, practice: bool, clock: Clock | None = None
) -> Counter:
    """The counter on four database URLs, one per role."""
    small = (connect(url, pool_size=2) for url in (gate_url, guest_url))
    doors = Doors(connect(desk_url), connect(ministry_url), *small)
    return Counter(doors, clock or MachineClock(), practice=practice)
