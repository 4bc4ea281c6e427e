"""見張り役: 落ちた部品を起こし直し、終わるときは何も残さない。"""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from infra.running.processes import born
from infra.running.supervisor import Part, Supervisor, end_leftovers, say
from tests.rig import until

SLEEPER = "import signal; print('起きた', flush=True); signal.pause()"
DEAF = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('起きた', flush=True)\nwhile 1: signal.pause()"
)
PARENT = (
    "import subprocess, sys, signal\n"
    f"child = subprocess.Popen([sys.executable, '-c', {SLEEPER!r}])\n"
    "print('子', child.pid, flush=True); signal.pause()"
)


class Log:
    """What was said, and a way to wait until something is said."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.news = asyncio.Event()

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))
        self.news.set()

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not true():
                self.news.clear()
                await self.news.wait()

    def count(self, text: str) -> int:
        return sum(text in line for _, line in self.lines)


def script(name: str, source: str, **more: Any) -> Part:
    return Part(name, (sys.executable, "-c", source), **more)


def play(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scene)


def test_落ちた部品は起こし直される(tmp_path: Path) -> None:
    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log, first_pause=0.01)
        first = await supervisor.keep(script("画面", SLEEPER))
        await log.until(lambda: log.count("起きた") == 1)
        subprocess.run(["kill", "-9", str(first)], check=True)
        await log.until(lambda: log.count("起きた") == 2)
        assert ("連絡", "「画面」が止まりました（シグナル 9）。0.01 秒後に再び起動します。") in log.lines
        await supervisor.stop()

    play(scene())


def test_続けて落ちる部品は間を空けて起こす(tmp_path: Path) -> None:
    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log, first_pause=0.01)
        await supervisor.keep(script("自動処理", "raise SystemExit(3)"))
        await log.until(lambda: log.count("0.08 秒後") == 1)
        assert [log.count(f"終了コード 3）。{pause} 秒後") for pause in ("0.01", "0.02", "0.04")] == [1, 1, 1]
        await supervisor.stop()

    play(scene())


def test_終わるときは子の子まで残さず_言うことを聞かない部品も終える(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.running.supervisor.PATIENCE", 0.3)

    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log)
        pids = [await supervisor.keep(script("親", PARENT)), await supervisor.keep(script("頑固", DEAF))]
        await log.until(lambda: log.count("起きた") == 2)
        pids.append(next(int(line.split()[1]) for _, line in log.lines if line.startswith("子 ")))
        assert all(map(born, pids))
        await supervisor.stop()
        assert not any(map(born, pids))
        assert not (tmp_path / "parts.json").exists()

    play(scene())


def test_データベースはほかの部品が終わってから止まる(tmp_path: Path) -> None:
    farewell = (
        "import os, signal\n"  # os.write: a print inside a print, when the signal comes early, is an error
        "signal.signal({0}, lambda *_: (os.write(1, 'さようなら\\n'.encode()), os._exit(0)))\n"
        "print('起きた', flush=True); signal.pause()"
    )

    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log)
        database = farewell.format(int(signal.SIGINT))
        await supervisor.keep(script("データベース", database, stop_signal=signal.SIGINT, last=True))
        await supervisor.keep(script("画面", farewell.format(int(signal.SIGTERM))))
        await log.until(lambda: log.count("起きた") == 2)
        await supervisor.stop()
        assert [name for name, line in log.lines if line == "さようなら"] == ["画面", "データベース"]

    play(scene())


def test_起こし直しの間に終わりを告げられても止まる(tmp_path: Path) -> None:
    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log, first_pause=30)
        await supervisor.keep(script("画面", "pass"))
        await log.until(lambda: log.count("30 秒後に再び起動します") == 1)
        async with asyncio.timeout(5):
            await supervisor.stop()

    play(scene())


def test_強制終了された起動役の部品は_見張りも失われていれば次の開始時に終わる(tmp_path: Path) -> None:
    register = tmp_path / "parts.json"
    killed = f"""
