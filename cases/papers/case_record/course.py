"""The case record's last part: parties and bodies, open tasks and clocks, the list of documents, the history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.papers.case_record.parts import Section, joined, stacked, titled
from cases.papers.sheet import day_in_list, moment_in_list
from cases.records import CaseFile, HistoryLine, Paper, PaperVoid, TrailHead
from cases.vocabulary import AttachmentState, ClockState, PaperKind, PartyRole, TaskState

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
LONGEST = 400
"""Characters of one entry's words in the history; the whole stands in the sections before and in the system."""


def history_of(session: Session, case: CaseFile) -> Sequence[HistoryLine]:
    return session.scalars(select(HistoryLine).where(HistoryLine.case_id == case.id).order_by(HistoryLine.seq)).all()


def head_of(session: Session, case: CaseFile) -> TrailHead | None:
    return session.scalar(select(TrailHead).where(TrailHead.case_id == case.id))


def sections(session: Session, case: CaseFile, history: Sequence[HistoryLine]) -> Iterator[Section]:
    yield Section(
        title="関係者・関係機関・移送",
        head=("区分", "相手", "内容"),
        widths=(10, 13, 0),
        rows=(*_parties(case), *_bodies(case), *_transfers(case)),
    )
    yield Section(
        title="残っている業務",
        head=("業務", "担当", "期限"),
        widths=(0, 11, 11),
        rows=tuple(
            (
                one.title,
                one.holder.office if one.holder else f"未定（{one.role.label}）",
                f"{stacked(one.due_at)}\n{one.due_label}" if one.due_at else "定めなし",
            )
            for one in case.tasks
            if one.state is TaskState.OPEN
        ),
    )
    yield Section(
        title="目安・期限",
        head=("名称", "開始", "期限", "状態"),
        widths=(0, 10, 10, 10),
        rows=tuple(
            (
                joined(one.title, one.about),
                stacked(one.started_at),
                f"{stacked(one.due_at)}\n{one.label}",
                stacked(one.met_at, "") or ("進行中" if one.state is ClockState.RUNNING else one.state.label),
            )
            for one in case.clocks
        ),
    )
    yield Section(
        title="文書と資料の一覧",
        head=("種類・番号", "名称", "日付", "照合値（SHA-256）の先頭"),
        widths=(11, 0, 10, 10.5),
        rows=(*_papers(session, case), *_documents(case), *_files(case)),
    )
    yield Section(
        title="経過",
        head=("行", "日時・者", "事項", "内容"),
        widths=(3.4, 10, 12, 0),
        rows=tuple(
            (str(one.seq), joined(stacked(one.at), one.actor), one.label, _words(one) or "—") for one in history
        ),
        note="各行の内容は要点です。照合値は、行のすべての内容と前の行の照合値から計算されています。",
    )


def _parties(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.participants:
        roles = "、".join(PartyRole(word).label for word in one.roles)
        yield roles, joined(one.name or "確認中", one.person, one.phone), one.left_reason or one.confirmed_note or "—"


def _bodies(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.notices:
        said = titled(番号等=one.reference, 理由=one.reason, 期日=day_in_list(one.due_on, ""))
        yield "関係機関への届出・相談", one.body.label, joined(one.state.label, moment_in_list(one.told_at, ""), said)


def _transfers(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.transfers:
        yield "移送", f"{one.from_code}から{one.to_code}へ", joined(one.state.label, one.reason, one.answer)


def _papers(session: Session, case: CaseFile) -> Iterator[tuple[str, ...]]:
    rows = session.execute(
        select(Paper.kind, Paper.number, Paper.title, Paper.dated_on, Paper.sha256, PaperVoid.reason)
        .outerjoin(PaperVoid, PaperVoid.number_id == Paper.number_id)
        .where(Paper.case_id == case.id)
        .order_by(Paper.id)
    )
    for kind, number, title, day, value, reason in rows:
        gone = f"（取消: {reason}）" if reason else ""
        yield f"公文書\n{number}", joined(f"{title}{gone}", kind.label), day_in_list(day), value[:16]


def _documents(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.documents:
        yield "下書き・控え", one.title, stacked(one.drafted_at), "—"


def _files(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.attachments:
        if one.state is not AttachmentState.LAID:
            gone = f"（{one.state.label}）" if one.state is AttachmentState.REMOVED else ""
            name = joined(f"{one.title or one.name}{gone}", f"{one.size:,} バイト")
            yield f"資料\n{one.purpose.label}", name, stacked(one.brought_at), one.sha256[:16]


def _words(line: HistoryLine) -> str:
    """The note and what was written in words, without codes."""
    said = joined(_paper_kind(line), line.note, *dict.fromkeys(_texts(line.facts)))
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}……（以下略）"


def _paper_kind(line: HistoryLine) -> str:
    kind = line.facts.get("kind", "") if line.name == "paper_issued" else ""
    return PaperKind(kind).label if kind in set(PaperKind) else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) and _JAPANESE.search(value):
        yield value
