"""The wording of a circular: what the form says, checked and kept; how a form begins; to whom it says it goes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.circulars.facts import ADDRESSEE, ALERT, NOTICE, AlertFacts, CircularFacts
from cases.errors import ActNotOpen, NotFound, UnknownMunicipality
from cases.judgement import Attack
from cases.records import CaseFile, Circular, Municipality
from cases.rulebook import guidelines
from cases.vocabulary import AttackKind, CircularKind, FacilityKind, Urgency


def read(facts: dict[str, Any], municipalities: Collection[str]) -> CircularFacts:
    """`municipalities`: the codes of the area. Raises BadFacts, NotFound, UnknownMunicipality, ActNotOpen."""
    alert = facts.get("kind") == CircularKind.ALERT
    label, model = (ALERT, AlertFacts) if alert else (NOTICE, CircularFacts)
    given: CircularFacts = model.checked(label, facts)
    if guidelines.edition(given.edition) is None:
        raise NotFound("ガイドラインの版")
    if outside := [code for code in given.municipalities if code not in municipalities]:
        raise UnknownMunicipality(outside[0])
    if given.beds_least is not None and given.beds_most is not None and given.beds_least > given.beds_most:
        raise ActNotOpen(label, ["病床数は、「以上」を「以下」より小さくしてください。"])
    return given


def values(given: CircularFacts) -> dict[str, Any]:
    """As the record keeps them."""
    return {
        **given.model_dump(exclude={"kind", "kinds", "municipalities"}),
        "addressee": given.addressee or ADDRESSEE,
        "kinds": [str(kind) for kind in given.kinds],
        "municipalities": list(given.municipalities),
    }


def begun(one: Circular) -> dict[str, Any]:
    """The facts as a form begins with them (JSON)."""
    names = [name for name in CircularFacts.model_fields if name not in ("kind", "send_at", "addressee")]
    return {
        **{name: getattr(one, name) for name in names},
        "urgency": str(one.urgency),
        "addressee": "" if one.addressee == ADDRESSEE else one.addressee,
        "send_at": one.send_at.isoformat() if one.send_at else None,
        "confirm_by": one.confirm_by.isoformat() if one.confirm_by else None,
    }


def from_case(session: Session, number: str) -> dict[str, Any]:
    """How an alert begins that a case gives rise to. It names neither of them. Raises NotFound."""
    case = session.scalar(select(CaseFile).where(CaseFile.number == number))
    if case is None:
        raise NotFound("案件")
    kind = "" if case.attack_kind in (AttackKind.UNKNOWN, AttackKind.OTHER) else f"（{case.attack_kind.label}）"
    said = "を受けた" if case.attack is Attack.YES else "を受けた疑いのある"
    return {
        "subject": "医療機関等に対するサイバー攻撃について（注意喚起）",
        "urgency": str(Urgency.URGENT),
        "threat": f"医療機関等において、サイバー攻撃{kind}{said}事案が発生しています。",
    }


def places(session: Session, one: Circular) -> str:
    """The types, towns and sizes that it is narrowed to."""
    kinds = "、".join(FacilityKind(kind).label for kind in one.kinds) or "すべての種別"
    query = select(Municipality.code, Municipality.name).where(Municipality.code.in_(one.municipalities))
    names = {code: name for code, name in session.execute(query)} if one.municipalities else {}
    towns = "、".join(names.get(code, code) for code in one.municipalities) or "管内すべて"
    least = f"{one.beds_least}床以上" if one.beds_least is not None else ""
    most = f"{one.beds_most}床以下" if one.beds_most is not None else ""
    return "　".join(filter(None, [kinds, towns, least + most]))
