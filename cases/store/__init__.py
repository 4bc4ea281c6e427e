"""How records are reached: by whom, over which connection, loaded whole, searched, noted in the history, chained.

May know records and the words below; asks no rule.
"""
