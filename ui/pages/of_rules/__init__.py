"""The parts of the page 定めと暦."""
