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
from cases.system import CaseTurn
from cases.vocabulary import LinkPurpose, Recipient
from flows.steps.addressing import addressed
from flows.steps.letter_writing import put
from flows.steps.programme import step
from flows.steps.recipients import recipients


@step("自治体立病院の関係者を加える")
def call_in_parties(turn: CaseTurn) -> None:
    """The three parties of M-2.3, once, as soon as the facility is known to be municipal (R-081)."""
    case = turn.case
    known = {role for party in case.participants for role in party.roles}
    if not case.facility.municipal or case.closed_at or known & set(parties.PUBLIC):
        return
    place = Municipality.code == case.facility.municipality_code
    prefecture = turn.session.scalar(select(Municipality.prefecture).where(place)) or ""
    authority = turn.session.scalar(select(Authority.name).where(Authority.code == case.authority_code)) or ""
    found = parties.expected(case.facility, prefecture, authority, turn.now)
    case.participants.extend(found)
    for party in found:
        roles, name = parties.roles_words(party.roles), party.name or "名称未登録"
        turn.done.append(f"「{roles}」として{name}を関係者に加えました")


@step("関係者への通知を作成する")
def write_to_parties(turn: CaseTurn) -> None:
    """A letter to each party with an address that has had none; an address learned later is written to then."""
    for party in parties.present(turn.case):
        if party.told_at is not None or not party.email:
            continue
        turn.session.flush()  # the party's number names the letter
        to = Outsider(party.name, party.email, parties.roles_words(party.roles))
        key = f"{turn.case.id}:participant:{party.id}:{party.email}"
        make = partial(write_outside, "party_added", turn.case, to, key=key, sender=turn.sender, now=turn.now)
        party.told_at = turn.now
        if put(turn, "party_added", party.name, make):
            turn.done.append(f"{party.name}への通知を作成しました")


@step("リンクの通知を作成する")
def write_links(turn: CaseTurn) -> None:
    """The letter with each new link whose party has an address. The token itself is put in when the letter goes out."""
    for link in turn.case.links:
        if link.letter_at is not None or not link.email or not is_live(link, turn.now):
            continue
        name = "guest_invited" if link.purpose is LinkPurpose.GUEST else "questions_asked"
        asked = next((q for q in turn.case.questionnaires if q.seq == link.questionnaire), None)
        to = Outsider(
            link.name,
            link.email,
            details=(
                ("door", f"{turn.sender.base_url}/outside/{MASK}"),
                ("until", jst_words(link.expires_at, with_year=True)),
                ("wished", jst_words(asked.wished_by) if asked and asked.wished_by else "定めなし"),
            ),
        )
        key = letter_key(link)
        make = partial(write_outside, name, turn.case, to, key=key, sender=turn.sender, now=turn.now)
        link.letter_at = turn.now
        if put(turn, name, link.name, make):
            turn.done.append(f"{link.name}へのリンクの通知を作成しました")


@step("外部からの発言・回答を担当に知らせる")
def tell_of_guests(turn: CaseTurn) -> None:
    """Somebody outside spoke or answered: the case's officer hears of it."""
    if turn.work.why not in (SPOKE, ANSWERED):
        return
    people = [person for person, _ in recipients(turn, Recipient.DESK)]
    told = {person.id for person in people}
    for one in [each for person in people for each in addressed(turn, person, told)]:
        key = f"{turn.case.id}:{turn.work.id}:{turn.work.why}:{one.person.id}"
        make = partial(
            write,
            turn.work.why,
            turn.case,
            one.person,
            [],
            must_act=turn.work.why == ANSWERED,
            key=key,
            sender=turn.sender,
            now=turn.now,
            calendar=turn.roster.calendar,
            notes=one.notes,
            quiet=one.quiet,
        )
        if put(turn, turn.work.why, one.person.office, make):
            turn.done.append(f"{one.person.office}への通知を作成しました")
