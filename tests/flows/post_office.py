"""A mail server for the post room's tests: a real SMTP conversation that goes as told, address by address."""

from __future__ import annotations

import asyncio
import itertools
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import insert, text

from cases.records import Letter
from cases.vocabulary import LetterState
from tests.house import House

_count = itertools.count(1)
HANG, DROP, DROP_ONCE, HANG_AT_DATA = "hang", "drop", "drop once", "hang at data"


@dataclass
class PostOffice:
    """`rcpt` and `data`: address → the reply line, or one of the words above; all else is accepted."""

    port: int = 0
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    got: list[tuple[str, str, str]] = field(default_factory=list)
    """(recipient, Message-ID, envelope sender) in order of arrival."""
    asked: list[str] = field(default_factory=list)
    sessions: set[Any] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.asked.append(address)
        self.sessions.add(session.peer)
        told = self.rcpt.get(address)
        if told == HANG:
            await asyncio.Event().wait()
        if told is not None:
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        told = self.data.get(address, "")
        if told[:1].isdigit():
            return told
        number = str(message_from_bytes(envelope.content)["Message-ID"])
        self.got.append((address, number, envelope.mail_from))
        if told == DROP_ONCE:
            self.data.pop(address)
        if told in (DROP, DROP_ONCE):
            server.transport.abort()
            await asyncio.Event().wait()
        return "250 2.0.0 taken"

    def sender_of(self, address: str) -> str:
        return next(sender for to, _, sender in self.got if to == address)


@contextmanager
def opened(office: PostOffice, **more: Any) -> Iterator[PostOffice]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        office.port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **more)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def lay(
    house: House, letters: Iterable[tuple[str, bool, datetime | None]], *, case: int | None = None, code: str = "360007"
) -> None:
    """Letters in the outbox: (address, must act, due); written now."""
    with house.owner.begin() as connection:
        for n, (address, must_act, due) in enumerate(letters):
            key = f"test:{next(_count)}:{n}:{address}"
            connection.execute(
                insert(Letter).values(
                    case_id=case,
                    authority_code=code,
                    key=key,
                    name="task_opened",
                    recipient_office=address.partition("@")[0],
                    address=address,
                    must_act=must_act,
                    due_at=due,
                    subject="業務の通知",
                    body="本文\n",
                    message_id=f"<{abs(hash(key)):x}@test>",
                    state=LetterState.WRITTEN,
                    written_at=house.clock.now(),
                    next_try_at=house.clock.now(),
                    told_by="",
                    told_note="",
                )
            )


def states(house: House) -> dict[str, str]:
    """Address → state, of the letters that the tests laid."""
    with house.owner.connect() as connection:
        rows = connection.execute(text("SELECT address, state FROM letter WHERE key LIKE 'test:%'"))
        return {row.address: row.state for row in rows}


def self_signed(folder: Any) -> tuple[str, ssl.SSLContext]:
    """(the certificate's file, a server's context) for 127.0.0.1."""
    import datetime as dt
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return str(public), context
