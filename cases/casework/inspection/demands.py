"""Asked of the facility in writing: voluntary inquiries, orders to report (25-1), orders to hand in (25-2).

Source: M-3.1, M-3.3; R-106, R-118. Each is an instrument of its own: asked → due → received → result.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from cases import readings
from cases.casework.inspection.powers import FIELD, basis_words, refuse_without_power
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.records import CaseFile, FacilityDemand
from cases.vocabulary import DemandState, Instrument, Role
from cases.vocabulary.signals import Omit

ORDERS = (Instrument.REPORT_ORDER, Instrument.SUBMISSION_ORDER)
NO_ORDER = tuple(i for i in Instrument if i not in ORDERS)
ASK, ORDER = "医療機関等に照会・資料の提供を依頼する", "報告徴収・物件の提出を命じる"
RECEIVE, SETTLE = "照会・命令への回答を記録する", "照会・命令の結果を記録する"


class Questions(Facts):
    asked_at: When = moment("依頼した日時")
    addressee: str = Field(default="管理者", title="相手（職名）", min_length=1, max_length=200)
    content: Annotated[str, LONG] = Field(title="照会・依頼の内容", min_length=1)
    due_on: date | None = Field(default=None, title="回答を希望する日", description="任意の協力を求めるものです")


class LegalOrder(Facts):
    instrument: Annotated[Instrument, Omit(NO_ORDER)] = Field(title="命令の種別")
    asked_at: When = moment("命じた日時")
    addressee: str = Field(default="開設者又は管理者", title="相手（職名）", min_length=1, max_length=200)
    content: Annotated[str, LONG] = Field(title="報告・提出を命じる内容", min_length=1)
    reason: Annotated[str, LONG] = Field(title="必要と認める理由", min_length=1)
    due_on: date | None = Field(default=None, title="期限")


class MaterialReceived(Facts):
    number: int = Field(title="照会・命令の番号", ge=1)
    received_at: When = moment("回答を受けた日時")
    answer: Annotated[str, LONG] = Field(title="回答の要旨", min_length=1)
    files: tuple[str, ...] = Field(
        default=(), title="受領した資料の名称", description="一行に一つ。患者の個人情報は書かないでください"
    )


class DemandSettled(Facts):
    number: int = Field(title="照会・命令の番号", ge=1)
    settled_at: When = moment("確かめた日時")
    result: Annotated[str, LONG] = Field(title="確かめた結果", min_length=1)
    withdrawn: bool = Field(default=False, title="回答を待たずに取り下げる")


def send_questions(case: CaseFile, facts: Questions, deed: Deed) -> None:
    _demand(case, Instrument.INQUIRY, facts, "", deed)


def issue_order(case: CaseFile, facts: LegalOrder, deed: Deed) -> None:
    if facts.instrument not in ORDERS:
        raise ActNotOpen(ORDER, ["報告徴収か物件提出命令を選んでください。"])
    refuse_without_power(case, facts.instrument)
    _demand(case, facts.instrument, facts, facts.reason, deed)


def _demand(case: CaseFile, instrument: Instrument, facts: Questions | LegalOrder, reason: str, deed: Deed) -> None:
    moments.not_before("依頼・命令の日時", facts.asked_at, "覚知日時", case.detected_at)
    case.demands.append(
        FacilityDemand(
            seq=len(case.demands) + 1,
            instrument=instrument,
            basis=basis_words(instrument),
            addressee=facts.addressee,
            content=facts.content,
            reason=reason,
            asked_at=facts.asked_at,
            asked_by=deed.office,
            due_on=facts.due_on,
            state=DemandState.WAITING,
            entered_at=deed.now,
        )
    )


def receive_material(case: CaseFile, facts: MaterialReceived, deed: Deed) -> None:
    demand = _numbered(case, facts.number, (DemandState.WAITING, DemandState.RECEIVED), RECEIVE)
    moments.not_before("回答日時", facts.received_at, "依頼・命令の日時", demand.asked_at)
    demand.state, demand.received_at = DemandState.RECEIVED, facts.received_at
    demand.answer = "\n".join(filter(None, [demand.answer, facts.answer]))
    demand.files = [*(demand.files or []), *facts.files]


def settle_demand(case: CaseFile, facts: DemandSettled, deed: Deed) -> None:
    """The result, or the withdrawal where no answer is waited for any longer."""
    before = (DemandState.WAITING, DemandState.RECEIVED) if facts.withdrawn else (DemandState.RECEIVED,)
    demand = _numbered(case, facts.number, before, SETTLE)
    moments.not_before("確かめた日時", facts.settled_at, "回答日時", demand.received_at or demand.asked_at)
    demand.state = DemandState.WITHDRAWN if facts.withdrawn else DemandState.SETTLED
    demand.settled_at, demand.result = facts.settled_at, facts.result


def _numbered(case: CaseFile, number: int, states: tuple[DemandState, ...], label: str) -> FacilityDemand:
    found = next((one for one in case.demands if one.seq == number), None)
    if found is None:
        raise ActNotOpen(label, [f"第{number}号の照会・命令はありません。"])
    if found.state not in states:
        raise ActNotOpen(label, [f"第{number}号は「{found.state.label}」です。"])
    return found


def open_demands(case: CaseFile) -> list[FacilityDemand]:
    """What was asked and is not settled yet."""
    return [one for one in case.demands if one.state in (DemandState.WAITING, DemandState.RECEIVED)]


_DECIDED = Requirement(
    "調査・指導を行うことがまだ決まっていません。先に要否を決めてください。",
    lambda case: bool(readings.investigation_needed(case)),
    "M-3.1",
)
_OPEN = Requirement("回答を待つ、又は確かめる照会・命令がありません。", lambda case: bool(open_demands(case)))

ACTS: tuple[Act[Any], ...] = (
    Act(
        "send_questions",
        "questions_sent",
        ASK,
        Questions,
        FIELD,
        change=send_questions,
        help="任意の協力として、文書や口頭で、質問への回答や資料の提供を求めます。"
        "画面で答えてもらうときは「質問票を送付する」を使います。",
        source=("M-3.1",),
    ),
    Act(
        "issue_order",
        "order_issued",
        ORDER,
        LegalOrder,
        frozenset({Role.SUPERVISOR}),
        change=issue_order,
        requires=(_DECIDED,),
        help="立入検査とは別の権限です。病院・診療所・助産所だけが対象です。",
        source=("M-3.3",),
    ),
    Act(
        "receive_material",
        "material_received",
        RECEIVE,
        MaterialReceived,
        FIELD,
        change=receive_material,
        requires=(_OPEN,),
        help="医療機関等の回答と、受け取った資料の名称を残します。",
        source=("M-3.1",),
    ),
    Act(
        "settle_demand",
        "demand_settled",
        SETTLE,
        DemandSettled,
        FIELD,
        change=settle_demand,
        requires=(_OPEN,),
        help="回答から分かったことを残して終えます。取り下げるときも理由を残します。",
        source=("M-3.1",),
    ),
)
