"""The people of an office: sign-in, who gets a task, stand-ins, 当番, 引継ぎ, お知らせ and how each wants to be told.

Knows clocks and the register; knows no case.
"""
