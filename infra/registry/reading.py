"""A registry file, line by line: rows ready for COPY, and rows that cannot be taken with line and reason.

Nothing is lost in silence: a broken row is told, and rows that a missing quotation mark has swallowed are read anew.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from cases.codes import check_digit
from infra.registry.folding import folded
from infra.registry.layout import Columns, NotTheLayout, columns_of

BLOCK = 1 << 20
"""Characters read at a time; with less the two readers wait for each other (measured)."""
NULL = "\\N"
BOM = "\ufeff"
LATITUDES, LONGITUDES = (20.0, 46.0), (122.0, 154.0)
"""Japan lies between; a coordinate outside is left out, not refused."""
_ID = re.compile(r"[0-9]{13}")
_PLAIN_POINT = re.compile(r"(?:2[0-9]|3[0-9]|4[0-5])\.[0-9]{1,15},1(?:2[2-9]|[34][0-9]|5[0-3])\.[0-9]{1,15}")
"""Latitude and longitude as they nearly always stand there."""
_SAFE = str.maketrans({"\\": "\\\\", "\t": " ", "\n": " ", "\r": " "})


class Reject(NamedTuple):
    """A row that cannot be taken. `line`: of the file, counted from 1; `registry_id` where it could be read."""

    line: int
    reason: str
    original: str
    registry_id: str = ""


@dataclass
class Batch:
    """Rows in COPY's text format, and how far in the file they reach (bytes)."""

    rows: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    data: bytes = b""
    """The rows as they go to the database."""
    read_to: int = 0


