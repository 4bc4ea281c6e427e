"""厚労省報告: phone first, then 第1報, 続報 … 最終報 to the ministry's desk in force; immutable once sent.

Source: M-1.4, M-2.2, M-2.3; R-052…R-056, R-064…R-069, R-072.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cases import readings
from cases.casework.ministry_report import amendments, calls, fields, incident_facts, inquiries, reports
from cases.casework.outside import guests, party_deeds
from cases.clocks import moments
from cases.procedure import (
    LONG,
    Act,
    ClockTemplate,
    Criterion,
    Deed,
    DocumentTemplate,
    Facts,
    LetterTemplate,
    Stage,
    TaskTemplate,
    When,
    moment,
)
from cases.records import CaseFile
from cases.rulebook.contact_desks import desk_on
from cases.vocabulary import Recipient, Role, StageKey


class VoluntaryReport(Facts):
    decided_at: When = moment("任意に報告すると決めた日時")
    reason: Annotated[str, LONG] = Field(title="理由", min_length=1)


def decide_voluntary_report(case: CaseFile, facts: VoluntaryReport, deed: Deed) -> None:
    moments.not_before("任意報告の決定", facts.decided_at, "把握日時", case.grasped_at)
    case.voluntary_report_at = facts.decided_at


def _first_report_lines(case: CaseFile) -> list[tuple[str, str]]:
    """What is known already; the officer completes it. Unknown stays 不明・確認中 (R-066)."""
    systems = "、".join(case.affected_systems) and "影響を受けたシステムは事実欄のとおり"
    desk = desk_on(case.grasped_at)
    return [
        ("宛先", f"{desk.full_name}"),
        ("医療機関等", f"{case.facility_name}（{case.facility.kind.label}・{case.facility.municipality_name}）"),
        ("被害状況", "\n".join(filter(None, [case.what_happened, systems]))),
        ("個人情報の漏洩", case.leak.label),
        ("医療提供体制の支障", case.care.label),
        (
            "対応状況",
            "\n".join(f"{c.company}に連絡（{c.result.label}）" for c in case.vendor_contacts) or "不明・確認中",
        ),
        ("復旧状況", "不明・確認中"),
        ("再発防止策", "不明・確認中"),
        ("記録済みの項目", "\n".join(_known_fields(case)) or "まだありません"),
    ]


def _known_fields(case: CaseFile) -> list[str]:
    """What the fields of the report say already, beyond what stands above."""
    kept = fields.newest(case)
    return [f"{one.title}: {fields.fact_words(one, kept[one.id])}" for one in fields.catalogue() if one.id in kept]


STAGE = Stage(
    key=StageKey.MINISTRY_REPORT,
    purpose="事実を把握した後速やかに、厚生労働省に報告します。電話による連絡も最初の連絡として扱います。",
    source=("M-1.4", "M-2.1", "M-2.2", "M-2.3"),
    opens_when=readings.report_expected,
    opens_label="連絡対象と判断したとき、報道により把握したとき、又は任意に報告すると決めたとき",
    tasks=(
        TaskTemplate(
            "first_report",
            "第1報を起案し、厚生労働省に送付する",
            Role.OFFICER,
            done=lambda case: bool(readings.reports_sent(case)),
            clock="authority-ministry-report",
            source=("M-2.2",),
        ),
        TaskTemplate(
            "approve_report",
            "報告の起案を決裁する",
            Role.SUPERVISOR,
            applies=reports.draft_waits,
            done=lambda case: not reports.draft_waits(case),
            source=("M-2.2",),
        ),
        TaskTemplate(
            "revise_report",
            "差し戻された報告を書き直す",
            Role.OFFICER,
            applies=reports.returned,
            done=lambda case: not reports.returned(case),
            source=("M-2.2",),
        ),
        TaskTemplate(
            "send_report",
            "決裁済みの報告を送付する",
            Role.OFFICER,
            applies=reports.approved_waits,
            done=lambda case: not reports.approved_waits(case),
            source=("M-2.2",),
        ),
        TaskTemplate(
            "record_receipt",
            "報告を確認し、受領を記録する",
            Role.MINISTRY,
            applies=reports.receipt_owed,
            done=lambda case: not reports.receipt_owed(case),
            anytime=True,
            source=("M-2.2",),
        ),
        TaskTemplate(
            "answer_inquiry",
            "厚生労働省からの照会・依頼に回答する",
            Role.OFFICER,
            applies=lambda case: readings.unanswered(case) > 0,
            done=lambda case: readings.unanswered(case) == 0,
            clock="inquiry-answer",
            anytime=True,
            source=("M-2.2", "M-3.2"),
        ),
        TaskTemplate(
            "final_report",
            "最終報を起案し、厚生労働省に送付する",
            Role.OFFICER,
            applies=lambda case: bool(readings.reports_sent(case)) and readings.care_resumed_at(case) is not None,
            done=readings.final_report_settled,
            source=("M-2.2",),
        ),
        *party_deeds.TASKS,
    ),
    acts=(
        *calls.ACTS,
        Act(
            "decide_voluntary_report",
            "voluntary_report_decided",
            "任意に国へ報告すると決める",
            VoluntaryReport,
            frozenset({Role.OFFICER, Role.SUPERVISOR}),
            change=decide_voluntary_report,
            anytime=True,
            help="連絡の対象外又は判断保留でも、早めに報告することができます。",
            source=("M-2.2",),
        ),
        *incident_facts.ACTS,
        *reports.ACTS,
        *amendments.ACTS,
        *inquiries.ACTS,
        *party_deeds.ACTS,
        *guests.ACTS,
    ),
    clocks=(
        ClockTemplate(
            "facility-ministry-contact",
            readings.first_reportable_at,
            readings.facility_informed_ministry_at,
        ),
        ClockTemplate(
            "authority-ministry-report", lambda case: case.grasped_at, readings.authority_informed_ministry_at
        ),
        ClockTemplate("inquiry-answer", occurrences=inquiries.each_asked, anytime=True),
    ),
    letters=(
        LetterTemplate("ministry_report_due", to=Recipient.HOLDERS, must_act=True),
        LetterTemplate("ministry_report_due_info", to=Recipient.SUPERVISORS, must_act=False),
        LetterTemplate("report_sent", to=Recipient.MINISTRY, must_act=True, after="send_report"),
        LetterTemplate("facility_contacted", to=Recipient.LEAD, must_act=False, after="record_facility_contact"),
        LetterTemplate("report_amended", to=Recipient.MINISTRY, must_act=False, after="supplement_report"),
        LetterTemplate("report_amended", to=Recipient.MINISTRY, must_act=False, after="correct_report"),
        LetterTemplate("report_amended", to=Recipient.MINISTRY, must_act=False, after="withdraw_report"),
        LetterTemplate("report_received", to=Recipient.LEAD, must_act=False, after="record_receipt"),
        LetterTemplate("report_returned", to=Recipient.LEAD, must_act=True, after="return_report"),
        LetterTemplate("ministry_asked", to=Recipient.LEAD, must_act=True, after="ask_inquiry"),
        LetterTemplate("inquiry_answered", to=Recipient.MINISTRY, must_act=False, after="answer_inquiry"),
        LetterTemplate("inquiry_answered", to=Recipient.MINISTRY, must_act=False, after="answer_partly"),
        LetterTemplate("inquiry_answered", to=Recipient.MINISTRY, must_act=False, after="decline_request"),
    ),
    documents=(DocumentTemplate("first_report_draft", "第1報（下書き）", _first_report_lines),),
    completes_when=(
        Criterion("第1報を送付した", lambda case: bool(readings.reports_sent(case))),
        Criterion("照会・依頼にすべて回答した", lambda case: readings.unanswered(case) == 0),
        Criterion("最終報を送付した（又は送らない理由を記録した）", readings.final_report_settled),
        party_deeds.LEAD,
    ),
    skipped_when=lambda case: (
        f"判断の結果、国への連絡は「{case.result.label}」のため"
        if readings.judged(case) and not readings.report_expected(case) and not readings.reports_sent(case)
        else None
    ),
    follows=(StageKey.CLOSING,),
)
