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
)
"""Words that head a column of patients' data and hardly anything else."""
_COMMON = ("氏名", "患者", "生年月日", "住所", "性別", "病名", "傷病名", "電話番号", "カルテ", "入院日", "記号・番号")
_BORN = re.compile(
    r"(?:19\d\d|20[012]\d|明治|大正|昭和|平成|令和|[MTSHR])\s?\.?\d{0,2}[年/.\-]\s?\d{1,2}[月/.\-]\s?\d{1,2}"
)
_NAME = re.compile(r"[一-龯々ヶ]{1,4}[ 　\t,][一-龯々ぁ-んァ-ヶ]{1,5}(?![一-龯])")
PERSON_ROWS = 5
UNREADABLE = "中身を機械で確かめられない形式です"


def suspicion(text: str | None) -> str:
    """What looks like patients' personal data, as the officer reads it; empty when nothing does.

    `None`: the content could not be read, so a person has to look.
    """
    if text is None:
        return UNREADABLE
    plain = unicodedata.normalize("NFKC", text)[:2_000_000]
    lines = plain.splitlines()
    for line in lines:
        own = [word for word in _OWN if word in line]
        common = [word for word in _COMMON if word in line]
        cells = len(re.split(r"[\t,;|]", line))
        if cells >= 2 and (own or len(common) >= 2):
            found = "」「".join(dict.fromkeys([*own, *common]))
            return f"患者の個人情報を並べた表のように見えます（見出し「{found}」）"
    persons = sum(1 for line in lines if _BORN.search(line) and _NAME.search(line))
    if persons >= PERSON_ROWS:
        return f"氏名と生年月日のように見える行が{persons}行あります"
    return ""
