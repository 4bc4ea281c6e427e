"""From records to the plain values of views.py. Words come from the vocabulary; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cases import aftercare, coordination, handbook, outside_views, readings
from cases.errors import Refused
from cases.japanese_dates import jst_words
from cases.judgement import explain
from cases.officers import SignedIn
from cases.permission import missing_for
from cases.records import CaseFile, HistoryLine, Letter, Task
from cases.rulebook import rulebook
from cases.showing_clocks import pausable, pause_views
from cases.showing_reports import exchange_entry, fact_views, report_details
from cases.undelivered import FAILED
from cases.views import (
    ActView,
    CaseRow,
    CaseSheet,
    ChecklistView,
    ClockView,
    DocumentView,
    Entry,
    HistoryView,
    ItemView,
    LetterView,
    PaperView,
    ReportView,
    StageView,
    TaskView,
    VendorView,
)
from cases.vocabulary import Role, StageState, SystemKind, TaskState

UNKNOWN = "不明・確認中"
JUDGED_BY = {"facility": "医療機関等", "authority": "自治体", "ministry": "厚生労働省"}


def task_view(task: Task, case: CaseFile) -> TaskView:
    return TaskView(
        id=task.id,
        case_id=case.id,
        case_number=case.number,
        facility=case.facility_name,
        facility_kind=case.facility.kind.label,
        municipality=case.facility.municipality_name,
        stage=task.stage,
        code=task.code,
        title=task.title,
        role=task.role.label,
        holder_id=task.holder_id,
        holder=task.holder.office if task.holder else elsewhere(task),
        why_holder=task.why_holder,
        due_at=task.due_at,
        state=task.state.label,
        note=task.note,
        opened_at=task.opened_at,
        done_at=task.done_at,
        done_by=task.done_by,
        case_version=case.version,
        due_label=task.due_label,
    )


def elsewhere(task: Task) -> str:
    """A holder of another office is not named to this one: of those, only the ministry holds tasks."""
    return task.role.label if task.holder_id else ""


def case_row(case: CaseFile, authority: str, lead: str) -> CaseRow:
    return CaseRow(
        id=case.id,
        number=case.number,
        facility=case.facility_name,
        facility_kind=case.facility.kind.label,
        municipality=case.facility.municipality_name,
        authority=authority,
        stages=tuple((record.stage, record.state) for record in case.stages),
        leak=case.leak.label,
        care=case.care.label,
        result=case.result.label,
        ministry_knows=case.ministry_knows.label,
        lead=lead,
        grasped_at=case.grasped_at,
        next_due=case.next_due,
        closed_at=case.closed_at,
        ending=case.ending.label if case.ending else "",
        practice=case.practice,
        next_action=_next_action(case),
    )


def _next_action(case: CaseFile) -> str:
    """The open task that is due first, those of the case's own office before the ministry's."""
    waiting = [task for task in case.tasks if task.state is TaskState.OPEN]
    order = sorted(
        waiting,
        key=lambda t: (t.role is Role.MINISTRY, t.due_at is None, t.due_at or t.opened_at, t.id),
    )
    return order[0].title if order else ""


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


def basis_words(rule_id: str) -> str:
    """What a clock's rule rests on, as printed: 「地方自治法第245条の４第１項に基づく技術的助言」 (R-007, R-009)."""
    rule = next((one for one in rulebook().timings if one.id == rule_id), None)
    return rulebook().basis(rule.basis).words if rule else ""


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


