"""What leaves the house as a file, in the sitting's scope: one case in the forms of others; lists. Taking is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.casework.files.views import FileContent
from cases.errors import NotFound
from cases.exports import filling, form_files, list_files, lists
from cases.exports.forms import ExportForm, forms
from cases.exports.sheet import Export
from cases.japanese_dates import jst_words
from cases.records import ListTaking
from cases.store.officers import SignedIn
from cases.store.spool import OpenFile, writing
from cases.vocabulary import ExportFormat


@dataclass(frozen=True)
class ListFile(OpenFile):
    """A list as a file, and how many rows it has."""

    rows: int


@dataclass(frozen=True)
class ListPage:
    """One page of a list, its rows by the columns' keys."""

    name: str
    title: str
    conditions: tuple[str, ...]
    total: int
    page: int
    pages: int
    columns: dict[str, str]
    rows: list[dict[str, lists.Cell]]


@dataclass(frozen=True)
class Taking:
    """Who took which list, for the office's supervisors and the ministry."""

    at: datetime
    office: str
    title: str
    conditions: tuple[str, ...]
    kind: str
    rows: int


class ExportDesk:
    def __init__(self, session: Session, officer: SignedIn, now: datetime, *, practice: bool) -> None:
        self._session, self._officer, self._now, self._practice = session, officer, now, practice

    def forms(self, case_id: int) -> tuple[Export, ...]:
        """Every form filled from the case as it is now, to look at; nothing is noted. Raises NotFound."""
        return filling.preview(self._session, self._officer, self._now, case_id)

    def known(self) -> tuple[ExportForm, ...]:
        """The forms that a case can be written into."""
        return forms()

    def filled(self, case_id: int, form: str) -> Export:
        """One form filled from the case as it is now, to look at; nothing is noted. Raises NotFound."""
        return filling.one(self._session, self._officer, self._now, case_id, form)

    def form(self, case_id: int, form: str, kind: str) -> FileContent:
        """One form as a file (`kind`: xlsx, json, txt); the case's history notes it. Raises NotFound."""
        return filling.take(self._session, self._officer, self._now, case_id, form, kind)

    # -- lists -------------------------------------------------------------------------------------------------

    def list_page(self, name: str, asked: dict[str, Any], page: int = 1, size: int = 100) -> ListPage:
        """One page of a list in scope. Raises NotFound, BadFacts."""
        kind = lists.kind_of(name, self._officer)
        given = lists.checked(kind, asked)
        total, rows = lists.page(self._here, kind, given, page, size)
        titles = {one.key: one.title for one in kind.columns}
        told = tuple(lists.in_words(given))
        return ListPage(name, kind.title, told, total, max(page, 1), max(1, -(-total // size)), titles, rows)

    def list_file(self, name: str, wanted: str, asked: dict[str, Any]) -> ListFile:
        """The whole list under these conditions as a file (csv, xlsx, json); who took it is noted.

        Raises NotFound, BadFacts.
        """
        kind = lists.kind_of(name, self._officer)
        if wanted not in list_files.MEDIA:
            raise NotFound("一覧")
        form = ExportFormat(wanted)
        given = lists.checked(kind, asked)
        told = lists.in_words(given)
        about = list_files.About(
            name,
            kind.title,
            (
                *([("演習", form_files.PRACTICE)] if self._practice else []),
                ("一覧", kind.title),
                ("条件", "、".join(told) or "すべて"),
                ("出力", f"{jst_words(self._now, with_year=True)}　{self._officer.office}"),
                (list_files.HANDLING, filling.CARE),
            ),
            filling.CARE,
        )
        with writing() as file:
            count = list_files.write(file, form, about, kind.columns, lists.rows(self._here, kind, given))
            self._note(kind, given, form, count)
        mark = "【演習】" if self._practice else ""
        title = f"{mark}{kind.title}_{form_files.stamp(self._now)}.{form}"
        return ListFile(title, list_files.MEDIA[form], file, count)

    def takings(self, limit: int = 50) -> tuple[Taking, ...]:
        """The lists that this office took along (for the ministry: all offices), newest first."""
        rows = self._session.scalars(select(ListTaking).order_by(ListTaking.id.desc()).limit(limit))
        return tuple(
            Taking(
                one.taken_at,
                one.office,
                one.title,
                tuple(lists.in_words(lists.checked(lists.KINDS[one.list_name], one.conditions))),
                one.kind.label,
                one.rows,
            )
            for one in rows
            if one.list_name in lists.KINDS
        )

    @property
    def _here(self) -> lists.Here:
        return lists.Here(self._session, self._officer, self._now)

    def _note(self, kind: lists.ListKind, given: Any, form: ExportFormat, count: int) -> None:
        self._session.add(
            ListTaking(
                authority_code=self._officer.authority_code,
                officer_id=self._officer.id,
                office=self._officer.office,
                list_name=kind.name,
                title=kind.title,
                conditions=given.model_dump(mode="json", exclude_defaults=True),
                kind=form,
                rows=count,
                taken_at=self._now,
            )
        )
        self._session.flush()
