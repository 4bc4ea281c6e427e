"""周知・注意喚起: an authority writes to its facilities and follows who has read it (M-1.2a…M-1.4; R-021…R-029)."""
