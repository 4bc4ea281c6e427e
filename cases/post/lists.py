"""届いていない通知: letters that nobody may have read."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, func, select

from cases.post import selection
from cases.post.server_answers import meaning
from cases.procedure import Facts
from cases.records import Authority, CaseFile, Letter
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import LetterState, PostView


class LettersAsked(Facts):
    view: PostView = Field(default=PostView.WAITING, title="表示")
    search: str = Field(default="", title="検索")
    state: LetterState | None = Field(default=None, title="状態")


def _letters(here: Here, asked: LettersAsked, columns: tuple[Column, ...]) -> Select[Any]:
    return (
        select(*(one.expression for one in columns))
        .select_from(Letter)
        .outerjoin(CaseFile, CaseFile.id == Letter.case_id)
        .join(Authority, Authority.code == Letter.authority_code)
        .where(*selection.of_view(here.officer, asked.view), *selection.narrowed(asked.search, asked.state))
        .order_by(Letter.must_act.desc(), Letter.due_at.asc().nulls_last(), Letter.id)
    )


LETTERS = (
    Column("case_number", "案件", CaseFile.number),
    Column("authority", "自治体", Authority.name),
    Column("recipient", "宛先", Letter.recipient_office),
    Column("address", "メールアドレス", Letter.address),
    Column("subject", "件名", Letter.subject),
    Column("must_act", "対応が必要", Letter.must_act),
    Column("due_at", "期日", Letter.due_at),
    Column("state", "状態", Letter.state),
    Column("since", "いつから", func.coalesce(Letter.state_at, Letter.sent_at, Letter.written_at)),
    Column("attempts", "送信の回数", Letter.attempts),
    Column("reason", "理由", Letter.answer, meaning),
    Column("answer", "サーバの返答（原文）", Letter.answer),
    Column("told_at", "伝えた日時", Letter.told_at),
    Column("told_by", "伝えた者", Letter.told_by),
    Column("told_note", "伝えた相手・方法", Letter.told_note),
)

LIST = ListKind("letters", "届いていない通知", LettersAsked, LETTERS, _letters)
