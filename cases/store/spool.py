"""A file that is written to the disk before it leaves the house, so that it lies nowhere whole in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

IN_MEMORY = 4 * 1024 * 1024
"""A longer file waits on the disk, not in memory."""


@dataclass(frozen=True)
class OpenFile:
    """Whoever takes it closes `file`, which stands at its beginning."""

    name: str
    media: str
    file: IO[bytes] = field(repr=False)


@contextmanager
def writing() -> Iterator[IO[bytes]]:
    """A file to write into: at its beginning when the block ends well, else closed."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (handed on open)
    try:
        yield file
    except BaseException:
        file.close()
        raise
    file.seek(0)
