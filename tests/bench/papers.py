"""Papers per second, warm, on one core, and the ratio to a bare typst compile of the same source with the same data."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import typst
from pylopdf_fonts_jp import serif_path

from cases.papers import guidance_letter, press
from cases.papers.sheet import Head
from cases.vocabulary import PaperKind

TARGET = 1.5
ROUNDS, SIZE = 5, 40
KIND = PaperKind.GUIDANCE_LETTER


def measure() -> None:
    print("\n■ 公文書の作成（指導文書、指導事項20件）", flush=True)
    data = letter()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)])
    inputs = {"data": json.dumps(data.model_dump(mode="json"), ensure_ascii=False)}

    def bare() -> None:
        typst.compile(
            str(press.FOLDER / str(KIND) / "template.typ"),
            root=str(press.FOLDER),
            font_paths=fonts,
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=1635638400,
        )

    ours, floor = best(lambda: press.print_pdf(KIND, data), bare)
    ratio = ours / floor
    verdict = "達成" if ratio <= TARGET else "未達"
    print(
        f"  {1 / ours:,.0f} 通/秒（下限: typst だけ {1 / floor:,.0f} 通/秒）"
        f"  下限の {ratio:.2f} 倍（目標 ≤ {TARGET:g} 倍: {verdict}）",
        flush=True,
    )


def best(*works: Callable[[], object]) -> list[float]:
    """CPU seconds of each, the best of some rounds taken in turn, so that a noisy minute meets all."""
    for work in works:
        work()
    found = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for n, work in enumerate(works):
            start = time.process_time()
            for _ in range(SIZE):
                work()
            found[n] = min(found[n], (time.process_time() - start) / SIZE)
    return found


def letter() -> guidance_letter.Data:
    """A letter of two pages, every word of it invented."""
    head = Head(
        title="サイバーセキュリティ対策に係る指導について",
        number="令和３年度第１号",
        day=(2021, 10, 31),
        date="令和３年10月31日",
        addressee=("架空市立中央病院　管理者　様",),
        sender=("徳島県知事",),
        seal="（公印省略）",
        handling="",
        contact=("徳島県 医療政策課",),
        practice=False,
        draft=False,
    )
    return guidance_letter.Data(
        head=head,
        facility="架空市立中央病院（病院、架空市）",
        purpose="再発の防止",
        content="外部との接続点を確かめ、控えを別の場所に保管すること。\n" * 6,
        items=tuple((str(n), f"架空の指導事項その{n}", "令和３年11月30日") for n in range(1, 21)),
        given="令和３年10月31日　文書",
        responsible="医療政策課長",
    )
