"""公表データの取込み: what the ministry's open data says goes into the registry, and nothing gets lost on the way."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Delete, Update, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from cases.records import Authority, Facility, FacilityChange, Municipality, RegistryRun
from cases.vocabulary import FacilityKind, RegistryKind
from infra.registry import command, reading
from infra.registry.folding import folded
from infra.registry.generate import generate, header, row
from infra.registry.importing import ONE_AT_A_TIME, import_file, import_files
from infra.registry.layout import LAYOUTS, Layout, NotTheLayout
from infra.registry.runs import ImportRefused, Outcome
from tests.house import House

HOSPITAL, CLINIC, DENTAL, BIRTH, PHARMACY = LAYOUTS
DAY = date(2025, 12, 1)


def write(folder: Path, rows: list[list[str]], layout: Layout = HOSPITAL, day: str = "20251201") -> Path:
    file = folder / f"{layout.prefix}_{layout.stem}_{day}.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header(layout), *rows])
    return file


def hospital(n: int = 1, layout: Layout = HOSPITAL, **values: str) -> list[str]:
    """A generated row at つるぎ町 (36468), with the fields given."""
    import random

    from cases.rulebook import rulebook

    place = next(one for one in rulebook().municipalities if one.name == "つるぎ町")
    fields = row(layout, n, place, random.Random(n))
    for name, value in values.items():
        fields[layout.positions[name]] = value
    return fields


def taken(house: House, file: Path, **kw: object) -> Outcome:
    return import_file(house.owner, file, house.clock.now(), **kw)  # type: ignore[arg-type]


def listed(house: House) -> list[Facility]:
    from sqlalchemy.orm import Session

    with Session(house.owner) as session:
        return list(session.scalars(select(Facility).order_by(Facility.id)))


def counts(came: Outcome) -> tuple[int, int, int, int, int]:
    return came.added, came.updated, came.unchanged, came.attached, came.rejected


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
        command.write_rejects([came], tmp_path / "戻り.csv")
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


class TestAgain:
    """次の公表データ: 更新し、消さない."""

    def test_変わった行だけを更新し_何が変わったかを残す(self, house: House, tmp_path: Path) -> None:
        taken(house, write(tmp_path, [hospital(1), hospital(2)]))
        came = taken(house, write(tmp_path, [hospital(1), hospital(2, name="架空新病院")], day="20260601"))
        assert counts(came) == (0, 1, 1, 0, 0)
        with house.owner.connect() as connection:
            (line,) = connection.execute(select(FacilityChange.changes, FacilityChange.label, FacilityChange.on_date))
        assert line == (
            {"name": [hospital(2)[1], "架空新病院"]},
            "公表データによる更新",
            date(2026, 6, 1),
        )

    def test_載らなくなったものは消さずに印を付け_また載れば外す(self, house: House, tmp_path: Path) -> None:
        both = [hospital(1), hospital(2)]
        taken(house, write(tmp_path, both))
        came = taken(house, write(tmp_path, both[:1], day="20260601"))
        assert came.delisted == 1
        assert [f.delisted_on for f in listed(house)] == [None, date(2026, 6, 1)]
        back = taken(house, write(tmp_path, both, day="20261201"))
        assert (back.updated, back.delisted) == (1, 0)
        assert [f.delisted_on for f in listed(house)] == [None, None]

    def test_途中で切れたらしいファイルは取り込まない(self, house: House, tmp_path: Path) -> None:
        rows = [hospital(n) for n in range(1, 101)]
        taken(house, write(tmp_path, rows))
        cut = write(tmp_path, rows[:50], day="20260601")
        with pytest.raises(ImportRefused, match="途中で切れて"):
            taken(house, cut)
        assert [f.delisted_on for f in listed(house)] == [None] * 100
        assert taken(house, cut, allow_shrink=True).delisted == 50

    def test_古いデータで新しいデータを上書きしない(self, house: House, tmp_path: Path) -> None:
        taken(house, write(tmp_path, [hospital(1)]))
        with pytest.raises(ImportRefused, match="より新しい"):
            taken(house, write(tmp_path, [hospital(1)], day="20240601"))

    def test_別の自治体に移った医療機関等は_所管も移る(self, house: House, tmp_path: Path) -> None:
        taken(house, write(tmp_path, [hospital(1)]))
        taken(house, write(tmp_path, [hospital(1, prefecture="29", municipality="212")], day="20260601"))
        (moved,) = listed(house)
        assert (moved.municipality_name, moved.authority_code) == ("宇陀市", "290009")
        with house.owner.connect() as connection:
            assert connection.scalar(select(FacilityChange.changes)) == {"municipality_name": ["つるぎ町", "宇陀市"]}

    def test_診療所になった病院は_同じものとして更新する(self, house: House, tmp_path: Path) -> None:
        rows = [hospital(1), hospital(2)]
        taken(house, write(tmp_path, rows))
        clinic = hospital(1, CLINIC)
        clinic[0] = rows[0][0]
        files = [write(tmp_path, rows[1:], day="20260601"), write(tmp_path, [clinic], CLINIC, day="20260601")]
        came = import_files(house.owner, files, house.clock.now())
        assert [one.added for one in came if isinstance(one, Outcome)] == [0, 0]
        assert [(f.kind, f.delisted_on) for f in listed(house)] == [
            (FacilityKind.CLINIC, None),
            (FacilityKind.HOSPITAL, None),
        ]

    def test_一つのIDが二つのファイルにあっても_医療機関等は一つ(self, house: House, tmp_path: Path) -> None:
        """Whichever file is the first: what the other says of it is an update, also when both are written at once."""
        clinics = [hospital(n, CLINIC) for n in range(1, 60)]
        clinics[30][0] = hospital(1)[0]
        files = [write(tmp_path, [hospital(n) for n in range(1, 60)]), write(tmp_path, clinics, CLINIC)]
        came = import_files(house.owner, files, house.clock.now())
        assert sorted((one.added, one.updated) for one in came if isinstance(one, Outcome)) == [(58, 1), (59, 0)]
        assert len({f.registry_id for f in listed(house)}) == len(listed(house)) == 117


class TestByHand:
    """手で登録したものは、重ねて作らず、書いたものを上書きしない."""

    def test_同じ場所と種別と名称なら対応付ける(self, house: House, tmp_path: Path) -> None:
        by_hand = house.facility("つるぎ町立 半田病院")
        came = taken(house, write(tmp_path, [hospital(1, name="つるぎ町立半田病院")]))
        assert counts(came) == (0, 0, 0, 1, 0)
        (one,) = listed(house)
        assert (one.id, one.registry_id) == (by_hand, hospital(1)[0])
        assert one.name == "つるぎ町立 半田病院"
        assert one.address != ""
        assert one.registry_said == {"name": "つるぎ町立半田病院"}

    def test_取り込む間に画面から登録されても_対応付ける(self, house: House, tmp_path: Path) -> None:
        entered: list[int] = []

        def meanwhile(read: int) -> None:
            if not entered:
                entered.append(house.facility("つるぎ町立 半田病院"))

        came = taken(house, write(tmp_path, [hospital(1, name="つるぎ町立半田病院")]), progress=meanwhile)
        assert counts(came) == (0, 0, 0, 1, 0)
        assert [f.id for f in listed(house)] == entered
        with house.owner.connect() as connection:
            assert list(connection.scalars(select(RegistryRun.state))) == ["done"]

    def test_種別が違えば別のものである(self, house: House, tmp_path: Path) -> None:
        house.facility("架空診療所", kind=FacilityKind.CLINIC)
        assert taken(house, write(tmp_path, [hospital(1, name="架空診療所")])).added == 1

    def test_どれか決められない行は_取り込まずに理由を付けて戻す(self, house: House, tmp_path: Path) -> None:
        house.facility("半田病院")
        came = taken(house, write(tmp_path, [hospital(1, name="半田病院"), hospital(2, name="半田病院")]))
        assert came.added == 0
        assert [("どれが対応するか決められません" in r.reason, r.line) for r in came.rejects] == [(True, 2), (True, 3)]
        with house.owner.begin() as connection:
            connection.execute(update(Facility).values(registry_id=hospital(2)[0]))
        again = taken(house, write(tmp_path, [hospital(1, name="半田病院"), hospital(2, name="半田病院")]))
        assert (again.added, again.rejected) == (1, 0)

    def test_職員が訂正した項目は_公表データで上書きせず_違いを残す(self, house: House, tmp_path: Path) -> None:
        taken(house, write(tmp_path, [hospital(1)]))
        with house.owner.begin() as connection:
            connection.execute(
                update(Facility).values(address="つるぎ町半田字中薮", registry_said={"address": hospital(1)[9]})
            )
        assert counts(taken(house, write(tmp_path, [hospital(1)]))) == (0, 0, 1, 0, 0)
        new = hospital(1, address="つるぎ町別の場所", kana="カクウ")
        assert counts(taken(house, write(tmp_path, [new], day="20260601"))) == (0, 1, 0, 0, 0)
        (one,) = listed(house)
        assert (one.address, one.kana) == ("つるぎ町半田字中薮", "カクウ")
        assert one.registry_said == {"address": "つるぎ町別の場所"}


CHILD = """
import sys, time
from pathlib import Path
from sqlalchemy import create_engine
from cases.clock import MachineClock
from infra.registry import importing
original = importing.note_end
def slow(*given):
    original(*given)
    print("written", flush=True)
    time.sleep(60)
