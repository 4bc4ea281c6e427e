"""The house's own upkeep: rule sets, office days, scheduled work."""

from __future__ import annotations

from cases.vocabulary.word import Word


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


class ScheduledWork(Word):
    """What the engine does by the calendar, not because of an act."""

    DIGEST = "digest", "まとめ通知の作成"
    STATISTICS = "statistics", "日ごとの件数の記録"
    RETENTION = "retention", "保存期間を過ぎたものの削除"
    CONTACTS = "contacts", "古くなった連絡先の確認"
    VERIFICATION = "verification", "経過の記録の検証と締め"
    FOLLOW_UP = "follow_up", "院内掲示と周知の確認のお願い"


class ScheduledState(Word):
    ASKED = "asked", "開始待ち"
    RUNNING = "running", "実行中"
    DONE = "done", "済み"
    FAILED = "failed", "失敗"
