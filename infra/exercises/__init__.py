"""Exercises (演習): a scenario file is played with a hand clock through the same desk, flows and outbox."""
