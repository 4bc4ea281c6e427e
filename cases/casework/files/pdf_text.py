"""The text of a PDF, read by another process with little memory and time: a hostile file harms nobody but itself.

Only for the look at personal data (R-235). Where a page yields no text (a scan), nobody can say what is on it.
"""

from __future__ import annotations

import io
import subprocess
import sys

SECONDS = 12
MEMORY = 1 << 30
PAGES = 200
LONGEST = 2_000_000
"""Characters."""


def text_of(content: bytes) -> str | None:
    """The text, or None when it cannot be read whole: a page without text, too many pages, too slow, broken."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__], input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _read() -> int:
    """In the other process: text to stdout; 1 when a page has none."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages
    if not 0 < len(pages) <= PAGES:
        return 1
    said = 0
    for page in pages:
        text = page.extract_text()
        if not text.strip() or "\ufffd" in text:
            return 1
        said += len(text)
        if said > LONGEST:
            return 1
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    return 0


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    sys.exit(_read())
