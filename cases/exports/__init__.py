"""出力: a case in the forms of others, lists as files; each taking leaves a line (R-331)."""
