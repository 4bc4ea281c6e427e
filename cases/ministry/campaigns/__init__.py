"""Campaigns: another ministry's request passed on to authorities, and followed until its event is over (P)."""
