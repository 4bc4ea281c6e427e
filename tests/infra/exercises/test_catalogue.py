"""使える操作の一覧は、手引きのとおりで漏れがない。"""

from __future__ import annotations

import json

from typer.testing import CliRunner

from cases import handbook
from infra.commands import exercise
from infra.exercises import catalogue
from infra.exercises.link_deeds import link_deeds
from infra.exercises.office_deeds import office_deeds


def test_操作の一覧はすべての操作とその事実の題名を示す() -> None:
    result = CliRunner().invoke(exercise.app, ["acts", "--json"])
    entries = json.loads(result.stdout)
    known = {act.name for _, act in handbook.all_acts()} | {*office_deeds()} | {*link_deeds()}
    assert {entry["act"] for entry in entries} == known
    for entry in entries:
        for name, field in entry["facts"]["properties"].items():
            assert not field["title"].isascii(), f"{entry['act']}.{name}"
    judge = next(entry for entry in catalogue.entries() if entry["act"] == "judge")
    assert judge["facts"]["properties"]["leak"]["x-labels"]["none"] == "無"
    assert judge["roles"]["officer"] == "担当職員"
