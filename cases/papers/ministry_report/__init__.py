"""厚生労働省報告（第1報・続報・最終報）: the report as it was sent, and what changed since (R-066, R-067)."""

from __future__ import annotations

from datetime import datetime, time

from cases import readings
from cases.casework.ministry_report import contents, fields
from cases.clock import JST
from cases.errors import PaperHasNoSubject
from cases.papers.sheet import UNKNOWN, Letter, Order, PaperData, Rows, figures, in_wareki, notice_words
from cases.records import CaseFile, Report
from cases.rulebook.contact_desks import desk_on
from cases.vocabulary import ReportKind

NAME = "厚生労働省への報告書"
OTHER = "other"
SILENT = "（記載なし）"


class Block(PaperData):
    title: str
    rows: Rows


class Data(Letter):
    notice: str
    outside_hours: bool
    blocks: tuple[Block, ...]
    previous: str
    kind: str
    changes: tuple[tuple[str, str, str, str], ...]


def fill(case: CaseFile, order: Order) -> Data:
    """From the report meant, the newest when none is named. Raises PaperHasNoSubject."""
    report = meant(case, order)
    before = next((r for r in reversed(readings.reports_sent(case)) if r.seq < report.seq), None)
    found = contents.differences(contents.said_in(before), contents.said_in(report)) if before else ()
    return Data(
        notice=notice_words(),
        outside_hours=report.outside_hours,
        blocks=_blocks(report, {one.field for one in found}),
        previous=contents.report_title(before) if before else "",
        kind=contents.report_title(report),
        changes=tuple(
            (_title(one.field), one.mark, in_wareki(one.before) or SILENT, in_wareki(one.after) or SILENT)
            for one in found
        ),
    )


def title(case: CaseFile, order: Order) -> str:
    report = meant(case, order)
    kind = "第１報" if report.kind is ReportKind.FIRST else f"第{figures(report.seq)}報・{report.kind.label}"
    return f"サイバー攻撃に係る報告（{kind}）"


def addressee(case: CaseFile, order: Order) -> str:
    noon = datetime.combine(order.dated_on, time(12), JST)
    return f"{meant(case, order).desk or desk_on(noon).full_name}　御中"


def meant(case: CaseFile, order: Order) -> Report:
    found = [r for r in case.reports if order.about in (None, r.seq)]
    if not found:
        raise PaperHasNoSubject(NAME, "報告", "先に「報告を起案する」から起案してください。")
    return found[-1]


def _blocks(report: Report, changed: set[str]) -> tuple[Block, ...]:
    """Block by block as the form has them; the written text ends its block, and is asked for also when unknown."""
    said = contents.said_in(report)
    titles = {**fields.blocks(), OTHER: contents.TEXTS[OTHER]}
    blocks = []
    for name, words in titles.items():
        names = [one.id for one in fields.catalogue() if one.block == name and one.id in said]
        rows = [(_marked(one, changed), in_wareki(said[one])) for one in names]
        if name in contents.TEXTS and (name != OTHER or said.get(OTHER)):
            rows.append((_marked(name, changed), said.get(name) or UNKNOWN))
        if rows:
            blocks.append(Block(title=words, rows=tuple(rows)))
    return tuple(blocks)


def _marked(name: str, changed: set[str]) -> str:
    return ("◆ " if name in changed else "") + _title(name)


def _title(name: str) -> str:
    """A written block is called otherwise than the item of the same name that stands above it."""
    words = contents.title(name)
    return f"{words}の説明" if name in contents.TEXTS and name != OTHER else words
