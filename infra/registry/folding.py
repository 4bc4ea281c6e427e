"""`search_form` of the database once more, for whole columns: an import has two hundred thousand rows.

The database's function is the definition (migration 2026_11_22_b_registry.sql); a test holds this one to it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from infra.registry.arrow import scalar

_NOTHING_TO_FOLD = "^[一-鿿ァ-ヺー々a-z0-9|()]*$"
_KNOWN = (
    "^[ -~\u2010-\u2015\u2160-\u217f\u2212\u2460-\u2473\u3000-\u30ff\u3400-\u4dbf一-鿿"
    "\uff01-\uff3b\uff3d-\uff5e\uff61-\uff9f]*$"
)
"""Letters whose folding cannot differ between editions of Unicode, or between Arrow's lower() and PostgreSQL's; without
the full-width backslash, which would become one that COPY reads as its own."""
_IGNORED = "[- \u2010\u2011\u2013\u2014\u2212\u30fb]+"
_HIRAGANA = ((0x3041, 0x3096), 0x60)


def folded(words: pa.Array) -> pa.Array:
    """The form in which words (an array of strings) are looked for; null where only the database shall say."""
    rest = pc.invert(pc.match_substring_regex(words, _NOTHING_TO_FOLD))
    odd = words.filter(rest)
    if not len(odd):
        return words
    forms = pc.replace_substring_regex(pc.utf8_lower(pc.utf8_normalize(odd, "NFKC")), _IGNORED, "")
    forms = pc.if_else(pc.match_substring_regex(odd, _KNOWN), _katakana(forms), scalar(None))
    return pc.replace_with_mask(words, rest, forms)


def _katakana(words: pa.Array) -> pa.Array:
    """Hiragana as katakana. Both have three bytes in UTF-8, so the words keep their places in the array's buffer."""
    (first, last), further = _HIRAGANA
    _, offsets, data = words.buffers()
    if data is None:
        return words
    letters = np.frombuffer(data, np.uint8).copy()
    at = np.flatnonzero(letters[:-2] == 0xE3)
    code = 0x3000 | (letters[at + 1] & 0x3F).astype(np.int32) << 6 | (letters[at + 2] & 0x3F)
    hiragana = (code >= first) & (code <= last)
    at, code = at[hiragana], code[hiragana] + further
    letters[at + 1], letters[at + 2] = 0x80 | (code >> 6 & 0x3F), 0x80 | (code & 0x3F)
    return pa.StringArray.from_buffers(len(words), offsets, pa.py_buffer(letters), words.buffers()[0])
