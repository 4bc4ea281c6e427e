"""Circulars as lists to take along: an office's own, those of one, and for the ministry who did what (R-029)."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, Text, cast, func, literal, select

from cases.circulars import reach
from cases.procedure import Facts
from cases.records import (
    MINISTRY_CODE,
    Authority,
    Circular,
    CircularPaper,
    CircularRecipient,
    Facility,
    Letter,
)
from cases.rulebook import guidelines
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import CircularKind, CircularState, Reach


class CircularsAsked(Facts):
    kind: CircularKind | None = Field(default=None, title="種類")


class RecipientsAsked(Facts):
    number: int = Field(title="周知・注意喚起の番号", ge=1)
    reach: Reach | None = Field(default=None, title="到達の状況")


class DisseminationAsked(Facts):
    edition: str = Field(default="", title="ガイドラインの版")
    without: bool = Field(default=False, title="周知していない自治体")


def _edition(edition_id: str | None) -> str:
    found = guidelines.edition(edition_id or "")
    return found.short if found else edition_id or ""


def _percent(value: Any) -> str:
    return "" if value is None else f"{float(value):.1f}%"


def _part(words: tuple[Reach, ...], circular: Any) -> Any:
    """Per cent of a circular's recipients that stand so."""
    return (
        reach.joined(100.0 * reach.share(words) / func.nullif(func.count(), 0))
        .where(CircularRecipient.circular_id == circular)
        .scalar_subquery()
    )


def _circulars(here: Here, asked: CircularsAsked, columns: tuple[Column, ...]) -> Select[Any]:
    query = (
        select(*(one.expression for one in columns))
        .select_from(Circular)
        .join(Authority, Authority.code == Circular.authority_code)
        .outerjoin(CircularPaper, CircularPaper.circular_id == Circular.id)
        .where(Circular.state != CircularState.DROPPED)
        .order_by(Circular.id.desc())
    )
    if not here.officer.at_ministry:
        query = query.where(Circular.authority_code == here.officer.authority_code)
    return query.where(Circular.kind == asked.kind) if asked.kind else query


CIRCULARS = (
    Column("id", "整理番号", Circular.id),
    Column("authority", "自治体", Authority.name),
    Column("kind", "種類", Circular.kind),
    Column("urgency", "緊急度", Circular.urgency),
    Column("subject", "件名", Circular.subject),
    Column("edition", "ガイドラインの版", Circular.edition, _edition),
    Column("state", "状態", Circular.state),
    Column("number", "文書番号", CircularPaper.number),
    Column("dated_on", "日付", CircularPaper.dated_on),
    Column("issued_at", "発出", Circular.issued_at),
    Column("total", "宛先", Circular.total),
    Column("reached", "到達", _part(reach.REACHED, Circular.id), _percent),
    Column("confirmed", "確認", _part(reach.CONFIRMED, Circular.id), _percent),
    Column("rounds", "再送の回数", Circular.rounds),
    Column("withdrawn_at", "取消し", Circular.withdrawn_at),
    Column("withdrawn_reason", "取消しの理由", Circular.withdrawn_reason),
    Column("corrected_number", "訂正版の番号", Circular.corrected_number),
)


def _recipients(here: Here, asked: RecipientsAsked, columns: tuple[Column, ...]) -> Select[Any]:
    query = (
        reach.joined(*(one.expression for one in columns))
        .where(CircularRecipient.circular_id == asked.number)
        .order_by(CircularRecipient.municipality, CircularRecipient.name, CircularRecipient.id)
    )
    return query.where(reach.REACH.in_([str(asked.reach)])) if asked.reach else query


RECIPIENTS = (
    Column("name", "医療機関等", CircularRecipient.name),
    Column("kind", "種別", CircularRecipient.kind),
    Column("municipality", "市区町村", CircularRecipient.municipality),
    Column("reach", "到達の状況", reach.REACH, lambda word: Reach(word).label),
    Column("address", "メールアドレス", CircularRecipient.address),
    Column("phone", "電話番号", CircularRecipient.phone),
    Column("sent_at", "送信", Letter.sent_at),
    Column("opened_at", "開封", CircularRecipient.opened_at),
    Column("acknowledged_at", "確認", CircularRecipient.acknowledged_at),
    Column("acknowledged_by", "確認した担当", CircularRecipient.acknowledged_by),
    Column("told_channel", "他の手段", CircularRecipient.told_channel),
    Column("told_at", "伝えた日時", CircularRecipient.told_at),
    Column("told_by", "記録した者", CircularRecipient.told_by),
    Column("told_note", "相手・備考", CircularRecipient.told_note),
    Column("other_way", "FAX・郵送・団体", CircularRecipient.other_way),
    Column("other_at", "送付した日時", CircularRecipient.other_at),
    Column("other_by", "送付を記録した者", CircularRecipient.other_by),
    Column("other_note", "団体の名称・備考", CircularRecipient.other_note),
    Column("rounds", "再送の回数", CircularRecipient.rounds),
)


