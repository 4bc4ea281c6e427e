"""The case record's first half: the facts, the judgements, the calls and the reports."""

from __future__ import annotations

from collections.abc import Iterator

from cases.casework.ministry_report import contents, fields
from cases.papers.case_record.parts import Section, joined, stacked, titled
from cases.papers.sheet import in_wareki, moment_in_list, moment_on_paper
from cases.records import CaseFile, IncidentFact
from cases.vocabulary import SystemKind

_ORDER = (*(one.id for one in fields.catalogue()), *contents.TEXTS)
_BY = {"facility": "医療機関等", "authority": "自治体", "ministry": "厚生労働省"}


def sections(case: CaseFile) -> Iterator[Section]:
    yield Section(title="事案の概要", rows=tuple(_outline(case)))
    yield Section(
        title="判断",
        head=("日時・判断した者", "判断", "結果・根拠"),
        widths=(10, 0, 13),
        rows=tuple(
            (
                joined(stacked(one.judged_at), _BY.get(one.judged_by, one.judged_by), f"入力 {one.entered_by}"),
                titled(攻撃=one.attack.label, 障害=one.failure.label, 漏洩=one.leak.label, 診療の支障=one.care.label),
                joined(one.result.label, one.basis, f"改めた理由: {one.reason}" if one.reason else ""),
            )
            for one in case.judgements
        ),
    )
    yield Section(title="事案の項目（最も新しい内容）", rows=tuple(_fields(case)))
    yield Section(
        title="保守会社等への連絡と拡大防止",
        head=("日時", "相手・措置", "内容"),
        widths=(10, 12, 0),
        rows=(*_vendor(case), *_containment(case)),
    )
    yield Section(
        title="厚生労働省との連絡（電話等）",
        head=("日時", "連絡した者・相手", "要旨"),
        widths=(10, 13, 0),
        rows=tuple(
            (
                stacked(one.contacted_at),
                joined("医療機関等から" if one.by_facility else "自治体から", one.desk, one.answered_by),
                one.gist,
            )
            for one in case.ministry_contacts
        ),
    )
    yield from _reports(case)


def _outline(case: CaseFile) -> Iterator[tuple[str, str]]:
    yield "何が起きたか", case.what_happened
    yield "把握の経緯", joined(case.awareness_source.label, case.awareness_note)
    yield "発生日時", moment_on_paper(case.occurred_at, approx=case.occurred_approx)
    yield "覚知日時", moment_on_paper(case.detected_at, approx=case.detected_approx)
    yield "判断日時", moment_on_paper(case.judged_at)
    yield "把握日時", moment_on_paper(case.grasped_at, approx=case.grasped_approx)
    yield "攻撃の種別", joined(case.attack_kind.label, case.attack_note)
    systems = "、".join(SystemKind(one).label for one in case.affected_systems)
    yield "影響を受けたシステム", joined(systems or "不明・確認中", case.systems_note)
    yield "医療機関等の担当", joined(case.contact_person or "不明・確認中", case.contact_phone)


def _fields(case: CaseFile) -> Iterator[tuple[str, str]]:
    known = fields.newest(case)
    for one in fields.catalogue():
        if one.id in known:
            yield one.title, _fact_words(one, known[one.id])


def _fact_words(field: fields.Field, fact: IncidentFact) -> str:
    when = f"（{moment_in_list(fact.as_of)}現在、{fact.entered_by}）"
    return f"{in_wareki(fields.fact_words(field, fact))}{when}"


def _vendor(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.vendor_contacts:
        yield (
            stacked(one.contacted_at),
            joined(one.company, one.person, one.phone, one.result.label),
            titled(指示=one.instruction, 実施=one.carried_out) or "—",
        )


def _containment(case: CaseFile) -> Iterator[tuple[str, ...]]:
    for one in case.containments:
        yield stacked(one.done_at), joined("拡大防止の措置", one.done_by), one.measure


def _reports(case: CaseFile) -> Iterator[Section]:
    if not case.reports:
        yield Section(title="厚生労働省への報告")
    for report in case.reports:
        said = contents.said_in(report)
        rows = [
            ("状態", report.state.label),
            ("宛先", report.desk or "—"),
            ("起案", f"{report.drafted_by}　{moment_in_list(report.drafted_at)}"),
            ("送付", f"{report.sent_by}　{moment_in_list(report.sent_at, '')}" if report.sent_at else "送付していない"),
            ("受領", f"{report.received_by}　{moment_in_list(report.received_at)}" if report.received_at else "—"),
            *((contents.title(name), in_wareki(said[name])) for name in _ORDER if name in said),
        ]
        for one in case.amendments:
            if one.report_seq == report.seq:
                rows.append((f"{one.kind.label}（{moment_in_list(one.made_at)}）", joined(one.reason, one.content)))
        yield Section(title=f"厚生労働省への報告　{contents.report_title(report)}", rows=tuple(rows))
