"""The kinds of paper that can be had now; of the others, why not and what to do first."""

from __future__ import annotations

import streamlit as st

from cases.papers.offers import PaperOffer
from cases.vocabulary import PaperKind
from ui import texts
from ui.parts.session import at_desk
from ui.words import plain


def offered(case_id: int, *, issuing: bool) -> tuple[PaperOffer, ...]:
    with at_desk() as desk:
        return desk.paper_offers(case_id, issuing=issuing)


def open_kinds(offers: tuple[PaperOffer, ...]) -> list[PaperKind]:
    return [one.kind for one in offers if one.shut is None]


def draw_shut(offers: tuple[PaperOffer, ...]) -> None:
    """Folded: most people look for what there is."""
    shut = [(one.kind.label, texts.sentence(one.shut)) for one in offers if one.shut is not None]
    if shut:
        with st.expander(f"今は作れない文書とその理由（{len(shut)}種類）"):
            st.markdown("\n".join(f"- **{plain(name)}**　{plain(why)}" for name, why in shut))
