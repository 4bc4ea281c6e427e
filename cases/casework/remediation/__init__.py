"""復旧・再発防止: what is to be put right, promised and verified; 改善計画; checklists (R-104…R-116, R-269)."""
