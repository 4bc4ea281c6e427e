"""The facility's own link to its poster: 100 random bits in groups that can be typed from a letter (R-164)."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from cases.links import token_hash
from cases.records import PosterLink

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
    """The new link's token; the links before it end, where this role may end them."""
    return issue_many(session, {facility_id: by}, code, now)[facility_id]


def issue_many(session: Session, by: Mapping[int, str], code: str, now: datetime) -> dict[int, str]:
    """Facility → the token of its new link; `by`: facility → who has it issued."""
    session.execute(
        update(PosterLink)
        .where(PosterLink.facility_id.in_(by), PosterLink.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
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
