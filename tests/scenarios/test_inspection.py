"""調査・指導・立入検査: decided either way, findings, guidance, visits under the law or by consent, consultation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.errors import ActNotOpen, BadFacts, NoInspectionPower
from cases.vocabulary import INSPECTABLE, FacilityKind
from tests.a_case import Case
from tests.house import House

OUTSIDE_THE_LAW = [kind for kind in FacilityKind if kind not in INSPECTABLE]


@pytest.fixture
def attacked(case: Case) -> Case:
    """サイバー攻撃と判断した案件."""
    return case.judged()


def inspecting(case: Case, instrument: str = "on_site_inspection") -> Case:
    case.take("課長", "decide_investigation", instrument=instrument)
    return case


@pytest.mark.requirement("R-100")
def test_要否を決める業務が決裁者にできる(attacked: Case) -> None:
    assert attacked.task("decide_investigation").holder == "課長"
    assert attacked.read_by("investigation_due") == {("課長", True)}


@pytest.mark.requirement("R-115")
def test_検討票に根拠の条文が載る(attacked: Case) -> None:
    lines = dict(attacked.documents("investigation_memo")[0])
    assert "医療法第25条及び第26条並びに医療法施行規則第42条" in lines["立入検査等"]


@pytest.mark.requirement("R-100")
def test_行わないと理由を付けて決めれば完了する(attacked: Case) -> None:
    attacked.take("課長", "decide_investigation", needed=False, instrument=None, reason="病院の調査で足りる")
    assert attacked.state("inspection") == "done"
    assert ("理由", "病院の調査で足りる") in attacked.sheet.decisions[0].rows


@pytest.mark.requirement("R-100")
def test_理由のない決定は受け付けない(attacked: Case) -> None:
    assert isinstance(attacked.refused("課長", "decide_investigation", reason=" "), BadFacts)


def test_行うときは方法を選ぶ(attacked: Case) -> None:
    refusal = attacked.refused("課長", "decide_investigation", instrument=None)
    assert isinstance(refusal, ActNotOpen)
    assert refusal.missing == ["調査・指導を行うときは、方法を選んでください。"]


@pytest.mark.requirement("R-100")
def test_行わないとした決定を改めると再び始まる(attacked: Case) -> None:
    attacked.take("課長", "decide_investigation", needed=False, instrument=None)
    attacked.take("課長", "decide_investigation")
    assert attacked.state("inspection") == "open"
    assert attacked.task("investigate").holder == "医療監視員"


@pytest.mark.requirement("R-102")
def test_調査を行うと決めると医療監視員に業務ができ_結果を報告して完了する(attacked: Case) -> None:
    attacked.take("課長", "decide_investigation")
    attacked.take("医療監視員", "record_findings")
    assert attacked.task("report_result").holder == "担当1"
    attacked.take("担当1", "report_investigation_result")
    assert attacked.state("inspection") == "done"
    assert attacked.read_by("investigation_reported") == {("担当", False)}


@pytest.mark.requirement("R-105")
def test_結果報告は第1報とは別の文書で_四つの区分を持つ(attacked: Case) -> None:
    attacked.take("課長", "decide_investigation")
    attacked.record("医療監視員", "record_findings", prevention="多要素認証")
    attacked.record("医療監視員", "give_guidance")
    attacked.take("担当1", "report_investigation_result")
    lines = attacked.documents("investigation_result")[0]
    assert [title for title, _ in lines[2:6]] == ["被害状況", "対応状況", "復旧状況", "再発防止策等"]
    assert ("対応状況", "不明・確認中") in lines
    assert ("指導", "口頭　外部接続点の見直し") in lines
    assert attacked.sheet.reports == ()


def test_何も書かれていない調査結果は受け付けない(attacked: Case) -> None:
    assert isinstance(attacked.refused("医療監視員", "record_findings", damage=""), ActNotOpen)


def test_結果がなければ報告できない(attacked: Case) -> None:
    assert isinstance(attacked.refused("担当1", "report_investigation_result"), ActNotOpen)


@pytest.mark.requirement("R-103")
def test_指導は調査とは別に_趣旨と内容と責任者を残す(attacked: Case) -> None:
    attacked.take("医療監視員", "give_guidance")
    assert attacked.sheet.findings == ()
    assert dict(attacked.sheet.guidance[0].rows) == {
        "趣旨": "再発の防止",
        "内容": "外部接続点の見直し",
        "責任者": "徳島県 医療監視員",
    }


@pytest.mark.requirement("R-104")
def test_指導事項は是正の項目になり_確認の業務ができる(attacked: Case) -> None:
    attacked.take("医療監視員", "give_guidance", items=["多要素認証の導入", "バックアップの切り離し"])
    assert [item.title for item in attacked.sheet.items] == ["多要素認証の導入", "バックアップの切り離し"]
    assert ("区分", "指導事項") in attacked.sheet.items[0].rows
    assert "verify_items" in attacked.open_tasks


@pytest.mark.requirement("R-116")
@pytest.mark.parametrize("kind", OUTSIDE_THE_LAW, ids=lambda kind: kind.label)
def test_立入検査の対象外の施設は立入検査を選べない(house: House, kind: FacilityKind) -> None:
    case = Case.opened(house, kind=kind).judged()
    refusal = case.refused("課長", "decide_investigation", instrument="on_site_inspection")
    assert isinstance(refusal, NoInspectionPower)
    assert refusal.facility_kind == kind.label


@pytest.mark.requirement("R-116")
@pytest.mark.parametrize("instrument", ["report_order", "submission_order"])
def test_薬局には報告徴収も物件提出命令もできない(house: House, instrument: str) -> None:
    case = Case.opened(house, kind=FacilityKind.PHARMACY).judged()
    assert isinstance(case.refused("課長", "decide_investigation", instrument=instrument), NoInspectionPower)


@pytest.mark.requirement("R-116")
def test_任意の訪問と決めた後に_薬局の立入検査を計画することもできない(house: House) -> None:
    case = inspecting(Case.opened(house, kind=FacilityKind.PHARMACY).judged(), "voluntary_visit")
    assert isinstance(case.refused("医療監視員", "plan_visit", instrument="on_site_inspection"), NoInspectionPower)


@pytest.mark.requirement("R-128")
def test_薬局にも任意の訪問はでき_根拠に医療法を挙げない(house: House) -> None:
    case = inspecting(Case.opened(house, kind=FacilityKind.PHARMACY).judged(), "voluntary_visit")
    case.take("医療監視員", "plan_visit", instrument="voluntary_visit", inspectors=[], team="医務担当２名")
    rows = dict(case.sheet.inspections[0].rows)
    assert rows["根拠"] == "任意の協力による"
    assert "対象外" in dict(case.documents("investigation_memo")[0])["立入検査等"]


@pytest.mark.requirement("R-117")
def test_要否を決める前に立入検査を計画できない(attacked: Case) -> None:
    refusal = attacked.refused("医療監視員", "plan_visit")
    assert isinstance(refusal, ActNotOpen)
    assert "要否" in refusal.missing[0]


@pytest.mark.requirement("R-124")
def test_技術的事項の相談は国に対応を求め_助言は相談した職員に返る(attacked: Case) -> None:
    attacked.take("医療監視員", "consult_ministry")
    assert attacked.read_by("consultation_asked") == {("担当", True)}
    attacked.take("厚生労働省", "advise")
    letter = attacked.letters("advice_given")[0]
    assert (letter.to, letter.must_act) == ("医療監視員", False)
    assert "電源を切らずに保全する" in letter.body


@pytest.mark.requirement("R-124")
def test_相談の答えが来るまで調査の段階は終わらない(attacked: Case) -> None:
    attacked.take("課長", "decide_investigation", needed=False, instrument=None)
    attacked.take("担当1", "consult_ministry")
    assert attacked.state("inspection") == "open"
    attacked.take("厚生労働省", "advise")
    assert attacked.state("inspection") == "done"


def test_相談がなければ助言できない(attacked: Case) -> None:
    assert isinstance(attacked.refused("厚生労働省", "advise"), ActNotOpen)


@pytest.mark.requirement("R-108")
def test_国の依頼があれば_判断の前でも調査の段階が始まり担当者に内容が届く(case: Case) -> None:
    case.take("厚生労働省", "request_by_ministry", kind="investigate", question="侵入の経路")
    assert case.state("inspection") == "open"
    assert "侵入の経路" in case.letters("ministry_asked")[0].body
    assert case.read_by("ministry_asked") == {("担当1", True)}


@pytest.mark.requirement("R-108")
def test_依頼に希望の期日を先の日時で付けられる(case: Case) -> None:
    case.take("厚生労働省", "request_by_ministry", wished_by=case.now + timedelta(days=3))
    assert case.sheet.exchanges[0].title == "第1号　情報収集の依頼"
