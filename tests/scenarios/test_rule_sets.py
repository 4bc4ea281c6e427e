"""Rules in the office: the ministry adds a set without code, a case keeps the sets of its event time, an authority has
its own 目安 and days.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from cases.appi import appi_days
from cases.calendars import is_public_closure
from cases.errors import (
    BadRuleFile,
    CannotSwitchOn,
    NotFound,
    NotRetroactive,
    OverlappingDesk,
    Refused,
    RuleNotAdjustable,
    SecondPersonNeeded,
    WrongRole,
)
from cases.gate import signed_in
from cases.ministry_desk import desk_on, reception_at
from cases.officers import SignedIn
from cases.records import MINISTRY_CODE, ContactDeskEntry, Officer
from cases.rule_facts import DeskVersion, NewSet, OfficeDay, OwnTarget, SetSwitch
from cases.rule_writing import written
from cases.rules.words import Unit
from cases.vocabulary import DayKind, FacilityKind, Role, RuleState
from tests.house import CHEAP_HASH, House
from tests.scenarios.office import ORDINARY, Case, jst

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


@pytest.fixture
def ministry(house: House) -> tuple[SignedIn, SignedIn]:
    """Two officers of the ministry's desk."""
    first = house.office("厚生労働省")["担当"]
    with Session(house.owner) as session, session.begin():
        other = Officer(
            authority_code=MINISTRY_CODE,
            login="MHLW-second",
            office="別の担当",
            email="second@example.jp",
            roles=[str(Role.MINISTRY)],
            password_hash=CHEAP_HASH,
            active=True,
            on_call_order=None,
        )
        session.add(other)
        session.flush()
        return first, signed_in(other, "厚生労働省")


def put_in_force(house: House, ministry: tuple[SignedIn, SignedIn], body: str) -> None:
    with house.desk(ministry[0]) as desk:
        [entry] = desk.rules.draft_set(body)
    with house.desk(ministry[1]) as desk:
        desk.rules.confirm_set(entry)


def shown(case: Case) -> dict[str, str]:
    """Short title → what the set says of the case."""
    return {one.short: one.outcome for one in case.sheet.rule_sets}


def opened(house: House) -> Case:
    """Another case of the hospital that an earlier case registered."""
    staff = house.office("徳島県")
    given = {**ORDINARY["report_suspicion"](house.clock.now()), "separate_reason": "別の事案"}
    case = Case(house, house.take(staff["担当1"], "report_suspicion", **given).case_id)
    house.drain()
    return case


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
    assert "2020-12-01" in line.note
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
    after = opened(house)
    assert shown(after)["新しい通知"] == "連絡対象"
    assert "新しい通知" not in shown(before)


def test_新しい時間の規則は適用開始日からの計時に使われる(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    put_in_force(house, ministry, NEW + FASTER)
    before = Case.opened(house)
    house.later(days=1)
    after = opened(house)
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
    after = opened(house)
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
        case = opened(house).judged(leak="feared")
        return {one.id: one.dates for one in case.sheet.rule_sets}

    assert "appi-26" not in rows()
    switch(house, ministry[0], "appi-26", enabled=True)
    assert rows()["appi-26"] == ()
    switch(house, ministry[0], "appi-day-count", enabled=True, by="医政局 個人情報担当 課長補佐")
    assert rows()["appi-26"] == (
        ("速報（目安）", "2026-02-11 から 2026-02-13 まで（おおむね３～５日以内）"),
        ("確報（法定期限）", "2026-04-09（知った日を１日目として60日目。閉庁日は翌開庁日）"),
    )
    told = {one.body: one.due_words for one in opened(house).judged(leak="feared").sheet.notices}
    assert told["ppc_first"].startswith("速報（目安） 2026-02-11 から 2026-02-13 まで")
    assert told["ppc_final"].startswith("確報（法定期限） 2026-04-09")
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


# -- the ministry's desk ------------------------------------------------------------


NEW_DESK = "厚生労働省（演習用）新しい窓口"


def version(start: date, end: date | None = None, **more: Any) -> DeskVersion:
    given = {
        "full_name": "厚生労働省（演習用）新しい窓口",
        "office": "新しい窓口",
        "source": "演習用の事務連絡",
        **more,
    }
    return DeskVersion(effective_from=start, effective_to=end, **given)


@pytest.mark.requirement("R-244")
def test_窓口は登録した日から替わり_その日の窓口に送られる(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    with house.desk(ministry[0]) as desk:
        desk.rules.register_desk(
            version(
                date(2026, 12, 1), phone="00-0000-0000", email="desk@example.jp", open_from="08:30", open_to="17:15"
            )
        )
    with house.desk(house.office("徳島県")["担当1"]):
        assert desk_on(jst(2026, 11, 30, 23, 59)).full_name.endswith("医療情報担当参事官室")
        new = desk_on(jst(2026, 12, 1, 0))
    assert (new.full_name, new.phone, new.email) == (
        "厚生労働省（演習用）新しい窓口",
        "00-0000-0000",
        "desk@example.jp",
    )
    assert not reception_at(jst(2026, 12, 1, 17, 15)).open_now
    assert reception_at(jst(2026, 12, 1, 17, 15)).opens_at == jst(2026, 12, 2, 8, 30)


@pytest.mark.requirement("R-244")
@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (date(2021, 11, 1), date(2021, 11, 30), True),
        (date(2022, 11, 9), None, True),
        (date(2022, 11, 10), None, True),
        (date(2026, 11, 30), None, True),
        (date(2026, 12, 1), None, True),
        (date(2027, 1, 31), None, True),
        (date(2027, 2, 1), None, False),
        (date(2023, 1, 1), date(2026, 11, 30), True),
    ],
)
def test_期間の重なる窓口は登録できない(
    house: House, ministry: tuple[SignedIn, SignedIn], start: date, end: date | None, overlaps: bool
) -> None:
    with house.desk(ministry[0]) as desk:
        desk.rules.register_desk(version(date(2026, 12, 1), date(2027, 1, 31)))
    refused: Refused | None = None
    try:
        with house.desk(ministry[0]) as desk:
            desk.rules.register_desk(version(start, end))
    except OverlappingDesk as error:
        refused = error
    assert (refused is not None) is overlaps


