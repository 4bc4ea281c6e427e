"""資料: what a file is, looked at, kept with its purpose, handed out (R-075, R-106, R-235)."""
