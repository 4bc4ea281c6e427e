"""送付した報告の補足・訂正・取下げ: rows of their own with a reason; the sent report stays as it was (R-067)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases import readings
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement
from cases.records import CaseFile, ReportAmendment
from cases.rulebook.contact_desks import reception_at
from cases.vocabulary import AmendmentKind, MinistryKnows, Role

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})


class Supplement(Facts):
    report: int = Field(title="補足する報告", description="報告の番号（第n報）", ge=1)
    content: Annotated[str, LONG] = Field(title="補足の内容", min_length=1)
    reason: Annotated[str, LONG] = Field(title="補足する理由", min_length=1)


class Correction(Facts):
    report: int = Field(title="訂正する報告", description="報告の番号（第n報）", ge=1)
    content: Annotated[str, LONG] = Field(title="訂正の内容（誤・正）", min_length=1)
    reason: Annotated[str, LONG] = Field(title="訂正する理由", min_length=1)


class Withdrawal(Facts):
    report: int = Field(title="取り下げる報告", description="報告の番号（第n報）", ge=1)
    reason: Annotated[str, LONG] = Field(title="取り下げる理由", min_length=1)


def supplement_report(case: CaseFile, facts: Supplement, deed: Deed) -> None:
    _amend(case, AmendmentKind.SUPPLEMENT, facts.report, facts.reason, facts.content, deed)


def correct_report(case: CaseFile, facts: Correction, deed: Deed) -> None:
    _amend(case, AmendmentKind.CORRECTION, facts.report, facts.reason, facts.content, deed)


def withdraw_report(case: CaseFile, facts: Withdrawal, deed: Deed) -> None:
    """The duty to report revives where no other report stands; what the ministry knows follows what still stands."""
    _amend(case, AmendmentKind.WITHDRAWAL, facts.report, facts.reason, "", deed)
    valid = readings.reports_sent(case)
    called = MinistryKnows.PHONE if case.ministry_contacts else MinistryKnows.NOTHING
    case.ministry_knows = MinistryKnows(str(valid[-1].kind)) if valid else called


def _amend(case: CaseFile, kind: AmendmentKind, seq: int, reason: str, content: str, deed: Deed) -> None:
    if seq not in {report.seq for report in readings.reports_sent(case)}:
        raise ActNotOpen(f"報告を{kind.label}する", [f"第{seq}報は、送付されていないか、取り下げられています。"])
    reception = reception_at(deed.now)
    case.amendments.append(
        ReportAmendment(
            report_seq=seq,
            kind=kind,
            reason=reason,
            content=content,
            desk=reception.desk,
            outside_hours=not reception.open_now,
            made_by=deed.office,
            made_at=deed.now,
        )
    )


SENT = (Requirement("送付した報告がありません。", lambda case: bool(readings.reports_sent(case))),)
TELLS = "宛先: 厚生労働省"
ACTS: tuple[Act[Any], ...] = (
    Act(
        "supplement_report",
        "report_supplemented",
        "送付した報告を補足する",
        Supplement,
        DESK,
        change=supplement_report,
        anytime=True,
        after_end=True,
        requires=SENT,
        help="送付した報告はそのまま残り、補足を付けます。",
        tells=TELLS,
        source=("M-2.2",),
    ),
    Act(
        "correct_report",
        "report_corrected",
        "送付した報告を訂正する",
        Correction,
        DESK,
        change=correct_report,
        anytime=True,
        after_end=True,
        requires=SENT,
        help="送付した報告はそのまま残り、誤りと正しい内容を付けます。",
        tells=TELLS,
        source=("M-2.2",),
    ),
    Act(
        "withdraw_report",
        "report_withdrawn",
        "送付した報告を取り下げる",
        Withdrawal,
        frozenset({Role.SUPERVISOR}),
        change=withdraw_report,
        anytime=True,
        requires=SENT,
        help="誤って送付した報告を取り下げます。報告は残り、取り下げたことと理由が付きます。",
        tells=TELLS,
        source=("M-2.2",),
    ),
)
