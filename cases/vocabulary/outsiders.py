"""People without an account: parties, links, remarks, attachments, questionnaires."""

from __future__ import annotations

from cases.vocabulary.word import Word


class PartyRole(Word):
    """In what capacity an office takes part in a case (M-2.3; R-081)."""

    OPERATING_BODY = "operating_body", "運営部署（団体）"
    PREFECTURE = "prefecture", "都道府県"
    OWNER_MUNICIPALITY = "owner_municipality", "病院を有する市区町村等"
    OTHER = "other", "その他の関係者"


class LinkPurpose(Word):
    """What a link without account opens."""

    GUEST = "guest", "案件の共有"
    QUESTIONNAIRE = "questionnaire", "質問票"


class RemarkKind(Word):
    COMMENT = "comment", "連絡・意見"
    STATEMENT = "statement", "運営部署（団体）の記載"
    REPLY = "reply", "自治体からの返信"


class AttachmentPurpose(Word):
    PRESS = "press", "報道資料"
    EVIDENCE = "evidence", "証拠資料"
    ANSWER = "answer", "回答資料"
    OTHER = "other", "その他"


class AttachmentState(Word):
    LAID = "laid", "未確定"
    KEPT = "kept", "保存"
    REMOVED = "removed", "削除"


class QuestionnaireState(Word):
    """Overdue is a reading at a moment: derived from wished_by."""

    SENT = "sent", "送付済"
    OPENED = "opened", "開封済"
    PARTLY = "partly", "一部回答"
    ANSWERED = "answered", "回答済"
    WITHDRAWN = "withdrawn", "取下げ"
