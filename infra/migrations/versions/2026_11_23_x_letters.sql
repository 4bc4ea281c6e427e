-- Circulars: taken back, corrected by another, asked about by a day; sent otherwise than by mail.

ALTER TABLE circular
    ADD COLUMN corrects_id BIGINT,
    ADD COLUMN corrected_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN corrected_number TEXT NOT NULL DEFAULT '',
    ADD COLUMN withdrawn_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '',
    ADD COLUMN withdrawn_reason TEXT NOT NULL DEFAULT '',
    ADD COLUMN confirm_by DATE,
    ADD COLUMN reminded_for DATE,
    ADD CONSTRAINT fk_circular_corrects_id_circular FOREIGN KEY (corrects_id, authority_code) REFERENCES circular (id, authority_code),
    ADD CONSTRAINT ck_circular_corrected CHECK ((corrected_at IS NULL) = (corrected_number = '')),
    ADD CONSTRAINT ck_circular_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_reason = '') AND (withdrawn_at IS NULL OR state = 'issued'));
CREATE UNIQUE INDEX uq_circular_corrects_id ON circular (corrects_id) WHERE state <> 'dropped';

ALTER TABLE circular_recipient
    ADD COLUMN other_way VARCHAR(40),
    ADD COLUMN other_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN other_by TEXT NOT NULL DEFAULT '',
    ADD COLUMN other_note TEXT NOT NULL DEFAULT '',
    ADD CONSTRAINT ck_circular_recipient_other_way CHECK (other_way IN ('fax', 'post', 'association')),
    ADD CONSTRAINT ck_circular_recipient_other CHECK ((other_way IS NULL) = (other_at IS NULL));
