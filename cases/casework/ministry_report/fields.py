"""The fields of an incident report as data (incident_fields.toml; R-330): what each asks, and what the case says.

A field is either kept by the case elsewhere already (`held`: that column stays the single source), or as versions in
`incident_fact`, of which the newest counts. Every field takes 不明, 確認中 and 該当なし, which are answers.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from cases.japanese_dates import jst_words
from cases.records import CaseFile, IncidentFact, SharingConsent
from cases.vocabulary import Known, Milestone, NoticeBody, SystemKind

FILE = Path(__file__).parents[2] / "rules" / "incident_fields.toml"
TILDE = "〜"
_RANGE = re.compile(r"^(\d{1,12})(?:[〜~\-－–](\d{1,12}))?$")


class Type(StrEnum):
    TEXT = "text"
    LONG = "long"
    MOMENT = "moment"
    COUNT = "count"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True)
class Field:
    """One field of the report. `held` names the act that changes it; empty where the versions are kept."""

    id: str
    block: str
    title: str
    origin: str
    type: Type = Type.TEXT
    words: tuple[str, ...] = ()
    unit: str = ""
    example: str = ""
    future: bool = False
    held: str = ""


@cache
def catalogue() -> tuple[Field, ...]:
    """All fields in the order of the form."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_field(name, block, about) for block in blocks() for name, about in data[block].items())


def _field(name: str, block: str, about: dict[str, Any]) -> Field:
    rest = {key: value for key, value in about.items() if key not in ("type", "words")}
    return Field(name, block, type=Type(about.get("type", "text")), words=tuple(about.get("words", ())), **rest)


@cache
def blocks() -> dict[str, str]:
    """Block → its Japanese title."""
    return dict(tomllib.loads(FILE.read_text(encoding="utf-8"))["blocks"])


def field(name: str) -> Field:
    return next(one for one in catalogue() if one.id == name)


def count_range(text: str) -> tuple[int, int] | None:
    """「10,000」 or 「10,000〜130,000」 as (least, most); None when it is neither. Full-width digits count too."""
    bare = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    found = _RANGE.match(bare.replace("から", TILDE))
    if found is None:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    return (low, high) if low <= high else None


def newest(case: CaseFile) -> dict[str, IncidentFact]:
    """The version in force of each field that is kept as versions."""
    return {fact.field: fact for fact in sorted(case.incident_facts, key=lambda f: f.id or 0)}


def fact_words(one: Field, fact: IncidentFact) -> str:
    """A version as officials read it."""
    if fact.state is not Known.KNOWN:
        return fact.state.label
    if one.type is Type.COUNT and fact.low is not None and fact.high is not None:
        span = f"{fact.low:,}" if fact.low == fact.high else f"{fact.low:,}{TILDE}{fact.high:,}"
        return f"{span}{one.unit}"
    if one.type is Type.MOMENT:
        return _time(datetime.fromisoformat(fact.value), approx=fact.approx)
    return fact.value


def contents(case: CaseFile) -> dict[str, str]:
    """Field → words, of every field of which anything is known: what a report drawn up now contains."""
    kept = newest(case)
    said = {}
    for one in catalogue():
        if one.held:
            words = HELD[one.id](case) if one.id in HELD else ""
        else:
            words = fact_words(one, kept[one.id]) if one.id in kept else ""
        if words:
            said[one.id] = words
    return said


def _time(moment: datetime | None, *, approx: bool = False) -> str:
    if moment is None:
        return ""
    return jst_words(moment.astimezone(UTC), with_year=True) + ("頃" if approx else "")


def _milestone(kind: Milestone) -> Callable[[CaseFile], str]:
    """Every one that stands, with its department; corrected ones are left out."""

    def words(case: CaseFile) -> str:
        reached = [m for m in case.milestones if m.milestone is kind and m.corrected_at is None]
        return "\n".join(
            _time(m.reached_at, approx=m.approx) + (f"（{m.part}）" if m.part else "")
            for m in sorted(reached, key=lambda m: m.reached_at)
        )

    return words


