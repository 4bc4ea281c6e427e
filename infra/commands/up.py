"""`renraku up`: everything of one installation in the foreground, until Ctrl-C."""

import asyncio
import errno
import fcntl
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256

from infra.commands import parts
from infra.complaints import Complaint
from infra.running.kept import is_free, make_data_dir, renew_taken_ports
from infra.running.postgres import Cluster, ClusterError
from infra.running.supervisor import OURSELVES, Supervisor, end_leftovers, say
from infra.settings import PROJECT, Settings, complete, load

LOCK = "up.lock"
REGISTER = "parts.json"
PRACTICE_MARK = "practice"
PREPARED = "prepared"
FIRST_IN_LINE = 5.0


class CannotStart(Complaint):
    """The installation cannot come up as it is told."""

    exit_code = 2


def up() -> None:
    """Start and stay. Errors: SettingsError, CannotStart, ClusterError: each with its Japanese sentence."""
    loaded = load()
    with alone(loaded):
        check_port(loaded)
        renew_taken_ports(loaded.data_dir)
        ours = complete(loaded)
        if not ours.embedded_database:
            from infra.commands import database

            database.refuse(ours)
        if ours.practice:
            (ours.data_dir / PRACTICE_MARK).touch()
        logging.basicConfig(level=ours.log_level.upper(), handlers=[_Log()])
        asyncio.run(_stay(ours))


@contextmanager
def alone(loaded: Settings) -> Iterator[None]:
    """One owner of a data folder at a time; the lock goes with the process, so none is ever stale.

    Who has the lock first ends what a killed owner left running.
    """
    make_data_dir(loaded.data_dir)
    file = os.open(loaded.data_dir / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, _, address = os.read(file, 200).decode().partition(" ")
            raise CannotStart(
                f"データフォルダ {loaded.data_dir} では、すでに動いています（プロセス {pid}、{address}）。"
                "もう一つ動かすには RENRAKU_DATA_DIR と RENRAKU_PORT に別の値を指定してください。"
            ) from None
        end_leftovers(loaded.data_dir / REGISTER)
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()} http://{loaded.host}:{loaded.port}".encode(), 0)
        yield
    finally:
        os.close(file)


def check_port(loaded: Settings) -> None:
    """Errors: CannotStart when the counter cannot open at its address."""
    where = f"{loaded.host}:{loaded.port}"
    try:
        if is_free(loaded.host, loaded.port):
            return
    except OSError as error:
        if error.errno == errno.EACCES:
            raise CannotStart(
                f"ポート {loaded.port} を開く権限がありません。RENRAKU_PORT に 1024 以上の番号を指定してください。"
            ) from None
        reason = f"{where} では待ち受けられません（{error.strerror}）。"
        raise CannotStart(f"{reason}RENRAKU_HOST を確かめてください。") from None
    raise CannotStart(
        f"ポート {loaded.port} は、別のプログラムが使っています。そのプログラムを終わらせるか、"
        f"RENRAKU_PORT={loaded.port + 1} のように別の番号を指定してください"
        f"（例: RENRAKU_PORT={loaded.port + 1} make run、または .env にその行を書く）。"
    )


async def _stay(ours: Settings) -> None:
    supervisor = Supervisor(ours.data_dir / REGISTER)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.stopping.set)
    cluster = Cluster(ours.data_dir) if ours.embedded_database else None
    told_to_end = asyncio.create_task(supervisor.stopping.wait())
    beginning = asyncio.create_task(_start(supervisor, ours, cluster))
    try:
        await asyncio.wait({beginning, told_to_end}, return_when=asyncio.FIRST_COMPLETED)
        if beginning.done():
            await beginning
        await told_to_end
        with suppress(BrokenPipeError):
            say(OURSELVES, "終了します。")
    finally:
        await supervisor.stop()
        told_to_end.cancel()
        await asyncio.gather(beginning, told_to_end, return_exceptions=True)
        if cluster is not None:
            cluster.release()


