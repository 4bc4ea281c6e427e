"""Post the letters that are due: claim, send through aiosmtplib, note what the server said. At least once.

While one batch is on the wire, the next is claimed and the one before is noted: the connections do not wait for the
database.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from prefect import flow

from cases.post import outbox
from cases.records import Letter
from flows.mail.mailer import Post
from flows.post import digests, owed
from flows.tickets import run_name, with_ticket
from flows.world import World, here


@flow(name="post_letters", description="通知の発送", flow_run_name=run_name, persist_result=False)
async def post_letters(number: int) -> int:
    """Send what is due, a batch at a time. `number` is the engine's number. Returns how many were tried."""
    return await with_ticket(lambda: _post(number), 0)


async def _post(number: int) -> int:
    world = here()
    await owed.write()
    await digests.write()
    delivery = Delivery(world, number)
    try:
        return await delivery.run()
    finally:
        await delivery.settle()


class Delivery:
    """One post run: what it has claimed and not yet noted is in its hands."""

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self._number = number
        self._in_hand: set[int] = set()
        self._ahead: asyncio.Task[list[Letter]] | None = None
        self._noting: asyncio.Task[None] | None = None

    async def run(self) -> int:
        tried = 0
        async with self._world.mailer.open() as pool:
            letters = await self._claim()
            while letters:
                self._ahead = asyncio.create_task(self._claim())
                done = await pool.send([_post_of(letter) for letter in letters])
                if self._noting is not None:
                    await self._noting
                self._noting = asyncio.create_task(self._note(done))
                tried += len(letters)
                letters = await self._ahead
        return tried

    async def settle(self) -> None:
        """Nothing that was sent stays unnoted."""
        if self._noting is not None:
            await self._noting
        if self._ahead is not None and not self._ahead.done():
            with suppress(Exception):
                await self._ahead

    async def _claim(self) -> list[Letter]:
        world, held = self._world, frozenset(self._in_hand)
        claim = outbox.claim_letters
        letters = await asyncio.to_thread(claim, world.database, self._number, world.clock.now(), holding=held)
        self._in_hand |= {letter.id for letter in letters}
        return letters

    async def _note(self, done: outbox.Dispatch) -> None:
        world = self._world
        await asyncio.to_thread(outbox.note_outcomes, world.database, done, world.clock.now())
        self._in_hand -= {outcome.id for outcome in done.outcomes}


def _post_of(letter: Letter) -> Post:
    return Post(
        id=letter.id,
        address=letter.address,
        subject=letter.subject,
        body=letter.body,
        message_id=letter.message_id,
        written_at=letter.written_at,
        bounce_token=letter.bounce_token.hex if letter.bounce_token else "",
        html=letter.html,
    )
