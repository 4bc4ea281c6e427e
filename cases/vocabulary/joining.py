"""Cases that belong together or go to another authority."""

from __future__ import annotations

from cases.vocabulary.word import Word


class GroupKind(Word):
    """What cases have in common (R-074)."""

    VENDOR = "vendor", "保守会社等"
    NETWORK = "network", "ネットワーク"
    CORPORATION = "corporation", "法人・開設者"
    OTHER = "other", "その他"


class TransferState(Word):
    OFFERED = "offered", "回答待ち"
    ACCEPTED = "accepted", "移送済"
    REFUSED = "refused", "断られた"
    WITHDRAWN = "withdrawn", "取下げ"
