"""What leaves the house as a file, in the visit's scope: one case in the forms of others. Each taking is noted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from cases import exports
from cases.export_forms import ExportForm, forms
from cases.officers import SignedIn
from cases.views import FileContent


class ExportDesk:
    def __init__(self, session: Session, officer: SignedIn, now: datetime) -> None:
        self._session, self._officer, self._now = session, officer, now

    def forms(self, case_id: int) -> tuple[exports.Export, ...]:
        """Every form filled from the case as it is now, to look at; nothing is noted. Raises NotFound."""
        return exports.preview(self._session, self._officer, self._now, case_id)

    def known(self) -> tuple[ExportForm, ...]:
        """The forms that a case can be written into."""
        return forms()

    def filled(self, case_id: int, form: str) -> exports.Export:
        """One form filled from the case as it is now, to look at; nothing is noted. Raises NotFound."""
        return exports.one(self._session, self._officer, self._now, case_id, form)

    def form(self, case_id: int, form: str, kind: str) -> FileContent:
        """One form as a file (`kind`: xlsx, json, txt); the case's history notes it. Raises NotFound."""
        return exports.take(self._session, self._officer, self._now, case_id, form, kind)
