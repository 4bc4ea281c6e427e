"""One capability = one file: its facts models, its change functions, its acts. A stage file puts them together."""
