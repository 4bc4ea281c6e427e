"""A campaign and its items from records to plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cases.japanese_dates import wareki
from cases.ministry.campaigns import cooperation
from cases.ministry.campaigns.views import AddresseeLine, ItemLine
from cases.records import CampaignAddressee, CampaignItem, CampaignStatus
from cases.vocabulary import ItemPart, MeasureState


def newest(addressee: CampaignAddressee) -> dict[int, CampaignStatus]:
    """Item id → what the authority said of it last."""
    return {one.item_id: one for one in addressee.statuses}


def open_items(addressee: CampaignAddressee, items: Sequence[CampaignItem]) -> int:
    said = newest(addressee)
    return sum(1 for item in items if item.id not in said or said[item.id].state not in SETTLED)


def item_label(item: CampaignItem, items: Sequence[CampaignItem]) -> str:
    """「共通３」: the number of the request's annex; added ones are counted among themselves."""
    if item.source:
        return f"{SHORT[item.part]}{item.source[1:]}"
    return f"{SHORT[item.part]}{[one.id for one in items if not one.source].index(item.id) + 1}"


def item_lines(items: Sequence[CampaignItem], own: CampaignAddressee | None) -> tuple[ItemLine, ...]:
    said = newest(own) if own else {}
    lines = []
    for item in items:
        one = said.get(item.id)
        told = (one.state.label, one.note, one.said_by, one.said_at) if one else (MeasureState.UNCONFIRMED.label,)
        reworded = item.source in _WORDS and item.text != _WORDS[item.source]
        lines.append(
            ItemLine(item.id, item_label(item, items), item.text, item.mode.label, item.source, reworded, *told)
        )
    return tuple(lines)


def addressee_view(
    addressee: CampaignAddressee, items: Sequence[CampaignItem], name: str, prefecture: str, reminded: datetime | None
) -> AddresseeLine:
    said = newest(addressee)
    found = [said.get(item.id) for item in items]
    return AddresseeLine(
        code=addressee.authority_code,
        authority=name,
        prefecture=prefecture,
        states=tuple(one.state.label if one else MeasureState.UNCONFIRMED.label for one in found),
        notes=tuple(one.note if one else "" for one in found),
        open=open_items(addressee, items),
        said_at=max((one.said_at for one in addressee.statuses), default=None),
        reminded_at=reminded,
    )


def period(first: date, last: date, tentative: bool) -> str:
    """「令和元年5月25日から令和元年5月28日まで（予定）」."""
    days = wareki(first) if first == last else f"{wareki(first)}から{wareki(last)}まで"
    return days + ("（予定）" if tentative else "")


SETTLED = frozenset({MeasureState.DONE, MeasureState.NOT_APPLICABLE})


SHORT = {ItemPart.COMMON: "共通", ItemPart.INDIVIDUAL: "個別", ItemPart.OWN: "追加"}


_WORDS = {one.id: one.text for one in cooperation.items()}
