"""Items of remediation, the closing checklist, and the notices to other bodies."""

from __future__ import annotations

from cases.vocabulary.word import Word


class ItemOrigin(Word):
    GUIDANCE = "guidance", "指導事項"
    FINDING = "finding", "指摘事項"
    MEASURE = "measure", "再発防止策"
    CHECKLIST = "checklist", "チェックリスト"


class ItemState(Word):
    """The facility does and says so; the authority verifies, returns with reason, or waives with reason (R-104)."""

    OPEN = "open", "対応中"
    REPORTED = "reported", "実施報告あり"
    RETURNED = "returned", "差戻し"
    VERIFIED = "verified", "確認済"
    WAIVED = "waived", "不要と判断"


class ItemStep(Word):
    """What happened to an item; steps are only ever added."""

    REPORTED = "reported", "実施の報告"
    VERIFIED = "verified", "実施の確認"
    RETURNED = "returned", "差戻し"
    PROMISE = "promise", "期日の変更"
    WAIVED = "waived", "不要と判断"


class ChecklistAnswer(Word):
    YES = "yes", "はい"
    NO = "no", "いいえ"
    NOT_APPLICABLE = "not_applicable", "対象外"
    UNKNOWN = "unknown", "不明"


class NoticeBody(Word):
    """Whom a facility (or its maker, or the ministry) may have told beside the notice's chain (domain.md G.1)."""

    POLICE = "police", "警察"
    PPC_FIRST = "ppc_first", "個人情報保護委員会（速報）"
    PPC_FINAL = "ppc_final", "個人情報保護委員会（確報）"
    IPA = "ipa", "情報処理推進機構（IPA）"
    JPCERT = "jpcert", "JPCERT/CC"
    PMDA = "pmda", "医薬品医療機器総合機構（PMDA）"
    MEXT = "mext", "文部科学省"
    NCO = "nco", "国家サイバー統括室（2025年6月まではNISC）"
    OTHER = "other", "その他の機関"


class NoticeState(Word):
    NOT_YET = "not_yet", "未"
    CHECKING = "checking", "確認中"
    DONE = "done", "済"
    NOT_APPLICABLE = "not_applicable", "該当なし"


class NcoConsent(Word):
    """Whether the facility agrees that its information is shared with the national office (domain.md D.1 meta)."""

    ASKING = "asking", "確認中"
    YES = "yes", "同意する"
    NO = "no", "同意しない"


class CeptoarConsent(Word):
    ASKING = "asking", "確認中"
    NAMED = "named", "実名で同意する"
    ANONYMOUS = "anonymous", "匿名で同意する"
    NO = "no", "同意しない"
