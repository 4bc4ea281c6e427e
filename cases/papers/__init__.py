"""Official papers (公文書): one folder per kind with its typed data and its template; layout in letter.typ (R-234)."""
