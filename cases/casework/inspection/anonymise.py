"""Before a text is shared with all offices: what in it points at the case, proposed for masking and refused if left.

Pure. Names are compared with width, case and blanks folded; numbers and days by their form (R-126).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from cases.records import CaseFile

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("（案件番号）", re.compile(r"\d{6}-\d{4}-\d{2,}")),
    ("（アドレス）", re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\d{1,3}(?:\.\d{1,3}){3}")),
    ("（電話番号）", re.compile(r"(?<!\d)\(?0\d{1,4}\)?[-‐－ー−(（ 　]?\d{1,4}[-‐－ー−)） 　]?\d{3,4}(?!\d)")),
    (
        "（日付）",
        re.compile(
            r"(?:(?:明治|大正|昭和|平成|令和)\s?(?:元|\d{1,2})年|\d{4}年)(?:\s?\d{1,2}月)?(?:\s?\d{1,2}日)?"
            r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}月\s?\d{1,2}日"
        ),
    ),
    ("（番号）", re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])|(?<!\d)\d{4,}(?!\d)")),
    ("（個人名）", re.compile(r"[一-龠々〆ヶァ-ヶ]{1,6}(?:さん|氏|様|医師|看護師)")),
)
"""Mask and form, in the order of looking. Measures like 「24時間」 are no numbers of a case and stay."""
_KINDS = (
    "病院",
    "診療所",
    "医院",
    "クリニック",
    "助産所",
    "薬局",
    "センター",
    "株式会社",
    "有限会社",
    "合同会社",
    "医療法人",
)
_TITLES = re.compile(r"^(?:院|所|局|施設)?(?:長|事務長|理事長)$")


def folded(text: str) -> str:
    """Width and case folded, for searching."""
    return unicodedata.normalize("NFKC", text).casefold()


def names_of(case: CaseFile) -> Mapping[str, str]:
    """Everything that the case's records name → its mask; the longer names first."""
    facility = case.facility
    found = {
        facility.name: "（医療機関）",
        facility.municipality_name: "（市区町村）",
        facility.operating_body: "（開設者）",
        facility.owner_municipality: "（市区町村）",
        facility.phone: "（電話番号）",
        facility.address: "（所在地）",
        case.number: "（案件番号）",
        case.contact_person: "（担当者）",
        case.contact_phone: "（電話番号）",
    }
    found |= {vendor.company: "（事業者）" for vendor in facility.vendors}
    found |= {vendor.person: "（担当者）" for vendor in facility.vendors}
    found |= {vendor.phone: "（電話番号）" for vendor in facility.vendors}
    found |= {contact.company: "（事業者）" for contact in case.vendor_contacts}
    found |= {contact.person: "（担当者）" for contact in case.vendor_contacts}
    for name, mask in list(found.items()):
        if mask in ("（医療機関）", "（事業者）") and name and len(short := _short(name)) > 1:
            found.setdefault(short, mask)
    kept = {name: mask for name, mask in found.items() if name and len(name) > 1 and not _TITLES.match(name)}
    return dict(sorted(kept.items(), key=lambda one: -len(one[0])))


def _short(name: str) -> str:
    """The name without its kind and its town: 「つるぎ町立半田病院」 → 「半田」."""
    bare = re.sub(r"[（(].*?[）)]", "", name)
    for kind in _KINDS:
        bare = bare.replace(kind, "")
    return re.sub(r"^.*?(?:都|道|府|県|市|区|町|村)立", "", bare).strip()


def proposed(text: str, names: Mapping[str, str]) -> str:
    """The text with every name and number masked, for the editor to go on from."""
    plain = unicodedata.normalize("NFKC", text)
    for name, mask in names.items():
        plain = re.sub(_loosely(name), mask, plain, flags=re.IGNORECASE)
    for mask, form in _FORMS:
        plain = form.sub(mask, plain)
    return plain


def left_in(text: str, names: Iterable[str]) -> list[str]:
    """The pieces of the text that still point at the case, as they stand in it."""
    plain = unicodedata.normalize("NFKC", text)
    found = [hit for name in names for hit in re.findall(_loosely(name), plain, flags=re.IGNORECASE)]
    found += [hit.group() for _, form in _FORMS for hit in form.finditer(plain)]
    return list(dict.fromkeys(found))


def _loosely(name: str) -> str:
    """The name however it is spaced."""
    letters = [re.escape(one) for one in unicodedata.normalize("NFKC", name) if not one.isspace()]
    return r"\s*".join(letters)
