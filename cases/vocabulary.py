"""The closed word lists of the case core: each member carries the Japanese word that officials read.

Source: domain glossary (cases/glossary.toml); states of stages and cases follow the 2018 notice's chain of duties.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self


class Word(StrEnum):
    """A stored value with the Japanese word that stands for it on screens and papers."""

    label: str

    if not TYPE_CHECKING:  # the type checker would ask for both words at every look-up by value

        def __new__(cls, value: str, label: str) -> Self:
            word = str.__new__(cls, value)
            word._value_ = value
            word.label = label
            return word


class Role(Word):
    """What a person may do; one officer may hold several."""

    OFFICER = "officer", "担当職員"
    SUPERVISOR = "supervisor", "決裁者"
    INSPECTOR = "inspector", "医療監視員"
    MINISTRY = "ministry", "厚生労働省担当"
    ADMIN = "admin", "システム管理者"


class StageKey(Word):
    """The stages in the notice's order; the same key names the file in cases/, flows/, ui/ and tests/."""

    DETECTION = "detection", "覚知"
    VENDOR_CONTACT = "vendor_contact", "保守会社連絡"
    MINISTRY_REPORT = "ministry_report", "厚労省報告"
    INSPECTION = "inspection", "調査・指導・立入検査"
    REMEDIATION = "remediation", "復旧・再発防止"
    CLOSING = "closing", "終結"


class StageState(Word):
    WAITING = "waiting", "未着手"
    OPEN = "open", "進行中"
    DONE = "done", "完了"
    SKIPPED = "skipped", "対象外"


class TaskState(Word):
    OPEN = "open", "未了"
    DONE = "done", "完了"
    WITHDRAWN = "withdrawn", "取りやめ"


class ClockState(Word):
    """Overdue is a reading at a moment, not a state: it is derived from due_at."""

    RUNNING = "running", "進行中"
    MET = "met", "達成"
    LATE = "late", "目安超過後に達成"
    CANCELLED = "cancelled", "取りやめ"
    RETURNED = "returned", "統合の取消しにより元の案件へ"
    PAUSED = "paused", "中断中"


class Audience(Word):
    """Whom a reminder reaches: the ladder 担当 → 上司 → 本省 (house.md 5)."""

    HOLDERS = "holders", "担当"
    SUPERVISORS = "supervisors", "決裁者"
    MINISTRY = "ministry", "厚生労働省"


class AuthorityKind(Word):
    PREFECTURE = "prefecture", "都道府県"
    HEALTH_CENTRE_CITY = "health_centre_city", "保健所設置市"
    SPECIAL_WARD = "special_ward", "特別区"
    MINISTRY = "ministry", "厚生労働省"


class FacilityKind(Word):
    """R-004. Inspection under Medical Care Act 25 reaches the first four only (M-3.3)."""

    HOSPITAL = "hospital", "病院"
    CLINIC = "clinic", "診療所（医科）"
    DENTAL_CLINIC = "dental_clinic", "診療所（歯科）"
    BIRTH_CENTRE = "birth_centre", "助産所"
    PHARMACY = "pharmacy", "薬局"
    LTC_HEALTH_FACILITY = "ltc_health_facility", "介護老人保健施設"
    LTC_MEDICAL_FACILITY = "ltc_medical_facility", "介護医療院"
    REGIONAL_NETWORK = "regional_network", "地域医療情報連携ネットワーク"
    OTHER = "other", "その他"

    @property
    def may_be_inspected(self) -> bool:
        """Whether an on-site inspection under Medical Care Act 25/26 is open at all (M-3.3, R-116)."""
        return self in INSPECTABLE


INSPECTABLE = frozenset(
    {FacilityKind.HOSPITAL, FacilityKind.CLINIC, FacilityKind.DENTAL_CLINIC, FacilityKind.BIRTH_CENTRE}
)


class RegistryKind(Word):
    """The kinds that the ministry's open data lists, each in a file of its own."""

    HOSPITAL = "hospital", "病院"
    CLINIC = "clinic", "診療所（医科）"
    DENTAL_CLINIC = "dental_clinic", "診療所（歯科）"
    BIRTH_CENTRE = "birth_centre", "助産所"
    PHARMACY = "pharmacy", "薬局"


class RunState(Word):
    RUNNING = "running", "取込み中"
    DONE = "done", "完了"
    FAILED = "failed", "失敗"
    INTERRUPTED = "interrupted", "中断"


