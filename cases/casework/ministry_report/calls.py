"""電話による連絡: a valid first contact (R-054); the facility's own line is kept apart (M-1.4).

What was addressed to a superseded office is accepted and re-routed with a visible note (R-245).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.clocks import moments
from cases.procedure import LONG, Act, Deed, Facts, When, moment
from cases.records import CaseFile, MinistryContact
from cases.rulebook.contact_desks import reception_at, rerouted
from cases.vocabulary import MinistryKnows, Role

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})


class PhoneContact(Facts):
    contacted_at: When = moment("厚生労働省に連絡した日時")
    contacted_approx: bool = Field(default=False, title="連絡の時刻は「頃」")
    answered_by: str = Field(default="", title="応対した部署・担当", max_length=200)
    gist: Annotated[str, LONG] = Field(title="連絡の要旨", min_length=1)
    addressed_to: str = Field(
        default="", title="かけた窓口・電話番号", max_length=200, description="その日の窓口と違うときだけ記入します"
    )


def record_phone_contact(case: CaseFile, facts: PhoneContact, deed: Deed) -> None:
    moments.not_before("厚生労働省への連絡", facts.contacted_at, "把握日時", case.grasped_at)
    _record_call(case, facts, deed, by_facility=False)


def record_facility_contact(case: CaseFile, facts: PhoneContact, deed: Deed) -> None:
    _record_call(case, facts, deed, by_facility=True)


def _record_call(case: CaseFile, facts: PhoneContact, deed: Deed, *, by_facility: bool) -> None:
    moments.not_before("厚生労働省への連絡", facts.contacted_at, "覚知日時", case.detected_at)
    reception = reception_at(facts.contacted_at)
    case.ministry_contacts.append(
        MinistryContact(
            contacted_at=facts.contacted_at,
            approx=facts.contacted_approx,
            by_facility=by_facility,
            desk=reception.desk,
            rerouted=rerouted(facts.addressed_to, facts.contacted_at),
            answered_by=facts.answered_by,
            gist=facts.gist,
            outside_hours=not reception.open_now,
            entered_at=deed.now,
        )
    )
    if case.ministry_knows is MinistryKnows.NOTHING:
        case.ministry_knows = MinistryKnows.PHONE


ACTS: tuple[Act[Any], ...] = (
    Act(
        "record_phone_contact",
        "phone_contact_recorded",
        "厚生労働省への電話連絡を記録する",
        PhoneContact,
        DESK,
        change=record_phone_contact,
        anytime=True,
        help="電話による連絡は、最初の連絡として扱います。書面は後から送付します。",
        source=("M-2.2", "A-4"),
    ),
    Act(
        "record_facility_contact",
        "facility_contact_recorded",
        "医療機関等から厚生労働省への連絡を記録する",
        PhoneContact,
        frozenset({*DESK, Role.MINISTRY}),
        change=record_facility_contact,
        anytime=True,
        help="医療機関等が直接行う連絡です。自治体の報告とは別に残します。",
        source=("M-1.4",),
    ),
)
