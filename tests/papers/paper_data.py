"""Data for every kind of paper without a case: each field filled by its type, what people type put where they type it.

`FREE` is the table of the places where a person's own words come onto paper: a field, or a field and its column.
"""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from cases.papers import (
    advice_record,
    answer_letter,
    case_record,
    certificate_list,
    consultation_letter,
    day_sheet,
    guidance_letter,
    improvement_request,
    inquiry_letter,
    inspection_decision,
    inspection_notice,
    inspection_result,
    intake_form,
    investigation_result,
    ministry_report,
    ministry_request,
    visit_request,
)
from cases.papers import demands as order_papers
from cases.papers.case_record.parts import Section
from cases.papers.sheet import Head, Letter, PaperData
from cases.vocabulary import PaperKind

DATA: dict[PaperKind, type[Letter]] = {
    PaperKind.MINISTRY_REPORT: ministry_report.Data,
    PaperKind.INVESTIGATION_RESULT: investigation_result.Data,
    PaperKind.INSPECTION_NOTICE: inspection_notice.Data,
    PaperKind.INSPECTION_RESULT: inspection_result.Data,
    PaperKind.REPORT_ORDER: order_papers.Data,
    PaperKind.SUBMISSION_ORDER: order_papers.Data,
    PaperKind.GUIDANCE_LETTER: guidance_letter.Data,
    PaperKind.VISIT_REQUEST: visit_request.Data,
    PaperKind.ADVICE_RECORD: advice_record.Data,
    PaperKind.INQUIRY_LETTER: inquiry_letter.Data,
    PaperKind.CONSULTATION_LETTER: consultation_letter.Data,
    PaperKind.MINISTRY_REQUEST: ministry_request.Data,
    PaperKind.ANSWER_LETTER: answer_letter.Data,
    PaperKind.INSPECTION_DECISION: inspection_decision.Data,
    PaperKind.DAY_SHEET: day_sheet.Data,
    PaperKind.CERTIFICATE_LIST: certificate_list.Data,
    PaperKind.IMPROVEMENT_REQUEST: improvement_request.Data,
    PaperKind.INTAKE_FORM: intake_form.Data,
    PaperKind.CASE_RECORD: case_record.Data,
}
FREE: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.MINISTRY_REPORT: ("blocks.rows.1", "changes.2", "changes.3"),
    PaperKind.INVESTIGATION_RESULT: ("summary", "findings.1", "guidance.2", "visits.3", "items.1"),
    PaperKind.INSPECTION_NOTICE: ("content",),
    PaperKind.INSPECTION_RESULT: ("outline.1", "result", "written.1", "oral.1"),
    PaperKind.REPORT_ORDER: ("content", "reason"),
    PaperKind.SUBMISSION_ORDER: ("content", "reason"),
    PaperKind.GUIDANCE_LETTER: ("purpose", "content", "items.1"),
    PaperKind.VISIT_REQUEST: ("content",),
    PaperKind.ADVICE_RECORD: ("threads.messages.2",),
    PaperKind.INQUIRY_LETTER: ("content",),
    PaperKind.CONSULTATION_LETTER: ("question",),
    PaperKind.MINISTRY_REQUEST: ("content",),
    PaperKind.ANSWER_LETTER: ("question", "answers.1"),
    PaperKind.INSPECTION_DECISION: ("plan.1", "decided.1"),
    PaperKind.DAY_SHEET: ("visit.1", "met", "blocks.rows.3", "rest", "evidence"),
    PaperKind.CERTIFICATE_LIST: ("visit.1",),
    PaperKind.IMPROVEMENT_REQUEST: ("purpose", "items.1", "plan_rows.1"),
    PaperKind.INTAKE_FORM: ("parts.lines.said",),
    PaperKind.CASE_RECORD: ("cover.1", "sections.rows.1"),
}
ORDINARY = "確認した事項"
TEAM_COLUMNS = 7


def head(kind: PaperKind, **other: Any) -> Head:
    given: dict[str, Any] = {
        "title": kind.label,
        "number": "令和３年度第１号",
        "day": (2021, 10, 31),
        "date": "令和３年10月31日",
        "addressee": ("架空市立病院　管理者　様",),
        "sender": ("徳島県知事",),
        "seal": "（公印省略）",
        "handling": "取扱注意",
        "contact": ("医療政策課",),
        "practice": False,
        "draft": False,
    }
    return Head(**{**given, **other})


def letter(kind: PaperKind, rows: int = 2, typed: str = ORDINARY, **of_head: Any) -> Letter:
    """The paper with `rows` entries in every list, and `typed` wherever a person's own words stand."""
    data = _model(DATA[kind], kind, rows, typed, ())
    assert isinstance(data, Letter)
    return data.model_copy(update={"head": head(kind, **of_head)})


def _model(model: type[PaperData], kind: PaperKind, rows: int, typed: str, at: tuple[str, ...]) -> PaperData:
    if model is Section:
        return _section(kind, rows, typed, at)
    hints = {name: one for name, one in get_type_hints(model).items() if name in model.model_fields and name != "head"}
    return model(**{name: _value(one, kind, rows, typed, (*at, name)) for name, one in hints.items()})


def _value(hint: Any, kind: PaperKind, rows: int, typed: str, at: tuple[str, ...]) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = get_args(hint)[0]
    if at[-1] == "ticks":
        return ()
    if get_origin(hint) is tuple:
        inside = get_args(hint)
        if inside[-1] is Ellipsis and at[-1] == "team" and inside[0] is not str and get_args(inside[0])[-1] is Ellipsis:
            return tuple(tuple(ORDINARY[:2] for _ in range(TEAM_COLUMNS)) for _ in range(rows))
        if inside[-1] is Ellipsis:
            return tuple(_value(inside[0], kind, rows if len(at) < 2 else 1, typed, at) for _ in range(_many(rows, at)))
        return tuple(_value(one, kind, rows, typed, (*at, str(n))) for n, one in enumerate(inside))
    if isinstance(hint, type) and issubclass(hint, PaperData):
        return _model(hint, kind, rows, typed, at)
    if hint is bool:
        return rows > 0
    if hint is int:
        return 7
    return typed if ".".join(at) in FREE[kind] else ORDINARY[:4]


def _many(rows: int, at: tuple[str, ...]) -> int:
    """Blocks of a form are few; what stands in them may be many."""
    return min(rows, 2) if at in (("blocks",), ("parts",), ("threads",), ("sections",)) else rows


def _section(kind: PaperKind, rows: int, typed: str, at: tuple[str, ...]) -> Section:
    words = typed if ".".join((*at, "rows", "1")) in FREE[kind] else ORDINARY
    return Section(
        title="調査の結果",
        head=("日時・者", "内容", "区分"),
        widths=(10, 0, 8),
        rows=tuple((ORDINARY, words, ORDINARY) for _ in range(rows)),
    )