@pytest.mark.requirement("R-244")
def test_重なる窓口はデータベースも断る(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    row = {
        "office": ["室"],
        "full_name": "室",
        "source": "演習用",
        "entered_by": ministry[0].id,
        "entered_office": "担当",
        "entered_at": house.clock.now(),
    }
    with house.owner.begin() as connection:
        connection.execute(insert(ContactDeskEntry).values(**row, effective_from=date(2026, 12, 1)))
    with pytest.raises(IntegrityError, match="ex_contact_desk_overlap"), house.owner.begin() as connection:
        connection.execute(insert(ContactDeskEntry).values(**row, effective_from=date(2027, 5, 1)))


def test_取り消した窓口の前の窓口は続く(house: House, ministry: tuple[SignedIn, SignedIn]) -> None:
    with house.desk(ministry[0]) as desk:
        desk.rules.register_desk(version(date(2026, 12, 1)))
    with house.desk(ministry[0]) as desk:
        wrong = desk.rules.register_desk(version(date(2027, 4, 1), full_name="誤った窓口"))
    with house.desk(ministry[0]) as desk:
        assert desk_on(jst(2027, 5, 1, 12)).full_name == "誤った窓口"
        desk.rules.withdraw_desk(wrong, "名称の誤り")
    with house.desk(ministry[0]) as desk:
        assert desk_on(jst(2027, 5, 1, 12)).full_name == NEW_DESK
        assert "名称の誤り" in [one.withdrawn for one in desk.rules.desks()]


# -- an authority's own 目安 ------------------------------------------------------------


def own(length: int | None = 60, start: date = date(2021, 10, 31), **more: Any) -> OwnTarget:
    given = {"rule_id": "vendor-contact", "unit": Unit.MINUTES, "reason": "夜間の体制による", **more}
    return OwnTarget(length=length, effective_from=start, **given)


@pytest.mark.requirement("R-046")
@pytest.mark.requirement("R-230")
def test_自治体の目安は次に始まる計時から使われる(house: House) -> None:
    before = Case.opened(house)
    with house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own(start=date(2021, 11, 1)))
    house.later(days=1)
    after = opened(house)
    house.drain()
    assert before.clock("vendor-contact").due_at - before.clock("vendor-contact").started_at == timedelta(minutes=30)
    found = after.clock("vendor-contact")
    assert (found.due_at - found.started_at, found.label, found.set_by) == (timedelta(minutes=60), "目安", "徳島県")


def test_過ぎた日からの目安は定められない(house: House) -> None:
    with pytest.raises(NotRetroactive), house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own(start=date(2021, 10, 30)))


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"rule_id": "investigation-result-report"}, RuleNotAdjustable),
        ({"unit": Unit.OPEN_HOURS}, RuleNotAdjustable),
        ({"rule_id": "no-such-rule"}, NotFound),
    ],
)
def test_定められない目安は理由を言って断る(house: House, change: dict[str, Any], refused: type[Refused]) -> None:
    with pytest.raises(refused), house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own(**change))


