"""Prefect's server without its command line: the same application, half a second earlier, no banner.

Arguments: host, port. Everything else comes from the `PREFECT_…` variables.
"""

import logging
import sys
from types import FrameType

import uvicorn


class _Server(uvicorn.Server):
    """Told to end, Prefect complains about each service that it interrupts; by then nobody wants to know."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        logging.disable(logging.CRITICAL)
        super().handle_exit(sig, frame)


def main(host: str, port: int) -> None:
    """Serve until SIGTERM."""
    from prefect.server.api.server import create_app

    _Server(
        uvicorn.Config(
            create_app(final=True),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
        )
    ).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
