"""他の様式への出力: one case in the forms of others, every word from the case, each taking noted (R-331)."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from cases.desk.door import at_desk
from cases.errors import NotFound
from cases.exports.filling import UNKNOWN
from cases.exports.forms import forms
from cases.exports.sheet import Export
from tests.a_case import Case


def taken(case: Case, form: str, kind: str, who: str = "担当1") -> tuple[str, bytes]:
    with at_desk(case.house.doors, case.staff[who], case.house.clock) as desk:
        found = desk.exports.form(case.id, form, kind)
    return found.name, found.content


def filled(case: Case, form: str) -> Export:
    with at_desk(case.house.doors, case.staff["担当1"], case.house.clock) as desk:
        return desk.exports.filled(case.id, form)


def words(export: Export, title: str) -> str:
    return next(line.words for line in export.lines if line.title.startswith(title))


@pytest.mark.requirement("R-331")
def test_一つの案件から_四つの様式がどの形式でも出て_だれが出したかが残る(case: Case) -> None:
    case.judged()
    case.record("担当1", "add_facts", attack_kind="ransomware")
    facts: dict[str, Any] = {
        "ransom_note": '=HYPERLINK("x")復号の対価を求める',
        "file_extension": "lockbit",
        "intrusion_vector": ["VPN装置"],
        "leak_count": "1000〜85000",
        "handling": "TLP:AMBER",
    }
    case.record("担当1", "record_incident_facts", **facts)
    before = case.sheet.version
    case.reported()
    case.record("担当1", "record_incident_facts", leak_count="不明", secondary_damage="確認中")

    told = filled(case, "appi-preliminary")
    assert words(told, "本人の数") == "不明"
    assert "二次被害のおそれ: 確認中" in words(told, "二次被害")
    assert f"公表の方法: {UNKNOWN}" in words(told, "公表")
    assert all(line.words and line.where for one in forms() for line in filled(case, one.id).lines)
    report = filled(case, "ministry-report")
    assert words(report, "本人の数") == "1,000〜85,000人"  # as the sent report said it
    assert next(line for line in report.lines if line.title == "本人の数").where == "「本人の数」（第1報から）"
    assert report.handling == "TLP:AMBER"

    name, content = taken(case, "ransomware", "xlsx", "課長")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = {str(row[1].value): row[2] for row in sheet.iter_rows()}
    assert cells["ランサムノート"].value == facts["ransom_note"]
    assert cells["ランサムノート"].data_type == "s"
    assert cells["機微区分"].value == "TLP:AMBER"
    assert name.endswith(f"{case.sheet.number}_20211031_0030.xlsx")
    _, text = taken(case, "ipa-intrusion", "txt")
    assert "1 発見年月日:\r\n  2021年10月31日" in text.decode()
    assert "（届出者が記入）" in text.decode()
    _, plain = taken(case, "appi-final", "json")
    assert [line["no"] for line in json.loads(plain)["lines"]] == list("１２３４５６７８９")

    lines = [line for line in case.sheet.history if line.name == "export_taken"]
    assert [(line.actor, line.note) for line in lines] == [
        ("徳島県 担当1", "個人情報保護委員会への漏えい等報告（確報）（JSON）"),
        ("徳島県 担当1", "IPAへのコンピュータ不正アクセス届出の内容（テキスト）"),
        ("徳島県 課長", "ランサムウェア事案共通様式（別添様式２）の内容（Excel）"),
    ]
    assert all(len(line.facts["sha256"]) == 64 for line in lines)
    assert case.sheet.version > before
    assert case.sheet.version == lines[0].version


def test_使えない様式は_使えない理由を先に言う(case: Case) -> None:
    case.judged(leak="none")
    case.record("担当1", "add_facts", attack_kind="ddos")
    assert any("対象ではありません" in told for told in filled(case, "ransomware").cautions)
    assert any("まだ適用の始まっていない" in told for told in filled(case, "ddos").cautions)
    assert any("有効にされていません" in told for told in filled(case, "ipa-virus").cautions)
    assert any("まだ報告を起案していません" in told for told in filled(case, "ministry-report").cautions)
    assert any("不明・確認中又は記入待ちの事項が" in told for told in filled(case, "appi-final").cautions)
    assert any("漏洩は「無」です" in told for told in filled(case, "appi-preliminary").cautions)
    assert any("照合未了" in told for told in filled(case, "ddos").cautions)


def test_ない様式も_よその案件も_同じように見つからない(case: Case) -> None:
    for form, kind in (("nowhere", "json"), ("ipa-virus", "xlsx"), ("appi-final", "pdf")):
        with pytest.raises(NotFound):
            taken(case, form, kind)
    other = case.house.office("高知県")["担当1"]
    with at_desk(case.house.doors, other, case.house.clock) as desk, pytest.raises(NotFound):
        desk.exports.form(case.id, "appi-final", "json")
