"""目安: when a clock is due, when it speaks next, how it is paused; an authority's own calendar and lengths.

Knows the rule book and the store; knows no case's deeds.
"""
