"""公表データの取込み: what the ministry's open data says goes into the registry, and nothing gets lost on the way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cases.vocabulary import FacilityKind, RegistryKind
from infra.commands import registry
from infra.registry import reading
from infra.registry.generate import generate
from infra.registry.layout import NotTheLayout
from tests.house import House
from tests.infra.registry.registry_files import DAY, HOSPITAL, PHARMACY, hospital, listed, taken, write


def test_五種類のファイルを取り込み_もう一度取り込んでも変わらない(house: House, tmp_path: Path) -> None:
    files = generate(tmp_path, 500, "20251201")
    first = [taken(house, file) for file in files]
    assert sum(one.added for one in first) == 500
    assert {one.kind for one in first} == set(RegistryKind)
    before = listed(house)
    again = [taken(house, file) for file in files]
    assert sum(one.unchanged for one in again) == 500
    assert sum(one.added + one.updated + one.delisted + one.rejected for one in again) == 0
    assert [(f.id, f.version, f.name) for f in listed(house)] == [(f.id, f.version, f.name) for f in before]


def test_列の中身は_種類ごとの位置から読む(house: House, tmp_path: Path) -> None:
    for layout in (HOSPITAL, PHARMACY):
        taken(house, write(tmp_path, [hospital(1, layout)], layout))
    first, second = listed(house)
    assert [first.kind, second.kind] == [FacilityKind.HOSPITAL, FacilityKind.PHARMACY]
    for one in (first, second):
        assert one.municipality_name == "つるぎ町"
        assert one.authority_code == "360007"
        assert one.address.startswith("徳島県つるぎ町")
        assert one.listed_on == DAY
        assert one.latitude is not None
    assert first.beds is not None
    assert second.beds is None


def test_病床は区分ごとに読む(house: House, tmp_path: Path) -> None:
    fields = hospital()
    fields[57:65] = ["100", "20", "", "0", "３０", "", "4", "154"]
    taken(house, write(tmp_path, [fields]))
    assert listed(house)[0].beds == {
        "general": 100,
        "long_term": 20,
        "psychiatric": 30,
        "infectious": 4,
        "total": 154,
    }


def test_列の順が違っても_見出しの名前で読む(house: House, tmp_path: Path) -> None:
    file = tmp_path / "01-1_hospital_facility_info_20251201.csv"
    heads = ["所在地", "正式名称", "ID", "都道府県コード", "市区町村コード"]
    file.write_text(",".join(heads) + "\nつるぎ町半田,架空病院,3610000000001,36,468\n", encoding="utf-8")
    assert taken(house, file).added == 1
    assert [(f.name, f.address) for f in listed(house)] == [("架空病院", "つるぎ町半田")]


class TestRejects:
    """取り込めない行は、行番号と理由を付けて返す."""

    REASONS = (
        ({"registry_id": "361000000001"}, "13桁の数字ではありません"),
        ({"registry_id": "36100000000AB"}, "13桁の数字ではありません"),
        ({"name": "　"}, "名称が空欄です"),
        ({"municipality": "999"}, "登録されていない市区町村です"),
        ({"municipality": "364680"}, "検証数字が合いません"),
        ({"prefecture": "徳島"}, "市区町村コード「徳島468」が数字ではありません"),
        ({"latitude": "北緯34度"}, "緯度「北緯34度」"),
        ({"name": "架空\x00病院"}, "NUL"),
    )

    @pytest.mark.parametrize(("broken", "reason"), REASONS, ids=[reason for _, reason in REASONS])
    def test_壊れた行だけが戻り_ほかは取り込まれる(
        self, house: House, tmp_path: Path, broken: dict[str, str], reason: str
    ) -> None:
        came = taken(house, write(tmp_path, [hospital(1), hospital(2, **broken), hospital(3)]))
        assert [(one.line, reason in one.reason) for one in came.rejects] == [(3, True)]
        assert [f.registry_id for f in listed(house)] == [hospital(1)[0], hospital(3)[0]]

    def test_全角や抜けた零は直して取り込む(self, house: House, tmp_path: Path) -> None:
        rows = [
            hospital(1, registry_id="３６１００００００００１１"),
            hospital(2, prefecture="1", municipality="204"),
            hospital(3, municipality="36468"),
            hospital(4, municipality="364681"),
        ]
        assert taken(house, write(tmp_path, rows)).rejects == []
        assert [f.municipality_name for f in listed(house)] == ["つるぎ町", "旭川市", "つるぎ町", "つるぎ町"]
        assert listed(house)[0].registry_id == "3610000000011"

    def test_同じIDが二度あれば_初めの行を取り込み後の行を戻す(self, house: House, tmp_path: Path) -> None:
        first = hospital(1)[0]
        wide = first.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        rows = [hospital(1), hospital(2, registry_id=first), hospital(3, registry_id=wide), hospital(4)]
        came = taken(house, write(tmp_path, rows))
        said = f"同じ ID {first} が 2 行目にもあります"
        assert [(one.line, one.reason) for one in came.rejects] == [(3, said), (4, said)]
        assert came.added == 2

    def test_列の抜けた行と余計な行(self, house: House, tmp_path: Path) -> None:
        came = taken(house, write(tmp_path, [hospital(1)[:-1], hospital(2), [*hospital(3), "余り"], []]))
        assert [(one.line, one.reason.split("（")[0]) for one in came.rejects] == [
            (2, "列の数が 64 です"),
            (4, "列の数が 66 です"),
        ]

    def test_閉じていない引用符は_その行だけが戻る(self, house: House, tmp_path: Path) -> None:
        file = write(tmp_path, [hospital(n) for n in range(1, 6)])
        lines = file.read_bytes().split(b"\r\n")
        lines[2] = lines[2].replace(b",", b',"', 1)
        file.write_bytes(b"\r\n".join(lines))
        came = taken(house, file)
        assert [(one.line, one.reason) for one in came.rejects] == [(3, '引用符（"）が閉じていないか、余計にあります')]
        assert came.added == 4

    def test_文字の壊れた行だけが戻る(self, house: House, tmp_path: Path) -> None:
        file = write(tmp_path, [hospital(n) for n in range(1, 4)])
        lines = file.read_bytes().split(b"\r\n")
        lines[2] = lines[2].replace("架空".encode(), "架空".encode("cp932"), 1)
        file.write_bytes(b"\r\n".join(lines))
        came = taken(house, file)
        assert [(one.line, "文字が壊れています" in one.reason) for one in came.rejects] == [(3, True)]
        assert came.added == 2

    def test_百行に一行壊れていても_残りは入り_壊れた行は一つ残らず戻る(self, house: House, tmp_path: Path) -> None:
        came = [taken(house, file) for file in generate(tmp_path, 2000, "20251201", broken=0.01)]
        rejects = [one for outcome in came for one in outcome.rejects]
        assert sum(one.rows for one in came) == 2000
        assert sum(one.added for one in came) + len(rejects) == 2000
        assert len(rejects) == sum((one.rows) // 100 for one in came)
        for outcome in came:
            assert [one.line for one in outcome.rejects] == [n * 100 + 1 for n in range(1, len(outcome.rejects) + 1)]
        assert all(one.reason for one in rejects)

    def test_戻った行は表計算で開けるファイルになる(self, house: House, tmp_path: Path) -> None:
        came = taken(house, write(tmp_path, [hospital(1, name="")]))
        registry.write_rejects([came], tmp_path / "戻り.csv")
        with (tmp_path / "戻り.csv").open(encoding="utf-8-sig", newline="") as stream:
            heads, only = list(csv.reader(stream))
        assert heads == ["ファイル", "行", "理由", "元の行"]
        assert only[:3] == ["01-1_hospital_facility_info_20251201.csv", "2", "名称が空欄です"]
        assert next(csv.reader([only[3]]))[0] == hospital(1)[0]

    def test_戻った行の医療機関等を_記載なしにはしない(self, house: House, tmp_path: Path) -> None:
        taken(house, write(tmp_path, [hospital(1)]))
        came = taken(house, write(tmp_path, [hospital(1, latitude="北")]))
        assert (came.rejected, came.delisted) == (1, 0)
        assert listed(house)[0].delisted_on is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("01-1_hospital_facility_info_20251201.csv", b"PK\x03\x04abc", "展開して"),
        ("01-1_hospital_facility_info_20251201.csv", b"", "空のファイル"),
        ("01-1_hospital_facility_info_20251201.csv", "正式名称,所在地\n".encode("cp932"), "UTF-8 ではありません"),
        ("01-1_hospital_facility_info_20251201.csv", "\ufeffID\n".encode("utf-16"), "UTF-16"),
        ("01-1_hospital_facility_info_20251201.csv", "甲,乙\n1,2\n".encode(), "どこか分かりません"),
        ("覚え書き.csv", "甲,乙\n1,2\n".encode(), "公表データの形ではありません"),
    ],
    ids=["ZIP", "空", "Shift_JIS", "UTF-16", "見出しが違う", "別の表"],
)
def test_ファイルごと別のものなら_理由を言って何も変えない(
    house: House, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NotTheLayout, match=said):
        taken(house, tmp_path / name, published=DAY)
    assert listed(house) == []


def test_時点の分からないファイルは_日付を求める(house: House, tmp_path: Path) -> None:
    file = write(tmp_path, [hospital(1)]).rename(tmp_path / "病院.csv")
    with pytest.raises(NotTheLayout, match="--published"):
        taken(house, file)
    assert taken(house, file, published=DAY).added == 1


def test_引用符のある行とない行が混ざっても_どちらも同じに読む(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BLOCK", 5_000)
    file = write(tmp_path, [hospital(n) for n in range(1, 401)])
    lines = file.read_bytes().split(b"\r\n")
    lines[200] = b",".join(b'"' + cell + b'"' for cell in lines[200].split(b","))
    lines[300] = (
        lines[300]
        .replace("号".encode(), "号\r\n（別館）".encode(), 1)
        .replace("徳島県".encode(), '"徳島県'.encode(), 1)
        .replace("（別館）,".encode(), '（別館）",'.encode(), 1)
    )
    lines[390] = lines[390].replace(b"36", b"3x", 1)
    file.write_bytes(b"\r\n".join(lines))
    came = taken(house, file)
    assert came.added == 399
    assert [one.line for one in came.rejects] == [392]
    assert listed(house)[299].address.endswith("号  （別館）")
