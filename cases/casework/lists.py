"""案件一覧: the cases of an office."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy import Select, Text, and_, case, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from cases.casework.worklist import Wanted, conditions
from cases.procedure import Facts
from cases.records import Authority, CaseFile, Exchange, Facility, Officer, Report, StageRecord, Task
from cases.store.list_words import Column, Here, ListKind
from cases.vocabulary import Role, StageKey, StageState, TaskState


class CasesAsked(Facts):
    search: str = Field(default="", title="検索")
    stage: StageKey | None = Field(default=None, title="段階")
    mine: bool = Field(default=False, title="自分の案件")
    overdue: bool = Field(default=False, title="目安超過")
    closed: bool = Field(default=False, title="終結")
    authority: str = Field(default="", title="管轄（団体コード）")


def _stages(values: list[str] | None) -> str:
    return "、".join(StageKey(one).label for one in values or ())


FACILITY_NAMED = case(
    (
        and_(Facility.unidentified, CaseFile.reported_facility != ""),
        Facility.name + "（" + CaseFile.reported_facility + "）",
    ),
    else_=Facility.name,
)
_OPEN_STAGES = (
    select(func.array_agg(aggregate_order_by(cast(StageRecord.stage, Text), StageRecord.position)))
    .where(StageRecord.case_id == CaseFile.id, StageRecord.state == StageState.OPEN)
    .correlate(CaseFile)
    .scalar_subquery()
)
_NEXT_TASK = (
    select(Task.title)
    .where(Task.case_id == CaseFile.id, Task.state == TaskState.OPEN)
    .order_by(Task.role == Role.MINISTRY, Task.due_at.asc().nulls_last(), Task.opened_at, Task.id)
    .limit(1)
    .correlate(CaseFile)
    .scalar_subquery()
)
_LAST_REPORT = (
    select(func.max(Report.sent_at)).where(Report.case_id == CaseFile.id).correlate(CaseFile).scalar_subquery()
)
_UNANSWERED = (
    select(func.count())
    .select_from(Exchange)
    .where(Exchange.case_id == CaseFile.id, Exchange.from_ministry, Exchange.answered_at.is_(None))
    .correlate(CaseFile)
    .scalar_subquery()
)
CASES = (
    Column("number", "番号", CaseFile.number),
    Column("facility", "医療機関等", FACILITY_NAMED),
    Column("facility_kind", "種別", Facility.kind),
    Column("municipality", "市区町村", Facility.municipality_name),
    Column("prefecture", "都道府県", Authority.prefecture),
    Column("authority", "管轄", Authority.name),
    Column("stages", "進行中の段階", _OPEN_STAGES, _stages),
    Column("next_action", "次の業務", _NEXT_TASK),
    Column("attack_kind", "攻撃の種別", CaseFile.attack_kind),
    Column("failure", "システム障害", CaseFile.failure),
    Column("care", "診療への支障", CaseFile.care),
    Column("leak", "個人情報の漏洩", CaseFile.leak),
    Column("result", "判断", CaseFile.result),
    Column("ministry_knows", "国への報告", CaseFile.ministry_knows),
    Column("last_report_at", "最後の報告", _LAST_REPORT),
    Column("unanswered", "未回答の照会・依頼", _UNANSWERED),
    Column("lead", "担当", Officer.office),
    Column("occurred_at", "発生日時", CaseFile.occurred_at),
    Column("detected_at", "覚知日時", CaseFile.detected_at),
    Column("judged_at", "判断日時", CaseFile.judged_at),
    Column("grasped_at", "把握日時", CaseFile.grasped_at),
    Column("next_due", "次の目安", CaseFile.next_due),
    Column("closed_at", "終結日時", CaseFile.closed_at),
    Column("ending", "終結の別", CaseFile.ending),
    Column("practice", "演習", CaseFile.practice),
)


def _cases(here: Here, asked: CasesAsked, columns: tuple[Column, ...]) -> Select[Any]:
    wanted = Wanted(asked.stage, asked.search, asked.mine, asked.overdue, asked.closed, asked.authority)
    query = case_query(columns).where(*conditions(here.officer, here.now, wanted))
    if asked.closed:
        return query.order_by(CaseFile.closed_at.desc(), CaseFile.id.desc())
    return query.order_by(CaseFile.next_due.asc().nulls_last(), CaseFile.id.desc())


def case_query(columns: tuple[Column, ...]) -> Select[Any]:
    return (
        select(*(one.expression for one in columns))
        .select_from(CaseFile)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
        .outerjoin(Officer, Officer.id == CaseFile.lead_officer_id)
    )


LIST = ListKind("cases", "案件一覧", CasesAsked, CASES, _cases)
