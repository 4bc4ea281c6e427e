"""Reports to the ministry, and what authority and ministry ask of each other."""

from __future__ import annotations

from cases.vocabulary.word import Word


class ReportKind(Word):
    FIRST = "first", "第1報"
    FOLLOW_UP = "follow_up", "続報"
    FINAL = "final", "最終報"


class ReportState(Word):
    DRAFT = "draft", "起案中"
    RETURNED = "returned", "差戻し"
    APPROVED = "approved", "決裁済"
    SENT = "sent", "送付済"
    RECEIVED = "received", "受領済"


class Reporter(Word):
    """Who the report comes from (R-330, head)."""

    FACILITY = "facility", "医療機関等"
    AUTHORITY = "authority", "自治体"
    OPERATING_BODY = "operating_body", "運営部署（団体）"
    MINISTRY = "ministry", "国"


class LeadReporter(Word):
    """Who reports to the State for a municipal hospital: the notice leaves it open, so it is chosen (R-082)."""

    OPERATING_BODY = "operating_body", "運営部署（団体）"
    PREFECTURE = "prefecture", "都道府県"
    HEALTH_CENTRE_CITY = "health_centre_city", "保健所設置市・特別区"


class AmendmentKind(Word):
    """What is done about a report after it was sent; the report itself stays as it is (R-067)."""

    SUPPLEMENT = "supplement", "補足"
    CORRECTION = "correction", "訂正"
    WITHDRAWAL = "withdrawal", "取下げ"


class Known(Word):
    """Whether a field of the report has a value; the other three are answers too (R-330)."""

    KNOWN = "known", "値あり"
    UNKNOWN = "unknown", "不明"
    CHECKING = "checking", "確認中"
    NONE = "none", "該当なし"


class MinistryKnows(Word):
    """What the ministry has received from the authority, for the worklist."""

    NOTHING = "nothing", "未"
    PHONE = "phone", "電話連絡済"
    FIRST = "first", "第1報"
    FOLLOW_UP = "follow_up", "続報"
    FINAL = "final", "最終報"


class Sharing(Word):
    """What became of a medical institution's direct contact with the ministry (R-056)."""

    TOLD = "told", "案件の担当に知らせた"
    OPENED = "opened", "自治体の一覧に案件を開いた"
    KEPT = "kept", "自治体に共有しない設定のため、国に残した"


class ExchangeKind(Word):
    """Two-way desk between authority and ministry (M-3.2, M-3.4; R-069, R-108, R-124)."""

    INQUIRY = "inquiry", "照会"
    COLLECT = "collect", "情報収集の依頼"
    INVESTIGATE = "investigate", "調査の依頼"
    GUIDE = "guide", "指導の依頼"
    OTHER = "other", "その他の依頼"
    CONSULTATION = "consultation", "技術的事項の相談"


class ExchangeState(Word):
    """How far the authority has come with an inquiry or request (R-110)."""

    WAITING = "waiting", "回答待ち"
    ACCEPTED = "accepted", "受諾"
    PARTLY = "partly", "一部回答"
    ANSWERED = "answered", "回答済"
    DECLINED = "declined", "回答不可"
