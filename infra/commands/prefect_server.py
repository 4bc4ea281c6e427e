"""Prefect's server without its command line: the same application, half a second earlier, no banner.

Arguments: host, port. Everything else comes from the `PREFECT_…` variables.
"""

import sys

import uvicorn


def main(host: str, port: int) -> None:
    from prefect.server.api.server import create_app

    uvicorn.run(
        create_app(final=True),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
