"""Other people's processes, known by number and time of birth (numbers are given again)."""

import os
import signal
import time
from contextlib import suppress

import psutil

_TICK = 0.02
_DEAD = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)


def born(pid: int) -> str:
    """A text that tells this process from any other with its number; empty when it does not live.

    A zombie does not live. Seconds since the machine started: setting its clock makes nobody a stranger.
    """
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if process.status() not in _DEAD:
            return f"{process.create_time() - psutil.boot_time():.2f}"
    return ""


def command_line(pid: int) -> str:
    """The command with its arguments; empty when it does not live or its user hides it."""
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return " ".join(psutil.Process(pid).cmdline())
    return ""


def end(pid: int, birth: str, first: signal.Signals, patience: float) -> None:
    """End that very process: the first signal, then SIGKILL to it and its group after `patience` seconds.

    One that belongs to another user is left alone.
    """
    for number, seconds in ((first, patience), (signal.SIGKILL, 5.0)):
        if not birth or born(pid) != birth:
            return
        try:
            _send(pid, number)
        except (psutil.AccessDenied, PermissionError):
            return
        limit = time.monotonic() + seconds
        while born(pid) == birth and time.monotonic() < limit:
            time.sleep(_TICK)


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess, ProcessLookupError):
        if number is signal.SIGKILL and os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            psutil.Process(pid).send_signal(number)
