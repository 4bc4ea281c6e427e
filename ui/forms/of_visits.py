"""Forms of investigation and inspection: choices and answers that the case's visits, inquiries and register give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from cases.casework.inspection.course import WAYS
from cases.casework.inspection.views import DemandView, ThreadView, VisitView
from cases.desk.door import Desk
from cases.desk.views import CaseSheet
from cases.views.general import Choice
from cases.vocabulary import CheckAnswer, DemandState, Instrument

TEAMS = frozenset({"plan_visit", "plan_reinspection", "name_ministry_team"})
DEMANDS = frozenset({"receive_material", "settle_demand"})
THREADS = frozenset({"advise", "ask_further", "end_thread", "publish_advice"})
ACTS = frozenset(WAYS) | DEMANDS | THREADS | {"consult_ministry"}


LOCKED = frozenset({"plan_visit", "plan_reinspection", "decide_investigation", "issue_order"})


@dataclass(frozen=True)
class Known:
    """What the desk knows of the case's inspection at this drawing."""

    visits: tuple[VisitView, ...]
    demands: tuple[DemandView, ...]
    threads: tuple[ThreadView, ...]
    inspectors: tuple[Choice, ...]


def known(desk: Desk, case_id: int, act: str) -> Known:
    """Read only what the act's form needs."""
    return Known(
        desk.inspection.visits(case_id) if act in WAYS or act == "consult_ministry" else (),
        desk.inspection.demands(case_id) if act in DEMANDS else (),
        desk.inspection.threads(case_id) if act in THREADS else (),
        desk.appointments.inspector_choices() if act in TEAMS else (),
    )


def choices(sheet: CaseSheet, act: str, told: Known) -> Mapping[str, tuple[Choice, ...]]:
    """Choices per field name."""
    found: dict[str, tuple[Choice, ...]] = {}
    if act in TEAMS:
        found["inspectors"] = told.inspectors
    if act in WAYS and act not in ("plan_visit", "decide_investigation", "report_investigation_result"):
        found["visit"] = tuple(visit_choice(v) for v in open_to(told.visits, act))
    if act == "consult_ministry":
        found["visit"] = tuple(visit_choice(v) for v in told.visits)
    if act in DEMANDS:
        found["number"] = tuple(
            Choice(str(d.number), f"第{d.number}号　{d.instrument}　{d.content[:30]}")
            for d in told.demands
            if d.state in (DemandState.WAITING.label, DemandState.RECEIVED.label)
        )
    if act in THREADS:
        found["number"] = tuple(
            Choice(str(t.number), f"第{t.number}号　{t.messages[0].text[:40] if t.messages else ''}")
            for t in threads_for(told.threads, act)
        )
    if act in ("plan_visit", "decide_investigation", "plan_reinspection") and not sheet.may_be_inspected:
        voluntary = (
            (Instrument.VOLUNTARY_VISIT,)
            if act != "decide_investigation"
            else (
                Instrument.INQUIRY,
                Instrument.VOLUNTARY_VISIT,
            )
        )
        found["instrument"] = tuple(Choice(str(one), one.label) for one in voluntary)
    return found


def open_to(visits: tuple[VisitView, ...], act: str) -> list[VisitView]:
    """The visits that the act may be taken on, oldest first."""
    found = [v for v in reversed(visits) if v.state in WAYS[act].before]
    if act == "approve_unannounced":
        return [v for v in found if v.waits_for_approval]
    if act == "notify_visit":
        return [v for v in found if not v.waits_for_approval]
    if act == "name_ministry_team":
        return [v for v in found if v.joint]
    return found


def threads_for(threads: tuple[ThreadView, ...], act: str) -> list[ThreadView]:
    match act:
        case "advise":
            return [t for t in threads if t.waiting]
        case "publish_advice":
            return [t for t in threads if t.closed_at and not t.published_at]
        case _:
            return [t for t in threads if not t.waiting and not t.closed_at]


def visit_choice(visit: VisitView) -> Choice:
    day = f"{visit.planned_on.month}月{visit.planned_on.day}日"
    return Choice(str(visit.number), f"第{visit.number}号　{day}　{visit.instrument.label}（{visit.state.label}）")


def defaults(act: str, sheet: CaseSheet, told: Known) -> Mapping[str, Any]:
    """Answers that are known already (JSON values)."""
    if act in ("plan_visit", "plan_reinspection") and not sheet.may_be_inspected:
        return {"instrument": str(Instrument.VOLUNTARY_VISIT)}
    if act == "draft_result" and (found := open_to(told.visits, act)):
        visit = found[0]
        no = [a for a in visit.answers if a.answer == CheckAnswer.NO.label and a.target_on is None]
        before = [f.title for f in visit.findings if f.level == "文書指摘" and f.side == "自治体"]
        oral = [f.title for f in visit.findings if f.level == "口頭指導" and f.side == "自治体"]
        return {
            "visit": str(visit.number),
            "result": visit.result or visit.checked_items,
            "written": before or [f"確認項目{a.item}を満たしていない（{a.question}）" for a in no],
            "oral": oral,
            "plan_wanted": visit.plan_wanted,
        }
    if act == "publish_advice" and (ended := threads_for(told.threads, act)):
        return {"question": ended[0].masked_question, "advice": ended[0].masked_advice}
    return {}


def locked_html(sheet: CaseSheet) -> str:
    """R-116: why the powers of the Act are not offered here, and what is instead."""
    return (
        '<div class="rk-note rk-warn"><strong>立入検査・報告徴収・物件提出命令は選べません。</strong><br>'
        f"{escape(sheet.facility_kind)}は、医療法第25条の対象外です（対象は病院・診療所・助産所）。"
        "任意の調査又は任意の訪問として行えます。任意の訪問の文書には、医療法を根拠として書きません。</div>"
    )


def original_html(told: Known) -> str:
    """R-126: the thread as it was, beside the proposal below."""
    ended = threads_for(told.threads, "publish_advice")
    if not ended:
        return ""
    said = "".join(
        f"<dt>{'助言' if m.from_ministry else '相談'}</dt><dd>{escape(m.text)}</dd>" for m in ended[0].messages
    )
    return (
        '<div class="rk-note"><strong>もとのやりとり</strong><br>下の欄には、案件の記録から分かる名前・番号・日付を'
        "伏せた案を入れています。言い回しから特定につながる記載がないか、読み直して直してください。"
        f'<dl class="rk-rows">{said}</dl></div>'
    )


def result_html(sheet: CaseSheet, told: Known, typed: Mapping[str, Any]) -> str:
    """The result as it will read, beside the form that is being filled in (R-123); dates only where they are set."""
    number = str(typed.get("visit") or "")
    visit = next((v for v in open_to(told.visits, "draft_result") if number in ("", str(v.number))), None)
    if visit is None:
        return ""
    due = typed.get("plan_due") or "この自治体の日数の設定による（設定がなければ期日なし）"
    lines = [
        ("相手", f"{sheet.facility}　開設者又は管理者"),
        ("根拠", visit.basis),
        ("実施", f"{visit.planned_on.year}年{visit.planned_on.month}月{visit.planned_on.day}日　{visit.team}"),
        ("結果", str(typed.get("result") or "―")),
        ("文書指摘", "\n".join(typed.get("written") or ["なし"])),
        ("口頭指導", "\n".join(typed.get("oral") or ["なし"])),
        ("改善計画", f"提出を求める　期日 {due}" if typed.get("plan_wanted") else "求めない"),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in lines)
    return f'<article class="rk-entry"><h3>結果通知の見本</h3><dl class="rk-rows">{rows}</dl></article>'
