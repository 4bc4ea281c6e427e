"""厚労省報告: phone first, then 第1報, 続報 … 最終報 to the ministry's desk in force; immutable once sent.

Source: M-1.4, M-2.2, M-2.3; R-052…R-056, R-064…R-069, R-072.
"""

from __future__ import annotations

from pydantic import Field

from cases import guards, readings
from cases.deeds import guests, parties
from cases.errors import ActNotOpen
from cases.ministry_desk import desk_on, reception_at
from cases.procedure import (
    FUTURE,
    LONG,
    Act,
    ClockTemplate,
    Criterion,
    Deed,
    DocumentTemplate,
    Facts,
    LetterTemplate,
    Occurrence,
    Requirement,
    Stage,
    TaskTemplate,
    When,
    moment,
)
from cases.records import CaseFile, Exchange, MinistryContact, Report
from cases.vocabulary import ExchangeKind, MinistryKnows, ReportKind, ReportState, Role, StageKey

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})


class PhoneContact(Facts):
    contacted_at: When = moment("厚生労働省に連絡した日時")
    contacted_approx: bool = Field(default=False, title="連絡の時刻は「頃」")
    answered_by: str = Field(default="", title="応対した部署・担当", max_length=200)
    gist: str = Field(title="連絡の要旨", min_length=1, json_schema_extra=LONG)


class VoluntaryReport(Facts):
    decided_at: When = moment("任意に報告すると決めた日時")
    reason: str = Field(title="理由", min_length=1, json_schema_extra=LONG)


class ReportText(Facts):
    """The four blocks of M-3.1; an empty block is printed as 不明・確認中."""

    kind: ReportKind = Field(default=ReportKind.FIRST, title="報告の種別")
    damage: str = Field(default="", title="被害状況", json_schema_extra=LONG)
    response: str = Field(default="", title="対応状況", json_schema_extra=LONG)
    recovery: str = Field(default="", title="復旧状況", json_schema_extra=LONG)
    prevention: str = Field(default="", title="再発防止策", json_schema_extra=LONG)
    other: str = Field(default="", title="その他", json_schema_extra=LONG)


class Approval(Facts):
    note: str = Field(default="", title="決裁者の意見", json_schema_extra=LONG)


class Return(Facts):
    reason: str = Field(title="差し戻す理由", min_length=1, json_schema_extra=LONG)


class Sending(Facts):
    sent_at: When | None = moment("送付した日時", "空欄のときは入力した時刻", default=None)
    bypass_reason: str = Field(
        default="", title="決裁前に送付する理由（先行報告）", description="決裁を待てない緊急のときだけ記入します"
    )


class Receipt(Facts):
    received_at: When = moment("受領した日時")
    received_by: str = Field(title="受領した担当（部署・役職）", min_length=1, max_length=200)


class Question(Facts):
    question: str = Field(title="照会の内容", min_length=1, json_schema_extra=LONG)
    wished_by: When | None = Field(default=None, title="回答を希望する日時", json_schema_extra=FUTURE)


class Answer(Facts):
    number: int = Field(title="照会・依頼の番号", ge=1)
    answer: str = Field(title="回答", min_length=1, json_schema_extra=LONG)


def _record_call(case: CaseFile, facts: PhoneContact, deed: Deed, by_facility: bool) -> None:
    guards.not_before("厚生労働省への連絡", facts.contacted_at, "覚知日時", case.detected_at)
    reception = reception_at(facts.contacted_at)
    case.ministry_contacts.append(
        MinistryContact(
            contacted_at=facts.contacted_at,
            approx=facts.contacted_approx,
            by_facility=by_facility,
            desk=reception.desk,
            answered_by=facts.answered_by,
            gist=facts.gist,
            outside_hours=not reception.open_now,
            entered_at=deed.now,
        )
    )
    if case.ministry_knows is MinistryKnows.NOTHING:
        case.ministry_knows = MinistryKnows.PHONE


def record_phone_contact(case: CaseFile, facts: PhoneContact, deed: Deed) -> None:
    guards.not_before("厚生労働省への連絡", facts.contacted_at, "把握日時", case.grasped_at)
    _record_call(case, facts, deed, by_facility=False)


