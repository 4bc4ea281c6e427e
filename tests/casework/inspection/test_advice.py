"""技術的事項の相談と助言: a thread about a visit, and what of it every office may read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from cases.casework.inspection import anonymise
from cases.casework.inspection.views import ThreadView
from cases.errors import ActNotOpen, StillIdentifying, WrongRole
from tests.a_case import Case
from tests.house import House

LETTER = (
    "町立病院（つるぎ町）の電子カルテは架空システム株式会社の保守で、電話は088-000-0000です。"
    "10月31日に1,133人分が暗号化されました。案件360007-2021-0001。24時間以内に復旧できますか。"
)


@pytest.fixture
def asked(case: Case) -> Case:
    """医療監視員が、計画した立入検査について相談した案件."""
    case.judged()
    case.record("課長", "decide_investigation", instrument="on_site_inspection")
    case.record("医療監視員", "plan_visit")
    case.take("医療監視員", "consult_ministry", visit=1, question=LETTER)
    return case


def thread(case: Case, who: str = "担当1") -> ThreadView:
    with case.house.desk(case.staff[who]) as desk:
        return desk.inspection.threads(case.id)[0]  # type: ignore[no-any-return]


def ended(case: Case) -> Case:
    case.record("厚生労働省", "advise")
    case.record("医療監視員", "end_thread")
    return case


@pytest.mark.requirement("R-124")
def test_相談は立入検査に結び付き_実施の前_最中_後が分かる(asked: Case) -> None:
    assert (thread(asked).visit, thread(asked).timing) == (1, "実施前")
    asked.record("医療監視員", "notify_visit")
    asked.record("医療監視員", "start_visit")
    asked.record("担当1", "consult_ministry", visit=1)
    assert thread(asked).timing == "実施中"
    asked.record("医療監視員", "record_visit")
    asked.record("担当1", "consult_ministry", visit=1)
    assert thread(asked).timing == "実施後"


def test_助言は相談した職員に届き_問いと答えと時刻が順に残る(asked: Case) -> None:
    asked.take("厚生労働省", "advise")
    assert asked.read_by("advice_given") == {("医療監視員", False)}
    asked.later(hours=1)
    asked.take("担当1", "ask_further")
    assert asked.read_by("advice_asked_further") == {("担当", True)}
    assert asked.task("advise").state == "未了"
    asked.take("厚生労働省", "advise", answer="電源を切った機器も保管する")
    said = thread(asked).messages
    assert [(m.from_ministry, m.by) for m in said] == [
        (False, "徳島県 医療監視員"),
        (True, "厚生労働省 担当"),
        (False, "徳島県 担当1"),
        (True, "厚生労働省 担当"),
    ]
    assert said[1].text == "電源を切らずに保全する"
    assert said[0].at < said[2].at


def test_終えた相談には重ねて尋ねられない(asked: Case) -> None:
    assert isinstance(ended(asked).refused("医療監視員", "ask_further"), ActNotOpen)


def test_回答待ちの相談を残して立入検査を終えるには_そう選ぶ(asked: Case) -> None:
    for act in ("notify_visit", "record_visit", "draft_result", "notify_visit_result"):
        asked.record("医療監視員", act)
    refusal = asked.refused("医療監視員", "close_visit")
    assert isinstance(refusal, ActNotOpen)
    assert "回答待ち" in refusal.missing[0]
    asked.record("医療監視員", "close_visit", carry_over=True)


@pytest.mark.requirement("R-126")
def test_終えた相談を伏せて載せると_どの自治体からも探せて案件は分からない(asked: Case, house: House) -> None:
    case = ended(asked)
    proposal = thread(case, "厚生労働省")
    assert "町立病院" not in proposal.masked_question
    case.take("厚生労働省", "publish_advice", question=proposal.masked_question, advice=proposal.masked_advice)
    with house.desk(house.office("奈良県")["担当1"]) as desk:
        (found,) = desk.inspection.examples("暗号化　保全")
        assert desk.inspection.examples("病院名") == ()
    assert (
        anonymise.left_in(found.question + found.advice + found.topic, ["町立病院", "つるぎ町", "架空システム"]) == []
    )
    with house.owner.connect() as connection:
        columns = set(connection.execute(text("SELECT * FROM advice_example")).keys())
    assert not columns & {"case_id", "authority_code", "number"}


@pytest.mark.requirement("R-126")
@pytest.mark.parametrize(
    "left",
    [
        "町立病院",
        "町 立 病 院",
        "つるぎ町",
        "架空システム株式会社",
        "架空システム",
        "088-000-0000",
        "０８８－０００－００００",
        "088(000)0000",
        "360007-2021-0001",
        "令和３年10月31日",
        "2021/10/31",
        "1,133人",
        "somebody@example.jp",
        "192.168.10.5",
        "山田医師",
    ],
)
def test_特定につながる記載が残っていれば載せられない(asked: Case, left: str) -> None:
    refusal = ended(asked).refused("厚生労働省", "publish_advice", advice=f"{left}では電源を切らずに保全する")
    assert isinstance(refusal, StillIdentifying)
    assert refusal.found


def test_伏せる案には_記録にある名前も番号も残らず_時間の長さは残る(asked: Case) -> None:
    masked = thread(ended(asked), "厚生労働省").masked_question
    for name in ("町立病院", "つるぎ町", "架空システム", "088", "10月31日", "1,133", "360007"):
        assert name not in masked
    assert "24時間以内" in masked


NAMES = {"つるぎ町立半田病院": "（医療機関）", "架空システム株式会社": "（事業者）", "つるぎ町": "（市区町村）"}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*NAMES, "088-123-4567", "2021年10月31日", "12345"]), st.text(max_size=8))))
def test_伏せる案は_そのまま載せても断られない(pieces: list[str]) -> None:
    masked = anonymise.proposed("。".join(pieces), NAMES)
    again = anonymise.proposed(masked, NAMES)
    assert anonymise.left_in(again, NAMES) == []


def test_載せるのも取り下げるのも厚生労働省だけである(asked: Case, house: House) -> None:
    case = ended(asked)
    assert isinstance(case.refused("課長", "publish_advice"), WrongRole)
    assert isinstance(case.refused("厚生労働省", "publish_advice", confirmed=False), ActNotOpen)
    case.record("厚生労働省", "publish_advice")
    assert isinstance(case.refused("厚生労働省", "publish_advice"), ActNotOpen)
    with house.desk(case.staff["課長"]) as desk:
        example = desk.inspection.examples()[0]
        with pytest.raises(WrongRole):
            desk.inspection.withdraw_example(example.id)
    with pytest.raises(ProgrammingError), house.doors.desk.begin() as connection:
        connection.execute(text("UPDATE advice_example SET topic = 'x'"))
    with house.desk(case.staff["厚生労働省"]) as desk:
        desk.inspection.withdraw_example(example.id)
        assert desk.inspection.examples() == ()
