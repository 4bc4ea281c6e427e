"""The house's database for one command, and what is said when it does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from infra.complaints import Complaint
from infra.settings import settings


@contextmanager
def opened(role: str) -> Iterator[Engine]:
    """`role`: "owner" or "engine" (sees all cases). Raises Complaint when the database does not answer."""
    engine = create_engine(settings().role_url(role))
    try:
        yield engine
    except OperationalError:
        raise Complaint("データベースにつながりません。先に別の端末で renraku up を起動してください。") from None
    finally:
        engine.dispose()
