"""Post the letters that are due: claim, send through aiosmtplib, note what the server said. At least once."""

from __future__ import annotations

import asyncio

from prefect import flow

from cases import outbox, request_letters
from flows import digest
from flows.mailer import Post
from flows.tickets import run_name, with_ticket
from flows.world import here


@flow(name="post_letters", description="通知の発送", flow_run_name=run_name, persist_result=False)
async def post_letters(seat: int) -> int:
    """Send what is due, a batch at a time. `seat` is the engine's number. Returns how many were tried."""
    return await with_ticket(lambda: _post(seat), 0)


async def _post(seat: int) -> int:
    world = here()
    await asyncio.to_thread(request_letters.write_owed, world.database, world.clock.now(), world.sender)
    await digest.write()
    tried = 0
    while letters := await asyncio.to_thread(outbox.claim_letters, world.database, seat, world.clock.now()):
        posts = [Post(x.id, x.address, x.subject, x.body, x.message_id, x.written_at) for x in letters]
        outcomes = await world.mailer.send(posts)
        await asyncio.to_thread(
            outbox.note_outcomes, world.database, [(o.id, o.state, o.answer) for o in outcomes], world.clock.now()
        )
        tried += len(posts)
    return tried
