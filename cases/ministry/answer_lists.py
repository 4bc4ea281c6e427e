"""依頼の回答: the addressees of one request of the ministry, and what they answered."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from cases.errors import NotFound
from cases.procedure import Facts
from cases.records import Authority, NationalRequest, RequestAddressee, RequestAnswer
from cases.store.list_words import Column, Here, ListKind


class AnswersAsked(Facts):
    number: str = Field(title="依頼の番号", min_length=1)


def _answers(here: Here, asked: AnswersAsked, columns: tuple[Column, ...]) -> Select[Any]:
    found = here.session.scalar(select(NationalRequest.id).where(NationalRequest.number == asked.number))
    if found is None:
        raise NotFound("依頼")
    return (
        select(*(one.expression for one in columns))
        .select_from(RequestAddressee)
        .join(NationalRequest, NationalRequest.id == RequestAddressee.request_id)
        .join(Authority, Authority.code == RequestAddressee.authority_code)
        .where(RequestAddressee.request_id == found)
        .order_by(RequestAddressee.authority_code)
    )


_ANSWER = (
    select(func.string_agg(RequestAnswer.text, aggregate_order_by(literal("\n"), RequestAnswer.id)))
    .where(RequestAnswer.addressee_id == RequestAddressee.id)
    .correlate(RequestAddressee)
    .scalar_subquery()
)
ANSWERS = (
    Column("request", "依頼の番号", NationalRequest.number),
    Column("request_title", "件名", NationalRequest.title),
    Column("code", "団体コード", Authority.code),
    Column("authority", "自治体", Authority.name),
    Column("prefecture", "都道府県", Authority.prefecture),
    Column("state", "状態", RequestAddressee.state),
    Column("handled_at", "受諾・回答日時", func.coalesce(RequestAddressee.settled_at, RequestAddressee.handled_at)),
    Column("handled_by", "担当", RequestAddressee.handled_by),
    Column("answer", "回答", _ANSWER),
    Column("reason", "回答できない理由", RequestAddressee.reason),
    Column("case_number", "受け付けた案件", RequestAddressee.case_number),
    Column("reminders", "催促の回数", RequestAddressee.reminders),
    Column("wished_by", "希望期限", NationalRequest.wished_by),
)

LIST = ListKind("answers", "依頼の回答", AnswersAsked, ANSWERS, _answers)
