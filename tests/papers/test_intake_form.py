"""The paper intake form asks what the screen asks, in the screen's order, and fits two pages (R-059)."""

from __future__ import annotations

import io
from datetime import date

from pypdf import PdfReader

from cases.casework.detection.suspicion import Suspicion
from cases.papers import intake_form, press
from cases.papers.sheet import Head
from cases.stages.vendor_contact import VendorCall
from cases.vocabulary import AwarenessSource, PaperKind, SystemKind
from ui.forms import detection

HEAD = Head(
    title=intake_form.TITLE,
    number="",
    day=(2026, 11, 22),
    date="令和８年11月22日",
    addressee=(),
    sender=("徳島県知事",),
    seal="",
    handling="",
    contact=(),
    practice=False,
    draft=False,
)


def test_紙の受付票は_受付の画面と同じ問いを同じ順に尋ねる() -> None:
    on_screen = ["facility", "municipality", *detection.FIRST, *detection.LATER]
    on_paper = [*intake_form.FIRST, *intake_form.LATER]
    assert on_paper == [name for name in on_screen if name in on_paper]
    skipped = {"awareness_at", "grasped_at", "attack_note", "proxy_entry"}
    assert set(on_screen) - set(on_paper) == skipped
    asked = [line.title for part in intake_form.blank().parts for line in part.lines]
    assert asked[: len(on_paper)] == [Suspicion.model_fields[name].title for name in on_paper]


def test_保守会社への連絡の問いも_記録する業務と同じ言葉である() -> None:
    fields = VendorCall.model_fields
    assert {name: fields[name].title for name in intake_form.VENDOR_TITLES} == intake_form.VENDOR_TITLES
    assert list(intake_form.VENDOR_TITLES) == [name for name in fields if name in intake_form.VENDOR_TITLES]


def test_空欄の票は_自治体の連絡先が入った二頁で_選ぶ言葉がすべてあり_色を使わない() -> None:
    data = intake_form.blank(office=("医療政策課", "電話 088-000-0000")).model_copy(update={"head": HEAD})
    reader = PdfReader(io.BytesIO(press.print_pdf(PaperKind.INTAKE_FORM, data)))
    assert len(reader.pages) == 2
    said = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert "医療政策課電話088-000-0000" in said
    assert "電話による聞き取り（代理入力）" in said
    assert all(f"□{one.label}" in said for one in (*AwarenessSource, *SystemKind))
    assert date(*HEAD.day).isoformat() not in said
