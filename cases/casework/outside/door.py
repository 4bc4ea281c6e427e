"""The outsiders' door: what somebody with a link can see and do. Its own database role, which sees nothing but the case
of the token that it shows; the token is all there is, so nothing here takes a case's number.

Source: R-014, R-083 (guest: read, comment, attach), R-106 (answers), R-235.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from cases.casework.files import personal_data
from cases.casework.files.content import look_at
from cases.casework.outside.sheet import GuestSheet, QuestionSheet, guest_sheet, own_files, question_sheet
from cases.clock import Clock
from cases.errors import ActNotOpen, LinkNotValid, NeedsClearing
from cases.procedure import without_nul
from cases.records import (
    Attachment,
    AttachmentContent,
    CaseFile,
    GuestLink,
    GuestRemark,
    HistoryLine,
    PendingWork,
    Questionnaire,
)
from cases.store.connections import Doors, by_link
from cases.store.notify import wake
from cases.vocabulary import (
    AttachmentPurpose,
    AttachmentState,
    HistoryKind,
    LinkPurpose,
    QuestionnaireState,
    RemarkKind,
    StageKey,
)

SAME_VIEWING = timedelta(minutes=30)
"""Looking again within this time is the same viewing and gets no second history line."""
LONGEST = 4000
MOST_FILES = 30
MOST_REMARKS = 200
SPOKE, ANSWERED = "guest_spoke", "questionnaire_answered"
"""Why the engine is woken: it writes to the case's officer."""


LINK = (
    GuestLink.id,
    GuestLink.case_id,
    GuestLink.authority_code,
    GuestLink.purpose,
    GuestLink.name,
    GuestLink.may_state,
    GuestLink.expires_at,
    GuestLink.last_used_at,
)


@contextmanager
def at_outside_door(doors: Doors, token: str, clock: Clock) -> Iterator[OutsideDesk]:
    """One sitting, one transaction, as whoever holds the link. Raises LinkNotValid."""
    now = clock.now()
    with by_link(doors, token, now, *LINK) as (session, link):
        yield OutsideDesk(session, link, now)


