"""Links, files and questionnaires of a case as plain values (views.py)."""

from __future__ import annotations

from cases.casework.files.views import FileView
from cases.casework.outside.questionnaires import WAITING
from cases.casework.outside.views import LinkView, QuestionnaireView
from cases.japanese_dates import day_words
from cases.records import CaseFile
from cases.vocabulary import AttachmentState


def link_views(case: CaseFile) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(
            number=n,
            purpose=link.purpose.label,
            name=link.name,
            email=link.email,
            created_at=link.created_at,
            created_by=link.created_by,
            expires_at=link.expires_at,
            last_used_at=link.last_used_at,
            revoked_at=link.revoked_at,
            revoked_reason=link.revoked_reason,
        )
        for n, link in enumerate(case.links, start=1)
    )


def file_views(case: CaseFile) -> tuple[FileView, ...]:
    """Newest first."""
    return tuple(
        FileView(
            id=one.id,
            state=one.state.label,
            purpose=one.purpose.label,
            name=one.name,
            size=one.size,
            sha256=one.sha256,
            rows=tuple(
                (title, value)
                for title, value in (
                    ("件名", one.title),
                    ("発表・掲載の日", day_words(one.released_on, with_year=True) if one.released_on else ""),
                    ("媒体・発表者", one.outlet),
                    ("掲載先", one.url),
                    ("本文", one.text),
                )
                if value
            ),
            suspicion=one.suspicion,
            cleared=f"{one.cleared_by}: {one.cleared_reason}" if one.cleared_reason else "",
            brought_by=one.brought_by,
            brought_at=one.brought_at,
            removed=f"{one.removed_by}: {one.removed_reason}" if one.removed_at else "",
            gone=one.state is AttachmentState.REMOVED,
        )
        for one in reversed(case.attachments)
    )


def questionnaire_views(case: CaseFile) -> tuple[QuestionnaireView, ...]:
    return tuple(
        QuestionnaireView(
            number=q.seq,
            title=q.title,
            to_name=q.to_name,
            state=q.state.label,
            waiting=q.state in WAITING,
            wished_by=q.wished_by,
            sent_at=q.sent_at,
            sent_by=q.sent_by,
            opened_at=q.opened_at,
            answered_at=q.answered_at,
            answered_by=q.answered_by,
            by_proxy=q.by_proxy,
            pairs=tuple(zip(q.questions, q.answers, strict=True)),
            materials=tuple(q.materials),
            withdrawn_reason=q.withdrawn_reason,
        )
        for q in case.questionnaires
    )
