"""One capability = one file: its facts models, its change functions and its acts. Stage files put them together."""
