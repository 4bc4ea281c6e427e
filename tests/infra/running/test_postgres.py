"""組み込みのデータベース: 起動、停止、異常終了の後始末、役割ごとの壁。"""

import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest

from infra.running import cluster_home
from infra.running.kept import Secrets
from infra.running.postgres import STILL_LEAVING, Cluster, ClusterError
from infra.running.processes import born
from tests.rig import until


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute(statement).fetchone()  # type: ignore[call-overload]
        return row[0]


def test_止めて再び始めても書いたものは残る(own_cluster: Cluster) -> None:
    own_cluster.start()
    owner = own_cluster.url("owner", "renraku")
    with psycopg.connect(own_cluster.url("owner", "renraku", driver="")) as connection:
        connection.execute("CREATE TABLE note AS SELECT '覚知' AS word")
    assert own_cluster.process is not None
    first = own_cluster.process.pid
    own_cluster.stop()
    assert not born(first)
    own_cluster.start()
    assert ask(owner, "SELECT word FROM note") == "覚知"


def test_強制終了された残りがまだ去らない間は_待ってから始まる(own_cluster: Cluster) -> None:
    own_cluster.start()
    assert own_cluster.process is not None
    with closing(psycopg.connect(own_cluster.superuser_url().replace("+psycopg", ""))) as connection:
        (lingering,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        os.kill(lingering, signal.SIGSTOP)
        own_cluster.process.kill()
        own_cluster.process.wait(20)
        with ThreadPoolExecutor(1) as pool:
            starting = pool.submit(own_cluster.start)
            try:
                until(lambda: STILL_LEAVING in (own_cluster.home / "log").read_text(), "the new server is turned away")
                assert not starting.done()
            finally:
                os.kill(lingering, signal.SIGCONT)
            starting.result(30)
    assert ask(own_cluster.superuser_url(), "SELECT 1") == 1


def test_後の版で増えた役割は_既にあるデータフォルダにも次の起動で加わる(own_cluster: Cluster) -> None:
    own_cluster.start()
    with own_cluster.superuser() as connection:
        connection.execute("REVOKE CONNECT ON DATABASE renraku FROM renraku_guest")
        connection.execute("DROP ROLE renraku_guest")
    own_cluster.stop()
    own_cluster.start()
    assert ask(own_cluster.url("guest", "renraku"), "SELECT 1") == 1


def test_役割はそれぞれの壁の中にいる(own_cluster: Cluster) -> None:
    own_cluster.start()
    free = "SELECT bool_or(rolsuper OR rolbypassrls OR rolcreaterole) FROM pg_roles WHERE rolname LIKE 'renraku%'"
    assert ask(own_cluster.superuser_url(), free) is False
    for role, database in (("desk", "prefect"), ("prefect", "renraku"), ("engine", "postgres")):
        with pytest.raises(psycopg.OperationalError, match="CONNECT"):
            psycopg.connect(own_cluster.url(role, database, driver=""))
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(own_cluster.url("desk", "renraku", driver="").replace("renraku_desk:", "renraku_owner:"))
    assert ask(own_cluster.url("prefect", "prefect"), "SELECT similarity('abc', 'abc')") == 1.0


def test_文字の扱いは機械の設定によらない(own_cluster: Cluster) -> None:
    own_cluster.start()
    known = "SELECT concat(datlocprovider, datlocale, encoding) FROM pg_database WHERE datname = 'renraku'"
    assert ask(own_cluster.superuser_url(), known) == "bC.UTF-86"  # 6: UTF8
    assert ask(own_cluster.superuser_url(), "SHOW listen_addresses") == ""


def test_型紙から写したデータベースも同じ人だけが入れる(own_cluster: Cluster) -> None:
    own_cluster.start()
    with psycopg.connect(own_cluster.create_database("mould").replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE note AS SELECT 1 AS number")
    assert ask(own_cluster.create_database("copy", "mould"), "SELECT number FROM note") == 1
    assert ask(own_cluster.url("gate", "copy"), "SELECT 2") == 2
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(own_cluster.url("prefect", "copy", driver=""))
    with psycopg.connect(own_cluster.url("owner", "copy", driver="")):
        own_cluster.drop_database("copy")  # a connection left open does not hinder
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(own_cluster.url("owner", "copy", driver=""))


def test_動いている間に別の人が始めようとすると断る(own_cluster: Cluster) -> None:
    own_cluster.start()
    with pytest.raises(ClusterError, match="すでに動いています"):
        Cluster(own_cluster.data_dir).start()
    assert ask(own_cluster.superuser_url(), "SELECT 1") == 1


def test_持ち主も見張りも強制終了されたら_残った本体を見つけて始め直す(own_cluster: Cluster) -> None:
    script = f"""
import os, pathlib, signal
from infra.running.postgres import Cluster
from infra.running.watchman import Watchman
Watchman.tell = lambda *told: None
one = Cluster(pathlib.Path({str(own_cluster.data_dir)!r}), durable=False).start()
print(one.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    orphan = int(killed.stdout)
    assert born(orphan)
    own_cluster.start()
    assert not born(orphan)
    assert ask(own_cluster.superuser_url(), "SELECT 1") == 1


def test_持ち主が強制終了されると_演習用の本体は跡形もなく消える(tmp_path: Path) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    script = f"""
import os, pathlib, signal
from infra.running.postgres import Cluster
folder = pathlib.Path({str(folder)!r})
one = Cluster(folder / "own_cluster", durable=False, scratch=folder).start()
print(one.process.pid, one.home, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    pid, _, home = killed.stdout.strip().partition(" ")
    until(lambda: not born(int(pid)) and not folder.exists() and not Path(home).exists(), "all is gone", patience=10)


def test_古い番号が別のプログラムを指していても始まる(own_cluster: Cluster) -> None:
    own_cluster.start()
    own_cluster.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    try:
        stale = f"{stranger.pid}\n{own_cluster.data}\n0\n5432\n{own_cluster.home / 'run'}\n\n\nready\n"
        (own_cluster.data / "postmaster.pid").write_text(stale)
        own_cluster.start()
        assert ask(own_cluster.superuser_url(), "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_パスワードを失ったデータベースは理由を告げる(own_cluster: Cluster) -> None:
    own_cluster.start()
    own_cluster.stop()
    Secrets(own_cluster.data_dir).file.unlink()
    with pytest.raises(ClusterError, match=r"secrets\.json がない"):
        Cluster(own_cluster.data_dir).start()


def test_片付ければ何も残らない(tmp_path: Path) -> None:
    one = Cluster(tmp_path / "data", durable=False).start()
    home = one.home
    one.destroy()
    assert not home.exists()
    assert {path.name for path in (tmp_path / "data").iterdir()} == {".writing", "secrets.json"}


@pytest.mark.skipif(os.geteuid() != 0, reason="管理者のときだけの事情")
def test_管理者のもとでは一般利用者として動き_上のフォルダの権限は変えない(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = [stat.S_IMODE(folder.stat().st_mode) for folder in (closed, *closed.parents)]
    one = Cluster(closed / "data", durable=False).start()
    try:
        assert one.process is not None
        assert psutil.Process(one.process.pid).uids().real != 0
        assert one.home.is_relative_to(cluster_home.OUTSIDE)
        assert [stat.S_IMODE(folder.stat().st_mode) for folder in (closed, *closed.parents)] == before
    finally:
        one.destroy()


@pytest.mark.skipif(os.geteuid() != 0, reason="管理者のときだけの事情")
def test_写したデータフォルダは元と同じデータベースを使わない(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir(mode=0o700)
    one = Cluster(folder, durable=False).start()
    try:
        subprocess.run(["cp", "-r", folder, tmp_path / "two"], check=True)
        with pytest.raises(ClusterError, match="の写しで"):
            Cluster(tmp_path / "two").start()
    finally:
        one.destroy()


def test_置き場所の名前が長すぎても始まる(tmp_path: Path) -> None:
    with Cluster(tmp_path / ("長い名前" * 12), durable=False) as one:
        assert ask(one.superuser_url(), "SELECT 1") == 1
        assert len(os.fsencode(cluster_home.socket_dir(one.home))) <= cluster_home.LONGEST_SOCKET_DIR
    one.destroy()


def test_片付けは残った本体も終わらせる(own_cluster: Cluster) -> None:
    own_cluster.start()
    assert own_cluster.process is not None
    orphan, own_cluster.process = own_cluster.process, None
    Cluster(own_cluster.data_dir).destroy()
    assert orphan.wait() == 0
    assert not own_cluster.data.exists()
