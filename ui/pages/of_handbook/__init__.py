"""The parts of the page 手引き."""
