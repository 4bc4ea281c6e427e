"""Parts with forms of their own that several pages show."""
