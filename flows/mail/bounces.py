"""Read a message that came back: RFC 3464 reports, and the plain ones that older servers write. Never raises.

Whoever can reach the door may send anything: what cannot be read is said to be unclear, and kept aside by the door.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from itertools import islice

from cases.post.bounces import Bounce
from cases.post.server_answers import STATUS, is_dead
from cases.vocabulary import BounceKind

log = logging.getLogger(__name__)
MOST_PARTS = 50
LONGEST = 500
REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_DAEMONS = re.compile(r"mailer-daemon|postmaster|mail delivery|メール配信", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver|returned mail|delivery (status|failure|has failed)|failure notice|could not be delivered"
    r"|配信不能|配信できません|届けられません|送信できません|エラーメール",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b5\d\d[ -].*|\b5\.\d{1,3}\.\d{1,3}\b.*")


def read(raw: bytes) -> Bounce:
    """What the message says of the letter that its address names."""
    try:
        message = message_from_bytes(raw)
        parts = list(islice(message.walk(), MOST_PARTS))
        return _report(parts) or _plain(message, parts)
    except Exception as error:  # a hostile or broken message is data, not a fault of ours
        log.info("返送された通知を読み取れません: %s", type(error).__name__)
        return Bounce(BounceKind.UNCLEAR)


def _report(parts: Iterable[Message]) -> Bounce | None:
    """The worst that a delivery status says of a recipient; None when there is no such part."""
    found = None
    for part in parts:
        blocks = part.get_payload() if part.get_content_type() in REPORTS else None
        if blocks is None:
            continue
        found = found or Bounce(BounceKind.UNCLEAR)
        for block in islice(blocks if isinstance(blocks, list) else [], MOST_PARTS):
            said = _of_recipient(block) if isinstance(block, Message) else None
            if said is not None and _RANK[said.kind] > _RANK[found.kind]:
                found = said
    return found


_RANK = {BounceKind.UNCLEAR: 0, BounceKind.IGNORED: 1, BounceKind.DELAYED: 2, BounceKind.FAILED: 3}


def _of_recipient(block: Message) -> Bounce | None:
    action, status = _text(block, "Action").lower(), STATUS.search(_text(block, "Status"))
    if not action and status is None:
        return None
    words = re.sub(r"^\s*[\w-]+\s*;\s*", "", _text(block, "Diagnostic-Code"))
    said = _line(f"{status[0] if status else ''} {words}")
    if action == "failed" or (not action and status is not None and status[1] == "5"):
        code = re.match(r"\s*(5\d\d)\b", words)
        return Bounce(BounceKind.FAILED, said or "返送されました", is_dead(int(code[1]) if code else 0, said))
    if action == "delayed" or (not action and status is not None and status[1] == "4"):
        return Bounce(BounceKind.DELAYED, said)
    return Bounce(BounceKind.IGNORED, said)


def _plain(message: Message, parts: list[Message]) -> Bounce:
    """No report: an automatic answer of a person away, or the words of an older server."""
    if message.get_content_type() == "multipart/report" or _automatic(message):
        return Bounce(BounceKind.IGNORED)
    subject, sender = _text(message, "Subject"), _text(message, "From")
    if not (_RETURNED.search(subject) or _DAEMONS.search(sender)):
        return Bounce(BounceKind.UNCLEAR)
    for part in parts:
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            body = payload[:20_000].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            if told := _SAID.search(body):
                return Bounce(BounceKind.FAILED, _line(told[0]))
    return Bounce(BounceKind.FAILED, "返送されました")


def _automatic(message: Message) -> bool:
    if _text(message, "Auto-Submitted").lower().startswith(("auto-replied", "auto-notified")):
        return True
    if _text(message, "Precedence").lower() in ("auto_reply", "list"):
        return True
    return any(name in message for name in ("X-Autoreply", "X-Autorespond"))


def _text(message: Message, name: str) -> str:
    """A head's text, raw UTF-8 and encoded words read alike; empty when it is not there."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    known = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return _line(str(make_header(decode_header(known))))
    except (LookupError, ValueError, HeaderParseError):
        return _line(known)


def _line(text: str) -> str:
    """One line that a database takes: no breaks, no zero bytes, no halves of characters."""
    kept = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return " ".join(kept.split())[:LONGEST]
