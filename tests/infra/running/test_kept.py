"""データフォルダは、自分のパスワードとポートを覚えている。"""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from infra.running.kept import Secrets, is_free, kept_port, listening, make_data_dir, renew_taken_ports
from infra.settings import PROJECT


def test_パスワードは用途ごとに一度だけ作られ_持ち主だけが読める(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = Secrets(folder).get("postgres-owner")
    assert len(first) >= 40
    assert Secrets(folder).get("postgres-owner") == first
    assert Secrets(folder).get("postgres-desk") != first
    assert (Secrets(folder).has("postgres-desk"), Secrets(folder).has("prefect-api")) == (True, False)
    assert stat.S_IMODE(Secrets(folder).file.stat().st_mode) == 0o600


def test_同時に求められても_皆が同じパスワードを得る(tmp_path: Path) -> None:
    source = (
        "import pathlib, sys; from infra.running.kept import Secrets; sys.stdin.read();"
        "secrets = Secrets(pathlib.Path(sys.argv[1])); print([secrets.get(str(n)) for n in range(5)])"
    )
    command = [sys.executable, "-c", source, str(tmp_path / "data")]
    several = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
        for _ in range(3)
    ]
    for one in several:  # all are ready when their input ends
        assert one.stdin is not None
        one.stdin.close()
    answers = set()
    for one in several:
        assert one.stdout is not None
        with one.stdout:
            answers.add(one.stdout.read())
        assert one.wait() == 0
    assert len(answers) == 1
    assert len(json.loads((tmp_path / "data" / "secrets.json").read_text())) == 5


def test_用途の違うポートは重ならない(tmp_path: Path) -> None:
    ports = [kept_port(tmp_path, purpose) for purpose in ("prefect", "mailbox", "bounces")]
    assert len(set(ports)) == 3
    assert json.loads((tmp_path / "ports.json").read_text()) == dict(
        zip(("prefect", "mailbox", "bounces"), ports, strict=True)
    )


def test_奪われたポートだけを選び直す(tmp_path: Path) -> None:
    taken, free = kept_port(tmp_path, "mailbox"), kept_port(tmp_path, "prefect")
    with listening("127.0.0.1", taken):
        renew_taken_ports(tmp_path)
    assert kept_port(tmp_path, "mailbox") != taken
    assert kept_port(tmp_path, "prefect") == free


def test_使われている間だけ_空いていない() -> None:
    with listening("127.0.0.1", 0) as port:
        assert not is_free("127.0.0.1", port)
    assert is_free("127.0.0.1", port)


@pytest.mark.skipif(not socket.has_ipv6, reason="IPv6 のない機械")
def test_IPv6のアドレスも調べる() -> None:
    with listening("::1", 0) as port:
        assert not is_free("::1", port)


def test_この機械にないアドレスは誤りである() -> None:
    with pytest.raises(OSError, match="assign"):
        is_free("192.0.2.1", 0)


def test_フォルダは持ち主だけのものとして作り_既にあるものの権限は変えない(tmp_path: Path) -> None:
    make_data_dir(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)
    (tmp_path / "open").mkdir(mode=0o755)
    make_data_dir(tmp_path / "open")
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o755
