"""What a link shows: the summary of one case, or one questionnaire, as plain values, read with the guest's rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.files.views import RemarkView
from cases.records import (
    Attachment,
    Authority,
    CaseFile,
    Facility,
    GuestRemark,
    MinistryContact,
    Participant,
    Questionnaire,
    Report,
    StageRecord,
)
from cases.vocabulary import PartyRole, QuestionnaireState, SystemKind

UNKNOWN = "不明・確認中"


@dataclass(frozen=True)
class ReportSent:
    kind: str
    sent_at: datetime | None
    blocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class GuestSheet:
    number: str
    facility: str
    authority: str
    name: str
    may_state: bool
    expires_at: datetime
    practice: bool
    rows: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, datetime | None], ...]
    stages: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str, bool], ...]
    """(roles, name, confirmed)."""
    calls: tuple[tuple[datetime, str], ...]
    reports: tuple[ReportSent, ...]
    remarks: tuple[RemarkView, ...]
    files: tuple[str, ...]
    ended: str


@dataclass(frozen=True)
class QuestionSheet:
    number: str
    facility: str
    authority: str
    name: str
    expires_at: datetime
    practice: bool
    seq: int
    title: str
    pairs: tuple[tuple[str, str], ...]
    materials: tuple[str, ...]
    wished_by: datetime | None
    saved_at: datetime | None
    state: QuestionnaireState
    answered_by: str
    files: tuple[str, ...]
    ended: str


_HEAD = (
    CaseFile.id,
    CaseFile.number,
    CaseFile.practice,
    CaseFile.what_happened,
    CaseFile.attack_kind,
    CaseFile.affected_systems,
    CaseFile.occurred_at,
    CaseFile.detected_at,
    CaseFile.grasped_at,
    CaseFile.leak,
    CaseFile.care,
    CaseFile.result,
    CaseFile.ministry_knows,
    CaseFile.lead_reporter,
    CaseFile.closed_at,
    CaseFile.ending,
)


def _head(session: Session) -> Any:
    """The one case that these rights see, with its facility and authority."""
    return session.execute(
        select(*_HEAD, Facility.name, Facility.kind, Facility.municipality_name, Authority.name.label("authority"))
        .outerjoin(Facility, Facility.id == CaseFile.facility_id)
        .join(Authority, Authority.code == CaseFile.authority_code)
    ).one()


def guest_sheet(session: Session, link: Any) -> GuestSheet:
    head = _head(session)
    stages = session.execute(select(StageRecord.stage, StageRecord.state).order_by(StageRecord.position))
    parties = session.execute(
        select(Participant.roles, Participant.name, Participant.confirmed_at)
        .where(Participant.left_at.is_(None))
        .order_by(Participant.id)
    )
    calls = session.execute(
        select(MinistryContact.contacted_at, MinistryContact.by_facility).order_by(MinistryContact.contacted_at)
    )
    reports = session.execute(
        select(
            Report.kind,
            Report.sent_at,
            Report.damage,
            Report.response,
            Report.recovery,
            Report.prevention,
            Report.other,
        ).order_by(Report.seq)
    )
    remarks = session.execute(
        select(GuestRemark.kind, GuestRemark.author, GuestRemark.text, GuestRemark.at).order_by(GuestRemark.id)
    )
    return GuestSheet(
        number=head.number,
        facility=_place(head),
        authority=head.authority,
        name=link.name,
        may_state=link.may_state,
        expires_at=link.expires_at,
        practice=head.practice,
        rows=(
            ("何が起きているか", head.what_happened),
            ("攻撃の種別", head.attack_kind.label),
            ("影響を受けたシステム", "、".join(SystemKind(one).label for one in head.affected_systems) or UNKNOWN),
            ("診療への支障", head.care.label),
            ("個人情報の漏洩", head.leak.label),
            ("判断の結果", head.result.label),
            ("国への報告", head.ministry_knows.label),
            ("主報告者", head.lead_reporter.label if head.lead_reporter else "未定"),
        ),
        times=(
            ("発生", head.occurred_at),
            ("覚知（医療機関等）", head.detected_at),
            ("把握（自治体）", head.grasped_at),
        ),
        stages=tuple((stage.label, state.label) for stage, state in stages),
        parties=tuple(
            ("・".join(PartyRole(role).label for role in roles), name or "名称未登録", confirmed is not None)
            for roles, name, confirmed in parties
        ),
        calls=tuple((at, "医療機関等から" if by else "自治体から") for at, by in calls),
        reports=tuple(
            ReportSent(
                r.kind.label,
                r.sent_at,
                (
                    ("被害状況", r.damage or UNKNOWN),
                    ("対応状況", r.response or UNKNOWN),
                    ("復旧状況", r.recovery or UNKNOWN),
                    ("再発防止策", r.prevention or UNKNOWN),
                    ("その他", r.other or "なし"),
                ),
            )
            for r in reports
        ),
        remarks=tuple(RemarkView(r.kind.label, r.author, r.text, r.at) for r in remarks),
        files=own_files(session),
        ended=head.ending.label if head.ending else "",
    )


def question_sheet(session: Session, link: Any, sheet: Questionnaire) -> QuestionSheet:
    head = _head(session)
    return QuestionSheet(
        number=head.number,
        facility=_place(head),
        authority=head.authority,
        name=link.name,
        expires_at=link.expires_at,
        practice=head.practice,
        seq=sheet.seq,
        title=sheet.title,
        pairs=tuple(zip(sheet.questions, sheet.answers, strict=True)),
        materials=tuple(sheet.materials),
        wished_by=sheet.wished_by,
        saved_at=sheet.saved_at,
        state=sheet.state,
        answered_by=sheet.answered_by,
        files=own_files(session),
        ended=head.ending.label if head.ending else "",
    )


def own_files(session: Session) -> tuple[str, ...]:
    """The names of what came in through this link and was not removed since."""
    return tuple(
        session.scalars(select(Attachment.name).where(Attachment.removed_at.is_(None)).order_by(Attachment.id))
    )


def _place(head: Any) -> str:
    return f"{head.name}（{head.municipality_name}）" if head.name else "医療機関等は特定中"
