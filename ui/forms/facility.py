"""The forms of the registry: deeds on a facility, drawn, drafted and refused like the acts of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from cases.desk.door import Desk
from cases.registry.deeds import FACILITY_ACTS, REGISTRATION
from cases.registry.views import FacilitySheet
from cases.views.general import Choice, Taken
from ui.forms.form import Form


def deed_form(
    sheet: FacilitySheet,
    name: str,
    *,
    fixed: Mapping[str, int] | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> Form:
    """The form of a deed on this facility; a draft for each vendor and member of it."""
    fixed = fixed or {}
    act = replace(FACILITY_ACTS[name], name="-".join((name, *(str(number) for number in fixed.values()))))

    def send(desk: Desk, facts: dict[str, Any]) -> Taken:
        return desk.registry.take(name, sheet.row.id, facts, st.session_state.get(form.key("#seen")))

    form = Form(act, sheet.row.id, sheet.version, fixed=fixed, defaults=defaults or {}, send=send)
    return form


def register_form(places: tuple[Choice, ...]) -> Form:
    """A facility entered by hand."""
    return Form(REGISTRATION, choices={"municipality": places}, send=lambda desk, facts: desk.registry.register(facts))


def known(sheet: FacilitySheet) -> Mapping[str, Any]:
    """What the registry has, as the correction form begins."""
    row = sheet.row
    return {
        "name": row.name,
        "kana": row.kana,
        "short_name": sheet.short_name,
        "address": row.address,
        "phone": row.phone,
        "email": row.email,
        "url": sheet.url,
        "institution_code": row.institution_code,
        "registry_id": row.registry_id,
        "beds_total": row.beds,
    }
