"""演習: public incidents walk through the house; a wrong expectation fails the play; a broken file names its line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from infra.commands import exercise
from infra.exercises import as_json, check, report
from infra.exercises.player import Played
from infra.running.cluster_home import OUTSIDE

FOLDER = Path(__file__).parents[2] / "scenarios" / "exercises"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", README, re.S)[0]
S2 = (FOLDER / "s2_handa.toml").read_text(encoding="utf-8")
FIRST_NIGHT = S2.partition("# 自動処理が止まっていても")[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The README's example as a file."""
    return written(tmp_path, EXAMPLE)


@pytest.fixture
def on_shared_cluster(urls: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`renraku exercise play` in this test's own database instead of a cluster of its own."""

    @contextmanager
    def here() -> Iterator[dict[str, str]]:
        yield urls

    monkeypatch.setattr(exercise, "scratch", here)


def written(folder: Path, text: str) -> Path:
    file = folder / "exercise.toml"
    file.write_text(text, encoding="utf-8")
    return file


def played(urls: dict[str, str], file: Path) -> Played:
    return exercise.play_on(urls, *check.load(file))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("s1_uda", marks=pytest.mark.requirement("R-350")),
        pytest.param("s2_handa", marks=pytest.mark.requirement("R-351")),
        pytest.param("s3_osaka", marks=pytest.mark.requirement("R-352")),
    ],
)
@pytest.mark.usefixtures("on_shared_cluster")
def test_公表された事案が期待どおりに進む(name: str) -> None:
    result = CliRunner().invoke(exercise.app, ["play", str(FOLDER / f"{name}.toml"), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["ok"]
    assert len(told["expectations"]) > 40
    assert told["letters_delivered"] == len(told["cases"]["main"]["letters"]) > 10


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("s6_naruto", marks=[pytest.mark.requirement("R-355"), pytest.mark.requirement("R-054")]),
        pytest.param("s10_sasebo", marks=[pytest.mark.requirement("R-359"), pytest.mark.requirement("R-241")]),
        pytest.param(
            "s11_network",
            marks=[
                pytest.mark.requirement("R-360"),
                pytest.mark.requirement("R-003"),
                pytest.mark.requirement("R-069"),
                pytest.mark.requirement("R-116"),
                pytest.mark.requirement("R-124"),
            ],
        ),
        pytest.param(
            "s12_false_alarm",
            marks=[
                pytest.mark.requirement("R-361"),
                pytest.mark.requirement("R-005"),
                pytest.mark.requirement("R-058"),
            ],
        ),
        pytest.param(
            "s13_media_first",
            marks=[
                pytest.mark.requirement("R-362"),
                pytest.mark.requirement("R-063"),
                pytest.mark.requirement("R-108"),
            ],
        ),
        pytest.param("s14_pharmacy", marks=[pytest.mark.requirement("R-363"), pytest.mark.requirement("R-116")]),
        "s15_okayama",
        pytest.param("s16_utsunomiya", marks=[pytest.mark.requirement("R-341")]),
        "s17_year_end",
    ],
)
def test_ほかの事案も期待どおりに進む(urls: dict[str, str], name: str) -> None:
    told = played(urls, FOLDER / f"{name}.toml")
    assert [one for one in told.expectations if not one.ok] == []
    assert len(told.expectations) > 20
    assert told.delivered == sum(len(seen.letters) for seen in told.cases.values()) > 5


def test_この場所の演習はすべて手引きに載り再生される() -> None:
    names = {file.name for file in FOLDER.glob("*.toml")}
    text = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in names if f"`{name}`" not in README} == set()
    assert {name for name in names if f'"{name.removesuffix(".toml")}"' not in text} == set()


WRONG = (
    ('judge = "徳島県 担当1"', 'judge = "徳島県 担当2"', "業務 judge の担当: 期待は「徳島県 担当2」"),
    ('vendor-contact = "overdue"', 'vendor-contact = "met"', "期待は「達成」、実際は「目安超過」"),
    ('"奈良県" = false', '"奈良県" = true', "奈良県から案件が: 期待は「見える」、実際は「見えない」"),
    ('"徳島県 担当1" = 2', '"徳島県 担当1" = 9', "期待は「9 通以上」、実際は「2 通」"),
    ('refused = "StaleVersion"', 'refused = "ActNotOpen"', "期待は「断られる（ActNotOpen）」"),
    ('refused = "WrongRole"', "", "操作「案件を終結する」: 期待は「行われる」、実際は「断られた（WrongRole"),
)


