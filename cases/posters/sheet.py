"""What the poster says: the notice's own sentences, the ministry's desk of the day, the facility's companies.

Sentences: A-0…A-6, each from the rule book word for word (R-160). Desk: the one in force on the print date (R-161).
Companies: as registered; what is not known stays a ruled blank to write on (R-162, R-163).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from cases.errors import ActNotOpen
from cases.japanese_dates import wareki_and_seireki
from cases.papers.sheet import PaperData
from cases.rulebook import ContactDesk, rulebook

PRINT: Final = "院内掲示を印刷する"
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_BETWEEN: Final = "\u001f"


class VendorBlock(PaperData):
    """社名・電話番号・担当者名; an empty one is a blank to write on."""

    company: str = ""
    phone: str = ""
    person: str = ""


class PosterPage(PaperData):
    """One facility's poster. `office`: the lines of the ministry's desk."""

    facility: str
    office: tuple[str, ...]
    phone: str
    hours: str
    vendors: tuple[VendorBlock, ...]
    as_of: str
    practice: bool = False

    @property
    def desk_words(self) -> str:
        """The ministry's block in one string, to see whether it is still the same one."""
        return _BETWEEN.join((*self.office, self.phone, self.hours))

    @property
    def unfilled(self) -> tuple[str, ...]:
        """未記入: what somebody has to write on the paper by hand (R-163)."""
        first = ["厚生労働省の電話番号"] if not self.phone else []
        several = len(self.vendors) > 1
        for n, one in enumerate(self.vendors, start=1):
            mark = f"（{n}社目）" if several else ""
            given = (("社名", one.company), ("電話番号", one.phone), ("担当者名", one.person))
            first += [f"{title}{mark}" for title, value in given if not value]
        return tuple(first)


class PosterWords(PaperData):
    """The fixed sentences, from the rule book."""

    title: tuple[str, str]
    suspicion: str
    damage: str
    contacts: str
    ministry_phone: str
    vendors: tuple[str, str]
    company: str
    phone: str
    person: str
    slogan: str
    practice: str = "演習"


class Cover(PaperData):
    """事務連絡, the one-page letter before a poster. `rows`: (title, words) under 記; `link`: where to answer."""

    date: str
    addressee: str
    sender: tuple[str, ...]
    contact: tuple[str, ...]
    title: str
    body: str
    rows: tuple[tuple[str, str], ...]
    link: str
    practice: bool


class PosterSheet(PaperData):
    """What the template reads: one page for each facility, in order; before it the letter of `covers`, if any."""

    title: str
    day: tuple[int, int, int]
    words: PosterWords
    version: str
    posters: tuple[PosterPage, ...]
    covers: tuple[Cover | None, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of a facility. `vendors`: (company, phone, person) in the register's order."""

    name: str
    vendors: Sequence[tuple[str, str, str]] = ()


def words() -> PosterWords:
    """The sentences as the rule book has them. The title's bracket stands on a line of its own."""
    book = rulebook()
    title = book.sentence("A-0").text
    cut = title.index("（")
    ministry = book.sentence("A-4").text.splitlines()
    head, emergency, company, phone, person = book.sentence("A-5").text.splitlines()
    return PosterWords(
        title=(title[:cut], title[cut:]),
        suspicion=book.sentence("A-1").text,
        damage=book.sentence("A-2").text,
        contacts=book.sentence("A-3").text,
        ministry_phone=next(line for line in ministry if "：" in line).split("：")[0] + "：",
        vendors=(head, emergency),
        company=company,
        phone=phone,
        person=person,
        slogan=book.sentence("A-6").text,
    )


def desk_on(day: date) -> ContactDesk:
    """The ministry's desk to be printed on that day. Raises ActNotOpen for a day before there was one."""
    desk = rulebook().contact_desk(day)
    if desk is None:
        raise ActNotOpen(PRINT, [f"{wareki_and_seireki(day)}には、厚生労働省の窓口が定められていません。"])
    return desk


def page(facts: Facts, day: date, *, named: bool = True, practice: bool = False) -> PosterPage:
    """The poster of a facility as of that day. `named`: whether the facility's name stands on it."""
    desk = desk_on(day)
    known = tuple(VendorBlock(company=c.strip(), phone=p.strip(), person=w.strip()) for c, p, w in facts.vendors)
    return PosterPage(
        facility=facts.name.strip() if named else "",
        office=desk.office,
        phone=desk.phone or "",
        hours=hours_words(desk),
        vendors=known or (VendorBlock(),),
        as_of=f"連絡先は{wareki_and_seireki(day)}現在",
        practice=practice,
    )


def hours_words(desk: ContactDesk) -> str:
    """平日 午前９時～午後６時, as the seed writes it; empty where nobody confirmed the hours."""
    if desk.hours_words:
        return desk.hours_words
    if desk.open_from is None or desk.open_to is None:
        return ""
    return f"平日 {_clock(desk.open_from)}～{_clock(desk.open_to)}"


def vendor_words(vendors: Iterable[tuple[str, str, str]]) -> str:
    """(company, phone, person) of each in the register's order, in one string; the database makes the same of the
    register (standing.py).
    """
    return "\n".join(_BETWEEN.join(one) for one in vendors)


def _clock(moment: time) -> str:
    half, hour = ("午後", moment.hour - 12) if moment.hour > 12 else ("午前", moment.hour)
    minutes = f"{str(moment.minute).translate(_WIDE)}分" if moment.minute else ""
    return f"{half}{str(hour).translate(_WIDE) if hour < 10 else hour}時{minutes}"
