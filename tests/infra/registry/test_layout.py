"""公表データの五つのファイルを、名前か列の数で見分ける。"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from infra.registry.generate import header
from infra.registry.layout import FIELDS, LAYOUTS, Layout, NotTheLayout, columns_of, layout_of, published_on


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.prefix)
def test_名前でも_列の数でも見分けられる(layout: Layout) -> None:
    assert layout_of(Path(f"{layout.prefix}_{layout.stem}_20251201.csv"), []) is layout
    assert layout_of(Path("名前を変えた.csv"), [""] * layout.width) is layout


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.prefix)
def test_見出しの読めない列は_位置で補う(layout: Layout) -> None:
    found = columns_of(Path(f"{layout.prefix}_x.csv"), [f"項目{n}" for n in range(layout.width)])
    assert found.indices == tuple(layout.positions[name] for name in FIELDS)
    assert columns_of(Path(f"{layout.prefix}_x.csv"), header(layout)).indices == found.indices


def test_見出しの言うことは_位置に勝る() -> None:
    heads = header(LAYOUTS[0])
    heads[1], heads[20] = "項目", "正式名称"
    assert columns_of(Path("01-1_x.csv"), heads).indices[FIELDS.index("name")] == 20


def test_どこにあるか分からない列は_名前を挙げる() -> None:
    with pytest.raises(NotTheLayout) as refused:
        columns_of(Path("05_pharmacy.csv"), ["ID", "名称", "URL"])
    said = str(refused.value)
    assert said.startswith(
        "05_pharmacy.csv: 見出しが 3 列（薬局は 128 列）で、「都道府県コード」「市区町村コード」「所在地」の列が"
    )


def test_別の表は_五つの形を示して断る() -> None:
    with pytest.raises(NotTheLayout) as refused:
        layout_of(Path("会員名簿.csv"), ["氏名", "住所"])
    assert "見出しは 2 列です。病院 65列・" in str(refused.value)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "said", "day"),
    [
        ("01-1_hospital_facility_info_20251201.csv", None, date(2025, 12, 1)),
        ("05_PHARMACY_20240601.CSV", None, date(2024, 6, 1)),
        ("01-1_hospital_facility_info_20251201.csv", date(2026, 1, 1), date(2026, 1, 1)),
        ("名簿.csv", date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_時点は_言われた日か_名前にある日(name: str, said: date | None, day: date) -> None:
    assert published_on(Path(name), said) == day


@pytest.mark.parametrize("name", ["01-1_hospital.csv", "01-1_hospital_20251301.csv", "名簿_20251201.csv"])
def test_時点の分からないファイルは_言い方を示す(name: str) -> None:
    with pytest.raises(NotTheLayout, match="いつ時点のデータか分かりません。--published 2025-12-01 のように"):
        published_on(Path(name), None)
