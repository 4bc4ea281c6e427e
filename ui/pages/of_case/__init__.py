"""The parts of the page 案件."""
