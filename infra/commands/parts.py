"""The parts of one installation as commands: database, screens, engine, Prefect, practice mailbox."""

import os
import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

import certifi

from infra.database.roles import DATABASE_ROLES
from infra.running.postgres import Cluster
from infra.running.supervisor import Part
from infra.settings import PROJECT, Settings, environment

DAY = 24 * 60 * 60
# At rest one arena per core costs more memory than it saves time.
ROLE_URLS = {"owner": "database_url"} | {role: f"{role}_database_url" for role in DATABASE_ROLES}
_SPARING = {
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
    "DO_NOT_TRACK": "1",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}


def database(cluster: Cluster) -> Part:
    """The embedded PostgreSQL; it goes last and by SIGINT (fast shutdown)."""
    return Part(
        "データベース",
        tuple(cluster.command()),
        cluster.spawn_options(),
        stop_signal=signal.SIGINT,
        last=True,
        before=cluster.prepare,
    )


def preparation(settings: Settings) -> Part:
    """Runs once: migrations, reference data, practice data; its stdout is the sign-in list."""
    return Part("準備", _python("-m", "infra.commands.prepare"), _options(settings, {}, "owner", *DATABASE_ROLES))


def screens(settings: Settings) -> Part:
    """The one ASGI application: officers' pages, sign-in, signed links, API."""
    return Part(
        "画面", _python("-m", "infra.commands.screens"), _options(settings, {}, "desk", "ministry", "gate", "guest")
    )


def engine(settings: Settings) -> Part:
    """The flows' long-lived process. It must not hang on an absent Prefect (platform measurements)."""
    more = {
        "PREFECT_API_URL": settings.prefect_api_url,
        "PREFECT_CLIENT_MAX_RETRIES": "0",
        "PREFECT_API_REQUEST_TIMEOUT": "5",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
    }
    if urlsplit(settings.prefect_api_url).scheme == "http":
        more["PREFECT_API_SSL_CERT_FILE"] = str(_one_certificate(settings.data_dir))
    return Part("自動処理", _python("-m", "flows.engine"), _options(settings, _prefect(settings) | more, "engine"))


def prefect_server(settings: Settings) -> Part:
    """Prefect's API and its own screen, on loopback, in a database of its own."""
    where = urlsplit(settings.prefect_api_url)
    more = {
        "PREFECT_API_DATABASE_CONNECTION_URL": settings.prefect_database_url,
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_API_AUTH_STRING": settings.prefect_auth_string,
        "PREFECT_SERVER_UI_ENABLED": "true",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_UI_API_URL": settings.prefect_api_url,
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * DAY),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "true",  # for automations: infra/automations
        "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "true",  # the steps of a run: flows/steps/trace.py
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        "PREFECT_SQLALCHEMY_POOL_SIZE": "5",
        "PREFECT_SQLALCHEMY_MAX_OVERFLOW": "10",
    }
    command = _python("-m", "infra.commands.prefect_server", str(where.hostname), str(where.port))
    return Part("Prefect", command, _options(settings, _prefect(settings) | more))


def practice_mailbox(settings: Settings) -> Part:
    """A real SMTP server on loopback that keeps what it is given."""
    return Part("練習用メール", _python("-m", "infra.practice.mailbox"), _options(settings, {}))


def bounce_door(settings: Settings) -> Part:
    """Takes in what the mail system sends back; a process of its own, for it reads what strangers send."""
    return Part("不達の受付", _python("-m", "flows.mail.bounce_door"), _options(settings, {}, "engine"))


def _one_certificate(data_dir: Path) -> Path:
    """A certificate file with one entry, for a Prefect that is spoken to without TLS: its client reads the whole file
    anew three times per run, and all the world's authorities cost 60 ms of CPU each run (measured), for nothing.
    """
    short = data_dir / "prefect" / "unused-certificate.pem"
    if not short.exists():
        end = "-----END CERTIFICATE-----\n"
        short.parent.mkdir(parents=True, exist_ok=True)
        short.write_text(Path(certifi.where()).read_text(encoding="ascii").partition(end)[0] + end, encoding="ascii")
    return short


def _prefect(settings: Settings) -> dict[str, str]:
    return {
        "PREFECT_HOME": str(settings.data_dir / "prefect"),
        "PREFECT_API_AUTH_STRING": settings.prefect_auth_string,
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_LOGGING_COLORS": "false",
    }


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def _options(settings: Settings, more: dict[str, str], *roles: str) -> dict[str, object]:
    """Started in the project's folder, where Streamlit finds its config. A part gets the database addresses of its own
    roles and no other; Prefect's address goes to Prefect alone.
    """
    others = {name: "" for role, name in ROLE_URLS.items() if role not in roles}
    settings = settings.model_copy(update={**others, "prefect_database_url": ""})
    known = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return {"cwd": PROJECT, "env": environment(settings, known) | _SPARING | more}
