"""The parts of the page 要請の周知."""