class NeverReachedAsked(Facts):
    pass


def _never(here: Here, asked: NeverReachedAsked, columns: tuple[Column, ...]) -> Select[Any]:
    return (
        select(*(one.expression for one in columns))
        .select_from(Facility)
        .where(*reach.never_reached(here.officer.authority_code))
        .order_by(Facility.phone != "", Facility.municipality_code, Facility.name, Facility.id)
    )


NEVER = (
    Column("name", "医療機関等", Facility.name),
    Column("kind", "種別", Facility.kind),
    Column("municipality", "市区町村", Facility.municipality_name),
    Column("address", "所在地", Facility.address),
    Column("phone", "電話番号", Facility.phone, lambda phone: phone or "不明"),
    Column("email", "メールアドレス", Facility.email, lambda email: email or "未登録"),
)


def _newest(kind: CircularKind) -> Any:
    """The newest issued circular of that kind of the authority at hand that still holds."""
    return (
        select(Circular.id, Circular.edition, Circular.subject, Circular.issued_at, Circular.total)
        .where(
            Circular.authority_code == Authority.code,
            Circular.kind == kind,
            Circular.state == CircularState.ISSUED,
            Circular.withdrawn_at.is_(None),
            Circular.corrected_at.is_(None),
        )
        .order_by(Circular.issued_at.desc(), Circular.id.desc())
        .limit(1)
        .lateral(f"newest_{kind}")
    )


_NOTICE, _ALERT = _newest(CircularKind.NOTICE), _newest(CircularKind.ALERT)


def _dissemination(here: Here, asked: DisseminationAsked, columns: tuple[Column, ...]) -> Select[Any]:
    query = (
        select(*(one.expression for one in columns))
        .select_from(Authority)
        .outerjoin(_NOTICE, literal(True))
        .outerjoin(_ALERT, literal(True))
        .where(Authority.code != MINISTRY_CODE)
        .order_by(Authority.code)
    )
    if asked.edition:
        query = query.where(_NOTICE.c.edition == asked.edition)
    return query.where(_NOTICE.c.id.is_(None)) if asked.without else query


DISSEMINATION = (
    Column("code", "団体コード", cast(Authority.code, Text)),
    Column("authority", "自治体", Authority.name),
    Column("edition", "周知した版", _NOTICE.c.edition, lambda one: _edition(one) if one else "未実施"),
    Column("noticed_at", "周知", _NOTICE.c.issued_at),
    Column("notice_total", "周知の宛先", _NOTICE.c.total),
    Column("notice_reached", "周知の到達", _part(reach.REACHED, _NOTICE.c.id), _percent),
    Column("notice_confirmed", "周知の確認", _part(reach.CONFIRMED, _NOTICE.c.id), _percent),
    Column("alert", "直近の注意喚起", _ALERT.c.subject),
    Column("alerted_at", "注意喚起", _ALERT.c.issued_at),
    Column("alert_total", "注意喚起の宛先", _ALERT.c.total),
    Column("alert_reached", "注意喚起の到達", _part(reach.REACHED, _ALERT.c.id), _percent),
    Column("alert_confirmed", "注意喚起の確認", _part(reach.CONFIRMED, _ALERT.c.id), _percent),
)
LISTS = (
    ListKind("circulars", "周知・注意喚起", CircularsAsked, CIRCULARS, _circulars),
    ListKind("recipients", "周知・注意喚起の宛先", RecipientsAsked, RECIPIENTS, _recipients),
    ListKind("never-reached", "周知の届いていない医療機関等", NeverReachedAsked, NEVER, _never),
    ListKind(
        "dissemination", "自治体の周知の状況", DisseminationAsked, DISSEMINATION, _dissemination, ministry_only=True
    ),
)
