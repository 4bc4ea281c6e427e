"""The forms of others as data: nothing that a form asks for is lost, and a wrong definition is refused when read."""

from __future__ import annotations

import pytest

from cases.casework.ministry_report import fields
from cases.casework.ministry_report.contents import TEXTS
from cases.exports.forms import FILE, BadForms, form, forms, read
from cases.vocabulary import ExportFormat

NINE = ("概要", "項目", "本人の数", "原因", "二次被害", "本人への対応", "公表", "再発防止", "その他")
"""規則第８条の事項, in their order (R-272)."""
ASKED = {
    "appi-preliminary": {"what_happened", "leak_items", "leak_count", "cause", "secondary_damage", "patient_notice",
                         "published_at", "publication", "measures"},
    "ransomware": {"ransom_note", "file_extension", "ransom_type", "intrusion_vector", "indicators", "consent_nco"},
    "ddos": {"attack_kind", "affected_systems", "occurred_at", "care"},
    "ipa-intrusion": {"detected_at", "detected_by", "hosting", "servers", "clients", "affected_systems"},
    "ipa-virus": {"malware_name", "detected_at", "intrusion_vector", "affected_systems"},
}  # fmt: skip
"""What the domain book lists for each (R-272, R-275, R-280)."""


@pytest.mark.requirement("R-331")
@pytest.mark.parametrize("form_id", ASKED)
def test_様式ごとに_求められる事項が案件のどこかから書かれる(form_id: str) -> None:
    found = form(form_id)
    assert found is not None
    assert {name for item in found.items for name in item.sources} >= ASKED[form_id]


@pytest.mark.requirement("R-331")
def test_速報も確報も九つの事項がその順である() -> None:
    for name in ("appi-preliminary", "appi-final"):
        found = form(name)
        assert found is not None
        assert [item.no for item in found.items] == list("１２３４５６７８９")
        assert all(word in item.title for word, item in zip(NINE, found.items, strict=True))


@pytest.mark.requirement("R-331")
def test_厚生労働省への報告は_報告のすべての項目と本文を持つ() -> None:
    found = form("ministry-report")
    assert found is not None
    wanted = [one.id for one in fields.catalogue()] + [f"report:{name}" for name in TEXTS]
    assert [item.sources[0] for item in found.items] == wanted


@pytest.mark.parametrize("origin", ["P", "C", "I"])
def test_出所のある項目は_その様式のどれかに載る(origin: str) -> None:
    of = {"P": ("appi-",), "C": ("ransomware",), "I": ("ipa-", "ransomware")}[origin]
    taken = {name for one in forms() if one.id.startswith(of) for item in one.items for name in item.sources}
    meta = {"handling", "privacy_final"}  # printed above every export; the act of reporting itself
    assert {one.id for one in fields.catalogue() if one.origin == origin} - meta <= taken


def test_様式の原本を見ていない欄は_確かめた欄と区別される() -> None:
    unseen = {one.id: sum(not item.verified for item in one.items) for one in forms()}
    assert unseen["ddos"] == len(getattr(form("ddos"), "items", ()))
    assert 0 < unseen["ransomware"] < len(getattr(form("ransomware"), "items", ()))
    assert unseen["appi-final"] == 0


def test_IPAへは文章_役所へは表_機械へはJSON() -> None:
    kinds = {one.id: set(one.formats) for one in forms()}
    assert all(ExportFormat.JSON in one for one in kinds.values())
    assert {name for name, one in kinds.items() if ExportFormat.TXT in one} == {"ipa-intrusion", "ipa-virus"}
    assert {name for name, one in kinds.items() if ExportFormat.XLSX in one} == kinds.keys() - {
        "ipa-intrusion",
        "ipa-virus",
    }


SHIPPED = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"leak_count"', '"leak_counts"', "「leak_counts」という項目はありません"),
        ('by = "届出者"', 'by = ""', "どちらか一つ"),
        ('items_of = "appi-preliminary"', 'items_of = "nowhere"', "様式「nowhere」がありません"),
        ('rule_set = "ipa-reports"', 'rule_set = "ipa"', "規則集「ipa」がありません"),
        ('id = "ddos"', 'id = "ransomware"', "二度定義"),
        ("whole_report = true", "", "項目の定め方"),
        ('formats = ["xlsx", "json"]', 'formats = ["pdf"]', "読み取れません"),
        ('title = "概要"', 'titel = "概要"', "読み取れません"),
    ],
    ids=["ない項目", "だれも書かない", "ない様式", "ない規則集", "二度", "項目がない", "知らない形式", "書き誤り"],
)
def test_誤った定義は読み込みのときに断る(before: str, after: str, said: str) -> None:
    assert before in SHIPPED
    with pytest.raises(BadForms, match=said):
        read(SHIPPED.replace(before, after))
