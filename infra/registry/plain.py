"""Blocks of a registry file, column by column: what is plainly right is taken, the rest left to `careful`.

It makes a tenth of what reading every row by itself costs (decision 0009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from infra.registry.arrow import flags, mask, numbers, scalar, strings
from infra.registry.careful import Row, read_beds
from infra.registry.layout import FIELDS, Columns

SCHEMA = pa.schema([("line", pa.int64()), *((name, pa.string()) for name in Row._fields[1:])])
"""A `Row` as columns."""
_ID = "^[0-9]{13}$"
_POINT = r"^(?:2[0-9]|3[0-9]|4[0-5])\.[0-9]{1,15},1(?:2[2-9]|[34][0-9]|5[0-3])\.[0-9]{1,15}$"
"""Latitude and longitude as they nearly always stand there."""
_BEDS = "^[0-9]{0,5}(,[0-9]{0,5})*$"
_NONE, _COMMA = scalar(""), scalar(",")
_TRIMMED = ("name", "kana", "short_name", "address", "url")
_FIRST_PRINTED = 0x20


@dataclass(frozen=True)
class Plain:
    """Of a block: the rows taken (of SCHEMA), and the numbers of the lines left over, counted from 0."""

    rows: pa.RecordBatch
    left: list[int]


def as_rows(rows: Sequence[Row]) -> pa.RecordBatch:
    """Rows read one by one, as columns."""
    numbered, *texts = zip(*rows, strict=True) if rows else [()] * len(SCHEMA)
    return pa.RecordBatch.from_arrays(
        [numbers(np.array(numbered, np.int64)), *(strings(column) for column in texts)], schema=SCHEMA
    )


class PlainReader:
    """Reads blocks of one file. `places`: five-figure municipality code → six-figure code of the register."""

    def __init__(self, columns: Columns, places: Mapping[str, str]) -> None:
        layout = columns.layout
        self._names = [f"c{at}" for at in range(columns.width)]
        self._fields = [self._names[at] for at in columns.indices]
        self._kinds = layout.beds if columns.width == layout.width else ()
        self._beds = self._names[layout.beds_at : layout.beds_at + len(layout.beds)] if self._kinds else []
        self._known: dict[str, str | None] = {"": None, "," * (len(self._kinds) - 1): None}
        self._five, self._six = strings(places), strings(places.values())

    def read(self, block: bytes, first_line: int) -> Plain | None:
        """The block's lines, whole ones; `first_line`: the number of the first in the file.

        None where the block is not plain: quotation marks, control characters, bytes that are no UTF-8.
        """
        count = block.count(b"\n") + (not block.endswith(b"\n"))
        misfits: list[int] = []
        if b'"' in block or b"\\" in block or (table := self._table(block, misfits)) is None:
            return None
        at = np.delete(np.arange(count), misfits)
        if len(table) != len(at):  # a carriage return alone ends a line as well
            return None
        cells = dict(zip(FIELDS, (table.column(name) for name in self._fields), strict=True))
        if any(_has_control_characters(cells[name]) for name in _TRIMMED):
            return None
        cells |= {name: pc.utf8_trim_whitespace(cells[name]) for name in _TRIMMED}
        place = pc.index_in(_joined(_NONE, cells["prefecture"], cells["municipality"]), self._five)
        right = [
            pc.match_substring_regex(cells["registry_id"], _ID),
            pc.not_equal(cells["name"], _NONE),
            pc.is_valid(place),
            pc.match_substring_regex(_joined(_COMMA, cells["latitude"], cells["longitude"]), _POINT),
        ]
        beds = pa.nulls(len(at), pa.string())
        if self._beds:
            beds, fine = self._read_beds(_joined(_COMMA, *(table.column(name) for name in self._beds)))
            right.append(fine)
        taken = np.logical_and.reduce([flags(one) for one in right])
        said = cells | {"line": numbers(at + first_line), "municipality_code": self._six.take(place), "beds": beds}
        rows = pa.RecordBatch.from_arrays([said[field.name] for field in SCHEMA], schema=SCHEMA)
        left = sorted([*misfits, *at[~taken].tolist()])
        return Plain(rows.filter(mask(taken)) if len(left) > len(misfits) else rows, left)

    def _table(self, block: bytes, misfits: list[int]) -> pa.RecordBatch | None:
        """The columns that matter. `misfits` gets the numbers of the lines with more or fewer columns."""

        def note(row: pa.csv.InvalidRow) -> str:
            misfits.append(row.number - 1)
            return "skip"

        try:
            table = pa.csv.read_csv(
                pa.py_buffer(block),
                pa.csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=self._names),
                pa.csv.ParseOptions(quote_char=False, ignore_empty_lines=False, invalid_row_handler=note),
                pa.csv.ConvertOptions(
                    include_columns=[*self._fields, *self._beds],
                    column_types=dict.fromkeys(self._names, pa.string()),
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid:
            return None
        batches = table.combine_chunks().to_batches()
        return batches[0] if batches else None

    def _read_beds(self, cells: pa.Array) -> tuple[pa.Array, pa.Array]:
        """What is said of beds, and whether it was plain; most rows say what others said before."""
        coded = pc.dictionary_encode(cells)
        distinct = coded.dictionary.to_pylist()
        fine = pc.match_substring_regex(coded.dictionary, _BEDS)
        for text, one in zip(distinct, fine.to_pylist(), strict=True):
            if one and text not in self._known:
                self._known[text] = read_beds(self._kinds, text.split(","))
        said = strings(self._known.get(text) for text in distinct)
        return said.take(coded.indices), fine.take(coded.indices)


def _joined(separator: pa.Scalar, *columns: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(*columns, separator)


def _has_control_characters(words: pa.Array) -> bool:
    data = words.buffers()[2]
    return data is not None and data.size > 0 and int(np.frombuffer(data, np.uint8).min()) < _FIRST_PRINTED
