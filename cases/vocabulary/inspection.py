"""Inquiry, guidance, visit and on-site inspection."""

from __future__ import annotations

from cases.vocabulary.word import Word


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
    stands; cases/casework/inspection/course.py says which act leads from which to which.
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
