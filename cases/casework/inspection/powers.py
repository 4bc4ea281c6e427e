"""What the law lets an authority do, and to whom; shared by the deeds of this article (M-3.3, R-116)."""

from __future__ import annotations

from cases.errors import NoInspectionPower
from cases.records import CaseFile
from cases.vocabulary import Instrument, Role

BASIS = "医療法第25条及び第26条並びに医療法施行規則第42条"
"""As the notice cites it (M-3.3, R-115)."""
BY_CONSENT = "任意の協力による"
"""R-128: what is voluntary never cites the Medical Care Act."""

FIELD = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR})


def basis_words(instrument: Instrument) -> str:
    """The basis as it is printed (R-115, R-118, R-128)."""
    return {
        Instrument.ON_SITE_INSPECTION: BASIS,
        Instrument.REPORT_ORDER: "医療法第25条第1項",
        Instrument.SUBMISSION_ORDER: "医療法第25条第2項",
    }.get(instrument, BY_CONSENT)


def refuse_without_power(case: CaseFile, instrument: Instrument | None) -> None:
    """Raises NoInspectionPower for an instrument of the Medical Care Act at a facility that it does not reach."""
    if instrument and instrument.under_medical_care_act and not case.facility.kind.may_be_inspected:
        raise NoInspectionPower(case.facility.kind.label)
