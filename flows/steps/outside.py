"""What the engine does for people outside the office: the parties of a municipal hospital come in, letters to them."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from cases.casework.outside import parties
from cases.casework.outside.door import ANSWERED, SPOKE
from cases.japanese_dates import jst_words
from cases.post.writing import Outsider, write, write_outside
from cases.records import Authority, Municipality
from cases.store.links import MASK, is_live, letter_key
from cases.system import CaseVisit
from cases.vocabulary import LinkPurpose, Role
from flows.steps.addressing import addressed
from flows.steps.letter_writing import put


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
        make = partial(write_outside, "party_added", visit.case, to, key=key, sender=visit.sender, now=visit.now)
        party.told_at = visit.now
        if put(visit, "party_added", party.name, make):
            visit.done.append(f"{party.name}への通知を作成しました")


def write_links(visit: CaseVisit) -> None:
    """The letter with each new link whose party has an address. The token itself is put in when the letter goes out."""
    for link in visit.case.links:
        if link.letter_at is not None or not link.email or not is_live(link, visit.now):
            continue
        name = "guest_invited" if link.purpose is LinkPurpose.GUEST else "questions_asked"
        asked = next((q for q in visit.case.questionnaires if q.seq == link.questionnaire), None)
        to = Outsider(
            link.name,
            link.email,
            details=(
                ("door", f"{visit.sender.base_url}/outside/{MASK}"),
                ("until", jst_words(link.expires_at, with_year=True)),
                ("wished", jst_words(asked.wished_by) if asked and asked.wished_by else "定めなし"),
            ),
        )
        key = letter_key(link)
        make = partial(write_outside, name, visit.case, to, key=key, sender=visit.sender, now=visit.now)
        link.letter_at = visit.now
        if put(visit, name, link.name, make):
            visit.done.append(f"{link.name}へのリンクの通知を作成しました")


def tell_of_guests(visit: CaseVisit) -> None:
    """Somebody outside spoke or answered: the case's officer hears of it."""
    if visit.work.why not in (SPOKE, ANSWERED):
        return
    lead = next((p for p in visit.roster.people if p.id == visit.case.lead_officer_id), None)
    people = [lead] if lead else visit.roster.with_role(Role.SUPERVISOR)
    told = {person.id for person in people}
    for one in [each for person in people for each in addressed(visit, person, told)]:
        key = f"{visit.case.id}:{visit.work.id}:{visit.work.why}:{one.person.id}"
        make = partial(
            write,
            visit.work.why,
            visit.case,
            one.person,
            [],
            must_act=visit.work.why == ANSWERED,
            key=key,
            sender=visit.sender,
            now=visit.now,
            calendar=visit.roster.calendar,
            notes=one.notes,
            quiet=one.quiet,
        )
        if put(visit, visit.work.why, one.person.office, make):
            visit.done.append(f"{one.person.office}への通知を作成しました")
