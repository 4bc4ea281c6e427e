"""The lists that can be taken along whole: their columns, the conditions they can be narrowed by, and their query.

A list is read in the visit's scope (row-level security), in one query whatever its length. The columns are those of
the screen and more; the same list is a page of the API, a CSV, an Excel sheet and JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, ValidationError
from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from cases import post_list
from cases.answers import meaning
from cases.errors import BadFacts, NotFound
from cases.facility_desk import FacilityDesk
from cases.judgement import Impact
from cases.lists import Wanted, conditions
from cases.officers import SignedIn
from cases.procedure import Facts
from cases.records import (
    MINISTRY_CODE,
    Authority,
    CaseFile,
    Exchange,
    Facility,
    FacilityVendor,
    Letter,
    NationalRequest,
    Officer,
    PaperNumber,
    PaperVoid,
    Report,
    RequestAddressee,
    RequestAnswer,
    StageRecord,
    Task,
)
from cases.vocabulary import (
    FacilityKind,
    Holding,
    LetterState,
    MinistryKnows,
    PaperKind,
    PostView,
    Role,
    StageKey,
    StageState,
    TaskState,
)

Cell = str | int | datetime | date | None
BATCH = 2000


@dataclass(frozen=True)
class Column:
    """`key` for machines, `title` for people; `words` turns what the database gives into a cell."""

    key: str
    title: str
    expression: Any
    words: Callable[[Any], Cell] | None = None

    def cell(self, value: Any) -> Cell:
        if self.words is not None:
            return self.words(value)
        if isinstance(value, StrEnum):
            return label_of(value)
        if isinstance(value, bool):
            return "○" if value else ""
        return value  # type: ignore[no-any-return]


def label_of(value: StrEnum) -> str:
    """The Japanese word of a word of the house."""
    return str(getattr(value, "label", value))


@dataclass(frozen=True)
class Here:
    """Whose list, when, and under which conditions."""

    session: Session
    officer: SignedIn
    now: datetime


@dataclass(frozen=True)
class ListKind:
    """One list. `query` gives the rows in their order, with the columns' expressions."""

    name: str
    title: str
    asked: type[Facts]
    columns: tuple[Column, ...]
    query: Callable[[Here, Any, tuple[Column, ...]], Select[Any]]
    ministry_only: bool = False


# -- 案件一覧 -----------------------------------------------------------------------------------------------------


class CasesAsked(Facts):
    search: str = Field(default="", title="検索")
    stage: StageKey | None = Field(default=None, title="段階")
    mine: bool = Field(default=False, title="自分の案件")
    overdue: bool = Field(default=False, title="目安超過")
    closed: bool = Field(default=False, title="終結")
    authority: str = Field(default="", title="管轄（団体コード）")


def _stages(values: list[str] | None) -> str:
    return "、".join(StageKey(one).label for one in values or ())


_FACILITY = case(
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
    Column("facility", "医療機関等", _FACILITY),
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
    query = _case_query(columns).where(*conditions(here.officer, here.now, wanted))
    if asked.closed:
        return query.order_by(CaseFile.closed_at.desc(), CaseFile.id.desc())
    return query.order_by(CaseFile.next_due.asc().nulls_last(), CaseFile.id.desc())


def _case_query(columns: tuple[Column, ...]) -> Select[Any]:
    return (
        select(*(one.expression for one in columns))
        .select_from(CaseFile)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
        .outerjoin(Officer, Officer.id == CaseFile.lead_officer_id)
    )


# -- 全国 --------------------------------------------------------------------------------------------------------


class NationAsked(Facts):
    prefecture: str = Field(default="", title="都道府県")
    kind: FacilityKind | None = Field(default=None, title="種別")
    stage: StageKey | None = Field(default=None, title="段階")
    care: Impact | None = Field(default=None, title="診療への支障")
    knows: MinistryKnows | None = Field(default=None, title="国への報告")


def _nation(here: Here, asked: NationAsked, columns: tuple[Column, ...]) -> Select[Any]:
    query = _case_query(columns).where(CaseFile.closed_at.is_(None))
    given: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (asked.prefecture, Authority.prefecture == asked.prefecture),
        (asked.kind, Facility.kind == asked.kind),
        (asked.care, CaseFile.care == asked.care),
        (asked.knows, CaseFile.ministry_knows == asked.knows),
        (asked.stage, CaseFile.id.in_(_open_at(asked.stage))),
    )
    return query.where(*(where for value, where in given if value)).order_by(CaseFile.grasped_at, CaseFile.id)


def _open_at(stage: StageKey | None) -> Select[int]:
    return select(StageRecord.case_id).where(StageRecord.stage == stage, StageRecord.state == StageState.OPEN)


