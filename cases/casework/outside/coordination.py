"""The parties and the completeness panel as plain values (views.py); the questions are answered in parties.py."""

from __future__ import annotations

from cases.casework.outside import parties
from cases.casework.outside.views import Coordination, PartyView
from cases.records import CaseFile
from cases.vocabulary import PartyRole


def party_views(case: CaseFile) -> tuple[PartyView, ...]:
    """All parties in the order of their numbers, those that left too."""
    return tuple(
        PartyView(
            number=n,
            roles=parties.roles_words(p.roles),
            name=p.name,
            person=p.person,
            phone=p.phone,
            email=p.email,
            same_as_authority=p.same_as_authority,
            confirmed_at=p.confirmed_at,
            confirmed_by=p.confirmed_by,
            note=p.confirmed_note,
            left_reason=p.left_reason,
        )
        for n, p in enumerate(case.participants, start=1)
    )


def panel(case: CaseFile, authority: str) -> Coordination | None:
    """None for a facility that is not a municipal hospital."""
    if not case.facility.municipal:
        return None
    return Coordination(
        lead=case.lead_reporter.label if case.lead_reporter else "",
        informed=tuple((one.at, one.who, one.how) for one in parties.informed(case)),
        missing=tuple(parties.missing(case)),
        conflict=conflict_words(case, authority),
    )


def conflict_words(case: CaseFile, authority: str) -> str:
    """R-085, R-086: who runs the hospital and who inspects it; a note where that is the same office."""
    operator = next((p.name for p in parties.present(case) if PartyRole.OPERATING_BODY in p.roles), "")
    if parties.operator_inspects_itself(case):
        return (
            f"利益相反の表示: この病院を運営する{operator}は、調査・立入検査を行う{authority}と同じ団体です。"
            "調査・指導の要否と結果は、運営を担当しない部署で決定し、理由を記録してください。"
        )
    if operator:
        return f"運営は{operator}、調査・立入検査は{authority}が行います（別の団体です）。"
    return "運営部署（団体）が登録されていません。調査・立入検査を行う自治体と同じ団体かどうかを確かめてください。"
