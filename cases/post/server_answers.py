"""What a mail server's answer means: in plain Japanese for officials, and whether the address is dead. Pure.

Source of the numbers: RFC 3463 (enhanced status codes), RFC 5321 4.2 (replies), RFC 7505 (null MX).
"""

from __future__ import annotations

import re

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY = re.compile(r"^\s*([245]\d\d)\b")
DEAD_REPLIES = frozenset({550, 551, 553})
"""Without an enhanced code: the mailbox is not there."""
_MEANINGS: dict[tuple[str, str], tuple[str, bool]] = {
    ("1", "1"): ("その宛先（メールボックス）は存在しません", True),
    ("1", "2"): ("宛先の@より後（組織のドメイン）が存在しません", True),
    ("1", "3"): ("宛先の書き方が正しくありません", True),
    ("1", "4"): ("宛先が一つに定まりません", True),
    ("1", "6"): ("宛先は移転し、転送先が分かりません", True),
    ("1", "10"): ("宛先の組織は、そのドメインでメールを受け取りません", True),
    ("2", "1"): ("宛先のメールボックスは使われていません", True),
    ("2", "2"): ("宛先のメールボックスがいっぱいです", False),
    ("2", "3"): ("通知が大きすぎて受け取られませんでした", False),
    ("3", "4"): ("通知が大きすぎて受け取られませんでした", False),
    ("4", "1"): ("相手のメールサーバが応答しません", False),
    ("4", "4"): ("相手のメールサーバへの経路が見つかりません", False),
    ("4", "7"): ("配達を試みる期限が過ぎました", False),
    ("7", "1"): ("相手の組織の規則により、受け取りを断られました", False),
}
_GROUPS = {
    "1": "宛先に誤りがあります",
    "2": "宛先のメールボックスが受け取れない状態です",
    "3": "相手のメールサーバが受け取れない状態です",
    "4": "相手のメールサーバまで届きませんでした",
    "5": "メールサーバとのやり取りに失敗しました",
    "6": "通知の形式が受け入れられませんでした",
    "7": "相手の組織の規則により、受け取りを断られました",
}
_REPLIES = {
    421: "メールサーバが混み合い、受付を中断しました",
    450: "宛先のメールボックスが一時的に使えません",
    451: "相手のメールサーバの都合で、後で送るよう求められました",
    452: "相手のメールサーバの空きが足りません",
    550: "その宛先（メールボックス）は存在しないか、受け取れません",
    551: "その宛先は、この組織にありません",
    552: "宛先のメールボックスがいっぱいか、通知が大きすぎます",
    553: "宛先の書き方が受け入れられませんでした",
    554: "相手のメールサーバが受け取りを断りました",
}


def meaning(answer: str) -> str:
    """One plain sentence (without 。) for what a server said; what is Japanese already stays as it is."""
    if not answer.strip():
        return "メールサーバの返答がありません"
    if (known := _telling(answer)) is not None:
        found = _MEANINGS.get(known)
        return found[0] if found else _GROUPS.get(known[0], "メールサーバが受け取りませんでした")
    reply = _REPLY.match(answer)
    if reply is not None:
        return _REPLIES.get(int(reply[1]), "メールサーバが受け取りませんでした")
    return answer if any(ord(mark) > 0x3000 for mark in answer) else "メールサーバが受け取りませんでした"


def is_dead(code: int, said: str) -> bool:
    """Whether an answer means that the address does not exist, and not that this one letter was unwelcome."""
    known = _telling(said, "5")
    if known is None:
        return code in DEAD_REPLIES and STATUS.search(said) is None
    return known in _MEANINGS and _MEANINGS[known][1]


def _telling(said: str, first: str = "45") -> tuple[str, str] | None:
    """The first enhanced code that says more than "other" (x.0.0)."""
    codes = ((found[2], found[3]) for found in STATUS.finditer(said) if found[1] in first)
    return next((code for code in codes if code != ("0", "0")), None)
