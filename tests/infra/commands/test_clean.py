"""`renraku clean`: 演習のデータだけを消し、本番のデータには触れない。"""

from pathlib import Path

import pytest

from infra.commands.up import PRACTICE_MARK, alone
from infra.settings import load
from tests.infra.conftest import Renraku


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "mailbox").mkdir(parents=True)
    (folder / "mailbox" / "手紙").touch()
    return folder


def test_何もなければ_何も言わない(renraku: Renraku) -> None:
    assert renraku("clean") == (0, "", "")


def test_演習のしるしがなければ_消さずにそう告げる(renraku: Renraku, data: Path) -> None:
    assert renraku("clean").printed == f"{data} は演習用と記録されていないので、消していません。\n"
    assert (data / "mailbox" / "手紙").exists()


def test_演習のデータは_跡形もなく消える(renraku: Renraku, data: Path) -> None:
    (data / PRACTICE_MARK).touch()
    assert renraku("clean").printed == f"演習用のデータ（{data}）を消しました。\n"
    assert not data.exists()


def test_動いている間は消さない(renraku: Renraku, data: Path) -> None:
    (data / PRACTICE_MARK).touch()
    with alone(load()):
        shown = renraku("clean")
    assert shown.code == 2
    assert "すでに動いています" in shown.aside
    assert (data / "mailbox" / "手紙").exists()
