"""Times and small marks as officers read them; HTML pieces are escaped here and nowhere else."""

from __future__ import annotations

from datetime import datetime
from html import escape

from cases.clock import JST
from cases.clocks.deadlines import is_overdue, remaining_words
from cases.japanese_dates import elapsed_words, jst_words
from cases.vocabulary import StageState

UNKNOWN = "不明・確認中"
_MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()#+-.!|~<>:$"})
SOON_SECONDS = 60 * 60


def plain(text: str) -> str:
    """Text that people typed, for places where Streamlit reads Markdown: shown as it is, never as marks or links."""
    return text.translate(_MARKDOWN)


def when(moment: datetime | None, now: datetime, *, approx: bool = False, missing: str = "—") -> str:
    """10月31日(日) 00:30; with its year when that is not this one; 「頃」 after an approximate time."""
    if moment is None:
        return missing
    with_year = moment.astimezone(JST).year != now.astimezone(JST).year
    return jst_words(moment, with_year=with_year) + ("頃" if approx else "")


_ENDINGS = (("する", "し"), ("る", ""), ("す", "し"))
"""The acts' labels end in these; a test reads them all."""


def _stem(label: str) -> str:
    return next((label.removesuffix(end) + stem for end, stem in _ENDINGS if label.endswith(end)), f"{label}し")


def past_words(label: str) -> str:
    """「報告を送付する」 as the history has it: 「報告を送付した」."""
    return f"{_stem(label)}た"


def done_words(label: str) -> str:
    """「報告を送付する」 as the screen answers: 「報告を送付しました。」"""
    return f"{_stem(label)}ました。"


def open_since_html(since: datetime, now: datetime, word: str = "開始から") -> str:
    """Where the notice sets no time: how long it has been open."""
    span = escape(elapsed_words(now - since))
    return (
        f'<span class="rk-quiet">{escape(word)} <span class="rk-nobr">{span}</span></span>'
        f'<span class="rk-moment rk-nobr">{when(since, now)}</span>'
    )


def due_html(due: datetime | None, now: datetime, label: str = "目安") -> str:
    """What remains first, then the moment, then what kind of due it is; overdue by word, shape and colour."""
    if due is None:
        return '<span class="rk-quiet">目安なし</span>'
    if is_overdue(due, now):
        kind, sign = "rk-late", "▲"
    elif (due - now).total_seconds() < SOON_SECONDS:
        kind, sign = "rk-soon", "●"
    else:
        kind, sign = "rk-calm", "○"
    words = remaining_words(due, now)
    return (
        f'<span class="rk-due {kind}"><span aria-hidden="true">{sign}</span> <b>{escape(words)}</b></span>'
        f'<span class="rk-moment"><span class="rk-kind">{escape(label)}</span>'
        f'<span class="rk-nobr">{when(due, now)}</span></span>'
    )


STAGE_SIGNS = {
    StageState.DONE: ("✓", "完了"),
    StageState.OPEN: ("●", "進行中"),
    StageState.WAITING: ("○", "未着手"),
    StageState.SKIPPED: ("－", "対象外"),
}


def rows_html(rows: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    """A list of names and values; line breaks are kept."""
    cells = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text) or '—'}</dd>" for name, text in rows)
    return f'<dl class="rk-rows">{cells}</dl>'


def mark_html(word: str, name: str) -> str:
    """有・おそれ・無・不明 as a mark: word, shape and colour."""
    kind = {"有": "rk-late", "おそれ": "rk-soon", "無": "rk-calm"}.get(word, "rk-quiet")
    sign = {"有": "▲", "おそれ": "△", "無": "○"}.get(word, "？")
    return f'<span class="rk-mark {kind}">{escape(name)} <span aria-hidden="true">{sign}</span>{escape(word)}</span>'
