"""What happened, how it was learnt, and whether the vendor was reached."""

from __future__ import annotations

from cases.vocabulary.word import Word


class AwarenessSource(Word):
    """How the authority became aware (M-2.1p)."""

    FACILITY_REPORT = "facility_report", "医療機関等からの報告"
    PRESS_RELEASE = "press_release", "報道発表"
    MASS_MEDIA = "mass_media", "マスコミ報道等"
    RESIDENT = "resident", "住民からの情報"
    POLICE = "police", "警察からの情報"
    VENDOR = "vendor", "保守会社等からの情報"
    MINISTRY = "ministry", "厚生労働省からの共有"
    OTHER = "other", "その他"

    @property
    def public_only(self) -> bool:
        """Known from the press before the facility spoke: the case starts at the report (M-2.1p)."""
        return self in (AwarenessSource.PRESS_RELEASE, AwarenessSource.MASS_MEDIA)


class AttackKind(Word):
    RANSOMWARE = "ransomware", "ランサムウェア"
    VIRUS = "virus", "コンピュータウイルス"
    INTRUSION = "intrusion", "不正アクセス"
    DDOS = "ddos", "サービス妨害（DDoS）"
    DEFACEMENT = "defacement", "改ざん"
    MAIL = "mail", "不審メール"
    OTHER = "other", "その他"
    UNKNOWN = "unknown", "不明・確認中"


class SystemKind(Word):
    EMR = "emr", "電子カルテシステム"
    REGIONAL_NETWORK = "regional_network", "地域医療情報連携ネットワーク"
    ORDERING = "ordering", "オーダリングシステム"
    BILLING = "billing", "医事会計システム"
    PACS = "pacs", "画像管理システム（PACS）"
    LABORATORY = "laboratory", "検査システム"
    PHARMACY = "pharmacy", "薬剤システム"
    NURSING = "nursing", "看護システム"
    MEALS = "meals", "給食システム"
    NETWORK = "network", "ネットワーク機器"
    BACKUP = "backup", "バックアップ"
    OTHER = "other", "その他の医療情報システム"
    UNKNOWN = "unknown", "不明・確認中"


class ContactResult(Word):
    REACHED = "reached", "連絡がついた"
    NOT_REACHED = "not_reached", "つながらなかった"
    CALL_BACK = "call_back", "折り返し待ち"
