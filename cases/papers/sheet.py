"""What every paper has: the head of the letter, the person's order, and the words of dates and places on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from pydantic import BaseModel, ConfigDict

from cases.clock import JST, jst_day
from cases.japanese_dates import wareki, wareki_and_seireki
from cases.records import CaseFile
from cases.rulebook import rulebook
from cases.rulebook.contact_desks import desk_on
from cases.vocabulary import Handling, PaperKind, Seal

UNKNOWN = "不明・確認中"
_MACHINE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\((.)\) ?")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_WEEKDAYS = "月火水木金土日"
Rows = tuple[tuple[str, str], ...]


class PaperData(BaseModel):
    """The data of a paper as its template reads it: only words, made once and kept with the paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Head(PaperData):
    """番号・日付・宛先・差出人・公印・件名・取扱い・担当 (R-234). `day` is (year, month, day) for the file itself."""

    title: str
    number: str
    day: tuple[int, int, int]
    date: str
    addressee: tuple[str, ...]
    sender: tuple[str, ...]
    seal: str
    handling: str
    contact: tuple[str, ...]
    practice: bool
    draft: bool
    watermark: str = ""
    """A word printed faintly across every page: 案, 写."""
    printed: str = ""
    """Who printed a sheet without a number, and when; at the foot."""


class Letter(PaperData):
    """The base of every kind's data. `head` is filled by the register when the number has been drawn."""

    head: Head | None = None


@dataclass(frozen=True)
class Order:
    """What the person asks for. `about` numbers the report, visit, guidance, inquiry or advice meant; None is the
    newest.
    """

    kind: PaperKind
    dated_on: date
    about: int | None = None
    addressee: str = ""
    sender: str = ""
    seal: Seal = Seal.OMITTED
    handling: Handling = Handling.NONE
    due_on: date | None = None
    content: str = ""


def figures(number: int) -> str:
    """As offices print: one figure full-width, more half-width."""
    return str(number).translate(_FULL_WIDTH) if number < 10 else str(number)


def day_on_paper(day: date | None) -> str:
    """令和３年（2021年）10月31日（日）; empty for None."""
    return f"{wareki_and_seireki(day)}（{_WEEKDAYS[day.weekday()]}）" if day else ""


def day_in_list(day: date | None, missing: str = "定めなし") -> str:
    """令和３年10月31日, short for narrow columns."""
    return wareki(day) if day else missing


def moment_in_list(moment: datetime | None, missing: str = UNKNOWN) -> str:
    """令和３年10月31日 00:30, in Japan's time."""
    if moment is None:
        return missing
    local = moment.astimezone(JST)
    return f"{wareki(local.date())} {local:%H:%M}"


def moment_on_paper(moment: datetime | None, *, approx: bool = False, missing: str = UNKNOWN) -> str:
    """令和３年（2021年）10月31日（日）00:30頃, in Japan's time."""
    if moment is None:
        return missing
    local = moment.astimezone(JST)
    return f"{day_on_paper(local.date())}{local:%H:%M}{'頃' if approx else ''}"


def span_on_paper(start: datetime | None, end: datetime | None) -> str:
    """令和３年（2021年）10月31日（日）10:00から15:00まで; the second day only where it is another."""
    if start and end and jst_day(start) == jst_day(end):
        return f"{moment_on_paper(start)}から{end.astimezone(JST):%H:%M}まで"
    return f"{moment_on_paper(start)}から\n{moment_on_paper(end)}まで"


def in_wareki(words: str) -> str:
    """The days that the house wrote as on its screens, 2021年10月31日(日), as papers have them; others stay."""
    return _MACHINE_DAY.sub(_day_said, words)


def _day_said(found: re.Match[str]) -> str:
    try:
        return day_on_paper(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return found[0]


def facility_words(case: CaseFile) -> str:
    """The institution in one line: name, kind, municipality."""
    facility = case.facility
    return f"{facility.name}（{facility.kind.label}、{facility.municipality_name}）"


def facility_rows(case: CaseFile) -> Rows:
    """The institution and the case's number, as the tables at the head of reports have them."""
    facility = case.facility
    rows = [
        ("名称", facility.name),
        ("種別", facility.kind.label),
        ("所在市区町村", facility.municipality_name),
        ("開設者等", facility.operating_body or facility.owner_municipality),
        ("案件番号", case.number),
    ]
    return tuple((title, words) for title, words in rows if words)


def notice_words() -> str:
    """The notice with its date, numbers and nature: what a request or report of this field rests on (R-007)."""
    notice = rulebook().notice
    issued = wareki_and_seireki(notice.issued_on)
    return f"{issued}付け{'・'.join(notice.numbers)}通知「{notice.title}」（{notice.legal_citation}）"


def manager(case: CaseFile, office: str = "管理者") -> str:
    """The usual addressee of a letter to the institution; empty where it has no name yet."""
    return f"{case.facility.name}　{office}　様" if case.facility.name.strip() else ""


def ministry_desk(day: date) -> str:
    """The ministry's desk in force on the day of the paper, with 御中."""
    return f"{desk_on(datetime.combine(day, time(12), JST)).full_name}　御中"