class PlacesAsked(Facts):
    busy: bool = Field(default=False, title="対応中の案件がある自治体だけ")


def _per_authority(*where: Any) -> Any:
    return (
        select(func.count())
        .select_from(CaseFile)
        .where(CaseFile.authority_code == Authority.code, CaseFile.closed_at.is_(None), *where)
        .correlate(Authority)
        .scalar_subquery()
    )


def _places(here: Here, asked: PlacesAsked, columns: tuple[Column, ...]) -> Select[Any]:
    overdue = _per_authority(CaseFile.next_due < here.now)
    shown = [overdue if one.key == "overdue" else one.expression for one in columns]
    query = select(*shown).where(Authority.code != MINISTRY_CODE)
    if asked.busy:
        query = query.where(_per_authority() > 0)
    return query.order_by(Authority.code)


_WAITING_THERE = (
    select(func.count())
    .select_from(Exchange)
    .join(CaseFile, CaseFile.id == Exchange.case_id)
    .where(
        CaseFile.authority_code == Authority.code,
        CaseFile.closed_at.is_(None),
        Exchange.from_ministry,
        Exchange.answered_at.is_(None),
    )
    .correlate(Authority)
    .scalar_subquery()
)
PLACES = (
    Column("code", "団体コード", Authority.code),
    Column("authority", "自治体", Authority.name),
    Column("prefecture", "都道府県", Authority.prefecture),
    Column("cases", "対応中", _per_authority()),
    Column("overdue", "目安超過", None),
    Column("unreported", "国への報告が未", _per_authority(CaseFile.ministry_knows == MinistryKnows.NOTHING)),
    Column("unanswered", "未回答の照会・依頼", _WAITING_THERE),
)


# -- 医療機関等 ---------------------------------------------------------------------------------------------------


class FacilitiesAsked(Facts):
    words: str = Field(default="", title="検索")
    kind: FacilityKind | None = Field(default=None, title="種別")
    municipality: str = Field(default="", title="市区町村（コード）")
    municipal: bool = Field(default=False, title="自治体立病院")
    delisted: bool = Field(default=False, title="公表データに記載なし")
    without_vendor: bool = Field(default=False, title="保守会社等が未記入")


def _facilities(here: Here, asked: FacilitiesAsked, columns: tuple[Column, ...]) -> Select[Any]:
    where = FacilityDesk(here.session, here.officer, here.now).conditions(**asked.model_dump())
    return (
        select(*(one.expression for one in columns))
        .select_from(Facility)
        .join(Authority, Authority.code == Facility.authority_code)
        .where(*where)
        .order_by(Facility.municipality_code, Facility.name, Facility.id)
    )


_VENDORS = (
    select(func.string_agg(FacilityVendor.company, aggregate_order_by(literal("、"), FacilityVendor.id)))
    .where(FacilityVendor.facility_id == Facility.id, FacilityVendor.removed_at.is_(None))
    .correlate(Facility)
    .scalar_subquery()
)
FACILITIES = (
    Column("name", "名称", Facility.name),
    Column("kana", "フリガナ", Facility.kana),
    Column("kind", "種別", Facility.kind),
    Column("municipality", "市区町村", Facility.municipality_name),
    Column("authority", "所管自治体", Authority.name),
    Column("address", "所在地", Facility.address),
    Column("phone", "電話番号", Facility.phone),
    Column("email", "メールアドレス", Facility.email),
    Column("registry_id", "公表データのID", Facility.registry_id),
    Column("institution_code", "医療機関コード", Facility.institution_code),
    Column("beds", "病床数", Facility.beds, lambda beds: (beds or {}).get("total")),
    Column("municipal", "自治体立病院", Facility.municipal),
    Column("operating_body", "運営部署（団体）", Facility.operating_body),
    Column("vendors", "保守会社等", _VENDORS, lambda names: names or "未記入"),
    Column("listed_on", "公表データの時点", Facility.listed_on),
    Column("delisted_on", "公表データに記載なし", Facility.delisted_on),
)


# -- 業務 --------------------------------------------------------------------------------------------------------


class TasksAsked(Facts):
    holding: Holding | None = Field(default=None, title="担当の別")


def _tasks(here: Here, asked: TasksAsked, columns: tuple[Column, ...]) -> Select[Any]:
    me = here.officer
    shown = [_holding(me.id) if one.key == "holding" else one.expression for one in columns]
    query = (
        select(*shown)
        .select_from(Task)
        .join(CaseFile, CaseFile.id == Task.case_id)
        .join(Facility, Facility.id == CaseFile.facility_id)
        .outerjoin(Officer, Officer.id == Task.holder_id)
        .where(Task.state == TaskState.OPEN)
        .order_by(Task.due_at.asc().nulls_last(), Task.id)
    )
    if me.at_ministry:
        query = query.where(Task.role == Role.MINISTRY)
    else:
        query = query.where(Task.authority_code == me.authority_code, Task.role != Role.MINISTRY)
    return query.where(_holding(me.id) == str(asked.holding)) if asked.holding else query


