"""通知: letters written in the office's words, and what becomes of them.

Knows cases; knows no mail server.
"""
