"""The facility's own link to its poster: 100 random bits in groups that can be typed from a letter (R-164)."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from cases.records import PosterLink
from cases.store.links import token_hash

LIFE = timedelta(days=30)
GROUP = 5


def new_token() -> str:
    """Twenty characters of the alphabet without look-alikes (A–Z, 2–7): ABCDE-FGHIJ-KLMNO-PQRST."""
    bits = base64.b32encode(secrets.token_bytes(13)).decode()[:20]
    return "-".join(bits[at : at + GROUP] for at in range(0, len(bits), GROUP))


def tidy(typed: str) -> str:
    """As the token was made, however it was typed."""
    bare = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return "-".join(bare[at : at + GROUP] for at in range(0, len(bare), GROUP))


def issue(session: Session, facility_id: int, code: str, by: str, now: datetime) -> str:
    """The new link's token. The links before it go on until their own day, unless somebody withdraws them."""
    return issue_many(session, {facility_id: by}, code, now)[facility_id]


def issue_many(session: Session, by: Mapping[int, str], code: str, now: datetime) -> dict[int, str]:
    """Facility → the token of its new link; `by`: facility → who has it issued."""
    tokens = {facility_id: new_token() for facility_id in by}
    rows = [
        {
            "facility_id": facility_id,
            "authority_code": code,
            "token_hash": token_hash(token),
            "created_at": now,
            "created_by": by[facility_id],
            "expires_at": now + LIFE,
        }
        for facility_id, token in tokens.items()
    ]
    if rows:
        session.execute(insert(PosterLink), rows)
    return tokens


def valid(session: Session, facility_id: int, now: datetime) -> tuple[datetime, ...]:
    """Until when each of the facility's links that open today does so; the last first."""
    query = select(PosterLink.expires_at).where(
        PosterLink.facility_id == facility_id, PosterLink.revoked_at.is_(None), PosterLink.expires_at > now
    )
    return tuple(session.scalars(query.order_by(PosterLink.expires_at.desc())))


def withdraw(session: Session, facility_id: int, now: datetime) -> int:
    """End all links of the facility that still open. Returns how many."""
    done = session.execute(
        update(PosterLink)
        .where(PosterLink.facility_id == facility_id, PosterLink.revoked_at.is_(None), PosterLink.expires_at > now)
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    count: int = done.rowcount  # type: ignore[attr-defined]
    return count