@pytest.mark.usefixtures("on_shared_cluster")
def test_違った期待はすべて見つかったものと並べて示される(tmp_path: Path) -> None:
    text = FIRST_NIGHT
    for right, wrong, _ in WRONG:
        assert right in text
        text = text.replace(right, wrong, 1)
    result = CliRunner().invoke(exercise.app, ["play", str(written(tmp_path, text))])
    assert result.exit_code == 1
    assert f"期待どおりでないものが {len(WRONG)} 件あります" in result.stdout
    for _, _, said in WRONG:
        assert said in result.stdout


@pytest.mark.usefixtures("on_shared_cluster")
def test_期待が一つ違うだけで失敗で終わる(tmp_path: Path) -> None:
    file = written(tmp_path, EXAMPLE.replace('vendor_contact = "進行中"', 'vendor_contact = "完了"'))
    result = CliRunner().invoke(exercise.app, ["play", str(file)])
    assert result.exit_code == 1
    assert "段階「保守会社連絡」: 期待は「完了」、実際は「進行中」" in result.stdout


def test_行われるべきでない操作が行われたら失敗になる(urls: dict[str, str], tmp_path: Path) -> None:
    act = 'act = "report_suspicion"\nby = "徳島県 担当1"\n'
    told = played(urls, written(tmp_path, EXAMPLE.replace(act, act + 'refused = "WrongRole"\n')))
    assert not told.ok
    assert told.events[1].expectations[0].found == "行われた"


def test_壊れたファイルは二で終わり何も再生しない(tmp_path: Path) -> None:
    text = EXAMPLE.replace("report_suspicion", "judg")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "judg" in one)
    file = written(tmp_path, text)
    result = CliRunner().invoke(exercise.app, ["play", str(file)])
    assert result.exit_code == 2
    assert f"{file}:{line} 行目: 「judg」という操作はありません" in result.stderr
    assert result.stdout == ""


def test_ないファイルは二で終わる(tmp_path: Path) -> None:
    result = CliRunner().invoke(exercise.app, ["check", str(tmp_path / "ない.toml")])
    assert result.exit_code == 2
    assert "ファイルがありません" in result.stderr


def test_自動処理が止まっている間は段階が進まず動けば追いつく(urls: dict[str, str], tmp_path: Path) -> None:
    stop = '[[step]]\nat = 2026-04-06T09:05:00+09:00\nengine = "down"\n\n'
    step = '[[step]]\nat = 2026-04-06T09:10:00+09:00\nact = "report_suspicion"'
    text = EXAMPLE.partition("[[step]]\nat = 2026-04-06T09:20")[0].replace(step, stop + step)
    waiting = 'stages = { vendor_contact = "waiting" }\n\n[[step]]\nat = 2026-04-06T09:30:00+09:00\nengine = "up"\n'
    caught_up = '  [step.expect]\n  stages = { vendor_contact = "open" }\n  open_tasks = ["vendor_contact"]\n'
    text = text.partition("  open_tasks")[0] + waiting + caught_up
    told = played(urls, written(tmp_path, text))
    assert told.ok, as_json.document(told)["expectations"]


def test_手引きの例がそのまま動く(urls: dict[str, str], file: Path) -> None:
    told = played(urls, file)
    assert told.ok
    assert [event.kind for event in told.events] == ["inject", "act", "refused", "act", "look"]


def test_日本語の言葉でも同じ演習になる(urls: dict[str, str], tmp_path: Path) -> None:
    text = EXAMPLE
    for code, words in (
        ('act = "report_suspicion"', 'act = "疑いを受け付ける"'),
        ('by = "徳島県 担当1"', 'by = "徳島県　担当１"'),
        ("detected_at = 2026-04-06T08:50:00 ", 'detected_at = "2026-04-06 08:50"'),
        ('"confirm_facts", "judge"', '"医療機関等に状況を確認する", "四つの判断を行う"'),
        ('ending = "not_attack"', 'ending = "サイバー攻撃ではない"'),
    ):
        assert code in text
        text = text.replace(code, words)
    assert played(urls, written(tmp_path, text)).ok


def test_一通もないという期待は_届いていれば外れる(urls: dict[str, str], tmp_path: Path) -> None:
    text = EXAMPLE.replace('letters = { "徳島県 担当1" = 2 }', 'letters = { "徳島県 担当1" = 0, "厚労省 担当" = 0 }')
    told = played(urls, written(tmp_path, text))
    assert [(one.what, one.ok) for one in told.expectations if "に届いた通知" in one.what] == [
        ("徳島県 担当1に届いた通知", False),
        ("厚生労働省 担当に届いた通知", True),
    ]


