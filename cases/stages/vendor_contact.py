"""保守会社連絡: at suspicion the maintenance vendor is called at once and its instructions are followed.

Source: M-1.2b (直ちに), A-1 (指示を仰ぐ, 被害の拡大を防ぐため); R-041…R-046.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cases import readings
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import (
    LONG,
    Act,
    ClockTemplate,
    Criterion,
    Deed,
    DocumentTemplate,
    Facts,
    LetterTemplate,
    Requirement,
    Stage,
    TaskTemplate,
    When,
    moment,
)
from cases.records import CaseFile, Containment, VendorContact
from cases.vocabulary import ContactResult, Recipient, Role, StageKey

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})


class VendorCall(Facts):
    contacted_at: When = moment("保守会社等に連絡した日時")
    contacted_approx: bool = Field(default=False, title="連絡の時刻は「頃」")
    company: str = Field(title="保守会社等の社名", min_length=1, max_length=200)
    person: str = Field(default="", title="応答した担当（部署・役職）", max_length=200)
    phone: str = Field(default="", title="電話番号", max_length=40)
    called_by: str = Field(default="", title="連絡した者（部署・役職）", max_length=200)
    result: ContactResult = Field(default=ContactResult.REACHED, title="結果")
    instruction: Annotated[str, LONG] = Field(default="", title="保守会社等の指示")


class VendorInstruction(Facts):
    company: str = Field(default="", title="保守会社等の社名", description="空欄のときは最後に連絡した会社")
    instruction: Annotated[str, LONG] = Field(title="指示の内容", min_length=1)
    carried_out: Annotated[str, LONG] = Field(default="", title="実施した内容")


class ContainmentMeasure(Facts):
    done_at: When = moment("措置をとった日時")
    done_approx: bool = Field(default=False, title="時刻は「頃」")
    measure: Annotated[str, LONG] = Field(
        title="拡大防止の措置", min_length=1, description="ネットワークの遮断、隔離、停止など"
    )
    done_by: str = Field(default="", title="実施者（部署・役職）", max_length=200)


def record_vendor_contact(case: CaseFile, facts: VendorCall, deed: Deed) -> None:
    moments.not_before("保守会社等への連絡", facts.contacted_at, "覚知日時", case.detected_at)
    case.vendor_contacts.append(
        VendorContact(
            contacted_at=facts.contacted_at,
            approx=facts.contacted_approx,
            company=facts.company,
            person=facts.person,
            phone=facts.phone,
            called_by=facts.called_by,
            result=facts.result,
            instruction=facts.instruction,
            carried_out="",
            entered_at=deed.now,
        )
    )


def record_vendor_instruction(case: CaseFile, facts: VendorInstruction, deed: Deed) -> None:
    named = [c for c in case.vendor_contacts if not facts.company or c.company == facts.company]
    if not named:
        raise ActNotOpen(
            "保守会社等の指示を記録する",
            [f"「{facts.company}」への連絡が記録されていません。先に連絡を記録してください。"],
        )
    contact = named[-1]
    contact.instruction = "\n".join(filter(None, [contact.instruction, facts.instruction]))
    contact.carried_out = "\n".join(filter(None, [contact.carried_out, facts.carried_out]))


def record_containment(case: CaseFile, facts: ContainmentMeasure, deed: Deed) -> None:
    moments.not_before("措置の日時", facts.done_at, "発生日時", case.occurred_at)
    case.containments.append(
        Containment(
            done_at=facts.done_at,
            approx=facts.done_approx,
            measure=facts.measure,
            done_by=facts.done_by,
            entered_at=deed.now,
        )
    )


def _sheet(case: CaseFile) -> list[tuple[str, str]]:
    vendors = [(v.company, f"電話 {v.phone or '未記入'}　担当 {v.person or '未記入'}") for v in case.facility.vendors]
    return vendors or [("保守会社等", "登録がありません。医療機関等に確認してください。")]


STAGE = Stage(
    key=StageKey.VENDOR_CONTACT,
    purpose="被害の拡大を防ぐため、直ちに医療情報システムの保守会社等に連絡し、指示を仰いだことを確認します。",
    source=("M-1.2b", "A-1"),
    opens_when=readings.suspected,
    opens_label="サイバー攻撃を受けた疑いがあるとき",
    tasks=(
        TaskTemplate(
            "vendor_contact",
            "保守会社等への連絡を確認する",
            Role.OFFICER,
            done=lambda case: readings.vendor_reached_at(case) is not None,
            clock="vendor-contact",
            source=("M-1.2b",),
        ),
        TaskTemplate(
            "vendor_instruction",
            "保守会社等の指示と実施状況を記録する",
            Role.OFFICER,
            done=readings.vendor_instructed,
            source=("A-1",),
        ),
    ),
    acts=(
        Act(
            "record_vendor_contact",
            "vendor_contacted",
            "保守会社等への連絡を記録する",
            VendorCall,
            DESK,
            change=record_vendor_contact,
            help="いつ、誰が、どの会社に連絡し、つながったかを残します。",
            source=("M-1.2b",),
        ),
        Act(
            "record_vendor_instruction",
            "vendor_instruction_recorded",
            "保守会社等の指示を記録する",
            VendorInstruction,
            DESK,
            change=record_vendor_instruction,
            requires=(
                Requirement(
                    "保守会社等への連絡がまだ記録されていません。先に連絡を記録してください。",
                    lambda case: bool(case.vendor_contacts),
                    "A-1",
                ),
            ),
            help="保守会社等から受けた指示と、実施した内容を残します。",
            source=("A-1",),
        ),
        Act(
            "record_containment",
            "containment_recorded",
            "拡大防止の措置を記録する",
            ContainmentMeasure,
            frozenset({*DESK, Role.INSPECTOR}),
            change=record_containment,
            anytime=True,
            help="ネットワークの遮断、機器の隔離、システムの停止、バックアップの切り離しなど。",
            source=("A-1",),
        ),
    ),
    clocks=(ClockTemplate("vendor-contact", lambda case: case.detected_at, readings.vendor_reached_at),),
    letters=(LetterTemplate("vendor_contact_due", to=Recipient.HOLDERS, must_act=True),),
    documents=(DocumentTemplate("vendor_sheet", "保守会社等連絡票", _sheet),),
    completes_when=(
        Criterion("保守会社等に連絡がついた", lambda case: readings.vendor_reached_at(case) is not None),
        Criterion("保守会社等の指示を記録した", readings.vendor_instructed),
    ),
    skipped_when=lambda case: None if readings.suspected(case) else "サイバー攻撃ではないと確認したため",
    follows=(StageKey.CLOSING,),
)
