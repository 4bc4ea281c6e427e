"""The cover letter of a circular: its words, the two duties of the notice, the ministry's desk of the day.

The duties are the notice's own words (M-1.2b, M-1.3, M-1.4; R-028), taken from the rule book, never typed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Final

from cases.circulars.ending import CORRECTION
from cases.clock import JST
from cases.japanese_dates import wareki
from cases.papers import issuing, press
from cases.papers.sheet import Head, Letter, PaperData, Rows, notice_words
from cases.posters import press as poster_press
from cases.posters.sheet import Facts, hours_words, page
from cases.records import Circular, PaperOffice
from cases.rulebook import guidelines, rulebook
from cases.rulebook.contact_desks import desk_on
from cases.vocabulary import CircularKind, Seal, Urgency

TEMPLATE: Final = press.FOLDER / "circular" / "circular.typ"
ASKS: Final = "よう、注意喚起をお願いいたします。"
"""The end of M-1.4, which speaks to the authority and not to the facility."""
FIRST_WORDS: Final = {
    CircularKind.ALERT: (
        "医療機関等に対するサイバー攻撃について、下記のとおり注意を喚起します。内容を御確認の上、対策の徹底を"
        "お願いします。"
    ),
    CircularKind.NOTICE: (
        "医療機関等においてサイバー攻撃を受けた際の非常時の対応については、下記のガイドラインに定められています。"
        "内容を改めて御確認の上、院内に周知くださいますようお願いします。"
    ),
}
POSTER: Final = "別紙　サイバー攻撃を受けた場合の対応について（院内掲示用）"


class Section(PaperData):
    """One of the numbered parts under 記. `quotes`: the notice's words; `rows`: a table below."""

    title: str
    text: str = ""
    quotes: tuple[str, ...] = ()
    rows: Rows = ()


class CircularData(Letter):
    opening: str
    basis: str
    sections: tuple[Section, ...]
    attached: tuple[str, ...]


def duties() -> tuple[str, str]:
    """The two duties of a facility in the notice's words: 疑い → 直ちに保守会社等; 判断 → 速やかに厚生労働省."""
    book = rulebook()
    judged = book.sentence("M-1.3").text + book.sentence("M-1.4").text
    return book.sentence("M-1.2b").text, judged.removesuffix(ASKS)


def desk_words(day: date) -> str:
    """The ministry's desk on that day as the letter names it; what no source states is left out."""
    desk = desk_on(datetime.combine(day, time(12), JST))
    hours = hours_words(desk)
    phone = f"電話 {desk.phone}" if desk.phone else ""
    return "　".join(filter(None, [desk.full_name, phone, hours]))


def letter(
    circular: Circular, office: PaperOffice, day: date, by: str, *, number: str, practice: bool, former: str = ""
) -> CircularData:
    """The letter of that day; a draft (marked 案) without a number. `former`: what it puts right, in words."""
    title = circular.subject + ("" if circular.kind.label in circular.subject else f"（{circular.kind.label}）")
    head = Head(
        title=title + (f"（{CORRECTION}）" if former else ""),
        number=number or issuing.number_words(office, day, 0).replace("０", "　　"),
        day=(day.year, day.month, day.day),
        date=wareki(day),
        addressee=(circular.addressee,),
        sender=tuple(office.sender.splitlines()),
        seal=Seal.OMITTED.label,
        handling=Urgency.URGENT.label if circular.urgency is Urgency.URGENT else "",
        contact=tuple((office.contact or by).splitlines()),
        practice=practice,
        draft=not number,
    )
    return CircularData(
        head=head,
        opening=circular.body or FIRST_WORDS[circular.kind],
        basis=f"{notice_words()}の１に基づき、お知らせするものです。",
        sections=(*([_correcting(former)] if former else []), *_sections(circular, day)),
        attached=(POSTER,),
    )


def _correcting(former: str) -> Section:
    return Section(title="訂正", text=f"{former}を訂正し、この文書に改めます。前の文書の内容によらないでください。")


def _sections(circular: Circular, day: date) -> Sequence[Section]:
    asked = Section(
        title="サイバー攻撃を受けた場合の連絡",
        text="上記通知には、次のとおり定められています。",
        quotes=duties(),
        rows=(
            ("疑いがある場合", "直ちに、医療情報システムの保守会社等に連絡し、指示を仰ぐ（別紙の緊急連絡先）"),
            ("判断された場合", f"速やかに、次の窓口に連絡する（{wareki(day)}現在）\n{desk_words(day)}"),
        ),
    )
    said = [Section(title="脅威の内容", text=circular.threat), Section(title="求める対策", text=circular.measures)]
    book = Section(title="ガイドライン", rows=_guideline(circular.edition))
    if circular.kind is CircularKind.ALERT:
        return [*said, asked, Section(title="ガイドライン", text=_in_a_line(book.rows))]
    return [book, asked]


def _guideline(edition_id: str) -> Rows:
    found = guidelines.edition(edition_id)
    if found is None:
        return ()
    rows = (("名称", found.title), ("日付・番号", guidelines.document_words(found)), ("発出者", found.issuer))
    return tuple((title, words) for title, words in rows if words)


def _in_a_line(rows: Rows) -> str:
    """名称（日付・番号、発出者）: an alert has more to say above it."""
    words = [one for _, one in rows]
    return f"{words[0]}（{'、'.join(words[1:])}）" if words else ""


def print_letter(data: CircularData, day: date) -> bytes:
    """PDF/A-2a and UA-1. Raises PaperUnprintable."""
    return press.compile_pdf(TEMPLATE, data, day)


def draw_letter(data: CircularData, day: date) -> list[bytes]:
    """The same as PNG, page by page."""
    return press.compile_pages(TEMPLATE, data, day)


def print_poster(day: date, *, practice: bool) -> bytes:
    """別紙: the poster with the desk of the day and the companies' block blank to write on (R-166). Through its link
    each facility gets its own, with its companies.
    """
    return poster_press.print_posters([page(Facts(""), day, practice=practice)], day)


@cache
def template_version() -> str:
    """Twelve figures that change with the template or the layout."""
    parts = (press.FOLDER / "letter.typ", TEMPLATE)
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
