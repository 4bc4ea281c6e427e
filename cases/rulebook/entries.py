"""The shape of every rule entry: frozen models that refuse what the house cannot carry out.

``effective_to`` is the last day in force. A missing ``effective_from`` means that the first day is not known.
"""

from datetime import date, time, timedelta
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cases.calendars import Calendar
from cases.vocabulary.rules import (
    AuthorityKind,
    CalendarKind,
    CityClass,
    LegalNature,
    PartnerKind,
    StartEvent,
    TimingKey,
    Unit,
)


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


Blankable = BeforeValidator(_empty_is_none)
Code6 = Annotated[str, Field(pattern=r"^\d{6}$")]


class Entry(BaseModel):
    """One line of rule data, with the days on which it is in force."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effective_from: Annotated[date | None, Blankable] = None
    effective_to: Annotated[date | None, Blankable] = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("適用終了日が適用開始日より前です")
        return self

    def in_force(self, on: date) -> bool:
        """Whether the entry applies on that day, its first and last day included."""
        return (self.effective_from or date.min) <= on <= (self.effective_to or date.max)


class TimingRule(Entry):
    """A clock rule: from which moment, how long, counted how; without ``length`` none is computed."""

    id: str
    title: str
    timing_word: str
    timing_key: TimingKey
    legal_nature: LegalNature
    basis: str
    """The id of the legal basis (R-009)."""
    label: str
    sentences: tuple[str, ...] = Field(min_length=1)
    start_event: StartEvent
    unit: Unit | None = None
    length: Annotated[int, Field(gt=0)] | None = None
    calendar: CalendarKind
    reminders: tuple[int, ...]
    supervisors_from: int | None = 0
    """The rung (minutes from the due moment) from which on the supervisors hear too; None = never."""
    ministry_from: int | None = None
    """The rung from which on the ministry's desk hears too; None = never."""
    effective_from: date
    rule_set: str
    default_is_suggestion: bool
    verified: bool
    source: str
    note: str = ""

    @property
    def adjustable(self) -> bool:
        """Whether an authority may set its own length: a 目安 that is computed, never a statute's period."""
        return self.length is not None and self.legal_nature is not LegalNature.STATUTE

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.timing_word != self.timing_key.label:
            raise ValueError(f"時期の語「{self.timing_word}」と timing_key「{self.timing_key}」が合いません")
        if self.legal_nature is LegalNature.TECHNICAL_ADVICE and self.label != "目安":
            raise ValueError("技術的助言に基づく時間の表示は「目安」でなければなりません")
        if (self.length is None) != (self.unit is None):
            raise ValueError("length と unit は両方書くか、両方省きます")
        if self.unit is Unit.OPEN_HOURS and self.calendar is CalendarKind.AROUND_THE_CLOCK:
            raise ValueError("開庁時間で数えるには、どこの開庁時間かを calendar に書きます")
        if self.unit is Unit.OPEN_DAYS and self.calendar is CalendarKind.AROUND_THE_CLOCK:
            raise ValueError("開庁日で数えるには、どこの開庁日かを calendar に書きます")
        self._check_rungs()
        return self

    def _check_rungs(self) -> None:
        """The rungs in order, none before the clock starts, and a ladder that can be climbed."""
        if any(later <= earlier for earlier, later in pairwise(self.reminders)):
            raise ValueError("reminders は、早い順に、同じ値を二度書かずに並べます")
        per = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.CALENDAR_DAYS: 24 * 60}.get(self.unit) if self.unit else None
        if per and self.length and self.reminders and self.reminders[0] < -self.length * per:
            raise ValueError(f"reminders の {self.reminders[0]}分は、計時の始まりより前です")
        for name in ("supervisors_from", "ministry_from"):
            since = getattr(self, name)
            if name in self.model_fields_set and since is not None and since > max(self.reminders, default=since - 1):
                raise ValueError(f"{name} の {since}分に達する reminders がないため、知らせることができません")
        both = (self.supervisors_from, self.ministry_from)
        if self.ministry_from is not None and (both[0] is None or both[0] > self.ministry_from):
            raise ValueError("ministry_from は、supervisors_from と同じか、それより後にします（担当、上司、本省の順）")


class ContactDesk(Entry):
    """The ministry's office in force on a day; ``phone`` and hours are None where no source confirms them."""

    id: str
    office: tuple[str, ...]
    full_name: str
    phone: str | None = None
    email: str | None = None
    open_from: time | None = None
    open_to: time | None = None
    hours_words: str | None = None
    effective_from: date
    verified: bool
    source: str
    note: str = ""

    @property
    def day_before(self) -> date:
        """The last day of the desk before this one."""
        return self.effective_from - timedelta(days=1)

    @property
    def calendar(self) -> Calendar:
        """The desk's hours; the public offices' usual ones where its own are not known."""
        if self.open_from is None or self.open_to is None:
            return Calendar()
        return Calendar(open_from=self.open_from, open_to=self.open_to)


class Sentence(BaseModel):
    """One sentence (or numbered part of one) of the notice or its poster, word for word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    section: str
    text: str = Field(min_length=1)


class Heading(BaseModel):
    """A section of the notice. ``text`` is empty for the part before 「記」."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str


class Notice(Entry):
    """A rule set: the notice itself, sentence by sentence (R-010)."""

    id: str
    title: str
    numbers: tuple[str, ...]
    issued_on: date
    senders: tuple[str, ...]
    addressees: tuple[AuthorityKind, ...]
    legal_nature: LegalNature
    legal_citation: str
    source: str
    verified: bool
    note: str = ""
    sections: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]


class LegalBasis(BaseModel):
    """What an instrument, a request, a report or a clock rests on (R-009). `words` is the citation as printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    words: str = Field(min_length=1)
    legal_nature: LegalNature
    verified: bool
    source: str
    used_by: tuple[str, ...] = ()
    """The words of the closed lists that rest on it: "instrument.on_site_inspection", "exchange.inquiry" …"""
    note: str = ""


class PartnerName(Entry):
    """A partner's name for some span of days."""

    name: str
    short: str = ""
    source: str


class Partner(BaseModel):
    """An organisation that the ministry works with: no tenant, owns no case (M-0.4, R-002)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: PartnerKind
    role: str
    names: tuple[PartnerName, ...] = Field(min_length=1)
    verified: bool
    note: str = ""

    def name_on(self, on: date) -> str:
        """The name in force that day; the first one on record for days before it."""
        known = sorted(self.names, key=lambda one: one.effective_from or date.min)
        return next((one.name for one in known if one.in_force(on)), known[0].name)


class Authority(Entry):
    """A 都道府県, 保健所設置市 or 特別区; ``code`` is the six-digit 団体コード."""

    code: Code6
    kind: AuthorityKind
    city_class: Annotated[CityClass | None, Blankable] = None
    prefecture: str
    name: str
    verified: bool
    source: str

    @model_validator(mode="after")
    def _class_only_for_cities(self) -> Self:
        if (self.kind is AuthorityKind.HEALTH_CENTRE_CITY) != (self.city_class is not None):
            raise ValueError("city_class は保健所設置市にだけ書きます")
        return self


class Municipality(Entry):
    """A municipality (or ward of a designated city) and its competent authority for some span of days."""

    code6: Code6
    name: str
    kana: str
    prefecture: str
    authority_code: Code6
