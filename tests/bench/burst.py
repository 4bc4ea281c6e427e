"""A wave: 1,000 incidents at once, until every one has its stages open, tasks assigned and clocks started."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from sqlalchemy import text

from cases.clock import MachineClock
from tests.bench.acts import one_act
from tests.bench.reading import single, spread
from tests.bench.site import site, start_engine
from tests.house import House

WAVE = 1000
PEER = 100
READY = text(
    """
    SELECT count(*) FROM case_file c
    WHERE c.authority_code = '360007'
      AND (SELECT count(*) FROM stage_record s WHERE s.case_id = c.id AND s.state = 'open') = 2
      AND (SELECT count(*) FROM task t WHERE t.case_id = c.id AND t.holder_id IS NOT NULL) = 4
      AND EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id)
    """
)


def measure() -> None:
    print(f"\n■ {WAVE} 件の同時発生", flush=True)
    with site() as (_, house):
        meanwhile: list[float] = []
        stop = threading.Event()
        officer = threading.Thread(target=lone_officer, args=(house, meanwhile, stop))
        officer.start()
        took, intake = wave(house, WAVE)
        stop.set()
        officer.join()
        single("  受付の開始から全件の業務割当・計時開始まで", took, 20)
        single("  うち受付そのもの（2 人が続けて入力）", intake)
        spread("  その間の一人の操作 → 次の段階", meanwhile, 3)
    with site(engine=None) as (rig, house):
        house.office("徳島県")
        house.facility()
        for _ in range(PEER):
            house.suspicion(house.office("徳島県")["担当1"])
        start_engine(rig, "tests.bench.one_by_one")
        begun = time.perf_counter()
        until_ready(house, 1)
        first = time.perf_counter()
        until_ready(house, PEER)
        each = (time.perf_counter() - first) / (PEER - 1)
        print(f"  比較: 1 件ずつ Prefect で実行すると 1 件 {each:.3f} 秒（起動 {first - begun:.1f} 秒を除く）")
        print(f"  倍率: まとめて処理すると 1 件ずつの {each * WAVE / took:.1f} 倍の速さ", flush=True)


def wave(house: House, size: int) -> tuple[float, float]:
    """(seconds until all are ready, seconds of the intake alone). The intake has a process of its own."""
    house.office("徳島県")
    house.facility()
    spawning = get_context("spawn")
    begin = spawning.Event()
    ready = spawning.Event()
    people = spawning.Process(target=take_in, args=(house.urls, size, ready, begin))
    people.start()
    ready.wait()
    start = time.perf_counter()
    begin.set()
    people.join()
    intake = time.perf_counter() - start
    until_ready(house, size)
    return time.perf_counter() - start, intake


def take_in(urls: dict[str, str], size: int, ready: Event, begin: Event) -> None:
    """Two officers at their screens, taking in `size` suspicions one after another."""
    house = House(urls, MachineClock())
    officer = house.office("徳島県")["担当1"]
    with ThreadPoolExecutor(2) as pool:
        ready.set()
        begin.wait()
        list(pool.map(lambda _: house.suspicion(officer), range(size)))
    house.close()


def until_ready(house: House, count: int) -> None:
    with house.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while int(connection.scalar(READY) or 0) < count:
            time.sleep(0.1)


def lone_officer(house: House, seconds: list[float], stop: threading.Event) -> None:
    """An officer of another prefecture goes on working during the wave."""
    officer = house.office("奈良県")["担当1"]
    house.facility("宇陀市立病院", "宇陀市", authority="奈良県")
    while not stop.is_set():
        seconds.append(one_act(house, officer, judged=len(seconds) % 2 == 1, facility="宇陀市立病院"))
