"""The closing gate: whatever is open, it names it; with nothing open it says nothing."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from cases.casework.closing import outside_notices
from cases.casework.closing.closing_gate import CONDITIONS, requirements
from cases.judgement import Attack, Impact, Result
from cases.records import (
    CaseFile,
    Exchange,
    ExternalNotice,
    FacilityDemand,
    Questionnaire,
    RemediationItem,
    Report,
    SharingConsent,
    Task,
)
from cases.vocabulary import (
    CeptoarConsent,
    DemandState,
    ExchangeKind,
    Instrument,
    ItemOrigin,
    ItemState,
    NcoConsent,
    NoticeBody,
    NoticeState,
    QuestionnaireState,
    ReportKind,
    ReportState,
    Role,
    StageKey,
    StageState,
    TaskState,
)
from tests.architecture.act_table import NOW, bare

ASKED = (
    NoticeBody.POLICE,
    NoticeBody.PPC_FIRST,
    NoticeBody.PPC_FINAL,
    NoticeBody.IPA,
    NoticeBody.JPCERT,
    NoticeBody.PMDA,
)
STAGES = [key for key in StageKey if key is not StageKey.CLOSING]


def finished() -> CaseFile:
    """An attack with everything done and answered."""
    case = bare(StageState.DONE)
    case.attack, case.result, case.leak = Attack.YES, Result.REPORTABLE, Impact.FEARED
    case.reports = [Report(seq=1, kind=ReportKind.FINAL, state=ReportState.SENT, sent_at=NOW)]
    case.items = [
        RemediationItem(title=f"対策{n}", state=state, origin=ItemOrigin.MEASURE)
        for n, state in enumerate((ItemState.VERIFIED, ItemState.WAIVED))
    ]
    case.exchanges = [Exchange(seq=1, kind=ExchangeKind.INQUIRY, from_ministry=True, answered_at=NOW)]
    case.tasks = [Task(code="judge", title="判断", stage=StageKey.DETECTION, role=Role.OFFICER, state=TaskState.DONE)]
    case.notices = [ExternalNotice(body=body, state=NoticeState.DONE) for body in ASKED]
    case.consents = [SharingConsent(nco=NcoConsent.NO, ceptoar=CeptoarConsent.ANONYMOUS)]
    case.no_final_reason = ""
    return case


def said(case: CaseFile) -> str:
    return "".join(sentence for condition in CONDITIONS for sentence in condition.said(case))


def _stage(key: StageKey, state: StageState) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.stage(key).state = state

    return leave, f"「{key.label}」が終わっていません"


def _item(state: ItemState) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.items.append(RemediationItem(title=f"残った対策{state}", state=state, origin=ItemOrigin.FINDING))

    return leave, f"項目「残った対策{state}」（{state.label}）"


def _task(role: Role) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.tasks.append(
            Task(code="x", title=f"{role}の仕事", stage=StageKey.REMEDIATION, role=role, state=TaskState.OPEN)
        )

    return leave, f"業務「{role}の仕事」"


def _exchange(kind: ExchangeKind) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.exchanges.append(
            Exchange(seq=7, kind=kind, from_ministry=kind is not ExchangeKind.CONSULTATION, answered_at=None)
        )

    return leave, f"第7号（{kind.label}）"


def _report(state: ReportState) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.reports.append(Report(seq=9, kind=ReportKind.FOLLOW_UP, state=state))

    return leave, f"報告（続報・{state.label}）が送付されていません"


def _questionnaire(state: QuestionnaireState) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.questionnaires.append(Questionnaire(seq=1, title=f"質問{state}", state=state))

    return leave, f"質問票「質問{state}」（{state.label}）"


def _demand(state: DemandState) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.demands.append(FacilityDemand(seq=4, instrument=Instrument.REPORT_ORDER, state=state))

    return leave, f"第4号（{Instrument.REPORT_ORDER.label}・{state.label}）"


def _no_final(case: CaseFile) -> None:
    case.reports = [Report(seq=1, kind=ReportKind.FIRST, state=ReportState.SENT, sent_at=NOW)]


def _notice(body: NoticeBody, state: NoticeState | None) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.notices = [one for one in case.notices if one.body is not body]
        if state:
            case.notices.append(ExternalNotice(body=body, state=state))

    return leave, body.label


def _consent(nco: NcoConsent, ceptoar: CeptoarConsent, words: str) -> tuple[Callable[[CaseFile], None], str]:
    def leave(case: CaseFile) -> None:
        case.consents = [*case.consents, SharingConsent(nco=nco, ceptoar=ceptoar)]

    return leave, words


OPEN: list[tuple[Callable[[CaseFile], None], str]] = [
    *(_stage(key, state) for key in STAGES for state in (StageState.OPEN, StageState.WAITING)),
    *(_item(state) for state in (ItemState.OPEN, ItemState.REPORTED, ItemState.RETURNED)),
    *(_task(role) for role in (Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR)),
    *(_exchange(kind) for kind in ExchangeKind),
    *(_report(state) for state in (ReportState.DRAFT, ReportState.RETURNED, ReportState.APPROVED)),
    *(_questionnaire(s) for s in (QuestionnaireState.SENT, QuestionnaireState.OPENED, QuestionnaireState.PARTLY)),
    *(_demand(state) for state in (DemandState.WAITING, DemandState.RECEIVED)),
    (_no_final, "最終報を送付していません"),
    *(_notice(body, state) for body in ASKED for state in (None, NoticeState.NOT_YET, NoticeState.CHECKING)),
    _notice(NoticeBody.MEXT, NoticeState.CHECKING),
    _consent(NcoConsent.ASKING, CeptoarConsent.NAMED, "国家サイバー統括室との共有"),
    _consent(NcoConsent.YES, CeptoarConsent.ASKING, "医療セプターとの共有"),
]


def test_すべて済んでいれば何も言わない() -> None:
    assert said(finished()) == ""
    assert all(requirement.met(finished()) for requirement in requirements())


@given(st.lists(st.sampled_from(OPEN), min_size=1, max_size=6, unique_by=lambda one: one[1]))
def test_何が残っていても_その名を一つずつ告げる(left: list[tuple[Callable[[CaseFile], None], str]]) -> None:
    case = finished()
    order = sorted(left, key=lambda one: one[0] is not _no_final)  # it lays the reports anew
    for leave, _ in order:
        leave(case)
    words = said(case)
    consents = [name for _, name in left if name.endswith("との共有")]
    for _, name in left:
        if name in consents[:-1]:  # the newest answer is in force
            continue
        assert name in words
    assert not all(requirement.met(case) for requirement in requirements())


def test_道が示される() -> None:
    """Each condition that does not hold ends with the way out."""
    for leave, _ in OPEN:
        case = finished()
        leave(case)
        failing = [condition for condition in CONDITIONS if not condition.met(case)]
        assert failing
        assert all(condition.said(case)[-1] == condition.way_out for condition in failing)


def test_攻撃と判断していない案件では_通報も同意も最終報も求めない() -> None:
    case = finished()
    case.attack, case.result = Attack.NO, Result.NOT_ATTACK
    case.notices, case.consents, case.reports = [], [], []
    assert said(case) == ""


def test_最終報を送らない理由があれば_最終報がなくてもよい() -> None:
    case = finished()
    _no_final(case)
    case.no_final_reason = "続報で足りる"
    assert said(case) == ""


def test_国の業務は自治体の終結を妨げない() -> None:
    case = finished()
    leave, _ = _task(Role.MINISTRY)
    leave(case)
    assert said(case) == ""


def test_漏洩がなければ_個人情報保護委員会の答えはいらない() -> None:
    case = finished()
    case.leak = Impact.NONE
    case.notices = [one for one in case.notices if one.body not in (NoticeBody.PPC_FIRST, NoticeBody.PPC_FINAL)]
    assert outside_notices.unanswered(case) == []
    assert said(case) == ""