def record_facility_contact(case: CaseFile, facts: PhoneContact, deed: Deed) -> None:
    _record_call(case, facts, deed, by_facility=True)


def decide_voluntary_report(case: CaseFile, facts: VoluntaryReport, deed: Deed) -> None:
    guards.not_before("任意報告の決定", facts.decided_at, "把握日時", case.grasped_at)
    case.voluntary_report_at = facts.decided_at


def draft_report(case: CaseFile, facts: ReportText, deed: Deed) -> None:
    """Write or rewrite the one open draft. The first report is 第1報; nothing follows a 最終報."""
    report = readings.open_report(case)
    sent = readings.reports_sent(case)
    kind = facts.kind if sent or facts.kind is not ReportKind.FOLLOW_UP else ReportKind.FIRST
    if sent and kind is ReportKind.FIRST:
        kind = ReportKind.FOLLOW_UP
    if report is None:
        report = Report(seq=len(case.reports) + 1, drafted_by=deed.office, drafted_at=deed.now, bypass_reason="")
        case.reports.append(report)
    report.kind, report.state = kind, ReportState.DRAFT
    report.approved_by, report.approved_at, report.return_reason = "", None, ""
    for block in ("damage", "response", "recovery", "prevention", "other"):
        setattr(report, block, getattr(facts, block))


def approve_report(case: CaseFile, facts: Approval, deed: Deed) -> None:
    report = _open(case, "報告を決裁する")
    report.state, report.approved_by, report.approved_at = ReportState.APPROVED, deed.office, deed.now


def return_report(case: CaseFile, facts: Return, deed: Deed) -> None:
    report = _open(case, "報告を差し戻す")
    report.state, report.approved_by, report.approved_at = ReportState.RETURNED, "", None
    report.return_reason = facts.reason


def send_report(case: CaseFile, facts: Sending, deed: Deed) -> None:
    report = _open(case, "報告を送付する")
    if report.state is not ReportState.APPROVED and not facts.bypass_reason:
        raise ActNotOpen(
            "報告を送付する",
            ["決裁がまだです。決裁を受けるか、緊急のときは「先行報告」の理由を記入してください。"],
        )
    sent_at = facts.sent_at or deed.now
    guards.not_before("送付日時", sent_at, "把握日時", case.grasped_at)
    reception = reception_at(sent_at)
    report.bypass_reason = facts.bypass_reason if report.state is not ReportState.APPROVED else ""
    report.state, report.sent_at, report.sent_by = ReportState.SENT, sent_at, deed.office
    report.desk, report.outside_hours = reception.desk, not reception.open_now
    report.desk_opens_at = None if reception.open_now else reception.opens_at
    case.ministry_knows = MinistryKnows(str(report.kind))


def record_receipt(case: CaseFile, facts: Receipt, deed: Deed) -> None:
    report = next(r for r in case.reports if r.state is ReportState.SENT)
    guards.not_before("受領日時", facts.received_at, "送付日時", report.sent_at)
    report.state, report.received_at, report.received_by = (
        ReportState.RECEIVED,
        facts.received_at,
        facts.received_by,
    )


def ask_inquiry(case: CaseFile, facts: Question, deed: Deed) -> None:
    if facts.wished_by is not None:
        guards.not_before("回答を希望する日時", facts.wished_by, "照会した日時", deed.now)
    case.exchanges.append(
        Exchange(
            seq=len(case.exchanges) + 1,
            kind=ExchangeKind.INQUIRY,
            from_ministry=True,
            asked_by=deed.office,
            asked_at=deed.now,
            question=facts.question,
            wished_by=facts.wished_by,
            answer="",
        )
    )


def answer_inquiry(case: CaseFile, facts: Answer, deed: Deed) -> None:
    waiting = [e for e in case.exchanges if e.from_ministry and e.answered_at is None and e.seq == facts.number]
    if not waiting:
        raise ActNotOpen("照会・依頼に回答する", [f"第{facts.number}号の照会・依頼で、回答待ちのものがありません。"])
    waiting[0].answer, waiting[0].answered_by, waiting[0].answered_at = facts.answer, deed.office, deed.now


