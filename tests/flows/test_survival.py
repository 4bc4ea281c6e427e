"""The workflow engine may die anywhere; duties don't: every case stands where it should, each letter once."""

from __future__ import annotations

import mailbox
from collections import Counter
from typing import Any

import pytest

from cases.store.officers import SignedIn
from infra.running.processes import born
from tests.flows.nursery import POINTS, POST_POINTS
from tests.house import House
from tests.rig import Nursery, Rig, until

AFTER_INTAKE = {"confirm_facts", "judge", "vendor_contact", "vendor_instruction"}


def entered(house: House, officer: SignedIn, case: int) -> bool:
    sheet = house.case(officer, case)
    letters = {letter.state for letter in sheet.letters}
    return {t.code for t in sheet.tasks} == AFTER_INTAKE and len(sheet.letters) == 3 and letters == {"送信済"}


def stands_where_it_should(house: House, officer: SignedIn, case: int) -> None:
    """Two stages open, each task, clock, document and letter exactly once."""
    sheet = house.case(officer, case)
    assert house.states(officer, case) == {
        "detection": "open",
        "vendor_contact": "open",
        "ministry_report": "waiting",
        "inspection": "waiting",
        "remediation": "waiting",
        "closing": "waiting",
    }
    assert Counter(t.code for t in sheet.tasks) == dict.fromkeys(AFTER_INTAKE, 1)
    assert [c.rule_id for c in sheet.clocks] == ["vendor-contact"]
    assert sorted(d.kind for d in sheet.documents) == ["intake_sheet", "vendor_sheet"]
    assert Counter((x.recipient, x.subject) for x in sheet.letters).most_common(1)[0][1] == 1
    engine_lines = [line for line in sheet.history if line.kind == "自動処理"]
    assert len(engine_lines) == 2


def delivered(rig: Rig, number: str) -> Counter[str]:
    """Message-ID → how often it lies in the practice mailbox, for one case."""
    found: Counter[str] = Counter()
    for letter in mailbox.Maildir(rig.settings.mailbox_dir, create=False):
        if number in str(_subject(letter)):
            found[str(letter["Message-ID"])] += 1
    return found


def _subject(letter: Any) -> str:
    from email.header import decode_header, make_header

    return str(make_header(decode_header(letter["Subject"])))


@pytest.mark.parametrize("point", POINTS)
def test_どの段で自動処理が落ちても_次の自動処理がすぐ引き継ぎ二重にならない(
    point: str, rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    doomed = engines.engine(point)
    case = real.suspicion(officer)
    until(lambda: not born(doomed), f"the engine dies at {point}")
    engines.engine()
    until(lambda: entered(real, officer, case), "the next engine has done what was owed")
    stands_where_it_should(real, officer, case)
    assert set(delivered(rig, real.case(officer, case).number).values()) == {1}


@pytest.mark.parametrize("point", POST_POINTS)
def test_発送の途中で落ちても_通知は失われず_重なっても同じMessage_IDである(
    point: str, rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    doomed = engines.engine(point)
    case = real.suspicion(officer)
    until(lambda: not born(doomed), f"the engine dies at {point}")
    engines.engine()
    until(lambda: entered(real, officer, case), "the letters are sent")
    stands_where_it_should(real, officer, case)
    times = delivered(rig, real.case(officer, case).number)
    assert len(times) == 3
    assert set(times.values()) == {1} if point == "letters_claimed" else set(times.values()) <= {1, 2}


def test_落ちた自動処理の実行は_Prefectの画面で中断となる(
    rig: Rig, engines: Nursery, real: House, officer: SignedIn
) -> None:
    doomed = engines.engine("open_what_follows", with_prefect=True)
    case = real.suspicion(officer)
    number = real.case(officer, case).number
    until(lambda: not born(doomed), "the engine dies")
    engines.engine(with_prefect=True)
    until(lambda: entered(real, officer, case), "the next engine has done what was owed")
    states = until(lambda: crashed(rig, number), "the dead engine's run is closed")
    assert states["CRASHED"] == 1


def crashed(rig: Rig, number: str) -> Counter[str]:
    """State → runs of the detection flow for this case, once none is left running."""
    mine = [run for run in rig.runs() if {"stage:detection", f"case:{number}"} <= set(run["tags"])]
    states = Counter(run["state_type"] for run in mine)
    return states if mine and states["CRASHED"] and not states["RUNNING"] else Counter()
