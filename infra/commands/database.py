"""`renraku database`: a PostgreSQL of one's own gets its accounts and databases, and is looked over before each start.

The accounts, their passwords and the databases are those in the settings' addresses; nothing is told twice.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import psycopg
import typer
from psycopg import errors
from sqlalchemy import URL, make_url

from infra.complaints import Complaint
from infra.database import roles
from infra.database.roles import DATABASE_ROLES
from infra.settings import Settings, load

app = typer.Typer(help="自前の PostgreSQL を使うときの準備と確認", no_args_is_help=True)

EDITION = 18
"""The major version that all tests run on."""
PATIENCE = 5
"""Seconds to wait for a server."""
WAY_OUT = "「renraku database make」で作るか、「renraku database sql」が示す文を管理者に渡してください。"


class NotReady(Complaint):
    """The server cannot be used as it is. `lines`: one Japanese sentence for each reason; no password in any."""

    exit_code = 2

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@app.command("check")
def check() -> None:
    """設定の接続先すべてにつないで、版、権限、文字コードを確かめる。"""
    mine = _own()
    refuse(mine)
    typer.echo(f"{len(accounts(mine))} 個の利用者すべてでつながりました。そのまま起動できます。")


@app.command("sql")
def show() -> None:
    """管理者が行う準備の文（SQL）を示す。パスワードは含まない。"""
    mine = _own()
    _refuse_names(mine)
    for line in script(mine):
        typer.echo(line)


@app.command("make")
def make(
    admin: Annotated[str, typer.Option("--admin", help="管理者の接続先（postgresql://管理者@ホスト/postgres）")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="管理者のパスワードを標準入力の 1 行目から読む")
    ] = False,
) -> None:
    """管理者の権限で、設定にある利用者とデータベースを作る。既にあるものは変えない。

    管理者のパスワードは尋ねる（PGPASSWORD と .pgpass も使える）。
    """
    mine = _own()
    _refuse_names(mine)
    made = lay_out(mine, _asked(admin, password_stdin=password_stdin))
    refuse(mine)
    typer.echo("作りました: " + "、".join(made) if made else "すべて既にありました。")
    typer.echo("準備ができました。make run で起動できます。")


def accounts(mine: Settings) -> dict[str, URL]:
    """Role → address: the owner, the domain's roles and, where Prefect's data are kept here too, prefect."""
    found = {role: make_url(mine.role_url(role)) for role in ("owner", *DATABASE_ROLES)}
    if mine.prefect_database_url:
        found["prefect"] = make_url(mine.prefect_database_url)
    return found


def refuse(mine: Settings) -> None:
    """Errors: NotReady with all that stands in the way of a start."""
    _refuse_names(mine)
    if lines := [line for role, url in accounts(mine).items() for line in _faults(role, url)]:
        raise NotReady([*dict.fromkeys(lines), WAY_OUT])


def _refuse_names(mine: Settings) -> None:
    """What the addresses themselves say wrong: the rights are given to fixed names in one database."""
    found = accounts(mine)
    owner = found["owner"]
    lines = []
    for role, user in zip(DATABASE_ROLES, roles.DOMAIN_USERS, strict=True):
        where = f"RENRAKU_{role.upper()}_DATABASE_URL"
        if found[role].username != user:
            lines.append(f"{where} の利用者は {user} にしてください（権限はこの名前に与えられます）。")
        if (found[role].host, found[role].port, found[role].database) != (owner.host, owner.port, owner.database):
            lines.append(f"{where} のホスト・ポート・データベース名は RENRAKU_DATABASE_URL と同じにしてください。")
    if owner.username in roles.DOMAIN_USERS:
        lines.append("RENRAKU_DATABASE_URL の利用者は、ほかの接続先と別の利用者（renraku_owner など）にしてください。")
    if "prefect" in found and found["prefect"].database == owner.database and found["prefect"].host == owner.host:
        lines.append("RENRAKU_PREFECT_DATABASE_URL には、案件とは別のデータベースを指定してください。")
    if lines:
        raise NotReady(lines)


def _faults(role: str, url: URL) -> Iterator[str]:
    try:
        with _connected(url) as connection:
            yield from _shortcomings(role, url, connection)
    except psycopg.Error as error:
        yield _reason(url, error)


def _connected(url: URL) -> psycopg.Connection[Any]:
    plain = url.set(drivername="postgresql").update_query_dict({"connect_timeout": str(PATIENCE)})
    return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


def _shortcomings(role: str, url: URL, connection: psycopg.Connection[Any]) -> Iterator[str]:
    if connection.info.server_version < EDITION * 10000:
        edition = connection.info.server_version // 10000
        yield f"PostgreSQL {edition} では確かめていません。{EDITION} 以上を使ってください。"
    if connection.info.parameter_status("server_encoding") != "UTF8":
        yield f"データベース {url.database} の文字コードが UTF8 ではありません。UTF8 で作り直してください。"
    if role == "owner" and not _says(connection, "SELECT has_schema_privilege(current_user, 'public', 'CREATE')"):
        yield f"利用者 {url.username} は、データベース {url.database} に表を作れません。所有者にしてください。"
    if role in DATABASE_ROLES and _says(connection, _TOO_MUCH):
        yield (
            f"利用者 {url.username} は、行ごとの権限を超えられます。"
            "SUPERUSER・BYPASSRLS・CREATEROLE と、ほかの利用者への所属を外してください。"
        )
    if role == "prefect" and not _says(connection, "SELECT true FROM pg_extension WHERE extname = 'pg_trgm'"):
        yield f"データベース {url.database} に拡張 pg_trgm がありません。CREATE EXTENSION pg_trgm を行ってください。"


_TOO_MUCH = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR EXISTS (
        SELECT FROM pg_auth_members WHERE member = pg_roles.oid
    ) FROM pg_roles WHERE rolname = current_user
"""


