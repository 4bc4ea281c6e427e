"""The pages. Each reads down as the screen does: one visit to the desk, then drawing from plain values."""
