"""A registry file, block by block: rows ready for the registry, and rows that cannot be taken with line and reason.

Nothing is lost in silence: a broken row is told, and rows that a missing quotation mark has swallowed are read anew.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pyarrow as pa

from infra.registry.careful import Row, Untaken, read_row, whole_id
from infra.registry.layout import Columns, NotTheLayout, columns_of
from infra.registry.plain import Plain, PlainReader, as_rows

BLOCK = 1 << 20
"""Bytes read at a time: more no longer fits into the processor's cache (measured)."""
BOM = "\ufeff"


class Reject(NamedTuple):
    """A row that cannot be taken. `line`: of the file, counted from 1; `registry_id` where it could be read."""

    line: int
    reason: str
    original: str
    registry_id: str = ""


@dataclass
class Batch:
    """Rows (columns of plain.SCHEMA), and how far in the file they reach (bytes)."""

    rows: pa.RecordBatch
    rejects: list[Reject] = field(default_factory=list)
    read_to: int = 0


class _Lines:
    """The file's lines, with those of the current row kept, and a way to put lines back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if not self._back and not self.put_back(self._stream.readline()):
            raise StopIteration
        line = self._back.popleft()
        self.number += 1
        self.taken.append(line)
        return line

    def row(self) -> list[str]:
        """The lines of the row just read; the next row begins anew."""
        taken, self.taken = self.taken, []
        return taken

    def block(self) -> bytes:
        """The next whole lines, about BLOCK of them; the caller says with `pass_over` that it has read them."""
        if self._back:
            lines = "".join(self._back).encode(errors="surrogateescape")
            self._back.clear()
            return lines
        return self._stream.read(BLOCK) + self._stream.readline()

    def pass_over(self, lines: int) -> None:
        self.number += lines

    def put_back(self, block: bytes) -> int:
        """Lines of `block` that shall be read one by one; how many. A carriage return alone ends one as well."""
        lines = io.StringIO(block.decode(errors="surrogateescape"), newline="").readlines()
        self._back.extendleft(reversed(lines))
        return len(lines)

    def read_again(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


class RegistryFile:
    """One file to be read once. `places`: five-figure municipality code → six-figure code of the register.

    Errors: NotTheLayout when the file as a whole is something else (a zip, Shift_JIS, another table).
    """

    def __init__(self, path: Path, places: Mapping[str, str]) -> None:
        self.path = path
        self._places = places
        self._seen: dict[str, int] = {}
        try:
            self._raw = path.open("rb")
        except FileNotFoundError:
            raise NotTheLayout(f"{path}: ファイルがありません。") from None
        except OSError as error:
            raise NotTheLayout(f"{path}: 開けません（{error.strerror}）。") from None
        try:
            self.size = path.stat().st_size
            self._refuse_other_formats(self._raw.peek(4096)[:4096])
            self._lines = _Lines(self._raw)
            header = next(csv.reader(self._lines), [])
            self._lines.row()
            self.columns: Columns = columns_of(path, [one.lstrip(BOM) for one in header])
            self._plain = PlainReader(self.columns, places) if min(self.columns.indices) >= 0 else None
        except BaseException:
            self._raw.close()
            raise

    def close(self) -> None:
        self._raw.close()

    def _refuse_other_formats(self, start: bytes) -> None:
        name = self.path.name
        if not start:
            raise NotTheLayout(f"{name}: 空のファイルです。")
        if start.startswith(b"PK"):
            raise NotTheLayout(f"{name}: ZIP などの圧縮ファイルです。展開して、中の CSV を指定してください。")
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise NotTheLayout(f"{name}: 文字コードが UTF-16 です。UTF-8 で保存し直してください。")
        line = start.split(b"\n", 1)[0]
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            raise NotTheLayout(
                f"{name}: 文字コードが UTF-8 ではありません（Shift_JIS の可能性があります）。"
                "公表されたままの CSV を指定するか、UTF-8 で保存し直してください。"
            ) from None

    def batches(self) -> Iterator[Batch]:
        """The rows below the header, some thousands at a time, in the file's order.

        Blocks without quotation marks are read as columns; where one has any, csv reads the lines around it.
        """
        while block := self._lines.block():
            plain = self._plain.read(block, self._lines.number + 1) if self._plain else None
            if plain is None or not self._all_new(plain, block):
                lines = self._lines.put_back(block)
                yield self._carefully(self._lines.number + lines)
            else:
                yield self._plainly(plain, block)

    def _all_new(self, plain: Plain, block: bytes) -> bool:
        """Whether no id stands there twice; who came first is told by reading one by one."""
        ids = plain.rows.column("registry_id").to_pylist()
        if plain.left:
            lines = block.split(b"\n")
            ids += filter(None, (self._id(lines[at].decode(errors="replace").split(",")) for at in plain.left))
        return len(set(ids)) == len(ids) and self._seen.keys().isdisjoint(ids)

    def _plainly(self, plain: Plain, block: bytes) -> Batch:
        rows, first, rejects = plain.rows, self._lines.number + 1, list[Reject]()
        ids, numbers = (rows.column(name).to_pylist() for name in ("registry_id", "line"))
        self._seen.update(zip(ids, numbers, strict=True))
        lines = block.decode(errors="surrogateescape").split("\n") if plain.left else []
        odd = []
        for at in plain.left:
            bare = lines[at].rstrip("\r")
            odd += self._one(bare.split(",") if bare else [], [bare], first + at, rejects)
        if odd:
            rows = pa.Table.from_batches([rows, as_rows(odd)]).sort_by("line").combine_chunks().to_batches()[0]
        self._lines.pass_over(block.count(b"\n") + (not block.endswith(b"\n")))
        return Batch(rows, rejects, self._raw.tell())

    def _carefully(self, until: int) -> Batch:
        """By csv, at least up to line `until`: a row may go over several lines."""
        reader, rows, rejects = csv.reader(self._lines), list[Row](), list[Reject]()
        while True:
            try:
                for fields in reader:
                    taken = self._lines.row()
                    rows += self._one(fields, taken, self._lines.number - len(taken) + 1, rejects)
                    if self._lines.number >= until:
                        break
                break
            except csv.Error:
                rejects.append(self._unreadable(self._lines.row()))
                if self._lines.number >= until:
                    break
                reader = csv.reader(self._lines)
        return Batch(as_rows(rows), rejects, self._raw.tell())

    def _one(self, fields: list[str], taken: list[str], line: int, rejects: list[Reject]) -> list[Row]:
        """The row, or none and a reject (blank lines are neither)."""
        if len(fields) != self.columns.width:
            rejects += self._misfit(fields, taken, line)
            return []
        try:
            row = read_row(self.columns, self._places, self._seen, fields, line)
        except Untaken as why:
            rejects.append(Reject(line, why.reason, _shown(taken), self._id(fields)))
            return []
        self._seen[row.registry_id] = line
        return [row]

    def _misfit(self, fields: list[str], taken: list[str], line: int) -> list[Reject]:
        """A row with the wrong number of columns."""
        if not any(one.strip() for one in taken):
            return []
        if len(taken) > 1:
            return [self._unreadable(taken)]
        said = f"列の数が {len(fields)} です（{self.columns.width} のはずです）。列が抜けているか、ずれています"
        return [Reject(line, said, _shown(taken), self._id(fields))]

    def _unreadable(self, taken: list[str]) -> Reject:
        """An open quotation mark: the first line is refused, what it has swallowed is read again."""
        first = self._lines.number - len(taken) + 1
        self._lines.read_again(taken[1:])
        return Reject(first, '引用符（"）が閉じていないか、余計にあります', _shown(taken[:1]), _id_in(taken[0]))

    def _id(self, fields: list[str]) -> str:
        at = self.columns.indices[0]
        return whole_id(fields[at]) if at < len(fields) else ""


def _id_in(line: str) -> str:
    found = re.match(r'"?([0-9]{13})', line)
    return found[1] if found else ""


def _shown(taken: list[str]) -> str:
    """The row as it stands in the file; bytes that are no text become a mark."""
    return "".join(taken).rstrip("\r\n").encode(errors="replace").decode()