def _holding(me: int) -> Any:
    return case(
        (Task.holder_id == me, str(Holding.MINE)),
        (Task.holder_id.is_(None), str(Holding.NOBODY)),
        else_=str(Holding.OFFICE),
    )


TASKS = (
    Column("due_at", "期日", Task.due_at),
    Column("due_label", "期日の種類", Task.due_label),
    Column("title", "業務", Task.title),
    Column("holding", "担当の別", None, lambda word: Holding(word).label),
    Column("holder", "担当", Officer.office),
    Column("role", "役割", Task.role),
    Column("stage", "段階", Task.stage),
    Column("case_number", "案件", CaseFile.number),
    Column("facility", "医療機関等", _FACILITY),
    Column("municipality", "市区町村", Facility.municipality_name),
    Column("opened_at", "開始日時", Task.opened_at),
    Column("note", "メモ", Task.note),
)


# -- 文書番号簿・依頼の回答 ---------------------------------------------------------------------------------------


class PapersAsked(Facts):
    year: int | None = Field(default=None, title="年（度）", ge=1900, le=3000)


def _papers(here: Here, asked: PapersAsked, columns: tuple[Column, ...]) -> Select[Any]:
    query = (
        select(*(one.expression for one in columns))
        .select_from(PaperNumber)
        .outerjoin(PaperVoid, PaperVoid.number_id == PaperNumber.id)
        .where(PaperNumber.authority_code == here.officer.authority_code)
        .order_by(PaperNumber.year.desc(), PaperNumber.seq.desc())
    )
    return query.where(PaperNumber.year == asked.year) if asked.year else query


def _paper_kind(word: str) -> str:
    return PaperKind(word).label if word in set(PaperKind) else word


PAPERS = (
    Column("year", "年（度）", PaperNumber.year),
    Column("seq", "連番", PaperNumber.seq),
    Column("number", "番号", PaperNumber.number),
    Column("dated_on", "日付", PaperNumber.dated_on),
    Column("kind", "文書の種類", func.coalesce(cast(PaperNumber.kind, Text), PaperNumber.other_kind), _paper_kind),
    Column("title", "件名", PaperNumber.title),
    Column("addressee", "宛先", PaperNumber.addressee),
    Column("case_number", "案件", PaperNumber.case_number),
    Column("state", "状態", PaperVoid.reason, lambda reason: f"欠番: {reason}" if reason else "有効"),
    Column("drawn_at", "採番日時", PaperNumber.drawn_at),
    Column("drawn_by", "採番した者", PaperNumber.drawn_by),
)


class AnswersAsked(Facts):
    number: str = Field(title="依頼の番号", min_length=1)


def _answers(here: Here, asked: AnswersAsked, columns: tuple[Column, ...]) -> Select[Any]:
    found = here.session.scalar(select(NationalRequest.id).where(NationalRequest.number == asked.number))
    if found is None:
        raise NotFound("依頼")
    return (
        select(*(one.expression for one in columns))
        .select_from(RequestAddressee)
        .join(NationalRequest, NationalRequest.id == RequestAddressee.request_id)
        .join(Authority, Authority.code == RequestAddressee.authority_code)
        .where(RequestAddressee.request_id == found)
        .order_by(RequestAddressee.authority_code)
    )


_ANSWER = (
    select(func.string_agg(RequestAnswer.text, aggregate_order_by(literal("\n"), RequestAnswer.id)))
    .where(RequestAnswer.addressee_id == RequestAddressee.id)
    .correlate(RequestAddressee)
    .scalar_subquery()
)
ANSWERS = (
    Column("request", "依頼の番号", NationalRequest.number),
    Column("request_title", "件名", NationalRequest.title),
    Column("code", "団体コード", Authority.code),
    Column("authority", "自治体", Authority.name),
    Column("prefecture", "都道府県", Authority.prefecture),
    Column("state", "状態", RequestAddressee.state),
    Column("handled_at", "受諾・回答日時", func.coalesce(RequestAddressee.settled_at, RequestAddressee.handled_at)),
    Column("handled_by", "担当", RequestAddressee.handled_by),
    Column("answer", "回答", _ANSWER),
    Column("reason", "回答できない理由", RequestAddressee.reason),
    Column("case_number", "受け付けた案件", RequestAddressee.case_number),
    Column("reminders", "催促の回数", RequestAddressee.reminders),
    Column("wished_by", "希望期限", NationalRequest.wished_by),
)


