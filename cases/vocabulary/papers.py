"""Official papers, their numbers and marks, and what is written out into files."""

from __future__ import annotations

from cases.vocabulary.word import Word


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


class ExportFormat(Word):
    """What a case or a list is written into (R-331)."""

    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    TXT = "txt", "テキスト"
