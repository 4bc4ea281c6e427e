"""What this installation is told: `RENRAKU_…` variables or lines of `.env`, checked, explained in Japanese.

`load()` reads and checks; `settings()` also fills in what follows from the rest (the embedded database's
addresses, the kept ports) and remembers the answer; `environment()` hands the whole to a child process.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.complaints import SettingsError, complaints_of, unknown_names
from infra.database.roles import DATABASE_ROLES

__all__ = ["PROJECT", "Settings", "SettingsError", "complete", "environment", "load", "settings"]

PROJECT = Path(__file__).resolve().parents[1]
PREFIX = "RENRAKU_"
ENV_FILE = "RENRAKU_ENV_FILE"


def _database(url: str, driver: str) -> str:
    parts = urlsplit(url)
    if parts.scheme.split("+")[0] not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError("postgresql://利用者:パスワード@ホスト/データベース名 の形で書いてください")
    return parts._replace(scheme=f"postgresql+{driver}").geturl() if parts.netloc else _bare(url, driver)


def _bare(url: str, driver: str) -> str:
    """A socket address has nobody before the slash; urlsplit would drop its empty host."""
    return f"postgresql+{driver}://{url.partition('://')[2]}"


def _web(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("http:// か https:// で始まるアドレスを書いてください")
    return url.rstrip("/")


def _absolute(path: Path) -> Path:
    """A folder named without a leading slash lies in the project's folder, wherever the command is typed."""
    return Path(os.path.abspath(PROJECT / path.expanduser()))


def _office_address(text: str) -> str:
    if "@" not in text.strip("@") or any(mark in text for mark in "\r\n"):
        raise ValueError("差出人のメールアドレスを 1 つ書いてください")
    return text


