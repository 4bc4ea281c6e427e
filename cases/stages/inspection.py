"""調査・指導・立入検査: the authority decides as necessary, finds facts, gives guidance, inspects, reports the result.

Source: M-3.1 (必要に応じて), M-3.2, M-3.3 (病院・診療所・助産所 only), M-3.4; R-100…R-108, R-115…R-128, R-341.
"""

from __future__ import annotations

from cases import readings
from cases.casework.inspection import advice, clocks, conduct, demands, guidance, investigation, results, teams
from cases.casework.inspection.powers import BASIS
from cases.casework.ministry_report import ministry_requests
from cases.casework.outside import questionnaires
from cases.papers import deeds
from cases.procedure import (
    Criterion,
    DocumentTemplate,
    LetterTemplate,
    Stage,
    TaskTemplate,
)
from cases.readings import inspections_in
from cases.records import CaseFile
from cases.vocabulary import ExchangeKind, Recipient, Role, StageKey
from cases.vocabulary import InspectionState as S


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
            applies=lambda case: readings.inspection_chosen(case) or readings.inspections_ahead(case),
            done=readings.inspection_made,
            clock="visit-notice",
            source=("M-3.3",),
        ),
        TaskTemplate(
            "approve_unannounced",
            "無通告の立入検査を承認するかどうか決める",
            Role.SUPERVISOR,
            applies=lambda case: any(i.unannounced_wanted for i in inspections_in(case, S.PLANNED)),
            done=lambda case: not any(i.unannounced_wanted for i in inspections_in(case, S.PLANNED)),
            source=("M-3.3",),
        ),
        TaskTemplate(
            "name_ministry_team",
            "合同の立入検査・訪問に従事する者を決める",
            Role.MINISTRY,
            applies=readings.ministry_team_awaited,
            done=lambda case: not readings.ministry_team_awaited(case),
            anytime=True,
            source=("M-3.3",),
        ),
        teams.CERTIFICATES,
        TaskTemplate(
            "visit_result",
            "立入検査・訪問の結果を通知する",
            Role.INSPECTOR,
            applies=lambda case: bool(inspections_in(case, S.DONE, S.RESULT_DRAFTED)),
            done=lambda case: not inspections_in(case, S.DONE, S.RESULT_DRAFTED),
            clock="visit-result",
            source=("M-3.3",),
        ),
        TaskTemplate(
            "improvement_plan",
            "改善計画を受け取る",
            Role.OFFICER,
            applies=lambda case: bool(inspections_in(case, S.PLAN_REQUESTED, S.RETURNED)),
            done=lambda case: not inspections_in(case, S.PLAN_REQUESTED, S.RETURNED),
            clock="visit-plan",
            source=("M-3.3",),
        ),
        TaskTemplate(
            "judge_plan",
            "改善計画を確かめる",
            Role.INSPECTOR,
            applies=lambda case: bool(inspections_in(case, S.PLAN_RECEIVED)),
            done=lambda case: not inspections_in(case, S.PLAN_RECEIVED),
            source=("M-3.3",),
        ),
        TaskTemplate(
            "follow_up",
            "改善状況を確かめ、立入検査・訪問を終える",
            Role.INSPECTOR,
            applies=lambda case: bool(inspections_in(case, S.ACCEPTED, S.FOLLOW_UP)),
            done=lambda case: not inspections_in(case, S.ACCEPTED, S.FOLLOW_UP),
            clock="visit-recheck",
            source=("M-3.3",),
        ),
        TaskTemplate(
            "material",
            "照会・命令への回答を受け、確かめる",
            Role.OFFICER,
            applies=lambda case: bool(demands.open_demands(case)),
            done=lambda case: not demands.open_demands(case),
            clock="facility-answer",
            source=("M-3.1",),
        ),
        TaskTemplate(
            "report_result",
            "調査・指導の結果を厚生労働省に報告する",
            Role.OFFICER,
            applies=lambda case: (
                (bool(case.findings) and bool(readings.investigation_needed(case)))
                or bool(inspections_in(case, S.CLOSED))
            ),
            done=readings.result_reported,
            source=("M-3.1",),
        ),
        TaskTemplate(
            "advise",
            "技術的事項の相談に助言する",
            Role.MINISTRY,
            applies=advice.open_consultations,
            done=lambda case: not advice.open_consultations(case),
            anytime=True,
            source=("M-3.4",),
        ),
        *questionnaires.TASKS,
    ),
    acts=(
        *investigation.ACTS,
        *guidance.ACTS,
        *demands.ACTS,
        *conduct.ACTS,
        *teams.ACTS,
        *results.ACTS,
        *advice.ACTS,
        *ministry_requests.ACTS,
        *deeds.ACTS,
        *questionnaires.ACTS,
    ),
    letters=(
        LetterTemplate("investigation_due", to=Recipient.HOLDERS, must_act=True),
        LetterTemplate(
            "investigation_reported", to=Recipient.MINISTRY, must_act=False, after="report_investigation_result"
        ),
        LetterTemplate("consultation_asked", to=Recipient.MINISTRY, must_act=True, after="consult_ministry"),
        LetterTemplate("ministry_asked", to=Recipient.LEAD, must_act=True, after="request_by_ministry"),
        LetterTemplate("advice_given", to=Recipient.ASKER, must_act=False, after="advise"),
        LetterTemplate("advice_asked_further", to=Recipient.MINISTRY, must_act=True, after="ask_further"),
        LetterTemplate("ministry_team_named", to=Recipient.LEAD, must_act=False, after="name_ministry_team"),
    ),
    clocks=clocks.CLOCKS,
    documents=(DocumentTemplate("investigation_memo", "調査・指導の要否の検討票", _need_lines),),
    completes_when=(
        Criterion("調査・指導の要否を決めた", lambda case: bool(case.decisions)),
        Criterion(
            "調査結果を記録した",
            lambda case: readings.investigation_needed(case) is False or bool(case.findings),
        ),
        Criterion("立入検査・訪問を終えた", readings.inspection_settled),
        Criterion("照会・命令への回答を確かめた", lambda case: not demands.open_demands(case)),
        Criterion(
            "結果を厚生労働省に報告した",
            lambda case: readings.investigation_needed(case) is False or readings.result_reported(case),
        ),
        Criterion("技術的事項の相談がすべて済んだ", lambda case: not advice.open_consultations(case)),
    ),
    skipped_when=lambda case: (
        "サイバー攻撃ではないと確認したため" if readings.judged(case) and not readings.attacked(case) else None
    ),
    follows=(StageKey.CLOSING,),
)
