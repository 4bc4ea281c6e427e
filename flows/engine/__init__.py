"""The loop: wakes on NOTIFY, claims, and hands each stage its work."""
