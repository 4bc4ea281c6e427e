-- The task that an act was about. Work that was owed before the change keeps what it was about.

ALTER TABLE pending_work ADD COLUMN about BIGINT;

UPDATE pending_work
SET about = split_part(why, ':', 2)::BIGINT, why = split_part(why, ':', 1)
WHERE why ~ '^[a-z_]+:[0-9]+$';
