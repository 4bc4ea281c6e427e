"""事案の項目: the fields of the report, kept as versions (R-330, R-332). No patient data: counts and categories.

The model is drawn from cases/rules/incident_fields.toml: a field that is not named, or says what is known
already, changes nothing. 「不明」「確認中」「該当なし」 are answers of every field.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, create_model
from pydantic_core import PydanticCustomError

from cases.casework.ministry_report import fields
from cases.casework.ministry_report.fields import Type
from cases.errors import ActNotOpen
from cases.procedure import FUTURE, LONG, Act, Deed, Facts, When
from cases.records import CaseFile, IncidentFact
from cases.vocabulary import Known, Role
from cases.vocabulary.signals import Asked, Signal

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
SAID = {word.label: word for word in Known if word is not Known.KNOWN}
"""不明, 確認中, 該当なし."""
LABEL = "事案の項目を記録する"


def _count(value: Any) -> Any:
    """A count or a range as one normal form: 「10000」 or 「10000〜130000」."""
    if value is None or (isinstance(value, str) and value in SAID):
        return value
    span = fields.count_range(str(value))
    if span is None:
        raise PydanticCustomError("count_range", "not a count or a range")
    low, high = span
    return str(low) if low == high else f"{low}{fields.TILDE}{high}"


def _annotation(one: fields.Field) -> Any:
    said: Any = Literal.__getitem__(tuple(SAID))
    words: Any = Literal.__getitem__((*one.words, *SAID))
    match one.type:
        case Type.MOMENT:
            return said | When | None
        case Type.COUNT:
            return Annotated[str | None, BeforeValidator(_count)]
        case Type.CHOICE:
            return words | None
        case Type.CHOICES:
            return tuple[words, ...]
    return str | None


def _signals(one: fields.Field) -> tuple[Signal, ...]:
    asked = Asked(str(one.type), tuple(one.words), fields.blocks()[one.block])
    return (asked, *((FUTURE,) if one.future else ()), *((LONG,) if one.type is Type.LONG else ()))


def _model() -> type[Facts]:
    asked: dict[str, Any] = {}
    for one in fields.catalogue():
        if one.held:
            continue
        signals = _signals(one)
        default: Any = () if one.type is Type.CHOICES else None
        title = f"{one.title}（{one.unit}）" if one.unit else one.title
        about = one.example or ("「10000」又は「10000〜130000」のように記入します" if one.type is Type.COUNT else "")
        asked[one.id] = (Annotated[_annotation(one), *signals], Field(default, title=title, description=about))
        if one.type is Type.MOMENT:
            asked[f"{one.id}_approx"] = (Annotated[bool, *signals], Field(False, title=f"{one.title}は「頃」"))
    asked["as_of"] = (When | None, Field(None, title="いつの時点の内容か", description="空欄のときは入力した時刻"))
    asked["reason"] = (Annotated[str, LONG], Field("", title="訂正・変更の理由"))
    made = create_model("IncidentFacts", __base__=Facts, __doc__="The fields that the case keeps as versions.", **asked)
    return cast("type[Facts]", made)


IncidentFacts = _model()


def record_incident_facts(case: CaseFile, facts: Facts, deed: Deed) -> None:
    """Add a version of each field that says something new. Refused when nothing is new."""
    kept = fields.newest(case)
    as_of: datetime = getattr(facts, "as_of", None) or deed.now
    added = 0
    for one in fields.catalogue():
        if one.held or not (given := _given(one, facts)):
            continue
        version = IncidentFact(
            field=one.id,
            as_of=as_of,
            reason=getattr(facts, "reason", ""),
            entered_by=deed.office,
            entered_at=deed.now,
            **given,
        )
        if one.id in kept and _said(kept[one.id]) == _said(version):
            continue
        case.incident_facts.append(version)
        added += 1
    if not added:
        raise ActNotOpen(LABEL, ["新しい内容がありません。変わった項目を記入してください。"])


def _given(one: fields.Field, facts: Facts) -> dict[str, Any]:
    """The columns of the version; empty when the field was not answered."""
    value = getattr(facts, one.id)
    empty: dict[str, Any] = {"state": Known.KNOWN, "value": "", "low": None, "high": None, "approx": False}
    if value in (None, "", ()):
        return {}
    word = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    if isinstance(word, str) and word in SAID:
        return empty | {"state": SAID[word]}
    if isinstance(value, datetime):
        return empty | {"value": value.astimezone(UTC).isoformat(), "approx": getattr(facts, f"{one.id}_approx")}
    if one.type is Type.COUNT:
        low, high = fields.count_range(str(value)) or (0, 0)
        return empty | {"value": str(value), "low": low, "high": high}
    return empty | {"value": "、".join(value) if isinstance(value, tuple) else str(value)}


def _said(fact: IncidentFact) -> tuple[Known, str, bool]:
    return fact.state, fact.value, fact.approx


ACTS: tuple[Act[Any], ...] = (
    Act(
        "record_incident_facts",
        "incident_facts_recorded",
        LABEL,
        IncidentFacts,
        DESK,
        change=record_incident_facts,
        anytime=True,
        help="報告に載る項目です。分かった項目だけを記入します。前の内容は残ります。患者の氏名等は記入しません。",
        source=("M-3.1",),
    ),
)
