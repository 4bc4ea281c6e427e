"""What is recorded about a facility's poster: one deed with its facts, for the officer's form (A-0; R-164)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field, field_validator

from cases.procedure import Facts
from cases.registry.deeds import FacilityAct
from cases.vocabulary import PostingState

LONGEST_PLACE = 60
MOST_PLACES = 20


class PostingFacts(Facts):
    state: PostingState = Field(title="掲示の状況")
    places: str = Field(
        default="",
        title="掲示している場所",
        description="例: 情報システム室、医事課、各病棟の詰所（「、」で区切る）",
        max_length=500,
    )
    since: date | None = Field(default=None, title="いつから", description="分からないときは空欄にします")
    newest: bool = Field(
        default=True,
        title="最後に印刷したものを掲示している",
        description="古いもの、又は分からないときは「いいえ」にします",
    )
    told_by: str = Field(
        default="", title="確認した相手（部署・役職）", description="電話や訪問で確認したとき", max_length=200
    )
    note: str = Field(default="", title="備考", max_length=300)

    @field_validator("places")
    @classmethod
    def _tidy(cls, value: str) -> str:
        return "、".join(places_of(value))


def places_of(typed: str) -> list[str]:
    """The places one by one; at most twenty of sixty characters, each once."""
    parts: list[str] = []
    for sign in (",", "，", "\n", "・・"):
        typed = typed.replace(sign, "、")
    for part in typed.split("、"):
        if (word := part.strip()[:LONGEST_PLACE]) and word not in parts:
            parts.append(word)
    return parts[:MOST_PLACES]


def missing(state: PostingState, places: list[str], since: date | None, today: date) -> list[str]:
    """What stands in the way of recording it, in sentences."""
    said = []
    if state is PostingState.POSTED and not places:
        said.append("掲示している場所を一つ以上入力してください。")
    if state is PostingState.ABSENT and (places or since):
        said.append("掲示していないときは、場所と「いつから」を空欄にしてください。")
    if since and since > today:
        said.append("「いつから」が今日より後になっています。掲示した後に記録してください。")
    return said


RECORD: FacilityAct[Any] = FacilityAct(
    "record_posting",
    "掲示の状況を記録する",
    PostingFacts,
    lambda *_: {},
    help="院内のどこに、いつから掲示しているかを残します。連絡先が変わると、差替えが必要な医療機関等が分かります。",
    source=("A-0",),
)
"""Done by the poster desk itself: it writes a posting, not the facility."""
