"""One case, read: the page, its files, its chain of history, what lies around it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from cases.casework import rule_sets
from cases.casework.closing.showing import with_days
from cases.casework.files import desk as files
from cases.casework.files.views import FileContent, LaidIn, RemarkView
from cases.casework.relations import surroundings
from cases.casework.relations.views import Related, Relations
from cases.casework.remediation import showing as remediation
from cases.desk import relations, showing
from cases.desk.base import AtDesk
from cases.desk.views import CaseSheet, TrailView, Viewed
from cases.errors import NotFound
from cases.papers import room
from cases.records import Authority, CaseFile, HistoryLine, Letter, Officer
from cases.store import chain as trail
from cases.store.loading import load_cases


class CasePage(AtDesk):
    """What a case's page asks for."""

    def case(self, case_id: int) -> CaseSheet:
        """The whole case page; that this officer saw it is noted (R-231). Raises NotFound."""
        found = load_cases(self._session, [case_id], lock=False)
        if not found:
            raise NotFound("案件")
        case = found[0]
        trail.note_viewing(self._session, case, self.officer.id, self.officer.office, self._clock.now())
        history = self._session.scalars(
            select(HistoryLine).where(HistoryLine.case_id == case_id).order_by(HistoryLine.id.desc()).limit(500)
        ).all()
        letters = self._session.scalars(
            select(Letter).where(Letter.case_id == case_id).order_by(Letter.id.desc()).limit(500)
        ).all()
        names = self._office_names({case.lead_officer_id})
        authority = self._session.scalar(select(Authority.name).where(Authority.code == case.authority_code)) or ""
        lead = names.get(case.lead_officer_id or 0, "")
        papers = room.papers(self._session, case_id)
        items = remediation.items(self._session, case, self._clock.now())
        checklists = remediation.answered(self._session, case_id)
        sheet = showing.case_sheet(case, self.officer, authority, lead, history, letters, items, checklists, papers)
        rules = rule_sets.views(case, rule_sets.stored(self._session, case_id))
        return replace(sheet, rule_sets=rules, notices=with_days(sheet.notices, rules))

    def lay_in(self, case_id: int, name: str, content: bytes) -> LaidIn:
        """A file is looked at and laid into the case, not yet part of it: `keep_file` says what it is.

        Raises NotFound, CaseEnded, WrongRole, or FileRefused.
        """
        return files.lay_in(self._session, self.officer, self._clock.now(), case_id, name, content)

    def file(self, case_id: int, file_id: int) -> FileContent:
        """A file's content; the history notes who took it. Raises NotFound."""
        return files.take_out(self._session, self.officer, self._clock.now(), case_id, file_id)

    def remarks(self, case_id: int) -> tuple[RemarkView, ...]:
        """What guests and office wrote to each other, oldest first (at most 500)."""
        return files.remarks(self._session, case_id)

    def pulse(self, case_id: int) -> int:
        """A number that changes whenever the case changes, by a person or the engine; cheap to ask."""
        found = self._session.scalar(select(CaseFile.pulse).where(CaseFile.id == case_id))
        if found is None:
            raise NotFound("案件")
        return found

    def trail(self, case_id: int) -> TrailView:
        """The case's chain of history, verified now, and who looked at the case (R-231). Raises NotFound."""
        found = trail.verify(self._session.connection(), case_id)
        if not found.cases:
            raise NotFound("案件")
        broken = found.breaks[0] if found.breaks else None
        seen = tuple(Viewed(*one) for one in trail.viewings(self._session, case_id))
        why = f"{broken.seq}行目: {broken.why}" if broken else ""
        return TrailView(found.lines, self._clock.now(), why, seen)

    def related(self, case_id: int) -> tuple[Related, ...]:
        """Other open cases of the same facility or vendor company within scope, newest first (at most 50)."""
        return surroundings.related(self._session, case_id)

    def relations(self, case_id: int) -> Relations:
        """Candidates for the same event, merged cases, and other open cases around this one. Raises NotFound."""
        found = load_cases(self._session, [case_id], lock=False)
        if not found:
            raise NotFound("案件")
        return relations.around(self._session, self.officer, found[0])

    def _office_names(self, ids: set[int | None]) -> dict[int, str]:
        wanted = [i for i in ids if i is not None]
        rows = self._session.execute(select(Officer.id, Officer.office).where(Officer.id.in_(wanted)))
        return {row.id: row.office for row in rows}
