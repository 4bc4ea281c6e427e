"""What the registry holds already of one kind, so that of a file only what is new or different goes to the database."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.compute as pc

from infra.registry.arrow import Flags, flags, lines, mask, numbers, scalar, strings

_SEPARATOR, _END = scalar("\x1f"), scalar("\n")
_TEXTS = ("name", "kana", "short_name", "municipality_code", "address", "url", "beds")
_HELD = """
SELECT string_agg(CAST(id AS text), ' '), string_agg(registry_id, ' '),
       string_agg(CASE WHEN delisted_on IS NULL THEN '1' ELSE '0' END, ''),
       convert_to(string_agg(CASE WHEN delisted_on IS NULL AND registry_said = '{}' THEN replace(concat_ws(
           E'\\x1f', name, kana, short_name, municipality_code, address, url, coalesce(CAST(beds AS text), ''),
           coalesce(CAST(latitude AS text), ''), coalesce(CAST(longitude AS text), ''), ''), E'\\n', ' ')
       ELSE '' END || E'\\n', ''), 'UTF8')
FROM facility WHERE kind = %s AND registry_id IS NOT NULL GROUP BY id / 4096
"""
"""What the registry says of each facility as one line, empty where it was corrected or is no longer listed; thousands
in one value, as two hundred thousand rows cost more to receive than to make."""
_OTHER_KINDS = "SELECT string_agg(registry_id, ' ') FROM facility WHERE kind <> %s AND registry_id IS NOT NULL"
_BY_HAND = "SELECT DISTINCT municipality_code FROM facility WHERE registry_id IS NULL AND kind = %s"


@dataclass(frozen=True)
class Sorted:
    """Rows of a batch: new to the registry without a doubt, and those that the database has to look at (merge.sql).

    What is in neither says what the registry holds already.
    """

    new: pa.RecordBatch
    doubtful: pa.RecordBatch


class Held:
    """The facilities of `kind` as they are when this is made. `elsewhere` gives the ids of all other kinds."""

    def __init__(self, connection: psycopg.Connection, kind: str, elsewhere: Callable[[], frozenset[str]]) -> None:
        self._ids, self._index = list[int](), dict[str, int]()
        told, texts = list[str](), bytearray()
        with connection.cursor(binary=True) as cursor:
            for ids, registry_ids, listed, said in cursor.stream(_HELD, [kind]):
                self._ids += map(int, ids.split())
                self._index |= {one: at for at, one in enumerate(registry_ids.split(), len(self._index))}
                told.append(listed)
                texts += said
        self._said = lines(texts)
        self._listed = np.frombuffer("".join(told).encode(), np.uint8) == ord("1")
        self._in_file = np.zeros(len(self._index), np.bool_)
        self._elsewhere: Callable[[], frozenset[str]] | frozenset[str] = elsewhere
        self.places_by_hand = places_by_hand(connection, kind)
        self._doubtful_places = strings(self.places_by_hand)

    def sort(self, rows: pa.RecordBatch) -> Sorted:
        """What to do with rows of the file (of plain.SCHEMA)."""
        ids = rows.column("registry_id").to_pylist()
        known = np.zeros(len(ids), np.bool_)
        same = known
        if self._index:
            at = np.fromiter((self._index.get(one, -1) for one in ids), np.int64, len(ids))
            known = at >= 0
            self._in_file[at[known]] = True
            same = flags(pc.equal(self._said.take(numbers(at, known)), _said(rows)))
        fresh = ~known
        if fresh.any():
            fresh &= ~flags(pc.is_in(rows.column("municipality_code"), self._doubtful_places))
            if not (elsewhere := self._ids_elsewhere()).isdisjoint(ids):
                fresh &= np.fromiter((one not in elsewhere for one in ids), np.bool_, len(ids))
        return Sorted(_of(rows, fresh), _of(rows, ~(same | fresh)))

    def left_out(self, refused: Set[str]) -> list[int]:
        """Facilities (ids) that are listed and not in the file; `refused`: of rows that stand there broken."""
        missing = self._listed & ~self._in_file
        return [
            one
            for one, registry_id, left_out in zip(self._ids, self._index, missing.tolist(), strict=True)
            if left_out and registry_id not in refused
        ]

    @property
    def listed(self) -> int:
        return int(self._listed.sum())

    def _ids_elsewhere(self) -> frozenset[str]:
        if callable(self._elsewhere):
            self._elsewhere = self._elsewhere()
        return self._elsewhere


def ids_of_other_kinds(connection: psycopg.Connection, kind: str) -> frozenset[str]:
    """A facility may have become one of another kind: then it is not new."""
    row = connection.execute(_OTHER_KINDS, [kind], binary=True).fetchone()
    return frozenset(row[0].split() if row and row[0] else ())


def places_by_hand(connection: psycopg.Connection, kind: str) -> Set[str]:
    """Municipalities where a facility of this kind was entered by hand: a row from there may be the same one."""
    return {code for (code,) in connection.execute(_BY_HAND, [kind]) if code}


def _said(rows: pa.RecordBatch) -> pa.Array:
    """What each row says, as one line."""
    points = [pc.utf8_rtrim(pc.utf8_rtrim(rows.column(one), "0"), ".") for one in ("latitude", "longitude")]
    texts = [rows.column(one) for one in _TEXTS]
    return pc.binary_join_element_wise(*texts, *points, _END, _SEPARATOR, null_handling="replace", null_replacement="")


def _of(rows: pa.RecordBatch, which: Flags) -> pa.RecordBatch:
    return rows if which.all() else rows.filter(mask(which))
