"""医療機関等: the register of the area."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from cases.procedure import Facts
from cases.records import Authority, Facility, FacilityVendor
from cases.registry.desk import FacilityDesk
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import FacilityKind


class FacilitiesAsked(Facts):
    words: str = Field(default="", title="検索")
    kind: FacilityKind | None = Field(default=None, title="種別")
    municipality: str = Field(default="", title="市区町村（コード）")
    municipal: bool = Field(default=False, title="自治体立病院")
    delisted: bool = Field(default=False, title="公表データに記載なし")
    without_vendor: bool = Field(default=False, title="保守会社等が未記入")


def _facilities(here: Here, asked: FacilitiesAsked, columns: tuple[Column, ...]) -> Select[Any]:
    where = FacilityDesk(here.session, here.officer, here.now).conditions(**asked.model_dump())
    return (
        select(*(one.expression for one in columns))
        .select_from(Facility)
        .join(Authority, Authority.code == Facility.authority_code)
        .where(*where)
        .order_by(Facility.municipality_code, Facility.name, Facility.id)
    )


_VENDORS = (
    select(func.string_agg(FacilityVendor.company, aggregate_order_by(literal("、"), FacilityVendor.id)))
    .where(FacilityVendor.facility_id == Facility.id, FacilityVendor.removed_at.is_(None))
    .correlate(Facility)
    .scalar_subquery()
)
FACILITIES = (
    Column("name", "名称", Facility.name),
    Column("kana", "フリガナ", Facility.kana),
    Column("kind", "種別", Facility.kind),
    Column("municipality", "市区町村", Facility.municipality_name),
    Column("authority", "所管自治体", Authority.name),
    Column("address", "所在地", Facility.address),
    Column("phone", "電話番号", Facility.phone),
    Column("email", "メールアドレス", Facility.email),
    Column("registry_id", "公表データのID", Facility.registry_id),
    Column("institution_code", "医療機関コード", Facility.institution_code),
    Column("beds", "病床数", Facility.beds, lambda beds: (beds or {}).get("total")),
    Column("municipal", "自治体立病院", Facility.municipal),
    Column("operating_body", "運営部署（団体）", Facility.operating_body),
    Column("vendors", "保守会社等", _VENDORS, lambda names: names or "未記入"),
    Column("listed_on", "公表データの時点", Facility.listed_on),
    Column("delisted_on", "公表データに記載なし", Facility.delisted_on),
)

LIST = ListKind("facilities", "医療機関等", FacilitiesAsked, FACILITIES, _facilities)
