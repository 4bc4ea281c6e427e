"""Stages, tasks and clocks of a case, and how a case ends: the 2018 notice's chain of duties."""

from __future__ import annotations

from cases.vocabulary.word import Word


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


class Holding(Word):
    """Who holds a task, seen from the one who asks."""

    MINE = "mine", "自分"
    NOBODY = "nobody", "担当未定"
    OFFICE = "office", "ほかの職員"


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


class Milestone(Word):
    PARTLY_RESTORED = "partly_restored", "一部復旧"
    FULLY_RESTORED = "fully_restored", "全面復旧"
    CARE_RESUMED = "care_resumed", "通常診療の再開"


class Ending(Word):
    CLOSED = "closed", "終結"
    NOT_ATTACK = "not_attack", "サイバー攻撃ではないと確認"
    MERGED = "merged", "統合"


class HistoryKind(Word):
    ACT = "act", "職員の操作"
    ENGINE = "engine", "自動処理"
    GUEST = "guest", "関係者の操作"
