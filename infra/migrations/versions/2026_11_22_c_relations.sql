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
