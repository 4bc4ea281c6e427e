"""Authorities, their areas, their officers, duty roster and sign-in sessions (R-001, R-005, R-006, R-014)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cases.records.base import Base, word_column
from cases.vocabulary import AuthorityKind

MINISTRY_CODE = "MHLW"


class Authority(Base):
    """One of the 157 local authorities, or the ministry (code MHLW)."""

    __tablename__ = "authority"
    __table_args__ = (CheckConstraint("code ~ '^[0-9]{6}$' OR code = 'MHLW'", name="code"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[AuthorityKind] = mapped_column(word_column(AuthorityKind, "kind"))
    name: Mapped[str]
    prefecture: Mapped[str]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]


class Municipality(Base):
    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    kana: Mapped[str]
    prefecture: Mapped[str]


class Jurisdiction(Base):
    """Which authority is competent for a municipality, and when (R-005, R-006, R-323)."""

    __tablename__ = "jurisdiction"
    __table_args__ = (UniqueConstraint("municipality_code", "effective_from"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"))
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]


class Officer(Base):
    """An official, known by office and role. `office` is what others read; `login` signs in."""

    __tablename__ = "officer"
    __table_args__ = (
        CheckConstraint("roles <@ ARRAY['officer','supervisor','inspector','ministry','admin']::text[]", name="roles"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), index=True)
    login: Mapped[str] = mapped_column(unique=True)
    office: Mapped[str]
    email: Mapped[str]
    roles: Mapped[list[str]]
    password_hash: Mapped[str] = mapped_column(deferred=True)
    active: Mapped[bool] = mapped_column(default=True)
    on_call_order: Mapped[int | None]
    failed_sign_ins: Mapped[int] = mapped_column(default=0, deferred=True)
    locked_until: Mapped[datetime | None] = mapped_column(deferred=True)


class Duty(Base):
    """Who has the duty on a day (当番). The on-call order for nights and holidays stands on the officer."""

    __tablename__ = "duty"

    authority_code: Mapped[str] = mapped_column(ForeignKey("authority.code"), primary_key=True)
    on_date: Mapped[date] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))


class OfficerSession(Base):
    """A signed-in browser. Only the SHA-256 of the cookie's token is stored."""

    __tablename__ = "officer_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
