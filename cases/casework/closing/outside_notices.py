"""The record of what the facility told others, and of what it agreed to share. Nothing here makes a duty.

Source: domain.md G.1 ExternalNotice, G.2 guards of `closed`; R-272, R-279…R-283; consents D.1 meta.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from cases import readings
from cases.casework.closing.bodies import Body, bodies
from cases.clocks import moments
from cases.errors import ActNotOpen
from cases.judgement import Impact
from cases.procedure import LONG, Act, Deed, Facts, When, moment
from cases.records import CaseFile, ExternalNotice, SharingConsent
from cases.vocabulary import CeptoarConsent, NcoConsent, NoticeBody, NoticeState, Role
from cases.vocabulary.signals import Omit

DESK = frozenset({Role.OFFICER, Role.SUPERVISOR})
ANSWERED = (NoticeState.DONE, NoticeState.NOT_APPLICABLE)


class NoticeRecord(Facts):
    bodies: Annotated[tuple[NoticeBody, ...], Omit((NoticeBody.NCO,))] = Field(
        title="通報・届出先",
        description="同じ答えの先はまとめて選べます",
        min_length=1,
    )
    state: NoticeState = Field(title="状況")
    told_at: When | None = Field(default=None, title="通報・届出の日時", description="「済」のときに記入します")
    told_by: str = Field(default="", title="通報・届出をした者（部署・役職）", max_length=200)
    reference: str = Field(default="", title="受理番号・受け付けた部署", max_length=200)
    reason: Annotated[str, LONG] = Field(
        default="", title="理由・補足", description="「該当なし」のときは理由を記入します"
    )
    due_on: date | None = Field(default=None, title="期限", description="分かっているときだけ記入します")


class InformationReport(Facts):
    told_at: When = moment("情報連絡の日時")
    reference: str = Field(default="", title="受理番号・受け付けた部署", max_length=200)
    note: Annotated[str, LONG] = Field(default="", title="補足")


class Consent(Facts):
    nco: NcoConsent = Field(title="国家サイバー統括室（2025年6月までは内閣サイバーセキュリティセンター）との共有")
    ceptoar: CeptoarConsent = Field(title="医療セプターとの共有")
    answered_at: When = moment("医療機関等に確かめた日時")
    answered_by: str = Field(title="答えた者（部署・役職）", min_length=1, max_length=200)
    note: Annotated[str, LONG] = Field(default="", title="条件など")


def record_external_notice(case: CaseFile, facts: NoticeRecord, deed: Deed) -> None:
    label = "外部への通報・届出を記録する"
    if NoticeBody.NCO in facts.bodies:
        raise ActNotOpen(label, ["国家サイバー統括室への情報連絡は、厚生労働省が記録します。"])
    if facts.state is NoticeState.DONE and facts.told_at is None:
        raise ActNotOpen(label, ["「済」とするときは、通報・届出の日時を記入してください。"])
    if facts.state is NoticeState.NOT_APPLICABLE and not facts.reason:
        raise ActNotOpen(label, ["「該当なし」とするときは、理由を記入してください。"])
    told_at = facts.told_at if facts.state is NoticeState.DONE else None
    if told_at is not None:
        moments.not_before("通報・届出の日時", told_at, "覚知日時", case.detected_at)
    for body in dict.fromkeys(facts.bodies):
        notice = _notice(case, body, deed)
        notice.state, notice.told_at, notice.told_by = facts.state, told_at, facts.told_by
        notice.reference, notice.reason = facts.reference, facts.reason
        notice.due_on = facts.due_on or notice.due_on


def record_information_report(case: CaseFile, facts: InformationReport, deed: Deed) -> None:
    """The ministry's own line upward (R-282)."""
    moments.not_before("情報連絡の日時", facts.told_at, "覚知日時", case.detected_at)
    notice = _notice(case, NoticeBody.NCO, deed)
    notice.state, notice.told_at, notice.told_by = NoticeState.DONE, facts.told_at, deed.office
    notice.reference, notice.reason = facts.reference, facts.note


def record_consent(case: CaseFile, facts: Consent, deed: Deed) -> None:
    moments.not_before("確かめた日時", facts.answered_at, "覚知日時", case.detected_at)
    case.consents.append(
        SharingConsent(
            nco=facts.nco,
            ceptoar=facts.ceptoar,
            answered_at=facts.answered_at,
            answered_by=facts.answered_by,
            note=facts.note,
            entered_by=deed.office,
            entered_at=deed.now,
        )
    )


def _notice(case: CaseFile, body: NoticeBody, deed: Deed) -> ExternalNotice:
    """The record about that body, begun now if there is none."""
    found = next((n for n in case.notices if n.body is body), None)
    if found is None:
        found = ExternalNotice(body=body, state=NoticeState.NOT_YET, due_on=None)
        case.notices.append(found)
    found.entered_by, found.entered_at = deed.office, deed.now
    return found


def asked_about(case: CaseFile) -> list[Body]:
    """The bodies whose answer the closing waits for, in the file's order; none while no attack is established."""
    begun = {notice.body for notice in case.notices}
    return [body for body in bodies().values() if body.id in begun or _applies(case, body)]


def unanswered(case: CaseFile) -> list[Body]:
    """Those of them that are neither told nor found not to apply."""
    answered = {notice.body for notice in case.notices if notice.state in ANSWERED}
    return [body for body in asked_about(case) if body.id not in answered]


def _applies(case: CaseFile, body: Body) -> bool:
    if not readings.attacked(case) or body.when == "asked":
        return False
    return body.when == "attack" or case.leak is not Impact.NONE


def consent(case: CaseFile) -> SharingConsent | None:
    """What the facility answered last."""
    return case.consents[-1] if case.consents else None


def consent_open(case: CaseFile) -> list[str]:
    """Which consents are not settled, in words; none while no attack is established."""
    if not readings.attacked(case):
        return []
    last = consent(case)
    return [
        words
        for words, answer in (
            ("国家サイバー統括室との共有", last.nco if last else None),
            ("医療セプターとの共有", last.ceptoar if last else None),
        )
        if answer in (None, NcoConsent.ASKING, CeptoarConsent.ASKING)
    ]


ACTS: tuple[Act[Any], ...] = (
    Act(
        "record_external_notice",
        "external_notice_recorded",
        "外部への通報・届出を記録する",
        NoticeRecord,
        DESK,
        change=record_external_notice,
        anytime=True,
        help="医療機関等が警察、個人情報保護委員会などに伝えたかどうかの記録です。任意のものも多く、義務を示すものではありません。",
    ),
    Act(
        "record_consent",
        "consent_recorded",
        "情報共有の同意を記録する",
        Consent,
        DESK,
        change=record_consent,
        anytime=True,
        help="国家サイバー統括室、医療セプターと情報を共有してよいか、医療機関等に確かめた結果です。",
    ),
    Act(
        "record_information_report",
        "information_report_recorded",
        "国家サイバー統括室への情報連絡を記録する",
        InformationReport,
        frozenset({Role.MINISTRY}),
        change=record_information_report,
        anytime=True,
        after_end=True,
        help="重要インフラの情報連絡として、厚生労働省が国家サイバー統括室（2025年6月まではNISC）に連絡した記録です。",
    ),
)