class OperatingKind(Word):
    """自治体立病院運営部署（団体） (M-2.3, R-080)."""

    DEPARTMENT = "department", "部局"
    PUBLIC_ENTERPRISE = "public_enterprise", "公営企業局"
    JOINT_AUTHORITY = "joint_authority", "一部事務組合"
    LOCAL_AGENCY = "local_agency", "地方独立行政法人"


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


class ReportKind(Word):
    FIRST = "first", "第1報"
    FOLLOW_UP = "follow_up", "続報"
    FINAL = "final", "最終報"


class Reporter(Word):
    """Who the report comes from (R-330, head)."""

    FACILITY = "facility", "医療機関等"
    AUTHORITY = "authority", "自治体"
    OPERATING_BODY = "operating_body", "運営部署（団体）"
    MINISTRY = "ministry", "国"


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


class Sharing(Word):
    """What became of a medical institution's direct contact with the ministry (R-056)."""

    TOLD = "told", "案件の担当に知らせた"
    OPENED = "opened", "自治体の一覧に案件を開いた"
    KEPT = "kept", "自治体に共有しない設定のため、国に残した"


class ExchangeState(Word):
    """How far the authority has come with an inquiry or request (R-110)."""

    WAITING = "waiting", "回答待ち"
    ACCEPTED = "accepted", "受諾"
    PARTLY = "partly", "一部回答"
    ANSWERED = "answered", "回答済"
    DECLINED = "declined", "回答不可"


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


class ReportState(Word):
    DRAFT = "draft", "起案中"
    RETURNED = "returned", "差戻し"
    APPROVED = "approved", "決裁済"
    SENT = "sent", "送付済"
    RECEIVED = "received", "受領済"


class MinistryKnows(Word):
    """What the ministry has received from the authority, for the worklist."""

    NOTHING = "nothing", "未"
    PHONE = "phone", "電話連絡済"
    FIRST = "first", "第1報"
    FOLLOW_UP = "follow_up", "続報"
    FINAL = "final", "最終報"


class ContactResult(Word):
    REACHED = "reached", "連絡がついた"
    NOT_REACHED = "not_reached", "つながらなかった"
    CALL_BACK = "call_back", "折り返し待ち"


class Instrument(Word):
    """How the authority looks into the incident (M-3.1, M-3.3; R-118, R-128)."""

    INQUIRY = "inquiry", "任意の調査（聴取・照会）"
    VOLUNTARY_VISIT = "voluntary_visit", "任意の訪問"
    ON_SITE_INSPECTION = "on_site_inspection", "立入検査（医療法第25条第1項）"
    REPORT_ORDER = "report_order", "報告徴収（医療法第25条第1項）"
    SUBMISSION_ORDER = "submission_order", "物件提出命令（医療法第25条第2項）"

    @property
    def under_medical_care_act(self) -> bool:
        return self in (Instrument.ON_SITE_INSPECTION, Instrument.REPORT_ORDER, Instrument.SUBMISSION_ORDER)


class GuidanceForm(Word):
    ORAL = "oral", "口頭"
    WRITTEN = "written", "文書"
    ON_SITE = "on_site", "立入時"


class InspectionState(Word):
    """The course of an on-site inspection or a visit (domain.md G.3). The first three are the case's, before a visit
    stands; cases/visit_course.py says which act leads from which to which.
    """

    CONSIDERED = "considered", "検討中"
    DECIDED = "decided", "実施を決定"
    DECLINED = "declined", "実施しない"
    PLANNED = "planned", "計画"
    NOTIFIED = "notified", "事前通知済"
    UNANNOUNCED = "unannounced", "無通告を承認"
    IN_PROGRESS = "in_progress", "実施中"
    DONE = "done", "実施済"
    RESULT_DRAFTED = "result_drafted", "結果起案中"
    RESULT_NOTIFIED = "result_notified", "結果通知済"
    PLAN_REQUESTED = "plan_requested", "改善計画の提出待ち"
    PLAN_RECEIVED = "plan_received", "改善計画の確認中"
    ACCEPTED = "accepted", "改善計画を了承"
    RETURNED = "returned", "改善計画を差戻し"
    FOLLOW_UP = "follow_up", "改善状況の確認中"
    REINSPECTION = "reinspection", "再検査へ移行"
    CLOSED = "closed", "終了"
    REPORTED = "reported", "国へ報告済"
    CANCELLED = "cancelled", "中止"


class VisitSide(Word):
    """Whose people go: a joint visit has two teams (R-343)."""

    AUTHORITY = "authority", "自治体"
    MINISTRY = "ministry", "厚生労働省"


class FindingLevel(Word):
    ORAL = "oral", "口頭指導"
    WRITTEN = "written", "文書指摘"


