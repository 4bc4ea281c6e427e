-- A clock runs for one of several occurrences; a due moment says what it is called.
ALTER TABLE clock ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE clock DROP CONSTRAINT uq_clock_case_id_rule_id_started_at;
ALTER TABLE clock ADD CONSTRAINT uq_clock_case_id_rule_id_about_started_at UNIQUE (case_id, rule_id, about, started_at);
ALTER TABLE task ADD COLUMN due_label TEXT NOT NULL DEFAULT '目安';
