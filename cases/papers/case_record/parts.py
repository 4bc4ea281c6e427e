"""A section of the case record: rows of item and content, or a list with a head."""

from __future__ import annotations

from datetime import datetime

from cases.papers.sheet import PaperData, moment_in_list

NONE = "記録はありません。"


class Section(PaperData):
    """`widths`: of the columns in ems, 0 for what is left. `head` is empty for a table of item and content."""

    title: str
    head: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""


def joined(*words: str) -> str:
    """The words that are there, each on its own line."""
    return "\n".join(word for word in words if word)


def titled(**words: str) -> str:
    """「題　内容」 lines of those that are there; the keywords are the Japanese titles."""
    return joined(*(f"{title}: {text}" for title, text in words.items() if text))


def stacked(moment: datetime | None, missing: str = "—") -> str:
    """The day, and below it the hour: for narrow columns."""
    return moment_in_list(moment, missing).replace(" ", "\n")
