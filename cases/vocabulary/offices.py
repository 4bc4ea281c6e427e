"""Who works here: officers' roles, authorities, and the offices that run municipal hospitals."""

from __future__ import annotations

from cases.vocabulary.word import Word


class Role(Word):
    """What a person may do; one officer may hold several."""

    OFFICER = "officer", "担当職員"
    SUPERVISOR = "supervisor", "決裁者"
    INSPECTOR = "inspector", "医療監視員"
    MINISTRY = "ministry", "厚生労働省担当"
    ADMIN = "admin", "システム管理者"


class AuthorityKind(Word):
    PREFECTURE = "prefecture", "都道府県"
    HEALTH_CENTRE_CITY = "health_centre_city", "保健所設置市"
    SPECIAL_WARD = "special_ward", "特別区"
    MINISTRY = "ministry", "厚生労働省"


class OperatingKind(Word):
    """自治体立病院運営部署（団体） (M-2.3, R-080)."""

    DEPARTMENT = "department", "部局"
    PUBLIC_ENTERPRISE = "public_enterprise", "公営企業局"
    JOINT_AUTHORITY = "joint_authority", "一部事務組合"
    LOCAL_AGENCY = "local_agency", "地方独立行政法人"
