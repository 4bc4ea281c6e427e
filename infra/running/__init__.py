"""Keeping one installation's processes running on one machine."""
