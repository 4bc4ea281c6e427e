"""An installation of one's own: no variable and no `.env` of the developer reaches these tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.running.postgres import Cluster
from infra.settings import settings


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