class _Lines:
    """The file's lines, with those of the current row kept, and a way to put lines back."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._stream)
        self.number += 1
        self.taken.append(line)
        return line

    def row(self) -> list[str]:
        """The lines of the row just read; the next row begins anew."""
        taken, self.taken = self.taken, []
        return taken

    def block(self) -> list[str]:
        """The next lines, about BLOCK characters of them; the caller says with `pass_over` that it has read them."""
        if self._back:
            lines = list(self._back)
            self._back.clear()
            return lines
        return self._stream.readlines(BLOCK)

    def pass_over(self, lines: list[str]) -> None:
        self.number += len(lines)

    def put_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)

    def return_block(self, lines: list[str]) -> None:
        """Lines of `block` that shall be read one by one after all."""
        self._back.extendleft(reversed(lines))


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
            stream = io.TextIOWrapper(self._raw, encoding="utf-8", errors="surrogateescape", newline="")
            self._lines = _Lines(stream)
            header = next(csv.reader(self._lines), [])
            self._lines.row()
            self.columns: Columns = columns_of(path, [one.lstrip(BOM) for one in header])
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
        """The rows below the header, some hundreds at a time, in the file's order.

        Lines without quotation marks are split at their commas; where one has any, csv reads the lines around it.
        """
        take = self._taker()
        swiftly = self._swift_taker(take)
        while lines := self._lines.block():
            text = "".join(lines)
            if '"' in text or text.count("\r") != text.count("\r\n"):
                self._lines.return_block(lines)
                yield from self._carefully(take, self._lines.number + len(lines))
                continue
            batch = Batch()
            odd = "\\" in text or "\t" in text or "\0" in text
            swiftly(lines, self._lines.number, batch, odd)
            self._lines.pass_over(lines)
            yield self._finished(batch)

    def _carefully(self, take: Callable[[list[str], int], str], until: int) -> Iterator[Batch]:
        """By csv, at least up to line `until`: a row may go over several lines."""
        reader, batch = csv.reader(self._lines), Batch()
        while True:
            try:
                for fields in reader:
                    taken = self._lines.row()
                    line = self._lines.number - len(taken) + 1
                    self._one(take, fields, taken, line, batch)
                    if self._lines.number >= until:
                        break
                break
            except csv.Error:
                self._unreadable(self._lines.row(), batch)
                if self._lines.number >= until:
                    break
                reader = csv.reader(self._lines)
        yield self._finished(batch)

    def _one(
        self, take: Callable[[list[str], int], str], fields: list[str], taken: list[str], line: int, batch: Batch
    ) -> None:
        if len(fields) != self.columns.width:
            self._misfit(fields, taken, line, batch)
            return
        said = take(fields, line)
        if said[0] == "!":
            batch.rejects.append(Reject(line, said[1:], _shown(taken), self._id(fields)))
        else:
            batch.rows.append(said)

    def _finished(self, batch: Batch) -> Batch:
        """Rows whose bytes were no UTF-8 carry surrogates: they are found only where a whole batch does not encode."""
        batch.read_to = self._raw.tell() if not self._raw.closed else self.size
        try:
            batch.data = "".join(batch.rows).encode()
        except UnicodeEncodeError:
            kept = []
            for row in batch.rows:
                try:
                    row.encode()
                    kept.append(row)
                except UnicodeEncodeError:
                    line, registry_id, rest = row.split("\t", 2)
                    shown = f"{registry_id},{rest}".encode(errors="replace").decode().replace("\t", ",")
                    batch.rejects.append(
                        Reject(int(line), "文字が壊れています（UTF-8 として読めません）", shown, registry_id)
                    )
            batch.rows, batch.data = kept, "".join(kept).encode()
        return batch

    def _misfit(self, fields: list[str], taken: list[str], line: int, batch: Batch) -> None:
        """A row with the wrong number of columns; blank lines are no rows."""
        if not any(line.strip() for line in taken):
            return
        if len(taken) > 1:
            self._unreadable(taken, batch)
            return
        said = f"列の数が {len(fields)} です（{self.columns.width} のはずです）。列が抜けているか、ずれています"
        batch.rejects.append(Reject(line, said, _shown(taken), self._id(fields)))

    def _unreadable(self, taken: list[str], batch: Batch) -> None:
        """An open quotation mark: the first line is refused, what it has swallowed is read again."""
        first = self._lines.number - len(taken) + 1
        self._lines.put_back(taken[1:])
        batch.rejects.append(
            Reject(first, '引用符（"）が閉じていないか、余計にあります', _shown(taken[:1]), _id_in(taken[0]))
        )

    def _id(self, fields: list[str]) -> str:
        at = self.columns.indices[0]
        text = fields[at].strip() if at < len(fields) else ""
        return text if _ID.fullmatch(text) else ""

    def _swift_taker(self, take: Callable[[list[str], int], str]) -> Callable[[list[str], int, Batch, bool], None]:
        """The same for lines without quotation marks: what is plainly right goes straight through, the rest to `take`.

        It makes a good twentieth of what reading every cell costs.
        """
        indices, layout, commas = self.columns.indices, self.columns.layout, self.columns.width - 1
        whole = min(indices) >= 0
        last = max(indices) + 1
        pick = itemgetter(*indices)
        places, seen, plain_point = self._places, self._seen, _PLAIN_POINT.fullmatch
        none = "," * len(layout.beds)
        ends = (none, none + "\n", none + "\r\n")
        without_beds = layout.beds_at < 0 or commas + 1 != layout.width
        at_the_end = layout.beds_at + len(layout.beds) == layout.width

        def swiftly(lines: list[str], number: int, batch: Batch, odd: bool) -> None:
            keep = batch.rows.append
            for line in lines:
                number += 1
                if whole and not odd and line.count(",") == commas:
                    registry_id, name, kana, short, prefecture, town, address, latitude, longitude, url = pick(
                        line.split(",", last)
                    )
                    name = name.strip()
                    code = places.get(prefecture + town)
                    if (
                        code
                        and name
                        and len(registry_id) == 13
                        and registry_id.isascii()
                        and registry_id.isdecimal()
                        and registry_id not in seen
                        and (without_beds or (at_the_end and line.endswith(ends)))
                        and plain_point(f"{latitude},{longitude}")
                    ):
                        seen[registry_id] = number
                        kana, short = kana.strip(), short.strip()
                        keep(
                            f"{number}\t{registry_id}\t{name}\t{kana}\t{short}\t{code}\t{address.strip()}"
                            f"\t{url.strip()}\t{latitude}\t{longitude}\t{NULL}"
                            f"\t{folded(f'{name}|{kana}|{short}') or NULL}\n"
                        )
                        continue
                bare = line.rstrip("\r\n")
                self._one(take, bare.split(",") if bare else [], [line], number, batch)

        return swiftly

    def _taker(self) -> Callable[[list[str], int], str]:
        """The check of one row as a closure over what it needs."""
        indices, layout = self.columns.indices, self.columns.layout
        pick = itemgetter(*(at if at >= 0 else 0 for at in indices))
        absent = [n for n, at in enumerate(indices) if at < 0]
        places, seen, whole_id = self._places, self._seen, _ID.fullmatch
        beds_at = layout.beds_at if self.columns.width == layout.width else -1
        kinds = layout.beds

        def take(fields: list[str], line: int) -> str:
            """The COPY line, or "!" and the reason."""
            values = pick(fields)
            if absent:
                values = tuple("" if n in absent else value for n, value in enumerate(values))
            registry_id, name, kana, short, prefecture, town, address, latitude, longitude, url = values
            if not whole_id(registry_id):
                registry_id = unicodedata.normalize("NFKC", registry_id).strip()
                if not whole_id(registry_id):
                    return f"!ID「{registry_id}」が13桁の数字ではありません"
            name = name.strip()
            if not name:
                return "!名称が空欄です"
            code = places.get(prefecture + town) or _place(prefecture, town, places)
            if code[0] == "!":
                return code
            if registry_id in seen:
                return f"!同じ ID {registry_id} が {seen[registry_id]} 行目にもあります"
            north, east = _coordinate(latitude, LATITUDES), _coordinate(longitude, LONGITUDES)
            if north is None or east is None:
                return f"!緯度「{latitude}」経度「{longitude}」が数字ではありません。列がずれていないか確かめてください"
            beds = _beds(kinds, fields[beds_at : beds_at + len(kinds)]) if beds_at > 0 else NULL
            if beds[0] == "!":
                return beds
            seen[registry_id] = line
            kana, short, address, url = kana.strip(), short.strip(), address.strip(), url.strip()
            row = f"{line}\t{registry_id}\t{name}\t{kana}\t{short}\t{code}\t{address}\t{url}"
            if row.count("\t") != 7 or "\\" in row or "\n" in row or "\r" in row or "\x00" in row:
                if "\x00" in row:
                    del seen[registry_id]
                    return "!使えない制御文字（NUL）が含まれています"
                row = "\t".join(
                    str(one).translate(_SAFE) for one in (line, registry_id, name, kana, short, code, address, url)
                )
            found_by = folded(f"{name}|{kana}|{short}")
            found_by = NULL if found_by is None else found_by.translate(_SAFE)
            return f"{row}\t{north}\t{east}\t{beds}\t{found_by}\n"

        return take


def _place(prefecture: str, town: str, places: Mapping[str, str]) -> str:
    """The municipality's code where it is not plainly written: full-width figures, lost zeros, five or six figures."""
    said = f"{prefecture}{town}"
    head = unicodedata.normalize("NFKC", prefecture).strip().zfill(2)
    rest = unicodedata.normalize("NFKC", town).strip()
    if not (head.isdecimal() and rest.isdecimal()):
        return f"!市区町村コード「{said}」が数字ではありません。列がずれていないか確かめてください"
    five = rest[:5] if len(rest) >= 5 else head + rest.zfill(3)
    if len(rest) == 6 and rest[5] != str(check_digit(five)):
        return f"!市区町村コード「{rest}」の検証数字が合いません"
    return places.get(five) or f"!市区町村コード「{said}」は登録されていない市区町村です"


def _coordinate(text: str, bounds: tuple[float, float]) -> str | None:
    """For COPY; None when it is no number."""
    if not text or text.isspace():
        return NULL
    try:
        value = float(text)
    except ValueError:
        return None
    return repr(value) if bounds[0] <= value <= bounds[1] else NULL


def _beds(kinds: tuple[str, ...], cells: list[str]) -> str:
    """Numbers of beds by kind as JSON; kinds without a number are left out."""
    if not any(cells):
        return NULL
    beds = {}
    for kind, cell in zip(kinds, cells, strict=True):
        plain = cell.strip()
        if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 6):
            plain = unicodedata.normalize("NFKC", plain).replace(",", "")
            if not (plain.isascii() and plain.isdigit() and len(plain) < 6):
                return f"!病床数「{cell}」が数字ではありません。列がずれていないか確かめてください"
        if plain and plain != "0":
            beds[kind] = int(plain)
    return json.dumps(beds) if beds else NULL


def _id_in(line: str) -> str:
    found = re.match(r'"?([0-9]{13})', line)
    return found[1] if found else ""


def _shown(taken: list[str]) -> str:
    """The row as it stands in the file; bytes that are no text become a mark."""
    return "".join(taken).rstrip("\r\n").encode(errors="replace").decode()
