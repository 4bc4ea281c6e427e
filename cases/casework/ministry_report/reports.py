"""報告: drafted, approved or returned, sent, received; never changed once sent.

Source: M-2.2, M-3.1; R-052, R-066…R-068, R-072, R-245, R-330.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases import readings
from cases.casework.ministry_report import contents, fields
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.records import CaseDocument, CaseFile, Report
from cases.rulebook.contact_desks import reception_at, rerouted
from cases.vocabulary import MinistryKnows, Reporter, ReportKind, ReportState, Role, StageKey

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
NOTHING_DRAFTED = "起案された報告がありません。先に報告を起案してください。"


class ReportText(Facts):
    """The four blocks of M-3.1; an empty block is printed as 不明・確認中."""

    kind: ReportKind = Field(default=ReportKind.FIRST, title="報告の種別")
    reporter: Reporter = Field(default=Reporter.AUTHORITY, title="報告者の区分")
    damage: Annotated[str, LONG] = Field(default="", title="被害状況")
    response: Annotated[str, LONG] = Field(default="", title="対応状況")
    recovery: Annotated[str, LONG] = Field(default="", title="復旧状況")
    prevention: Annotated[str, LONG] = Field(default="", title="再発防止策")
    other: Annotated[str, LONG] = Field(default="", title="その他")


class Approval(Facts):
    note: Annotated[str, LONG] = Field(default="", title="決裁者の意見")


class Return(Facts):
    reason: Annotated[str, LONG] = Field(title="差し戻す理由", min_length=1)


class Sending(Facts):
    sent_at: When | None = moment("送付した日時", "空欄のときは入力した時刻", default=None)
    bypass_reason: str = Field(
        default="", title="決裁前に送付する理由（先行報告）", description="決裁を待てない緊急のときだけ記入します"
    )
    addressed_to: str = Field(
        default="", title="宛先の窓口・電話番号", max_length=200, description="その日の窓口と違うときだけ記入します"
    )


class Receipt(Facts):
    received_at: When = moment("受領した日時")
    received_by: str = Field(title="受領した担当（部署・役職）", min_length=1, max_length=200)


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
    report.kind, report.state, report.reporter = kind, ReportState.DRAFT, facts.reporter
    report.approved_by, report.approved_at, report.return_reason = "", None, ""
    for block in contents.TEXTS:
        setattr(report, block, getattr(facts, block))
    report.contents = fields.contents(case)


def approve_report(case: CaseFile, facts: Approval, deed: Deed) -> None:
    report = _open(case, "報告を決裁する")
    report.state, report.approved_by, report.approved_at = ReportState.APPROVED, deed.office, deed.now


def return_report(case: CaseFile, facts: Return, deed: Deed) -> None:
    report = _open(case, "報告を差し戻す")
    report.state, report.approved_by, report.approved_at = ReportState.RETURNED, "", None
    report.return_reason = facts.reason


def send_report(case: CaseFile, facts: Sending, deed: Deed) -> None:
    """What was approved is sent: the fields as they stood when it was drafted. A copy is filed with its differences."""
    report = _open(case, "報告を送付する")
    if report.state is not ReportState.APPROVED and not facts.bypass_reason:
        raise ActNotOpen(
            "報告を送付する",
            ["決裁がまだです。決裁を受けるか、緊急のときは「先行報告」の理由を記入してください。"],
        )
    sent_at = facts.sent_at or deed.now
    moments.not_before("送付日時", sent_at, "把握日時", case.grasped_at)
    before = next(reversed(readings.reports_sent(case)), None)
    reception = reception_at(sent_at)
    report.bypass_reason = facts.bypass_reason if report.state is not ReportState.APPROVED else ""
    report.state, report.sent_at, report.sent_by = ReportState.SENT, sent_at, deed.office
    report.desk, report.outside_hours = reception.desk, not reception.open_now
    report.rerouted = rerouted(facts.addressed_to, sent_at)
    report.desk_opens_at = None if reception.open_now else reception.opens_at
    case.ministry_knows = MinistryKnows(str(report.kind))
    case.documents.append(
        CaseDocument(
            stage=StageKey.MINISTRY_REPORT,
            kind="ministry_report",
            title=f"{contents.report_title(report)}（控え）",
            lines=contents.lines(case, report, before),
            drafted_at=deed.now,
        )
    )


def record_receipt(case: CaseFile, facts: Receipt, deed: Deed) -> None:
    report = next(r for r in case.reports if r.state is ReportState.SENT)
    moments.not_before("受領日時", facts.received_at, "送付日時", report.sent_at)
    report.state, report.received_at, report.received_by = (
        ReportState.RECEIVED,
        facts.received_at,
        facts.received_by,
    )


def _open(case: CaseFile, label: str) -> Report:
    report = readings.open_report(case)
    if report is None:
        raise ActNotOpen(label, [NOTHING_DRAFTED])
    return report


def has_open_report(case: CaseFile) -> bool:
    return readings.open_report(case) is not None


def waits(state: ReportState) -> Any:
    """A predicate: the open report is in that state."""

    def holds(case: CaseFile) -> bool:
        report = readings.open_report(case)
        return report is not None and report.state is state

    return holds


draft_waits, returned, approved_waits = (
    waits(ReportState.DRAFT),
    waits(ReportState.RETURNED),
    waits(ReportState.APPROVED),
)


def receipt_owed(case: CaseFile) -> bool:
    return any(report.state is ReportState.SENT for report in case.reports)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "draft_report",
        "report_drafted",
        "報告を起案する",
        ReportText,
        DESK,
        change=draft_report,
        requires=(Requirement("最終報を送付済みです。", lambda case: not readings.final_report_sent(case), "M-2.2"),),
        help="分からない項目は空欄のまま送付できます（不明・確認中と記載されます）。事案の項目も報告に載ります。",
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
        requires=(Requirement("決裁を待つ起案がありません。", draft_waits),),
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
        requires=(Requirement("起案された報告がありません。", has_open_report),),
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
        requires=(Requirement(NOTHING_DRAFTED, has_open_report),),
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
        after_merge=True,
        requires=(Requirement("受領の記録を待つ報告がありません。", receipt_owed),),
        help="厚生労働省が報告を受け取った日時と担当を残します。",
        source=("M-2.2",),
    ),
)
