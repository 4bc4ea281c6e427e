"""Which papers a case can give now, and why it cannot give the others: by who asks, and by what is recorded.

What the person has still to say (期日, 求める事項) keeps no paper shut: the form asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.errors import ActNotOpen, Refused
from cases.papers.catalogue import KINDS
from cases.papers.sheet import Order
from cases.records import CaseFile
from cases.vocabulary import PaperKind

ISSUE = "公文書を発行する"
_ALWAYS = frozenset({PaperKind.INTAKE_FORM, PaperKind.CASE_RECORD})
_SAID = "○○"


@dataclass(frozen=True)
class PaperOffer:
    """One kind of paper. `shut` is why it cannot be had now; None while it can."""

    kind: PaperKind
    shut: Refused | None


def offers(case: CaseFile, day: date, *, at_ministry: bool, issuing: bool) -> tuple[PaperOffer, ...]:
    """Every kind in the order of the vocabulary. `issuing`: under a number of one's own; else to look at or to print,
    where the sheets of the desk are everybody's.
    """
    return tuple(PaperOffer(kind, _shut(case, kind, day, at_ministry=at_ministry, issuing=issuing)) for kind in KINDS)


def of_ours(kind: PaperKind, *, at_ministry: bool) -> None:
    """Raises ActNotOpen for a paper that the other side signs."""
    if KINDS[kind].by_ministry != at_ministry:
        who = "自治体の決裁者" if at_ministry else "厚生労働省"
        raise ActNotOpen(ISSUE, [f"「{kind.label}」は、{who}が発行する文書です。"])


def _shut(case: CaseFile, kind: PaperKind, day: date, *, at_ministry: bool, issuing: bool) -> Refused | None:
    try:
        if issuing or not KINDS[kind].working:
            of_ours(kind, at_ministry=at_ministry)
        if kind not in _ALWAYS:
            KINDS[kind].fill(case, Order(kind, day, due_on=day, content=_SAID))
    except Refused as refused:
        return refused
    return None
