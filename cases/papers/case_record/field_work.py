"""The case record's middle: exchanges with the ministry, investigation, visits, what is to be put right, recovery."""

from __future__ import annotations

from collections.abc import Iterator

from cases.papers.case_record.parts import Section, joined, stacked, titled
from cases.papers.sheet import day_in_list, moment_in_list
from cases.papers.subjects import team_rows, visit_outcome
from cases.records import CaseFile, Exchange


def sections(case: CaseFile) -> Iterator[Section]:
    yield Section(
        title="照会・依頼・相談",
        head=("番号・種別", "内容", "回答"),
        widths=(10, 0, 16),
        rows=tuple(
            (
                joined(f"第{one.seq}号", one.kind.label, stacked(one.asked_at), one.asked_by),
                one.question,
                joined(one.state.label, *_answers(one)),
            )
            for one in case.exchanges
        ),
    )
    yield Section(
        title="調査・指導の要否と調査の結果",
        head=("日時・者", "区分", "内容"),
        widths=(10, 8, 0),
        rows=(*_decisions(case), *_findings(case), *_guidance(case)),
    )
    yield Section(
        title="医療機関等への照会・命令",
        head=("番号・日時", "内容", "回答・結果"),
        widths=(10, 0, 15),
        rows=tuple(
            (
                joined(f"第{one.seq}号", one.instrument.label, stacked(one.asked_at)),
                titled(相手=one.addressee, 内容=one.content, 理由=one.reason, 期限=day_in_list(one.due_on, "")),
                joined(one.state.label, one.answer, one.result),
            )
            for one in case.demands
        ),
    )
    yield from _visits(case)
    yield Section(
        title="指導事項・指摘事項・再発防止策",
        head=("番号", "事項", "区分", "期日", "状態"),
        widths=(3.4, 0, 7, 10, 7),
        rows=tuple(
            (
                str(n),
                joined(one.title, f"回答: {one.answer}" if one.answer else "", one.settled_note),
                joined(one.origin.label, one.level),
                day_in_list(one.promised_on),
                one.state.label,
            )
            for n, one in enumerate(case.items, start=1)
        ),
    )
    yield Section(
        title="復旧の経過",
        head=("日時", "区切り", "内容"),
        widths=(10, 12, 0),
        rows=tuple(
            (
                stacked(one.reached_at),
                joined(one.milestone.label, one.part),
                joined(one.note, one.unrecoverable, f"訂正: {one.corrected_why}" if one.corrected_at else "") or "—",
            )
            for one in case.milestones
        ),
    )


def _answers(exchange: Exchange) -> list[str]:
    parts = [f"{by}: {words}" for _, by, words in exchange.parts]
    return [*parts, f"{exchange.answered_by}: {exchange.answer}"] if exchange.answer else parts


def _decisions(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.decisions:
        how = (one.instrument.label if one.instrument else "") if one.needed else "行わない"
        yield joined(stacked(one.decided_at), one.decided_by), "要否の決定", joined(how, one.reason)


def _findings(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.findings:
        said = titled(
            被害状況=one.damage,
            対応状況=one.response,
            復旧状況=one.recovery,
            再発防止策=one.prevention,
            その他=one.other,
        )
        yield joined(stacked(one.found_at), one.entered_by), "調査の結果", said


def _guidance(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.guidance:
        kind = f"指導（{one.form.label}）"
        yield joined(stacked(one.given_at), one.responsible), kind, titled(趣旨=one.purpose, 内容=one.content)


def _visits(case: CaseFile) -> Iterator[Section]:
    if not case.inspections:
        yield Section(title="立入検査・訪問")
    for one in case.inspections:
        team = "、".join(f"{who}（証明書 {card}）" for who, _, card, _ in team_rows(case, one))
        yield Section(
            title=f"{one.instrument.label}　第{one.seq}号",
            rows=(
                ("状態", one.state.label),
                ("根拠", one.basis),
                ("予定日", day_in_list(one.planned_on)),
                ("目的", one.purpose or "—"),
                ("従事者", team),
                ("実施", f"{moment_in_list(one.started_at)}から　{moment_in_list(one.ended_at)}まで"),
                ("立会者", one.met_persons or "—"),
                ("確認した事項", one.checked_items or "—"),
                ("資料", "\n".join(one.evidence or ()) or "—"),
                ("結果と指摘", visit_outcome(case, one)),
                ("改善計画", _plan(one.plan_due_on, one.plan_received_at, one.plan_judged_at)),
            ),
        )


def _plan(due: object, received: object, judged: object) -> str:
    return "確認済" if judged else "受領" if received else "提出を求めている" if due else "—"
