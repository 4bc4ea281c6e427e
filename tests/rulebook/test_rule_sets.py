"""Rule sets as data: every later rule of the domain book with its verification, and what may be switched on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cases.judgement import Attack, Failure, Impact, Result, judge
from cases.rulebook import NOTICE_SET, Outcome, RuleSet, Verification, rulebook
from cases.rulebook.decision_tables import Answers, Row, When, check_table, every_answer
from cases.rulebook.files import RuleError, read_sets
from cases.rulebook.versions import with_sets
from cases.vocabulary import ExchangeKind, FacilityKind, GuidanceForm, Instrument, ReportKind

BOOK = rulebook()
HANDA = date(2021, 10, 31)
A, F, I, O = Attack, Failure, Impact, Outcome  # noqa: E741


def the(set_id: str) -> RuleSet:
    [found] = [one for one in BOOK.sets if one.id == set_id]
    return found


# -- the table of the notice and the wider one of the guideline ------------------------------------------------------


@pytest.mark.requirement("R-048")
@pytest.mark.requirement("R-065")
@pytest.mark.parametrize("answers", list(every_answer()), ids=lambda a: "-".join(a))
def test_通知の判断の表は四つの判断と同じ答えを出す(answers: Answers) -> None:
    row = the(NOTICE_SET).assess(answers)
    assert row is not None
    assert row.result is judge(*answers)


@pytest.mark.parametrize("answers", list(every_answer()), ids=lambda a: "-".join(a))
def test_通知の結果と扱いの語は食い違わない(answers: Answers) -> None:
    row = the(NOTICE_SET).assess(answers)
    assert row is not None
    assert (
        row.outcome
        is {
            Result.REPORTABLE: O.CONTACT,
            Result.ON_HOLD: O.ON_HOLD,
            Result.AWAITING: O.AWAITING,
            Result.NOT_REPORTABLE: O.OUTSIDE,
            Result.OUTSIDE_NOTICE: O.OUTSIDE,
            Result.NOT_ATTACK: O.OUTSIDE,
        }[judge(*answers)]
    )


@pytest.mark.requirement("R-264")
@pytest.mark.parametrize(
    ("attack", "failure", "expected"),
    [
        (A.YES, F.YES, O.CONTACT),
        (A.YES, F.NO, O.CONTACT),
        (A.YES, F.UNKNOWN, O.CONTACT),
        (A.SUSPECTED, F.YES, O.CONTACT),
        (A.SUSPECTED, F.NO, O.CONTACT),
        (A.SUSPECTED, F.UNKNOWN, O.CONTACT),
        (A.NO, F.YES, O.AS_NECESSARY),
        (A.NO, F.NO, O.OUTSIDE),
        (A.NO, F.UNKNOWN, O.ON_HOLD),
        (A.UNKNOWN, F.YES, O.AS_NECESSARY),
        (A.UNKNOWN, F.NO, O.ON_HOLD),
        (A.UNKNOWN, F.UNKNOWN, O.ON_HOLD),
    ],
)
@pytest.mark.parametrize("leak", list(Impact))
@pytest.mark.parametrize("care", list(Impact))
def test_ガイドライン51版は疑いだけで連絡し障害だけでも必要に応じて連絡する(
    attack: Attack, failure: Failure, expected: Outcome, leak: Impact, care: Impact
) -> None:
    row = the("mhlw-guideline-5.1").assess(Answers(attack, failure, leak, care))
    assert row is not None
    assert row.outcome is expected


@pytest.mark.requirement("R-264")
@given(st.builds(Answers, st.sampled_from(A), st.sampled_from(F), st.sampled_from(I), st.sampled_from(I)))
def test_ガイドライン51版は通知より狭くならない(answers: Answers) -> None:
    wider, notice = the("mhlw-guideline-5.1").assess(answers), the(NOTICE_SET).assess(answers)
    assert wider is not None
    assert notice is not None
    assert notice.outcome is not O.CONTACT or wider.outcome is O.CONTACT


answers_of = {"attack": A, "failure": F, "leak": I, "care": I, "either": I}
whens = st.builds(
    When, **{name: st.lists(st.sampled_from(kind), max_size=3).map(tuple) for name, kind in answers_of.items()}
)


@given(st.lists(whens, min_size=1, max_size=6))
def test_表の検査は漏れと届かない行を必ず見つける(found: list[When]) -> None:
    rows = [Row(when=when) for when in found]
    first = [next((n for n, row in enumerate(rows) if row.matches(a)), None) for a in every_answer()]
    sound = None not in first and set(first) == set(range(len(rows)))
    assert (check_table(rows) == "") is sound


# -- the catalogue -----------------------------------------------------------------------------------------------------

V, P, U = Verification.VERIFIED, Verification.PARTIAL, Verification.UNVERIFIED


@pytest.mark.parametrize(
    ("requirement", "status"),
    [
        pytest.param("R-260", {V, P}, marks=pytest.mark.requirement("R-260")),
        pytest.param("R-261", {P}, marks=pytest.mark.requirement("R-261")),
        pytest.param("R-262", {U}, marks=pytest.mark.requirement("R-262")),
        pytest.param("R-263", {V}, marks=pytest.mark.requirement("R-263")),
        pytest.param("R-264", {V}, marks=pytest.mark.requirement("R-264")),
        pytest.param("R-265", {V}, marks=pytest.mark.requirement("R-265")),
        pytest.param("R-266", {V}, marks=pytest.mark.requirement("R-266")),
        pytest.param("R-267", {V}, marks=pytest.mark.requirement("R-267")),
        pytest.param("R-268", {V}, marks=pytest.mark.requirement("R-268")),
        pytest.param("R-269", {V, P}, marks=pytest.mark.requirement("R-269")),
        pytest.param("R-270", {V}, marks=pytest.mark.requirement("R-270")),
        pytest.param("R-271", {P}, marks=pytest.mark.requirement("R-271")),
        pytest.param("R-272", {V}, marks=pytest.mark.requirement("R-272")),
        pytest.param("R-273", {P}, marks=pytest.mark.requirement("R-273")),
        pytest.param("R-274", {P}, marks=pytest.mark.requirement("R-274")),
        pytest.param("R-275", {V}, marks=pytest.mark.requirement("R-275")),
        pytest.param("R-276", {P}, marks=pytest.mark.requirement("R-276")),
        pytest.param("R-277", {U}, marks=pytest.mark.requirement("R-277")),
        pytest.param("R-278", {P}, marks=pytest.mark.requirement("R-278")),
        pytest.param("R-279", {V}, marks=pytest.mark.requirement("R-279")),
        pytest.param("R-280", {V}, marks=pytest.mark.requirement("R-280")),
        pytest.param("R-281", {V}, marks=pytest.mark.requirement("R-281")),
        pytest.param("R-282", {V}, marks=pytest.mark.requirement("R-282")),
        pytest.param("R-283", {V}, marks=pytest.mark.requirement("R-283")),
        pytest.param("R-284", {P}, marks=pytest.mark.requirement("R-284")),
        pytest.param("R-285", {V}, marks=pytest.mark.requirement("R-285")),
        pytest.param("R-286", {V}, marks=pytest.mark.requirement("R-286")),
        pytest.param("R-287", {V}, marks=pytest.mark.requirement("R-287")),
        pytest.param("R-288", {P}, marks=pytest.mark.requirement("R-288")),
    ],
)
def test_後の定めは確認の程度とともに置かれている(requirement: str, status: set[Verification]) -> None:
    found = [one for one in BOOK.sets if one.requirement == requirement]
    assert found
    assert {one.verification for one in found} <= status
    assert all(one.source for one in found)
    assert all(one.verification is V for one in found if one.enabled)


def test_初めから有効なのは確認済みのものだけ() -> None:
    on = {one.id for one in BOOK.sets if one.enabled}
    assert on == {
        NOTICE_SET,
        "mhlw-guideline-5.1",
        "mhlw-guideline-6.0",
        "medical-care-act-rule-14-2",
        "pmd-act-pharmacy-security",
    }


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 10, 28), []),
        (date(2018, 10, 29), ["平成30年通知"]),
        (HANDA, ["平成30年通知", "ガイドライン5.1版"]),
        (date(2022, 10, 31), ["平成30年通知"]),
        (
            date(2026, 2, 9),
            ["平成30年通知", "薬局のサイバーセキュリティ確保", "医療法施行規則14条２項", "ガイドライン6.0版"],
        ),
    ],
)
def test_その日に有効な定め(on: date, expected: list[str]) -> None:
    assert sorted(one.short for one in BOOK.sets_on(on)) == sorted(expected)


@pytest.mark.requirement("R-260")
@pytest.mark.parametrize(
    ("on", "edition"),
    [
        (date(2018, 10, 29), "mhlw-guideline-5"),
        (HANDA, "mhlw-guideline-5.1"),
        (date(2022, 10, 31), "mhlw-guideline-5.2"),
        (date(2024, 1, 1), "mhlw-guideline-6.0"),
    ],
)
def test_ガイドラインの版は重ならずに続く(on: date, edition: str) -> None:
    assert [one.id for one in BOOK.sets if one.id.startswith("mhlw-guideline") and one.in_force(on)] == [edition]


def test_法的性質の違う定めは種別で分かれる() -> None:
    hospital, pharmacy = the("medical-care-act-rule-14-2"), the("pmd-act-pharmacy-security")
    assert hospital.concerns(FacilityKind.HOSPITAL, municipal=False)
    assert not hospital.concerns(FacilityKind.PHARMACY, municipal=False)
    assert pharmacy.concerns(FacilityKind.PHARMACY, municipal=False)
    assert the("appi-public-hospitals").concerns(FacilityKind.HOSPITAL, municipal=True)
    assert not the("appi-public-hospitals").concerns(FacilityKind.HOSPITAL, municipal=False)


@pytest.mark.requirement("R-008")
def test_法定期限と呼ぶのは確認済みで有効な法令だけ() -> None:
    assert {one.deadline_label for one in BOOK.sets if one.legal_nature.value != "statute"} == {"目安"}
    appi = the("appi-26")
    assert appi.deadline_label == "目安"
    assert appi.model_copy(update={"enabled": True}).deadline_label == "法定期限"
    partial = the("appi-day-count").model_copy(update={"enabled": True, "confirmed_by": "個人情報担当 課長補佐"})
    assert partial.deadline_label == "目安"


# -- what cannot be switched on ----------------------------------------------------------------------------------------


def data(set_id: str) -> dict[str, Any]:
    return the(set_id).model_dump(by_alias=True)


@pytest.mark.parametrize(
    ("set_id", "change", "reason"),
    [
        ("core-infrastructure-medical", {}, "未確認の定めのため、有効にできません"),
        ("cyber-response-2025", {}, "適用開始日が確認できないため、有効にできません"),
        ("appi-day-count", {}, "確認した者（部署・役職）を記入してください"),
    ],
)
def test_有効にできない定めは理由を言って断る(set_id: str, change: Mapping[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        RuleSet.model_validate({**data(set_id), **change, "enabled": True})


def test_一部確認の定めは確認した者がいれば有効にできる() -> None:
    made = RuleSet.model_validate({**data("appi-day-count"), "enabled": True, "confirmed_by": "医政局 担当 室長"})
    assert made.enabled


# -- legal bases and partners ------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-009")
@pytest.mark.parametrize(
    "use",
    [
        *(f"instrument.{one}" for one in Instrument),
        *(f"exchange.{one}" for one in ExchangeKind),
        *(f"guidance.{one}" for one in GuidanceForm),
        *(f"report.{one}" for one in ReportKind),
        "report.phone",
    ],
)
def test_手続にはそれぞれ根拠がある(use: str) -> None:
    basis = BOOK.basis_of(use)
    assert basis.words
    assert basis.verified


@pytest.mark.requirement("R-009")
def test_時間の規則と定めの求めにも根拠がある() -> None:
    for rule in BOOK.timings:
        assert BOOK.basis(rule.basis).legal_nature is rule.legal_nature
    for one in BOOK.sets:
        for duty in one.duties:
            assert BOOK.basis(duty.basis).verified


@pytest.mark.requirement("R-115")
def test_立入検査の根拠は通知のとおり() -> None:
    words = BOOK.basis_of("instrument.on_site_inspection").words
    assert words in BOOK.sentence("M-3.3").text.replace("医療法第 25条", "医療法第25条").replace(
        "第 42 条", "第42条"
    ).replace("第 26条", "第26条").replace("（昭和 23 年厚生省令第 50 号）", "").replace(" ", "")


@pytest.mark.requirement("R-002")
@pytest.mark.requirement("R-263")
@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2018, 10, 29), "内閣サイバーセキュリティセンター"),
        (date(2025, 6, 30), "内閣サイバーセキュリティセンター"),
        (date(2025, 7, 1), "国家サイバー統括室"),
    ],
)
def test_NISCは日付で国家サイバー統括室に変わる(on: date, name: str) -> None:
    assert BOOK.partner("nco").name_on(on) == name


@pytest.mark.requirement("R-002")
def test_関係機関は自治体ではない() -> None:
    names = {name.name for partner in BOOK.partners for name in partner.names}
    assert {"government", "medical_association", "ceptoar"} <= {partner.kind.value for partner in BOOK.partners}
    assert not names & {row.name for row in BOOK.authorities}
    cited = BOOK.sentence("M-4.2").text
    named = [p.name_on(date(2018, 10, 29)) for p in BOOK.partners if p.kind.value == "medical_association"]
    assert len(named) == 8
    assert all(name in cited for name in named)


# -- files that the ministry hands in ----------------------------------------------------------------------------------

NEW = """
[[set]]
id = "mhlw-notice-2027"
title = "（演習用）新しい通知"
short = "新しい通知"
issuer = "厚生労働省医政局"
effective_from = 2027-04-01
legal_nature = "technical_advice"
verification = "verified"
enabled = true
summary = "把握したときは２時間以内を目安に報告する。"
source = "演習用"

