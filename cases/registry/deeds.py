"""What an office does to the registry of its area: register, correct, vendors, municipal hospitals, networks, moves.

A deed here is written like an act of a case (facts, roles, change) but changes a facility, not a case. Each leaves a
line in the facility's own history. R-003, R-004, R-006, R-042, R-080.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.clock import jst_day
from cases.errors import ActNotOpen, NotFound
from cases.procedure import Facts
from cases.records import Facility, FacilityVendor, NetworkMember
from cases.registry.facts import (
    Correction,
    Member,
    MemberEnd,
    Move,
    Municipal,
    Registration,
    Vendor,
    VendorCorrection,
    VendorEnd,
)
from cases.vocabulary import FacilityKind, Role

F = TypeVar("F", bound=Facts)
Changes = dict[str, list[Any]]
"""Field → [before, after], as the history keeps it."""
OFFICE = frozenset({Role.OFFICER, Role.SUPERVISOR})
TITLES = {
    "name": "名称",
    "kana": "フリガナ",
    "short_name": "略称",
    "kind": "種別",
    "address": "所在地",
    "municipality_name": "市区町村",
    "phone": "電話番号",
    "email": "メールアドレス",
    "url": "ウェブサイト",
    "institution_code": "医療機関コード",
    "registry_id": "公表データのID（13桁）",
    "beds": "病床数",
    "municipal": "自治体立病院",
    "operating_body": "運営部署（団体）の名称",
    "operating_kind": "運営部署（団体）の区分",
    "operating_contact": "運営部署（団体）の連絡先（部署・役職）",
    "operating_phone": "運営部署（団体）の電話番号",
    "operating_email": "運営部署（団体）のメールアドレス",
    "owner_municipality": "設置する市区町村等",
    "owner_prefecture": "都道府県",
    "vendor": "保守会社等",
    "posting": "院内掲示",
    "member": "参加する医療機関等",
    "authority": "所管自治体",
    "delisted_on": "最新の公表データに記載なし",
    "registry_said": "公表データの内容",
}
"""The fields as people read them."""
FROM_REGISTRY = ("name", "kana", "short_name", "address", "url", "beds")
"""Fields that the published data has, too: a correction there is kept against it."""


@dataclass(frozen=True)
class FacilityAct(Generic[F]):
    """A deed on a facility; the screen's form and the API read it as they read an act."""

    name: str
    label: str
    facts: type[F]
    change: Callable[[Session, Facility, F, datetime], Changes]
    roles: frozenset[Role] = OFFICE
    help: str = ""
    tells: str = ""
    source: tuple[str, ...] = ()


def correct(session: Session, facility: Facility, facts: Correction, now: datetime) -> Changes:
    values: dict[str, Any] = facts.model_dump(exclude={"beds_total"})
    values["registry_id"] = facts.registry_id or None
    if facts.beds_total != (facility.beds or {}).get("total"):
        values["beds"] = None if facts.beds_total is None else {**(facility.beds or {}), "total": facts.beds_total}
    if values["registry_id"] and values["registry_id"] != facility.registry_id:
        _refuse_taken_id(session, facility, values["registry_id"])
    changes = written(facility, values)
    said = dict(facility.registry_said or {})
    for name in FROM_REGISTRY:
        if name in changes and facility.registry_id and facility.listed_on:
            said.setdefault(name, changes[name][0])
            if said[name] == changes[name][1]:
                del said[name]
    facility.registry_said = said
    return changes


def set_municipal(session: Session, facility: Facility, facts: Municipal, now: datetime) -> Changes:
    """R-080: with the flag go the body, its kind, its contact and who founded the hospital."""
    must = ("operating_body", "operating_kind", "operating_phone", "owner_municipality", "owner_prefecture")
    if facts.municipal and (missing := [TITLES[name] for name in must if not getattr(facts, name)]):
        raise ActNotOpen(SET_MUNICIPAL.label, [f"自治体立病院とするには、{'、'.join(missing)}も入力してください。"])
    return written(facility, facts.model_dump())


def add_vendor(session: Session, facility: Facility, facts: Vendor, now: datetime) -> Changes:
    _refuse_backward(facts)
    session.add(FacilityVendor(facility_id=facility.id, authority_code=facility.authority_code, **facts.model_dump()))
    return {"vendor": [None, f"{facts.company}（{facts.phone}）"]}


def correct_vendor(session: Session, facility: Facility, facts: VendorCorrection, now: datetime) -> Changes:
    _refuse_backward(facts)
    vendor = _vendor(session, facility, facts.vendor)
    before = _vendor_words(vendor)
    for name, value in facts.model_dump(exclude={"vendor"}).items():
        setattr(vendor, name, value)
    after = _vendor_words(vendor)
    return {} if before == after else {"vendor": [before, after]}


def end_vendor(session: Session, facility: Facility, facts: VendorEnd, now: datetime) -> Changes:
    vendor = _vendor(session, facility, facts.vendor)
    vendor.removed_at = now
    return {"vendor": [f"{vendor.company}（{vendor.phone}）", f"外した（{facts.reason}）"]}


