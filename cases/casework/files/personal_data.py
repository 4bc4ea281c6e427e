"""Does a text look like a list of patients? A warning for people, no proof either way (R-235). Pure.

Counts and categories are what the house keeps; names, record and insurance numbers stay out.
"""

from __future__ import annotations

import re
import unicodedata

_OWN = (
    "患者氏名",
    "患者名",
    "患者番号",
    "患者ID",
    "カルテ番号",
    "診察券番号",
    "保険者番号",
    "被保険者番号",
    "被保険者証",
    "保険証番号",
    "記号番号",
    "受診者名",
    "入院患者名",
)
"""Words that head a column of patients' data and hardly anything else."""
_COMMON = (
    "氏名",
    "患者",
    "生年月日",
    "住所",
    "性別",
    "病名",
    "傷病名",
    "電話番号",
    "カルテ",
    "入院日",
    "記号・番号",
    "フリガナ",
    "診断名",
)
_FOREIGN = re.compile(
    r"patient[ _-]?(id|name|no)|date[ _-]?of[ _-]?birth|birth[ _-]?(date|day)|insurance[ _-]?(id|no)", re.I
)
_BORN = re.compile(
    r"(?:19\d\d|20[012]\d|明治|大正|昭和|平成|令和|[MTSHR])\s?\.?\d{0,2}[年/.\-]\s?\d{1,2}[月/.\-]\s?\d{1,2}"
)
_NAME = re.compile(r"[一-龯々ヶ]{1,4}[ 　\t,][一-龯々ぁ-んァ-ヶ]{1,5}(?![一-龯])")
_CELLS = re.compile(r"[\t,;|]")
PERSON_ROWS = 5
LONGEST_HEADING = 12
UNREADABLE = "中身を機械で確かめられない形式です"


def suspicion(text: str | None) -> str:
    """What looks like patients' personal data, as the officer reads it; empty when nothing does.

    `None`: the content could not be read, so a person has to look.
    """
    if text is None:
        return UNREADABLE
    plain = unicodedata.normalize("NFKC", text)[:2_000_000]
    lines = plain.splitlines()
    for n, line in enumerate(lines):
        cells = _cells(line)
        if len(cells) < 2:
            continue
        own = [word for word in _OWN if any(word in cell for cell in cells)]
        common = [word for word in _COMMON if any(word in cell for cell in cells)]
        foreign = [head[0] for cell in cells if (head := _FOREIGN.search(cell))]
        if own or len(common) >= 2 or foreign:
            found = "」「".join(dict.fromkeys([*own, *common, *foreign]))
            rows = sum(1 for one in lines[n + 1 :] if len(_cells(one)) >= 2)
            there = f"、続く行 {rows:,}行" if rows else ""
            return f"患者の個人情報を並べた表のように見えます（見出し「{found}」{there}）"
    persons = sum(1 for line in lines if _BORN.search(line) and _NAME.search(line))
    if persons >= PERSON_ROWS:
        return f"氏名と生年月日のように見える行が{persons}行あります"
    return ""


def _cells(line: str) -> list[str]:
    """A line's cells. A table out of a PDF has only blanks between them: then all have to be short, three or more."""
    cells = [re.sub(r"\s", "", cell) for cell in _CELLS.split(line.strip())]
    if len(cells) > 1:
        return cells
    words = line.split()
    return words if len(words) > 2 and all(len(word) <= LONGEST_HEADING for word in words) else []
