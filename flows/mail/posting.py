"""A letter on its way, as the mailer needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Post:
    """`bounce_token` names the letter in the envelope's sender; empty: no bounces are taken in. `html` beside `body`
    makes the mail a choice of the two.
    """

    id: int
    address: str
    subject: str
    body: str
    message_id: str
    written_at: datetime
    bounce_token: str = ""
    html: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()