def add_member(session: Session, facility: Facility, facts: Member, now: datetime) -> Changes:
    if facility.kind is not FacilityKind.REGIONAL_NETWORK:
        raise ActNotOpen(ADD_MEMBER.label, ["参加する医療機関等は、地域医療情報連携ネットワークに登録します。"])
    known = session.scalars(
        select(Facility).where(
            Facility.authority_code == facility.authority_code,
            Facility.unidentified.is_(False),
            func.search_form(Facility.name) == func.search_form(facts.name),
        )
    ).all()
    member = NetworkMember(
        network_id=facility.id,
        authority_code=facility.authority_code,
        facility_id=known[0].id if len(known) == 1 else None,
        name=known[0].name if len(known) == 1 else facts.name,
        note=facts.note,
    )
    session.add(member)
    return {"member": [None, member.name]}


def end_member(session: Session, facility: Facility, facts: MemberEnd, now: datetime) -> Changes:
    member = session.scalar(
        select(NetworkMember).where(
            NetworkMember.id == facts.member,
            NetworkMember.network_id == facility.id,
            NetworkMember.removed_at.is_(None),
        )
    )
    if member is None:
        raise NotFound("参加する医療機関等")
    member.removed_at = now
    return {"member": [member.name, "外した"]}


def move(session: Session, facility: Facility, facts: Move, now: datetime) -> Changes:
    """The address now; the municipality and with it perhaps the authority last, when all else is written (R-006)."""
    if facts.moved_on > jst_day(now):
        raise ActNotOpen(MOVE.label, ["移転した日が、今日より後になっています。移転した後に記録してください。"])
    changes = written(facility, {"address": facts.address})
    if facility.registry_id and facility.listed_on:
        said = dict(facility.registry_said or {})
        said.setdefault("municipality_code", facility.municipality_code)
        if "address" in changes:
            said.setdefault("address", changes["address"][0])
        facility.registry_said = said
    return changes


def written(facility: Facility, values: dict[str, Any]) -> Changes:
    """Write what differs; the changes as JSON values."""
    changes: Changes = {}
    for name, value in values.items():
        before = getattr(facility, name)
        if before != value:
            setattr(facility, name, value)
            changes[name] = [_json(before), _json(value)]
    return changes


def _json(value: Any) -> Any:
    label = getattr(value, "label", None)
    return label if label is not None else value.isoformat() if isinstance(value, date) else value


def _vendor(session: Session, facility: Facility, number: int) -> FacilityVendor:
    vendor = session.scalar(
        select(FacilityVendor).where(
            FacilityVendor.id == number,
            FacilityVendor.facility_id == facility.id,
            FacilityVendor.removed_at.is_(None),
        )
    )
    if vendor is None:
        raise NotFound("保守会社等")
    return vendor


def _vendor_words(vendor: FacilityVendor) -> str:
    hours = "24時間" if vendor.all_hours else ""
    span = "〜".join(f"{d:%Y/%m/%d}" if d else "" for d in (vendor.contract_from, vendor.contract_to)).strip("〜")
    parts = (vendor.phone, vendor.person, vendor.systems, hours, vendor.contract_number, span)
    return f"{vendor.company}（{'、'.join(part for part in parts if part)}）"


def _refuse_backward(facts: Vendor) -> None:
    if facts.contract_from and facts.contract_to and facts.contract_to < facts.contract_from:
        raise ActNotOpen("保守会社等を登録する", ["契約の終わりが、契約の始めより前になっています。"])


def _refuse_taken_id(session: Session, facility: Facility, registry_id: str) -> None:
    other = session.scalar(select(Facility.name).where(Facility.registry_id == registry_id, Facility.id != facility.id))
    if other is not None:
        raise ActNotOpen(CORRECT.label, [f"公表データのID {registry_id} は、「{other}」に登録されています。"])


CORRECT = FacilityAct(
    "correct_facility",
    "登録内容を訂正する",
    Correction,
    correct,
    help="訂正した項目は、公表データを取り込んでも上書きされません。",
    source=("M-0.5",),
)
SET_MUNICIPAL = FacilityAct(
    "set_municipal", "自治体立病院の区分を登録する", Municipal, set_municipal, source=("M-2.3",)
)
ADD_VENDOR = FacilityAct("add_vendor", "保守会社等を登録する", Vendor, add_vendor, source=("M-1.2b", "A-5"))
CORRECT_VENDOR = FacilityAct(
    "correct_vendor", "保守会社等の登録を訂正する", VendorCorrection, correct_vendor, source=("A-5",)
)
END_VENDOR = FacilityAct("end_vendor", "保守会社等の登録を外す", VendorEnd, end_vendor, source=("A-5",))
ADD_MEMBER = FacilityAct("add_member", "参加する医療機関等を登録する", Member, add_member, source=("M-0.5",))
END_MEMBER = FacilityAct("end_member", "参加する医療機関等の登録を外す", MemberEnd, end_member, source=("M-0.5",))
MOVE = FacilityAct(
    "move_facility",
    "移転を記録する",
    Move,
    move,
    help="移転先が別の自治体の管内なら、登録はその自治体に移ります。これまでの案件は、この自治体に残ります。",
    source=("M-2.1",),
)
FACILITY_ACTS: dict[str, FacilityAct[Any]] = {
    act.name: act
    for act in (CORRECT, SET_MUNICIPAL, ADD_VENDOR, CORRECT_VENDOR, END_VENDOR, ADD_MEMBER, END_MEMBER, MOVE)
}
REGISTRATION = FacilityAct("register_facility", "医療機関等を登録する", Registration, lambda *_: {}, source=("M-0.5",))
"""Done by the registry's desk itself: there is no facility yet to change."""
