"""報告の項目: every field of the form, its versions, and in which report each stood first or was changed."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casework.ministry_report import fields
from cases.casework.ministry_report.fields import Type
from cases.casework.ministry_report.views import FactView
from cases.errors import ActNotOpen, BadFacts
from tests.a_case import Case, jst

ASKED = [one for one in fields.catalogue() if not one.held]
SAID = ["不明", "確認中", "該当なし"]


def example(one: fields.Field) -> Any:
    match one.type:
        case Type.MOMENT:
            return "2021-10-31T00:10:00+09:00"
        case Type.COUNT:
            return "10〜20"
        case Type.CHOICE:
            return one.words[0]
        case Type.CHOICES:
            return list(one.words[:2])
    return f"{one.title}の内容"


def shown(case: Case, name: str) -> FactView:
    return next(one for one in case.sheet.fields if one.id == name)


@pytest.mark.requirement("R-330")
def test_どの項目も記録でき_報告に載り_どの報告からかが示される(case: Case) -> None:
    case.judged()
    case.record("担当1", "record_incident_facts", **{one.id: example(one) for one in ASKED})
    case.reported()
    for one in ASKED:
        field = shown(case, one.id)
        assert field.words, one.id
        assert field.first_report == "第1報", one.id
        assert (field.title, field.words) in case.sheet.reports[0].fields, one.id
    head = {one.id: one.words for one in case.sheet.fields}
    assert (head["report_kind"], head["reporter"]) == ("第1報", "自治体")
    for held in ("facility_name", "detected_at", "what_happened", "failure", "care", "leak", "grasped_at", "awareness"):
        assert shown(case, held).first_report == "第1報", held


@pytest.mark.requirement("R-330")
@pytest.mark.parametrize("said", SAID)
def test_どの項目も_不明_確認中_該当なしを別々の答えとして受け付ける(case: Case, said: str) -> None:
    answers = {one.id: [said] if one.type is Type.CHOICES else said for one in ASKED}
    case.record("担当1", "record_incident_facts", **answers)
    assert {shown(case, one.id).words for one in ASKED} == {said}
    other = {name: SAID[SAID.index(said) - 1] for name, given in answers.items() if given == said}
    case.record("担当1", "record_incident_facts", **other)
    assert {shown(case, name).words for name in other} == {SAID[SAID.index(said) - 1]}


@pytest.mark.requirement("R-330")
def test_後の報告で変わった項目は_どの報告で変わったかが示される(case: Case) -> None:
    case.judged()
    case.record("担当1", "record_incident_facts", intrusion_vector=["VPN装置"], servers=3)
    case.reported()
    case.record("担当1", "record_incident_facts", servers=5, malware_name="架空")
    assert shown(case, "malware_name").first_report == ""
    case.reported("follow_up")
    assert shown(case, "intrusion_vector").changing_reports == ()
    assert (shown(case, "servers").first_report, shown(case, "servers").changing_reports) == (
        "第1報",
        ("第2報（続報）",),
    )
    assert shown(case, "malware_name").first_report == "第2報（続報）"


@pytest.mark.requirement("R-332")
def test_人数は幅で記録でき_訂正しても前の人数が残る(case: Case) -> None:
    case.record("担当1", "record_incident_facts", leak_count="10,000")
    case.record("担当1", "record_incident_facts", leak_count="１０，０００～１３０，０００", reason="範囲を見直し中")
    case.record("担当1", "record_incident_facts", leak_count=130000, reason="調査の結果")
    field = shown(case, "leak_count")
    assert [words for _, _, words, _ in field.versions] == ["10,000人", "10,000〜130,000人", "130,000人"]
    assert [reason for *_, reason in field.versions] == ["", "範囲を見直し中", "調査の結果"]
    assert field.words == "130,000人"


@pytest.mark.requirement("R-332")
def test_要求額の訂正は_初めの額とともに示される(case: Case) -> None:
    for amount in ("100万米ドル", "1億米ドル"):
        case.later(hours=1)
        case.record("担当1", "record_incident_facts", ransom_demand=amount)
    field = shown(case, "ransom_demand")
    assert [(words, by) for _, by, words, _ in field.versions] == [
        ("100万米ドル", "徳島県 担当1"),
        ("1億米ドル", "徳島県 担当1"),
    ]


def test_頃を付けた日時と_先の見込みも記録できる(case: Case) -> None:
    case.record(
        "担当1",
        "record_incident_facts",
        care_from=jst(2021, 10, 31, 0, 0),
        care_from_approx=True,
        recovery_eta=jst(2022, 1, 4, 9),
    )
    assert shown(case, "care_from").words == "2021年10月31日(日) 00:00頃"
    assert shown(case, "recovery_eta").words == "2022年1月4日(火) 09:00"


def test_同じ内容は版にならず_何も変わらなければ受け付けない(case: Case) -> None:
    case.record("担当1", "record_incident_facts", servers=3)
    case.record("担当1", "record_incident_facts", servers="３", clients=4)
    assert len(shown(case, "servers").versions) == 1
    refusal = case.refused("担当1", "record_incident_facts", malware_name=None, servers=3)
    assert isinstance(refusal, ActNotOpen)


@pytest.mark.parametrize(
    "wrong", [{"servers": "たくさん"}, {"servers": "20〜10"}, {"hosting": "雲"}, {"care_from": "昨日"}]
)
def test_項目に合わない内容は受け付けない(case: Case, wrong: dict[str, str]) -> None:
    assert isinstance(case.refused("担当1", "record_incident_facts", **wrong), BadFacts)
