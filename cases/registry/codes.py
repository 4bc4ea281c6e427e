"""Codes of municipalities and medical institutions: normalising and check digits.

団体コード: five figures and a check digit by modulus 11 (R-320). 医療機関コード: ten figures, Luhn,
which is only ever a warning because four prefectures count differently (R-321).
"""

import re
import unicodedata
from typing import Final

_WEIGHTS: Final = (6, 5, 4, 3, 2)
_LAST_SEVEN_ONLY: Final = frozenset({"11", "12", "13", "14"})
_POINT_TABLES: Final = {"1": "医科", "3": "歯科", "4": "調剤", "6": "訪問看護"}
_LAST_PREFECTURE: Final = 47


def normalise_digits(text: str) -> str:
    """The text with full-width figures made half-width, blanks and hyphens taken out (R-322)."""
    return re.sub(r"[\s\-‐-―−ー]", "", unicodedata.normalize("NFKC", text))


def check_digit(five: str) -> int:
    """The sixth figure of a 団体コード: last figure of 11 less the weighted sum modulo 11.

    Raises ``ValueError`` unless given five figures.
    """
    if not re.fullmatch(r"[0-9]{5}", five):
        raise ValueError(f"５桁の数字ではありません: {five}")
    total = sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, five, strict=True))
    return (11 - total % 11) % 10


def with_check_digit(five: str) -> str:
    """The six-figure 団体コード of a five-figure JIS code; full-width figures are understood."""
    plain = normalise_digits(five)
    return f"{plain}{check_digit(plain)}"


def local_government_code(text: str) -> str:
    """The six-figure 団体コード written in ``text``: normalised, a lost leading zero put back, checked.

    Raises ``ValueError`` (Japanese) for anything else.
    """
    plain = normalise_digits(text).zfill(6)
    if not re.fullmatch(r"[0-9]{6}", plain):
        raise ValueError(f"団体コードは６桁の数字です: {text}")
    if not 1 <= int(plain[:2]) <= _LAST_PREFECTURE:
        raise ValueError(f"団体コードの都道府県番号が正しくありません: {text}")
    if with_check_digit(plain[:5]) != plain:
        raise ValueError(f"団体コードの検証数字が合いません: {text}")
    return plain


def is_local_government_code(text: str) -> bool:
    """Whether ``local_government_code`` accepts the text."""
    try:
        local_government_code(text)
    except ValueError:
        return False
    return True


def medical_institution_code_warning(text: str) -> str | None:
    """A Japanese sentence when a 医療機関コード looks wrong, else None.

    Never a reason to refuse (R-321).
    A body without a code writes 9 and nine figures of its telephone number; that is accepted as it is.
    """
    plain = normalise_digits(text)
    if not re.fullmatch(r"[0-9]{10}", plain):
        return "医療機関コードは10桁の数字です。お確かめください。"
    if plain.startswith("9"):
        return None
    if not 1 <= int(plain[:2]) <= _LAST_PREFECTURE:
        return "医療機関コードの都道府県番号（先頭の２桁）をお確かめください。"
    if plain[2] not in _POINT_TABLES:
        return "医療機関コードの点数表番号（３桁目）は 1・3・4・6 のいずれかです。お確かめください。"
    if _luhn(plain) or (plain[:2] in _LAST_SEVEN_ONLY and _luhn(plain[3:])):
        return None
    return "医療機関コードの検証数字が合いません。お確かめください。"


def _luhn(figures: str) -> bool:
    total = 0
    for place, figure in enumerate(reversed(figures)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
