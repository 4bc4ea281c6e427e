"""Who sits at the desk, in which transaction, at what time: what every part of the desk builds on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from cases.clock import Clock
from cases.store.officers import SignedIn


class AtDesk:
    """One sitting. `practice`: whether this is a practice installation."""

    def __init__(self, session: Session, officer: SignedIn, clock: Clock, *, practice: bool) -> None:
        self._session = session
        self._clock = clock
        self._practice = practice
        self.officer = officer
