"""Posters of a whole area: 1,000 facilities, seconds and memory, against a bare typst compile of the same source."""

from __future__ import annotations

import json
import resource
import time
from datetime import date
from multiprocessing import get_context
from typing import Any

import typst
from pylopdf_fonts_jp import serif_path

from cases.posters import press
from cases.posters.batches import PART
from cases.posters.sheet import Facts, page

TARGET = 1.5
MANY = 1000
DAY = date(2021, 10, 31)


def measure() -> None:
    print(f"\n■ 院内掲示（{MANY:,} 施設、保守会社等 0～3 社）", flush=True)
    floor = apart("bare")
    print(f"  下限: typst だけで一つの PDF {floor[0]:.2f} 秒  最大メモリ {floor[1]:.0f} MB")
    for name, what in (("one", "一つの PDF"), ("parts", f"{PART} 件ずつの PDF（画面からのまとめ印刷、zip）")):
        seconds, megabytes, size = apart(name)
        ratio = seconds / floor[0]
        verdict = "達成" if ratio <= TARGET else "未達"
        print(
            f"  {what}: {seconds:.2f} 秒  {MANY / seconds:,.0f} 枚/秒  最大メモリ {megabytes:.0f} MB  {size:.1f} MB"
            f"  下限の {ratio:.2f} 倍（目標 ≤ {TARGET:g} 倍: {verdict}）",
            flush=True,
        )


def apart(name: str) -> tuple[float, float, float]:
    """(CPU seconds, MB at most, MB of PDF) in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (name,))


def _run(name: str) -> tuple[float, float, float]:
    pages = [page(facts(n), DAY) for n in range(MANY)]
    press.print_posters(pages[:1], DAY)
    start = time.process_time()
    if name == "bare":
        size = len(_bare(json.dumps(press.sheet_of(pages, DAY, "").model_dump(mode="json"), ensure_ascii=False)))
    elif name == "one":
        size = len(press.print_posters(pages, DAY))
    else:
        size = sum(len(press.print_posters(pages[at : at + PART], DAY)) for at in range(0, MANY, PART))
    seconds = time.process_time() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size / 1e6


def _bare(data: str) -> Any:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)])
    return typst.compile(
        str(press.TEMPLATE),
        root=str(press.TEMPLATE.parent),
        font_paths=fonts,
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=1635638400,
    )


def facts(n: int) -> Facts:
    vendors = tuple((f"架空第{n}{k}システム株式会社", f"0120-{n:03}-{k:03}", "保守窓口 当番") for k in range(n % 4))
    return Facts(f"架空市立第{n}病院", vendors)
