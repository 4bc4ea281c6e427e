"""From records to the plain values of views.py. Words come from the vocabulary; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cases import handbook
from cases.casework import entries
from cases.casework.closing import showing as closing
from cases.casework.ministry_report.showing import exchange_entry, fact_views, report_views
from cases.casework.outside import coordination
from cases.casework.outside import showing as outside
from cases.casework.remediation import showing as remediation
from cases.casework.remediation.views import ChecklistView, ItemView
from cases.casework.rows import task_view
from cases.desk.permission import missing_for
from cases.desk.showing_clocks import clock_views
from cases.desk.views import ActView, CaseSheet, StageView, VendorView
from cases.errors import Refused
from cases.judgement import explain
from cases.papers.views import DocumentView, PaperView
from cases.post.undelivered import FAILED
from cases.post.views import LetterView
from cases.records import CaseFile, HistoryLine, Letter
from cases.store.officers import SignedIn
from cases.views.history import HistoryView
from cases.vocabulary import StageState, SystemKind


def stage_views(case: CaseFile) -> tuple[StageView, ...]:
    views = []
    for stage in handbook.STAGES:
        record = case.stage(stage.key)
        views.append(
            StageView(
                key=stage.key,
                label=stage.label,
                purpose=stage.purpose,
                source=stage.source,
                state=record.state,
                opened_at=record.opened_at,
                done_at=record.done_at,
                reason=record.reason,
                opens_label=stage.opens_label,
                criteria=tuple((c.label, c.met(case)) for c in stage.completes_when)
                if record.state is not StageState.SKIPPED
                else (),
            )
        )
    return tuple(views)


def act_views(case: CaseFile, officer: SignedIn) -> tuple[ActView, ...]:
    """The acts of this officer's roles on this case; those not open carry what is missing."""
    views = []
    for stage, act in handbook.all_acts():
        if act.opens_case or act.by_offer or not act.roles & officer.roles:
            continue
        try:
            missing = missing_for(case, stage, act)
        except Refused:
            continue
        views.append(
            ActView(
                name=act.name,
                label=act.label,
                help=act.help,
                tells=act.tells,
                stage=stage.key if stage else None,
                open=not missing,
                missing=tuple(missing),
                source=act.source,
            )
        )
    return tuple(views)


def history_view(line: HistoryLine) -> HistoryView:
    return HistoryView(line.at, line.kind.label, line.actor, line.name, line.label, line.facts, line.note, line.version)


def letter_view(letter: Letter) -> LetterView:
    return LetterView(
        recipient=letter.recipient_office,
        subject=letter.subject,
        body=letter.body,
        must_act=letter.must_act,
        state=letter.state.label,
        written_at=letter.written_at,
        sent_at=letter.sent_at,
        attempts=letter.attempts,
        answer=letter.answer,
        lost=letter.state in FAILED and letter.told_at is None,
        told=f"{letter.told_by}　{letter.told_note}" if letter.told_at else "",
    )


def _systems(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(SystemKind(value).label for value in values)


def case_sheet(
    case: CaseFile,
    officer: SignedIn,
    authority: str,
    lead: str,
    history: Sequence[HistoryLine],
    letters: Sequence[Letter],
    items: tuple[ItemView, ...],
    checklists: tuple[ChecklistView, ...],
    papers: tuple[PaperView, ...] = (),
) -> CaseSheet:
    facility = case.facility
    why = explain(case.result)
    return CaseSheet(
        id=case.id,
        number=case.number,
        version=case.version,
        pulse=case.pulse,
        practice=case.practice,
        authority=authority,
        facility=case.facility_name,
        facility_id=facility.id,
        facility_kind=facility.kind.label,
        may_be_inspected=facility.kind.may_be_inspected,
        municipality=facility.municipality_name,
        municipal=facility.municipal,
        operating_body=facility.operating_body,
        owner_municipality=facility.owner_municipality,
        facility_phone=facility.phone,
        what_happened=case.what_happened,
        awareness_source=case.awareness_source.label,
        awareness_note=case.awareness_note,
        awareness_at=case.awareness_at,
        unidentified=facility.unidentified,
        reported_facility=case.reported_facility,
        unconfirmed=case.facility_confirmed_at is None and case.awareness_source.public_only,
        attack_note=case.attack_note,
        systems_note=case.systems_note,
        proxy_entry=case.proxy_entry,
        contact_person=case.contact_person,
        contact_phone=case.contact_phone,
        attack_kind=case.attack_kind.label,
        affected_systems=_systems(case.affected_systems),
        occurred_at=case.occurred_at,
        occurred_approx=case.occurred_approx,
        detected_at=case.detected_at,
        detected_approx=case.detected_approx,
        judged_at=case.judged_at,
        grasped_at=case.grasped_at,
        grasped_approx=case.grasped_approx,
        attack=case.attack.label,
        failure=case.failure.label,
        leak=case.leak.label,
        care=case.care.label,
        result=case.result.label,
        result_sentence=why.sentence,
        ministry_knows=case.ministry_knows.label,
        lead_id=case.lead_officer_id,
        lead=lead,
        opened_at=case.opened_at,
        next_due=case.next_due,
        closed_at=case.closed_at,
        ending=case.ending.label if case.ending else "",
        ending_reason=case.ending_reason,
        stages=stage_views(case),
        tasks=tuple(task_view(t, case) for t in case.tasks),
        clocks=clock_views(case),
        acts=act_views(case, officer),
        vendors=tuple(VendorView(v.company, v.phone, v.person, v.systems, v.all_hours) for v in facility.vendors),
        reports=report_views(case),
        documents=tuple(
            DocumentView(d.kind, d.title, tuple((title, text) for title, text in d.lines), d.drafted_at)
            for d in case.documents
        ),
        judgements=entries.judgements(case),
        vendor_contacts=entries.vendor_contacts(case),
        containments=entries.containments(case),
        ministry_contacts=entries.ministry_contacts(case),
        decisions=entries.decisions(case),
        findings=entries.findings(case),
        guidance=entries.guidance(case),
        inspections=entries.inspections(case),
        items=items,
        milestones=remediation.milestones(case),
        exchanges=tuple(exchange_entry(e) for e in case.exchanges),
        notices=closing.notices(case),
        consent=closing.consent(case),
        checklists=checklists,
        gate=closing.gate(case),
        fields=fact_views(case, handbook.labels()),
        parties=coordination.party_views(case),
        coordination=coordination.panel(case, authority),
        links=outside.link_views(case),
        files=outside.file_views(case),
        questionnaires=outside.questionnaire_views(case),
        history=tuple(history_view(line) for line in history),
        letters=tuple(letter_view(letter) for letter in letters),
        papers=papers,
    )
