"""What stands around every page; the only part that knows all pages."""
