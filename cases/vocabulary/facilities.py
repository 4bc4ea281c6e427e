"""Kinds of medical institutions, and the ministry's registry of them."""

from __future__ import annotations

from cases.vocabulary.word import Word


class FacilityKind(Word):
    """R-004. Inspection under Medical Care Act 25 reaches the first four only (M-3.3)."""

    HOSPITAL = "hospital", "病院"
    CLINIC = "clinic", "診療所（医科）"
    DENTAL_CLINIC = "dental_clinic", "診療所（歯科）"
    BIRTH_CENTRE = "birth_centre", "助産所"
    PHARMACY = "pharmacy", "薬局"
    LTC_HEALTH_FACILITY = "ltc_health_facility", "介護老人保健施設"
    LTC_MEDICAL_FACILITY = "ltc_medical_facility", "介護医療院"
    REGIONAL_NETWORK = "regional_network", "地域医療情報連携ネットワーク"
    OTHER = "other", "その他"

    @property
    def may_be_inspected(self) -> bool:
        """Whether an on-site inspection under Medical Care Act 25/26 is open at all (M-3.3, R-116)."""
        return self in INSPECTABLE


INSPECTABLE = frozenset(
    {FacilityKind.HOSPITAL, FacilityKind.CLINIC, FacilityKind.DENTAL_CLINIC, FacilityKind.BIRTH_CENTRE}
)


class RegistryKind(Word):
    """The kinds that the ministry's open data lists, each in a file of its own."""

    HOSPITAL = "hospital", "病院"
    CLINIC = "clinic", "診療所（医科）"
    DENTAL_CLINIC = "dental_clinic", "診療所（歯科）"
    BIRTH_CENTRE = "birth_centre", "助産所"
    PHARMACY = "pharmacy", "薬局"


class RunState(Word):
    RUNNING = "running", "取込み中"
    DONE = "done", "完了"
    FAILED = "failed", "失敗"
    INTERRUPTED = "interrupted", "中断"
