"""Guests of a case: a link for a party, its end, the office's answer to what a guest wrote (M-2.3; R-083, R-014)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from cases.casework.outside.party_deeds import HAS_PARTIES, numbered
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import CaseFile, GuestRemark
from cases.store.links import is_live, new_link, revoke
from cases.vocabulary import LinkPurpose, RemarkKind, Role
from cases.vocabulary.signals import Labels

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
SPANS = {"3": "3日", "7": "7日", "14": "14日", "30": "30日"}
Span = Literal["3", "7", "14", "30"]


class Invitation(Facts):
    number: int = Field(title="関係者", ge=1, description="関係者の番号")
    days: Annotated[Span, Labels(SPANS)] = Field(default="14", title="リンクの有効期間")


class Revocation(Facts):
    number: int = Field(title="リンク", ge=1, description="リンクの番号")
    reason: Annotated[str, LONG] = Field(title="取り消す理由", min_length=1)


class Reply(Facts):
    text: Annotated[str, LONG] = Field(title="返信", min_length=1)


def invite_guest(case: CaseFile, facts: Invitation, deed: Deed) -> None:
    party = numbered(case, facts.number, "関係者に共有リンクを発行する")
    if not party.name:
        raise ActNotOpen(
            "関係者に共有リンクを発行する",
            ["この関係者の名称が登録されていません。先に「関係者を訂正する」で名称を入力してください。"],
        )
    new_link(
        case, deed, purpose=LinkPurpose.GUEST, name=party.name, email=party.email, days=int(facts.days), party=party
    )


def revoke_guest(case: CaseFile, facts: Revocation, deed: Deed) -> None:
    if facts.number > len(case.links) or not is_live(case.links[facts.number - 1], deed.now):
        raise ActNotOpen("リンクを取り消す", [f"{facts.number}番の使えるリンクはありません。"])
    revoke(case.links[facts.number - 1], deed, facts.reason)


def reply_to_guest(case: CaseFile, facts: Reply, deed: Deed) -> None:
    case.remarks.add(GuestRemark(kind=RemarkKind.REPLY, author=deed.office, text=facts.text, at=deed.now))


def _shared(case: CaseFile) -> bool:
    return any(link.purpose is LinkPurpose.GUEST for link in case.links)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "invite_guest",
        "guest_invited",
        "関係者に共有リンクを発行する",
        Invitation,
        DESK,
        change=invite_guest,
        anytime=True,
        requires=(HAS_PARTIES,),
        help="アカウントのない関係者に、この案件だけを開けるリンクを渡します。リンクは一度だけ画面に表示されます。",
        tells="メールアドレスがあれば、リンクを送ります",
        source=("M-2.3",),
    ),
    Act(
        "revoke_guest",
        "guest_revoked",
        "リンクを取り消す",
        Revocation,
        DESK,
        change=revoke_guest,
        anytime=True,
        after_end=True,
        requires=(
            Requirement(
                "取り消せるリンクがありません。", lambda case: any(link.revoked_at is None for link in case.links)
            ),
        ),
        help="リンクはすぐに使えなくなります。取り消した後に、新しいリンクを発行できます。",
        source=("M-2.3",),
    ),
    Act(
        "reply_to_guest",
        "guest_answered",
        "共有先の関係者に返信する",
        Reply,
        DESK,
        change=reply_to_guest,
        anytime=True,
        requires=(Requirement("共有リンクを発行した関係者がいません。", _shared),),
        help="共有リンクを持つすべての関係者が読みます。",
        source=("M-2.3",),
    ),
)
