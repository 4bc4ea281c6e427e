"""公表データの次の版: what is listed again is updated, never deleted, and an officer's words are not overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from cases.records import Facility, FacilityChange, RegistryRun
from cases.vocabulary import FacilityKind
from infra.registry.importing import import_files
from infra.registry.runs import ImportRefused, Outcome
from tests.house import House
from tests.infra.registry.registry_files import CLINIC, counts, hospital, listed, taken, write


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
