"""Cases with a common cause are put into one group (R-074): same vendor, network or corporation."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.errors import ActNotOpen, FactNeeded
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import CaseFile, CaseGroup, CaseLink
from cases.vocabulary import GroupKind, Role
from cases.vocabulary.signals import Names

EVERYBODY = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.MINISTRY})
LINK = "共通の原因の案件と関連付ける"


class Linking(Facts):
    group: Annotated[str, Names.GROUP] = Field(
        default="",
        title="既にある関連のまとまり",
        description="番号。新しく作るときは空欄にし、下の二つを記入します",
    )
    kind: GroupKind | None = Field(default=None, title="共通の原因の種別")
    name: str = Field(
        default="", title="共通の原因の名称", description="保守会社、ネットワーク、法人の名称など", max_length=200
    )
    note: Annotated[str, LONG] = Field(default="", title="補足")
    reason: Annotated[str, LONG] = Field(title="関連があると判断した理由", min_length=1)


class Unlinking(Facts):
    group: Annotated[str, Names.GROUP] = Field(title="外す関連のまとまり", description="番号")
    reason: Annotated[str, LONG] = Field(title="外す理由", min_length=1)


class Release(Facts):
    group: Annotated[str, Names.GROUP] = Field(title="関連のまとまり", description="番号")
    released: bool = Field(title="関係する自治体に、互いの案件の番号・自治体・医療機関等の名称を知らせる")


def active(case: CaseFile) -> list[CaseLink]:
    """The groups that the case belongs to now."""
    return [link for link in case.group_links if link.unlinked_at is None]


def link_case(case: CaseFile, facts: Linking, deed: Deed) -> None:
    """Into the group named, which the desk has found, or into a new one."""
    group = deed.group
    if group is None:
        if facts.kind is None or not facts.name:
            raise FactNeeded("共通の原因の種別・名称", "新しく関連のまとまりを作るとき")
        group = CaseGroup(
            kind=facts.kind,
            name=facts.name,
            note=facts.note,
            owner_code=deed.authority_code,
            created_by=deed.office,
            created_at=deed.now,
            names_released=False,
        )
    elif any(link.group_id == group.id for link in active(case)):
        raise ActNotOpen(LINK, ["この案件は、既にこのまとまりに入っています。"])
    case.group_links.append(CaseLink(group=group, reason=facts.reason, linked_by=deed.office, linked_at=deed.now))


def unlink_case(case: CaseFile, facts: Unlinking, deed: Deed) -> None:
    link = _link(case, deed, "関連のまとまりから外す")
    link.unlinked_by, link.unlinked_at = deed.office, deed.now


def release_names(case: CaseFile, facts: Release, deed: Deed) -> None:
    _link(case, deed, "関連する案件の名称の扱いを決める").group.names_released = facts.released


def _link(case: CaseFile, deed: Deed, label: str) -> CaseLink:
    found = [link for link in active(case) if deed.group is not None and link.group_id == deed.group.id]
    if not found:
        raise ActNotOpen(label, ["この案件は、そのまとまりに入っていません。"])
    return found[0]


_LINKED = Requirement("この案件は、関連のまとまりに入っていません。", lambda case: bool(active(case)))

ACTS: tuple[Act[Any], ...] = (
    Act(
        "link_case",
        "case_linked",
        LINK,
        Linking,
        EVERYBODY,
        change=link_case,
        anytime=True,
        help="保守会社・ネットワーク・法人など、共通の原因による案件をまとめます。案件はそれぞれに続きます。",
        source=("M-2.1",),
    ),
    Act(
        "unlink_case",
        "case_unlinked",
        "関連のまとまりから外す",
        Unlinking,
        EVERYBODY,
        change=unlink_case,
        anytime=True,
        requires=(_LINKED,),
        help="関連がないと分かったときに、理由を残して外します。",
        source=("M-2.1",),
    ),
    Act(
        "release_group_names",
        "group_names_released",
        "関連する案件の名称の扱いを決める",
        Release,
        frozenset({Role.MINISTRY}),
        change=release_names,
        anytime=True,
        requires=(_LINKED,),
        help="関係する自治体に、互いの名称を知らせるかどうかを決めます。知らせないときは件数だけが見えます。",
        source=("M-2.1",),
    ),
)
