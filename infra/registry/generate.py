"""Files of the open data's layout and size for tests and measurements. GENERATED: no facility in them exists."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from cases.rulebook import Municipality, rulebook
from cases.vocabulary import RegistryKind
from infra.registry.layout import LAYOUTS, NAMES, Layout

LABEL = "架空"
"""Every generated name begins with it."""
ENDINGS = {
    RegistryKind.HOSPITAL: ("病院", "中央病院", "記念病院"),
    RegistryKind.CLINIC: ("診療所", "クリニック", "内科医院"),
    RegistryKind.DENTAL_CLINIC: ("歯科医院", "デンタルクリニック"),
    RegistryKind.BIRTH_CENTRE: ("助産院", "助産所"),
    RegistryKind.PHARMACY: ("薬局", "調剤薬局"),
}
_WORDS = ("青葉", "みどり", "光", "さくら", "若葉", "寿", "欅", "Ｓセントラル", "渚", "山彦")
_KANA = ("アオバ", "ミドリ", "ヒカリ", "サクラ", "ワカバ", "コトブキ", "ケヤキ", "エスセントラル", "ナギサ", "ヤマビコ")
"""A good eighth of the names with hiragana, a tenth with full-width letters, as one meets them."""


def generate(folder: Path, rows: int | None, day: str, *, broken: float = 0.0, seed: int = 1) -> list[Path]:
    """The five files. `rows`: all together, None for as many as were published; `broken`: share of unusable rows."""
    folder.mkdir(parents=True, exist_ok=True)
    usual = sum(one.usual_rows for one in LAYOUTS)
    counts = [one.usual_rows if rows is None else max(1, round(rows * one.usual_rows / usual)) for one in LAYOUTS]
    if rows is not None:
        counts[1] = max(1, counts[1] + rows - sum(counts))
    files = []
    for layout, count in zip(LAYOUTS, counts, strict=True):
        file = folder / f"{layout.prefix}_{layout.stem}_{day}.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            stream.writelines(lines(layout, count, broken, seed))
        files.append(file)
    return files


def header(layout: Layout) -> list[str]:
    """Names that are known stand at their places; the others are numbered."""
    names = [f"項目{n}" for n in range(layout.width)]
    for field, at in layout.positions.items():
        names[at] = NAMES[field][0]
    for n, kind in enumerate(layout.beds):
        names[layout.beds_at + n] = f"病床数_{kind}"
    return names


def lines(layout: Layout, count: int, broken: float, seed: int) -> Iterator[str]:
    """The file's lines. Broken rows lie evenly, one kind of fault after the other."""
    chance = random.Random(f"{layout.prefix}-{seed}")
    places = [one for one in rulebook().municipalities if not one.name.endswith("市") or one.code6[2:5] != "100"]
    every = round(1 / broken) if broken else 0
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header(layout))
    for n in range(1, count + 1):
        fields = row(layout, n, places[n * len(places) // (count + 1)], chance)
        if every and n % every == 0:
            spoil(layout, fields, n // every)
        writer.writerow(fields)
        if n % 1000 == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def row(layout: Layout, n: int, place: Municipality, chance: random.Random) -> list[str]:
    """One plausible row: as much filled in as in the published files, flags and all."""
    at = layout.positions
    word = n % len(_WORDS)
    fields = [""] * layout.width
    first = max(at.values()) + 1
    for k in range(first, layout.width if layout.beds_at < 0 else layout.beds_at):
        fields[k] = ("", "0", "1", "")[(n + k) % 4]
    ending = ENDINGS[layout.kind][n % len(ENDINGS[layout.kind])]
    fields[at["registry_id"]] = f"{place.code6[:2]}{layout.prefix[:2][-1]}{n:010d}"
    fields[at["name"]] = f"{LABEL}{place.name}{_WORDS[word]}{n}{ending}"
    fields[at["kana"]] = f"カクウ{place.kana}{_KANA[word]}{n}"
    fields[at["short_name"]] = f"{_WORDS[word]}{ending}"
    fields[at["prefecture"]] = place.code6[:2]
    fields[at["municipality"]] = place.code6[2:5]
    fields[at["address"]] = f"{place.prefecture}{place.name}架空町{n % 9 + 1}丁目{n % 30 + 1}番{n % 20 + 1}号"
    fields[at["latitude"]] = f"{chance.uniform(26, 45):.7f}"
    fields[at["longitude"]] = f"{chance.uniform(127, 145):.7f}"
    fields[at["url"]] = f"https://facility{n}.example.jp/"
    if layout.beds and (layout.kind is RegistryKind.HOSPITAL or n % 15 == 0):
        beds = [chance.randrange(5) * 20 for _ in layout.beds[:-1]]
        fields[layout.beds_at :] = [str(one) for one in (*beds, sum(beds))]
    return fields


def spoil(layout: Layout, fields: list[str], turn: int) -> None:
    """Make the row unusable, in one of seven ways."""
    at = layout.positions
    match turn % 7:
        case 0:
            fields[at["registry_id"]] = fields[at["registry_id"]][:-1]
        case 1:
            fields[at["name"]] = " "
        case 2:
            fields[at["municipality"]] = "999"
        case 3:
            del fields[at["kana"]]
        case 4:
            fields[at["latitude"]] = "北緯"
        case 5:
            fields[at["prefecture"]] = "徳島"
        case _:
            fields.insert(at["address"], "余計な列")


def total(files: Sequence[Path]) -> int:
    """Bytes of the files together."""
    return sum(one.stat().st_size for one in files)
