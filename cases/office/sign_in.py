"""The sign-in gate: its own database role sees officers' credentials and sessions and nothing else.

argon2id; only the SHA-256 of the cookie's token is stored; five failures lock a login for fifteen minutes.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session, undefer

from cases.clock import Clock
from cases.errors import NotSignedIn, SignInLocked, WrongCredentials
from cases.records import Authority, Officer, OfficerSession
from cases.store.officers import SignedIn
from cases.vocabulary import Role

SESSION_LENGTH = timedelta(hours=12)
LOCK_AFTER = 5
LOCK_LENGTH = timedelta(minutes=15)
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """argon2id hash with the library's recommended cost."""
    return _HASHER.hash(password)


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(gate: Engine, login: str, password: str, clock: Clock) -> str:
    """A new session's token for the cookie. Raises WrongCredentials, or SignInLocked after repeated failures."""
    now = clock.now()
    with Session(gate) as session:
        officer = session.scalar(
            select(Officer)
            .where(Officer.login == login.strip(), Officer.active)
            .options(undefer(Officer.password_hash), undefer(Officer.failed_sign_ins), undefer(Officer.locked_until))
            .with_for_update()
        )
        if officer is not None and officer.locked_until and officer.locked_until > now:
            raise SignInLocked(officer.locked_until)
        if not _fits(officer.password_hash if officer else _NOBODY, password) or officer is None:
            if officer is not None:
                _count_failure(officer, now + LOCK_LENGTH)
                session.commit()
            raise WrongCredentials
        officer.failed_sign_ins, officer.locked_until = 0, None
        token = secrets.token_urlsafe(32)
        session.add(
            OfficerSession(
                token_hash=_token_hash(token),
                officer_id=officer.id,
                created_at=now,
                expires_at=now + SESSION_LENGTH,
            )
        )
        session.commit()
        return token


def _fits(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except VerificationError:
        return False


def _count_failure(officer: Officer, until: datetime) -> None:
    officer.failed_sign_ins += 1
    if officer.failed_sign_ins >= LOCK_AFTER:
        officer.locked_until, officer.failed_sign_ins = until, 0


def who_is(gate: Engine, token: str, clock: Clock) -> SignedIn:
    """The officer of a live session. Raises NotSignedIn when it is unknown, ended or expired."""
    with Session(gate) as session:
        row = session.execute(
            select(Officer, Authority.name)
            .join(OfficerSession, OfficerSession.officer_id == Officer.id)
            .join(Authority, Authority.code == Officer.authority_code)
            .where(
                OfficerSession.token_hash == _token_hash(token),
                OfficerSession.ended_at.is_(None),
                OfficerSession.expires_at > clock.now(),
                Officer.active,
            )
        ).first()
        if row is None:
            raise NotSignedIn
        officer, authority = row
        return signed_in(officer, authority)


def signed_in(officer: Officer, authority_name: str) -> SignedIn:
    """The view of an officer's record that acts and screens use."""
    return SignedIn(
        id=officer.id,
        login=officer.login,
        office=f"{authority_name} {officer.office}",
        authority_code=officer.authority_code,
        authority_name=authority_name,
        roles=frozenset(Role(role) for role in officer.roles),
    )


def sign_out(gate: Engine, token: str, clock: Clock) -> None:
    """End the session; an unknown token is no error."""
    with Session(gate) as session:
        session.execute(
            update(OfficerSession)
            .where(OfficerSession.token_hash == _token_hash(token), OfficerSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )
        session.commit()
