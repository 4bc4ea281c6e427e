"""Links for people without an account: 256 random bits, of which only the hash stays (R-083)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from cases.procedure import Deed
from cases.records import CaseFile, GuestLink, LetterSecret, Participant
from cases.vocabulary import LinkPurpose, PartyRole

MASK = "＊＊＊＊＊＊＊＊"
"""Stands for the token in the letter as the office reads it; put in only when the letter goes out."""


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def letter_key(link: GuestLink) -> str:
    """Names the letter that carries the link."""
    return f"link:{link.token_hash}"


def new_link(
    case: CaseFile,
    deed: Deed,
    *,
    purpose: LinkPurpose,
    name: str,
    email: str,
    days: int,
    party: Participant | None = None,
    questionnaire: int | None = None,
) -> GuestLink:
    """A link that lives `days`. Its token is said once (`deed.once`) and, given an address, waits for the letter."""
    token = secrets.token_urlsafe(32)
    link = GuestLink(
        purpose=purpose,
        token_hash=token_hash(token),
        participant_id=party.id if party else None,
        questionnaire=questionnaire,
        name=name,
        email=email,
        may_state=party is not None and PartyRole.OPERATING_BODY in party.roles,
        created_by=deed.office,
        created_at=deed.now,
        expires_at=deed.now + timedelta(days=days),
    )
    case.links.append(link)
    if email:
        case.secrets.add(LetterSecret(letter_key=letter_key(link), token=token))
    deed.once.append(token)
    return link


def revoke(link: GuestLink, deed: Deed, reason: str) -> None:
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by, link.revoked_reason = deed.now, deed.office, reason


def is_live(link: GuestLink, now: datetime) -> bool:
    return link.revoked_at is None and link.expires_at > now