def test_照会と回答は番号とともに示される(urls: dict[str, str], tmp_path: Path) -> None:
    asked = (
        '[[step]]\nat = 2026-04-06T09:30:00\nact = "ask_inquiry"\nby = "厚労省 担当"\nfacts = { question = "範囲" }\n'
        '[[step]]\nat = 2026-04-06T09:40:00\nact = "answer_inquiry"\nby = "徳島県 担当1"\n'
        'facts = { number = 1, answer = "外来" }\n'
        '[[step]]\nat = 2026-04-06T10:30:00\nact = "ask_inquiry"\nby = "厚労省 担当"\nfacts = { question = "件数" }\n'
        '[[step]]\nat = 2026-04-06T10:40:00\nact = "decline_request"\nby = "徳島県 担当1"\n'
        'facts = { number = 2, reason = "集計していない" }\n'
    )
    told = played(urls, written(tmp_path, EXAMPLE.partition("[[step]]\nat = 2026-04-06T09:20")[0] + asked))
    lines = "\n".join(report.told(told))
    assert "第1号　照会　厚生労働省 担当　2026年4月6日(月) 09:30　範囲　→　外来" in lines
    assert "第2号　照会　厚生労働省 担当　2026年4月6日(月) 10:30　件数　→　回答できない: 集計していない" in lines
    case = as_json.document(told)["cases"]["main"]
    assert [(one["number"], one["answer"], one["declined"]) for one in case["exchanges"]] == [
        (1, "外来", ""),
        (2, "", "集計していない"),
    ]
    assert (case["result_code"], case["ministry_knows_code"], case["tasks"][0]["state_code"]) == (
        "awaiting", "nothing", "open",
    )  # fmt: skip
    late = next(step for step in as_json.document(told)["steps"] if step["at"] == "2026-04-06T09:30:00+09:00")
    assert "2026-04-06T09:20:00+09:00" in late["engine_at"], "間に起きたことは、起きた日時とともに示される"
    assert "09:20 「保守会社等への連絡」" in lines


