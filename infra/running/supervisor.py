"""Keeps the parts of one installation running together: logs with names, restarts, and an orderly end.

Each part is a process in a session of its own, so that the terminal's Ctrl-C reaches only us. What a
killed supervisor leaves is ended by its watchman; if he was killed too, it is found in the register (process
numbers with times of birth) at the next start.
"""

import asyncio
import json
import os
import signal
import sys
import unicodedata
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.running.processes import born, end
from infra.running.watchman import Watchman

LONGEST_PAUSE = 30.0
PATIENCE = 5.0
STEADY = 60.0
OURSELVES = "連絡"
_NAME_WIDTH = 14

Say = Callable[[str, str], None]


@dataclass(frozen=True)
class Part:
    """One process to keep. `name` is shown before its log lines; `before` runs before every start."""

    name: str
    command: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    last: bool = False
    before: Callable[[], None] | None = None


@dataclass
class _Running:
    part: Part
    process: Process | None = None
    task: asyncio.Task[None] | None = None
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)


def say(name: str, line: str) -> None:
    """One line on the terminal, behind the name of the part that said it."""
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in name)
    sys.stdout.write(f"{name}{' ' * max(1, _NAME_WIDTH - width)}| {line}\n")
    sys.stdout.flush()


def end_leftovers(register: Path, talk: Say = say) -> None:
    """End what a killed supervisor left, the last started first; known by number and birth, never by number alone."""
    try:
        left = [(name, *one) for name, one in json.loads(register.read_text(encoding="utf-8")).items()]
    except FileNotFoundError:
        return
    for name, pid, birth, stop_signal in reversed(left):
        if birth and born(pid) == birth:
            talk(OURSELVES, f"前回の異常終了で残った「{name}」（プロセス {pid}）を終わらせます。")
            end(pid, birth, signal.Signals(stop_signal), PATIENCE)
    register.unlink()


class Supervisor:
    """Start parts with `keep()`, then `stop()`. One object, one event loop. Times are seconds."""

    def __init__(self, register: Path, talk: Say = say, *, first_pause: float = 1.0) -> None:
        self.register = register
        self.talk = talk
        self.first_pause = first_pause
        self.stopping = asyncio.Event()
        self._parts: list[_Running] = []
        self._pumps: set[asyncio.Task[None]] = set()
        self._watchman = Watchman()

    async def keep(self, part: Part) -> int:
        """Start a part and restart it whenever it ends. Value: its first process number; 0 when stopping."""
        running = _Running(part)
        self._parts.append(running)
        await self._start(running)
        running.task = asyncio.create_task(self._watch(running))
        return 0 if running.process is None else running.process.pid

    async def run(self, part: Part) -> tuple[int, str]:
        """Run something once to its end. Value: exit code and its stdout (stderr goes to the log)."""
        options = {"start_new_session": True, **part.options}
        process = await asyncio.create_subprocess_exec(
            *part.command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, **options
        )
        running = _Running(part, process)
        self._parts.append(running)
        self._note()
        assert process.stdout is not None
        assert process.stderr is not None
        said, _, code = await asyncio.gather(
            process.stdout.read(), self._pump(part.name, process.stderr), process.wait()
        )
        if not self.stopping.is_set():
            self._parts.remove(running)
            self._note()
        return code, said.decode(errors="replace")

    async def stop(self) -> None:
        """End all parts together, then those that go last; nothing of them is left."""
        self.stopping.set()
        for last in (False, True):
            await asyncio.gather(*(self._end(one) for one in self._parts if one.part.last is last))
        if self._pumps:
            _, deaf = await asyncio.wait(self._pumps, timeout=PATIENCE)
            for pump in deaf:
                pump.cancel()
        self._parts.clear()
        self.register.unlink(missing_ok=True)
        self._watchman.farewell()

    async def _start(self, running: _Running) -> None:
        part = running.part
        async with running.starting:
            if self.stopping.is_set():
                return
            if part.before is not None:
                await asyncio.to_thread(part.before)
            options = {"start_new_session": True, **part.options}
            process = await asyncio.create_subprocess_exec(
                *part.command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, **options
            )
            running.process = process
            self._note()
        assert process.stdout is not None
        pump = asyncio.create_task(self._pump(part.name, process.stdout))
        self._pumps.add(pump)
        pump.add_done_callback(self._pumps.discard)

    async def _watch(self, running: _Running) -> None:
        pause = self.first_pause
        clock = asyncio.get_running_loop().time
        while running.process is not None:
            began = clock()
            code = await running.process.wait()
            self._kill_group(running.process.pid)
            if self.stopping.is_set():
                return
            if clock() - began > STEADY:
                pause = self.first_pause
            how = f"終了コード {code}" if code >= 0 else f"シグナル {-code}"
            stopped = f"「{running.part.name}」が止まりました（{how}）。"
            self.talk(OURSELVES, f"{stopped}{pause:g} 秒後に再び起動します。")
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await self._start(running)
            except Exception as error:
                self.talk(OURSELVES, f"「{running.part.name}」を起動できません: {error}")

    async def _end(self, running: _Running) -> None:
        async with running.starting:
            process = running.process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(running.part.stop_signal)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE)
            self._kill_group(process.pid)
            await process.wait()
        if running.task is not None:
            await running.task

    @staticmethod
    def _kill_group(pid: int) -> None:
        """What a part started itself goes with it (its process group bears its number)."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)

    async def _pump(self, name: str, stream: asyncio.StreamReader) -> None:
        rest = b""
        while chunk := await stream.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._tell(name, line)
        if rest:
            self._tell(name, rest)

    def _tell(self, name: str, line: bytes) -> None:
        text = line.decode(errors="replace").rstrip()
        if text:
            try:
                self.talk(name, text)
            except (BrokenPipeError, ValueError):  # nobody reads any more: as good as Ctrl-C
                self.stopping.set()

    def _note(self) -> None:
        alive = {
            one.part.name: (one.process.pid, born(one.process.pid), int(one.part.stop_signal))
            for one in self._parts
            if one.process is not None and one.process.returncode is None
        }
        fresh = self.register.with_suffix(".new")
        fresh.write_text(json.dumps(alive, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.register)
        self._watchman.tell(alive.values())
