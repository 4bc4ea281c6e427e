"""Deeds of those without an account, for exercises: whoever holds a link opens it, writes, answers, hands in files,
through the outsiders' own door. Also the files that officers lay in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from pydantic import Field

from cases.casework.outside.door import OutsideDesk, at_outside_door
from cases.clock import Clock
from cases.errors import LinkNotValid
from cases.procedure import LONG, Facts
from cases.store.connections import Doors
from cases.vocabulary import LinkPurpose

GUEST, QUESTIONNAIRE = "invite_guest", "send_questionnaire"
"""The acts that give out a link."""
FILE_ACTS = ("keep_file", "remove_file")
CONTENT = "content"
"""The fact of `keep_file` that only exercises have: what is in the file."""
_BARE = "演習の資料です。\n"
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_PICTURES = {"png": b"\x89PNG\r\n\x1a\n" + bytes(32), "jpg": b"\xff\xd8\xff\xe0" + bytes(32)}


class Opened(Facts):
    link: int | None = Field(
        default=None, title="リンクの番号", ge=1, description="案件ごとに1から。空欄のときは最も新しいもの"
    )


class Said(Opened):
    text: Annotated[str, LONG] = Field(title="内容")
    statement: bool = Field(default=False, title="運営部署（団体）として記載する")


class Answered(Opened):
    answers: tuple[str, ...] = Field(title="回答", description="質問の順に並べます。まだ答えない質問は空の文字列")
    answered_by: str = Field(
        default="", title="回答した担当（部署・役職）", description="空欄のときは途中までの保存で、提出しません"
    )


class HandedIn(Opened):
    file: str = Field(title="資料", min_length=1, description="ファイルの名前")
    content: Annotated[str, LONG] = Field(default="", title="ファイルの中身（文字）")
    cleared_reason: Annotated[str, LONG] = Field(default="", title="患者の個人情報を含まないと確認した理由")


@dataclass(frozen=True)
class LinkDeed:
    """`by_link`: the act whose link it takes; empty when any will do."""

    name: str
    label: str
    facts: type[Opened]
    by_link: str
    do: Callable[[OutsideDesk, Any], object]
    who: str = "リンクを持つ者（by は書かない）"


@dataclass
class Links:
    """The tokens that were told when the links of a case were given out, in their order: (act, token)."""

    given: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, case: str, act: str, token: str) -> None:
        self.given.setdefault(case, []).append((act, token))

    def find(self, case: str, number: int | None, act: str) -> str:
        """The token of that link, or of the newest that fits. Raises LinkNotValid."""
        known = self.given.get(case, [])
        fitting = known[number - 1 : number] if number else [one for one in known if one[0] == (act or one[0])]
        if not fitting:
            raise LinkNotValid
        return fitting[-1][1]


def take(deed: LinkDeed, facts: Opened, token: str, doors: Doors, clock: Clock) -> str:
    """One sitting through the link; the name of whoever holds it. Raises what the outsiders' door raises."""
    with at_outside_door(doors, token, clock) as desk:
        deed.do(desk, facts)
        return desk.name


def bytes_of(name: str, content: object) -> bytes:
    """A file of that name: the content as UTF-8, or a bare one of its kind (pdf, png, jpg; else one line of text)."""
    ending = name.rpartition(".")[2].lower()
    if content:
        return str(content).encode()
    return {"pdf": _PDF, "jpeg": _PICTURES["jpg"], **_PICTURES}.get(ending, _BARE.encode())


def _open(desk: OutsideDesk, _: Opened) -> None:
    if desk.purpose is LinkPurpose.QUESTIONNAIRE:
        desk.questionnaire()
    else:
        desk.guest()


def _say(desk: OutsideDesk, facts: Said) -> None:
    (desk.state if facts.statement else desk.comment)(facts.text)


def _answer(desk: OutsideDesk, facts: Answered) -> None:
    desk.questionnaire()
    desk.save_answers(facts.answers)
    if facts.answered_by:
        desk.submit_answers(facts.answered_by)


def _hand_in(desk: OutsideDesk, facts: HandedIn) -> None:
    desk.attach(facts.file, bytes_of(facts.file, facts.content), facts.cleared_reason)


@cache
def link_deeds() -> Mapping[str, LinkDeed]:
    """Name → deed."""
    deeds = (
        LinkDeed("open_link", "リンクを開く", Opened, "", _open),
        LinkDeed("answer_by_link", "リンクから質問票に回答する", Answered, QUESTIONNAIRE, _answer),
        LinkDeed("write_by_link", "リンクから自治体に連絡する", Said, GUEST, _say),
        LinkDeed("hand_in_by_link", "リンクから資料を提出する", HandedIn, "", _hand_in),
    )
    return {one.name: one for one in deeds}
