"""The counter's process: the one ASGI application under uvicorn, at the settings' address."""

import logging

import uvicorn

from infra.settings import settings


def main() -> None:
    """Serve until SIGTERM. No access log: the addresses of pages name cases."""
    mine = settings()
    lowest = logging.INFO if mine.log_level == "debug" else logging.WARNING
    # Streamlit hangs handlers of its own on these loggers later; a filter outlasts that.
    logging.getLogger("uvicorn.access").addFilter(lambda record: False)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi"):
        logging.getLogger(name).addFilter(lambda record: record.levelno >= lowest)
    uvicorn.run(
        "ui.app:application",
        host=mine.host,
        port=mine.port,
        log_level=lowest,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
