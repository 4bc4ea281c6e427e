"""What a report contains, and how it differs from the one before, field by field (R-067, R-330). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.casework.ministry_report import fields
from cases.casework.ministry_report.views import Difference
from cases.clock import jst_day
from cases.japanese_dates import fiscal_year_words, wareki_and_seireki
from cases.records import CaseFile, Report
from cases.vocabulary import ReportKind

TEXTS = {
    "damage": "被害状況",
    "response": "対応状況",
    "recovery": "復旧状況",
    "prevention": "再発防止策",
    "other": "その他",
}
"""The blocks written in full sentences (M-3.1)."""
NEW, CHANGED, GONE = "追加", "変更", "記載なし"


@dataclass(frozen=True)
class Appearance:
    """In which reports a field stood: the one that contained it first, and those that changed it (report numbers)."""

    first: int
    changed: tuple[int, ...]


def said_in(report: Report) -> dict[str, str]:
    """Field → words of one report, its written blocks included; what a report was silent on is left out."""
    texts = {name: getattr(report, name) or "" for name in TEXTS}
    return {**(report.contents or {}), **{name: text for name, text in texts.items() if text}}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """What `after` adds, changes and no longer says, in the order of the form."""
    found = []
    for name in _in_order({*before, *after}):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            mark = NEW if not old else GONE if not new else CHANGED
            found.append(Difference(name, title(name), mark, old, new))
    return tuple(found)


def appearances(reports: Iterable[Report]) -> dict[str, Appearance]:
    """Field → where it stood, over the sent reports in their order."""
    found: dict[str, Appearance] = {}
    last: dict[str, str] = {}
    for report in reports:
        said = said_in(report)
        for name, words in said.items():
            if name not in found:
                found[name] = Appearance(report.seq, ())
            elif words != last.get(name):
                found[name] = Appearance(found[name].first, (*found[name].changed, report.seq))
        last = {**last, **said}
    return found


def report_title(report: Report) -> str:
    """第1報, 第2報（続報）, 第4報（最終報）; a first report sent anew after a withdrawal is 第2報."""
    number = f"第{report.seq}報"
    return number if report.kind is ReportKind.FIRST else f"{number}（{report.kind.label}）"


def lines(case: CaseFile, report: Report, before: Report | None) -> list[list[str]]:
    """The report as it is filed: its fields by block, its texts, and what changed since the one before."""
    said = said_in(report)
    filed = [[title(name), said[name]] for name in _in_order(said)]
    filed += [[words, "不明・確認中"] for name, words in TEXTS.items() if name not in said and name != "other"]
    if before is not None:
        found = differences(said_in(before), said)
        told = [f"【{d.mark}】{d.title}　{d.before or '（記載なし）'} → {d.after or '（記載なし）'}" for d in found]
        filed.append([f"{report_title(before)}からの変更点", "\n".join(told) or "変更はありません。"])
    head = [["宛先", report.desk], ["医療機関等", said.get("facility_name", case.number)]]
    if report.sent_at is not None:
        head.insert(0, ["報告日", _both_years(report.sent_at)])
    return [*head, *filed]


def _both_years(moment: datetime) -> str:
    """Both calendars and the fiscal year (R-233)."""
    day = jst_day(moment)
    return f"{wareki_and_seireki(day)}　{fiscal_year_words(day)}"


def title(name: str) -> str:
    return TEXTS.get(name) or fields.field(name).title


def _in_order(names: Iterable[str]) -> list[str]:
    known = [one.id for one in fields.catalogue()] + list(TEXTS)
    wanted = set(names)
    return [name for name in known if name in wanted]
