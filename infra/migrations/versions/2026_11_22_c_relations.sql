-- Where a report comes before the facility is known; what kind of attack; how the case came to be known.

ALTER TABLE facility ADD COLUMN unidentified BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE facility ALTER COLUMN municipality_code DROP NOT NULL;
ALTER TABLE facility ADD CONSTRAINT ck_facility_placed CHECK (unidentified OR municipality_code IS NOT NULL);
CREATE UNIQUE INDEX uq_facility_unidentified ON facility (authority_code, COALESCE(municipality_code, ''))
    WHERE unidentified;

ALTER TABLE case_file ADD COLUMN reported_facility TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN awareness_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE case_file ADD COLUMN attack_note TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN systems_note TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN separate_reason TEXT NOT NULL DEFAULT '';

ALTER TABLE judgement ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- Two cases of one event become one (R-057). The case that ended points to its direct survivor and to the root of all
-- merges; the key keeps them within one authority, and a transfer of the root takes them along.
ALTER TABLE case_file DROP CONSTRAINT ck_case_file_ending_word;
ALTER TABLE case_file ADD CONSTRAINT ck_case_file_ending_word CHECK (ending IN ('closed', 'not_attack', 'merged'));
ALTER TABLE case_file ADD COLUMN merged_into_id BIGINT;
ALTER TABLE case_file ADD COLUMN survivor_id BIGINT;
ALTER TABLE case_file ADD COLUMN own_moments JSONB;
ALTER TABLE case_file ADD CONSTRAINT fk_case_file_merged_into_id_case_file
    FOREIGN KEY (merged_into_id) REFERENCES case_file (id);
ALTER TABLE case_file ADD CONSTRAINT fk_case_file_survivor_id_case_file
    FOREIGN KEY (survivor_id, authority_code) REFERENCES case_file (id, authority_code) ON UPDATE CASCADE;
ALTER TABLE case_file ADD CONSTRAINT ck_case_file_merged
    CHECK ((merged_into_id IS NULL) = (survivor_id IS NULL) AND (merged_into_id IS NULL OR ending = 'merged'));
ALTER TABLE case_file ADD CONSTRAINT ck_case_file_not_into_itself CHECK (merged_into_id <> id AND survivor_id <> id);
CREATE INDEX ix_case_file_survivor_id ON case_file (survivor_id);

ALTER TABLE clock ADD COLUMN carried_from TEXT NOT NULL DEFAULT '';
