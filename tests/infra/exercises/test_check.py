"""壊れたシナリオは、再生する前に、行番号と日本語の理由を示す。"""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.exercises import catalogue, check
from infra.exercises.scenario import Broken
from tests.infra.exercises.test_player import EXAMPLE, LINKS, written


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(Broken) as broken:
        check.load(written(folder, text))
    return broken.value.faults


@pytest.mark.parametrize(
    ("right", "wrong", "line_of", "reason"),
    [
        ('act = "report_suspicion"', 'act = "report_suspicon"', "report_suspicon", "「report_suspicion」のことでは"),
        ('open_tasks = ["confirm', 'open_task = ["confirm', "open_task =", "「open_tasks」のことではありませんか"),
        ("detected_at", "detectd_at", "detectd_at", "「detected_at」のことではありませんか"),
        ('municipality = "徳島市"', 'municipality = "府中市"', '"府中市"', "prefecture を書いてください"),
        ("at = 2026-04-06T09:10:00", "at = 2026-04-06T08:10:00", "T08:10:00+", "時刻の順に並べてください"),
        ('by = "徳島県 担当1"', 'by = "徳島県 部長"', "部長", "「部長」はいません"),
        ('detection = "open"', 'detection = "opened"', "opened", "使える値: waiting（未着手）"),
        ('title = "故障', 'title = 故障"', "title =", "TOML として読めません"),
        ('refused = "WrongRole"', 'refused = "Wrong"', 'refused = "Wrong"', "「WrongRole」のことではありませんか"),
        ('ending = "not_attack"', 'ending = "over"', '"over"', "「over」は使えません"),
        ('inject = "電子', 'engine = "up"\ninject = "電子', "[[step]]", "一つだけ書いてください"),
        ('by = "徳島県 担当1"', 'by = "徳島市 担当1"', "徳島市 担当1", "所管の徳島県を"),
        ("T09:50:00+09:00\n  reason", "\n  reason", "confirmed_at", "日付だけでなく時刻も"),
        ('visible = { "徳島県"', 'clocks = { vendor-contact = "x" }\n  visible = { "徳島県"', "clocks", "met（達成）"),
        ('reason = "保守会社', 'resaon = "保守会社', "resaon", "「reason」のことではありませんか"),
    ],
)
def test_壊れたファイルは行番号と理由を示す(tmp_path: Path, right: str, wrong: str, line_of: str, reason: str) -> None:
    assert right in EXAMPLE
    text = EXAMPLE.replace(right, wrong, 1)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if line_of in one)
    assert any(at == line and reason in said for at, said in faults(tmp_path, text))


SECOND = '[[step]]\nat = 2026-04-06T11:00:00\nact = "report_suspicion"\nby = "徳島県 担当1"\n'


UNKNOWN = (
    '[[step]]\nat = 2026-04-06T11:00:00\ncase = "東"\nact = "reopen_case"\n'
    'by = "徳島県 課長"\nfacts = { reason = "x" }\n'
)


@pytest.mark.parametrize(
    ("more", "line", "reason"),
    [
        (SECOND + 'facts = { facility = "架空すだち病院", what_happened = "x", detected_at = 2026-04-06T11:00:00, '
         'awareness_source = "住民" }', 0,
         "二つ目の案件には、case に別の名前を"),
        (UNKNOWN, 2, "この step までに受け付けていません"),
        (UNKNOWN.replace('case = "東"\n', "").replace("reopen_case", "take_task").replace("reason", "task"), 4,
         "という業務はありません"),
    ],
)  # fmt: skip
def test_案件と業務の取り違えは再生の前に分かる(tmp_path: Path, more: str, line: int, reason: str) -> None:
    found = faults(tmp_path, EXAMPLE + more)
    assert [(at, reason in said) for at, said in found] == [(len(EXAMPLE.splitlines()) + 1 + line, True)]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"\xff\xfe", 1, "UTF-8 の TOML で保存してください"),
        (("x = " + "[" * 3000).encode(), 1, "入れ子が深すぎます"),
        (EXAMPLE.replace("2026-04-06T09:20", "2026-02-30T09:20", 1).encode(), 30, "ない日付です）。"),
        (EXAMPLE.replace('title = "', 'title = "x"\ntitle = "').encode(), 3, "（同じ項目が二度書かれています）。"),
        (EXAMPLE.replace("starts = 2026", "starts = 0001").encode(), 4, "2001 年から 2199 年まで"),
        ((EXAMPLE + '[[facility]]\nname = "架空すだち病院"\nmunicipality = "362018"\n').encode(), 51, "二度書かれて"),
        ((EXAMPLE + '[[office]]\nauthority = "奈良県"\n' * 2).encode(), 53, "一つだけ書いてください"),
        (EXAMPLE.replace("detected_at =", "occurred_at =").encode(), 22, "add_facts（事実を追記する） の項目です"),
    ],
)
def test_書き方の誤りに日本語の理由がある(tmp_path: Path, content: bytes, line: int, reason: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    with pytest.raises(Broken) as broken:
        check.load(file)
    assert any(at == line and reason in said for at, said in broken.value.faults), broken.value.faults


def test_ほかの編集ソフトで保存したファイルも読める(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
    assert check.load(file)[0].exercise.title == "故障だったと分かる例"


def test_選択肢と番号は人の書くとおりに読まれる(tmp_path: Path) -> None:
    step = '[[step]]\nat = 2026-04-06T11:00:00\nact = "{}"\nby = "徳島県 担当1"\nfacts = {{ {} }}\n'
    assert faults(tmp_path, EXAMPLE + step.format("record_incident_facts", 'paper_charts = "有"')) == [
        (
            len(EXAMPLE.splitlines()) + 5,
            "facts.paper_charts: 「紙カルテによる運用」は選択肢から選んでください。"
            "使える値: 行っている、行っていない、終了した、不明、確認中、該当なし。",
        )
    ]
    check.load(written(tmp_path, EXAMPLE + step.format("link_case", 'group = 1, reason = "同じ会社"')))
    told = "\n".join(catalogue.told())
    assert "intrusion_vector（任意・並び）侵入経路　[VPN装置、" in told
    order = next(entry for entry in catalogue.entries() if entry["act"] == "issue_order")
    assert order["facts"]["properties"]["instrument"]["enum"] == ["report_order", "submission_order"]


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        (
            'act = "open_link"\n',
            'act = "open_link"\nby = "徳島県 担当1"\n',
            "リンクを持つ者の操作には、by を書きません。",
        ),
        ('because = "資料がありません"', "because = 3", "「because」は引用符で囲んだ文字で書いてください。"),
        ('refused = ["ActNotOpen", "NotFound"]\n', "", "「because」は refused のある step にだけ書けます。"),
        ('"FileRefused"]', '"Nai"]', "「Nai」という断りはありません。"),
        ("facts = { link = 2 }", 'facts = { link = "二" }', "facts.link: 「リンクの番号」は数字で入力してください。"),
    ],
)
def test_リンクと断りの書き誤りにも理由がある(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    assert reason in [said for _, said in faults(tmp_path, LINKS.replace(right, wrong))]
