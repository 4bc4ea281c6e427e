"""公表データの取込み: cut off or at the same time as another, the registry stays whole and found in one form."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Delete, Update, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from cases.records import Authority, Facility, Municipality, RegistryRun
from cases.vocabulary import FacilityKind
from infra.registry.folding import folded
from infra.registry.generate import generate
from infra.registry.importing import ONE_AT_A_TIME, import_files
from infra.registry.layout import NotTheLayout
from infra.registry.runs import ImportRefused, Outcome
from tests.house import House
from tests.infra.registry.registry_files import CLINIC, hospital, listed, taken, write

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
