"""The officer's desk: one sitting is one transaction; everything an officer can see and do.

Knows all rooms; only the counter and exercises know it.
"""
