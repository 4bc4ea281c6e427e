"""調査・指導・立入検査: the authority decides as necessary, finds facts, gives guidance, inspects, reports the result.

Source: M-3.1 (必要に応じて), M-3.2, M-3.3 (病院・診療所・助産所 only), M-3.4; R-100…R-108, R-115…R-128, R-341.
"""

from __future__ import annotations

from cases import readings
from cases.deeds import advice, guidance, investigation, ministry_requests, papers, visits
from cases.deeds.powers import BASIS
from cases.procedure import (
    Criterion,
    DocumentTemplate,
    LetterTemplate,
    Stage,
    TaskTemplate,
)
from cases.records import CaseFile
from cases.vocabulary import ExchangeKind, Role, StageKey


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
            applies=advice.open_consultations,
            done=lambda case: not advice.open_consultations(case),
            anytime=True,
            source=("M-3.4",),
        ),
    ),
    acts=(
        *investigation.ACTS,
        *guidance.ACTS,
        *visits.ACTS,
        *advice.ACTS,
        *ministry_requests.ACTS,
        *papers.ACTS,
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
        Criterion("技術的事項の相談がすべて済んだ", lambda case: not advice.open_consultations(case)),
    ),
    skipped_when=lambda case: (
        "サイバー攻撃ではないと確認したため" if readings.judged(case) and not readings.attacked(case) else None
    ),
    follows=(StageKey.CLOSING,),
)
