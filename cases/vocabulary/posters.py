"""The poster at the facility: whether it hangs, and how it gets there."""

from __future__ import annotations

from cases.vocabulary.word import Word


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
