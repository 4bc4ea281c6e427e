"""The forms of a campaign: what the ministry registers and sends in one sitting, what an authority answers."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from cases.ministry.campaigns.cooperation import FURTHEST, USUAL, items
from cases.procedure import LONG, Facts
from cases.vocabulary import MeasureState, ProtectedObject, Threat

SEND, MOVE, STOP, STATE = "要請を周知する", "行事の日程を改める", "周知を取りやめる", "要請事項の状況を記録する"
NO_PLACES = "宿泊先・行き先・行程は書かないでください（メールと記録に残ります）"
"""R-204."""


class CampaignSent(Facts):
    source_number: str = Field(title="要請文書の番号", min_length=1, max_length=100)
    source_date: date = Field(title="要請文書の日付")
    source_sender: str = Field(title="要請元（差出人）", min_length=1, max_length=200)
    source_recipient: str = Field(title="要請先（宛先）", default="厚生労働省大臣官房長", min_length=1, max_length=200)
    source_subject: str = Field(title="要請文書の件名", min_length=1, max_length=300)
    seal_omitted: bool = Field(default=False, title="公印省略")
    background: Annotated[str, LONG] = Field(
        default="",
        title="背景（要請文書の言葉）",
    )
    threats: tuple[Threat, ...] = Field(default=(), title="懸念される脅威")
    protected: tuple[ProtectedObject, ...] = Field(default=(), title="守るもの")
    title: str = Field(title="周知の件名", min_length=1, max_length=200)
    cover: Annotated[str, LONG] = Field(title="送り状の文", min_length=1, description=NO_PLACES)
    contact: str = Field(title="照会先（部署）", min_length=1, max_length=200)
    event_from: date = Field(title="行事の初日")
    event_to: date = Field(title="行事の最終日")
    tentative: bool = Field(default=True, title="日程は予定である")
    campaign_from: date | None = Field(default=None, title="取組の初日", description="空欄なら送る日から")
    campaign_to: date | None = Field(default=None, title="取組の最終日", description="空欄なら行事の最終日まで")
    items: tuple[str, ...] = Field(
        default=tuple(one.id for one in items()),
        title="要請事項",
        description="番号で選びます。文言は上の表のとおりです",
    )
    reworded: tuple[str, ...] = Field(
        default=(),
        title="文言を改める要請事項",
        description="一行に一つ、「C3＝改めた文言」の形で書きます。元の事項との対応は残ります",
    )
    added: tuple[str, ...] = Field(default=(), title="追加する事項", description="一行に一つ。" + NO_PLACES)
    reminder_days: tuple[int, ...] = Field(
        default=USUAL,
        title="知らせる日（行事の何日前か）",
        description=f"一行に一つ、1 から {FURTHEST} まで。その日の 9 時に、済んでいない自治体だけに知らせます",
    )
    everybody: bool = Field(default=True, title="すべての自治体に送る")
    prefectures: tuple[str, ...] = Field(default=(), title="都道府県で選ぶ（管内の保健所設置市・特別区を含む）")
    authorities: tuple[str, ...] = Field(default=(), title="自治体を選ぶ")
    copied_from: str = Field(default="", title="もとにした周知の番号", max_length=40)


class EventMoved(Facts):
    event_from: date = Field(title="行事の初日")
    event_to: date = Field(title="行事の最終日")
    tentative: bool = Field(default=True, title="日程は予定である")
    reason: Annotated[str, LONG] = Field(title="改める理由", min_length=1, description=NO_PLACES)


class CampaignStopped(Facts):
    reason: Annotated[str, LONG] = Field(title="取りやめる理由", min_length=1, description=NO_PLACES)


class ItemSaid(Facts):
    items: tuple[str, ...] = Field(title="要請事項", min_length=1)
    state: MeasureState = Field(title="状況")
    note: Annotated[str, LONG] = Field(
        default="",
        title="補足・該当しない理由",
        description="「該当なし」のときは理由を書きます。" + NO_PLACES,
    )


FORMS: dict[str, type[Facts]] = {SEND: CampaignSent, MOVE: EventMoved, STOP: CampaignStopped, STATE: ItemSaid}
"""Label → model, for the complaints that name a field as the form does."""