def _unrecoverable(case: CaseFile) -> str:
    found = [m.unrecoverable for m in case.milestones if m.unrecoverable and m.corrected_at is None]
    return "\n".join(dict.fromkeys(found))


def _told(*bodies: NoticeBody) -> Callable[[CaseFile], str]:
    """What is known of telling these bodies; each with its name where there are several."""

    def words(case: CaseFile) -> str:
        lines = []
        for notice in (n for n in case.notices if n.body in bodies):
            parts = [notice.state.label, _time(notice.told_at), notice.told_by, notice.reference, notice.reason]
            said = "　".join(filter(None, parts))
            lines.append(f"{notice.body.label}: {said}" if len(bodies) > 1 else said)
        return "\n".join(lines)

    return words


def _consent(case: CaseFile) -> SharingConsent | None:
    return case.consents[-1] if case.consents else None


OTHERS = tuple(
    body for body in NoticeBody if body not in (NoticeBody.POLICE, NoticeBody.PPC_FIRST, NoticeBody.PPC_FINAL)
)


HELD: dict[str, Callable[[CaseFile], str]] = {
    "awareness": lambda c: "　".join(filter(None, [c.awareness_source.label, c.awareness_note])),
    "grasped_at": lambda c: _time(c.grasped_at, approx=c.grasped_approx),
    "facility_name": lambda c: c.facility.name,
    "facility_kind": lambda c: c.facility.kind.label,
    "municipal": lambda c: "自治体立" if c.facility.municipal else "",
    "operating_body": lambda c: c.facility.operating_body or "",
    "owner_municipality": lambda c: c.facility.owner_municipality or "",
    "contact_person": lambda c: c.contact_person or "",
    "contact_phone": lambda c: c.contact_phone or "",
    "occurred_at": lambda c: _time(c.occurred_at, approx=c.occurred_approx) or Known.UNKNOWN.label,
    "detected_at": lambda c: _time(c.detected_at, approx=c.detected_approx),
    "what_happened": lambda c: c.what_happened,
    "attack_kind": lambda c: c.attack_kind.label,
    "affected_systems": lambda c: "、".join(SystemKind(one).label for one in c.affected_systems),
    "failure": lambda c: c.failure.label,
    "leak": lambda c: c.leak.label,
    "care": lambda c: c.care.label,
    "vendor_contacts": lambda c: "\n".join(
        f"{_time(v.contacted_at, approx=v.approx)}　{v.company}（{v.result.label}）"
        + (f"　指示: {v.instruction}" if v.instruction else "")
        for v in c.vendor_contacts
    ),
    "containments": lambda c: "\n".join(f"{_time(x.done_at, approx=x.approx)}　{x.measure}" for x in c.containments),
    "state_informed": lambda c: "\n".join(
        f"{_time(m.contacted_at, approx=m.approx)}　{'医療機関等' if m.by_facility else '自治体'}から{m.desk}に電話"
        + (f"（応対 {m.answered_by}）" if m.answered_by else "")
        for m in c.ministry_contacts
    ),
    "partly_restored_at": _milestone(Milestone.PARTLY_RESTORED),
    "fully_restored_at": _milestone(Milestone.FULLY_RESTORED),
    "care_resumed_at": _milestone(Milestone.CARE_RESUMED),
    "unrecoverable": _unrecoverable,
    "police_notice": _told(NoticeBody.POLICE),
    "privacy_preliminary": _told(NoticeBody.PPC_FIRST),
    "privacy_final": _told(NoticeBody.PPC_FINAL),
    "other_notices": _told(*OTHERS),
    "consent_nco": lambda c: last.nco.label if (last := _consent(c)) else "",
    "consent_ceptoar": lambda c: last.ceptoar.label if (last := _consent(c)) else "",
    "measures": lambda c: "\n".join(f"{item.title}（{item.state.label}）" for item in c.items),
}
"""What the case keeps elsewhere, in words. The head's remaining fields stand on each report itself."""
