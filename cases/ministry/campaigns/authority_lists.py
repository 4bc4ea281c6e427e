"""要請の周知の自治体: how far each authority of one campaign is, and what is left to it (R-206)."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from cases.casework.checking import searched
from cases.errors import NotFound
from cases.ministry.campaigns.showing import SETTLED, SHORT
from cases.procedure import Facts
from cases.records import Authority, Campaign, CampaignAddressee, CampaignItem, CampaignReminder, CampaignStatus
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import ItemPart, MeasureState


class CampaignAuthoritiesAsked(Facts):
    number: str = Field(title="周知の番号", min_length=1)
    words: str = Field(default="", title="検索", description="自治体又は都道府県の名称の一部")
    waiting: bool = Field(default=False, title="済んでいない自治体だけ")


_STATE = (
    select(CampaignStatus.state)
    .where(CampaignStatus.addressee_id == CampaignAddressee.id, CampaignStatus.item_id == CampaignItem.id)
    .order_by(CampaignStatus.id.desc())
    .limit(1)
    .correlate(CampaignAddressee, CampaignItem)
    .scalar_subquery()
)
_OPEN = func.coalesce(_STATE, MeasureState.UNCONFIRMED).not_in([str(one) for one in SETTLED])
_SOURCED = aliased(CampaignItem)
_OF_REQUEST = (
    select(func.count())
    .where(_SOURCED.campaign_id == CampaignItem.campaign_id, _SOURCED.source != "")
    .correlate(CampaignItem)
    .scalar_subquery()
)
_LABEL = case(
    (CampaignItem.part == ItemPart.COMMON, literal(SHORT[ItemPart.COMMON])),
    (CampaignItem.part == ItemPart.INDIVIDUAL, literal(SHORT[ItemPart.INDIVIDUAL])),
    else_=literal(SHORT[ItemPart.OWN]),
).concat(
    case(
        (CampaignItem.source != "", func.substr(CampaignItem.source, 2)),
        else_=func.concat("", CampaignItem.position - _OF_REQUEST),
    )
)
"""「共通3」「追加1」: as cases/ministry/campaigns/desk.py names an item."""
_LABELLED = (
    select(CampaignItem.position, _LABEL.label("label"), _OPEN.label("open"))
    .where(CampaignItem.campaign_id == CampaignAddressee.campaign_id)
    .correlate(CampaignAddressee)
    .lateral("labelled")
)
_LEFT = (
    select(
        func.count().label("asked"),
        func.count().filter(_LABELLED.c.open).label("open"),
        func.array_agg(_LABELLED.c.label).filter(_LABELLED.c.open).label("labels"),
    )
    .select_from(_LABELLED)
    .lateral("remaining")
)


def _newest(moment: Any, *where: Any) -> Any:
    return select(func.max(moment)).where(*where).correlate(CampaignAddressee).scalar_subquery()


CAMPAIGN_AUTHORITIES = (
    Column("code", "団体コード", Authority.code),
    Column("authority", "自治体", Authority.name),
    Column("prefecture", "都道府県", Authority.prefecture),
    Column("items", "要請事項", _LEFT.c.asked),
    Column("settled", "済み", _LEFT.c.asked - _LEFT.c.open),
    Column("left", "残りの事項", _LEFT.c.labels, lambda labels: "、".join(labels or ())),
    Column("said_at", "記録", _newest(CampaignStatus.said_at, CampaignStatus.addressee_id == CampaignAddressee.id)),
    Column(
        "reminded_at",
        "知らせ",
        _newest(
            CampaignReminder.written_at,
            CampaignReminder.campaign_id == CampaignAddressee.campaign_id,
            CampaignReminder.authority_code == CampaignAddressee.authority_code,
        ),
    ),
)


def _query(here: Here, asked: CampaignAuthoritiesAsked, columns: tuple[Column, ...]) -> Select[Any]:
    found = here.session.scalar(select(Campaign.id).where(Campaign.number == asked.number))
    if found is None:
        raise NotFound("要請の周知")
    query = (
        select(*(one.expression for one in columns))
        .select_from(CampaignAddressee)
        .join(Authority, Authority.code == CampaignAddressee.authority_code)
        .join(_LEFT, literal(True))
        .where(CampaignAddressee.campaign_id == found)
        .order_by(CampaignAddressee.authority_code)
    )
    if words := searched(asked.words):
        query = query.where(or_(Authority.name.ilike(f"%{words}%"), Authority.prefecture.ilike(f"%{words}%")))
    return query.where(_LEFT.c.open > 0) if asked.waiting else query


LIST = ListKind("campaign-authorities", "要請の周知の自治体", CampaignAuthoritiesAsked, CAMPAIGN_AUTHORITIES, _query)