def _open(case: CaseFile, label: str) -> Report:
    report = readings.open_report(case)
    if report is None:
        raise ActNotOpen(label, ["起案された報告がありません。先に報告を起案してください。"])
    return report


def _first_report_lines(case: CaseFile) -> list[tuple[str, str]]:
    """What is known already; the officer completes it. Unknown stays 不明・確認中 (R-066)."""
    systems = "、".join(case.affected_systems) and "影響を受けたシステムは事実欄のとおり"
    desk = desk_on(case.grasped_at)
    return [
        ("宛先", f"{desk.full_name}"),
        ("医療機関等", f"{case.facility.name}（{case.facility.kind.label}・{case.facility.municipality_name}）"),
        ("被害状況", "\n".join(filter(None, [case.what_happened, systems]))),
        ("個人情報の漏洩", case.leak.label),
        ("医療提供体制の支障", case.care.label),
        (
            "対応状況",
            "\n".join(f"{c.company}に連絡（{c.result.label}）" for c in case.vendor_contacts) or "不明・確認中",
        ),
        ("復旧状況", "不明・確認中"),
        ("再発防止策", "不明・確認中"),
    ]


def _has_open_report(case: CaseFile) -> bool:
    return readings.open_report(case) is not None


def _draft_waits(case: CaseFile) -> bool:
    report = readings.open_report(case)
    return report is not None and report.state is ReportState.DRAFT


def _returned(case: CaseFile) -> bool:
    report = readings.open_report(case)
    return report is not None and report.state is ReportState.RETURNED


def _asked_by_ministry(case: CaseFile) -> list[Occurrence]:
    """Each inquiry or request with its own wished-for moment, else the rule's."""
    asked = [e for e in case.exchanges if e.from_ministry]
    return [Occurrence(f"第{e.seq}号", e.asked_at, e.answered_at, e.wished_by) for e in asked]


