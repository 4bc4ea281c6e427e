"""Nothing typed is lost: what an officer typed into a form and has not sent yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert

from cases.desk.base import AtDesk
from cases.procedure import without_nul
from cases.records import FormDraft


class Drafts(AtDesk):
    """One draft per person and form."""

    def save_draft(self, form: str, typed: dict[str, Any]) -> None:
        """Keep what was typed into a form; one draft per person and form."""
        now, typed = self._clock.now(), without_nul(typed)
        row = insert(FormDraft).values(officer_id=self.officer.id, form=form, typed=typed, saved_at=now)
        self._session.execute(
            row.on_conflict_do_update(index_elements=["officer_id", "form"], set_={"typed": typed, "saved_at": now})
        )

    def draft(self, form: str) -> dict[str, Any]:
        """What this officer typed last into the form; empty when nothing waits."""
        return dict(self._session.scalar(select(FormDraft.typed).where(*self._my_draft(form))) or {})

    def drop_draft(self, form: str) -> None:
        self._session.execute(delete(FormDraft).where(*self._my_draft(form)))

    def _my_draft(self, form: str) -> tuple[ColumnElement[bool], ...]:
        return FormDraft.officer_id == self.officer.id, FormDraft.form == form