importing.note_end = slow
importing.import_file(create_engine(sys.argv[1]), Path(sys.argv[2]), MachineClock().now())
"""


def test_途中で殺されても_もう一度実行すれば正しくなる(house: House, tmp_path: Path) -> None:
    """A real process, killed when all is written but nothing committed."""
    files = generate(tmp_path, 300, "20251201")
    taken(house, files[0])
    before = len(listed(house))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, house.urls["owner"], str(files[1])], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "written\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert len(listed(house)) == before
    came = _when_free(lambda: [taken(house, file) for file in files])
    assert sum(one.added for one in came) + before == 300
    ids = [one.registry_id for one in listed(house)]
    assert len(set(ids)) == len(ids) == 300
    with house.owner.connect() as connection:
        states = connection.execute(select(RegistryRun.state, func.count()).group_by(RegistryRun.state))
        assert {str(state): count for state, count in states} == {"interrupted": 1, "done": 6}


def _when_free(work: Callable[[], list[Outcome]]) -> list[Outcome]:
    """The server notices the killed client's end within moments; until then the lock is held."""
    for _ in range(200):
        try:
            return work()
        except ImportRefused:
            time.sleep(0.05)
    raise AssertionError("the killed import's lock was not freed")


WORDS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")),
        st.sampled_from("ぁゖさくらァヶガＳ１ａ－ー‐–—−・ 　-()（）ﾊﾝﾀﾞﾟ゛々〆㈱Ⅱ①İßΣ|｜\\漢字"),
    ),
    max_size=12,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.lists(WORDS, min_size=40, max_size=40))
