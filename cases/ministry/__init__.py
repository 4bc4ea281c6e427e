"""国: its requests, what it hears first, the board of the nation, and campaigns."""
