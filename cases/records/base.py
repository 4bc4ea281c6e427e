"""The base of all tables: naming, identity, and the composite key that ties each row to its case's authority."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Enum, ForeignKeyConstraint, Identity, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        str: Text(),
        int: BigInteger(),
        list[str]: ARRAY(Text()),
        dict[str, Any]: JSONB(),
    }


def word_column(words: type[StrEnum], name: str) -> Enum:
    """A text column with a CHECK over the word list (no native enum: a new word is a one-line migration)."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda w: [member.value for member in w],
        length=40,
        name=name,
    )


class CaseOwned:
    """A row that belongs to a case. The foreign key carries the authority along, so that row-level security needs no
    join and a transfer of the case moves every row with it (ON UPDATE CASCADE).
    """

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, index=True)
    authority_code: Mapped[str]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (*cls.further_table_args(), case_key())

    @classmethod
    def further_table_args(cls) -> tuple[Any, ...]:
        return ()


def case_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["case_id", "authority_code"], ["case_file.id", "case_file.authority_code"], onupdate="CASCADE"
    )