def test_使い捨てのデータベースは何も残さない(file: Path, tmp_path: Path) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    around = {**os.environ, "TMPDIR": str(place), "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    command = [sys.executable, "-m", "infra.cli", "exercise", "play", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, env=around, cwd=FOLDER.parents[2], check=False)
    assert done.returncode == 0, done.stderr
    assert "すべて期待どおりでした" in done.stdout
    assert list(place.iterdir()) == []
    homes = [mark.read_text(encoding="utf-8") for mark in OUTSIDE.glob("cluster-*/belongs-to")]
    assert not [home for home in homes if home.startswith(str(place))]


OFFICE = """
[exercise]
title = "当番・代理・不達・国からの依頼"
[[facility]]
name = "架空なると病院"
municipality = "鳴門市"
[[step]]
at = 2026-06-08T09:00:00
act = "当番を登録する"
by = "徳島県 課長"
facts = { officer = "徳島県 担当2", from_day = 2026-06-08, to_day = 2026-06-12 }
[[step]]
at = 2026-06-08T09:01:00
act = "name_stand_in"
by = "徳島県 課長"
facts = { absent = "徳島県 担当2", stand_in = "徳島県 担当1", from_day = 2026-06-09, to_day = 2026-06-10 }
[[step]]
at = 2026-06-08T09:02:00
act = "set_on_call"
by = "徳島県 担当1"
refused = "WrongRole"
facts = { officers = ["徳島県 担当2", "徳島県 担当1"] }
[[step]]
at = 2026-06-08T18:00:00
act = "write_handover"
by = "徳島県 担当2"
facts = { body = "夜間の連絡先は課長" }
[[step]]
at = 2026-06-08T18:01:00
act = "acknowledge_handover"
by = "徳島県 担当2"
refused = "ActNotOpen"
[[step]]
at = 2026-06-09T09:00:00
mail = { "徳島県 担当1" = "不達" }
[[step]]
at = 2026-06-09T10:00:00
act = "report_suspicion"
by = "徳島県 課長"
[step.facts]
facility = "架空なると病院"
what_happened = "停止"
detected_at = 2026-06-09T09:50:00
awareness_source = "医療機関等からの報告"
[step.expect]
holders = { judge = "徳島県 担当1" }
letters = { "徳島県 担当1" = 0 }
[[step]]
at = 2026-06-10T10:00:00
act = "issue_request"
by = "厚生労働省 担当"
[step.facts]
title = "過去の事案"
event = "一連の事案"
content = "過去1年の事案"
contact = "参事官室"
authorities = ["徳島県", "高松市"]
[[step]]
at = 2026-06-12T10:00:00
act = "refuse_request"
by = "高松市 担当1"
facts = { reason = "集計していない" }
[[step]]
at = 2026-06-20T11:00:00
act = "move_facility"
by = "徳島県 担当1"
facts = { facility = "架空なると病院", municipality = "高松市", address = "番町", moved_on = 2026-06-19 }
[step.expect]
visible = { "徳島県" = true, "高松市" = false }
letters = { "徳島県 担当2" = 1 }
"""


@pytest.mark.requirement("R-241")
def test_案件によらない操作とメールの不達も演習できる(urls: dict[str, str], tmp_path: Path) -> None:
    told = played(urls, written(tmp_path, OFFICE))
    assert [one for one in told.expectations if not one.ok] == []
    request = as_json.document(told)["requests"][0]
    assert [(one["authority"], one["state"]) for one in request["addressees"]] == [
        ("徳島県", "回答待ち"),
        ("高松市", "回答不可"),
    ]
    assert "高松市　回答不可　集計していない" in "\n".join(report.told(told))


LINKS = """[exercise]
title = "リンクからの回答と資料"

[[facility]]
name = "架空ひかり病院"
municipality = "徳島市"
municipal = true
operating_body = "架空病院局"

[[step]]
at = 2026-05-11T09:30:00+09:00
act = "report_suspicion"
by = "徳島県 担当1"
[step.facts]
facility = "架空ひかり病院"
what_happened = "停止"
detected_at = 2026-05-11T09:00:00
awareness_source = "facility_report"

[[step]]
at = 2026-05-11T09:45:00+09:00
act = "answer_by_link"
refused = "LinkNotValid"
facts = { answers = ["9時"], answered_by = "事務部" }

[[step]]
at = 2026-05-11T10:00:00+09:00
act = "send_questionnaire"
by = "徳島県 担当1"
facts = { to_name = "事務部", way = "link", questions = ["いつ", "何が"], wished_by = 2026-05-12T17:00:00 }
[step.expect]
due = { questionnaire-answer = [2026-05-12T17:00:00] }

[[step]]
at = 2026-05-12T18:00:00+09:00
act = "リンクから質問票に回答する"
facts = { answers = ["9時"] }
[step.expect]
open_tasks = ["await_answers"]
clocks = { questionnaire-answer = "目安超過" }
letter_subjects = ["質問票への回答"]

[[step]]
at = 2026-05-12T18:05:00+09:00
act = "hand_in_by_link"
refused = ["NeedsClearing", "FileRefused"]
facts = { file = "構成図.pdf" }

[[step]]
at = 2026-05-12T18:10:00+09:00
act = "answer_by_link"
facts = { answers = ["9時", "電子カルテ"], answered_by = "事務部" }
[step.expect]
no_open_tasks = ["await_answers"]
clocks = { questionnaire-answer = ["late"] }

[[step]]
at = 2026-05-12T18:20:00+09:00
act = "invite_guest"
by = "徳島県 担当1"
facts = { number = 1 }

[[step]]
at = 2026-05-12T18:25:00+09:00
act = "write_by_link"
facts = { text = "病院局として確かめた。", statement = true }

[[step]]
at = 2026-05-12T18:30:00+09:00
act = "revoke_guest"
by = "徳島県 担当1"
facts = { number = 2, reason = "異動" }

[[step]]
at = 2026-05-12T18:31:00+09:00
act = "open_link"
refused = "LinkNotValid"
facts = { link = 2 }

[[step]]
at = 2026-05-12T18:40:00+09:00
act = "keep_file"
by = "徳島県 担当1"
facts = { file = "発表.txt", content = "病院の発表", purpose = "報道資料", released_on = 2026-05-12, outlet = "病院" }

[[step]]
at = 2026-05-12T18:41:00+09:00
act = "remove_file"
by = "徳島県 担当1"
facts = { file = "発表.txt", reason = "誤り", personal_data = false }
[step.expect]
history = ["file_kept", "file_removed"]

[[step]]
at = 2026-05-12T18:42:00+09:00
act = "remove_file"
by = "徳島県 担当1"
refused = ["ActNotOpen", "NotFound"]
because = "資料がありません"
facts = { file = "発表.txt", reason = "もう一度", personal_data = false }
"""


def test_リンクを持つ者の操作と資料も演習できる(urls: dict[str, str], tmp_path: Path) -> None:
    told = played(urls, written(tmp_path, LINKS))
    assert [one for one in told.expectations if not one.ok] == []
    written_by_link = [event.who for event in told.events if event.act == "write_by_link"]
    assert written_by_link == ["架空病院局"]
