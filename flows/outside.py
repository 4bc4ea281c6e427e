"""What the engine does for people outside the office: the parties of a municipal hospital come in, letters to them."""

from __future__ import annotations

from sqlalchemy import select

from cases import parties
from cases.correspondence import Outsider, write_outside
from cases.records import Authority, Municipality
from cases.system import CaseVisit


def call_in_parties(visit: CaseVisit) -> None:
    """The three parties of M-2.3, once, as soon as the facility is known to be municipal (R-081)."""
    case = visit.case
    known = {role for party in case.participants for role in party.roles}
    if not case.facility.municipal or case.closed_at or known & set(parties.PUBLIC):
        return
    place = Municipality.code == case.facility.municipality_code
    prefecture = visit.session.scalar(select(Municipality.prefecture).where(place)) or ""
    authority = visit.session.scalar(select(Authority.name).where(Authority.code == case.authority_code)) or ""
    found = parties.expected(case.facility, prefecture, authority, visit.now)
    case.participants.extend(found)
    for party in found:
        roles, name = parties.roles_words(party.roles), party.name or "名称未登録"
        visit.done.append(f"「{roles}」として{name}を関係者に加えました")


def write_to_parties(visit: CaseVisit) -> None:
    """A letter to each party with an address that has had none; an address learned later is written to then."""
    for party in parties.present(visit.case):
        if party.told_at is not None or not party.email:
            continue
        visit.session.flush()  # the party's number names the letter
        to = Outsider(party.name, party.email, parties.roles_words(party.roles))
        key = f"{visit.case.id}:participant:{party.id}:{party.email}"
        letter = write_outside("party_added", visit.case, to, key=key, sender=visit.sender, now=visit.now)
        visit.session.add(letter)
        party.told_at = visit.now
        visit.done.append(f"{party.name}への通知を作成しました")
