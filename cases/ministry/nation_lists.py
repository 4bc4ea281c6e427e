"""全国: every open case of the country, and the 157 authorities; lists of the ministry's desk."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, Select, func, select

from cases.casework.lists import CASES, case_query
from cases.judgement import Impact
from cases.procedure import Facts
from cases.records import MINISTRY_CODE, Authority, CaseFile, Exchange, Facility, StageRecord
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import FacilityKind, MinistryKnows, StageKey, StageState


class NationAsked(Facts):
    prefecture: str = Field(default="", title="都道府県")
    kind: FacilityKind | None = Field(default=None, title="種別")
    stage: StageKey | None = Field(default=None, title="段階")
    care: Impact | None = Field(default=None, title="診療への支障")
    knows: MinistryKnows | None = Field(default=None, title="国への報告")


def _nation(here: Here, asked: NationAsked, columns: tuple[Column, ...]) -> Select[Any]:
    query = case_query(columns).where(CaseFile.closed_at.is_(None))
    given: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (asked.prefecture, Authority.prefecture == asked.prefecture),
        (asked.kind, Facility.kind == asked.kind),
        (asked.care, CaseFile.care == asked.care),
        (asked.knows, CaseFile.ministry_knows == asked.knows),
        (asked.stage, CaseFile.id.in_(_open_at(asked.stage))),
    )
    return query.where(*(where for value, where in given if value)).order_by(CaseFile.grasped_at, CaseFile.id)


def _open_at(stage: StageKey | None) -> Select[int]:
    return select(StageRecord.case_id).where(StageRecord.stage == stage, StageRecord.state == StageState.OPEN)


class PlacesAsked(Facts):
    busy: bool = Field(default=False, title="対応中の案件がある自治体だけ")


def _per_authority(*where: Any) -> Any:
    return (
        select(func.count())
        .select_from(CaseFile)
        .where(CaseFile.authority_code == Authority.code, CaseFile.closed_at.is_(None), *where)
        .correlate(Authority)
        .scalar_subquery()
    )


def _places(here: Here, asked: PlacesAsked, columns: tuple[Column, ...]) -> Select[Any]:
    overdue = _per_authority(CaseFile.next_due < here.now)
    shown = [overdue if one.key == "overdue" else one.expression for one in columns]
    query = select(*shown).where(Authority.code != MINISTRY_CODE)
    if asked.busy:
        query = query.where(_per_authority() > 0)
    return query.order_by(Authority.code)


_WAITING_THERE = (
    select(func.count())
    .select_from(Exchange)
    .join(CaseFile, CaseFile.id == Exchange.case_id)
    .where(
        CaseFile.authority_code == Authority.code,
        CaseFile.closed_at.is_(None),
        Exchange.from_ministry,
        Exchange.answered_at.is_(None),
    )
    .correlate(Authority)
    .scalar_subquery()
)
PLACES = (
    Column("code", "団体コード", Authority.code),
    Column("authority", "自治体", Authority.name),
    Column("prefecture", "都道府県", Authority.prefecture),
    Column("cases", "対応中", _per_authority()),
    Column("overdue", "目安超過", None),
    Column("unreported", "国への報告が未", _per_authority(CaseFile.ministry_knows == MinistryKnows.NOTHING)),
    Column("unanswered", "未回答の照会・依頼", _WAITING_THERE),
)

NATION = ListKind("nation", "全国の案件", NationAsked, CASES, _nation, ministry_only=True)
AUTHORITIES = ListKind("authorities", "自治体の状況", PlacesAsked, PLACES, _places, ministry_only=True)
