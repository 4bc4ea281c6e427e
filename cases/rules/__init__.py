"""Data that a new notice may change; its words stand in ``words.py``, its shapes in ``entries.py``."""
