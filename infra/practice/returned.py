"""What the practice mailbox sends back, so that an exercise can meet an undelivered letter: RFC 3464 reports.

An address that begins with `fuchaku` comes back as undeliverable, one that begins with `okureru` as delayed.
"""

from __future__ import annotations

import logging
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import aiosmtplib

log = logging.getLogger("renraku.mailbox")
WAYS = {
    "fuchaku": ("failed", "5.1.1", "550 5.1.1 no such mailbox (practice)"),
    "okureru": ("delayed", "4.4.1", "451 4.4.1 no answer from host (practice)"),
}


def way_of(recipient: str) -> tuple[str, str, str] | None:
    """(action, status, words) for an address that is to come back; None for every other."""
    return next((way for word, way in WAYS.items() if recipient.lower().startswith(word)), None)


def report(letter: EmailMessage, recipient: str, way: tuple[str, str, str]) -> bytes:
    """The report on that letter, as a mail system writes it."""
    action, status, words = way
    whole = MIMEMultipart("report")
    whole.set_param("report-type", "delivery-status")
    whole["From"] = "Mail Delivery System <MAILER-DAEMON@renraku.localhost>"
    whole["Subject"] = "Delivery Status Notification"
    whole["Auto-Submitted"] = "auto-replied"
    whole.attach(MIMEText(f"演習: {recipient} に届けられませんでした。\n", "plain", "utf-8"))
    about, said = Message(), Message()
    about["Reporting-MTA"] = "dns; renraku.localhost"
    for name, text in (
        ("Final-Recipient", f"rfc822; {recipient}"),
        ("Action", action),
        ("Status", status),
        ("Diagnostic-Code", f"smtp; {words}"),
    ):
        said[name] = text
    status_part = Message()
    status_part["Content-Type"] = "message/delivery-status"
    status_part.set_payload([about, said])
    whole.attach(status_part)
    head = MIMEText(f"Message-ID: {letter.get('Message-ID', '')}\n", "rfc822-headers", "utf-8")
    whole.attach(head)
    return whole.as_bytes()


async def give_back(to: str, letter: EmailMessage, recipient: str, host: str, port: int) -> None:
    """Send the report to the bounces' door; an exercise without one goes on."""
    way = way_of(recipient)
    if way is None or not to.startswith("bounce+"):
        return
    try:
        async with aiosmtplib.SMTP(hostname=host, port=port, timeout=10, start_tls=False) as client:
            await client.sendmail("", [to], report(letter, recipient, way))
    except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as error:
        log.warning("演習の返送を届けられませんでした: %s", type(error).__name__)
