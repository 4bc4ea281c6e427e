"""保守会社連絡, unattended: the vendor is to be called at once: the clock, the officer's tasks, the contact sheet.

Stage file: cases/stages/vendor_contact.py.
"""

from __future__ import annotations

from prefect import flow

from cases.vocabulary import StageKey
from flows.steps import common
from flows.steps.turns import take_turn
from flows.tickets import run_name


@flow(name="vendor_contact", description="保守会社連絡", flow_run_name=run_name, persist_result=False)
async def vendor_contact(work: list[int]) -> int:
    """Work row ids in, number of stage changes out. Safe to run twice."""
    taken = await take_turn(StageKey.VENDOR_CONTACT, work, common.in_order())
    return len(taken.moved)
