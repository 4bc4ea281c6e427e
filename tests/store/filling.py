"""A row in every table that an authority owns, so that "not one row is visible" means something.

Rows are made from the tables' own definitions; what a CHECK asks beyond that stands in `AS_LAW_ASKS`.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ARRAY as ARRAY_ANY
from sqlalchemy import Column, Connection, Enum, Table, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cases.records import Base, Officer

AT = datetime(2021, 10, 31, tzinfo=UTC)
PLAIN: dict[type, Any] = {
    str: "架空",
    int: 1,
    bool: False,
    datetime: AT,
    date: AT.date(),
    time: time(9, 0),
    float: 1.0,
    bytes: b"x",
}
AS_LAW_ASKS: dict[str, dict[str, Any]] = {
    "posting": {"places": ["架空の掲示板"]},
    "circular_paper": {
        "sha256": hashlib.sha256(b"x").hexdigest(),
        "poster_sha256": hashlib.sha256(b"x").hexdigest(),
    },
    "substitute": {"stand_in_id": select(func.max(Officer.id)).scalar_subquery()},  # somebody else than the first
}


def fill(connection: Connection, table: Table, authority_code: str, case_id: int) -> None:
    """One row of that authority's case; columns that may be empty stay so."""
    row = {column.name: _value(connection, column, authority_code, case_id) for column in _needed(table)}
    if "authority_code" in table.columns:
        row["authority_code"] = authority_code
    connection.execute(insert(table).values({**row, **AS_LAW_ASKS.get(table.name, {})}))


def _needed(table: Table) -> list[Column[Any]]:
    return [c for c in table.columns if not (c.nullable or c.identity is not None or c.server_default is not None)]


def _value(connection: Connection, column: Column[Any], authority_code: str, case_id: int) -> Any:
    if column.name == "case_id":
        return case_id
    if column.name == "authority_code":
        return authority_code
    for key in column.foreign_keys:
        return _there(connection, key.column, authority_code, case_id)
    match column.type:
        case Enum():
            return column.type.enums[0]
        case ARRAY() | ARRAY_ANY():
            return []
        case JSONB():
            return {}
        case kind if column.name.endswith("_hash") or column.name == "sha256":
            return "0" * 64
        case kind:
            return PLAIN[kind.python_type]


def _there(connection: Connection, column: Column[Any], authority_code: str, case_id: int) -> Any:
    """Some value of the column that is referred to, of the same authority where the table has one; made if need be."""
    query = select(column)
    if "authority_code" in column.table.columns:
        query = query.where(column.table.c.authority_code == authority_code)
    found = connection.scalars(query.limit(1)).first()
    if found is None:
        fill(connection, table(column.table.name), authority_code, case_id)
        found = connection.scalars(query.limit(1)).one()
    return found


def table(name: str) -> Table:
    return Base.metadata.tables[name]
