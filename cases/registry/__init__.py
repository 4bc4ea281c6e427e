"""医療機関等: the register of the area, found, read, corrected.

Knows the store; knows no case and no office.
"""
