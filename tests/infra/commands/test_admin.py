"""`renraku admin create`: the first officer of a real installation."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases.clock import MachineClock
from cases.errors import WrongCredentials
from cases.office import sign_in
from cases.store.connections import connect
from infra.commands import admin
from infra.commands.admin import CannotRegister, create_admin, weaknesses
from infra.settings import Settings
from tests.infra.practice.test_laying_out import mine

__all__ = ["mine"]

GOOD = "うみべ-kaze-4213-x"
ASKED = dict(authority="360007", login="iryo-1", office="医療政策課 担当", email="iryo-1@example.lg.jp")


def test_登録した利用者はサインインできる(mine: Settings) -> None:
    create_admin(mine, **ASKED, roles=["officer", "supervisor"], password=GOOD)
    door = connect(mine.gate_database_url)
    who = sign_in.who_is(door, sign_in.sign_in(door, "iryo-1", GOOD, MachineClock()), MachineClock())
    assert who.office == "徳島県 医療政策課 担当"
    assert who.roles == {"officer", "supervisor"}
    with pytest.raises(WrongCredentials):
        sign_in.sign_in(door, "iryo-1", GOOD + "x", MachineClock())
    door.dispose()
    with pytest.raises(CannotRegister, match="すでに使われています"):
        create_admin(mine, **ASKED, roles=["officer"], password=GOOD)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"authority": "999999"}, "登録されていません"),
        ({"authority": "徳島"}, "6 桁の団体コード"),
        ({"login": "医療"}, "半角の英小文字"),
        ({"office": " "}, "職名を書いてください"),
        ({"email": "nowhere"}, "メールアドレスの形"),
        ({"roles": ["boss"]}, "役割「boss」はありません"),
        ({"roles": ["ministry"]}, "厚生労働省（MHLW）の利用者だけ"),
        ({"password": "みじかい"}, "12 文字以上"),
    ],
)
def test_登録できない理由を示す(mine: Settings, change: dict[str, object], reason: str) -> None:
    asked = {**ASKED, "roles": ["officer"], "password": GOOD, **change}
    with pytest.raises(CannotRegister, match=reason):
        create_admin(mine, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kaze-4213-x", "12 文字以上"),
        ("aaaaaaaaaaaaab", "同じ文字の繰り返し"),
        ("iryo-1-kaze-4213", "利用者IDを含めない"),
        ("Password-4213-x", "よく知られた言葉"),
    ],
)
def test_弱いパスワードを断る(password: str, reason: str) -> None:
    assert any(reason in said for said in weaknesses(password, "iryo-1"))


def test_パスワードは標準入力からも読め_画面には出ない(mine: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin, "settings", lambda: mine)
    options = [part for name, value in ASKED.items() for part in (f"--{name}", value)]
    result = CliRunner().invoke(admin.app, [*options, "--password-stdin"], input=GOOD + "\n")
    assert result.exit_code == 0, result.output
    assert GOOD not in result.output
    second = [*options, "--login", "iryo-2"]
    asked = CliRunner().invoke(admin.app, second, input=f"{GOOD}\n{GOOD}\n")
    assert asked.exit_code == 0, asked.output
    assert GOOD not in asked.output


def test_データベースにつながらないときは先にすることを示す(tmp_path: Path) -> None:
    nowhere = Settings(_env_file=None, data_dir=tmp_path).model_copy(
        update={"database_url": f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"}
    )
    with pytest.raises(CannotRegister, match="renraku up"):
        create_admin(nowhere, **ASKED, roles=["officer"], password=GOOD)
