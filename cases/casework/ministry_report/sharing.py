"""国が先に把握した事案: the ministry shares it with the competent authority, which finds a case in its list (M-3.2).

R-056, R-109: grasped at the moment of sharing; the direct contact and the request come with it.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cases.casework.ministry_report import inquiries
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.procedure import FUTURE, LONG, Act, Deed, Facts, When, moment
from cases.records import CaseFile, MinistryContact
from cases.rulebook.contact_desks import reception_at, rerouted
from cases.vocabulary import ExchangeKind, FacilityKind, MinistryKnows, Role
from cases.vocabulary.signals import Omit


class SharedIncident(Facts):
    facility: str = Field(
        title="どの医療機関等ですか", description="登録されている名称、又は施設番号", min_length=1, max_length=200
    )
    municipality: str = Field(default="", title="所在する市区町村", description="同じ名称があるとき、登録がないとき")
    facility_kind: FacilityKind | None = Field(default=None, title="種別", description="登録がないときに選びます")
    what_happened: Annotated[str, LONG] = Field(title="何が起きていますか", min_length=1)
    detected_at: When = moment("医療機関等が気付いた日時")
    detected_approx: bool = Field(default=False, title="覚知の時刻は「頃」")
    contact_person: str = Field(default="", title="医療機関等の担当（部署・役職）", max_length=200)
    contact_phone: str = Field(default="", title="連絡のつく電話番号", max_length=40)
    learned_from: str = Field(default="", title="国が把握した経緯", max_length=1000)
    contacted_at: When | None = moment("医療機関等から直接連絡のあった日時", "あったときに記入します", default=None)
    gist: Annotated[str, LONG] = Field(default="", title="直接の連絡の要旨")
    addressed_to: str = Field(
        default="", title="医療機関等がかけた窓口・電話番号", max_length=200, description="その日の窓口と違うとき"
    )
    kind: Annotated[ExchangeKind | None, Omit((ExchangeKind.INQUIRY, ExchangeKind.CONSULTATION))] = Field(
        default=None,
        title="依頼の種別",
        description="自治体に依頼することがあるとき",
    )
    question: Annotated[str, LONG] = Field(default="", title="依頼の内容")
    wished_by: Annotated[When | None, FUTURE] = Field(default=None, title="希望期限")


def complete_shared(case: CaseFile, facts: SharedIncident, deed: Deed) -> None:
    """Attach the direct contact and the request to the case just opened."""
    if facts.contacted_at is not None:
        moments.not_before("直接連絡の日時", facts.contacted_at, "覚知日時", facts.detected_at)
        reception = reception_at(facts.contacted_at)
        case.ministry_contacts.append(
            MinistryContact(
                contacted_at=facts.contacted_at,
                approx=False,
                by_facility=True,
                desk=reception.desk,
                rerouted=rerouted(facts.addressed_to, facts.contacted_at),
                answered_by=deed.office,
                gist=facts.gist or facts.what_happened,
                outside_hours=not reception.open_now,
                entered_at=deed.now,
            )
        )
        case.ministry_knows = MinistryKnows.PHONE
    if facts.kind is not None or facts.question:
        if not facts.question or facts.kind is None:
            raise ActNotOpen("事案を自治体に共有する", ["依頼するときは、依頼の種別と内容の両方を記入してください。"])
        inquiries.ask(case, facts.kind, facts.question, deed, wished_by=facts.wished_by)


ACTS: tuple[Act[Any], ...] = (
    Act(
        "share_incident",
        "incident_shared",
        "事案を自治体に共有する",
        SharedIncident,
        frozenset({Role.MINISTRY}),
        change=complete_shared,
        opens_case=True,
        help="国が先に把握した事案です。所管する自治体の一覧に案件を開き、依頼があれば付けます。",
        tells="所管の自治体の担当者に通知します",
        source=("M-1.4", "M-3.2"),
    ),
)