class OutsideDesk:
    """What the link opens. Reading gives plain values; every deed leaves its history line."""

    def __init__(self, session: Session, link: Any, now: datetime) -> None:
        self._session = session
        self._link = link
        self._now = now
        self.purpose = LinkPurpose(link.purpose)
        self.name = str(link.name)

    # -- reading -----------------------------------------------------------------------------------------------

    def guest(self) -> GuestSheet:
        """The shared case. Raises LinkNotValid for a questionnaire's link."""
        if self.purpose is not LinkPurpose.GUEST:
            raise LinkNotValid
        self._note_viewing("案件を閲覧する")
        return guest_sheet(self._session, self._link)

    def questionnaire(self) -> QuestionSheet:
        """The questionnaire with what was answered so far. Raises LinkNotValid for a guest's link."""
        sheet = self._questionnaire()
        if self._note_viewing("質問票を開く") and sheet.state is QuestionnaireState.SENT:
            self._set(state=QuestionnaireState.OPENED, opened_at=self._now)
        return question_sheet(self._session, self._link, self._questionnaire())

    def files(self) -> int:
        return len(own_files(self._session))

    # -- acting ------------------------------------------------------------------------------------------------

    def comment(self, text: str) -> None:
        """Raises ActNotOpen when there is nothing to say, or too much."""
        self._say(RemarkKind.COMMENT, text)

    def state(self, text: str) -> None:
        """The operating body's own part. Raises ActNotOpen for others."""
        if not self._link.may_state:
            raise ActNotOpen("運営部署（団体）として記載する", ["記載できるのは、運営部署（団体）だけです。"])
        self._say(RemarkKind.STATEMENT, text)

    def attach(self, name: str, content: bytes, cleared_reason: str = "") -> str:
        """The file's name as kept. Raises FileRefused; NeedsClearing, and nothing is stored, until somebody has said
        why no patient's personal data are in it.
        """
        self._open_case("資料を提出する")
        if self.files() >= MOST_FILES:
            raise ActNotOpen("資料を提出する", [f"このリンクから提出できる資料は{MOST_FILES}件までです。"])
        found = look_at(name, content)
        doubt = personal_data.suspicion(found.text)
        reason = _typed(cleared_reason)
        if doubt and not reason:
            raise NeedsClearing(found.name, doubt)
        answer = self.purpose is LinkPurpose.QUESTIONNAIRE
        file_id = self._session.scalar(
            Attachment.__table__.insert()  # type: ignore[attr-defined]
            .values(
                **self._own(),
                state=AttachmentState.KEPT,
                purpose=AttachmentPurpose.ANSWER if answer else AttachmentPurpose.OTHER,
                name=found.name,
                media=found.media,
                size=found.size,
                sha256=found.sha256,
                suspicion=doubt,
                cleared_by=self.name if doubt else "",
                cleared_reason=reason if doubt else "",
                brought_by=self.name,
                link_id=self._link.id,
                brought_at=self._now,
            )
            .returning(Attachment.id)
        )
        self._put(AttachmentContent, attachment_id=file_id, content=content)
        self._note("資料を提出する", f"{file_id}番　{found.name}（{found.size:,}バイト）")
        self._wake(SPOKE)
        return found.name

    def save_answers(self, answers: Sequence[str]) -> None:
        """What is typed so far. Raises ActNotOpen when the questionnaire is answered or withdrawn."""
        sheet = self._questionnaire()
        self._still_open(sheet)
        typed = _answers(answers, sheet)
        if typed != list(sheet.answers):
            state = QuestionnaireState.PARTLY if any(typed) else QuestionnaireState.OPENED
            self._set(answers=typed, state=state, saved_at=self._now)
            self._pulse()

    def submit_answers(self, answered_by: str) -> None:
        """Send what was saved. Raises ActNotOpen when a question has no answer at all, or the name of the office."""
        sheet = self._questionnaire()
        self._still_open(sheet)
        who = _typed(answered_by)[:200]
        empty = [str(n) for n, answer in enumerate(sheet.answers, start=1) if not answer]
        if empty or not who:
            missing = (
                [f"質問{'、'.join(empty)}に回答してください。分からないときは「不明」と記入できます。"] if empty else []
            )
            missing += [] if who else ["回答した担当（部署・役職）を記入してください。"]
            raise ActNotOpen("回答を提出する", missing)
        self._set(state=QuestionnaireState.ANSWERED, answered_at=self._now, answered_by=who)
        self._note("質問票に回答する", f"第{sheet.seq}号　{sheet.title}（{who}）")
        self._wake(ANSWERED, StageKey.INSPECTION)

    # -- within ------------------------------------------------------------------------------------------------

    def _say(self, kind: RemarkKind, text: str) -> None:
        if self.purpose is not LinkPurpose.GUEST:
            raise LinkNotValid
        label = "運営部署（団体）として記載する" if kind is RemarkKind.STATEMENT else "自治体に連絡する"
        self._open_case(label)
        said = _typed(text)
        if not said or len(said) > LONGEST:
            raise ActNotOpen(label, [f"1文字以上{LONGEST}文字以内で記入してください。"])
        count = self._session.scalar(
            select(func.count()).select_from(GuestRemark).where(GuestRemark.link_id == self._link.id)
        )
        if (count or 0) >= MOST_REMARKS:
            raise ActNotOpen(label, ["このリンクからの記入が多すぎます。自治体に電話で連絡してください。"])
        self._put(GuestRemark, kind=kind, link_id=self._link.id, author=self.name, text=said, at=self._now)
        self._note(label, said)
        self._wake(SPOKE)

    def _open_case(self, label: str) -> None:
        if self._session.scalar(select(CaseFile.closed_at)) is not None:
            raise ActNotOpen(label, ["この案件は終了しています。必要なときは、自治体に連絡してください。"])

    def _questionnaire(self) -> Questionnaire:
        """The link's own. Raises LinkNotValid."""
        sheet = self._session.scalar(select(Questionnaire).execution_options(populate_existing=True))
        if sheet is None or self.purpose is not LinkPurpose.QUESTIONNAIRE:
            raise LinkNotValid
        return sheet

    def _still_open(self, sheet: Questionnaire) -> None:
        if sheet.state in (QuestionnaireState.ANSWERED, QuestionnaireState.WITHDRAWN):
            raise ActNotOpen("質問票に回答する", [f"この質問票は「{sheet.state.label}」です。変更はできません。"])
        self._open_case("質問票に回答する")

    def _set(self, **values: Any) -> None:
        self._session.execute(update(Questionnaire).values(**values).execution_options(synchronize_session=False))

    def _own(self) -> dict[str, Any]:
        return {"case_id": self._link.case_id, "authority_code": self._link.authority_code}

    def _put(self, record: Any, **values: Any) -> None:
        """A row that the guest may write but need not read back."""
        table: Table = record.__table__
        self._session.execute(table.insert().inline().values(**self._own(), **values))

    def _note_viewing(self, label: str) -> bool:
        last = self._link.last_used_at
        if last is not None and timedelta() <= self._now - last < SAME_VIEWING:
            return False
        self._session.execute(
            update(GuestLink).values(last_used_at=self._now).execution_options(synchronize_session=False)
        )
        self._note(label, "")
        return True

    def _note(self, label: str, note: str) -> None:
        version = self._session.scalar(select(CaseFile.version)) or 0
        self._put(
            HistoryLine,
            at=self._now,
            kind=HistoryKind.GUEST,
            actor_id=None,
            actor=self.name,
            name="guest",
            label=label,
            facts={},
            note=note,
            version=version,
        )
        self._pulse()

    def _pulse(self) -> None:
        change = update(CaseFile).values(pulse=CaseFile.pulse + 1)
        self._session.execute(change.execution_options(synchronize_session=False))

    def _wake(self, why: str, stage: StageKey = StageKey.MINISTRY_REPORT) -> None:
        self._put(PendingWork, stage=stage, why=why, urgent=True, created_at=self._now)
        wake(self._session, stage)


def _typed(text: str) -> str:
    return str(without_nul(text)).replace("\r\n", "\n").strip()


def _answers(answers: Sequence[str], sheet: Questionnaire) -> list[str]:
    """As many answers as questions; what the form did not carry stays as it was saved."""
    typed = [_typed(one)[:LONGEST] for one in answers][: len(sheet.questions)]
    return [*typed, *sheet.answers[len(typed) :]]
