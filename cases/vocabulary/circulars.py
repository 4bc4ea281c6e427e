"""What an authority writes to its facilities, and how far it has come."""

from __future__ import annotations

from cases.vocabulary.word import Word


class CircularKind(Word):
    """What an authority writes to its facilities (M-1.2a, M-1.4)."""

    NOTICE = "notice", "周知"
    ALERT = "alert", "注意喚起"


class CircularState(Word):
    DRAFT = "draft", "起案中"
    APPROVED = "approved", "決裁済"
    ISSUED = "issued", "発出済"
    DROPPED = "dropped", "取りやめ"


class Urgency(Word):
    URGENT = "urgent", "至急"
    ORDINARY = "ordinary", "通常"


class Channel(Word):
    """How somebody was told when not by our mail."""

    FAX = "fax", "ファクシミリ"
    POST = "post", "郵送"
    PHONE = "phone", "電話"
    HAND = "hand", "手渡し"
    OTHER = "other", "その他"


class SendingWay(Word):
    """How a circular was sent otherwise than by our mail."""

    FAX = "fax", "ファクシミリ"
    POST = "post", "郵送"
    ASSOCIATION = "association", "地域の医療関係団体を通じて"


class Reach(Word):
    """How far a circular has come with one facility; derived, not stored."""

    ACKNOWLEDGED = "acknowledged", "確認済"
    TOLD = "told", "他の手段で伝達済"
    OPENED = "opened", "開封済（確認待ち）"
    OTHERWISE = "otherwise", "FAX・郵送で送付"
    ASSOCIATION = "association", "団体を通じて送付"
    SENT = "sent", "送信済（未開封）"
    WAITING = "waiting", "送信待ち"
    CALLED_OFF = "called_off", "送信せず（取消し・訂正のため）"
    FAILED = "failed", "不達"
    UNREACHABLE = "unreachable", "メールアドレスなし"
