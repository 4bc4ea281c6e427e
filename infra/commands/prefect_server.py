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


def let_schedules_be_written() -> None:
    """Prefect 3.8 writes scheduled runs with a bulk insert whose rows name the hybrid attribute `state`. SQLAlchemy 2.0
    passed it over; 2.1 refuses it, so no schedule would ever make a run. Prefect writes the state by itself afterwards:
    here it is passed over again (decision 0017-s).
    """
    from prefect.server.database.orm_models import FlowRun
    from sqlalchemy import inspect

    state = inspect(FlowRun).all_orm_descriptors["state"]
    if getattr(state, "bulk_dml_setter", 0) is None:
        state.bulk_dml_setter = lambda model, row, value: None  # type: ignore[attr-defined]


def main(host: str, port: int) -> None:
    """Serve until SIGTERM."""
    from prefect.server.api.server import create_app

    let_schedules_be_written()
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
