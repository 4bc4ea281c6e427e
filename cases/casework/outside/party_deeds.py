"""The parties of a case: added, corrected, confirmed; and the choice of who reports (M-2.3; R-081, R-082, R-084)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field

from cases.casework.outside import parties
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Criterion, Deed, Facts, Requirement, TaskTemplate, When, moment
from cases.records import CaseFile, Participant
from cases.store.links import revoke
from cases.vocabulary import LeadReporter, PartyRole, Role
from cases.vocabulary.signals import Labels

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
_ADDRESS = re.compile(r"[^@\s<>,;\"']+@[^@\s<>,;\"']+\.[^@\s<>,;\"']+")


class PartyAdded(Facts):
    roles: tuple[PartyRole, ...] = Field(title="立場", min_length=1)
    name: str = Field(title="部署・団体の名称", min_length=1, max_length=200)
    person: str = Field(default="", title="担当（部署・役職）", max_length=200)
    phone: str = Field(default="", title="電話番号", max_length=40)
    email: str = Field(default="", title="メールアドレス", max_length=200)


class PartyCorrected(Facts):
    """What is left empty stays as it is."""

    number: int = Field(title="関係者", ge=1, description="関係者の番号")
    name: str = Field(default="", title="部署・団体の名称", max_length=200)
    person: str = Field(default="", title="担当（部署・役職）", max_length=200)
    phone: str = Field(default="", title="電話番号", max_length=40)
    email: str = Field(default="", title="メールアドレス", max_length=200)
    same_as_authority: Annotated[
        Literal["unchanged", "yes", "no"], Labels({"unchanged": "変更しない", "yes": "同じ団体", "no": "別の団体"})
    ] = Field(
        default="unchanged",
        title="調査・立入検査を所管する自治体と同じ団体ですか",
    )
    left_reason: Annotated[str, LONG] = Field(
        default="", title="関係者から外す理由", description="外すときだけ記入します"
    )


class PartyConfirmation(Facts):
    number: int = Field(title="関係者", ge=1, description="関係者の番号")
    confirmed_at: When = moment("確認を得た日時")
    confirmed_by: str = Field(title="確認した担当（部署・役職）", min_length=1, max_length=200)
    note: Annotated[str, LONG] = Field(default="", title="補足")


class LeadNamed(Facts):
    lead: LeadReporter = Field(title="主報告者（国への報告を主に行う者）")
    agreed_with: str = Field(
        default="", title="誰と決めたか（部署・役職）", description="未調整でも決められます", max_length=400
    )
    reason: Annotated[str, LONG] = Field(default="", title="補足")


def add_participant(case: CaseFile, facts: PartyAdded, deed: Deed) -> None:
    check_address(facts.email, "関係者を追加する")
    same = next((p for p in parties.present(case) if p.name == facts.name), None)
    if same is not None:
        raise ActNotOpen(
            "関係者を追加する",
            [f"「{facts.name}」は、すでに関係者に入っています。「関係者を訂正する」で直してください。"],
        )
    case.participants.append(
        Participant(
            **facts.model_dump(exclude={"roles"}),
            roles=[str(role) for role in PartyRole if role in facts.roles],
            same_as_authority=False,
            added_by=deed.office,
            added_at=deed.now,
        )
    )


def correct_participant(case: CaseFile, facts: PartyCorrected, deed: Deed) -> None:
    party = numbered(case, facts.number, "関係者を訂正する")
    check_address(facts.email, "関係者を訂正する")
    for name in ("name", "person", "phone", "email"):
        if value := getattr(facts, name):
            setattr(party, name, value)
    if facts.same_as_authority != "unchanged":
        party.same_as_authority = facts.same_as_authority == "yes"
    if facts.left_reason:
        party.left_at, party.left_reason = deed.now, facts.left_reason
        for link in case.links:
            if link.participant_id == party.id:
                revoke(link, deed, "関係者から外したため")


def record_party_confirmation(case: CaseFile, facts: PartyConfirmation, deed: Deed) -> None:
    party = numbered(case, facts.number, "関係者の確認を記録する")
    moments.not_before("確認を得た日時", facts.confirmed_at, "把握日時", case.grasped_at)
    party.confirmed_at, party.confirmed_by, party.confirmed_note = facts.confirmed_at, facts.confirmed_by, facts.note


def name_lead_reporter(case: CaseFile, facts: LeadNamed, deed: Deed) -> None:
    case.lead_reporter = facts.lead


def check_address(address: str, label: str) -> None:
    """One mail address or nothing. Raises ActNotOpen."""
    if address and not _ADDRESS.fullmatch(address):
        raise ActNotOpen(label, ["メールアドレスの形が正しくありません。一つだけ、半角で入力してください。"])


def numbered(case: CaseFile, number: int, label: str) -> Participant:
    """The party by its number on the case page. Raises ActNotOpen."""
    if number > len(case.participants) or case.participants[number - 1].left_at is not None:
        raise ActNotOpen(label, [f"{number}番の関係者はいません。「関係者」の欄の番号を確かめてください。"])
    return case.participants[number - 1]


HAS_PARTIES = Requirement("関係者がいません。先に関係者を加えてください。", lambda case: bool(parties.present(case)))

TASKS: tuple[TaskTemplate, ...] = (
    TaskTemplate(
        "name_lead_reporter",
        "主報告者を決める（自治体立病院）",
        Role.OFFICER,
        applies=lambda case: case.facility.municipal,
        done=parties.lead_named,
        anytime=True,
        source=("M-2.3",),
    ),
)

LEAD = Criterion("主報告者を決めた（自治体立病院のとき）", parties.lead_named)

ACTS: tuple[Act[Any], ...] = (
    Act(
        "name_lead_reporter",
        "lead_reporter_named",
        "主報告者を決める",
        LeadNamed,
        DESK,
        change=name_lead_reporter,
        anytime=True,
        requires=(Requirement("自治体立病院の案件ではありません。", lambda case: case.facility.municipal, "M-2.3"),),
        help="自治体立病院では、運営部署（団体）と都道府県のどちらが国へ報告するかを、必ず決めておきます。",
        source=("M-2.3",),
    ),
    Act(
        "add_participant",
        "participant_added",
        "関係者を追加する",
        PartyAdded,
        DESK,
        change=add_participant,
        anytime=True,
        help="案件に関わる部署・団体を加えます。メールアドレスがあれば、加わったことを通知します。",
        tells="メールアドレスがあれば、その関係者に通知します",
        source=("M-2.3",),
    ),
    Act(
        "correct_participant",
        "participant_corrected",
        "関係者を訂正する",
        PartyCorrected,
        DESK,
        change=correct_participant,
        anytime=True,
        requires=(HAS_PARTIES,),
        help="名称・連絡先を直し、又は関係者から外します。空欄の項目は変わりません。",
        source=("M-2.3",),
    ),
    Act(
        "record_party_confirmation",
        "party_confirmed",
        "関係者の確認を記録する",
        PartyConfirmation,
        DESK,
        change=record_party_confirmation,
        anytime=True,
        requires=(HAS_PARTIES,),
        help="国への情報共有について、関係者それぞれの確認を得たことを残します。",
        source=("M-2.3",),
    ),
)
