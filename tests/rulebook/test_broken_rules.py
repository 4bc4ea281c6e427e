"""Broken rule data is refused at load, with file, entry and reason."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases.procedure import LetterTemplate
from cases.rulebook import RULES_FOLDER, RuleError, load_rulebook, problems
from infra.checks import letters as letter_check
from infra.checks.letters import LETTERS, letter_problems, line_mistake
from infra.commands.rules import app as rules_command

Change = Callable[[str, str, str], Path]


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """Copies the rule data and replaces one text in one file, which must be there."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES_FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def _change(file: str, old: str, new: str) -> Path:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return _change


@pytest.mark.parametrize(
    ("file", "old", "new", "entry", "reason"),
    [
        ("timing.toml", '"detected_at"', '"noticed_at"', "vendor-contact", "start_event の値「noticed_at」"),
        ("timing.toml", "length = 30", "length = -30", "vendor-contact", "正の数"),
        (
            "timing.toml",
            'key = "immediately"',
            'key = "at_once"',
            "vendor-contact",
            "timing_key の値「at_once」",
        ),
        (
            "timing.toml",
            'timing_word = "直ちに"',
            'timing_word = "即座に"',
            "vendor-contact",
            "時期の語「即座に」",
        ),
        ("timing.toml", 'label = "目安"', 'label = "法定期限"', "vendor-contact", "「目安」でなければ"),
        (
            "timing.toml",
            'id = "facility-ministry-contact"',
            'id = "vendor-contact"',
            "vendor-contact",
            "重なって",
        ),
        ("timing.toml", '"M-1.2b", "A-1"', '"M-1.2b", "A-9"', "vendor-contact", "A-9 は通知にありません"),
        ("timing.toml", "length = 30\n", "", "vendor-contact", "両方書くか"),
        ("timing.toml", 'rule_set = "mhlw-2018-10-29"', 'rule_set = "x"', "vendor-contact", "規則集「x」"),
        ("timing.toml", 'title = "保守会社等への連絡"\n', "", "vendor-contact", "項目 title がありません"),
        ("timing.toml", "length = 30", "length = 30\nhours = 1", "vendor-contact", "知らない項目 hours"),
        ("timing.toml", 'unit = "minutes"', 'unit = "open_hours"', "vendor-contact", "どこの開庁時間か"),
        ("timing.toml", "[[rule]]", "[rule", "全体", "TOML として読めません"),
        ("contact_desks.toml", "2022-11-10", "2022-11-09", "厚生労働省の窓口", "2022-11-09から"),
        ("contact_desks.toml", "2022-11-09", "2018-10-28", "mhlw-2018", "適用開始日より前"),
        ("legal_bases.toml", '"report.first", ', '"report.first", "report.first", ', "report.first", "二度"),
        ("partners.toml", "2025-06-30", "2025-07-02", "nco", "重なって"),
        ("notice-2018-10-29.toml", 'id = "M-0.2"', 'id = "M-0.1"', "sentences", "重複"),
        ("authorities.csv", "010006,prefecture", "010006,province", "010006", "kind の値「province」"),
        ("municipalities.csv", ",290009,", ",290008,", "292028", "所管の団体コード 290008"),
        ("municipalities.csv", "282031,2018-04-01", "282031,2018-03-31", "282031", "重なって"),
    ],
)
def test_壊れた規則は読み込みで断る(change: Change, file: str, old: str, new: str, entry: str, reason: str) -> None:
    folder = change(file, old, new)
    with pytest.raises(RuleError) as refused:
        load_rulebook(folder)
    assert refused.value.file == file
    assert refused.value.entry == entry
    assert reason in refused.value.reason
    assert re.match(rf"規則データ {file}( \d+行目)? の「{entry}」: ", str(refused.value))


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        ("timing.toml", '"detected_at"', '"noticed_at"', 15, "start_event の値「noticed_at」"),
        ("timing.toml", "length = 30", "length = -30", 17, "正の数"),
        ("timing.toml", 'calendar = "around_the_clock"', 'calendar = "lunar"', 18, "calendar の値「lunar」"),
        ("timing.toml", "[-10, 0, 30]", "[0, -10, 30]", 6, "早い順に"),
        ("timing.toml", "[-10, 0, 30]", "[0, 0, 30]", 6, "同じ値を二度"),
        ("timing.toml", "[-10, 0, 30]", "[-31, 0, 30]", 6, "計時の始まりより前"),
        ("timing.toml", "ministry_from = 720", "ministry_from = 721", 48, "721分に達する reminders がない"),
        ("timing.toml", "ministry_from = 720", "ministry_from = -120", 48, "担当、上司、本省の順"),
        ("timing.toml", "ministry_from = 720", "mayor_from = 720", 62, "知らない項目 mayor_from"),
        ("timing.toml", 'id = "facility-ministry-contact"', 'id = "vendor-contact"', 28, "重なって"),
        ("timing.toml", '"M-1.2b", "A-1"', '"M-1.2b", "A-9"', 7, "A-9 は通知にありません"),
        ("authorities.csv", "010006,prefecture", "010006,province", 2, "kind の値「province」"),
    ],
)
def test_誤りは行とともに示される(change: Change, file: str, old: str, new: str, line: int, reason: str) -> None:
    folder = change(file, old, new)
    [found] = problems(folder)
    assert (found.file, found.line) == (file, line)
    assert reason in found.reason