def test_空欄の目安は製品の目安に戻す(house: House) -> None:
    with house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_target(own())
        desk.rules.set_target(own(None))
        [line] = [line for line in desk.rules.timings() if line.rule.id == "vendor-contact"]
    assert (line.length, line.own, len(line.history)) == ("目安 30分", "", 2)


@pytest.mark.parametrize("who", ["担当1", "医療監視員"])
def test_目安と暦を定めるのは決裁者(house: House, who: str) -> None:
    with house.desk(house.office("徳島県")[who]) as desk:
        with pytest.raises(WrongRole):
            desk.rules.set_target(own())
        with pytest.raises(WrongRole):
            desk.rules.set_day(OfficeDay(on_date=date(2021, 11, 1), kind=DayKind.CLOSED, source="条例"))


# -- an authority's own days, and the statutory count ------------------------------------------------------------


@pytest.mark.requirement("R-325")
def test_自治体の閉庁日は照会への回答の目安に使われる(case: Case) -> None:
    with case.house.desk(case.staff["課長"]) as desk:
        desk.rules.set_day(OfficeDay(on_date=date(2021, 11, 1), kind=DayKind.CLOSED, source="県の条例（演習用）"))
    case.judged().reported()
    case.take("厚生労働省", "ask_inquiry")
    # Sunday 31 October, closed Monday, Tuesday 9:00 + 8 open hours
    assert case.clock("inquiry-answer").due_at == jst(2021, 11, 2, 17)


def test_国の暦に戻した日は元どおりになる(case: Case) -> None:
    with case.house.desk(case.staff["課長"]) as desk:
        for kind in (DayKind.CLOSED, DayKind.AS_NATIONAL):
            desk.rules.set_day(OfficeDay(on_date=date(2021, 11, 1), kind=kind, source="県の条例（演習用）"))
        assert [line.kind for line in desk.rules.days()] == [DayKind.AS_NATIONAL]
    case.judged().reported()
    case.take("厚生労働省", "ask_inquiry")
    assert case.clock("inquiry-answer").due_at == jst(2021, 11, 1, 17)


@pytest.mark.requirement("R-327")
def test_通知の時間は自治体の閉庁日にも進む(house: House) -> None:
    with house.desk(house.office("徳島県")["課長"]) as desk:
        desk.rules.set_day(OfficeDay(on_date=date(2021, 10, 31), kind=DayKind.CLOSED, source="県の条例（演習用）"))
    clock = Case.opened(house).clock("vendor-contact")
    assert clock.due_at - clock.started_at == timedelta(minutes=30)


@pytest.mark.requirement("R-328")
@pytest.mark.parametrize(
    ("known", "improper", "first", "last", "final"),
    [
        (date(2026, 2, 9), True, date(2026, 2, 11), date(2026, 2, 13), date(2026, 4, 9)),
        (date(2026, 2, 9), False, date(2026, 2, 11), date(2026, 2, 13), date(2026, 3, 10)),
        (date(2021, 10, 31), True, date(2021, 11, 2), date(2021, 11, 4), date(2022, 1, 4)),
        (date(2026, 3, 2), True, date(2026, 3, 4), date(2026, 3, 6), date(2026, 4, 30)),
        (date(2026, 3, 4), True, date(2026, 3, 6), date(2026, 3, 8), date(2026, 5, 7)),
        (date(2026, 11, 30), False, date(2026, 12, 2), date(2026, 12, 4), date(2027, 1, 4)),
    ],
)
def test_個人情報の報告の日数(known: date, improper: bool, first: date, last: date, final: date) -> None:
    days = appi_days(known, improper_purpose=improper)
    assert (days.preliminary_from, days.preliminary_to, days.final_on) == (first, last, final)


@pytest.mark.requirement("R-328")
@given(st.dates(date(2019, 1, 1), date(2035, 12, 31)), st.booleans())
def test_確報の日は必ず開庁日で_数えた日から離れない(known: date, improper: bool) -> None:
    days = appi_days(known, improper_purpose=improper)
    counted = known + timedelta(days=days.days - 1)
    assert not is_public_closure(days.final_on)
    assert days.final_on >= counted
    assert all(is_public_closure(counted + timedelta(days=n)) for n in range((days.final_on - counted).days))
