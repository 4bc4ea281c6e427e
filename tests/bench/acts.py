"""One officer's acts, one every half second: from the committed act to the next stage in the database."""

from __future__ import annotations

import threading
import time

from sqlalchemy import text

from cases.store.officers import SignedIn
from tests.bench.reading import spread
from tests.bench.site import site
from tests.house import House

ACTS = 200
SPACING = 0.5


def measure() -> None:
    print("\n■ 操作の確定から次の段階が見えるまで（0.5 秒おき）", flush=True)
    with site() as (_, house):
        officer = house.office("徳島県")["担当1"]
        house.facility()
        direct = [floor(house, officer) for _ in range(20)]
        seen = [one_act(house, officer, judged=n % 2 == 1) for n in range(ACTS)]
        spread("  操作 → 次の段階", seen, 0.5)
        spread("  下限: 操作の確定だけ（自動処理なし）", direct)


def floor(house: House, officer: SignedIn) -> float:
    """Seconds for the act's own transaction."""
    start = time.perf_counter()
    house.suspicion(officer)
    return time.perf_counter() - start


_last: dict[int, int] = {}


def one_act(house: House, officer: SignedIn, *, judged: bool = False, facility: str = "つるぎ町立半田病院") -> float:
    """Seconds from commit to the next stage open: a new suspicion opens 「保守会社連絡」, the judgement of the case
    before opens 「厚労省報告」. Then waits out the spacing."""
    begun = time.perf_counter()
    if judged:
        case, stage = _last[officer.id], "ministry_report"
        house.judge(officer, case)
    else:
        case, stage = house.suspicion(officer, facility), "vendor_contact"
        _last[officer.id] = case
    committed = time.perf_counter()
    until_open(house, case, stage)
    took = time.perf_counter() - committed
    threading.Event().wait(max(0.0, SPACING - (time.perf_counter() - begun)))
    return took


def until_open(house: House, case: int, stage: str) -> None:
    query = text("SELECT state FROM stage_record WHERE case_id = :case AND stage = :stage")
    with house.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(query, {"case": case, "stage": stage}) != "open":
            time.sleep(0.005)
