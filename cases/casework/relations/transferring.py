"""A case goes to another authority: offered with a reason, accepted or refused there (R-060, R-073).

Number, timestamps, clocks and everything recorded stay; open tasks are given anew at the receiving office.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import CaseFile, TransferOffer
from cases.rulebook import rulebook
from cases.vocabulary import Role, TransferState
from cases.vocabulary.signals import Names

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
PROPOSE = "案件の移送を依頼する"


class Transfer(Facts):
    authority: Annotated[str, Names.AUTHORITY] = Field(
        title="移送先の自治体",
        description="団体コード又は名称",
        min_length=1,
        max_length=100,
    )
    reason: Annotated[str, LONG] = Field(title="移送の理由", min_length=1, description="所管が異なるなど")


class Withdrawal(Facts):
    reason: Annotated[str, LONG] = Field(title="取り下げる理由", min_length=1)


class Acceptance(Facts):
    reason: Annotated[str, LONG] = Field(default="", title="申出元への連絡")


class Refusal(Facts):
    reason: Annotated[str, LONG] = Field(title="断る理由", min_length=1)


def open_offer(case: CaseFile) -> TransferOffer | None:
    """The offer that waits for an answer; there is one at most."""
    return next((offer for offer in case.transfers if offer.state is TransferState.OFFERED), None)


def authority_code(name: str) -> str:
    """The code of a local authority named by code or name. Raises ActNotOpen."""
    wanted = name.strip()
    found = [one.code for one in rulebook().authorities if wanted in (one.code, one.name)]
    if len(found) != 1:
        raise ActNotOpen(PROPOSE, [f"「{wanted}」という自治体は見つかりません。名称又は団体コードを確かめてください。"])
    return found[0]


def propose_transfer(case: CaseFile, facts: Transfer, deed: Deed) -> None:
    """The other side reads no more than stands in the offer."""
    to_code = authority_code(facts.authority)
    if to_code == case.authority_code:
        raise ActNotOpen(PROPOSE, ["この自治体の案件です。移送先には、ほかの自治体を選んでください。"])
    case.transfers.append(
        TransferOffer(
            number=case.number,
            from_code=case.authority_code,
            to_code=to_code,
            facility=case.facility_name,
            municipality=case.facility.municipality_name,
            grasped_at=case.grasped_at,
            reason=facts.reason,
            offered_by=deed.office,
            offered_by_id=deed.officer_id,
            offered_at=deed.now,
            state=TransferState.OFFERED,
        )
    )


def withdraw_transfer(case: CaseFile, facts: Withdrawal, deed: Deed) -> None:
    offer = open_offer(case)
    assert offer is not None
    offer.state, offer.answered_by, offer.answered_at = TransferState.WITHDRAWN, deed.office, deed.now
    offer.answer = facts.reason


def _by_function(case: CaseFile, facts: Facts, deed: Deed) -> None:
    """The database moves the case (answer_transfer); see cases/casework/relations/offers.py."""
    raise AssertionError("taken through the offer")


_OFFERED = Requirement("回答を待つ移送の申出がありません。", lambda case: open_offer(case) is not None)

ACTS: tuple[Act[Any], ...] = (
    Act(
        "propose_transfer",
        "transfer_proposed",
        PROPOSE,
        Transfer,
        DESK,
        change=propose_transfer,
        anytime=True,
        requires=(Requirement("移送の申出に対する回答を待っています。", lambda case: open_offer(case) is None),),
        help="所管の異なる案件を、所管の自治体に引き渡すよう申し出ます。受け入れられるまでは、引き続きこの自治体が対応します。",
        tells="移送先の自治体に通知します",
        source=("M-2.1",),
    ),
    Act(
        "withdraw_transfer",
        "transfer_withdrawn",
        "移送の申出を取り下げる",
        Withdrawal,
        DESK,
        change=withdraw_transfer,
        anytime=True,
        requires=(_OFFERED,),
        help="回答のないうちに、移送の申出を取り下げます。",
        source=("M-2.1",),
    ),
    Act(
        "accept_transfer",
        "transfer_accepted",
        "案件の移送を受諾する",
        Acceptance,
        DESK,
        change=_by_function,
        anytime=True,
        requires=(_OFFERED,),
        by_offer=True,
        help="案件がこの自治体の所管になります。番号・日時・記録はそのまま引き継がれます。",
        tells="申出元の職員に通知します",
        source=("M-2.1",),
    ),
    Act(
        "refuse_transfer",
        "transfer_refused",
        "案件の移送を受け入れないと回答する",
        Refusal,
        DESK,
        change=_by_function,
        anytime=True,
        requires=(_OFFERED,),
        by_offer=True,
        help="理由を添えて断ります。案件は申出元の自治体に残ります。",
        tells="申出元の職員に通知します",
        source=("M-2.1",),
    ),
)
