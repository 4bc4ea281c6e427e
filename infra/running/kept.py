"""What one data folder must remember by itself: its passwords (0600) and the ports it has chosen."""

import errno
import fcntl
import json
import os
import secrets as random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Secrets:
    """The random passwords of a data folder, one for each purpose, made when first asked for."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.file = data_dir / "secrets.json"

    def get(self, purpose: str) -> str:
        """The password (URL-safe text, 256 bits) for this purpose."""
        known = _read(self.file)
        if purpose in known:
            return str(known[purpose])
        with _alone(self.data_dir):
            known = _read(self.file)
            if purpose not in known:
                known[purpose] = random.token_urlsafe(32)
                _write(self.file, known)
        return str(known[purpose])

    def has(self, purpose: str) -> bool:
        return purpose in _read(self.file)


def kept_port(data_dir: Path, purpose: str) -> int:
    """The loopback port that this data folder uses for a purpose, chosen free at first."""
    file = data_dir / "ports.json"
    known = _read(file)
    if purpose not in known:
        known = _choose(data_dir, purpose)
    return int(known[purpose])


def renew_taken_ports(data_dir: Path) -> None:
    """Before a start: a kept port that another programme has taken meanwhile is chosen anew."""
    for purpose, port in _read(data_dir / "ports.json").items():
        if not is_free("127.0.0.1", int(port)):
            _choose(data_dir, purpose)


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now. Errors: OSError for an address this machine does not have."""
    try:
        with listening(host, port):
            return True
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise


@contextmanager
def listening(host: str, port: int) -> Iterator[int]:
    """Hold a port for a moment. Value: its number (a free one for 0)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)
        yield int(probe.getsockname()[1])


def make_data_dir(data_dir: Path) -> None:
    """Only its owner reads the folder (root lets the database's user pass through); none above it changes."""
    if not data_dir.is_dir():
        data_dir.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)


def _choose(data_dir: Path, purpose: str) -> dict[str, str | int]:
    with _alone(data_dir):
        known = _read(data_dir / "ports.json")
        with listening("127.0.0.1", 0) as port, listening("127.0.0.1", 0) as other:
            known[purpose] = other if port in known.values() else port
        _write(data_dir / "ports.json", known)
    return known


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    make_data_dir(data_dir)
    handle = os.open(data_dir / ".writing", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(file: Path) -> dict[str, str | int]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return dict(known)


def _write(file: Path, content: dict[str, str | int]) -> None:
    fresh = file.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
