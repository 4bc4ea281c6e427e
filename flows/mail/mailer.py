"""The only file that knows SMTP: letters go out over a few kept connections, each with its stable Message-ID.

What a server says of a letter (5xx at RCPT or DATA) is told apart from what it says of us (a greeting, a sign-in, our
own sender refused), and both from a network that is not there: only the first is ever final.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiosmtplib

from cases.post.outbox import Dispatch, Outcome
from cases.post.server_answers import is_dead
from cases.post.undelivered import ODD_ADDRESS
from cases.vocabulary import LetterState
from flows.mail.posting import Post
from flows.mail.rounds import Round
from flows.mail.wire import message

__all__ = ["MailServer", "Mailer", "Outcome", "Post"]

log = logging.getLogger(__name__)
LONGEST = 500
"""Characters kept of what a server said."""
CLOSING = 421
NOT_THERE = "メールサーバに接続できません"
NO_ANSWER = "メールサーバが時間内に応答しませんでした"
BROKEN_OFF = "送信の途中で接続が切れました"
PERHAPS = "本文を渡した後に接続が切れました。届いた可能性があるため、同じ番号（Message-ID）で送り直します"


@dataclass(frozen=True)
class MailServer:
    """`bounce_domain`: where bounces are taken in (bounce+<token>@domain); empty: they go to `sender`.
    `authorities`: a PEM file of the certificates to trust, beside the machine's own.
    """

    host: str
    port: int
    sender: str
    username: str | None = None
    password: str | None = None
    starttls: bool = False
    tls: bool = False
    """TLS from the first byte (RFC 8314), not by STARTTLS."""
    timeout: float = 30.0
    bounce_domain: str = ""
    authorities: str | None = None

    def envelope_sender(self, post: Post) -> str:
        if self.bounce_domain and post.bounce_token:
            return f"bounce+{post.bounce_token}@{self.bounce_domain}"
        return self.sender


class Mailer:
    """Sends letters through one SMTP server: `connections` at a time, `per_domain` of them to one domain, and a new
    connection after `per_connection` letters.
    """

    def __init__(
        self, server: MailServer, connections: int = 4, *, per_connection: int = 200, per_domain: int = 3
    ) -> None:
        self.server = server
        self.connections = connections
        self.per_connection = per_connection
        self.per_domain = per_domain

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Pool]:
        """The connections of one delivery; they are kept over its batches and closed at its end."""
        pool = Pool(self)
        try:
            yield pool
        finally:
            await pool.close()


class Line:
    """One connection and how many letters it has carried."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self.client = client
        self.carried = 0

    def cut(self) -> None:
        self.client.close()


class Away(Exception):
    """Our mail server cannot be spoken to, or does not let us in."""


