"""Python's and numpy's values as Arrow's, and back.

Arrow's own conversions (`pa.array`, `pa.scalar`, `to_numpy`) load pandas: a fifth of a second and fifty megabytes, much
for an import of two seconds (decision 0009).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Flags = npt.NDArray[np.bool_]


def strings(values: Iterable[str | None]) -> pa.Array:
    """Strings; None becomes null."""
    given = list(values)
    data = [b"" if one is None else one.encode() for one in given]
    ends = np.zeros(len(given) + 1, np.int32)
    np.cumsum([len(one) for one in data], out=ends[1:])
    valid = _bits(np.fromiter((one is not None for one in given), np.bool_, len(given)))
    return pa.StringArray.from_buffers(len(given), pa.py_buffer(ends), pa.py_buffer(b"".join(data)), valid)


def lines(data: bytes | bytearray) -> pa.Array:
    """The lines of a text (UTF-8), each with the line feed at its end; no byte is copied."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")).astype(np.int32) + 1
    return pa.StringArray.from_buffers(
        len(ends), pa.py_buffer(np.concatenate((np.zeros(1, np.int32), ends))), pa.py_buffer(data)
    )


def scalar(text: str | None) -> pa.Scalar:
    return strings([text])[0]


def numbers(values: npt.NDArray[np.int64], where: Flags | None = None) -> pa.Array:
    """Whole numbers; null where not `where`."""
    valid = None if where is None else _bits(where)
    return pa.Int64Array.from_buffers(pa.int64(), len(values), [valid, pa.py_buffer(np.ascontiguousarray(values))])


def mask(flags: Flags) -> pa.Array:
    return pa.BooleanArray.from_buffers(pa.bool_(), len(flags), [None, _bits(flags)])


def flags(array: pa.Array) -> Flags:
    """True and false of a mask; null is false."""
    valid, values = (None if one is None else _flags(one, len(array), array.offset) for one in array.buffers())
    if values is None:
        return np.zeros(len(array), np.bool_)
    return values if valid is None else values & valid


def _bits(of: Flags) -> pa.Buffer:
    return pa.py_buffer(np.packbits(of, bitorder="little"))


def _flags(bits: pa.Buffer, count: int, offset: int) -> Flags:
    return np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")[offset : offset + count].astype(np.bool_)
