"""`renraku up` の前に確かめること: 二重起動、使われているポート。"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.commands.clean import forget_practice_data
from infra.commands.up import REGISTER, CannotStart, alone, check_port, up, welcome
from infra.running.kept import kept_port, renew_taken_ports
from infra.running.postgres import Cluster
from infra.running.processes import born
from infra.settings import PROJECT, Settings, load, settings


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        yield stranger.getsockname()[1]


def test_使われているポートは番号と変え方を告げ_終了コードは2(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setenv("RENRAKU_PORT", str(taken))
    said = subprocess.run(
        [sys.executable, "-m", "infra.cli", "up"], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert said.returncode == 2
    assert f"ポート {taken} は、別のプログラムが使っています" in said.stderr
    assert f"RENRAKU_PORT={taken + 1}" in said.stderr
    assert "Traceback" not in said.stderr


def test_この機械にないアドレスは理由を告げる(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENRAKU_HOST", "192.0.2.1")
    with pytest.raises(CannotStart, match="RENRAKU_HOST を確かめて"):
        check_port(load())


def test_同じデータで二つ目は動かず_一つ目の居所を告げる() -> None:
    loaded = load()
    whereabouts = f"すでに動いています（プロセス {os.getpid()}、http://127.0.0.1:8501"
    with alone(loaded), pytest.raises(CannotStart, match=whereabouts):
        alone(loaded).__enter__()
    with alone(loaded):
        pass


def test_内側のポートは覚えておき_奪われていれば選び直す(tmp_path: Path) -> None:
    port = kept_port(tmp_path, "mailbox")
    assert kept_port(tmp_path, "mailbox") == port
    renew_taken_ports(tmp_path)
    assert kept_port(tmp_path, "mailbox") == port
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        renew_taken_ports(tmp_path)
        assert kept_port(tmp_path, "mailbox") != port


def test_始まりの案内は演習と本番で違う(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = "\n".join(welcome(settings(), "宇陀 花子  nara-1\n"))
    assert "http://127.0.0.1:8501" in practice
    assert "宇陀 花子" in practice
    assert "メールは外へ出ません" in practice
    real = settings().model_copy(update={"practice": False, "practice_mailbox": False})
    told = "\n".join(welcome(real, ""))
    assert "renraku admin create" in told
    assert "演習用" not in told
    assert real.prefect_auth_string not in told


def test_片付けは演習のデータだけを消す() -> None:
    mine = settings()
    Cluster(mine.data_dir, durable=False).start().stop()
    assert "演習用と記録されていない" in forget_practice_data(mine.data_dir)
    assert mine.data_dir.is_dir()
    (mine.data_dir / "practice").touch()
    with alone(mine), pytest.raises(CannotStart):
        forget_practice_data(mine.data_dir)
    assert "消しました" in forget_practice_data(mine.data_dir)
    assert not mine.data_dir.exists()


def test_強制終了の後に残った部品がポートを握っていても始め直せる(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The port is asked for only after the killed supervisor's parts are ended."""
    source = (
        "import socket, signal\ns = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()\n"
        "print(s.getsockname()[1], flush=True); signal.pause()"
    )
    orphan = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert orphan.stdout is not None
    with orphan.stdout:
        monkeypatch.setenv("RENRAKU_PORT", orphan.stdout.readline().strip())
    register = load().data_dir / REGISTER
    register.parent.mkdir()
    register.write_text(f'{{"画面": [{orphan.pid}, "{born(orphan.pid)}", 15]}}', encoding="utf-8")
    stayed: list[Settings] = []

    async def stay(ours: Settings) -> None:
        stayed.append(ours)

    monkeypatch.setattr("infra.commands.up._stay", stay)
    up()
    assert len(stayed) == 1
    assert orphan.wait() == -15
