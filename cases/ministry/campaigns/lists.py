"""要請事項の状況: every item of a campaign for every authority, and what was said of it last (R-206)."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, func, literal, select

from cases.errors import NotFound
from cases.procedure import Facts
from cases.records import Authority, Campaign, CampaignAddressee, CampaignItem, CampaignStatus
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import MeasureState


class MeasuresAsked(Facts):
    number: str = Field(title="周知の番号", min_length=1)


_LAST = (
    select(CampaignStatus)
    .where(CampaignStatus.addressee_id == CampaignAddressee.id, CampaignStatus.item_id == CampaignItem.id)
    .order_by(CampaignStatus.id.desc())
    .limit(1)
    .correlate(CampaignAddressee, CampaignItem)
    .lateral("last")
)


def _measures(here: Here, asked: MeasuresAsked, columns: tuple[Column, ...]) -> Select[Any]:
    found = here.session.scalar(select(Campaign.id).where(Campaign.number == asked.number))
    if found is None:
        raise NotFound("要請の周知")
    return (
        select(*(one.expression for one in columns))
        .select_from(CampaignAddressee)
        .join(Campaign, Campaign.id == CampaignAddressee.campaign_id)
        .join(Authority, Authority.code == CampaignAddressee.authority_code)
        .join(CampaignItem, CampaignItem.campaign_id == CampaignAddressee.campaign_id)
        .outerjoin(_LAST, literal(True))
        .where(CampaignAddressee.campaign_id == found)
        .order_by(CampaignAddressee.authority_code, CampaignItem.position)
    )


MEASURES = (
    Column("campaign", "周知の番号", Campaign.number),
    Column("campaign_title", "件名", Campaign.title),
    Column("code", "団体コード", Authority.code),
    Column("authority", "自治体", Authority.name),
    Column("prefecture", "都道府県", Authority.prefecture),
    Column("position", "順", CampaignItem.position),
    Column("part", "区分", CampaignItem.part),
    Column("source", "元の事項", CampaignItem.source),
    Column("text", "要請事項", CampaignItem.text),
    Column("mode", "行い方", CampaignItem.mode),
    Column("state", "状況", func.coalesce(_LAST.c.state, MeasureState.UNCONFIRMED)),
    Column("note", "補足・理由", _LAST.c.note),
    Column("said_by", "記録した者", _LAST.c.said_by),
    Column("said_at", "記録した日時", _LAST.c.said_at),
)

LIST = ListKind("measures", "要請事項の状況", MeasuresAsked, MEASURES, _measures)
