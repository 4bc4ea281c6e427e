"""The parts of the page 周知・注意喚起."""
