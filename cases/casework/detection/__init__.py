"""覚知・受付・判断: a suspicion comes in, a case is opened, the four questions are judged (M-1.2b, M-1.3, M-2.1)."""
