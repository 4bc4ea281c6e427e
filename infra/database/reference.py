"""Reference data into the database: authorities, municipalities, jurisdictions (R-001, R-005, R-323)."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from cases.records import MINISTRY_CODE, Authority, Jurisdiction, Municipality
from cases.rulebook import RULES_FOLDER, rulebook
from cases.vocabulary import AuthorityKind

FILES = ("authorities.csv", "municipalities.csv")


def load(connection: Connection) -> None:
    """Load the files when they changed since the last load; nothing is deleted, dated rows are updated."""
    mark = hashlib.sha256(b"".join((RULES_FOLDER / file).read_bytes() for file in FILES)).hexdigest()
    if connection.scalar(text("SELECT obj_description('jurisdiction'::regclass)")) == mark:
        return
    _upsert(connection, Authority, ["code"], [*_authorities()])
    book = rulebook()
    _upsert(
        connection,
        Municipality,
        ["code"],
        [dict(code=m.code6, name=m.name, kana=m.kana, prefecture=m.prefecture) for m in book.municipalities],
    )
    connection.execute(text("DELETE FROM jurisdiction"))
    connection.execute(
        insert(Jurisdiction),
        [
            dict(
                municipality_code=m.code6,
                authority_code=m.authority_code,
                effective_from=m.effective_from,
                effective_to=m.effective_to,
            )
            for m in book.jurisdictions
        ],
    )
    connection.execute(text(f"COMMENT ON TABLE jurisdiction IS '{mark}'"))


def _authorities() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        dict(
            code=a.code,
            kind=AuthorityKind(str(a.kind)),
            name=a.name,
            prefecture=a.prefecture,
            effective_from=a.effective_from,
            effective_to=a.effective_to,
        )
        for a in rulebook().authorities
    ]
    ministry: dict[str, object] = dict(
        code=MINISTRY_CODE,
        kind=AuthorityKind.MINISTRY,
        name="厚生労働省",
        prefecture="",
        effective_from=None,
        effective_to=None,
    )
    return [*rows, ministry]


def _upsert(
    connection: Connection, table: type[Authority] | type[Municipality], key: list[str], rows: list[dict[str, object]]
) -> None:
    statement = insert(table)
    columns = {name: statement.excluded[name] for name in rows[0] if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=columns), rows)