[[set.trigger]]
when = { attack = ["yes", "suspected"] }
outcome = "contact"
sentence = "疑いを含め、連絡の対象です。"

[[set.trigger]]
outcome = "outside"
sentence = "対象外です。"

[[set.duty]]
actor = "自治体"
recipient = "厚生労働省の窓口"
deed = "把握したとき報告する"
basis = "technical-advice"
"""


def test_新しい定めは書くだけで加わる() -> None:
    book = with_sets(BOOK, read_sets(NEW, "new.toml"), "new.toml")
    assert "新しい通知" in [one.short for one in book.sets_on(date(2027, 4, 1))]
    assert "新しい通知" not in [one.short for one in book.sets_on(date(2027, 3, 31))]
    assert book.sets_on(HANDA) == BOOK.sets_on(HANDA)


def test_新しい版は前の版をその前日に終わらせる() -> None:
    newer = NEW.replace("mhlw-notice-2027", NOTICE_SET)
    book = with_sets(BOOK, read_sets(newer, "new.toml"), "new.toml")
    assert [one.effective_to for one in book.sets if one.id == NOTICE_SET] == [date(2027, 3, 31), None]
    with pytest.raises(RuleError, match="それより後の日を書きます"):
        with_sets(book, read_sets(newer, "again.toml"), "again.toml")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('"technical_advice"', '"advice"', 8, "legal_nature の値「advice」は使えません"),
        ('issuer = "厚生労働省医政局"\n', "", 2, "項目 issuer がありません"),
        ('summary = "把握', 'sumary = "把握', 11, "知らない項目 sumary"),
        ('outcome = "outside"', 'outcome = "none"', 20, "outcome の値「none」"),
        ('["yes", "suspected"]', '["maybe"]', 15, "attack"),
        ("effective_from = 2027-04-01", "effective_from = 2027-04-31", 7, "TOML として読めません"),
        ('short = "新しい通知"', "short = 新しい通知", 5, '文字は " で囲みます'),
        ("[[set.duty]]", "[set.duty", 23, "TOML として読めません"),
        ('when = { attack = ["yes", "suspected"] }\n', "", 2, "届きません"),
        ('[[set.trigger]]\noutcome = "outside"\nsentence = "対象外です。"\n', "", 2, "当てはまる行のない組合せ"),
        ('verification = "verified"', 'verification = "unverified"', 2, "未確認の定めのため、有効にできません"),
        ("[[set]]", "[[sets]]", None, "[[set]] の並びだけ"),
    ],
)
def test_使えないファイルは行と理由を言って断る(old: str, new: str, line: int | None, reason: str) -> None:
    assert old in NEW
    with pytest.raises(RuleError) as refused:
        with_sets(BOOK, read_sets(NEW.replace(old, new, 1), "new.toml"), "new.toml")
    assert reason in refused.value.reason
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('basis = "technical-advice"', 'basis = "no-such"', "根拠「no-such」は legal_bases.toml にありません"),
        (
            'sentence = "対象外です。"',
            'sentence = "対象外です。"\nsources = ["M-9.9"]',
            "根拠の文 M-9.9 は通知にありません",
        ),
    ],
)
def test_つながらない参照は断る(old: str, new: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        with_sets(BOOK, read_sets(NEW.replace(old, new, 1), "new.toml"), "new.toml")


@given(st.text(max_size=200))
def test_どんな文字列も理由を言って断るか読める(text: str) -> None:
    with suppress(RuleError):
        read_sets(text, "x.toml")
