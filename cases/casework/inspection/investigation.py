"""Investigation: whether, how and why; what was found in the four blocks; the result to the ministry (M-3.1, M-3.3).

Source: R-100…R-102, R-105, R-117, R-127.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.casework.inspection.course import move
from cases.casework.inspection.powers import FIELD, refuse_without_power
from cases.casework.outside import parties
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import LONG, Act, Deed, Facts, Requirement, When, moment
from cases.readings import inspections_in
from cases.records import CaseDocument, CaseFile, Findings, Inspection, InvestigationDecision
from cases.rulebook.contact_desks import desk_on
from cases.vocabulary import InspectionState, Instrument, Role, StageKey, VisitSide


class InvestigationNeed(Facts):
    needed: bool = Field(title="調査・指導を行う")
    instrument: Instrument | None = Field(default=None, title="方法", description="行うときは、必ず選びます")
    reason: Annotated[str, LONG] = Field(title="要否の理由", min_length=1)
    decided_at: When = moment("決定した日時")


class FoundFacts(Facts):
    found_at: When = moment("調査した日時")
    damage: Annotated[str, LONG] = Field(default="", title="被害状況")
    response: Annotated[str, LONG] = Field(default="", title="対応状況")
    recovery: Annotated[str, LONG] = Field(default="", title="復旧状況")
    prevention: Annotated[str, LONG] = Field(default="", title="再発防止策")
    other: Annotated[str, LONG] = Field(
        default="", title="その他", description="五つのうち、少なくとも一つを記入します"
    )


class ResultReport(Facts):
    reported_at: When = moment("厚生労働省に報告した日時")
    summary: Annotated[str, LONG] = Field(title="調査・指導の結果の要旨", min_length=1)


def decide_investigation(case: CaseFile, facts: InvestigationNeed, deed: Deed) -> None:
    moments.not_before("決定日時", facts.decided_at, "覚知日時", case.detected_at)
    if facts.needed and facts.instrument is None:
        raise ActNotOpen("調査・指導の要否を決める", ["調査・指導を行うときは、方法を選んでください。"])
    refuse_without_power(case, facts.instrument if facts.needed else None)
    power = facts.needed and facts.instrument is not None and facts.instrument.under_medical_care_act
    if power and Role.SUPERVISOR not in deed.roles:
        raise ActNotOpen("調査・指導の要否を決める", ["医療法による立入検査等の要否は、決裁者が決めます。"])
    case.decisions.append(
        InvestigationDecision(
            decided_at=facts.decided_at,
            needed=facts.needed,
            instrument=facts.instrument if facts.needed else None,
            reason=parties.with_conflict(case, facts.reason),
            decided_by=deed.office,
            entered_at=deed.now,
        )
    )


def record_findings(case: CaseFile, facts: FoundFacts, deed: Deed) -> None:
    moments.not_before("調査日時", facts.found_at, "覚知日時", case.detected_at)
    blocks = facts.model_dump(exclude={"found_at"})
    if not any(blocks.values()):
        raise ActNotOpen("調査結果を記録する", ["被害・対応・復旧・再発防止・その他のいずれかを記入してください。"])
    case.findings.append(Findings(found_at=facts.found_at, entered_by=deed.office, entered_at=deed.now, **blocks))


def report_investigation_result(case: CaseFile, facts: ResultReport, deed: Deed) -> None:
    moments.not_before("報告日時", facts.reported_at, "把握日時", case.grasped_at)
    lines = [["宛先", desk_on(facts.reported_at).full_name], ["要旨", facts.summary]]
    if case.findings:
        last = case.findings[-1]
        blocks = [
            ("被害状況", last.damage),
            ("対応状況", last.response),
            ("復旧状況", last.recovery),
            ("再発防止策等", "\n".join(filter(None, [last.prevention, last.other]))),
        ]
        lines += [[title, text or "不明・確認中"] for title, text in blocks]
    lines += [["指導", f"{g.form.label}　{g.content}"] for g in case.guidance]
    lines += [["照会・命令", f"{d.instrument.label}　{d.state.label}　{d.result}".strip()] for d in case.demands]
    lines += [[f"立入検査等（第{visit.seq}号）", _visit_words(case, visit)] for visit in case.inspections]
    for visit in inspections_in(case, InspectionState.CLOSED):
        label = "調査・指導の結果を厚生労働省に報告する"
        move(case, visit, InspectionState.REPORTED, "report_investigation_result", label, facts.reported_at, "", deed)
    case.documents.append(
        CaseDocument(
            stage=StageKey.INSPECTION,
            kind="investigation_result",
            title="調査・指導結果報告",
            lines=lines,
            drafted_at=deed.now,
        )
    )


def _visit_words(case: CaseFile, visit: Inspection) -> str:
    """One visit in the report: what, on which basis, how it stands, what was found (R-127)."""
    found = [
        f"{one.level.label}　{one.title}"
        for one in case.inspection_findings
        if one.visit == visit.seq and (one.draft == visit.drafts or one.side is VisitSide.MINISTRY)
    ]
    head = f"{visit.instrument.label}　{visit.state.label}（根拠: {visit.basis}）"
    return "\n".join(filter(None, [head, visit.result, visit.ministry_result, *found, visit.closing_note]))


ACTS: tuple[Act[Any], ...] = (
    Act(
        "decide_investigation",
        "investigation_decided",
        "調査・指導の要否を決める",
        InvestigationNeed,
        frozenset({Role.SUPERVISOR, Role.OFFICER}),
        change=decide_investigation,
        help="行う・行わないのどちらも、理由とともに残します。",
        source=("M-3.1", "M-3.3"),
    ),
    Act(
        "record_findings",
        "findings_recorded",
        "調査結果を記録する",
        FoundFacts,
        FIELD,
        change=record_findings,
        help="被害・対応・復旧・再発防止の四つの区分で残します。",
        source=("M-3.1",),
    ),
    Act(
        "report_investigation_result",
        "investigation_result_reported",
        "調査・指導の結果を厚生労働省に報告する",
        ResultReport,
        frozenset({Role.OFFICER, Role.SUPERVISOR}),
        change=report_investigation_result,
        requires=(
            Requirement(
                "調査結果がまだ記録されていません。",
                lambda case: bool(case.findings or case.guidance),
                "M-3.1",
            ),
        ),
        help="第1報などの報告とは別に、調査及び指導の結果を報告します。",
        tells="宛先: 厚生労働省",
        source=("M-3.1",),
    ),
)