# -- 届いていない通知 ---------------------------------------------------------------------------------------------


class LettersAsked(Facts):
    view: PostView = Field(default=PostView.WAITING, title="表示")
    search: str = Field(default="", title="検索")
    state: LetterState | None = Field(default=None, title="状態")


def _letters(here: Here, asked: LettersAsked, columns: tuple[Column, ...]) -> Select[Any]:
    return (
        select(*(one.expression for one in columns))
        .select_from(Letter)
        .outerjoin(CaseFile, CaseFile.id == Letter.case_id)
        .join(Authority, Authority.code == Letter.authority_code)
        .where(*post_list.of_view(here.officer, asked.view), *post_list.narrowed(asked.search, asked.state))
        .order_by(Letter.must_act.desc(), Letter.due_at.asc().nulls_last(), Letter.id)
    )


LETTERS = (
    Column("case_number", "案件", CaseFile.number),
    Column("authority", "自治体", Authority.name),
    Column("recipient", "宛先", Letter.recipient_office),
    Column("address", "メールアドレス", Letter.address),
    Column("subject", "件名", Letter.subject),
    Column("must_act", "対応が必要", Letter.must_act),
    Column("due_at", "期日", Letter.due_at),
    Column("state", "状態", Letter.state),
    Column("since", "いつから", func.coalesce(Letter.state_at, Letter.sent_at, Letter.written_at)),
    Column("attempts", "送信の回数", Letter.attempts),
    Column("reason", "理由", Letter.answer, meaning),
    Column("answer", "サーバの返答（原文）", Letter.answer),
    Column("told_at", "伝えた日時", Letter.told_at),
    Column("told_by", "伝えた者", Letter.told_by),
    Column("told_note", "伝えた相手・方法", Letter.told_note),
)


KINDS = {
    one.name: one
    for one in (
        ListKind("cases", "案件一覧", CasesAsked, CASES, _cases),
        ListKind("facilities", "医療機関等", FacilitiesAsked, FACILITIES, _facilities),
        ListKind("tasks", "業務", TasksAsked, TASKS, _tasks),
        ListKind("papers", "文書番号簿", PapersAsked, PAPERS, _papers),
        ListKind("answers", "依頼の回答", AnswersAsked, ANSWERS, _answers),
        ListKind("letters", "届いていない通知", LettersAsked, LETTERS, _letters),
        ListKind("nation", "全国の案件", NationAsked, CASES, _nation, ministry_only=True),
        ListKind("authorities", "自治体の状況", PlacesAsked, PLACES, _places, ministry_only=True),
    )
}


def kind_of(name: str, officer: SignedIn) -> ListKind:
    """Raises NotFound, also for a list of the ministry that an authority asks for."""
    found = KINDS.get(name)
    if found is None or (found.ministry_only and not officer.at_ministry):
        raise NotFound("一覧")
    return found


def checked(kind: ListKind, asked: dict[str, Any]) -> Any:
    """The conditions, those left empty not counted. Raises BadFacts."""
    try:
        return kind.asked.model_validate({name: value for name, value in asked.items() if value not in ("", None)})
    except ValidationError as error:
        found = [(".".join(str(p) for p in e["loc"]), e["type"], dict(e.get("ctx") or {})) for e in error.errors()]
        raise BadFacts(kind.title, found) from None


def in_words(asked: Facts) -> list[str]:
    """The conditions in force as people read them: 「段階: 覚知」「目安超過」."""
    told = []
    for name, value in asked.model_dump(exclude_defaults=True).items():
        title = type(asked).model_fields[name].title or name
        told.append(title if value is True else f"{title}: {label_of(value) if isinstance(value, StrEnum) else value}")
    return told


def rows(here: Here, kind: ListKind, asked: Any) -> Iterator[list[Cell]]:
    """Every row in its order, fetched a batch at a time."""
    query = kind.query(here, asked, kind.columns).execution_options(yield_per=BATCH)
    for row in here.session.execute(query):
        yield [column.cell(value) for column, value in zip(kind.columns, row, strict=True)]


def page(here: Here, kind: ListKind, asked: Any, number: int, size: int) -> tuple[int, list[dict[str, Cell]]]:
    """(how many there are in all, the rows of one page by key)."""
    query = kind.query(here, asked, kind.columns)
    total = here.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    found = here.session.execute(query.limit(size).offset((max(number, 1) - 1) * size))
    return total, [
        {column.key: column.cell(value) for column, value in zip(kind.columns, row, strict=True)} for row in found
    ]


def model_of(title: str) -> type[Facts] | None:
    """The conditions of the list with that title, for the sentences that name a field."""
    return next((one.asked for one in KINDS.values() if one.title == title), None)
