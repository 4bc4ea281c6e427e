"""終結: the conditions of an ending, and whom else the facility told (R-120, R-272, R-279…R-283)."""
