"""The rule data of the house: complete, word for word, dated."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cases.rulebook import AuthorityKind, CityClass, Heading, RuleError, Sentence, TimingRule, Unit, rulebook

NOTICE_TEXT = Path(__file__).parent / "data" / "seed_notice.txt"
BOOK = rulebook()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.requirement("R-010")
@pytest.mark.parametrize("sentence", BOOK.notice.sentences, ids=lambda sentence: str(sentence.id))
def test_文は通知のとおり(sentence: Sentence) -> None:
    printed = squeezed(NOTICE_TEXT.read_text(encoding="utf-8"))
    assert squeezed(sentence.text) in printed


@pytest.mark.requirement("R-010")
def test_通知は一字も欠けない() -> None:
    printed = squeezed(NOTICE_TEXT.read_text(encoding="utf-8"))
    parts: list[Heading | Sentence] = [*BOOK.notice.sections, *BOOK.notice.sentences]
    for part in parts:
        if part.id not in ("M-0", "A") and (part.id, part.text) != ("M-T", "件名"):
            assert squeezed(part.text) in printed
            printed = printed.replace(squeezed(part.text), "", 1)
    assert printed == "記"


@pytest.mark.requirement("R-010")
def test_文の番号は領域の定めどおりに並ぶ() -> None:
    ids = [sentence.id for sentence in BOOK.notice.sentences]
    notice = "T 0.1 0.2 0.3 0.4 0.5 0.6 0.7 1.1 1.2a 1.2b 1.3 1.4 2.1 2.1p 2.2 2.3 3.1 3.2 3.3 3.4 4.1 4.2 4.3 4.4"
    expected = [f"M-{part}" for part in f"{notice} 4.5 4.6".split()] + [f"A-{part}" for part in range(7)]
    assert ids == expected
    assert {sentence.section for sentence in BOOK.notice.sentences} == {one.id for one in BOOK.notice.sections}


def test_通知は技術的助言である() -> None:
    assert BOOK.notice.id == "mhlw-2018-10-29"
    assert BOOK.notice.issued_on == date(2018, 10, 29)
    assert BOOK.notice.legal_nature.label == "技術的助言"
    assert BOOK.notice.legal_citation == "地方自治法第245条の４第１項に基づく技術的助言"
    assert set(BOOK.notice.addressees) == set(AuthorityKind)


@pytest.mark.requirement("R-230")
@pytest.mark.parametrize(
    ("rule_id", "word", "start", "length", "unit"),
    [
        ("vendor-contact", "直ちに", "detected_at", 30, Unit.MINUTES),
        ("facility-ministry-contact", "速やかに", "judged_at", 24, Unit.HOURS),
        ("authority-ministry-report", "事実把握後速やかに", "grasped_at", 24, Unit.HOURS),
        ("judgement-recheck", "定めなし", "judged_at", 2, Unit.HOURS),
        ("inquiry-answer", "定めなし", "asked_at", 8, Unit.OPEN_HOURS),
        ("investigation-result-report", "必要に応じて", "investigated_at", None, None),
        ("remediation-item", "必要に応じて", "promised_at", None, None),
    ],
)
def test_時期の語と起点と長さ(rule_id: str, word: str, start: str, length: int | None, unit: Unit | None) -> None:
    rule = BOOK.timing(rule_id, date(2021, 10, 31))
    assert rule is not None
    assert (rule.timing_word, rule.start_event, rule.length, rule.unit) == (word, start, length, unit)


@pytest.mark.requirement("R-230")
@pytest.mark.parametrize("rule", BOOK.timings, ids=lambda rule: str(rule.id))
def test_時期の語は根拠の文にある(rule: TimingRule) -> None:
    cited = "".join(BOOK.sentence(sentence).text for sentence in rule.sentences)
    assert (rule.timing_word in cited) is (rule.timing_word != "定めなし")


@pytest.mark.requirement("R-008")
def test_通知の時間はすべて目安である() -> None:
    assert {rule.label for rule in BOOK.timings} == {"目安"}
    assert all(rule.default_is_suggestion for rule in BOOK.timings)


def test_通知より前の日に規則はない() -> None:
    assert BOOK.timing("vendor-contact", date(2018, 10, 28)) is None
    assert BOOK.timing("vendor-contact", date(2018, 10, 29)) is not None
    assert BOOK.contact_desk(date(2018, 10, 28)) is None


@pytest.mark.requirement("R-261")
@pytest.mark.parametrize(
    ("on", "office", "phone"),
    [
        (date(2018, 10, 29), "医政局研究開発振興課医療技術情報推進室", "03-3595-2430"),
        (date(2022, 11, 9), "医政局研究開発振興課医療技術情報推進室", "03-3595-2430"),
        (date(2022, 11, 10), "医政局特定医薬品開発支援・医療情報担当参事官室", None),
        (date(2026, 11, 22), "医政局特定医薬品開発支援・医療情報担当参事官室", None),
    ],
)
def test_その日の窓口(on: date, office: str, phone: str | None) -> None:
    desk = BOOK.contact_desk(on)
    assert desk is not None
    assert (desk.full_name, desk.phone) == (f"厚生労働省{office}", phone)


def test_2018年の窓口は院内掲示と同じ() -> None:
    desk = BOOK.contact_desk(date(2018, 10, 29))
    assert desk is not None
    assert BOOK.sentence("A-4").text == "\n".join([*desk.office, f"電話：{desk.phone}", desk.hours_words or ""])
    assert (desk.calendar.open_from.hour, desk.calendar.open_to.hour) == (9, 18)


@pytest.mark.requirement("R-324")
def test_自治体は157() -> None:
    classes = [row.city_class for row in BOOK.authorities]
    kinds = [row.kind for row in BOOK.authorities]
    assert len({row.code for row in BOOK.authorities}) == len(BOOK.authorities) == 157
    assert [kinds.count(kind) for kind in AuthorityKind] == [47, 87, 23]
    assert [classes.count(kind) for kind in CityClass] == [20, 62, 5]


@pytest.mark.requirement("R-001")
def test_一般知識による市は確認済みとしない() -> None:
    unverified = [row for row in BOOK.authorities if not row.verified]
    assert {row.city_class for row in unverified} == {CityClass.DESIGNATED_CITY, CityClass.CORE_CITY}
    assert len(unverified) == 20 + 62 - 6


@pytest.mark.requirement("R-005")
@pytest.mark.requirement("R-323")
@pytest.mark.parametrize(
    ("municipality", "authority"),
    [
        ("宇陀市", "奈良県"),
        ("つるぎ町", "徳島県"),
        ("鳴門市", "徳島県"),
        ("岐阜市", "岐阜市"),
        ("佐世保市", "佐世保市"),
        ("岡山市", "岡山市"),
        ("岡山市北区", "岡山市"),
        ("川崎市", "川崎市"),
        ("川崎市川崎区", "川崎市"),
        ("大阪市", "大阪市"),
        ("大阪市住吉区", "大阪市"),
        ("町田市", "町田市"),
        ("千代田区", "千代田区"),
        ("武蔵野市", "東京都"),
        ("青ヶ島村", "東京都"),
    ],
)
def test_市区町村の所管(municipality: str, authority: str) -> None:
    [place] = [row for row in BOOK.municipalities if row.name == municipality]
    assert BOOK.authority_of(place.code6, date(2021, 10, 31)).name == authority


@pytest.mark.requirement("R-323")
@pytest.mark.parametrize(
    ("code", "authority_code"),
    [
        ("292125", "290009"),
        ("364681", "360007"),
        ("271004", "271004"),
        ("422029", "422029"),
        ("131016", "131016"),
    ],
)
def test_市区町村のコードから所管のコード(code: str, authority_code: str) -> None:
    assert BOOK.authority_of(code, date(2018, 10, 29)).code == authority_code


@pytest.mark.requirement("R-006")
@pytest.mark.parametrize(
    ("on", "authority"),
    [(date(2018, 3, 31), "鳥取県"), (date(2018, 4, 1), "鳥取市"), (date(2026, 1, 1), "鳥取市")],
)
def test_中核市になった日から所管が変わる(on: date, authority: str) -> None:
    assert BOOK.authority_of("312011", on).name == authority


def test_すべての市区町村に今日の所管がある() -> None:
    today = date(2026, 11, 22)
    assert len(BOOK.municipalities) == 1912
    assert {BOOK.authority_of(row.code6, today).prefecture == row.prefecture for row in BOOK.municipalities} == {True}
    assert {BOOK.authority_of(row.code6, today).code for row in BOOK.municipalities} == {
        row.code for row in BOOK.authorities
    }


def test_市区町村の名に郡は付かない() -> None:
    assert [row.name for row in BOOK.municipalities if re.fullmatch(r".+郡.+[町村]", row.name)] == []
    assert [row.kana for row in BOOK.municipalities if not re.fullmatch(r"[ァ-ヶー]+", row.kana)] == []


@pytest.mark.parametrize("ask", [lambda: BOOK.sentence("M-9.9"), lambda: BOOK.timing("no-such", date(2021, 1, 1))])
def test_知らない番号は理由を言って断る(ask: Callable[[], object]) -> None:
    with pytest.raises(RuleError, match="ありません"):
        ask()


def test_知らない市区町村と自治体は理由を言って断る() -> None:
    with pytest.raises(RuleError, match=r"municipalities.csv の「999999」"):
        BOOK.authority_of("999999", date(2021, 1, 1))
    with pytest.raises(RuleError, match=r"authorities.csv の「999999」"):
        BOOK.authority("999999")
