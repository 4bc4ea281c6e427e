"""Files of a case, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class FileView:
    """A file of the case. `suspicion`: what looks like personal data."""

    id: int
    state: str
    purpose: str
    name: str
    size: int
    sha256: str
    rows: tuple[tuple[str, str], ...]
    suspicion: str
    cleared: str
    brought_by: str
    brought_at: datetime
    removed: str
    gone: bool


@dataclass(frozen=True)
class LaidIn:
    """A file just laid into a case."""

    id: int
    name: str
    suspicion: str


@dataclass(frozen=True)
class FileContent:
    name: str
    media: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class RemarkView:
    kind: str
    author: str
    text: str
    at: datetime
