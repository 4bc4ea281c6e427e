"""Our own faults: the whole goes to the log under a number; the officer is given the number."""

from __future__ import annotations

import logging
import secrets

log = logging.getLogger("renraku.screens")


def note(error: Exception) -> str:
    """Log with trace; the reference number (eight hexadecimal figures)."""
    reference = secrets.token_hex(4).upper()
    log.error("照会番号 %s", reference, exc_info=error)
    return reference
