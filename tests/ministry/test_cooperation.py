"""The police's request word for word, and when a campaign reminds: dates in, rungs out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.clock import JST
from cases.ministry.campaigns import cooperation
from cases.vocabulary import ItemMode, ItemPart

FIRST, LAST = date(2019, 5, 25), date(2019, 5, 28)
COMMON = """自主警備体制の強化
連絡体制の確立
日米首脳会談等関連情報及び不審者等情報の警察への通報連絡の徹底
宿舎、行き先地周辺における大規模行事、公共工事、業務用車両利用及び小型無人機等の使用の自粛
業務用車両、小型無人機等の管理及び盗難・紛失時の警察への連絡の徹底
身分証明書、制服等の管理及び盗難・紛失時の警察への連絡の徹底
関係機関に対する交通規制内容の周知及び宿舎、行き先地周辺における交通総量抑制に向けた指導
サイバーセキュリティ対策の強化"""
INDIVIDUAL = """宿舎、行き先地周辺における救急医療体制の確立
ＮＢＣテロ対策に係る警察との連携強化
爆発物の原料となり得る化学物質の販売事業者に対する管理強化の指導
病院、研究所等に対する毒劇物、生物剤等の管理強化の指導
研究所等における特定病原体等の管理強化
旅館、ホテル等に対する食中毒防止をはじめとする衛生管理徹底の指導
旅館、ホテル等に対する宿泊者名簿及び日本国内に住所を有しない外国人宿泊者の旅券の写しの保存の徹底の指導
ドクターヘリ管理者等に対する管理強化の指導
宿舎、行き先地周辺における緊急走行時の110番通報
重要インフラ事業者等に対する自主警備体制及びサイバーセキュリティ対策の強化の指導"""


def jst(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=JST).astimezone(UTC)


def words(part: ItemPart) -> list[tuple[int, str]]:
    return [(one.number, one.text) for one in cooperation.items() if one.part is part]


@pytest.mark.requirement("R-185")
def test_共通要請事項は要請文の文言どおり八つである() -> None:
    assert words(ItemPart.COMMON) == list(enumerate(COMMON.splitlines(), 1))


@pytest.mark.requirement("R-186")
def test_個別要請事項は要請文の文言どおり十である() -> None:
    assert words(ItemPart.INDIVIDUAL) == list(enumerate(INDIVIDUAL.splitlines(), 1))


@pytest.mark.requirement("R-184")
def test_自ら行う事項と_関係者を指導する事項とが分かれている() -> None:
    guiding = {one.id for one in cooperation.items() if one.mode is ItemMode.GUIDE}
    assert guiding == {"C7", "I3", "I4", "I6", "I7", "I8", "I10"}


@pytest.mark.requirement("R-207")
def test_知らせるのは行事の五日前と二日前と前日の朝九時である() -> None:
    assert [(r.days, r.at) for r in cooperation.rungs(FIRST, cooperation.USUAL)] == [
        (5, jst(date(2019, 5, 20), 9)),
        (2, jst(date(2019, 5, 23), 9)),
        (1, jst(date(2019, 5, 24), 9)),
    ]


SENT = jst(date(2019, 5, 17), 15)


@pytest.mark.requirement("R-207")
@pytest.mark.parametrize(
    ("now", "said", "expected", "stands_for", "late"),
    [
        (jst(date(2019, 5, 20), 8, 59), None, None, (), ""),
        (jst(date(2019, 5, 20), 9), None, 5, (), ""),
        (jst(date(2019, 5, 20), 9), jst(date(2019, 5, 20), 9), None, (), ""),
        (jst(date(2019, 5, 20), 13), None, 5, (), "4時間 遅れて送信"),
        (jst(date(2019, 5, 23), 9, 5), None, 2, (5,), ""),
        (jst(date(2019, 5, 25), 9), jst(date(2019, 5, 20), 9), 1, (2,), "1日 遅れて送信"),
        (jst(date(2019, 5, 28), 23, 59), None, 1, (5, 2), "4日14時間 遅れて送信"),
        (jst(date(2019, 5, 29)), None, None, (), ""),
    ],
    ids=["まだ", "その時", "二度目はない", "遅れた", "重なれば一つ", "止まっていた", "最終日まで", "終わった後はない"],
)
def test_来た段は一つの知らせになり_遅れは遅れと言い_終わった後は言わない(
    now: datetime, said: datetime | None, expected: int | None, stands_for: tuple[int, ...], late: str
) -> None:
    found = cooperation.due(FIRST, LAST, cooperation.USUAL, SENT, said, now)
    assert (found.days if found else None) == expected
    if found:
        assert (found.stands_for, found.late_words) == (stands_for, late)


MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: jst(date(2019, 5, 1)) + timedelta(minutes=minutes))
DAYS = st.sets(st.integers(1, cooperation.FURTHEST), max_size=5)


@pytest.mark.requirement("R-207")
@given(
    first=st.dates(date(2019, 5, 10), date(2019, 6, 10)),
    length=st.integers(0, 9),
    days=DAYS,
    since=MOMENTS,
    visits=st.lists(MOMENTS, max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_いつ誰が何度見ても_段は失われず_二度言われず_期間の後には言われない(
    first: date, length: int, days: set[int], since: datetime, visits: list[datetime]
) -> None:
    last = first + timedelta(days=length)
    said: datetime | None = None
    told: list[int] = []
    for now in sorted(v for v in visits if v >= since):
        assert cooperation.due(first, last, days, since, said, now) is None or now < cooperation.over_at(last)
        moment = cooperation.next_moment(first, last, days, since, said)
        found = cooperation.due(first, last, days, since, said, now)
        assert (found is not None) == (
            moment <= now < cooperation.over_at(last) and moment < cooperation.summary_at(last)
        )
        if found:
            assert found.said_at == now
            said, told = found.planned_at, [*told, *found.stands_for, found.days]
        seen = [r.days for r in cooperation.rungs(first, days) if since < r.at <= now]
        if now < cooperation.over_at(last):
            assert told == seen
    assert len(told) == len(set(told))
