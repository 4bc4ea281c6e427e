"""The dated lines of a case's page: judgements, contacts, decisions, findings, guidance, visits."""

from __future__ import annotations

from cases import readings
from cases.japanese_dates import jst_words
from cases.records import CaseFile
from cases.views.entry import Entry

UNKNOWN = "不明・確認中"
JUDGED_BY = {"facility": "医療機関等", "authority": "自治体", "ministry": "厚生労働省"}


def _rows(*rows: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((title, str(text)) for title, text in rows if text not in (None, "", ()))


def judgements(case: CaseFile, root: CaseFile | None = None) -> tuple[Entry, ...]:
    """The versions by the moment of judging; which one stands is asked over all lines of the event (`root`'s)."""
    stands = readings.valid(readings.judgements(root or case))
    return tuple(
        Entry(
            j.judged_at,
            j.result.label,
            _rows(
                ("判断した者", JUDGED_BY.get(j.judged_by, j.judged_by)),
                ("(a) サイバー攻撃", j.attack.label),
                ("(b) システム障害", j.failure.label),
                ("(c) 個人情報の漏洩", j.leak.label),
                ("(d) 診療への支障", j.care.label),
                ("根拠", j.basis),
                ("改めた理由", j.reason),
                ("入力", f"{j.entered_by}　{jst_words(j.entered_at)}"),
                ("扱い", "現在の判断" if j is stands else "前の判断"),
            ),
            j.id,
        )
        for j in readings.in_time(case.judgements)
    )


def ministry_contacts(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            m.contacted_at,
            "医療機関等から直接連絡" if m.by_facility else "自治体から電話連絡",
            _rows(
                ("窓口", m.desk),
                ("応対", m.answered_by),
                ("回付", m.rerouted),
                ("要旨", m.gist),
                ("受付", "受付時間外" if m.outside_hours else ""),
            ),
            m.id,
        )
        for m in case.ministry_contacts
    )


def vendor_contacts(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            v.contacted_at,
            f"{v.company}（{v.result.label}）",
            _rows(
                ("応答", v.person),
                ("電話", v.phone),
                ("連絡した者", v.called_by),
                ("指示", v.instruction),
                ("実施", v.carried_out),
            ),
            v.id,
        )
        for v in case.vendor_contacts
    )


def containments(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(Entry(c.done_at, c.measure, _rows(("実施者", c.done_by)), c.id) for c in case.containments)


def decisions(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            d.decided_at,
            "調査・指導を行う" if d.needed else "調査・指導を行わない",
            _rows(
                ("方法", d.instrument.label if d.instrument else ""),
                ("理由", d.reason),
                ("決定", d.decided_by),
            ),
            d.id,
        )
        for d in case.decisions
    )


def findings(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            f.found_at,
            "調査結果",
            _rows(
                ("被害状況", f.damage or UNKNOWN),
                ("対応状況", f.response or UNKNOWN),
                ("復旧状況", f.recovery or UNKNOWN),
                ("再発防止策", f.prevention or UNKNOWN),
                ("その他", f.other),
                ("入力", f.entered_by),
            ),
            f.id,
        )
        for f in case.findings
    )


def guidance(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            g.given_at,
            f"{g.form.label}による指導",
            _rows(("趣旨", g.purpose), ("内容", g.content), ("責任者", g.responsible)),
            g.id,
        )
        for g in case.guidance
    )


def inspections(case: CaseFile) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            i.started_at,
            f"{i.instrument.label}（{i.state.label}）",
            _rows(
                ("根拠", i.basis),
                ("予定日", i.planned_on.isoformat()),
                ("従事者", i.team),
                ("無通告", f"承認 {i.approver}　{i.reason}" if i.unannounced else ""),
                ("身分証明書", i.certificates),
                ("立会者", i.met_persons),
                ("確認事項", i.checked_items),
                ("結果", i.result),
            ),
            i.id,
        )
        for i in case.inspections
    )