def _says(connection: psycopg.Connection[Any], question: Any) -> bool:
    row = connection.execute(question).fetchone()
    return row is not None and bool(row[0])


_REASONS = (
    ("FATAL:  password authentication failed", "利用者 {user} は、この名前とパスワードでは入れません"),
    ("no password supplied", "利用者 {user} のパスワードが、接続先に書かれていません"),
    ("FATAL:  role ", "利用者 {user} がありません"),
    ("FATAL:  database ", "データベース {database} がありません"),
    ("FATAL:  permission denied for database", "利用者 {user} に、データベース {database} へつなぐ権限がありません"),
    ("no pg_hba.conf entry", "{where} のサーバーが、この端末からの利用者 {user} を許していません（pg_hba.conf）"),
    ("certificate verify failed", "{where} のサーバーの証明書を確かめられません。sslrootcert を確かめてください"),
    ("SSL", "{where} のサーバーと、暗号化（TLS）の取決めが合いません。sslmode を確かめてください"),
)


def _reason(url: URL, error: psycopg.Error) -> str:
    where = f"{url.host or url.query.get('host') or 'localhost'}:{url.port or 5432}"
    for sign, told in _REASONS:
        if sign in str(error):
            return told.format(user=url.username, database=url.database, where=where) + "。"
    return f"{where} の PostgreSQL につながりません。動いているか、ホストとポート、通信の許可を確かめてください。"


def script(mine: Settings) -> Iterator[str]:
    """Lines for psql, to be run by an administrator. Passwords are set by hand there: none is shown."""
    found = accounts(mine)
    yield "-- psql で、管理者（利用者とデータベースを作れる者）として行ってください。"
    yield "-- \\password は、その利用者のパスワード（設定の接続先に書いたもの）を尋ねます。"
    for url in found.values():
        yield f"{roles.role(str(url.username)).as_string()};"
        yield f"\\password {url.username}"
    owner = found["owner"]
    for statement in roles.database(str(owner.database), str(owner.username), roles.DOMAIN_USERS):
        yield f"{statement.as_string()};"
    if "prefect" in found:
        prefect = found["prefect"]
        for statement in roles.database(str(prefect.database), str(prefect.username), ()):
            yield f"{statement.as_string()};"
        yield f"\\connect {prefect.database}"
        yield f"{roles.TRIGRAMS.as_string()};"


def lay_out(mine: Settings, admin: URL) -> list[str]:
    """Make what is missing, as the administrator. Value: the names of what was made. Errors: NotReady."""
    found = accounts(mine)
    made: list[str] = []
    try:
        with _connected(admin) as connection:
            connection.execute("SET createrole_self_grant = 'set, inherit'")  # to own a database for somebody
            there, databases = roles.known(connection)
            for url in found.values():
                if url.username not in there:
                    roles.run(connection, [roles.role(str(url.username), str(url.password or ""))])
                    made.append(str(url.username))
            for owner, users in ((found["owner"], roles.DOMAIN_USERS), (found.get("prefect"), ())):
                if owner is not None and owner.database not in databases:
                    roles.run(connection, roles.database(str(owner.database), str(owner.username), users))
                    made.append(str(owner.database))
            roles.run(connection, roles.entry(str(found["owner"].database), roles.DOMAIN_USERS))
        if "prefect" in found:
            with _connected(found["prefect"]) as connection:
                connection.execute(roles.TRIGRAMS)
    except errors.InsufficientPrivilege:
        raise NotReady(
            [
                f"管理者 {admin.username} には、利用者とデータベースを作る権限（CREATEROLE、CREATEDB）がありません。",
                WAY_OUT,
            ]
        ) from None
    except psycopg.OperationalError as error:
        raise NotReady([_reason(admin, error)]) from None
    return made


def _own() -> Settings:
    mine = load()
    if not mine.database_url:
        raise Complaint("RENRAKU_DATABASE_URL がないので、内蔵の PostgreSQL を使います。準備は要りません。")
    return mine


def _asked(address: str, *, password_stdin: bool) -> URL:
    try:
        url = make_url(address)
    except ValueError:
        url = None
    if url is None or not url.drivername.startswith("postgres") or not url.username:
        raise NotReady(["--admin には postgresql://管理者@ホスト/postgres の形で書いてください。"])
    if password_stdin:
        return url.set(password=sys.stdin.readline().rstrip("\r\n"))
    if url.password or "PGPASSWORD" in os.environ or not sys.stdin.isatty():
        return url
    return url.set(password=getpass.getpass(f"{url.username} のパスワード: ") or None)
