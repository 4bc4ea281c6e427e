"""The interpreter of the stage files: whatever the facts, the stages come to rest, and each rest can be explained."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import handbook, progress, readings
from cases.calendars import Calendar
from cases.judgement import Attack, Failure, Impact, judge
from cases.records import CaseFile, Exchange, InvestigationDecision, JudgementRecord, Report, VendorContact
from cases.vocabulary import (
    AwarenessSource,
    ContactResult,
    Ending,
    ExchangeKind,
    ReportKind,
    ReportState,
    StageKey,
    StageState,
)
from tests.architecture.act_table import NOW, bare, rich

SETTLED = (StageState.DONE, StageState.SKIPPED)


@st.composite
def cases(draw: st.DrawFn) -> CaseFile:
    """A case with arbitrary facts whose stages stand anywhere."""
    case = draw(st.sampled_from([bare, rich]))(StageState.WAITING)
    for record in case.stages:
        record.state = draw(st.sampled_from(StageState))
    if draw(st.booleans()):
        case.attack, case.failure = draw(st.sampled_from(Attack)), draw(st.sampled_from(Failure))
        case.leak, case.care = draw(st.sampled_from(Impact)), draw(st.sampled_from(Impact))
        case.result, case.judged_at = judge(case.attack, case.failure, case.leak, case.care), NOW
        case.judgements = [JudgementRecord(result=case.result, judged_at=NOW)]
    case.awareness_source = draw(st.sampled_from(AwarenessSource))
    case.facility_confirmed_at = draw(st.sampled_from([None, NOW]))
    case.voluntary_report_at = draw(st.sampled_from([None, NOW]))
    if draw(st.booleans()):
        case.vendor_contacts = [VendorContact(result=ContactResult.REACHED, contacted_at=NOW, instruction="待つ")]
    if draw(st.booleans()):
        case.reports = [Report(seq=1, kind=draw(st.sampled_from(ReportKind)), state=ReportState.SENT, sent_at=NOW)]
    if draw(st.booleans()):
        kind = draw(st.sampled_from(ExchangeKind))
        case.exchanges = [Exchange(seq=1, kind=kind, from_ministry=draw(st.booleans()), asked_at=NOW)]
    if draw(st.booleans()):
        case.decisions = [InvestigationDecision(needed=False, instrument=None)]
    if ending := draw(st.sampled_from([None, *Ending])):
        case.ending, case.closed_at = ending, NOW
    return case


@settings(max_examples=300, deadline=None)
@given(cases())
def test_段階は必ず落ち着く(case: CaseFile) -> None:
    progress.advance(case, NOW)
    assert progress.advance(case, NOW) == []


@settings(max_examples=300, deadline=None)
@given(cases())
def test_対象外には必ず理由がある(case: CaseFile) -> None:
    before = {record.stage: record.state for record in case.stages}
    for move in progress.advance(case, NOW):
        record = case.stage(move.stage)
        if record.state is StageState.SKIPPED and before[record.stage] is not StageState.SKIPPED:
            assert record.reason


@settings(max_examples=300, deadline=None)
@given(cases())
def test_終結は_ほかのすべての段階が済んでから始まる(case: CaseFile) -> None:
    progress.advance(case, NOW)
    others = [record.state in SETTLED for record in case.stages if record.stage is not StageKey.CLOSING]
    if case.is_open(StageKey.CLOSING):
        assert all(others)


@settings(max_examples=300, deadline=None)
@given(cases())
def test_完了した段階に足りないものはない(case: CaseFile) -> None:
    progress.advance(case, NOW)
    for stage in handbook.STAGES:
        if case.stage(stage.key).state is StageState.DONE and not case.closed_at:
            assert stage.unmet(case) == []


@settings(max_examples=200, deadline=None)
@given(cases())
def test_業務と時計は二度作られない(case: CaseFile) -> None:
    for stage in handbook.STAGES:
        clocks = progress.owed_clocks(case, stage, Calendar())
        tasks = progress.owed_tasks(case, stage, NOW)
        case.clocks.extend(clocks)
        case.tasks.extend(tasks)
        assert progress.owed_clocks(case, stage, Calendar()) == []
        assert progress.owed_tasks(case, stage, NOW) == []


@pytest.mark.requirement("R-065")
@pytest.mark.parametrize(
    ("source", "judged", "voluntary", "expected"),
    [
        (AwarenessSource.FACILITY_REPORT, None, False, False),
        (AwarenessSource.MASS_MEDIA, None, False, True),
        (AwarenessSource.PRESS_RELEASE, None, False, True),
        (AwarenessSource.POLICE, None, False, False),
        (AwarenessSource.MASS_MEDIA, Impact.NONE, False, False),
        (AwarenessSource.FACILITY_REPORT, Impact.NONE, False, False),
        (AwarenessSource.FACILITY_REPORT, Impact.NONE, True, True),
        (AwarenessSource.FACILITY_REPORT, Impact.FEARED, False, True),
    ],
)
def test_国への報告が求められるとき(
    source: AwarenessSource, judged: Impact | None, voluntary: bool, expected: bool
) -> None:
    case = bare(StageState.WAITING)
    case.awareness_source = source
    if judged:
        case.result = judge(Attack.YES, Failure.YES, judged, Impact.NONE)
    case.voluntary_report_at = NOW if voluntary else None
    assert readings.report_expected(case) is expected


def test_動いている時計は一番早いものが案件の期限になる() -> None:
    case = bare(StageState.OPEN)
    for stage in handbook.STAGES:
        case.clocks.extend(progress.owed_clocks(case, stage, Calendar()))
    progress.summarise(case)
    assert case.next_due == NOW + timedelta(minutes=30)
    case.closed_at = NOW
    progress.summarise(case)
    assert case.next_due is None