import asyncio, os, pathlib, signal, sys
from infra.running.supervisor import Part, Supervisor
from infra.running.watchman import Watchman
Watchman.tell = lambda *told: None
async def scene():
    supervisor = Supervisor(pathlib.Path({str(register)!r}), lambda name, line: None)
    print(await supervisor.keep(Part("画面", (sys.executable, "-c", {SLEEPER!r}))), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(scene())
"""
    done = subprocess.run([sys.executable, "-c", killed], capture_output=True, text=True, check=False)
    orphan = int(done.stdout)
    assert born(orphan), done.stderr

    said: list[str] = []
    end_leftovers(register, lambda name, line: said.append(line))
    assert not born(orphan)
    assert said == [f"前回の異常終了で残った「画面」（プロセス {orphan}）を終わらせます。"]
    assert not register.exists()


def test_起動役が強制終了されると_部品は数秒のうちに消え_データベースは最後に止まる(tmp_path: Path) -> None:
    order = tmp_path / "order"
    farewell = (
        "import os, signal, sys, time\n"
        "def leave(*_):\n"
        "    time.sleep({1}); open({2!r}, 'a').write({3!r}); os._exit(0)\n"
        "signal.signal({0}, leave); open({4!r}, 'w').close(); signal.pause()"
    )
    ready = [tmp_path / "1", tmp_path / "2"]
    database = farewell.format(int(signal.SIGINT), 0, str(order), "データベース\n", str(ready[0]))
    screens = farewell.format(int(signal.SIGTERM), 0.2, str(order), "画面\n", str(ready[1]))
    killed = f"""
import asyncio, os, pathlib, signal, sys
from infra.running.supervisor import Part, Supervisor
async def scene():
    supervisor = Supervisor(pathlib.Path({str(tmp_path / "parts.json")!r}), lambda name, line: None)
    python = (sys.executable, "-c")
    print(await supervisor.keep(Part("データベース", (*python, {database!r}), stop_signal=signal.SIGINT, last=True)))
    print(await supervisor.keep(Part("画面", (*python, {screens!r}))), flush=True)
    while not all(os.path.exists(one) for one in {[str(one) for one in ready]!r}):
        await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(scene())
"""
    done = subprocess.run([sys.executable, "-c", killed], capture_output=True, text=True, check=False)
    orphans = [int(line) for line in done.stdout.split()]
    assert len(orphans) == 2, done.stderr
    until(lambda: not any(born(one) for one in orphans), "the watchman ends both", patience=10)
    assert order.read_text(encoding="utf-8") == "画面\nデータベース\n"


def test_番号が同じでも生まれた時の違うプロセスには触れない(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", SLEEPER], stdout=subprocess.DEVNULL)
    try:
        (tmp_path / "parts.json").write_text(f'{{"画面": [{stranger.pid}, "1", 15]}}', encoding="utf-8")
        end_leftovers(tmp_path / "parts.json")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_一度きりの仕事は答えと終了コードを返す(tmp_path: Path) -> None:
    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log)
        work = "import sys; print('答え'); print('途中経過', file=sys.stderr); sys.exit(4)"
        assert await supervisor.run(script("準備", work)) == (4, "答え\n")
        assert ("準備", "途中経過") in log.lines

    play(scene())


def test_長い行も途中で切れた行も記録に出る(tmp_path: Path) -> None:
    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log)
        work = "import sys; sys.stderr.write('あ' * 200000 + '\\n' + '改行なし')"
        await supervisor.run(script("準備", work))
        assert [len(line) for _, line in log.lines] == [200000, 4]

    play(scene())


def test_記録の名前は幅をそろえる(capsys: pytest.CaptureFixture[str]) -> None:
    say("画面", "一")
    say("Prefect", "二")
    assert capsys.readouterr().out == "画面          | 一\nPrefect       | 二\n"


def test_終わりを告げれば一度きりの仕事も途中で終わる(tmp_path: Path) -> None:
    async def scene() -> None:
        log = Log()
        supervisor = Supervisor(tmp_path / "parts.json", log)
        long_work = "import signal, sys; print('始めた', file=sys.stderr, flush=True); signal.pause()"
        work = asyncio.create_task(supervisor.run(script("準備", long_work)))
        await log.until(lambda: log.count("始めた") == 1)
        await supervisor.stop()
        assert await work == (-signal.SIGTERM, "")
        assert await supervisor.keep(script("画面", SLEEPER)) == 0  # nothing starts any more

    play(scene())
