"""Who plays: the offices of a scenario with their staff, found as people say it (「徳島県 担当1」)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from cases.records import MINISTRY_CODE
from cases.rulebook import Municipality, rulebook
from cases.vocabulary import Role
from infra.exercises.scenario import Scenario
from infra.exercises.words import code_of, near

MINISTRY = "厚生労働省"
DEFAULT_STAFF: tuple[tuple[str, Role, int | None], ...] = (
    ("担当1", Role.OFFICER, 1),
    ("担当2", Role.OFFICER, 2),
    ("課長", Role.SUPERVISOR, 1),
    ("医療監視員", Role.INSPECTOR, None),
)
DEFAULT_MINISTRY: tuple[tuple[str, Role, int | None], ...] = (("担当", Role.MINISTRY, None),)


@dataclass(frozen=True)
class Member:
    """An official who takes part."""

    code: str
    authority: str
    login: str
    office: str
    roles: frozenset[Role]
    email: str
    on_call_order: int | None = None
    duty: tuple[date, ...] = ()

    @property
    def full(self) -> str:
        return f"{self.authority} {self.office}"


@cache
def _authorities() -> dict[str, tuple[str, str]]:
    """Name or code → (code, name)."""
    rows = [(row.code, row.name) for row in rulebook().authorities] + [(MINISTRY_CODE, MINISTRY)]
    return {key: row for row in rows for key in row} | {"厚労省": (MINISTRY_CODE, MINISTRY)}


def authority(name: str) -> tuple[str, str]:
    """(code, name) of an authority by name or code. Raises LookupError with a Japanese sentence."""
    known = _authorities()
    if name in known:
        return known[name]
    own = next((row for row in rulebook().jurisdictions if name == row.name), None)
    if own is not None:
        competent = known[own.authority_code][1]
        raise LookupError(f"「{name}」は保健所を設置していません。所管の{competent}を書いてください。")
    raise LookupError(f"「{name}」という自治体はありません。{near(name, known)}")


def split(who: str) -> tuple[str, str]:
    """「徳島県　担当1」 → (徳島県, 担当1), also where the space was forgotten."""
    name, _, wanted = unicodedata.normalize("NFKC", who).strip().partition(" ")
    if name in _authorities():
        return name, _plain(wanted)
    known = max((one for one in _authorities() if name.startswith(one)), key=len, default="")
    return (known, _plain(name.removeprefix(known) + wanted)) if known else (name, _plain(wanted))


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).strip()


def default_staff(name: str) -> list[Member]:
    """担当1・担当2・課長・医療監視員, or the ministry's 担当."""
    code, full = authority(name)
    staff = DEFAULT_MINISTRY if code == MINISTRY_CODE else DEFAULT_STAFF
    return [
        Member(code, full, f"{code}-{n}", office, frozenset({role}), f"{code}-{n}@renraku.invalid", order)
        for n, (office, role, order) in enumerate(staff, start=1)
    ]


@dataclass
class Cast:
    """All who take part, by authority code."""

    staff: dict[str, list[Member]] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario) -> Cast:
        """The offices of the file, those that its steps name, and the ministry. Raises LookupError."""
        cast = cls()
        for office in scenario.office:
            code, name = authority(office.authority)
            cast.staff[code] = [
                Member(
                    code,
                    name,
                    one.login or f"{code}-{n}",
                    one.office,
                    frozenset(one.roles),
                    one.email or f"{one.login or f'{code}-{n}'}@renraku.invalid",
                    one.on_call_order,
                    one.duty,
                )
                for n, one in enumerate(office.officer, start=1)
            ] or default_staff(name)
        for name in (MINISTRY, *_named(scenario)):
            cast.invite(name)
        return cast

    def invite(self, name: str) -> None:
        """Make the office with the default staff unless it is there. Unknown names are for `find` to refuse."""
        code, full = _authorities().get(name, ("", ""))
        if code and code not in self.staff:
            self.staff[code] = default_staff(full)

    def members(self) -> list[Member]:
        return [member for staff in self.staff.values() for member in staff]

    def find(self, who: str) -> Member:
        """By login, by 「自治体 職名」 or by 「自治体 役割」 (the first who holds it). Raises LookupError."""
        for member in self.members():
            if who in (member.login, member.full):
                return member
        name, wanted = split(who)
        staff = self.staff.get(authority(name)[0], [])
        found = [m for m in staff if wanted in (_plain(m.office), _plain(f"{m.code} {m.office}"))]
        role = code_of(wanted, {str(role): role.label for role in Role}) if wanted else None
        found = found or [m for m in staff if role in m.roles]
        if found:
            return found[0]
        there = "、".join(m.office for m in staff)
        raise LookupError(f"{name}に「{wanted}」はいません（いる職員: {there}）。「自治体 職名」の形で書いてください。")

    def viewer(self, name: str) -> Member:
        """Somebody of that office. Raises LookupError."""
        return self.staff[authority(name)[0]][0]


def _named(scenario: Scenario) -> Iterable[str]:
    for step in scenario.step:
        if step.by:
            yield split(step.by)[0]
        if step.expect:
            yield from step.expect.visible
            whose: Sequence[str] = [*step.expect.holders.values(), *step.expect.letters, step.expect.lead]
            yield from (split(who)[0] for who in whose)


def municipality(name: str, prefecture: str, on: date) -> Municipality:
    """The municipality by name or code as of that day. Raises LookupError with a Japanese sentence."""
    rows = [
        row
        for row in rulebook().jurisdictions
        if name in (row.name, row.code6, f"{row.prefecture}{row.name}")
        and prefecture in ("", row.prefecture)
        and row.in_force(on)
    ]
    if len(rows) == 1:
        return rows[0]
    if rows:
        where = "、".join(row.prefecture for row in rows)
        raise LookupError(f"「{name}」は{where}にあります。prefecture を書いてください。")
    raise LookupError(
        f"「{name}」という市区町村はありません。{near(name, (row.name for row in rulebook().municipalities))}"
    )
