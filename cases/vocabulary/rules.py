"""The words of the rule data: closed lists, each with the Japanese ``label`` an officer reads."""

from enum import StrEnum


class TimingKey(StrEnum):
    """The notice's words of time, without any number (R-230)."""

    IMMEDIATELY = "immediately"
    PROMPTLY = "promptly"
    PROMPTLY_AFTER_AWARENESS = "promptly_after_awareness"
    AS_NECESSARY = "as_necessary"
    UNSPECIFIED = "unspecified"

    @property
    def label(self) -> str:
        """The word of the notice; 定めなし where it has none."""
        return _TIMING_WORDS[self]


class StartEvent(StrEnum):
    """The moment of the case from which a clock runs."""

    DETECTED_AT = "detected_at"
    JUDGED_AT = "judged_at"
    GRASPED_AT = "grasped_at"
    ASKED_AT = "asked_at"
    INVESTIGATED_AT = "investigated_at"
    PROMISED_AT = "promised_at"
    KNOWN_AT = "known_at"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _START_EVENTS[self]


class Unit(StrEnum):
    """How a clock's length is counted."""

    MINUTES = "minutes"
    HOURS = "hours"
    OPEN_HOURS = "open_hours"
    OPEN_DAYS = "open_days"
    CALENDAR_DAYS = "calendar_days"

    @property
    def label(self) -> str:
        """The word put behind the number."""
        return _UNITS[self]


class CalendarKind(StrEnum):
    """Whose hours a clock keeps; ``around_the_clock`` runs at night and on holidays too (R-327)."""

    AROUND_THE_CLOCK = "around_the_clock"
    AUTHORITY = "authority"
    MINISTRY_DESK = "ministry_desk"


class LegalNature(StrEnum):
    """What stands behind a request (R-009)."""

    TECHNICAL_ADVICE = "technical_advice"
    STATUTE = "statute"
    COOPERATION_REQUEST = "cooperation_request"
    GUIDELINE = "guideline"
    VOLUNTARY = "voluntary"
    INFORMATION = "information"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _LEGAL_NATURES[self]


class Verification(StrEnum):
    """How far a public source confirms a rule set. An unverified one cannot be switched on at all, a partial one only
    on a named person's confirmation.
    """

    VERIFIED = "verified"
    PARTIAL = "partial"
    UNVERIFIED = "unverified"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _VERIFICATIONS[self]


class Outcome(StrEnum):
    """What a rule set's decision table says of a case."""

    CONTACT = "contact"
    AS_NECESSARY = "as_necessary"
    OUTSIDE = "outside"
    ON_HOLD = "on_hold"
    AWAITING = "awaiting"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _OUTCOMES[self]


class PartnerKind(StrEnum):
    """Organisations that the ministry works with; none of them owns cases (M-0.4, R-002)."""

    GOVERNMENT = "government"
    MEDICAL_ASSOCIATION = "medical_association"
    CEPTOAR = "ceptoar"
    TECHNICAL = "technical"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _PARTNER_KINDS[self]


class AuthorityKind(StrEnum):
    """The three local kinds the notice is addressed to (M-0.6, R-001)."""

    PREFECTURE = "prefecture"
    HEALTH_CENTRE_CITY = "health_centre_city"
    SPECIAL_WARD = "special_ward"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _AUTHORITY_KINDS[self]


class CityClass(StrEnum):
    """Why a city has a health centre of its own (地域保健法施行令1条)."""

    DESIGNATED_CITY = "designated_city"
    CORE_CITY = "core_city"
    CABINET_ORDER_CITY = "cabinet_order_city"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _CITY_CLASSES[self]


_TIMING_WORDS = {
    TimingKey.IMMEDIATELY: "直ちに",
    TimingKey.PROMPTLY: "速やかに",
    TimingKey.PROMPTLY_AFTER_AWARENESS: "事実把握後速やかに",
    TimingKey.AS_NECESSARY: "必要に応じて",
    TimingKey.UNSPECIFIED: "定めなし",
}
_START_EVENTS = {
    StartEvent.DETECTED_AT: "覚知",
    StartEvent.JUDGED_AT: "判断",
    StartEvent.GRASPED_AT: "把握",
    StartEvent.ASKED_AT: "照会",
    StartEvent.INVESTIGATED_AT: "調査・指導",
    StartEvent.PROMISED_AT: "約束した期日",
    StartEvent.KNOWN_AT: "漏えい等を知った時",
}
_UNITS = {
    Unit.MINUTES: "分",
    Unit.HOURS: "時間",
    Unit.OPEN_HOURS: "開庁時間",
    Unit.OPEN_DAYS: "開庁日",
    Unit.CALENDAR_DAYS: "日",
}
_LEGAL_NATURES = {
    LegalNature.TECHNICAL_ADVICE: "技術的助言",
    LegalNature.STATUTE: "法令",
    LegalNature.COOPERATION_REQUEST: "協力要請",
    LegalNature.GUIDELINE: "ガイドライン",
    LegalNature.VOLUNTARY: "任意",
    LegalNature.INFORMATION: "参考情報",
}
_VERIFICATIONS = {
    Verification.VERIFIED: "確認済み",
    Verification.PARTIAL: "一部確認",
    Verification.UNVERIFIED: "未確認",
}
_OUTCOMES = {
    Outcome.CONTACT: "連絡対象",
    Outcome.AS_NECESSARY: "必要に応じて連絡",
    Outcome.OUTSIDE: "対象外",
    Outcome.ON_HOLD: "判断保留",
    Outcome.AWAITING: "判断待ち",
}
_PARTNER_KINDS = {
    PartnerKind.GOVERNMENT: "国の機関",
    PartnerKind.MEDICAL_ASSOCIATION: "医療関係団体",
    PartnerKind.CEPTOAR: "医療セプター",
    PartnerKind.TECHNICAL: "技術的な支援機関",
}
_AUTHORITY_KINDS = {
    AuthorityKind.PREFECTURE: "都道府県",
    AuthorityKind.HEALTH_CENTRE_CITY: "保健所設置市",
    AuthorityKind.SPECIAL_WARD: "特別区",
}
_CITY_CLASSES = {
    CityClass.DESIGNATED_CITY: "指定都市",
    CityClass.CORE_CITY: "中核市",
    CityClass.CABINET_ORDER_CITY: "政令で定める市",
}
