"""Fixtures: one real PostgreSQL per test process, a fresh database per test from a template built by the migrations."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.clock import HandClock
from infra import database
from infra.postgres import Cluster
from tests.house import NIGHT_OF_HANDA, House

ROLES = ("owner", "desk", "ministry", "engine", "gate", "guest")
_counter = itertools.count(1)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The embedded PostgreSQL of this test process."""
    with Cluster(tmp_path_factory.mktemp("cluster"), durable=False) as running:
        running.ensure_roles_and_databases()
        yield running
    running.destroy()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """A database built by the migrations with the reference data."""
    cluster.create_database("house_template")
    database.update(cluster.url("owner", "house_template"))
    return "house_template"


@pytest.fixture
def urls(cluster: Cluster, template: str) -> Iterator[dict[str, str]]:
    """Role → URL of a database of this test's own."""
    name = f"house_{next(_counter)}"
    cluster.create_database(name, template)
    yield {role: cluster.url(role, name) for role in ROLES}
    cluster.drop_database(name)


@pytest.fixture
def house(urls: dict[str, str], tmp_path: Path) -> Iterator[House]:
    """A house at half past midnight on 31 October 2021."""
    house = House(urls, HandClock(NIGHT_OF_HANDA))
    yield house
    house.close()
