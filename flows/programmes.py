"""The programmes of the six stages together, in the notice's order, for whoever takes turns without Prefect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cases.vocabulary import StageKey
from flows import closing, detection, inspection, ministry_report, remediation, vendor_contact
from flows.steps.programme import Programme

PROGRAMMES: Final[Mapping[StageKey, Programme]] = {
    StageKey.DETECTION: detection.STEPS,
    StageKey.VENDOR_CONTACT: vendor_contact.STEPS,
    StageKey.MINISTRY_REPORT: ministry_report.STEPS,
    StageKey.INSPECTION: inspection.STEPS,
    StageKey.REMEDIATION: remediation.STEPS,
    StageKey.CLOSING: closing.STEPS,
}