def test_取込みが作る検索用の形は_データベースの作る形と同じ(house: House, words: list[str]) -> None:
    ours = dict(zip(words, folded(pa.array(words, pa.string())).to_pylist(), strict=True))
    with house.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT one, search_form(one) FROM unnest(CAST(:words AS text[])) one"), {"words": words}
        )
        assert {one: form for one, form in rows if ours[one] is not None} == {
            one: form for one, form in ours.items() if form is not None
        }


def test_取り込んだ医療機関等も直した医療機関等も_同じ形で探せる(house: House, tmp_path: Path) -> None:
    rows = [hospital(1, name="架空さくら Ｓ病院"), hospital(2, name="架空㌔病院"), hospital(3)]
    taken(house, write(tmp_path, rows))
    form = text(
        "SELECT count(*) FROM facility WHERE search = facility_search("
        "name, kana, short_name, municipality_name, registry_id, institution_code)"
    )
    with house.owner.begin() as connection:
        assert connection.scalar(form) == 3
        connection.execute(update(Facility).where(Facility.registry_id == hospital(3)[0]).values(name="みどり"))
        assert connection.scalar(form) == 3
        connection.execute(update(Facility).values(search="別のもの"))
        assert connection.scalar(form) == 3


@pytest.mark.parametrize(
    "broken",
    [
        update(Facility).values(authority_code="999999"),
        update(Facility).values(municipality_code="999999"),
        delete(Municipality).where(Municipality.code == "364681"),
        update(Municipality).where(Municipality.code == "364681").values(code="999999"),
        delete(Authority).where(Authority.code == "360007"),
    ],
    ids=[
        "自治体のない医療機関等",
        "市区町村のない医療機関等",
        "市区町村を消す",
        "市区町村の番号を変える",
        "自治体を消す",
    ],
)
def test_医療機関等の自治体と市区町村は必ずある(house: House, tmp_path: Path, broken: Update | Delete) -> None:
    taken(house, write(tmp_path, [hospital(1)]))
    with house.owner.connect() as connection:
        connection.execute(text("DELETE FROM jurisdiction"))
        connection.execute(text("DELETE FROM municipality WHERE code NOT IN ('364681', '362018')"))
        with pytest.raises(IntegrityError, match="facilit"):
            connection.execute(broken)


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


def test_一つのファイルが断られても_ほかのファイルは取り込む(house: House, tmp_path: Path) -> None:
    files = generate(tmp_path, 100, "20251201")
    files[1].write_bytes(b"PK\x03\x04")
    came = import_files(house.owner, files, house.clock.now())
    assert [isinstance(one, NotTheLayout) for one in came] == [False, True, False, False, False]
    assert {f.kind for f in listed(house)} == set(FacilityKind(one.kind) for one in came if isinstance(one, Outcome))


def test_取込みは一つずつしか動かない(house: House, tmp_path: Path) -> None:
    file = write(tmp_path, [hospital(1)])
    with house.owner.connect() as other:
        other.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        with pytest.raises(ImportRefused, match="別の取込み"):
            taken(house, file)
    assert taken(house, file).added == 1


def test_二つの診療所が同じ町で同じ名称でも_どちらも登録する(house: House, tmp_path: Path) -> None:
    rows = [hospital(n, CLINIC, name="架空医院") for n in (1, 2)]
    assert taken(house, write(tmp_path, rows, CLINIC)).added == 2
