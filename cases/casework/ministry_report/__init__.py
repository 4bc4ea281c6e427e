"""報告・照会: what goes to the ministry (第1報…), and what authority and ministry ask of each other.

Source: M-1.4, M-2.2, M-3.2.
"""
