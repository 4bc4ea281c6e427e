"""データベースの置き場所: 一般利用者の届く所に置き、権限は広げず、片付ければ跡を残さない。"""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path

import pytest

from infra.running import cluster_home
from infra.running.cluster_home import (
    BELONGS_TO,
    LONGEST_SOCKET_DIR,
    POINTER,
    find_home,
    forget_orphans,
    give,
    may_enter,
    programme,
    remove_home,
    server_user,
    socket_dir,
)

NOBODY = pwd.getpwnam("nobody")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="管理者のときだけの事情")


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """持ち主しか入れないフォルダの中のデータフォルダ."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder / "data"


def test_何度尋ねても同じ場所で_持ち主だけが読める(tmp_path: Path) -> None:
    home = find_home(tmp_path / "data")
    assert find_home(tmp_path / "data") == home
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    remove_home(tmp_path / "data")
    assert not home.exists()


def test_通れるかは_上のフォルダすべての権限で決まる(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "a", deep):
        folder.chmod(0o711)
    outside = may_enter(NOBODY, tmp_path)
    assert may_enter(NOBODY, deep) is outside
    (tmp_path / "a").chmod(0o700)
    assert not may_enter(NOBODY, deep)
    assert may_enter(pwd.getpwuid(os.geteuid()), deep) or not outside


def test_名前が長すぎれば_ソケットだけを短い所に置き_覚えておく(tmp_path: Path) -> None:
    home = tmp_path / ("長い名前" * 12)
    home.mkdir()
    give(home, server_user())
    folder = socket_dir(home)
    assert not folder.is_relative_to(home)
    assert len(os.fsencode(folder)) <= LONGEST_SOCKET_DIR
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert socket_dir(home) == folder
    folder.rmdir()
    again = socket_dir(home)
    assert again != folder
    assert again.is_dir()
    again.rmdir()


def test_短い名前なら_ソケットは置き場所の中にある(tmp_path: Path) -> None:
    home = Path("/tmp") / f"renraku-{os.getpid()}"
    home.mkdir(mode=0o700)
    try:
        assert socket_dir(home) == home / "run"
    finally:
        (home / "run").rmdir()
        home.rmdir()


def test_データベースの本体が見つかる() -> None:
    here = programme(server_user())
    assert (here / "postgres").is_file()
    assert (here / "initdb").is_file()


@as_root
def test_管理者の閉じたフォルダのデータは_外に置いて場所を覚える(closed: Path) -> None:
    home = find_home(closed)
    assert home.parent == cluster_home.OUTSIDE
    assert (closed / POINTER).read_text(encoding="utf-8") == str(home)
    assert (home / BELONGS_TO).read_text(encoding="utf-8") == str(closed)
    assert home.stat().st_uid == server_user().pw_uid  # type: ignore[union-attr]
    assert stat.S_IMODE(closed.parent.stat().st_mode) == 0o700
    assert find_home(closed) == home
    remove_home(closed)
    assert not home.exists()
    assert not (closed / POINTER).exists()


@as_root
def test_データフォルダを移しても_同じデータベースを使う(closed: Path) -> None:
    home = find_home(closed)
    moved = closed.with_name("moved")
    closed.rename(moved)
    assert find_home(moved) == home
    assert (home / BELONGS_TO).read_text(encoding="utf-8") == str(moved)
    remove_home(moved)


@as_root
def test_写しは元のデータベースを使えない(closed: Path) -> None:
    find_home(closed)
    copy = closed.with_name("copy")
    copy.mkdir()
    (copy / POINTER).write_text((closed / POINTER).read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(FileExistsError, match=str(closed)):
        find_home(copy)
    remove_home(closed)


@as_root
def test_データフォルダの消えた置き場所は_次の機会に片付く(closed: Path) -> None:
    home = find_home(closed)
    (closed / POINTER).unlink()
    (home / "data").mkdir()
    (home / "data" / "postmaster.pid").touch()
    forget_orphans()
    assert home.is_dir(), "動いているかもしれない間は消さない"
    (home / "data" / "postmaster.pid").unlink()
    forget_orphans()
    assert not home.exists()


@as_root
def test_渡したものは_渡した者の持ち物になる(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.touch(mode=0o600)
    give(file, None)
    assert file.stat().st_uid == 0
    give(file, NOBODY)
    assert (file.stat().st_uid, stat.S_IMODE(file.stat().st_mode)) == (NOBODY.pw_uid, 0o600)
