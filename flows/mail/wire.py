"""A letter as the bytes of a mail: built by hand, because the standard library takes 1.5 ms for what takes 0.03 ms.

Plain text, or text and HTML as alternatives; UTF-8 in base64, CRLF throughout. Whatever a subject holds, no line of a
head can be broken by it. Source: RFC 5322, 2045, 2047, 2046 (5.1.4).
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from email.utils import format_datetime
from functools import lru_cache

from flows.mail.posting import Post

NAME = "連絡（自動通知）"
_SIGNS, _RARE_SIGNS = 14, 10
"""Characters in one encoded word (of three and of four bytes): with its frame no line is longer than 78."""
_LINE = 76


def message(post: Post, sender: str) -> bytes:
    """The whole mail; `sender` is the address after the office's name."""
    head = (
        f"From: {_from(sender)}\r\n"
        f"To: {_plain(post.address)}\r\n"
        f"Subject: {_words(post.subject)}\r\n"
        f"Date: {format_datetime(post.written_at)}\r\n"
        f"Message-ID: {_plain(post.message_id)}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
    )
    if not post.html:
        return head.encode("ascii") + _part("plain", post.body)
    mark = f"renraku-{hashlib.sha256(post.message_id.encode()).hexdigest()[:24]}"
    opening = f'Content-Type: multipart/alternative;\r\n boundary="{mark}"\r\n\r\n'
    between, end = f"\r\n--{mark}\r\n".encode(), f"\r\n--{mark}--\r\n".encode()
    parts = between + _part("plain", post.body) + between + _part("html", post.html)
    return (head + opening).encode("ascii") + parts.removeprefix(b"\r\n") + end


def _part(kind: str, text: str) -> bytes:
    body = "\r\n".join(text.splitlines()) + "\r\n"
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    whole = b64encode(body.encode())
    lines = [whole[n : n + _LINE] for n in range(0, len(whole), _LINE)]
    return head.encode("ascii") + b"\r\n".join(lines) + b"\r\n"


@lru_cache(maxsize=8)
def _from(sender: str) -> str:
    return f"{_words(NAME)} <{_plain(sender)}>"


def _plain(text: str) -> str:
    """For a head that holds an address: nothing that could end its line."""
    return "".join(mark for mark in text if " " < mark < "\x7f")


def _words(text: str) -> str:
    """Encoded words, folded; characters are never torn."""
    told = " ".join(text.split())
    size = _SIGNS if max(told, default="") <= "\uffff" else _RARE_SIGNS
    pieces = [told[n : n + size] for n in range(0, len(told), size)] or [""]
    return "\r\n ".join(f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in pieces)