def _receipt_owed(case: CaseFile) -> bool:
    return any(report.state is ReportState.SENT for report in case.reports)


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
            applies=_draft_waits,
            done=lambda case: not _draft_waits(case),
            source=("M-2.2",),
        ),
        TaskTemplate(
            "revise_report",
            "差し戻された報告を書き直す",
            Role.OFFICER,
            applies=_returned,
            done=lambda case: not _returned(case),
            source=("M-2.2",),
        ),
        TaskTemplate(
            "record_receipt",
            "報告を確認し、受領を記録する",
            Role.MINISTRY,
            applies=_receipt_owed,
            done=lambda case: not _receipt_owed(case),
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
            done=readings.final_report_sent,
            source=("M-2.2",),
        ),
        *parties.TASKS,
    ),
    acts=(
        Act(
            "record_phone_contact",
            "phone_contact_recorded",
            "厚生労働省への電話連絡を記録する",
            PhoneContact,
            DESK,
            change=record_phone_contact,
            anytime=True,
            help="電話による連絡は、最初の連絡として扱います。書面は後から送付します。",
            source=("M-2.2", "A-4"),
        ),
        Act(
            "record_facility_contact",
            "facility_contact_recorded",
            "医療機関等から厚生労働省への連絡を記録する",
            PhoneContact,
            frozenset({*DESK, Role.MINISTRY}),
            change=record_facility_contact,
            anytime=True,
            help="医療機関等が直接行う連絡です。自治体の報告とは別に残します。",
            source=("M-1.4",),
        ),
        Act(
            "decide_voluntary_report",
            "voluntary_report_decided",
            "任意に国へ報告すると決める",
            VoluntaryReport,
            DESK,
            change=decide_voluntary_report,
            anytime=True,
            help="連絡の対象外又は判断保留でも、早めに報告することができます。",
            source=("M-2.2",),
        ),
        Act(
            "draft_report",
            "report_drafted",
            "報告を起案する",
            ReportText,
            DESK,
            change=draft_report,
            requires=(
                Requirement(
                    "最終報を送付済みです。",
                    lambda case: not readings.final_report_sent(case),
                    "M-2.2",
                ),
            ),
            help="分からない項目は空欄のまま送付できます（不明・確認中と記載されます）。",
            tells="決裁者に通知します",
            source=("M-2.2",),
        ),
        Act(
            "approve_report",
            "report_approved",
            "報告を決裁する",
            Approval,
            frozenset({Role.SUPERVISOR}),
            change=approve_report,
            requires=(Requirement("決裁を待つ起案がありません。", _draft_waits),),
            help="起案された報告を確認し、送付してよいと認めます。",
            source=("M-2.2",),
        ),
        Act(
            "return_report",
            "report_returned",
            "報告を差し戻す",
            Return,
            frozenset({Role.SUPERVISOR}),
            change=return_report,
            requires=(Requirement("起案された報告がありません。", _has_open_report),),
            help="起案者に理由を示して戻します。",
            source=("M-2.2",),
        ),
        Act(
            "send_report",
            "report_sent",
            "報告を送付する",
            Sending,
            DESK,
            change=send_report,
            requires=(Requirement("起案された報告がありません。先に報告を起案してください。", _has_open_report),),
            help="送付した報告は書き換えられません。時間外でも受け付けられ、開庁時に確認されます。",
            tells="宛先: 厚生労働省",
            source=("M-2.2",),
        ),
        Act(
            "record_receipt",
            "report_received",
            "報告の受領を記録する",
            Receipt,
            frozenset({Role.MINISTRY}),
            change=record_receipt,
            anytime=True,
            after_end=True,
            requires=(
                Requirement(
                    "受領の記録を待つ報告がありません。",
                    _receipt_owed,
                ),
            ),
            help="厚生労働省が報告を受け取った日時と担当を残します。",
            source=("M-2.2",),
        ),
        Act(
            "ask_inquiry",
            "inquiry_asked",
            "自治体に照会する",
            Question,
            frozenset({Role.MINISTRY}),
            change=ask_inquiry,
            anytime=True,
            help="報告の内容について自治体に尋ねます。",
            tells="自治体の担当者に通知します",
            source=("M-2.2", "M-3.2"),
        ),
        Act(
            "answer_inquiry",
            "inquiry_answered",
            "照会・依頼に回答する",
            Answer,
            DESK,
            change=answer_inquiry,
            anytime=True,
            requires=(
                Requirement(
                    "回答を待つ照会・依頼がありません。",
                    lambda case: readings.unanswered(case) > 0,
                ),
            ),
            help="厚生労働省からの照会・依頼に回答します。",
            source=("M-2.2", "M-3.2"),
        ),
        *parties.ACTS,
        *guests.ACTS,
    ),
    clocks=(
        ClockTemplate(
            "facility-ministry-contact",
            lambda case: next((j.judged_at for j in case.judgements if j.result == "reportable"), None),
            readings.facility_informed_ministry_at,
        ),
        ClockTemplate(
            "authority-ministry-report", lambda case: case.grasped_at, readings.authority_informed_ministry_at
        ),
        ClockTemplate("inquiry-answer", occurrences=_asked_by_ministry, anytime=True),
    ),
    letters=(
        LetterTemplate("ministry_report_due", to="holders", must_act=True),
        LetterTemplate("ministry_report_due_info", to="supervisors", must_act=False),
        LetterTemplate("report_sent", to="ministry", must_act=True, after="send_report"),
        LetterTemplate("report_received", to="lead", must_act=False, after="record_receipt"),
        LetterTemplate("report_returned", to="lead", must_act=True, after="return_report"),
        LetterTemplate("ministry_asked", to="lead", must_act=True, after="ask_inquiry"),
        LetterTemplate("inquiry_answered", to="ministry", must_act=False, after="answer_inquiry"),
    ),
    documents=(DocumentTemplate("first_report_draft", "第1報（下書き）", _first_report_lines),),
    completes_when=(
        Criterion("第1報を送付した", lambda case: bool(readings.reports_sent(case))),
        Criterion("照会・依頼にすべて回答した", lambda case: readings.unanswered(case) == 0),
        Criterion("最終報を送付した", readings.final_report_sent),
        parties.LEAD,
    ),
    skipped_when=lambda case: (
        f"判断の結果、国への連絡は「{case.result.label}」のため"
        if readings.judged(case) and not readings.report_expected(case) and not readings.reports_sent(case)
        else None
    ),
    follows=(StageKey.CLOSING,),
)
