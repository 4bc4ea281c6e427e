"""見張り: 持ち主が合図なく消えたら、聞いていた最後のとおりに片付ける。"""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.running.processes import born
from infra.running.watchman import Left, Watchman, end_all, watch
from infra.settings import PROJECT
from tests.infra.running.test_processes import SLEEPER, awake
from tests.rig import until


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[str]]:
    process = awake(SLEEPER)
    yield process
    process.kill()
    process.wait()


def left(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> Left:
    return process.pid, born(process.pid), int(number)


def line(*of: Left, remove: tuple[Path, ...] = ()) -> bytes:
    return json.dumps({"left": of, "remove": [str(one) for one in remove]}).encode() + b"\n"


def test_最後に聞いたとおりに終わらせ_フォルダを消す(sleeper: subprocess.Popen[str], tmp_path: Path) -> None:
    folder = tmp_path / "使い捨て"
    (folder / "中").mkdir(parents=True)
    stays = tmp_path / "残す"
    stays.mkdir()
    watch(io.BytesIO(line(remove=(stays,)) + line(left(sleeper), remove=(folder, tmp_path / "初めからない"))))
    assert sleeper.wait() == -signal.SIGTERM
    assert [one.name for one in tmp_path.iterdir()] == ["残す"]


def test_書きかけで途切れた行は聞かなかったことにする(sleeper: subprocess.Popen[str]) -> None:
    watch(io.BytesIO(line() + line(left(sleeper))[:-1]))
    assert sleeper.poll() is None


def test_何も聞かないうちに切れたら_何もしない() -> None:
    watch(io.BytesIO(b""))


def test_いなくなった者と_番号を継いだ他人には触れない(sleeper: subprocess.Popen[str]) -> None:
    gone = awake(SLEEPER)
    told = left(gone)
    gone.kill()
    gone.wait()
    end_all([told, (sleeper.pid, "1.23", int(signal.SIGKILL)), (sleeper.pid, "", int(signal.SIGKILL))], patience=1)
    assert sleeper.poll() is None


def test_データベースは_ほかの部品が去ってから終わる(tmp_path: Path) -> None:
    order = tmp_path / "order"
    farewell = (
        "import os, signal, sys\ndef leave(*_):\n"
        f"    open({str(order)!r}, 'a').write(sys.argv[1] + '\\n'); os._exit(0)\n"
        "signal.signal(int(sys.argv[2]), leave); print('起きた', flush=True)\nwhile 1: signal.pause()"
    )
    database = awake(farewell, "データベース", str(int(signal.SIGINT)))
    screens = awake(farewell, "画面", str(int(signal.SIGTERM)))
    end_all([left(database, signal.SIGINT), left(screens)])
    assert (database.wait(), screens.wait()) == (0, 0)
    assert order.read_text(encoding="utf-8") == "画面\nデータベース\n"


def test_別れを告げれば_何も終わらせない(sleeper: subprocess.Popen[str]) -> None:
    watchman = Watchman()
    watchman.tell([left(sleeper)])
    process = watchman._process
    assert process is not None
    watchman.farewell()
    watchman.farewell()
    assert process.returncode == -signal.SIGKILL
    assert sleeper.poll() is None


def test_残すもののない持ち主に_見張りは要らない(sleeper: subprocess.Popen[str]) -> None:
    watchman = Watchman()
    watchman.tell([])
    assert watchman._process is None
    watchman.tell([left(sleeper)])
    watchman.tell([])
    assert watchman._process is None
    assert sleeper.poll() is None


def test_持ち主が強制終了されたら_見張りが残りを終わらせる(sleeper: subprocess.Popen[str], tmp_path: Path) -> None:
    folder = tmp_path / "使い捨て"
    folder.mkdir()
    source = (
        "import os, pathlib, signal, sys; from infra.running.watchman import Watchman\n"
        "Watchman().tell([(int(sys.argv[1]), sys.argv[2], 15)], [pathlib.Path(sys.argv[3])])\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-c", source, str(sleeper.pid), born(sleeper.pid), str(folder)]
    assert subprocess.run(command, cwd=PROJECT, check=False).returncode == -signal.SIGKILL
    assert sleeper.wait(20) == -signal.SIGTERM
    until(lambda: not folder.exists(), "the watchman removes the folder")
