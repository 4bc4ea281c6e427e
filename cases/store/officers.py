"""An officer as the rest of the house knows one: office and roles, never a person's name."""

from __future__ import annotations

from dataclasses import dataclass

from cases.records.office import MINISTRY_CODE
from cases.vocabulary import Role


@dataclass(frozen=True)
class SignedIn:
    """The person at the screen, made by the gate only."""

    id: int
    login: str
    office: str
    authority_code: str
    authority_name: str
    roles: frozenset[Role]

    @property
    def at_ministry(self) -> bool:
        return self.authority_code == MINISTRY_CODE
