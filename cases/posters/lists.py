"""院内掲示: how it is with the poster of each facility, and whether it was written to."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Date, DateTime, Select, Text, literal_column, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from cases.clock import jst_day
from cases.post.undelivered import FAILED
from cases.posters.sheet import Facts as PosterFacts
from cases.posters.sheet import page
from cases.posters.standing import ROWS, Standing
from cases.procedure import Facts
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import FacilityKind, NoticeWay, PosterNoticeKind


class PostersAsked(Facts):
    standing: Standing | None = Field(default=None, title="状況")
    without_address: bool = Field(default=False, title="メールアドレスなし")
    authority: str = Field(default="", title="管轄（団体コード）", description="厚生労働省だけが指定できます")


def _word(kind: Any) -> Any:
    return lambda value: kind(value).label if value else ""


def _lost(state: str | None) -> str:
    return "○" if state in FAILED else ""


def _posters(here: Here, asked: PostersAsked, columns: tuple[Column, ...]) -> Select[Any]:
    desk_words = page(PosterFacts(""), jst_day(here.now)).desk_words
    code = asked.authority if here.officer.at_ministry else here.officer.authority_code
    found = text(f"(\n{ROWS}) AS rows").bindparams(code=code, desk=desk_words)
    query = select(*(one.expression for one in columns)).select_from(found)
    if asked.standing:
        query = query.where(literal_column("standing", Text()) == str(asked.standing))
    if asked.without_address:
        query = query.where(literal_column("rows.address", Text()) == "")
    return query.order_by(*(literal_column(name) for name in ("municipality_code", "name", "facility_id")))


POSTERS = (
    Column("name", "医療機関等", literal_column("name", Text())),
    Column("kind", "種別", literal_column("kind", Text()), _word(FacilityKind)),
    Column("municipality", "市区町村", literal_column("municipality", Text())),
    Column("standing", "掲示の状況", literal_column("standing", Text()), _word(Standing)),
    Column("places", "場所", literal_column("places", ARRAY(Text())), lambda places: "、".join(places or ())),
    Column("since", "いつから", literal_column("since", Date())),
    Column("as_of", "連絡先の時点", literal_column("as_of", Date())),
    Column("confirmed_at", "確認した日時", literal_column("confirmed_at", DateTime(timezone=True))),
    Column("confirmed_by", "確認した者", literal_column("confirmed_by", Text())),
    Column("noted_at", "案内した日時", literal_column("noted_at", DateTime(timezone=True))),
    Column("noted_kind", "案内の内容", literal_column("noted_kind", Text()), _word(PosterNoticeKind)),
    Column("noted_way", "案内の方法", literal_column("way", Text()), _word(NoticeWay)),
    Column("noted", "今の連絡先で案内済み", literal_column("noted")),
    Column("lost", "案内が届いていない", literal_column("letter_state", Text()), _lost),
    Column("address", "送り先のメールアドレス", literal_column("address", Text())),
)

LIST = ListKind("posters", "院内掲示", PostersAsked, POSTERS, _posters)