class CheckAnswer(Word):
    """An answer of the day sheet; what nobody could see that day is said so."""

    YES = "yes", "はい"
    NO = "no", "いいえ"
    NA = "na", "非該当"
    UNKNOWN = "unknown", "未確認"


class DemandState(Word):
    """What the facility was asked or ordered to hand in (R-106, R-118)."""

    WAITING = "waiting", "回答待ち"
    RECEIVED = "received", "回答あり"
    SETTLED = "settled", "確認済"
    WITHDRAWN = "withdrawn", "取下げ"


class AdviceTiming(Word):
    """When a consultation was made, seen from the visit it is about (M-3.4)."""

    GENERAL = "general", "立入検査等によらない"
    BEFORE = "before", "実施前"
    DURING = "during", "実施中"
    AFTER = "after", "実施後"


class CertificateState(Word):
    IN_USE = "in_use", "使用中"
    LOST = "lost", "紛失・盗難"
    RETURNED = "returned", "返納"


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


class Milestone(Word):
    PARTLY_RESTORED = "partly_restored", "一部復旧"
    FULLY_RESTORED = "fully_restored", "全面復旧"
    CARE_RESUMED = "care_resumed", "通常診療の再開"


class ExchangeKind(Word):
    """Two-way desk between authority and ministry (M-3.2, M-3.4; R-069, R-108, R-124)."""

    INQUIRY = "inquiry", "照会"
    COLLECT = "collect", "情報収集の依頼"
    INVESTIGATE = "investigate", "調査の依頼"
    GUIDE = "guide", "指導の依頼"
    OTHER = "other", "その他の依頼"
    CONSULTATION = "consultation", "技術的事項の相談"


class PaperKind(Word):
    """Official papers; the value names the folder in cases/papers/."""

    MINISTRY_REPORT = "ministry_report", "厚生労働省への報告書"
    INVESTIGATION_RESULT = "investigation_result", "調査・指導結果報告"
    INSPECTION_NOTICE = "inspection_notice", "立入検査実施通知"
    INSPECTION_RESULT = "inspection_result", "立入検査結果通知"
    REPORT_ORDER = "report_order", "報告徴収（医療法第25条第1項）"
    SUBMISSION_ORDER = "submission_order", "物件提出命令（医療法第25条第2項）"
    GUIDANCE_LETTER = "guidance_letter", "指導文書"
    VISIT_REQUEST = "visit_request", "任意の訪問のお願い"
    ADVICE_RECORD = "advice_record", "技術的助言の記録"
    INQUIRY_LETTER = "inquiry_letter", "医療機関等への照会・依頼"
    CONSULTATION_LETTER = "consultation_letter", "厚生労働省への照会（技術的事項の相談）"
    MINISTRY_REQUEST = "ministry_request", "厚生労働省からの照会・依頼"
    ANSWER_LETTER = "answer_letter", "照会・依頼への回答"
    INSPECTION_DECISION = "inspection_decision", "立入検査の実施に係る起案"
    DAY_SHEET = "day_sheet", "立入検査・訪問の当日票"
    CERTIFICATE_LIST = "certificate_list", "検査員証一覧"
    IMPROVEMENT_REQUEST = "improvement_request", "改善計画書の提出依頼"
    INTAKE_FORM = "intake_form", "紙の受付票"
    CASE_RECORD = "case_record", "案件記録（引継ぎ用）"


class Seal(Word):
    OMITTED = "omitted", "（公印省略）"
    STAMPED = "stamped", "公印を押す"


class Handling(Word):
    """How a paper is to be handled; printed in its upper corner."""

    NONE = "none", "指定なし"
    CARE = "care", "取扱注意"
    INTERNAL = "internal", "関係者限り"


class NumberYear(Word):
    """In what kind of year an authority counts its papers."""

    FISCAL = "fiscal", "年度（4月から3月）"
    CALENDAR = "calendar", "暦年（1月から12月）"


class PostingState(Word):
    """Whether the poster hangs (A-0; R-164)."""

    POSTED = "posted", "掲示している"
    ABSENT = "absent", "掲示していない"


class PosterNoticeKind(Word):
    """What a facility is written about its poster (R-164)."""

    REPLACE = "replace", "差替えの案内"
    CONFIRM = "confirm", "掲示の確認のお願い"


class NoticeWay(Word):
    MAIL = "mail", "メール"
    PAPER = "paper", "書面"


class BatchState(Word):
    """How far a print job of posters is."""

    WAITING = "waiting", "順番待ち"
    PRINTING = "printing", "作成中"
    DONE = "done", "完了"
    CANCELLED = "cancelled", "取りやめ"
    FAILED = "failed", "中断"


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


