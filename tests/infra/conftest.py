"""An installation of one's own: no variable and no `.env` of the developer reaches these tests."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from infra.cli import main
from infra.database.roles import DATABASE_ROLES
from infra.running.postgres import Cluster
from infra.settings import settings
from tests.house import House


@pytest.fixture(autouse=True)
def _untouched_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in list(os.environ):
        if name.upper().startswith("RENRAKU_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RENRAKU_ENV_FILE", "")
    monkeypatch.setenv("RENRAKU_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield
    settings.cache_clear()
    if (tmp_path / "data").is_dir():
        Cluster(tmp_path / "data").destroy()


@pytest.fixture
def own_cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A new cluster that is not started; removed with all it left."""
    one = Cluster(tmp_path / "data", durable=False)
    yield one
    one.destroy()


class Shown(NamedTuple):
    """What a command left: its exit code, what it printed and what it said aside (stderr)."""

    code: int
    printed: str
    aside: str

    @property
    def all(self) -> str:
        return self.printed + self.aside


Renraku = Callable[[str], Shown]


@pytest.fixture
def renraku(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Renraku:
    """`renraku("letters status")`: the whole command line in this process, as the console script runs it."""

    def typed(words: str) -> Shown:
        monkeypatch.setattr(sys, "argv", ["renraku", *shlex.split(words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        return Shown(int(left.value.code or 0), *capsys.readouterr())

    return typed


def point_settings_at(urls: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the settings name a database of one's own, and a Prefect that nobody asks."""
    monkeypatch.setenv("RENRAKU_DATABASE_URL", urls["owner"])
    for role in DATABASE_ROLES:
        monkeypatch.setenv(f"RENRAKU_{role.upper()}_DATABASE_URL", urls[role])
    monkeypatch.setenv("RENRAKU_PREFECT_API_URL", "http://127.0.0.1:9/api")
    settings.cache_clear()


@pytest.fixture
def installed(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose database the settings name."""
    point_settings_at(house.urls, monkeypatch)
    return house


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation whose database does not run."""
    urls = {role: f"postgresql://renraku_{role}:x@/renraku?host={tmp_path}" for role in ("owner", *DATABASE_ROLES)}
    point_settings_at(urls, monkeypatch)