DatabaseUrl = Annotated[str, AfterValidator(lambda url: _database(url, "psycopg"))]
PrefectDatabaseUrl = Annotated[str, AfterValidator(lambda url: _database(url, "asyncpg"))]
WebUrl = Annotated[str, AfterValidator(_web)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """One installation. An empty text means "not set"; `complete()` fills in what the house needs.

    Secrets are kept out of `repr`. Times are seconds.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    data_dir: Annotated[Path, AfterValidator(_absolute)] = Field(
        default=Path(".renraku"), validate_default=True, description="データを置くフォルダ"
    )
    database_url: DatabaseUrl | Literal[""] = Field(default="", repr=False)
    desk_database_url: DatabaseUrl | Literal[""] = Field(default="", repr=False)
    ministry_database_url: DatabaseUrl | Literal[""] = Field(default="", repr=False)
    engine_database_url: DatabaseUrl | Literal[""] = Field(default="", repr=False)
    gate_database_url: DatabaseUrl | Literal[""] = Field(default="", repr=False)
    guest_database_url: DatabaseUrl | Literal[""] = Field(default="", repr=False)

    prefect_api_url: WebUrl | Literal[""] = ""
    prefect_database_url: PrefectDatabaseUrl | Literal[""] = Field(default="", repr=False)
    prefect_auth_string: str = Field(default="", repr=False, pattern=r"^([^:\s]+:\S+)?$")

    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=0, le=65535)] = 0
    smtp_username: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_starttls: bool = False
    smtp_tls: bool = False
    smtp_ca_file: Annotated[Path, AfterValidator(_absolute)] | Literal[""] = ""
    mail_from: Annotated[str, AfterValidator(_office_address)] = "renraku@localhost"
    bounce_host: str = Field(default="127.0.0.1", min_length=1)
    bounce_port: Annotated[int, Field(ge=0, le=65535)] = 0
    bounce_domain: str = Field(default="", pattern=r"^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)?$")
    bounce_protocol: Literal["smtp", "lmtp"] = "smtp"

    host: str = Field(default="127.0.0.1", min_length=1)
    port: Port = 8501
    base_url: WebUrl | Literal[""] = ""

    practice: bool = True
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    # Said by `complete()`, not by people: which parts `renraku up` has to bring itself.
    embedded_database: bool = False
    own_prefect: bool = False
    practice_mailbox: bool = False

    @model_validator(mode="before")
    @classmethod
    def _practice_only_when_embedded(cls, given: dict[str, Any]) -> dict[str, Any]:
        """An installation with a database of its own is a real one unless it says otherwise."""
        given = dict(given)
        if isinstance(given.get("log_level"), str):
            given["log_level"] = given["log_level"].lower()
        given.setdefault("practice", not given.get("database_url"))
        return given

    @model_validator(mode="after")
    def _own_database_names_every_role(self) -> Self:
        missing = [f"{PREFIX}{role.upper()}_DATABASE_URL" for role in DATABASE_ROLES if not self.role_url(role)]
        if self.database_url and missing:
            raise ValueError(
                f"{PREFIX}DATABASE_URL を指定したときは {'、'.join(missing)} も必要です。"
                "画面・厚労省・自動処理・入口・外部の関係者は、それぞれ別の利用者で接続します"
            )
        if self.database_url and not self.prefect_database_url and not self.prefect_api_url:
            raise ValueError(
                f"{PREFIX}DATABASE_URL を指定したときは、{PREFIX}PREFECT_API_URL（既にある Prefect）か"
                f" {PREFIX}PREFECT_DATABASE_URL（Prefect 用のデータベース）のどちらかが必要です"
            )
        return self

    @model_validator(mode="after")
    def _one_way_of_secrecy(self) -> Self:
        if self.smtp_tls and self.smtp_starttls:
            raise ValueError(
                f"{PREFIX}SMTP_TLS（初めから TLS）と {PREFIX}SMTP_STARTTLS は、どちらか一方だけを true にしてください"
            )
        if self.smtp_host and self.smtp_port == 465 and not self.smtp_tls:
            raise ValueError(
                f"{PREFIX}SMTP_PORT の 465 は、初めから TLS で話す口です。{PREFIX}SMTP_TLS=true を加えてください"
            )
        return self

    def role_url(self, role: str) -> str:
        """The SQLAlchemy address for owner, desk, ministry, engine, gate or guest; empty when not set."""
        return self.database_url if role == "owner" else str(getattr(self, f"{role}_database_url"))

    @property
    def mailbox_dir(self) -> Path:
        """Where the practice mailbox lays its letters (a Maildir)."""
        return self.data_dir / "mailbox"


def load() -> Settings:
    """Read and check the variables and `.env`; nothing is created.

    Errors: SettingsError with one Japanese line for each thing that is wrong.
    """
    named = os.environ.get(ENV_FILE)
    file = (PROJECT / ".env") if named is None else Path(named) if named else None
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {ENV_FILE}
    if lines := unknown_names(known, PREFIX, os.environ, file):
        raise SettingsError(lines)
    given = {name: value for name, value in os.environ.items() if name.upper().startswith(PREFIX) and value}
    try:
        return Settings(_env_file=file, _env_ignore_empty=True, _env_file_encoding="utf-8")
    except ValidationError as error:
        raise SettingsError(complaints_of(error, PREFIX, given, file)) from None


def complete(loaded: Settings) -> Settings:
    """Fill in what follows from the rest. Makes the data folder, its secrets and kept ports when missing."""
    from infra.running.kept import Secrets, kept_port
    from infra.running.postgres import Cluster

    found: dict[str, Any] = {}
    secrets = Secrets(loaded.data_dir)
    if not any(loaded.role_url(role) for role in ("owner", *DATABASE_ROLES)):
        cluster = Cluster(loaded.data_dir)
        found["embedded_database"] = True
        found["database_url"] = cluster.url("owner", "renraku")
        for role in DATABASE_ROLES:
            found[f"{role}_database_url"] = cluster.url(role, "renraku")
        if not loaded.prefect_database_url:
            found["prefect_database_url"] = cluster.url("prefect", "prefect", driver="asyncpg")
    if not loaded.prefect_api_url:
        found["own_prefect"] = True
        found["prefect_api_url"] = f"http://127.0.0.1:{kept_port(loaded.data_dir, 'prefect')}/api"
        if not loaded.prefect_auth_string:
            found["prefect_auth_string"] = f"renraku:{secrets.get('prefect-api')}"
    if not loaded.smtp_host:
        found |= {"smtp_host": "127.0.0.1", "practice_mailbox": True, "smtp_starttls": False, "smtp_tls": False}
        found["smtp_port"] = loaded.smtp_port or kept_port(loaded.data_dir, "mailbox")
        if not loaded.bounce_port:
            found["bounce_port"] = kept_port(loaded.data_dir, "bounces")
    elif not loaded.smtp_port:
        found["smtp_port"] = 465 if loaded.smtp_tls else 587 if loaded.smtp_starttls else 25
    if not loaded.bounce_domain and (loaded.bounce_port or "bounce_port" in found):
        found["bounce_domain"] = loaded.mail_from.rpartition("@")[2]
    if not loaded.base_url:
        host = "127.0.0.1" if loaded.host in {"0.0.0.0", "::"} else loaded.host
        found["base_url"] = f"http://{f'[{host}]' if ':' in host else host}:{loaded.port}"
    return loaded.model_copy(update=found)


@cache
def settings() -> Settings:
    """This process's settings, complete. Tests call `settings.cache_clear()` after a change."""
    return complete(load())


def environment(of: Settings, inherited: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment for a child process, every setting in it as a `RENRAKU_…` variable."""
    around = os.environ if inherited is None else inherited
    result = {name: value for name, value in around.items() if not name.upper().startswith(PREFIX)}
    for name in Settings.model_fields:
        value = getattr(of, name)
        result[f"{PREFIX}{name.upper()}"] = str(value).lower() if isinstance(value, bool) else str(value)
    result[ENV_FILE] = ""
    return result
