"""Rows on their way into the database, as COPY reads them: new facilities at once, doubtful rows to be merged."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Self

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from psycopg.copy import Copy, QueuedLibpqWriter

from infra.registry.arrow import scalar, strings
from infra.registry.folding import folded
from infra.registry.plain import SCHEMA

NULL = "\\N"
_NONE, _TAB, _BAR, _END, _NULL_AND_END = (scalar(one) for one in ("", "\t", "|", "\n", f"{NULL}\n"))
_NEW = """
COPY facility (authority_code, municipality_code, municipality_name, kind, phone, municipal, operating_body,
               owner_municipality, listed_on, name, kana, short_name, address, url, latitude, longitude, beds,
               registry_id, search) FROM STDIN
"""


@dataclass(frozen=True)
class Place:
    """A municipality, its competent authority today, and its name in the form in which it is looked for."""

    code: str
    name: str
    authority_code: str
    folded: str


class NewFacilities:
    """Writes facilities that are new, of one file, without a doubt; while they are written, more can be read.

    A context; COPY begins with the first row and ends with the context, between which the connection does nothing else.
    """

    def __init__(self, connection: psycopg.Connection, places: Sequence[Place], kind: str, published: date) -> None:
        self._connection = connection
        self._codes = strings(one.code for one in places)
        self._heads = strings(f"{p.authority_code}\t{p.code}\t{p.name}\t{kind}\t\tf\t\t\t{published}" for p in places)
        self._folded = strings(one.folded for one in places)
        self._open = ExitStack()
        self._copy: Copy | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def write(self, rows: pa.RecordBatch) -> None:
        """Rows of plain.SCHEMA, each from one of `places`."""
        if not len(rows):
            return
        if self._copy is None:
            cursor = self._open.enter_context(self._connection.cursor())
            self._copy = self._open.enter_context(cursor.copy(_NEW, writer=QueuedLibpqWriter(cursor)))
        place = pc.index_in(rows.column("municipality_code"), self._codes)
        names = ("name", "kana", "short_name", "address", "url", "latitude", "longitude", "beds", "registry_id")
        search = pc.binary_join_element_wise(
            _folded(rows), self._folded.take(place), rows.column("registry_id"), _END, _BAR
        )
        self._copy.write(
            _text(self._heads.take(place), *(rows.column(one) for one in names), pc.fill_null(search, _NULL_AND_END))
        )


def write_doubtful(connection: psycopg.Connection, batches: Sequence[pa.RecordBatch]) -> None:
    """Into the temporary table `incoming` (importing.py): the columns of plain.SCHEMA, and `folded`."""
    with connection.cursor() as cursor, cursor.copy("COPY incoming FROM STDIN") as copy:
        for rows in batches:
            columns = [pc.cast(rows.column(one.name), pa.string()) for one in SCHEMA]
            last = pc.fill_null(pc.binary_join_element_wise(_folded(rows), _END, _NONE), _NULL_AND_END)
            copy.write(_text(*columns, last))


def _folded(rows: pa.RecordBatch) -> pa.Array:
    """What a row is found by; null where the facility's trigger says."""
    return folded(pc.binary_join_element_wise(*(rows.column(one) for one in ("name", "kana", "short_name")), _BAR))


def _text(*columns: pa.Array) -> memoryview:
    """COPY's lines. The last column ends the line, so the array's own bytes are the text."""
    rows = pc.binary_join_element_wise(*columns, _TAB, null_handling="replace", null_replacement=NULL)
    return memoryview(rows.buffers()[2])
