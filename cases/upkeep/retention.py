"""保存期間: what is no record of a case and may go after some time, how long it is kept, and the nightly deletion.

Cases, their history, papers, reports, letters and attachments are never deleted here. Every length is this
installation's own setting, not a rule of law (文書管理規則 is each office's own).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import CursorResult, Engine, delete, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select
from sqlalchemy.sql.dml import Delete, Update

from cases.procedure import LONG, Facts
from cases.records import FormDraft, GuestLink, OfficerSession, PendingWork, RetentionSetting, Viewing
from cases.upkeep.plans import Outcome

LEAST: Final = 30


@dataclass(frozen=True)
class Item:
    """One kind of thing. `days`: the length that the product proposes; None keeps it without end until somebody sets
    one. `deed`: what is done to it.
    """

    key: str
    title: str
    days: int | None
    why: str
    old: Callable[[datetime], Select[Any]]
    away: Callable[[datetime], Delete | Update]
    deed: str = "削除"


@dataclass(frozen=True)
class Kept:
    """An item with the length in force; `by`: who set it, empty for the product's own."""

    item: Item
    days: int | None
    by: str


class OwnRetention(Facts):
    item: str = Field(title="何を")
    days: int | None = Field(
        default=None, title="何日保存するか", ge=LEAST, le=36_500, description="空欄にすると、期限なく保存します"
    )
    reason: Annotated[str, LONG] = Field(title="理由（文書管理規則の条など）", min_length=1)


ITEMS: Final = (
    Item(
        "drafts",
        "送信していない入力の下書き",
        90,
        "本人だけが見る入力途中の内容で、案件の記録ではありません。",
        lambda before: select(func.count(FormDraft.saved_at)).where(FormDraft.saved_at < before),
        lambda before: delete(FormDraft).where(FormDraft.saved_at < before),
    ),
    Item(
        "sessions",
        "終わったサインインの記録",
        30,
        "期限の切れたサインインの控えです。誰が何を見たかの記録とは別です。",
        lambda before: select(func.count(OfficerSession.expires_at)).where(OfficerSession.expires_at < before),
        lambda before: delete(OfficerSession).where(OfficerSession.expires_at < before),
    ),
    Item(
        "pending_work",
        "済んだ自動処理の控え",
        90,
        "自動処理の順番待ちの控えです。何をしたかは案件の経過に残ります。",
        lambda before: select(func.count(PendingWork.id)).where(PendingWork.done_at < before),
        lambda before: delete(PendingWork).where(PendingWork.done_at < before),
    ),
    Item(
        "guest_addresses",
        "期限の切れたリンクの宛先",
        365,
        "関係者に送ったリンクのメールアドレスです。氏名、期間と発言は案件に残ります。",
        lambda before: select(func.count(GuestLink.id)).where(GuestLink.expires_at < before, GuestLink.email != ""),
        lambda before: update(GuestLink).where(GuestLink.expires_at < before, GuestLink.email != "").values(email=""),
        deed="宛先の消去",
    ),
    Item(
        "viewings",
        "閲覧の記録",
        None,
        "誰がどの案件の個人情報を見たかの記録です。期間を定めるまで、期限なく保存します。",
        lambda before: select(func.count(Viewing.id)).where(Viewing.seen_at < before),
        lambda before: delete(Viewing).where(Viewing.seen_at < before),
    ),
)
ELSEWHERE: Final = (
    ("工程管理の実行の記録", "30日（事象は７日）。工程管理の部品が自ら削除します。"),
    ("案件、経過、報告、公文書、添付、通知", "削除しません。"),
)
"""(what, how long) of what this work leaves alone."""


def kept(session: Session) -> list[Kept]:
    """Every item with the length in force: the newest setting, else the product's."""
    newest = select(func.max(RetentionSetting.id)).group_by(RetentionSetting.item)
    rows = session.execute(
        select(RetentionSetting.item, RetentionSetting.days, RetentionSetting.set_office).where(
            RetentionSetting.id.in_(newest)
        )
    )
    own = {row.item: row for row in rows}
    return [
        Kept(item, own[item.key].days, own[item.key].set_office) if item.key in own else Kept(item, item.days, "")
        for item in ITEMS
    ]


def clear(engine: Engine, now: datetime, *, dry: bool) -> Outcome:
    """Delete what is older than its length, or only count it. Raises RuntimeError when a deletion went beyond what was
    counted; then nothing is deleted.
    """
    counts: dict[str, int] = {}
    with Session(engine) as session, session.begin():
        for one in kept(session):
            if one.days is None:
                continue
            before = now - timedelta(days=one.days)
            counts[one.item.key] = int(session.scalar(one.item.old(before)) or 0)
            if not dry and counts[one.item.key]:
                gone: CursorResult[Any] = session.execute(one.item.away(before))  # type: ignore[assignment]
                if gone.rowcount > counts[one.item.key]:
                    raise RuntimeError(f"{one.item.key}: {gone.rowcount} rows, {counts[one.item.key]} were counted")
                counts[one.item.key] = gone.rowcount
    lines = [f"{item.title} {counts[item.key]}件" for item in ITEMS if counts.get(item.key)]
    words = "、".join(lines)
    if dry:
        said = f"削除の対象は {words} です（まだ削除していません）。" if lines else "削除の対象はありません。"
    else:
        said = f"{words} を削除しました。" if lines else "保存期間を過ぎたものはありませんでした。"
    return Outcome(said, dict(counts))
