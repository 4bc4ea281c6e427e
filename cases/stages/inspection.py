"""調査・指導・立入検査: the authority decides as necessary, finds facts, gives guidance, inspects, reports the result.

Source: M-3.1 (必要に応じて), M-3.2, M-3.3 (病院・診療所・助産所 only), M-3.4; R-100…R-108, R-115…R-128, R-341.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from cases import guards, readings
from cases.errors import ActNotOpen, NoInspectionPower
from cases.ministry_desk import desk_on
from cases.procedure import (
    FUTURE,
    LONG,
    Act,
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
from cases.records import (
    CaseDocument,
    CaseFile,
    Exchange,
    Findings,
    Guidance,
    Inspection,
    InvestigationDecision,
    RemediationItem,
)
from cases.vocabulary import (
    ExchangeKind,
    GuidanceForm,
    InspectionState,
    Instrument,
    ItemOrigin,
    Role,
    StageKey,
)

BASIS = "医療法第25条及び第26条並びに医療法施行規則第42条"
"""As the notice cites it (M-3.3, R-115)."""

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
FIELD = frozenset({*DESK, Role.INSPECTOR})


class InvestigationNeed(Facts):
    needed: bool = Field(title="調査・指導を行う")
    instrument: Instrument | None = Field(default=None, title="方法")
    reason: str = Field(title="要否の理由", min_length=1, json_schema_extra=LONG)
    decided_at: When = moment("決定した日時")


class FoundFacts(Facts):
    found_at: When = moment("調査した日時")
    damage: str = Field(default="", title="被害状況", json_schema_extra=LONG)
    response: str = Field(default="", title="対応状況", json_schema_extra=LONG)
    recovery: str = Field(default="", title="復旧状況", json_schema_extra=LONG)
    prevention: str = Field(default="", title="再発防止策", json_schema_extra=LONG)
    other: str = Field(default="", title="その他", json_schema_extra=LONG)


class GuidanceGiven(Facts):
    given_at: When = moment("指導した日時")
    form: GuidanceForm = Field(title="指導の方法")
    purpose: str = Field(title="指導の趣旨", min_length=1, json_schema_extra=LONG)
    content: str = Field(title="指導の内容", min_length=1, json_schema_extra=LONG)
    items: tuple[str, ...] = Field(default=(), title="指導事項", description="一行に一つ。完了まで追跡します")
    promised_on: date | None = Field(
        default=None, title="改善の期日", description="医療機関等と約束した日。空欄でも構いません"
    )
    responsible: str = Field(default="", title="責任者（部署・役職）", max_length=200)


class VisitPlan(Facts):
    instrument: Instrument = Field(default=Instrument.ON_SITE_INSPECTION, title="方法")
    planned_on: date = Field(title="予定日")
    team: str = Field(title="従事者（部署・役職）", min_length=1, description="立入検査では医療監視員")
    unannounced: bool = Field(default=False, title="事前に通知しない")
    approver: str = Field(default="", title="無通告の承認者（部署・役職）", max_length=200)
    reason: str = Field(default="", title="無通告とする理由", json_schema_extra=LONG)


class DaySheet(Facts):
    started_at: When = moment("開始日時")
    ended_at: When = moment("終了日時")
    certificates: str = Field(
        title="携帯した身分証明書の番号", min_length=1, description="任意の訪問では職員証の番号", max_length=200
    )
    met_persons: str = Field(title="立会者・面談者（部署・役職）", min_length=1, max_length=400)
    checked_items: str = Field(title="確認した事項", min_length=1, json_schema_extra=LONG)


class VisitResult(Facts):
    notified_at: When = moment("結果を通知した日時")
    result: str = Field(title="結果の概要", min_length=1, json_schema_extra=LONG)
    findings: tuple[str, ...] = Field(default=(), title="指摘事項", description="一行に一つ。完了まで追跡します")
    promised_on: date | None = Field(default=None, title="改善計画の期日")


class VisitCalledOff(Facts):
    reason: str = Field(title="中止の理由", min_length=1, json_schema_extra=LONG)


class ResultReport(Facts):
    reported_at: When = moment("厚生労働省に報告した日時")
    summary: str = Field(title="調査・指導の結果の要旨", min_length=1, json_schema_extra=LONG)


class Consultation(Facts):
    question: str = Field(
        title="相談の内容（サイバーセキュリティに係る技術的事項等）", min_length=1, json_schema_extra=LONG
    )


class MinistryRequest(Facts):
    kind: ExchangeKind = Field(
        default=ExchangeKind.COLLECT,
        title="依頼の種別",
        json_schema_extra={"omit": [str(ExchangeKind.INQUIRY), str(ExchangeKind.CONSULTATION)]},
    )
    question: str = Field(title="依頼の内容", min_length=1, json_schema_extra=LONG)
    wished_by: When | None = Field(default=None, title="希望する日時", json_schema_extra=FUTURE)


class Advice(Facts):
    number: int = Field(title="相談の番号", ge=1)
    answer: str = Field(title="助言", min_length=1, json_schema_extra=LONG)


def decide_investigation(case: CaseFile, facts: InvestigationNeed, deed: Deed) -> None:
    guards.not_before("決定日時", facts.decided_at, "覚知日時", case.detected_at)
    if facts.needed and facts.instrument is None:
        raise ActNotOpen("調査・指導の要否を決める", ["調査・指導を行うときは、方法を選んでください。"])
    _power(case, facts.instrument if facts.needed else None)
    case.decisions.append(
        InvestigationDecision(
            decided_at=facts.decided_at,
            needed=facts.needed,
            instrument=facts.instrument if facts.needed else None,
            reason=facts.reason,
            decided_by=deed.office,
            entered_at=deed.now,
        )
    )


def record_findings(case: CaseFile, facts: FoundFacts, deed: Deed) -> None:
    guards.not_before("調査日時", facts.found_at, "覚知日時", case.detected_at)
    blocks = facts.model_dump(exclude={"found_at"})
    if not any(blocks.values()):
        raise ActNotOpen("調査結果を記録する", ["被害・対応・復旧・再発防止・その他のいずれかを記入してください。"])
    case.findings.append(Findings(found_at=facts.found_at, entered_by=deed.office, entered_at=deed.now, **blocks))


def give_guidance(case: CaseFile, facts: GuidanceGiven, deed: Deed) -> None:
    guards.not_before("指導日時", facts.given_at, "覚知日時", case.detected_at)
    case.guidance.append(
        Guidance(
            given_at=facts.given_at,
            form=facts.form,
            purpose=facts.purpose,
            content=facts.content,
            responsible=facts.responsible or deed.office,
            entered_at=deed.now,
        )
    )
    _items(case, ItemOrigin.GUIDANCE, facts.items, facts.promised_on, deed)


def plan_visit(case: CaseFile, facts: VisitPlan, deed: Deed) -> None:
    _power(case, facts.instrument)
    if facts.unannounced and not (facts.approver and facts.reason):
        raise ActNotOpen("立入検査・訪問を計画する", ["事前に通知しないときは、承認者と理由を記入してください。"])
    case.inspections.append(
        Inspection(
            instrument=facts.instrument,
            basis=BASIS if facts.instrument.under_medical_care_act else "任意",
            planned_on=facts.planned_on,
            team=facts.team,
            unannounced=facts.unannounced,
            approver=facts.approver,
            reason=facts.reason,
            state=InspectionState.PLANNED,
            certificates="",
            entered_at=deed.now,
        )
    )


def record_visit(case: CaseFile, facts: DaySheet, deed: Deed) -> None:
    visit = _visit(case, InspectionState.PLANNED, "実施を記録する")
    guards.not_before("終了日時", facts.ended_at, "開始日時", facts.started_at)
    guards.not_before("開始日時", facts.started_at, "覚知日時", case.detected_at)
    visit.state = InspectionState.DONE
    visit.started_at, visit.ended_at = facts.started_at, facts.ended_at
    visit.certificates, visit.met_persons = facts.certificates, facts.met_persons
    visit.checked_items = facts.checked_items


def notify_visit_result(case: CaseFile, facts: VisitResult, deed: Deed) -> None:
    visit = _visit(case, InspectionState.DONE, "結果を通知する")
    guards.not_before("結果通知日時", facts.notified_at, "終了日時", visit.ended_at)
    visit.state, visit.result, visit.result_notified_at = (
        InspectionState.RESULT_NOTIFIED,
        facts.result,
        facts.notified_at,
    )
    _items(case, ItemOrigin.FINDING, facts.findings, facts.promised_on, deed)


def call_off_visit(case: CaseFile, facts: VisitCalledOff, deed: Deed) -> None:
    visit = _visit(case, InspectionState.PLANNED, "立入検査・訪問を中止する")
    visit.state, visit.result = InspectionState.CANCELLED, facts.reason


def report_investigation_result(case: CaseFile, facts: ResultReport, deed: Deed) -> None:
    guards.not_before("報告日時", facts.reported_at, "把握日時", case.grasped_at)
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
    lines += [["立入検査等", f"{i.instrument.label}　{i.state.label}　{i.result}".strip()] for i in case.inspections]
    case.documents.append(
        CaseDocument(
            stage=StageKey.INSPECTION,
            kind="investigation_result",
            title="調査・指導結果報告",
            lines=lines,
            drafted_at=deed.now,
        )
    )


def consult_ministry(case: CaseFile, facts: Consultation, deed: Deed) -> None:
    _exchange(case, ExchangeKind.CONSULTATION, facts.question, deed, from_ministry=False)


def request_by_ministry(case: CaseFile, facts: MinistryRequest, deed: Deed) -> None:
    _exchange(case, facts.kind, facts.question, deed, from_ministry=True)
    case.exchanges[-1].wished_by = facts.wished_by


def advise(case: CaseFile, facts: Advice, deed: Deed) -> None:
    waiting = [e for e in case.exchanges if not e.from_ministry and e.answered_at is None and e.seq == facts.number]
    if not waiting:
        raise ActNotOpen("技術的事項について助言する", [f"第{facts.number}号の相談で、回答待ちのものがありません。"])
    waiting[0].answer, waiting[0].answered_by, waiting[0].answered_at = facts.answer, deed.office, deed.now


def _exchange(case: CaseFile, kind: ExchangeKind, question: str, deed: Deed, *, from_ministry: bool) -> None:
    case.exchanges.append(
        Exchange(
            seq=len(case.exchanges) + 1,
            kind=kind,
            from_ministry=from_ministry,
            asked_by=deed.office,
            asked_at=deed.now,
            question=question,
            answer="",
        )
    )


def _power(case: CaseFile, instrument: Instrument | None) -> None:
    if instrument and instrument.under_medical_care_act and not case.facility.kind.may_be_inspected:
        raise NoInspectionPower(case.facility.kind.label)


def _visit(case: CaseFile, state: InspectionState, label: str) -> Inspection:
    visits = [i for i in case.inspections if i.state is state]
    if not visits:
        raise ActNotOpen(label, [f"「{state.label}」の立入検査・訪問がありません。"])
    return visits[0]


def _items(case: CaseFile, origin: ItemOrigin, titles: tuple[str, ...], promised: date | None, deed: Deed) -> None:
    for title in titles:
        case.items.append(RemediationItem(origin=origin, title=title, promised_on=promised, entered_at=deed.now))


def _open_consultations(case: CaseFile) -> bool:
    return any(not e.from_ministry and e.answered_at is None for e in case.exchanges)


def _need_lines(case: CaseFile) -> list[tuple[str, str]]:
    power = (
        f"{BASIS}に基づく立入検査等を行うことが可能です。"
        if case.facility.kind.may_be_inspected
        else f"{case.facility.kind.label}は医療法第25条の立入検査の対象外です。任意の調査・訪問によります。"
    )
    return [
        ("対象", f"{case.facility_name}（{case.facility.kind.label}）"),
        ("立入検査等", power),
        ("調査の項目", "被害状況、対応状況、復旧状況、再発防止策等"),
        ("技術的事項の相談", "必要に応じて厚生労働省に助言を求めることができます。"),
    ]


STAGE = Stage(
    key=StageKey.INSPECTION,
    purpose="必要に応じて、被害状況、対応状況、復旧状況、再発防止策等に係る調査及び指導を行い、結果を厚生労働省に報告します。",
    source=("M-3.1", "M-3.2", "M-3.3", "M-3.4"),
    opens_when=lambda case: (
        readings.attacked(case) or any(e.from_ministry and e.kind is not ExchangeKind.INQUIRY for e in case.exchanges)
    ),
    opens_label="サイバー攻撃を受けたと判断したとき、又は厚生労働省から依頼があったとき",
    tasks=(
        TaskTemplate(
            "decide_investigation",
            "調査・指導の要否を決める",
            Role.SUPERVISOR,
            done=lambda case: bool(case.decisions),
            source=("M-3.1",),
        ),
        TaskTemplate(
            "investigate",
            "調査し、結果を四つの区分で記録する",
            Role.INSPECTOR,
            applies=lambda case: bool(readings.investigation_needed(case)),
            done=lambda case: bool(case.findings),
            source=("M-3.1",),
        ),
        TaskTemplate(
            "visit",
            "立入検査・訪問を計画し、実施する",
            Role.INSPECTOR,
            applies=readings.inspection_chosen,
            done=readings.inspection_settled,
            source=("M-3.3",),
        ),
        TaskTemplate(
            "report_result",
            "調査・指導の結果を厚生労働省に報告する",
            Role.OFFICER,
            applies=lambda case: bool(case.findings) and bool(readings.investigation_needed(case)),
            done=readings.result_reported,
            source=("M-3.1",),
        ),
        TaskTemplate(
            "advise",
            "技術的事項の相談に助言する",
            Role.MINISTRY,
            applies=_open_consultations,
            done=lambda case: not _open_consultations(case),
            anytime=True,
            source=("M-3.4",),
        ),
    ),
    acts=(
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
            "give_guidance",
            "guidance_given",
            "指導を記録する",
            GuidanceGiven,
            FIELD,
            change=give_guidance,
            help="指導は任意の協力を求めるものです。趣旨・内容・責任者を示します。",
            source=("M-3.1",),
        ),
        Act(
            "plan_visit",
            "visit_planned",
            "立入検査・訪問を計画する",
            VisitPlan,
            FIELD,
            change=plan_visit,
            requires=(
                Requirement(
                    "調査・指導を行うことがまだ決まっていません。先に要否を決めてください。",
                    lambda case: bool(readings.investigation_needed(case)),
                    "M-3.3",
                ),
            ),
            help="立入検査は病院・診療所・助産所だけが対象です。その他は任意の訪問として計画します。",
            source=("M-3.3",),
        ),
        Act(
            "record_visit",
            "visit_recorded",
            "立入検査・訪問の実施を記録する",
            DaySheet,
            FIELD,
            change=record_visit,
            requires=(
                Requirement(
                    "計画された立入検査・訪問がありません。",
                    lambda case: any(i.state is InspectionState.PLANNED for i in case.inspections),
                ),
            ),
            help="当日の記録です。身分証明書の番号は必ず記入します。",
            source=("M-3.3",),
        ),
        Act(
            "notify_visit_result",
            "visit_result_notified",
            "立入検査・訪問の結果を通知する",
            VisitResult,
            FIELD,
            change=notify_visit_result,
            requires=(
                Requirement(
                    "実施済みで結果を通知していない立入検査・訪問がありません。",
                    lambda case: any(i.state is InspectionState.DONE for i in case.inspections),
                ),
            ),
            help="指摘事項は、確認が済むまで追跡します。",
            source=("M-3.3",),
        ),
        Act(
            "call_off_visit",
            "visit_called_off",
            "立入検査・訪問を中止する",
            VisitCalledOff,
            FIELD,
            change=call_off_visit,
            requires=(
                Requirement(
                    "計画された立入検査・訪問がありません。",
                    lambda case: any(i.state is InspectionState.PLANNED for i in case.inspections),
                ),
            ),
            help="計画を取りやめ、理由を残します。",
            source=("M-3.3",),
        ),
        Act(
            "report_investigation_result",
            "investigation_result_reported",
            "調査・指導の結果を厚生労働省に報告する",
            ResultReport,
            DESK,
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
        Act(
            "consult_ministry",
            "ministry_consulted",
            "厚生労働省に技術的事項を相談する",
            Consultation,
            FIELD,
            change=consult_ministry,
            anytime=True,
            help="立入検査等の前・最中・後のいつでも相談できます。",
            tells="宛先: 厚生労働省",
            source=("M-3.4",),
        ),
        Act(
            "request_by_ministry",
            "request_made",
            "自治体に情報収集・調査・指導等を依頼する",
            MinistryRequest,
            frozenset({Role.MINISTRY}),
            change=request_by_ministry,
            anytime=True,
            help="事案発生時に自治体へ依頼します。",
            tells="自治体の担当者に通知します",
            source=("M-3.2",),
        ),
        Act(
            "advise",
            "advice_given",
            "技術的事項について助言する",
            Advice,
            frozenset({Role.MINISTRY}),
            change=advise,
            anytime=True,
            requires=(Requirement("回答を待つ相談がありません。", _open_consultations),),
            help="命令ではなく助言として残ります。",
            source=("M-3.4",),
        ),
    ),
    letters=(
        LetterTemplate("investigation_due", to="holders", must_act=True),
        LetterTemplate("investigation_reported", to="ministry", must_act=False, after="report_investigation_result"),
        LetterTemplate("consultation_asked", to="ministry", must_act=True, after="consult_ministry"),
        LetterTemplate("ministry_asked", to="lead", must_act=True, after="request_by_ministry"),
        LetterTemplate("advice_given", to="lead", must_act=False, after="advise"),
    ),
    documents=(DocumentTemplate("investigation_memo", "調査・指導の要否の検討票", _need_lines),),
    completes_when=(
        Criterion("調査・指導の要否を決めた", lambda case: bool(case.decisions)),
        Criterion(
            "調査結果を記録した",
            lambda case: readings.investigation_needed(case) is False or bool(case.findings),
        ),
        Criterion("立入検査・訪問を終えた", readings.inspection_settled),
        Criterion(
            "結果を厚生労働省に報告した",
            lambda case: readings.investigation_needed(case) is False or readings.result_reported(case),
        ),
        Criterion("技術的事項の相談がすべて済んだ", lambda case: not _open_consultations(case)),
    ),
    skipped_when=lambda case: (
        "サイバー攻撃ではないと確認したため" if readings.judged(case) and not readings.attacked(case) else None
    ),
    follows=(StageKey.CLOSING,),
)
