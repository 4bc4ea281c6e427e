"""The real machinery for a test: embedded PostgreSQL, Prefect server, engine processes, practice mailbox."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from infra.commands import parts
from infra.database import update
from infra.running.postgres import Cluster
from infra.running.processes import born
from infra.running.supervisor import Part
from infra.settings import Settings, complete

PATIENCE = 60.0
FOUND_PREFECT = "Prefect につながりました"


def until(seen: Callable[[], Any], what: str, patience: float = PATIENCE, every: float = 0.02) -> Any:
    """The first true answer of `seen`; fails the test when it does not come in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := seen():
            return answer
        time.sleep(every)
    raise AssertionError(f"did not happen within {patience} s: {what}")


class Rig:
    """Processes of one installation in `folder`; everything is killed in `close`."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.settings = complete(Settings(_env_file=None, data_dir=folder, **settings))
        self.cluster = Cluster(folder)  # durable: some tests kill it
        self._running: list[subprocess.Popen[bytes]] = []

    def open_database(self) -> None:
        self.cluster.start()
        self.cluster.ensure_roles_and_databases()
        update.update(self.settings.role_url("owner"))

    def urls(self) -> dict[str, str]:
        return {role: self.settings.role_url(role) for role in ("owner", "desk", "ministry", "engine", "gate", "guest")}

    def spawn(self, part: Part, command: Sequence[str] | None = None) -> subprocess.Popen[bytes]:
        """Start a part (or another command in its surroundings); its output goes to a log file in the folder."""
        with (self.folder / f"{part.name}.log").open("ab") as log:
            process = subprocess.Popen(
                list(command or part.command), stdout=log, stderr=log, start_new_session=True, **part.options
            )
        self._running.append(process)
        return process

    def start_engine(self) -> subprocess.Popen[bytes]:
        """The engine; when Prefect is up, once it has found it."""
        part = parts.engine(self.settings)
        process = self.spawn(part)
        if self.prefect_answers():
            log = self.folder / f"{part.name}.log"
            until(lambda: FOUND_PREFECT in log.read_text(), "the engine finds Prefect")
        return process

    def start_mailbox(self) -> subprocess.Popen[bytes]:
        return self.spawn(parts.practice_mailbox(self.settings))

    def start_prefect(self) -> subprocess.Popen[bytes]:
        process = self.spawn(parts.prefect_server(self.settings))
        until(self.prefect_answers, "Prefect answers")
        return process

    def prefect_answers(self) -> bool:
        try:
            return self._ask("health").status_code == 200
        except httpx.HTTPError:
            return False

    def runs(self) -> list[dict[str, Any]]:
        """Prefect's flow runs, newest first."""
        answer = self._ask("flow_runs/filter", json={"sort": "START_TIME_DESC", "limit": 200})
        return list(answer.raise_for_status().json())

    def _ask(self, path: str, json: Any = None) -> httpx.Response:
        user, _, secret = self.settings.prefect_auth_string.partition(":")
        with httpx.Client(auth=(user, secret), timeout=5, trust_env=False) as client:
            url = f"{self.settings.prefect_api_url}/{path}"
            return client.get(url) if json is None else client.post(url, json=json)

    def kill(self, process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        process.wait(20)

    def close(self) -> None:
        for process in self._running:
            if process.poll() is None:
                self.kill(process)
        self.cluster.destroy()


class Nursery:
    """Engines forked from one process with the imports done (tests/flows/nursery.py)."""

    def __init__(self, rig: Rig) -> None:
        part = parts.engine(rig.settings)
        self._pids: list[int] = []
        self._log = rig.folder / "engines.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [part.command[0], "-m", "tests.flows.nursery"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                **part.options,
            )

    def engine(self, point: str = "healthy", *, with_prefect: bool = False) -> int:
        """Start an engine that dies at `point`. Returns its pid, `with_prefect` once it has found Prefect."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        before = self._log.read_text().count(FOUND_PREFECT)
        self._process.stdin.write(f"{point}\n")
        self._process.stdin.flush()
        self._pids.append(int(self._process.stdout.readline()))
        if with_prefect:
            until(lambda: self._log.read_text().count(FOUND_PREFECT) > before, "the engine finds Prefect")
        return self._pids[-1]

    def kill(self, pid: int, number: int = signal.SIGKILL) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        until(lambda: not born(pid), "the engine is gone")

    def close(self) -> None:
        for pid in self._pids:
            if born(pid):
                self.kill(pid)
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
