"""保守会社連絡: the numbers first, large enough to dial from; then the record of the call."""

from __future__ import annotations

from html import escape

import streamlit as st

from cases import handbook
from cases.desk.views import CaseSheet, VendorView
from ui.forms import from_case
from ui.forms.form import Form, Then, draw, keep_draft

ACT = "record_vendor_contact"


def form(sheet: CaseSheet) -> Form:
    _, act = handbook.find(ACT)
    return Form(act, sheet.id, sheet.version, defaults=from_case.defaults(sheet, ACT))


def draw_numbers(sheet: CaseSheet) -> None:
    """Every registered vendor with its number; how to go on when there is none."""
    if not sheet.vendors:
        phone = escape(sheet.contact_phone or sheet.facility_phone)
        st.html(
            '<div class="rk-note rk-warn"><strong>保守会社等の登録がありません。</strong><br>'
            f"医療機関等に電話で社名と番号を確かめてください。<span class='rk-phone'>{phone}</span></div>"
        )
    for n, vendor in enumerate(sheet.vendors):
        with st.container(key=f"vendor-{n}", horizontal=True, vertical_alignment="center"):
            st.html(_card(vendor), width="stretch")
            st.button("この会社を記録に入れる", key=f"pick-{n}", on_click=_pick, args=(sheet, vendor))


def _pick(sheet: CaseSheet, vendor: VendorView) -> None:
    """The vendor's name, number and person go into the record's fields."""
    record = form(sheet)
    for name in ("company", "phone", "person"):
        st.session_state[record.key(name)] = getattr(vendor, name)
    keep_draft(record)


def _card(vendor: VendorView) -> str:
    hours = "24時間対応" if vendor.all_hours else "対応時間は契約による"
    rest = "　".join(filter(None, [vendor.person, vendor.systems, hours]))
    return (
        f'<div><strong>{escape(vendor.company)}</strong><span class="rk-sub">{escape(rest)}</span>'
        f"{_phone(vendor.phone)}</div>"
    )


def _phone(number: str) -> str:
    """Large, and one touch dials it where there is a telephone."""
    if not number:
        return '<span class="rk-phone">番号の登録なし</span>'
    return f'<a class="rk-phone" href="tel:{escape(number)}">{escape(number)}</a>'


def draw_contact(sheet: CaseSheet, then: Then) -> None:
    """Numbers, then the record."""
    draw_numbers(sheet)
    draw(form(sheet), then)