async def _start(supervisor: Supervisor, ours: Settings, cluster: Cluster | None) -> None:
    """Database, preparation, counter, and when that answers the rest: two cores serve the officer first.

    Where no migration can be due, the counter starts while the preparation still looks things over.
    """
    if cluster is not None:
        pid = await supervisor.keep(parts.database(cluster))
        await _until_ready(supervisor, cluster, pid)
    if supervisor.stopping.is_set():
        return
    edition, prepared = _edition(ours), ours.data_dir / PREPARED
    early = prepared.is_file() and prepared.read_text(encoding="utf-8") == edition
    if early:
        await supervisor.keep(parts.screens(ours))
    code, sign_in_list = await supervisor.run(parts.preparation(ours))
    if supervisor.stopping.is_set():
        return
    if code != 0:
        raise CannotStart("データベースの準備に失敗しました。上の記録を確かめてください。")
    prepared.write_text(edition, encoding="utf-8")
    if not early:
        await supervisor.keep(parts.screens(ours))
    answer = asyncio.create_task(_answers(supervisor, ours))
    await asyncio.wait({answer}, timeout=FIRST_IN_LINE)
    rest = [parts.engine(ours)]
    if ours.practice_mailbox:
        rest.append(parts.practice_mailbox(ours))
    if ours.bounce_port:
        rest.append(parts.bounce_door(ours))
    if ours.own_prefect:
        rest.append(parts.prefect_server(ours))
    for part in rest:
        await supervisor.keep(part)
    if await answer:
        for line in welcome(ours, sign_in_list):
            say(OURSELVES, line)


def _edition(ours: Settings) -> str:
    """Names the database and the migrations it would get."""
    names = sorted(path.name for path in (PROJECT / "infra" / "migrations" / "versions").glob("*.py"))
    return sha256("\n".join([ours.database_url, *names]).encode()).hexdigest()


async def _until_ready(supervisor: Supervisor, cluster: Cluster, pid: int, patience: float = 60.0) -> None:
    limit = asyncio.get_running_loop().time() + patience
    while not cluster.ready(pid):
        if supervisor.stopping.is_set():
            return
        if asyncio.get_running_loop().time() > limit:
            raise ClusterError("データベースが 60 秒たっても起動しません。上の記録を確かめてください。")
        await asyncio.sleep(0.02)
    await asyncio.to_thread(cluster.ensure_roles_and_databases)


async def _answers(supervisor: Supervisor, ours: Settings) -> bool:
    """Wait until the counter gives any HTTP answer. Value: False when we are told to stop before."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(ours.host, ours.host)
    name = ours.base_url.partition("://")[2]
    question = f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode()
    while not supervisor.stopping.is_set():
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(5):
                reader, writer = await asyncio.open_connection(host, ours.port)
                writer.write(question)
                answer = await reader.read(12)
                writer.close()
            if answer.startswith(b"HTTP/1."):
                return True
        await asyncio.sleep(0.05)
    return False


def welcome(ours: Settings, sign_in_list: str) -> list[str]:
    """What the person at the terminal needs now, line by line."""
    rule = "─" * 60
    lines = [rule, f"準備ができました。ブラウザで開いてください:  {ours.base_url}"]
    if ours.own_prefect:
        lines.append(f"自動処理の様子（Prefect）:  {ours.prefect_api_url.removesuffix('/api')}")
        key = ours.prefect_auth_string if ours.practice else f"{ours.data_dir}/secrets.json の prefect-api"
        lines.append(f"  合言葉:  {key}")
    if ours.practice_mailbox:
        lines.append(f"メールは外へ出ません。練習用メールボックスに届きます:  {ours.mailbox_dir}")
    if sign_in_list.strip():
        lines += ["", "演習用の利用者（本番では使えません）", *sign_in_list.rstrip().splitlines()]
    elif not ours.practice:
        lines.append("最初の利用者は、別の端末で renraku admin create を実行して登録します。")
    return [*lines, "終えるには Ctrl-C を押します。", rule]


class _Log(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say(OURSELVES, record.getMessage())
