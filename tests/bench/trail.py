"""What the chain of history costs: lines written with and without it in the same run, and how fast it is verified."""

from __future__ import annotations

import time
from statistics import median

from sqlalchemy import text

from cases.store import chain
from tests.bench.reading import spread
from tests.bench.site import site
from tests.house import House

LINES = 1000
VERIFIED = 10_000
WRITE = text(
    "INSERT INTO history (case_id, authority_code, at, kind, actor, name, label, facts, note, version, seq, "
    "previous_hash, hash) VALUES (:case, '360007', now(), 'engine', '自動処理', 'x', '「覚知」の自動処理', "
    "'{\"done\": [\"業務「四つの判断をする」を割り当てた\"], \"work\": 1}', '', 1, :seq, '', '')"
)


def measure() -> None:
    print("\n■ 経過を連鎖させる費用", flush=True)
    with site() as (_, house):
        officer = house.office("徳島県")["担当1"]
        house.facility()
        case = house.suspicion(officer)
        acts = [_act(house, officer, case) for _ in range(100)]
        chained = _lines(house, case, 1)
        with house.owner.begin() as connection:
            connection.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        bare = _lines(house, case, 10_000)
        print(f"  経過1行の書き込み: 連鎖あり {_ms(chained)}、下限（連鎖なし） {_ms(bare)}", flush=True)
        spread("  操作1件の確定（連鎖あり）", acts, 0.5)
        _verify(house, case)


def _act(house: House, officer: object, case: int) -> float:
    start = time.perf_counter()
    house.take(officer, "record_containment", case, done_at=house.clock.now(), measure="遮断")  # type: ignore[arg-type]
    return time.perf_counter() - start


def _lines(house: House, case: int, first: int) -> list[float]:
    took = []
    with house.engine.connect() as connection:
        for n in range(LINES):
            start = time.perf_counter()
            connection.execute(WRITE, {"case": case, "seq": first + n})
            connection.commit()
            took.append(time.perf_counter() - start)
    return took


def _ms(seconds: list[float]) -> str:
    return f"p50 {median(seconds) * 1000:.2f} ミリ秒"


def _verify(house: House, case: int) -> None:
    with house.owner.begin() as connection:
        connection.execute(text("DELETE FROM history WHERE hash = ''"))
        connection.execute(text("ALTER TABLE history ENABLE TRIGGER USER"))
        connection.execute(
            text(
                "INSERT INTO history (case_id, authority_code, at, kind, actor, name, label, facts, note, version) "
                "SELECT case_id, authority_code, at, kind, actor, name, label, facts, note, version FROM history, "
                f"generate_series(1, {VERIFIED}) WHERE case_id = {case} AND seq = 1"
            )
        )
    start = time.perf_counter()
    with house.engine.connect() as connection:
        found = chain.verify(connection)
    speed = found.lines / (time.perf_counter() - start)
    print(f"  確かめる: {speed:,.0f} 行/秒（改変{'なし' if found.whole else 'あり'}）")
