"""残ったプロセスは、番号と生まれた時とで見分ける。番号が同じだけの他人には触れない。"""

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from infra.running.processes import born, command_line, end
from infra.settings import PROJECT

SLEEPER = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); print('起きた', flush=True); signal.pause()"
DEAF = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('起きた', flush=True)\nwhile 1: signal.pause()"
)


def awake(source: str, *arguments: str, **more: object) -> subprocess.Popen[str]:
    """A process that has run to where it says so."""
    command = [sys.executable, "-c", source, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload]
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "起きた\n"
    return process


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[str]]:
    process = awake(SLEEPER, "--目印")
    yield process
    process.kill()
    process.wait()


def told_by_another(source: str, *arguments: str) -> str:
    """What a process of its own prints."""
    command = [sys.executable, "-c", f"from infra.running.processes import *\n{source}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT).stdout.strip()


def test_生まれた時は誰が尋ねても同じで_人により違う(sleeper: subprocess.Popen[str]) -> None:
    birth = born(sleeper.pid)
    assert birth
    assert told_by_another("import sys; print(born(int(sys.argv[1])))", str(sleeper.pid)) == birth
    assert born(os.getppid()) != birth


def test_名乗りは命令と引数である(sleeper: subprocess.Popen[str]) -> None:
    assert command_line(sleeper.pid).endswith("--目印")


def test_いないプロセスは生まれも名乗りもない(sleeper: subprocess.Popen[str]) -> None:
    sleeper.kill()
    sleeper.wait()
    assert (born(sleeper.pid), command_line(sleeper.pid)) == ("", "")
    end(sleeper.pid, "12.34", signal.SIGTERM, 5)


def test_看取られるのを待つだけのものは生きていない(sleeper: subprocess.Popen[str]) -> None:
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    assert born(sleeper.pid) == ""
    assert sleeper.wait() == -signal.SIGKILL


def test_終わりは頼んだ合図で告げる(sleeper: subprocess.Popen[str]) -> None:
    end(sleeper.pid, born(sleeper.pid), signal.SIGINT, 20)
    assert sleeper.wait() in (-signal.SIGINT, 1)


def test_番号が同じでも生まれが違えば合図を送らない(sleeper: subprocess.Popen[str]) -> None:
    end(sleeper.pid, born(os.getppid()), signal.SIGKILL, 5)
    end(sleeper.pid, "", signal.SIGKILL, 5)
    assert sleeper.poll() is None


def test_聞かないものは_子も一緒に終わらせる() -> None:
    family = f"import subprocess, sys\nprint(subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]).pid, flush=True)\n"
    command = [sys.executable, "-c", family + DEAF]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as parent:
        assert parent.stdout is not None
        said = {parent.stdout.readline().strip() for _ in range(3)}
        child = int(next(line for line in said if line.isdecimal()))
        end(parent.pid, born(parent.pid), signal.SIGTERM, 0.1)
        assert parent.stdout.read() == ""  # its end is the child's too: both held it open
    assert parent.returncode == -signal.SIGKILL
    assert born(child) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="別の利用者になれるのは管理者だけ")
def test_別の利用者のプロセスは見分けられるが_終わらせようとはしない(sleeper: subprocess.Popen[str]) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    source = f"import os, signal, sys; os.setuid({nobody}); pid = int(sys.argv[1]); birth = born(pid)"
    told = told_by_another(f"{source}; end(pid, birth, signal.SIGKILL, 5); print(birth)", str(sleeper.pid))
    assert told == born(sleeper.pid)
    assert sleeper.poll() is None
