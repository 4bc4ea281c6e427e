"""Placeholder until the browser measurement below is written."""


def measure() -> None: ...
