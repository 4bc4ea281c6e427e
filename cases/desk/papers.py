"""The paper room as the desk sees it: issued papers, drafts, the register of numbers."""

from __future__ import annotations

from typing import Any

from cases import handbook
from cases.desk.base import AtDesk
from cases.papers import room
from cases.papers.deeds import PaperOrder, order
from cases.papers.offers import PaperOffer
from cases.papers.sheet import Order
from cases.papers.views import NumberRow


class PapersAtDesk(AtDesk):
    """Issued papers are the same bytes every time."""

    def paper_file(self, paper_id: int) -> tuple[str, bytes]:
        """(file name, PDF) of an issued paper, the same bytes every time; noted as seen. Raises NotFound."""
        return room.signed_bytes(self._session, paper_id, self.officer, self._clock.now())

    def paper_copy(self, paper_id: int) -> tuple[str, bytes]:
        """(file name, PDF) of an issued paper for reference, marked 写; noted as seen. Raises NotFound (R-236)."""
        return room.reference_copy(self._session, paper_id, self.officer, self._clock.now())

    def paper_draft(self, case_id: int, facts: dict[str, Any]) -> list[bytes]:
        """PNG pages of what 「公文書を発行する」 would issue, marked 案. Raises what that act raises."""
        return room.draft_pages(self._session, case_id, self._paper_order(facts), self.officer.office)

    def paper_unsigned(self, case_id: int, facts: dict[str, Any]) -> tuple[str, bytes]:
        """(file name, PDF) without a number: a working sheet, or a draft marked 案. Raises what that act raises."""
        return room.unsigned(self._session, case_id, self._paper_order(facts), self.officer, self._clock.now())

    def paper_offers(self, case_id: int, *, issuing: bool) -> tuple[PaperOffer, ...]:
        """Every kind of paper, and why it cannot be had now: to issue, or to look at and print. Raises NotFound."""
        return room.offered(self._session, case_id, self.officer, self._clock.now(), issuing=issuing)

    def blank_intake_form(self) -> tuple[str, bytes]:
        """(file name, PDF) of this office's paper intake form, for when systems are down (R-059)."""
        return room.blank_intake(self._session, self.officer, self._clock.now(), practice=self._practice)

    def _paper_order(self, facts: dict[str, Any]) -> Order:
        _, act = handbook.find("issue_paper")
        checked = act.facts.checked(act.label, facts)
        assert isinstance(checked, PaperOrder)
        return order(checked, self._clock.now())

    def number_book(self, year: int | None = None) -> tuple[NumberRow, ...]:
        """文書番号簿 of this officer's authority."""
        return room.number_book(self._session, self.officer.authority_code, year)
