"""One exercise, played once for all that read what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.commands.exercise import play_on
from infra.exercises import check
from infra.exercises.player import Played
from infra.running.postgres import Cluster
from tests.infra.exercises.test_player import EXAMPLE, written
from tests.kept import copy_of, urls_of


@pytest.fixture(scope="session")
def example(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """手引きの例を再生したもの: 疑いを受け付け、終結は断られ、攻撃ではないとして終えた."""
    name = copy_of(cluster, template)
    yield play_on(urls_of(cluster, name), *check.load(written(tmp_path_factory.mktemp("example"), EXAMPLE)))
    cluster.drop_database(name)
