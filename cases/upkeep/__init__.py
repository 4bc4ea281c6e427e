"""定時の処理: what the engine does by the calendar, what it found, and what an office is to look at."""