class Pool:
    """The kept connections of a delivery. Once the server is away, the rest of it is put back untried."""

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer
        self._idle: list[Line] = []
        self._away = ""
        self._broken = 0
        self._resting: dict[str, str] = {}

    async def send(self, posts: Sequence[Post]) -> Dispatch:
        """What became of every letter, tried in the order given; never raises for what a server or network may do."""
        round_ = Round(posts, self._mailer.per_domain, self._resting)
        if self._away:
            round_.stop(self._away)
        workers = min(self._mailer.connections, len(posts))
        await asyncio.gather(*(self._work(round_) for _ in range(workers)))
        done = round_.result()
        self._resting |= done.resting
        return done

    async def close(self) -> None:
        lines, self._idle = self._idle, []
        await asyncio.gather(*(_quit(line) for line in lines))

    async def _work(self, round_: Round) -> None:
        line: Line | None = None
        while (post := await round_.next()) is not None:
            try:
                line, outcome = await self._carry(line, post)
            except Away as away:
                self._away = str(away)
                round_.stop(self._away)
                line = None
                outcome = Outcome(post.id, LetterState.DEFERRED, self._away, tried=False)
            round_.done(post, outcome)
            if self._broken > 2 * self._mailer.connections:
                self._away = BROKEN_OFF
                round_.stop(self._away)
        if line is not None:
            self._idle.append(line)

    async def _carry(self, line: Line | None, post: Post) -> tuple[Line | None, Outcome]:
        """One letter over the line, or a new one. A kept line that turns out dead costs the letter nothing."""
        line = line or (self._idle.pop() if self._idle else None)
        if line is not None and line.carried:
            with suppress(_Stale):
                return await self._try(line, post)
        return await self._try(await self._connect() if line is None or line.carried else line, post)

    async def _try(self, line: Line, post: Post) -> tuple[Line | None, Outcome]:
        server, stage = self._mailer.server, "mail"
        try:
            await _say(line, b"MAIL", f"FROM:<{server.envelope_sender(post)}>")
            stage = "rcpt"
            await _say(line, b"RCPT", f"TO:<{post.address}>")
            stage = "data"
            answer = await _data(line, message(post, server.sender), server.timeout)
        except aiosmtplib.SMTPResponseException as said:
            self._broken = self._broken + 1 if stage == "mail" or said.code == CLOSING else 0
            return await self._after_refusal(line, said.code), _judge(post, stage, said.code, said.message)
        except ValueError:  # an address that cannot be written in an envelope
            return await self._after_refusal(line, 0), Outcome(post.id, LetterState.REFUSED, ODD_ADDRESS)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            line.cut()
            late = isinstance(error, TimeoutError | aiosmtplib.SMTPTimeoutError)
            if stage == "mail" and line.carried and not late:
                raise _Stale from None
            self._broken += 1
            log.info("送信できませんでした（%s）: %s: %s", stage, type(error).__name__, error)
            words = PERHAPS if stage == "data" else NO_ANSWER if late else BROKEN_OFF
            return None, Outcome(post.id, LetterState.DEFERRED, words)
        self._broken = 0
        line.carried += 1
        outcome = Outcome(post.id, LetterState.ACCEPTED, _words(answer.code, answer.message))
        if line.carried >= self._mailer.per_connection:
            await _quit(line)
            return None, outcome
        return line, outcome

    async def _after_refusal(self, line: Line, code: int) -> Line | None:
        """The line ready for the next letter; None when the server closes it."""
        if code != CLOSING:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await line.client.rset()
                line.carried += 1
                return line
        line.cut()
        return None

    async def _connect(self) -> Line:
        server = self._mailer.server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout,
            start_tls=server.starttls,
            use_tls=server.tls,
            username=server.username,
            password=server.password,
            cert_bundle=server.authorities,
        )
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await _greet(client)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            client.close()
            log.warning("%s（%s: %s）", NOT_THERE, type(error).__name__, error)
            said = f"（{error.code} {error.message}）" if isinstance(error, aiosmtplib.SMTPResponseException) else ""
            raise Away(f"{NOT_THERE}{said}"[:LONGEST]) from None
        return Line(client)


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


async def _say(line: Line, command: bytes, words: str) -> None:
    """A command of the envelope. The addresses were looked at before (cases/post/undelivered.py): aiosmtplib's own
    `mail` and `rcpt` take them apart anew each time, a quarter of the work of a letter (measured).
    Raises ValueError for one that would break the line.
    """
    if not words.isprintable() or " " in words:
        raise ValueError(words)
    said = await line.client.execute_command(command, words.encode("ascii"))
    if not 200 <= said.code < 300:
        raise aiosmtplib.SMTPResponseException(said.code, said.message)


async def _data(line: Line, mail: bytes, timeout: float) -> aiosmtplib.SMTPResponse:
    """The text. flows/mail/wire.py writes CRLF only and no line that begins with a period (tested), so that it is not
    searched for either again, as aiosmtplib's own `data` does: an eighth of the work of a letter (measured).
    """
    said = await line.client.execute_command(b"DATA")
    protocol = line.client.protocol
    if said.code != aiosmtplib.SMTPStatus.start_input or protocol is None:
        raise aiosmtplib.SMTPDataError(said.code, said.message)
    protocol.write(mail + b".\r\n")
    answer = await protocol.read_response(timeout=timeout)
    if answer.code != aiosmtplib.SMTPStatus.completed:
        raise aiosmtplib.SMTPDataError(answer.code, answer.message)
    return answer


class _Stale(Exception):
    """A kept connection had been closed by the server while it was idle."""


def _judge(post: Post, stage: str, code: int, said: str) -> Outcome:
    """5xx of the recipient or the text is final; 4xx, and whatever is said of ourselves, is tried again."""
    if stage == "mail" or not 500 <= code < 600:
        return Outcome(post.id, LetterState.DEFERRED, _words(code, said))
    return Outcome(post.id, LetterState.REFUSED, _words(code, said), dead=is_dead(code, said))


def _words(code: int, said: str) -> str:
    return " ".join(f"{code} {said}".split())[:LONGEST]


async def _quit(line: Line) -> None:
    try:
        await line.client.quit()
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        line.cut()
