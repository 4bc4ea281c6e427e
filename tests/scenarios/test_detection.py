"""覚知: suspicion, confirmation, the four questions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.errors import CaseEnded
from tests.a_case import Case, jst
from tests.house import House


@pytest.mark.requirement("R-040")
def test_疑いだけで案件が開き_保守会社連絡も同時に始まる(case: Case) -> None:
    assert {key for key, state in case.states.items() if state == "open"} == {"detection", "vendor_contact"}
    assert case.open_tasks == {"confirm_facts", "judge", "vendor_contact", "vendor_instruction"}


@pytest.mark.requirement("R-040")
def test_案件番号は自治体と年と通し番号でできている(house: House) -> None:
    assert Case.opened(house).sheet.number == "360007-2021-0001"
    house.facility("別の病院")
    second = house.suspicion(house.office("徳島県")["担当1"], "別の病院")
    assert house.case(house.office("徳島県")["担当1"], second).number == "360007-2021-0002"


@pytest.mark.requirement("R-241")
def test_日曜の深夜は呼出順の一番の職員に割り当てる(case: Case) -> None:
    assert {(t.holder, t.why_holder) for t in case.sheet.tasks if t.code == "confirm_facts"} == {
        ("担当1", "閉庁時の呼出順のため")
    }


@pytest.mark.requirement("R-241")
def test_開庁時間は当番の職員に割り当てる(house: House) -> None:
    house.clock.set(jst(2021, 11, 1, 10))
    house.duty(house.office("徳島県")["担当2"], house.clock.now())
    case = Case.opened(house)
    assert case.task("confirm_facts").holder == "担当2"
    assert case.task("confirm_facts").why_holder == "本日の当番のため"


@pytest.mark.requirement("R-241")
def test_当番がなければ業務の最も少ない職員に割り当てる(house: House) -> None:
    house.clock.set(jst(2021, 11, 1, 10))
    first = Case.opened(house)
    house.facility("別の病院")
    officer = first.staff["担当1"]
    second = Case(house, house.suspicion(officer, "別の病院"))
    house.drain()
    assert {first.task("judge").holder, second.task("judge").holder} == {"担当1", "担当2"}


def test_最初の業務を受けた職員が案件の担当になり_次の業務も受ける(case: Case) -> None:
    assert case.sheet.lead == "担当1"
    case.judged()
    assert case.task("first_report").holder == "担当1"
    assert case.task("first_report").why_holder == "案件の担当のため"


def test_受付の通知は担当者に対応を求め_決裁者には知らせるだけ(case: Case) -> None:
    assert case.read_by("case_received") == {("担当1", True)}
    assert case.read_by("case_received_info") == {("課長", False)}


def test_通知の一行目で_対応が要るかどうかが分かる(case: Case) -> None:
    first = {letter.name: letter.body.splitlines()[0] for letter in case.letters()}
    assert first["case_received"] == "【対応をお願いします】"
    assert first["case_received_info"] == "【情報提供】対応は不要です。"


@pytest.mark.requirement("R-059")
def test_受付票が代理入力の内容で下書きされる(house: House) -> None:
    case = Case.opened(house, contact_person="事務長", contact_phone="088-000-1111")
    assert ("連絡先", "事務長 088-000-1111") in case.documents("intake_sheet")[0]
    assert case.sheet.proxy_entry


@pytest.mark.requirement("R-062")
def test_四つの日時は別々に残る(house: House) -> None:
    house.clock.set(jst(2021, 10, 31, 9))
    case = Case.opened(house, detected_at=jst(2021, 10, 31, 0, 30), grasped_at=jst(2021, 10, 31, 6, 10))
    case.record("担当1", "add_facts", occurred_at=jst(2021, 10, 30, 23), occurred_approx=True)
    case.record("担当1", "judge", judged_at=jst(2021, 10, 31, 8, 45))
    sheet = case.sheet
    assert (sheet.occurred_at, sheet.detected_at, sheet.judged_at, sheet.grasped_at) == (
        jst(2021, 10, 30, 23),
        jst(2021, 10, 31, 0, 30),
        jst(2021, 10, 31, 8, 45),
        jst(2021, 10, 31, 6, 10),
    )


@pytest.mark.requirement("R-232")
def test_頃の印が残る(house: House) -> None:
    assert Case.opened(house, detected_approx=True).sheet.detected_approx


def test_把握日時が空欄なら入力した時刻を把握とする(house: House) -> None:
    house.clock.set(jst(2021, 10, 31, 6, 10))
    assert Case.opened(house, detected_at=jst(2021, 10, 31, 0, 30)).sheet.grasped_at == jst(2021, 10, 31, 6, 10)


def test_画面の時計が少し進んでいても受け付ける(house: House) -> None:
    case = Case.opened(house, detected_at=house.clock.now() + timedelta(seconds=40))
    assert case.sheet.grasped_at == case.sheet.detected_at


@pytest.mark.requirement("R-063")
def test_報道が先なら_判断を待たずに厚労省報告が始まる(house: House) -> None:
    case = Case.opened(house, awareness_source="mass_media", awareness_note="地方紙の朝刊")
    assert case.state("ministry_report") == "open"
    assert {"first_report", "confirm_facts"} <= case.open_tasks


@pytest.mark.requirement("R-063")
def test_医療機関からの報告なら_判断まで厚労省報告は始まらない(case: Case) -> None:
    assert case.state("ministry_report") == "waiting"


@pytest.mark.requirement("R-047")
def test_確認と判断がそろうと覚知は完了する(case: Case) -> None:
    case.confirmed()
    assert case.state("detection") == "open"
    case.judged()
    assert case.state("detection") == "done"
    assert case.task("judge").state == "完了"


@pytest.mark.requirement("R-048")
def test_連絡対象なら厚労省報告と調査と復旧が同時に始まる(case: Case) -> None:
    case.judged()
    assert case.sheet.result == "連絡対象"
    assert [case.state(s) for s in ("ministry_report", "inspection", "remediation")] == ["open"] * 3


@pytest.mark.requirement("R-101")
def test_影響がなく連絡対象外でも_調査は始まり報告は対象外になる(case: Case) -> None:
    case.judged(leak="none", care="none")
    assert case.state("inspection") == "open"
    assert case.state("ministry_report") == "skipped"
    assert case.stage("ministry_report").reason == "判断の結果、国への連絡は「対象外（任意連絡可）」のため"


@pytest.mark.requirement("R-049")
def test_不明が残れば保留となり_二時間後を目安に再確認の業務ができる(case: Case) -> None:
    case.judged(care="unknown")
    assert case.sheet.result == "判断保留"
    assert case.task("judge_again").due_at == case.now + timedelta(hours=2)
    assert case.state("detection") == "open"


@pytest.mark.requirement("R-049")
def test_保留を目安の内に解けば_再確認の時計は達成となる(case: Case) -> None:
    case.judged(care="unknown")
    case.later(minutes=90)
    case.judged()
    assert case.clock("judgement-recheck").state_label == "達成"
    assert case.task("judge_again").state == "完了"


@pytest.mark.requirement("R-049")
def test_保留が目安を過ぎて解けたら_超過後に達成と残る(case: Case) -> None:
    case.judged(care="unknown")
    case.later(hours=3)
    case.judged()
    assert case.clock("judgement-recheck").state_label == "目安超過後に達成"


@pytest.mark.requirement("R-049")
def test_もう一度保留になれば_再確認の時計も改めて始まる(case: Case) -> None:
    case.judged(care="unknown")
    case.later(hours=1)
    case.judged()
    again = case.later(hours=5)
    case.judged(care="unknown")
    assert case.clock("judgement-recheck").started_at == again
    assert case.task("judge_again").due_at == again + timedelta(hours=2)


@pytest.mark.requirement("R-049")
def test_続けて保留と判断しても_最初の保留からの時計が進み続ける(case: Case) -> None:
    first = case.now
    case.judged(care="unknown")
    case.later(hours=1)
    case.judged(leak="unknown", care="unknown")
    assert [c.started_at for c in case.sheet.clocks if c.rule_id == "judgement-recheck"] == [first]
    assert case.clock("judgement-recheck").state == "running"


@pytest.mark.requirement("R-051")
def test_判断のやり直しは_前の判断とともに残る(case: Case) -> None:
    case.judged(leak="none", care="none", basis="事務長の説明")
    case.later(hours=1)
    case.judged(basis="診療を止めたと分かった")
    assert [j.title for j in case.sheet.judgements] == ["対象外（任意連絡可）", "連絡対象"]


@pytest.mark.requirement("R-051")
def test_対象外から連絡対象に改めると_厚労省報告が始まり通知が届く(case: Case) -> None:
    case.judged(leak="none", care="none")
    case.later(hours=1)
    case.judged()
    assert case.state("ministry_report") == "open"
    assert ("担当1", True) in case.read_by("ministry_report_due")


@pytest.mark.requirement("R-050")
def test_厚生労働省も判断を記録できる(case: Case) -> None:
    case.take("厚生労働省", "judge", judged_by="ministry")
    assert ("判断した者", "厚生労働省") in case.sheet.judgements[0].rows


def test_終わった案件には何も書き込めない(case: Case) -> None:
    case.take("担当1", "close_as_not_attack")
    assert isinstance(case.refused("担当1", "add_facts"), CaseEnded)


def test_覚知が済んだ後にも事実を追記できる(case: Case) -> None:
    case.confirmed().judged()
    case.take("担当2", "add_facts", attack_kind="ransomware", affected_systems=["emr", "backup"])
    assert case.sheet.attack_kind == "ランサムウェア"
    assert set(case.sheet.affected_systems) == {"電子カルテシステム", "バックアップ"}
    assert case.state("detection") == "done"


def test_追記で空欄の項目は変わらず_システムは足される(case: Case) -> None:
    case.record("担当1", "add_facts", affected_systems=["emr"], contact_phone="088-000-1111")
    case.record("担当1", "add_facts", what_happened="", affected_systems=["pacs"])
    assert case.sheet.contact_phone == "088-000-1111"
    assert len(case.sheet.affected_systems) == 2


def test_経過には職員の操作と自動処理が残る(case: Case) -> None:
    case.confirmed()
    lines = [(line.kind, line.actor, line.name) for line in reversed(case.sheet.history)]
    assert lines[0] == ("職員の操作", "徳島県 担当1", "suspicion_reported")
    assert ("自動処理", "自動処理", "visited_detection") in lines
    assert lines[-1] == ("職員の操作", "徳島県 担当1", "facts_confirmed")


@pytest.mark.requirement("R-049")
def test_疑いのままの判断でも案件は止まらず_再確認の業務と時計が残る(case: Case) -> None:
    case.judged(attack="suspected")
    assert case.sheet.result == "判断待ち"
    assert case.task("judge_again").due_at == case.now + timedelta(hours=2)
    case.later(hours=1)
    case.judged(attack="unknown")
    assert case.sheet.result == "判断保留"
    case.later(minutes=30)
    case.judged()
    assert case.task("judge_again").state == "完了"
    assert [(c.rule_id, c.state_label) for c in case.sheet.clocks if c.rule_id == "judgement-recheck"] == [
        ("judgement-recheck", "達成")
    ]