def _rows(*rows: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((title, str(text)) for title, text in rows if text not in (None, "", ()))


def _systems(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(SystemKind(value).label for value in values)


def judgements(case: CaseFile, root: CaseFile | None = None) -> tuple[Entry, ...]:
    """The versions by the moment of judging; which one stands is asked over all lines of the event (`root`'s)."""
    stands = readings.standing(readings.judgements(root or case))
    return tuple(
        Entry(
            j.judged_at,
            j.result.label,
            _rows(
                ("判断した者", JUDGED_BY.get(j.judged_by, j.judged_by)),
                ("(a) サイバー攻撃", j.attack.label),
                ("(b) システム障害", j.failure.label),
                ("(c) 個人情報の漏洩", j.leak.label),
                ("(d) 診療への支障", j.care.label),
                ("根拠", j.basis),
                ("改めた理由", j.reason),
                ("入力", f"{j.entered_by}　{jst_words(j.entered_at)}"),
                ("扱い", "現在の判断" if j is stands else "前の判断"),
            ),
            j.id,
        )
        for j in readings.in_time(case.judgements)
    )


def ministry_contacts(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            m.contacted_at,
            "医療機関等から直接連絡" if m.by_facility else "自治体から電話連絡",
            _rows(
                ("窓口", m.desk),
                ("応対", m.answered_by),
                ("回付", m.rerouted),
                ("要旨", m.gist),
                ("受付", "受付時間外" if m.outside_hours else ""),
            ),
            m.id,
        )
        for m in case.ministry_contacts
    )


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
        result_sources=why.sources,
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
        clocks=tuple(
            ClockView(
                c.rule_id,
                c.stage,
                c.title,
                c.timing_word,
                c.label,
                tuple(c.source),
                c.started_at,
                c.due_at,
                c.met_at,
                str(c.state),
                c.state.label,
                c.about,
                c.set_by,
                basis_words(c.rule_id),
                c.next_rung_at,
                pausable(c),
                pause_views(c),
            )
            for c in case.clocks
        ),
        acts=act_views(case, officer),
        vendors=tuple(VendorView(v.company, v.phone, v.person, v.systems, v.all_hours) for v in facility.vendors),
        reports=tuple(
            ReportView(
                seq=r.seq,
                kind=r.kind.label,
                state=r.state.label,
                desk=r.desk,
                blocks=tuple(
                    (title, text or UNKNOWN)
                    for title, text in (
                        *([("差戻しの理由", r.return_reason)] if r.return_reason else []),
                        ("被害状況", r.damage),
                        ("対応状況", r.response),
                        ("復旧状況", r.recovery),
                        ("再発防止策", r.prevention),
                        ("その他", r.other or "なし"),
                    )
                ),
                drafted_by=r.drafted_by,
                drafted_at=r.drafted_at,
                approved_by=r.approved_by,
                bypass_reason=r.bypass_reason,
                sent_at=r.sent_at,
                outside_hours=r.outside_hours,
                desk_opens_at=r.desk_opens_at,
                received_at=r.received_at,
                received_by=r.received_by,
                **report_details(case, r),
            )
            for r in case.reports
        ),
        documents=tuple(
            DocumentView(d.kind, d.title, tuple((title, text) for title, text in d.lines), d.drafted_at)
            for d in case.documents
        ),
        judgements=judgements(case),
        vendor_contacts=tuple(
            Entry(
                v.contacted_at,
                f"{v.company}（{v.result.label}）",
                _rows(
                    ("応答", v.person),
                    ("電話", v.phone),
                    ("連絡した者", v.called_by),
                    ("指示", v.instruction),
                    ("実施", v.carried_out),
                ),
                v.id,
            )
            for v in case.vendor_contacts
        ),
        containments=tuple(Entry(c.done_at, c.measure, _rows(("実施者", c.done_by)), c.id) for c in case.containments),
        ministry_contacts=ministry_contacts(case),
        decisions=tuple(
            Entry(
                d.decided_at,
                "調査・指導を行う" if d.needed else "調査・指導を行わない",
                _rows(
                    ("方法", d.instrument.label if d.instrument else ""),
                    ("理由", d.reason),
                    ("決定", d.decided_by),
                ),
                d.id,
            )
            for d in case.decisions
        ),
        findings=tuple(
            Entry(
                f.found_at,
                "調査結果",
                _rows(
                    ("被害状況", f.damage or UNKNOWN),
                    ("対応状況", f.response or UNKNOWN),
                    ("復旧状況", f.recovery or UNKNOWN),
                    ("再発防止策", f.prevention or UNKNOWN),
                    ("その他", f.other),
                    ("入力", f.entered_by),
                ),
                f.id,
            )
            for f in case.findings
        ),
        guidance=tuple(
            Entry(
                g.given_at,
                f"{g.form.label}による指導",
                _rows(("趣旨", g.purpose), ("内容", g.content), ("責任者", g.responsible)),
                g.id,
            )
            for g in case.guidance
        ),
        inspections=tuple(
            Entry(
                i.started_at,
                f"{i.instrument.label}（{i.state.label}）",
                _rows(
                    ("根拠", i.basis),
                    ("予定日", i.planned_on.isoformat()),
                    ("従事者", i.team),
                    ("無通告", f"承認 {i.approver}　{i.reason}" if i.unannounced else ""),
                    ("身分証明書", i.certificates),
                    ("立会者", i.met_persons),
                    ("確認事項", i.checked_items),
                    ("結果", i.result),
                ),
                i.id,
            )
            for i in case.inspections
        ),
        items=items,
        milestones=aftercare.milestones(case),
        exchanges=tuple(exchange_entry(e) for e in case.exchanges),
        notices=aftercare.notices(case),
        consent=aftercare.consent(case),
        checklists=checklists,
        gate=aftercare.gate(case),
        fields=fact_views(case),
        parties=coordination.party_views(case),
        coordination=coordination.panel(case, authority),
        links=outside_views.link_views(case),
        files=outside_views.file_views(case),
        questionnaires=outside_views.questionnaire_views(case),
        history=tuple(history_view(line) for line in history),
        letters=tuple(letter_view(letter) for letter in letters),
        papers=papers,
    )
