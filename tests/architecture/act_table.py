"""The truth table of acts: every act × facts × state of the stages × role. `python -m tests.architecture.act_table`
writes it to acts.csv once somebody has decided that a change is meant.

○ may act · 役 not this role's act · 段 the stage has not begun · 要 a requirement is missing · 終 the case has ended
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cases import handbook
from cases.casework.detection.intake import new_stage_records
from cases.desk.permission import missing_for
from cases.errors import CaseEnded
from cases.judgement import Attack, Failure, Impact, Result
from cases.procedure import Act, Stage
from cases.progress import may_act_in
from cases.records import (
    Attachment,
    CaseFile,
    CaseLink,
    Exchange,
    Facility,
    FacilityDemand,
    Findings,
    GuestLink,
    Inspection,
    InvestigationDecision,
    Participant,
    Questionnaire,
    RecoveryMilestone,
    RemediationItem,
    Report,
    RunningClock,
    Task,
    TransferOffer,
    VendorContact,
)
from cases.vocabulary import (
    AttachmentState,
    AwarenessSource,
    ClockState,
    ContactResult,
    DemandState,
    Ending,
    ExchangeKind,
    FacilityKind,
    InspectionState,
    Instrument,
    ItemState,
    LinkPurpose,
    Milestone,
    MinistryKnows,
    QuestionnaireState,
    ReportKind,
    ReportState,
    Role,
    StageKey,
    StageState,
    TaskState,
    TransferState,
)

FILE = Path(__file__).with_name("acts.csv")
NOW = datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
HEAD = ["act", "操作", "段階", "事実", "段階の状態", *(role.label for role in Role)]
MAY, ROLE, STAGE, NEED, ENDED = "○", "役", "段", "要", "終"


def bare(state: StageState) -> CaseFile:
    """A case just taken in, all stages in one state."""
    case = CaseFile(
        number="360007-2021-0001",
        attack=Attack.SUSPECTED,
        failure=Failure.UNKNOWN,
        leak=Impact.UNKNOWN,
        care=Impact.UNKNOWN,
        result=Result.AWAITING,
        awareness_source=AwarenessSource.FACILITY_REPORT,
        ministry_knows=MinistryKnows.NOTHING,
        detected_at=NOW,
        grasped_at=NOW,
        facility=Facility(kind=FacilityKind.HOSPITAL, name="町立病院"),
        stages=new_stage_records(),
    )
    for record in case.stages:
        record.state = state
    return case


def rich(state: StageState) -> CaseFile:
    """A case in which something of everything has happened and waits for its next step."""
    case = bare(state)
    case.vendor_contacts = [
        VendorContact(company="架空", result=ContactResult.REACHED, contacted_at=NOW, instruction="")
    ]
    case.reports = [
        Report(seq=1, kind=ReportKind.FIRST, state=ReportState.SENT, sent_at=NOW),
        Report(seq=2, kind=ReportKind.FOLLOW_UP, state=ReportState.DRAFT),
    ]
    case.exchanges = [
        Exchange(seq=1, kind=ExchangeKind.INQUIRY, from_ministry=True, asked_at=NOW),
        Exchange(seq=2, kind=ExchangeKind.CONSULTATION, from_ministry=False, asked_at=NOW),
        Exchange(seq=3, kind=ExchangeKind.CONSULTATION, from_ministry=False, asked_at=NOW, answered_at=NOW),
        Exchange(
            seq=4,
            kind=ExchangeKind.CONSULTATION,
            from_ministry=False,
            asked_at=NOW,
            answered_at=NOW,
            thread_closed_at=NOW,
        ),
    ]
    case.decisions = [InvestigationDecision(needed=True, instrument=Instrument.ON_SITE_INSPECTION)]
    case.findings = [Findings(damage="サーバ１台")]
    case.inspections = [
        Inspection(seq=1, state=InspectionState.PLANNED),
        Inspection(seq=2, state=InspectionState.DONE),
        Inspection(seq=3, state=InspectionState.NOTIFIED, joint=True),
        Inspection(seq=4, state=InspectionState.PLAN_RECEIVED),
        Inspection(seq=5, state=InspectionState.PLANNED, unannounced_wanted=True),
        Inspection(seq=6, state=InspectionState.RESULT_DRAFTED),
        Inspection(seq=7, state=InspectionState.RESULT_NOTIFIED, joint=True, own_ministry_result=True),
        Inspection(seq=8, state=InspectionState.PLAN_REQUESTED),
    ]
    case.demands = [FacilityDemand(seq=1, instrument=Instrument.INQUIRY, state=DemandState.WAITING)]
    case.items = [
        RemediationItem(state=ItemState.OPEN, title="多要素認証"),
        RemediationItem(state=ItemState.REPORTED, title="バックアップ"),
    ]
    case.milestones = [RecoveryMilestone(milestone=Milestone.PARTLY_RESTORED, part="", reached_at=NOW)]
    case.links = [GuestLink(purpose=LinkPurpose.GUEST)]
    case.attachments = [Attachment(state=AttachmentState.LAID)]
    case.questionnaires = [Questionnaire(seq=1, state=QuestionnaireState.SENT)]
    case.facility.municipal = True
    case.participants = [Participant(roles=["operating_body"], name="町")]
    case.transfers = [TransferOffer(state=TransferState.OFFERED, to_code="290009")]
    case.group_links = [CaseLink(group_id=1)]
    case.tasks = [Task(code="engine_failed_detection", stage=StageKey.DETECTION, state=TaskState.OPEN)]
    clock = {"rule_id": "authority-ministry-report", "label": "目安", "started_at": NOW, "due_at": NOW}
    case.clocks = [RunningClock(**clock, state=state) for state in (ClockState.RUNNING, ClockState.PAUSED)]
    return case


def ended(state: StageState) -> CaseFile:
    case = rich(state)
    case.closed_at, case.ending = NOW, Ending.CLOSED
    return case


def merged(state: StageState) -> CaseFile:
    case = rich(state)
    case.closed_at, case.ending, case.merged_into_id, case.survivor_id = NOW, Ending.MERGED, 1, 1
    return case


SITUATIONS: tuple[tuple[str, Callable[[StageState], CaseFile], tuple[StageState, ...]], ...] = (
    ("受付直後", bare, tuple(StageState)),
    ("一通り", rich, tuple(StageState)),
    ("終結後", ended, (StageState.DONE,)),
    ("統合後", merged, (StageState.SKIPPED,)),
)


def _answer(case: CaseFile, stage: Stage | None, act: Act[Any], role: Role) -> str:
    if role not in act.roles:
        return ROLE
    try:
        missing = missing_for(case, stage, act)
    except CaseEnded:
        return ENDED
    if not missing:
        return MAY
    begun = act.anytime or stage is None or may_act_in(case, stage)
    return NEED if begun else STAGE


def table() -> str:
    """The whole table as CSV."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(HEAD)
    for stage, act in handbook.all_acts():
        for words, make, states in SITUATIONS:
            for state in states:
                answers = [_answer(make(state), stage, act, role) for role in Role]
                write.writerow([act.name, act.label, stage.label if stage else "業務", words, state.label, *answers])
    return out.getvalue()


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
