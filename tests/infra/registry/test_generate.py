"""架空の公表データ: 実在するものは含まず、同じ数からは同じ内容ができ、壊れた行は望んだだけある。"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from infra.registry.generate import LABEL, generate, total
from infra.registry.layout import LAYOUTS
from tests.house import House
from tests.infra.registry.registry_files import counts, taken


def rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


def test_望んだ行数を_公表データの割合で五つに分ける(tmp_path: Path) -> None:
    files = generate(tmp_path, 1000, "20260601")
    numbers = [len(rows(file)) for file in files]
    assert sum(numbers) == 1000
    assert sorted(numbers) == [numbers[n] for n in (3, 0, 2, 4, 1)], "助産所が最も少なく、診療所が最も多い"
    assert total(files) == sum(len(file.read_bytes()) for file in files)


def test_同じ数からは同じ内容ができる(tmp_path: Path) -> None:
    first, same, other = (generate(tmp_path / str(n), 50, "20260601", seed=seed) for n, seed in enumerate((1, 1, 2)))
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in same]
    assert [one.read_bytes() for one in first] != [one.read_bytes() for one in other]


def test_どの行も架空と分かり_列の数は公表データと同じ(tmp_path: Path) -> None:
    for layout, file in zip(LAYOUTS, generate(tmp_path, 100, "20260601"), strict=True):
        for row in rows(file):
            assert len(row) == layout.width
            assert row[layout.positions["name"]].startswith(LABEL)
            assert row[layout.positions["url"]].endswith(".example.jp/")


@pytest.mark.parametrize("broken", [0.0, 0.1, 0.5])
def test_壊れた行は望んだ割合だけあり_すべて戻される(house: House, tmp_path: Path, broken: float) -> None:
    came = [taken(house, file) for file in generate(tmp_path, 400, "20260601", broken=broken)]
    expected = sum(int(one.rows * broken) for one in came)
    assert sum(one.rejected for one in came) == expected
    assert sum(counts(one)[0] for one in came) == 400 - expected
    assert all(one.reason for file in came for one in file.rejects)