def test_確認はすべての誤りを一度に示し_終了コードは1である(change: Change, tmp_path: Path) -> None:
    folder = change("timing.toml", "length = 30", "length = -30")
    timing = folder / "timing.toml"
    timing.write_text(timing.read_text(encoding="utf-8").replace('"grasped_at"', '"heard_at"'), encoding="utf-8")
    letters = tmp_path / "letters"
    shutil.copytree(LETTERS, letters)
    (letters / "task_opened" / "body.txt").write_text("{heading}\n{patient}\n", encoding="utf-8")
    (letters / "work_failed" / "subject.txt").unlink()
    said = CliRunner().invoke(rules_command, ["check", "--folder", str(folder), "--letters", str(letters)])
    assert said.exit_code != 0
    complaint = str(said.exception)
    assert "timing.toml 17行目" in complaint
    assert "heard_at" in complaint
    assert "letters/task_opened/body.txt 2行目 の「task_opened」: 不明な差し込み項目 {patient} があります" in complaint
    assert "letters/work_failed/subject.txt の「work_failed」: ファイルを読めません" in complaint
    assert len(complaint.splitlines()) == 4


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("【{number}】{facility}", ""),
        ("{number", "対になっていません"),
        ("{}", "不明な差し込み項目"),
        ("{opened:%Y}", "書式を付けられません"),
        ("{link!r}", "書式を付けられません"),
        ("{what_happened[0]}", "不明な差し込み項目"),
    ],
)
def test_文面の一行の誤り(line: str, why: str) -> None:
    assert why in line_mistake(line)
    assert bool(line_mistake(line)) is bool(why)


def test_宛先に使えない役割は示される() -> None:
    assert not letter_problems(LETTERS)
    owed = LetterTemplate("work_failed", to="mayor", must_act=True)
    [found] = letter_check._of_owed(owed, "closing", {"work_failed"})
    assert found.reason == "宛先「mayor」は、使える役割ではありません"


def test_ないファイルは名前を言って断る(change: Change) -> None:
    folder = change("timing.toml", "length = 30", "length = 31")
    (folder / "contact_desks.toml").unlink()
    with pytest.raises(RuleError, match=r"contact_desks\.toml.*読めません"):
        load_rulebook(folder)


def test_変えた規則は新しい項目として並べられる(change: Change) -> None:
    text = (RULES_FOLDER / "timing.toml").read_text(encoding="utf-8")
    first = text[text.index("[[rule]]") : text.index("[[rule]]", text.index("[[rule]]") + 1)]
    newer = first.replace("length = 30", "length = 15").replace("2018-10-29\nrule_set", "2026-04-01\nrule_set")
    ended = first.replace("2018-10-29\nrule_set", "2018-10-29\neffective_to = 2026-03-31\nrule_set")
    book = load_rulebook(change("timing.toml", first, ended + newer))
    [old, new] = [rule for rule in book.timings if rule.id == "vendor-contact"]
    assert old.effective_to is not None
    assert new.effective_from is not None
    assert book.timing("vendor-contact", old.effective_to) == old
    assert book.timing("vendor-contact", new.effective_from) == new
