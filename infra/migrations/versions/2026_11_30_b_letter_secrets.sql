-- One table for what a letter carries and nobody else may read: the token of a link, until the letter is out.

ALTER TABLE link_secret RENAME TO letter_secret;
ALTER TABLE letter_secret RENAME CONSTRAINT pk_link_secret TO pk_letter_secret;
ALTER TABLE letter_secret RENAME CONSTRAINT uq_link_secret_letter_key TO uq_letter_secret_letter_key;
ALTER TABLE letter_secret RENAME CONSTRAINT fk_link_secret_case_id_case_file TO fk_letter_secret_case_id_case_file;
ALTER INDEX ix_link_secret_case_id RENAME TO ix_letter_secret_case_id;
ALTER TABLE letter_secret ALTER COLUMN case_id DROP NOT NULL;

INSERT INTO letter_secret (authority_code, letter_key, token)
    SELECT authority_code, letter_key, token FROM circular_link WHERE token <> '';
INSERT INTO letter_secret (authority_code, letter_key, token)
    SELECT authority_code, letter_key, token FROM poster_notice WHERE token <> '' AND letter_key IS NOT NULL;

ALTER TABLE circular_link DROP COLUMN token;
ALTER TABLE poster_notice DROP COLUMN token;
