"""The counter: the officials' screens and the web doors. No SQL, no engine."""
