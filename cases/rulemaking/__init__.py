"""定めと暦, at the desk: what the ministry adds to the rules and switches on; an authority's own lengths and days."""
