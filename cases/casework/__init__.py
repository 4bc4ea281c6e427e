"""The deeds on a case, one folder a topic: its facts, changes, acts, readings and plain values together.

Knows no stage, no letter and no paper.
"""