class LeadReporter(Word):
    """Who reports to the State for a municipal hospital: the notice leaves it open, so it is chosen (R-082)."""

    OPERATING_BODY = "operating_body", "運営部署（団体）"
    PREFECTURE = "prefecture", "都道府県"
    HEALTH_CENTRE_CITY = "health_centre_city", "保健所設置市・特別区"


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


class Ending(Word):
    CLOSED = "closed", "終結"
    NOT_ATTACK = "not_attack", "サイバー攻撃ではないと確認"
    MERGED = "merged", "統合"


class LetterState(Word):
    WRITTEN = "written", "発送待ち"
    SENDING = "sending", "発送中"
    ACCEPTED = "accepted", "送信済"
    DEFERRED = "deferred", "再送待ち"
    REFUSED = "refused", "不達"
    BOUNCED = "bounced", "返送"
    EXPIRED = "expired", "送信断念"
    HELD = "held", "送信停止"
    GATHERED = "gathered", "一日一回の通知にまとめる"
    ON_SCREEN = "on_screen", "画面のお知らせのみ"


class LetterStepKind(Word):
    """What happened to a letter besides being sent, and what was done about it."""

    REFUSED = "refused", "相手のメールサーバが受け取らなかった"
    BOUNCED = "bounced", "受け取られた後に返送された"
    EXPIRED = "expired", "長く受け取られず、送信をやめた"
    HELD = "held", "届かない宛先のため、送らなかった"
    DELAYED = "delayed", "配達が遅れているとの知らせがあった"
    RESENT = "resent", "送り直すことにした"
    REPLAYED = "replayed", "まとめて送り直すことにした"
    TOLD = "told", "電話等で伝えた"
    LIFTED = "lifted", "宛先への送信を再開した"


class PostView(Word):
    """The letters that did not simply arrive, by what is to be done."""

    WAITING = "waiting", "伝えていない"
    PUT_OFF = "put_off", "再送待ち"
    TOLD = "told", "伝え終えた"


class BounceKind(Word):
    """What a message to the bounces' door turned out to be."""

    FAILED = "failed", "不達"
    DELAYED = "delayed", "遅延"
    IGNORED = "ignored", "自動応答・配達済"
    UNCLEAR = "unclear", "読み取れないもの"
    UNKNOWN = "unknown", "当システムの通知でないもの"
    REPEATED = "repeated", "処理済みの通知"


class Informed(Word):
    """How a person wants letters that call for nothing; what must be acted on is always sent at once."""

    NOW = "now", "直ちに送る"
    DIGEST = "digest", "一日一回まとめて送る"
    SCREEN = "screen", "メールでは送らない（画面のお知らせのみ）"


class RuleState(Word):
    """A rule set handed in by the ministry: two persons, then it stands."""

    DRAFT = "draft", "確認待ち"
    CONFIRMED = "confirmed", "確定"
    WITHDRAWN = "withdrawn", "取下げ"


class DayKind(Word):
    """How an authority's day differs from the national calendar (地方自治法4条の2)."""

    CLOSED = "closed", "閉庁日とする"
    OPEN = "open", "開庁日とする"
    AS_NATIONAL = "as_national", "国の暦に戻す"


class HistoryKind(Word):
    ACT = "act", "職員の操作"
    ENGINE = "engine", "自動処理"
    GUEST = "guest", "関係者の操作"


class StandingWork(Word):
    """What the engine does by the calendar, not because of an act."""

    DIGEST = "digest", "まとめ通知の作成"
    STATISTICS = "statistics", "日ごとの件数の記録"
    RETENTION = "retention", "保存期間を過ぎたものの削除"
    CONTACTS = "contacts", "古くなった連絡先の確認"
    VERIFICATION = "verification", "経過の記録の検証と締め"
    FOLLOW_UP = "follow_up", "院内掲示と周知の確認のお願い"


class StandingState(Word):
    ASKED = "asked", "開始待ち"
    RUNNING = "running", "実行中"
    DONE = "done", "済み"
    FAILED = "failed", "失敗"


class ExportFormat(Word):
    """What a case or a list is written into (R-331)."""

    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    TXT = "txt", "テキスト"


class Holding(Word):
    """Who holds a task, seen from the one who asks."""

    MINE = "mine", "自分"
    NOBODY = "nobody", "担当未定"
    OFFICE = "office", "ほかの職員"


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
    FAILED = "failed", "不達"
    UNREACHABLE = "unreachable", "メールアドレスなし"
