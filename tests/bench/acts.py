"""One officer's acts, one every half second: from the committed act to the next stage in the database."""

from __future__ import annotations

import threading
import time

from sqlalchemy import text

from cases.officers import SignedIn
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
        seen = [one_act(house, officer, n) for n in range(ACTS)]
        spread("  操作 → 次の段階", seen, 0.5)
        spread("  下限: 操作の確定だけ（自動処理なし）", direct)


def floor(house: House, officer: SignedIn) -> float:
    """Seconds for the act's own transaction."""
    start = time.perf_counter()
    house.suspicion(officer)
    return time.perf_counter() - start


def one_act(house: House, officer: SignedIn, n: int, facility: str = "つるぎ町立半田病院") -> float:
    """Seconds from commit to 「保守会社連絡」 (odd: 「厚労省報告」) open; then waits out the spacing."""
    begun = time.perf_counter()
    case = house.suspicion(officer, facility)
    stage = "vendor_contact"
    if n % 2:
        until_open(house, case, stage)
        house.judge(officer, case)
        stage = "ministry_report"
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
