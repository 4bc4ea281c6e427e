"""The forms of the register: what an officer types to add, correct or move a facility and its vendors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, field_validator

from cases.procedure import FUTURE, Facts
from cases.registry.codes import normalise_digits
from cases.vocabulary import FacilityKind, OperatingKind


class Registration(Facts):
    name: str = Field(title="名称", min_length=1, max_length=200)
    kind: FacilityKind = Field(title="種別")
    municipality: str = Field(title="市区町村", description="管内の市区町村名又は団体コード", min_length=1)
    kana: str = Field(default="", title="フリガナ", max_length=200)
    address: str = Field(default="", title="所在地", max_length=300)
    phone: str = Field(default="", title="電話番号", max_length=40)
    email: str = Field(
        default="",
        title="メールアドレス（部署のもの）",
        description="周知・注意喚起の送り先。個人のものは登録しません",
        max_length=200,
        pattern=r"^([^@\s]+@[^@\s]+)?$",
    )
    institution_code: str = Field(
        default="", title="医療機関コード", description="ない場合は空欄（ネットワーク、助産所など）", max_length=20
    )


class Correction(Facts):
    """The whole record as it should be; what is left empty is empty afterwards."""

    name: str = Field(title="名称", min_length=1, max_length=200)
    kana: str = Field(default="", title="フリガナ", max_length=200)
    short_name: str = Field(default="", title="略称", max_length=200)
    address: str = Field(default="", title="所在地", max_length=300)
    phone: str = Field(default="", title="電話番号", max_length=40)
    email: str = Field(
        default="",
        title="メールアドレス（部署のもの）",
        description="周知・注意喚起の送り先。個人のものは登録しません",
        max_length=200,
        pattern=r"^([^@\s]+@[^@\s]+)?$",
    )
    url: str = Field(default="", title="ウェブサイト", max_length=500)
    institution_code: str = Field(default="", title="医療機関コード", max_length=20)
    registry_id: str = Field(
        default="",
        title="公表データのID（13桁）",
        description="医療情報ネットの公表データと対応付けるときに入力します",
        pattern=r"^([0-9]{13})?$",
    )
    beds_total: int | None = Field(default=None, title="病床数（合計）", ge=0, le=99999)

    @field_validator("registry_id", "institution_code", mode="before")
    @classmethod
    def _figures(cls, value: Any) -> Any:
        return normalise_digits(value) if isinstance(value, str) else value


class Municipal(Facts):
    municipal: bool = Field(title="自治体立病院ですか")
    operating_body: str = Field(
        default="", title="運営部署（団体）の名称", description="例: 病院局、○○病院事務組合", max_length=200
    )
    operating_kind: OperatingKind | None = Field(default=None, title="運営部署（団体）の区分")
    operating_contact: str = Field(default="", title="連絡先（部署・役職）", max_length=200)
    operating_phone: str = Field(default="", title="電話番号", max_length=40)
    operating_email: str = Field(default="", title="メールアドレス", max_length=200, pattern=r"^([^@\s]+@[^@\s]+)?$")
    owner_municipality: str = Field(
        default="", title="設置する市区町村等", description="都道府県立のときは都道府県名", max_length=100
    )
    owner_prefecture: str = Field(default="", title="都道府県", max_length=10)


class Vendor(Facts):
    company: str = Field(title="社名", min_length=1, max_length=200)
    phone: str = Field(title="電話番号（緊急連絡先）", min_length=1, max_length=40)
    person: str = Field(default="", title="担当者（部署・役職）", max_length=200)
    systems: str = Field(default="", title="保守する医療情報システム", max_length=500)
    all_hours: bool = Field(default=False, title="24時間対応")
    contract_number: str = Field(default="", title="契約番号", max_length=100)
    contract_from: Annotated[date | None, FUTURE] = Field(default=None, title="契約の始め")
    contract_to: Annotated[date | None, FUTURE] = Field(default=None, title="契約の終わり")


class VendorCorrection(Vendor):
    vendor: int = Field(title="保守会社等の番号")


class VendorEnd(Facts):
    vendor: int = Field(title="保守会社等の番号")
    reason: str = Field(title="外す理由", description="例: 契約の終了、二重の登録", min_length=1, max_length=300)


class Member(Facts):
    name: str = Field(title="参加する医療機関等", description="管外のものも書けます", min_length=1, max_length=200)
    note: str = Field(default="", title="備考", max_length=300)


class MemberEnd(Facts):
    member: int = Field(title="参加する医療機関等の番号")


class Move(Facts):
    municipality: str = Field(title="移転先の市区町村", description="名称又は団体コード", min_length=1)
    address: str = Field(title="移転先の所在地", min_length=1, max_length=300)
    moved_on: date = Field(title="移転した日")
