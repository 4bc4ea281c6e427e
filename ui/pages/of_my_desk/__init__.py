"""The parts of the page 私の業務."""
