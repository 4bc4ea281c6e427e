"""`search_form` of the database once more, for the two hundred thousand rows of an import (a tenth of the time).

The database's function is the definition (migration 2026_11_22_b_registry.sql); a test holds this one to it.
"""

from __future__ import annotations

import re
import unicodedata

_NOTHING_TO_FOLD = re.compile(r"[一-鿿ァ-ヺー々a-z0-9|()]*").fullmatch
_KNOWN = re.compile(
    r"[ -~\u2010-\u2015\u2160-\u217f\u2212\u2460-\u2473\u3000-\u30ff\u3400-\u4dbf一-鿿\uff01-\uff5e\uff61-\uff9f]*"
).fullmatch
"""Letters whose folding cannot differ between editions of Unicode, or between Python's lower() and PostgreSQL's."""
_IGNORED = re.compile("[- \u2010\u2011\u2013\u2014\u2212\u30fb]+").sub
_HIRAGANA = re.compile("[ぁ-ゖ]+").sub
_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def folded(words: str) -> str | None:
    """The form in which words are looked for; None where only the database shall say."""
    if _NOTHING_TO_FOLD(words):
        return words
    if not _KNOWN(words):
        return None
    words = _IGNORED("", unicodedata.normalize("NFKC", words).lower())
    return _HIRAGANA(lambda found: found[0].translate(_KATAKANA), words)
