"""A small process that outlives us only to end what we leave when we are killed (SIGKILL cannot be answered).

It reads from a pipe that nobody else holds. Each line tells anew what would be left; when the pipe closes
without a farewell, its owner is dead, and what the last line names is ended. Processes are known by number and
birth, so a new owner that clears up at the same time does no harm.
"""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from infra.running.processes import end

PATIENCE = 5.0

Left = tuple[int, str, int]
"""Process number, birth (see `infra.running.processes.born`), the signal that asks it to end."""


class Watchman:
    """Our own watchman. Making the object starts nothing; `tell()` starts it, `farewell()` sends it away."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def tell(self, left: Iterable[Left], remove: Iterable[Path] = ()) -> None:
        """What to end, the last first, and which folders to remove afterwards, should we be killed from now on.

        Nobody left: the watchman goes home. Never fails: without one the next start clears up, as when both are killed.
        """
        left = list(left)
        if not left:
            self.farewell()
            return
        with suppress(OSError):
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "infra.running.watchman"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    cwd=Path(__file__).resolve().parents[2],
                    start_new_session=True,
                )
            assert self._process.stdin is not None
            line = json.dumps({"left": left, "remove": [str(path) for path in remove]})
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    def farewell(self) -> None:
        """Nothing is left any more. Safe to call twice."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdin is not None
            with suppress(OSError):
                self._process.stdin.close()
            self._process = None


def end_all(left: Iterable[Left], patience: float = PATIENCE) -> None:
    """End them together, and when they are gone those that end by SIGINT (the database)."""
    from concurrent.futures import ThreadPoolExecutor  # needed once, at the end

    everyone = [(pid, birth, signal.Signals(number)) for pid, birth, number in left]
    for last in (False, True):
        now = [one for one in everyone if (one[2] is signal.SIGINT) is last]
        if now:
            with ThreadPoolExecutor(len(now)) as together:
                list(together.map(lambda one: end(one[0], one[1], one[2], patience), now))


def watch(lines: IO[bytes]) -> None:
    """Read until the owner's end, then clear up after it."""
    last = b"{}"
    for line in lines:
        if line.endswith(b"\n"):
            last = line
    told = json.loads(last)
    end_all(told.get("left", []))
    for path in told.get("remove", []):
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watch(sys.stdin.buffer)
