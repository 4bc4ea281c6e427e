"""Whom else the facility told, and what it agreed to share: a record, never a duty of our making."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.casework.closing.bodies import bodies
from cases.casework.closing.views import NoticeView
from cases.errors import ActNotOpen, ImpossibleTime
from cases.vocabulary import NoticeBody
from tests.a_case import Case


@pytest.fixture
def attacked(case: Case) -> Case:
    return case.judged()


def notice(case: Case, body: str) -> NoticeView:
    return next(one for one in case.sheet.notices if one.body == body)


def test_通報先の一覧には_伝える者と根拠と確認の印がある() -> None:
    assert set(bodies()) == set(NoticeBody)
    for body in bodies().values():
        assert body.teller
        assert body.nature
        assert body.basis


@pytest.mark.parametrize("body", ["police", "ipa", "jpcert", "mext", "other"])
def test_任意のものは任意と書いてある(body: str) -> None:
    assert bodies()[NoticeBody(body)].nature.startswith("任意")


def test_攻撃と判断するまでは何も尋ねない(case: Case) -> None:
    assert case.sheet.notices == ()
    case.judged()
    assert {n.body for n in case.sheet.notices} == {"police", "ppc_first", "ppc_final", "ipa", "jpcert", "pmda"}
    assert {n.state for n in case.sheet.notices} == {"未"}


def test_漏洩がなければ個人情報保護委員会については尋ねない(case: Case) -> None:
    case.judged(leak="none")
    assert {n.body for n in case.sheet.notices} == {"police", "ipa", "jpcert", "pmda"}


@pytest.mark.requirement("R-279")
def test_警察に伝えた日時と伝えた者と受理番号が残る(attacked: Case) -> None:
    attacked.take(
        "担当1", "record_external_notice", told_at=attacked.now, told_by="病院 事務部門", reference="美馬署 第1号"
    )
    told = notice(attacked, "police")
    assert (told.state, told.told_by, told.reference) == ("済", "病院 事務部門", "美馬署 第1号")
    assert (told.answered, told.nature) == (True, "任意（届出・相談）")


@pytest.mark.parametrize(
    ("body", "nature"),
    [
        pytest.param("ipa", "任意（届出）", marks=pytest.mark.requirement("R-280")),
        pytest.param("jpcert", "任意（対応の依頼・情報提供）", marks=pytest.mark.requirement("R-281")),
        pytest.param("pmda", "法令（医療機器の不具合に当たる場合）", marks=pytest.mark.requirement("R-283")),
    ],
)
def test_届出の別は根拠とともに示され_医療機器の関与がなければ該当なしと答える(
    attacked: Case, body: str, nature: str
) -> None:
    assert (notice(attacked, body).nature, notice(attacked, body).answered) == (nature, False)
    attacked.take(
        "担当1", "record_external_notice", bodies=[body], state="not_applicable", told_at=None, reason="関与がない"
    )
    assert (notice(attacked, body).state, notice(attacked, body).reason) == ("該当なし", "関与がない")


def test_判断の前でも記録できる(case: Case) -> None:
    case.take("担当1", "record_external_notice")
    assert notice(case, "police").state == "済"


def test_済には日時_該当なしには理由がいる(attacked: Case) -> None:
    no_time = attacked.refused("担当1", "record_external_notice", told_at=None)
    no_reason = attacked.refused("担当1", "record_external_notice", state="not_applicable")
    assert isinstance(no_time, ActNotOpen)
    assert isinstance(no_reason, ActNotOpen)
    assert "日時を記入" in no_time.missing[0]
    assert "理由を記入" in no_reason.missing[0]
    early = attacked.refused("担当1", "record_external_notice", told_at=attacked.now - timedelta(days=3))
    assert isinstance(early, ImpossibleTime)


def test_確認中はまだ答えではない(attacked: Case) -> None:
    attacked.take("担当1", "record_external_notice", bodies=["ipa"], state="checking")
    assert (notice(attacked, "ipa").state, notice(attacked, "ipa").answered) == ("確認中", False)


@pytest.mark.requirement("R-282")
def test_国家サイバー統括室への情報連絡は_国が記録し_自治体には記録できない(attacked: Case) -> None:
    refusal = attacked.refused("担当1", "record_external_notice", bodies=["nco"])
    assert isinstance(refusal, ActNotOpen)
    assert "厚生労働省が記録します" in refusal.missing[0]
    attacked.take("厚生労働省", "record_information_report", reference="第3号")
    assert (notice(attacked, "nco").state, notice(attacked, "nco").told_by) == ("済", "厚生労働省 担当")


def test_共有の同意は_匿名か実名かまで残り_新しい答えが効く(attacked: Case) -> None:
    assert attacked.sheet.consent is None
    attacked.take("担当1", "record_consent", nco="asking", ceptoar="asking")
    attacked.take("担当1", "record_consent", nco="no", ceptoar="named")
    consent = attacked.sheet.consent
    assert consent is not None
    assert (consent.nco, consent.ceptoar, consent.answered_by) == ("同意しない", "実名で同意する", "事務長")
