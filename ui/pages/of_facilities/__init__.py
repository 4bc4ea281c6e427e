"""The parts of the page 医療機関等."""
