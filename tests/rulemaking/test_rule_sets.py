"""Rules in the office: the ministry adds a set without code, a case keeps the sets of its event time, an authority has
its own 目安 and days.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from cases.errors import (
    BadRuleFile,
    CannotSwitchOn,
    NotFound,
    SecondPersonNeeded,
    WrongRole,
)
from cases.rulemaking.facts import NewSet, OfficeDay, SetSwitch
from cases.rulemaking.writing import written
from cases.store.officers import SignedIn
from cases.vocabulary import DayKind, FacilityKind, RuleState
from tests.a_case import Case, jst, opened_again
from tests.house import House

NEW = """
[[set]]
id = "mhlw-notice-next"
title = "（演習用）新しい通知"
short = "新しい通知"
issuer = "厚生労働省医政局"
effective_from = 2021-11-01
legal_nature = "technical_advice"
verification = "verified"
enabled = true
summary = "疑いを含め、把握したときは報告する。"
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
timing_word = "速やかに"
basis = "technical-advice"
"""
FASTER = """
[[set.timing]]
id = "vendor-contact"
title = "保守会社等への連絡"
timing_word = "直ちに"
timing_key = "immediately"
legal_nature = "technical_advice"
basis = "technical-advice"
label = "目安"
sentences = ["M-1.2b"]
start_event = "detected_at"
unit = "minutes"
length = 15
calendar = "around_the_clock"
reminders = [0]
effective_from = 2021-11-01
rule_set = "mhlw-notice-next"
default_is_suggestion = true
verified = true
source = "演習用"
"""


def put_in_force(house: House, ministry: tuple[SignedIn, SignedIn], body: str) -> None:
    with house.desk(ministry[0]) as desk:
        [entry] = desk.rules.draft_set(body)
    with house.desk(ministry[1]) as desk:
        desk.rules.confirm_set(entry)


def shown(case: Case) -> dict[str, str]:
    """Short title → what the set says of the case."""
    return {one.short: one.outcome for one in case.sheet.rule_sets}


# -- a case keeps the sets of its event time ------------------------------------------------------------


@pytest.mark.requirement("R-264")
def test_案件には発生の時の定めが残り_それぞれの答えが並ぶ(case: Case) -> None:
    assert shown(case) == {"平成30年通知": "判断待ち", "ガイドライン5.1版": "連絡対象"}
    case.judged(failure="no", leak="none", care="none")
    assert shown(case) == {"平成30年通知": "2018年通知の対象外", "ガイドライン5.1版": "連絡対象"}


def test_定めには法的性質の表示と求めることが付く(case: Case) -> None:
    [notice, guideline] = case.sheet.rule_sets
    assert (notice.nature, guideline.nature) == ("技術的助言", "ガイドライン")
    assert {duty.basis for duty in notice.duties} == {"地方自治法第245条の４第１項に基づく技術的助言"}
    assert "事実把握後速やかに" in {duty.timing_word for duty in notice.duties}


def test_発生日時を直すと定めが入れ替わり_経過に残る(case: Case) -> None:
    case.take("担当1", "add_facts", occurred_at=jst(2020, 12, 1, 9))
    assert list(shown(case)) == ["平成30年通知"]
    [line] = [line for line in case.sheet.history if line.name == "rule_sets_changed"]
    assert "令和２年（2020年）12月１日" in line.note
    assert line.facts["done"] == [
        "「医療情報システムの安全管理に関するガイドライン第5.1版 6.10」は適用されなくなりました"
    ]
    case.take("担当1", "add_facts", occurred_at=jst(2021, 10, 30, 9))
    assert set(shown(case)) == {"平成30年通知", "ガイドライン5.1版"}


def test_定めが変わらない訂正は経過に残らない(case: Case) -> None:
    case.take("担当1", "add_facts", occurred_at=jst(2021, 10, 29, 9))
    assert [line for line in case.sheet.history if line.name == "rule_sets_changed"] == []


@pytest.mark.requirement("R-266")
@pytest.mark.requirement("R-267")
@pytest.mark.parametrize(
    ("kind", "expected"),
    [(FacilityKind.HOSPITAL, "医療法施行規則14条２項"), (FacilityKind.PHARMACY, "薬局のサイバーセキュリティ確保")],
)
def test_令和5年からの義務は種別で分かれ法令と表示される(house: House, kind: FacilityKind, expected: str) -> None:
    house.clock.set(jst(2026, 2, 9, 9))
    case = Case.opened(house, kind=kind, engine=False)
    law = [one for one in case.sheet.rule_sets if one.nature == "法令"]
    assert [one.short for one in law] == [expected]


# -- the ministry adds a set without code ------------------------------------------------------------


def test_登録した定めは別の担当が確定してから効く(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    with house.desk(ministry[0]) as desk:
        assert any("2021-11-01 から加わります" in line for line in desk.rules.preview(NEW))
        [entry] = desk.rules.draft_set(NEW)
    house.later(days=2)
    assert "新しい通知" not in shown(Case.opened(house, engine=False))
    with pytest.raises(SecondPersonNeeded), house.desk(ministry[0]) as desk:
        desk.rules.confirm_set(entry)
    with pytest.raises(BadRuleFile, match="以後の日"), house.desk(ministry[1]) as desk:
        desk.rules.confirm_set(entry)


def test_確定した定めは適用開始日からの案件に付く(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    put_in_force(house, ministry, NEW)
    before = Case.opened(house, engine=False)
    assert "新しい通知" not in shown(before)
    house.later(days=1)
    after = opened_again(house)
    assert shown(after)["新しい通知"] == "連絡対象"
    assert "新しい通知" not in shown(before)


def test_新しい時間の規則は適用開始日からの計時に使われる(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    put_in_force(house, ministry, NEW + FASTER)
    before = Case.opened(house)
    house.later(days=1)
    after = opened_again(house)
    assert before.clock("vendor-contact").due_at == before.clock("vendor-contact").started_at + timedelta(minutes=30)
    assert after.clock("vendor-contact").due_at == after.clock("vendor-contact").started_at + timedelta(minutes=15)


def test_自治体は定めを登録できない(house: House) -> None:
    with pytest.raises(WrongRole), house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.draft_set(NEW)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("issuer", "isuer", 6), ('"contact"', '"call"', 16), ("2021-11-01", "2021-10-30", None)],
)
def test_誤りのある定めは行と理由を示して断る(
    house: House, ministry: tuple[SignedIn, SignedIn], old: str, new: str, line: int | None
) -> None:
    with pytest.raises(BadRuleFile) as refused, house.desk(ministry[0]) as desk:
        desk.rules.draft_set(NEW.replace(old, new))
    assert refused.value.line == line


def test_取り下げた定めは確定できない(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    with house.desk(ministry[0]) as desk:
        [entry] = desk.rules.draft_set(NEW)
        desk.rules.withdraw_set(entry, "書き直すため")
    with pytest.raises(NotFound), house.desk(ministry[1]) as desk:
        desk.rules.confirm_set(entry)
    with house.desk(ministry[1]) as desk:
        assert [(one.state, one.note) for one in desk.rules.drafts()] == [(RuleState.WITHDRAWN, "書き直すため")]


AS_FORM = {
    "title": '（演習用）"引用"と\\記号を含む通知',
    "short": "書式の通知",
    "issuer": "厚生労働省医政局",
    "doc_no": "演習第１号",
    "effective_from": date(2021, 11, 1),
    "legal_nature": "technical_advice",
    "verification": "verified",
    "enabled": True,
    "summary": "一行目\n二行目",
    "source": "演習用",
    "actor": "自治体",
    "recipient": "厚生労働省の窓口",
    "deed": "報告する",
    "timing_word": "速やかに",
}


@pytest.mark.parametrize(("table", "outcome"), [("none", ""), ("as_notice", "判断待ち"), ("suspicion", "連絡対象")])
def test_書式に書いた定めも同じ道を通って効く(
    house: House, ministry: tuple[SignedIn, SignedIn], table: str, outcome: str
) -> None:
    facts = NewSet.model_validate({**AS_FORM, "table": table})
    put_in_force(house, ministry, written(facts, {"mhlw-20211101-1"}))
    house.later(days=1)
    [found] = [one for one in Case.opened(house, engine=False).sheet.rule_sets if one.short == "書式の通知"]
    assert (found.id, found.title, found.summary) == ("mhlw-20211101-2", AS_FORM["title"], AS_FORM["summary"])
    assert found.outcome == outcome
    assert [(duty.actor, duty.timing_word) for duty in found.duties] == [("自治体", "速やかに")]


@pytest.mark.parametrize(
    ("set_id", "by", "refused"),
    [
        ("core-infrastructure-medical", "", "未確認の定め"),
        ("core-infrastructure-medical", "医政局 室長", "未確認の定め"),
        ("cyber-response-2025", "医政局 室長", "適用開始日が確認できない"),
        ("appi-day-count", "", "確認した者"),
    ],
)
def test_確認できていない定めは有効にできない(
    house: House, ministry: tuple[SignedIn, SignedIn], set_id: str, by: str, refused: str
) -> None:
    with pytest.raises(CannotSwitchOn, match=refused), house.desk(ministry[0]) as desk:
        desk.rules.switch_set(SetSwitch(set_id=set_id, enabled=True, reason="試すため", confirmed_by=by))


def switch(house: House, who: SignedIn, set_id: str, enabled: bool, by: str = "") -> None:
    with house.desk(who) as desk:
        desk.rules.switch_set(SetSwitch(set_id=set_id, enabled=enabled, reason="方針による", confirmed_by=by))


def test_切替えは理由と共に残り_後の案件から効く(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    before = Case.opened(house, engine=False)
    switch(house, ministry[0], "mhlw-guideline-5.1", enabled=False)
    after = opened_again(house)
    assert "ガイドライン5.1版" in shown(before)
    assert "ガイドライン5.1版" not in shown(after)
    with house.desk(ministry[1]) as desk:
        assert [(one.set_id, one.enabled, one.reason) for one in desk.rules.switches()] == [
            ("mhlw-guideline-5.1", False, "方針による")
        ]


@pytest.mark.requirement("R-272")
@pytest.mark.requirement("R-273")
def test_個人情報の期限は両方の定めが有効なときだけ法定期限として示す(
    house: House, ministry: tuple[SignedIn, SignedIn]
) -> None:
    house.clock.set(jst(2026, 2, 9, 9))

    Case.opened(house, engine=False)

    def rows() -> Any:
        case = opened_again(house).judged(leak="feared")
        return {one.id: one.dates for one in case.sheet.rule_sets}

    assert "appi-26" not in rows()
    switch(house, ministry[0], "appi-26", enabled=True)
    assert rows()["appi-26"] == ()
    switch(house, ministry[0], "appi-day-count", enabled=True, by="医政局 個人情報担当 課長補佐")
    assert rows()["appi-26"] == (
        ("速報（目安）", "令和８年（2026年）２月11日 から 令和８年（2026年）２月13日 まで（おおむね３～５日以内）"),
        ("確報（法定期限）", "令和８年（2026年）４月９日（知った日を１日目として60日目。閉庁日は翌開庁日）"),
    )
    told = {one.body: one.due_words for one in opened_again(house).judged(leak="feared").sheet.notices}
    assert told["ppc_first"].startswith("速報（目安） 令和８年（2026年）２月11日 から 令和８年（2026年）２月13日 まで")
    assert told["ppc_final"].startswith("確報（法定期限） 令和８年（2026年）４月９日")
    assert told["police"] == ""


# -- the database's own law ------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("desk", "INSERT INTO rule_set_switch (set_id, enabled, reason, confirmed_by, switched_by, switched_office, "
         "switched_at) VALUES ('x', true, 'r', '', 1, 'o', now())"),
        ("desk", "UPDATE rule_mark SET mark = 'x'"),
        ("desk", "DELETE FROM authority_target"),
        ("engine", "INSERT INTO authority_day (authority_code, on_date, kind, source, set_by, set_office, set_at) "
         "VALUES ('360007', '2021-11-01', 'closed', 's', 1, 'o', now())"),
        ("ministry", "UPDATE rule_set_entry SET body = 'x'"),
        ("ministry", "DELETE FROM rule_set_entry"),
        ("ministry", "UPDATE contact_desk SET phone = '1'"),
        ("ministry", "UPDATE rule_set_switch SET reason = 'x'"),
        ("gate", "SELECT * FROM rule_set_entry"),
    ],
)  # fmt: skip
def test_定めの表は役割ごとに書ける者が決まっている(house: House, role: str, statement: str) -> None:
    engine: Engine = {**vars(house.doors), "engine": house.engine}[role]
    with pytest.raises(ProgrammingError, match="permission denied"), engine.begin() as connection:
        connection.execute(text(statement))


def test_確定した定めはデータベースでも書き換えられない(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    put_in_force(house, ministry, NEW)
    with pytest.raises(DBAPIError, match="immutable"), house.doors.ministry.begin() as connection:
        connection.execute(text("UPDATE rule_set_entry SET state = 'withdrawn', confirmed_by = NULL"))


def test_自治体の目安と暦は他の自治体から見えない(house: House) -> None:
    tokushima, nara = house.office("徳島県")["課長"], house.office("奈良県")["課長"]
    with house.desk(tokushima) as desk:
        desk.rules.set_day(OfficeDay(on_date=date(2021, 11, 1), kind=DayKind.CLOSED, source="県の条例"))
    with house.desk(nara) as desk:
        assert desk.rules.days() == []
        rows = desk._session.execute(text("SELECT count(*) FROM authority_day")).scalar_one()
        assert rows == 0
