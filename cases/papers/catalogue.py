"""Every kind of paper with its folder: what it is called, how it is filled, to whom it usually goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.papers import (
    advice_record,
    guidance_letter,
    inspection_notice,
    inspection_result,
    investigation_result,
    ministry_report,
    report_order,
    submission_order,
    visit_request,
)
from cases.papers.demands import DemandPaper
from cases.papers.sheet import Letter, Order
from cases.records import CaseFile
from cases.vocabulary import PaperKind


@dataclass(frozen=True)
class Kind:
    """`fill` raises a Refused when the case has nothing to say in this paper yet."""

    fill: Callable[[CaseFile, Order], Letter]
    title: Callable[[CaseFile, Order], str]
    addressee: Callable[[CaseFile, Order], str]
    addressed: bool = True
    """A letter; a record has no addressee."""


def _demand(paper: DemandPaper) -> Kind:
    return Kind(paper.fill, paper.title, paper.addressee)


KINDS: dict[PaperKind, Kind] = {
    PaperKind.MINISTRY_REPORT: Kind(ministry_report.fill, ministry_report.title, ministry_report.addressee),
    PaperKind.INVESTIGATION_RESULT: Kind(
        investigation_result.fill, investigation_result.title, investigation_result.addressee
    ),
    PaperKind.INSPECTION_NOTICE: Kind(inspection_notice.fill, inspection_notice.title, inspection_notice.addressee),
    PaperKind.INSPECTION_RESULT: Kind(inspection_result.fill, inspection_result.title, inspection_result.addressee),
    PaperKind.REPORT_ORDER: _demand(report_order.PAPER),
    PaperKind.SUBMISSION_ORDER: _demand(submission_order.PAPER),
    PaperKind.GUIDANCE_LETTER: Kind(guidance_letter.fill, guidance_letter.title, guidance_letter.addressee),
    PaperKind.VISIT_REQUEST: Kind(visit_request.fill, visit_request.title, visit_request.addressee),
    PaperKind.ADVICE_RECORD: Kind(advice_record.fill, advice_record.title, advice_record.addressee, addressed=False),
}
