"""Files at the officer's desk: laid in and looked at, taken out; each with its history line (R-075, R-235)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.files.attaching import FIELD, KEEP
from cases.casework.files.content import look_at
from cases.casework.files.personal_data import suspicion
from cases.casework.files.views import FileContent, LaidIn, RemarkView
from cases.errors import CaseEnded, NotFound, WrongRole
from cases.records import Attachment, AttachmentContent, CaseFile, GuestRemark
from cases.store.history import add_line
from cases.store.officers import SignedIn
from cases.vocabulary import AttachmentPurpose, AttachmentState


def lay_in(session: Session, officer: SignedIn, now: datetime, case_id: int, name: str, content: bytes) -> LaidIn:
    """The file with its content, unconfirmed. Raises NotFound, WrongRole, CaseEnded, FileRefused."""
    case = _case(session, case_id)
    if not officer.roles & FIELD:
        raise WrongRole(KEEP, [role.label for role in sorted(FIELD)])
    if case.closed_at is not None:
        raise CaseEnded(case.number, case.ending.label if case.ending else "")
    found = look_at(name, content)
    own = {"case_id": case.id, "authority_code": case.authority_code}
    file = Attachment(
        **own,
        state=AttachmentState.LAID,
        purpose=AttachmentPurpose.OTHER,
        name=found.name,
        media=found.media,
        size=found.size,
        sha256=found.sha256,
        suspicion=suspicion(found.text),
        brought_by=officer.office,
        brought_at=now,
    )
    session.add(file)
    session.flush()
    session.add(AttachmentContent(**own, attachment_id=file.id, content=content))
    _note(session, case, officer, now, "file_laid_in", "資料を受領する", file)
    return LaidIn(file.id, file.name, file.suspicion)


def take_out(session: Session, officer: SignedIn, now: datetime, case_id: int, file_id: int) -> FileContent:
    """The content, for download only. Raises NotFound, also for a removed file."""
    case = _case(session, case_id)
    file = session.scalar(
        select(Attachment).where(
            Attachment.id == file_id, Attachment.case_id == case_id, Attachment.state != AttachmentState.REMOVED
        )
    )
    content = session.scalar(select(AttachmentContent.content).where(AttachmentContent.attachment_id == file_id))
    if file is None or content is None:
        raise NotFound("資料")
    _note(session, case, officer, now, "file_taken_out", "資料をダウンロードする", file)
    return FileContent(file.name, file.media, content)


def remarks(session: Session, case_id: int) -> tuple[RemarkView, ...]:
    rows = session.scalars(
        select(GuestRemark).where(GuestRemark.case_id == case_id).order_by(GuestRemark.id.desc()).limit(500)
    )
    return tuple(RemarkView(r.kind.label, r.author, r.text, r.at) for r in reversed(rows.all()))


def _case(session: Session, case_id: int) -> CaseFile:
    case = session.get(CaseFile, case_id)
    if case is None:
        raise NotFound("案件")
    return case


def _note(
    session: Session, case: CaseFile, officer: SignedIn, now: datetime, name: str, label: str, file: Attachment
) -> None:
    note = f"{file.id}番　{file.name}（{file.size:,}バイト）"
    add_line(session, case.id, officer, now, name, label, {"file": file.id}, note)
