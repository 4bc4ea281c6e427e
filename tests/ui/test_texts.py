"""Every refusal has a Japanese sentence and a status; every complaint about a field names it as the form does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases import errors
from cases.casework.detection.suspicion import Suspicion
from cases.errors import Candidate, Refused
from ui import texts
from ui.complaints import complaint

NOON = datetime(2021, 10, 31, 3, 0, tzinfo=UTC)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
FIELDS: dict[type[Refused], tuple[Any, ...]] = {
    Refused: (),
    errors.NotFound: ("案件",),
    errors.StaleVersion: (1, 3, [errors.Change(NOON, "徳島県 担当", "事実を追記する", {})]),
    errors.UnknownAct: ("fly",),
    errors.WrongRole: ("報告を決裁する", ["決裁者"]),
    errors.ActNotOpen: ("報告を送付する", ["起案された報告がありません。"]),
    errors.CaseEnded: ("360007-2021-0001", "終結"),
    errors.BadFacts: ("疑いを受け付ける", [("facility", "missing", {})]),
    errors.ImpossibleTime: ("判断日時", NOON, "before", "覚知日時", NOON),
    errors.PaperHasNoSubject: ("立入検査結果通知", "立入検査", "先に計画してください。"),
    errors.PaperIncomplete: ("報告徴収", ("求める事項・内容", "期日")),
    errors.PaperWithoutAddressee: ("指導文書",),
    errors.PaperUnprintable: (("🏥",),),
    errors.UnknownMunicipality: ("半田市町",),
    errors.UnknownFacility: ("半田病院", ["つるぎ町立半田病院"]),
    errors.OutsideJurisdiction: ("高松市", "高松市"),
    errors.OpenCases: (
        "町立病院",
        [Candidate("360007-2021-0001", "町立病院", NOON, "判断待ち", "同じ医療機関等")],
    ),
    errors.FactNeeded: ("把握の経緯の補足", "「その他」のときは、誰からどのように知ったか"),
    errors.NoInspectionPower: ("薬局",),
    errors.InspectorNotValid: ("医療監視員", date(2021, 11, 2), "任命が2021年3月31日で終わるため"),
    errors.StillIdentifying: (["町立病院"],),
    errors.CannotAssign: ("報告の起案を決裁する", "決裁者"),
    errors.TaskNotOpen: ("四つの判断を行う", "完了"),
    errors.BadRuleFile: ("new-notice", "項目 issuer がありません", 2),
    errors.CannotSwitchOn: ("「新しい定め」は未確認の定めのため、有効にできません。確認済みの版を登録してください。",),
    errors.SecondPersonNeeded: ("新しい通知",),
    errors.OverlappingDesk: ("厚生労働省医政局", NOON.date(), None),
    errors.NotRetroactive: (NOON.date(), NOON.date()),
    errors.CannotStandIn: ("担当1", "担当2", "overlap", NOON.date(), NOON.date()),
    errors.NoDutyDays: (NOON.date(), NOON.date()),
    errors.RuleNotAdjustable: ("保守会社等への連絡", "開庁時間では数えられません。"),
    errors.FileRefused: ("表.xlsm", "kind"),
    errors.NeedsClearing: ("一覧.csv", "患者の個人情報を並べた表のように見えます"),
    errors.LinkNotValid: (),
    errors.WrongCredentials: (),
    errors.SignInLocked: (NOON,),
    errors.AddressStopped: ("a@a.example", "その宛先は存在しません"),
    errors.LetterSettled: ("業務の通知", "今の状態は「送信済」です"),
    errors.NotSignedIn: (),
}


def every_refusal(of: type[Refused] = Refused) -> Iterator[type[Refused]]:
    yield of
    for below in of.__subclasses__():
        yield from every_refusal(below)


@pytest.mark.parametrize("kind", list(every_refusal()), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_japanese_sentence_and_a_status(kind: type[Refused]) -> None:
    assert kind in FIELDS, f"{kind.__name__} is new: give it an example here and a sentence in ui/texts.py"
    said = texts.sentence(kind(*FIELDS[kind]))
    assert JAPANESE.search(said)
    assert said.endswith("。")
    assert 400 <= texts.status(kind(*FIELDS[kind])) < 500


def test_a_pharmacy_is_shown_the_way_out() -> None:
    said = texts.sentence(errors.NoInspectionPower("薬局"))
    assert said.startswith("薬局は、医療法第25条の立入検査等の対象外です。")
    assert "任意の訪問として記録できます" in said


def test_an_impossible_time_names_both_times() -> None:
    said = texts.sentence(errors.ImpossibleTime("判断日時", NOON, "before", "覚知日時", NOON))
    assert "「判断日時」（2021年10月31日(日) 12:00）" in said
    assert "「覚知日時」" in said


def test_a_future_time_is_said_to_be_one() -> None:
    assert "現在より後" in texts.sentence(errors.ImpossibleTime("把握日時", NOON, "future", "", NOON))


def test_a_stale_version_says_who_did_what() -> None:
    said = texts.sentence(errors.StaleVersion(1, 2, [errors.Change(NOON, "徳島県 担当2", "事実を追記する", {})]))
    assert "「事実を追記する」（徳島県 担当2）" in said
    assert "入力した内容は残っています" in said


def test_the_complaint_names_the_field_as_the_form_does() -> None:
    assert complaint(Suspicion, "facility", "missing", {}) == "「どの医療機関ですか」を入力してください。"


def test_a_wrong_line_of_several_is_counted() -> None:
    refused = errors.BadFacts("指導を記録する", [("items.1", "string_type", {})])
    assert texts.facts_complaints(refused) == ["「指導事項（2番目）」は文字で入力してください。"]
