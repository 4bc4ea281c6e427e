"""A ticket lets exactly one of two runners do a piece of work: the flow that Prefect starts, or the direct run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")


class Ticket:
    """Started once, or revoked; carries the body's outcome back to the engine, whatever becomes of the flow run."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.finished = asyncio.Event()
        self.result: Any = None
        self.error: BaseException | None = None
        self._revoked = False

    def start(self) -> bool:
        """False when the engine has given up waiting and runs the work itself."""
        if self._revoked or self.started.is_set():
            return False
        self.started.set()
        return True

    def revoke(self) -> bool:
        """Take the ticket back. False when the body has begun."""
        if self.started.is_set():
            return False
        self._revoked = True
        return True

    def finish(self, result: Any = None, error: BaseException | None = None) -> None:
        self.result, self.error = result, error
        self.finished.set()


current: ContextVar[Ticket | None] = ContextVar("ticket", default=None)
named: ContextVar[str] = ContextVar("run name", default="")


def run_name() -> str:
    """The name that the engine gave to this run: stage and case, for Prefect's screen."""
    return named.get()


async def with_ticket(body: Callable[[], Awaitable[T]], nothing: T) -> T:
    """Run the body under the current ticket, once; `nothing` when another runner has it."""
    ticket = current.get()
    if ticket is None:
        return await body()
    if not ticket.start():
        return nothing
    try:
        result = await body()
    except BaseException as error:
        ticket.finish(error=error)
        raise
    ticket.finish(result)
    return result
