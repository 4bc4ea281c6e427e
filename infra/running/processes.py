"""Other people's processes, known by number and time of birth (numbers are given again)."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_TICK = 0.02


def born(pid: int) -> str:
    """A text that tells this process from any other with its number; empty when it does not live.

    A zombie does not live. Linux: boot-relative start tick; elsewhere the start time that `ps` tells.
    """
    stat = Path("/proc/self/stat")
    if stat.exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    state, _, start = _ps(pid, "state=,lstart=").partition(" ")
    return "" if state.startswith("Z") else start.strip()


def command_line(pid: int) -> str:
    """The command with its arguments; empty when it does not live."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return "" if Path("/proc/self").exists() else _ps(pid, "command=")


def end(pid: int, birth: str, first: signal.Signals, patience: float) -> None:
    """End that very process: the first signal, then SIGKILL to it and its group after `patience` seconds."""
    for number, seconds in ((first, patience), (signal.SIGKILL, 5.0)):
        if not birth or born(pid) != birth:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, number)
            if number is signal.SIGKILL and os.getpgid(pid) == pid:
                os.killpg(pid, number)
        limit = time.monotonic() + seconds
        while born(pid) == birth and time.monotonic() < limit:
            time.sleep(_TICK)


def _ps(pid: int, columns: str) -> str:
    asked = subprocess.run(["ps", "-p", str(pid), "-o", columns], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
