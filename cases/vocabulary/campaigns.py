"""Requests for cooperation around a great event (domain.md part P)."""

from __future__ import annotations

from cases.vocabulary.word import Word


class Threat(Word):
    """What another ministry's request names as a danger (P-5; R-182)."""

    TERRORISM = "terrorism", "国際テロ"
    CYBER_ATTACK = "cyber_attack", "サイバー攻撃"
    UNLAWFUL_ACTS = "unlawful_acts", "右翼による違法行為"
    OTHER = "other", "その他"


class ProtectedObject(Word):
    """What is to be kept safe (P-6; R-182)."""

    PARTY = "party", "一行"
    RELATED_PLACES = "related_places", "関連施設"
    IMPORTANT_PLACES = "important_places", "重要施設"
    TRANSPORT = "transport", "公共交通機関等"
    OTHER = "other", "その他"


class ItemPart(Word):
    """Where an item of a request for cooperation comes from (P-C, P-I; R-187)."""

    COMMON = "common", "共通要請事項"
    INDIVIDUAL = "individual", "個別要請事項"
    OWN = "own", "追加した事項"


class ItemMode(Word):
    """Whether the addressee acts itself or guides others (P-8; R-184)."""

    DO = "do", "自ら行う"
    GUIDE = "guide", "関係者を指導する"


class MeasureState(Word):
    """How far an authority is with an item of a campaign (R-205)."""

    UNCONFIRMED = "unconfirmed", "未確認"
    CONFIRMED = "confirmed", "確認済"
    DONE = "done", "対応済"
    NOT_APPLICABLE = "not_applicable", "該当なし"
