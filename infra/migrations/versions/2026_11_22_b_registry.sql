-- What is looked for, as one form: half and full width, capitals, hiragana and katakana, blanks and hyphens alike.
-- Most words have nothing to fold, which is quickly seen; normalize() and translate() are slow.
CREATE FUNCTION search_form(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN words IS NFKC NORMALIZED AND words !~ '[- ‐‑–—−・ぁ-ゖ]' THEN lower(words) ELSE translate(
    CASE WHEN words ~ '[ぁ-ゖゟ🈀]' THEN translate(
        lower(normalize(words, NFKC)),
        'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ',
        'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ'
    ) ELSE lower(normalize(words, NFKC)) END, ' -‐‑–—−・', '') END;

-- What a facility is found by. The registry's import computes it beforehand, by the same function; for everybody else
-- the database does.
CREATE FUNCTION facility_search(name text, kana text, short_name text, municipality text, registry_id text, code text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN search_form(name) || '|' || search_form(kana) || '|' || search_form(short_name) || '|' || search_form(municipality)
    || '|' || coalesce(registry_id, '') || '|' || code;

ALTER TABLE facility
    ADD COLUMN registry_id TEXT,
    ADD COLUMN institution_code TEXT NOT NULL DEFAULT '',
    ADD COLUMN short_name TEXT NOT NULL DEFAULT '',
    ADD COLUMN url TEXT NOT NULL DEFAULT '',
    ADD COLUMN latitude DOUBLE PRECISION,
    ADD COLUMN longitude DOUBLE PRECISION,
    ADD COLUMN beds JSONB,
    ADD COLUMN operating_kind VARCHAR(40),
    ADD COLUMN operating_contact TEXT NOT NULL DEFAULT '',
    ADD COLUMN operating_phone TEXT NOT NULL DEFAULT '',
    ADD COLUMN operating_email TEXT NOT NULL DEFAULT '',
    ADD COLUMN owner_prefecture TEXT NOT NULL DEFAULT '',
    ADD COLUMN registry_said JSONB NOT NULL DEFAULT '{}',
    ADD COLUMN listed_on DATE,
    ADD COLUMN delisted_on DATE,
    ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
    ADD COLUMN search TEXT,
    ADD CONSTRAINT uq_facility_registry_id UNIQUE (registry_id),
    ADD CONSTRAINT uq_facility_authority_code UNIQUE (authority_code, id),
    ADD CONSTRAINT ck_facility_registry_id CHECK (registry_id ~ '^[0-9]{13}$'),
    ADD CONSTRAINT ck_facility_operating_kind CHECK (operating_kind IN ('department', 'public_enterprise', 'joint_authority', 'local_agency')),
    DROP CONSTRAINT uq_facility_municipality_code_name_kind,
    DROP CONSTRAINT fk_facility_authority_code_authority,
    DROP CONSTRAINT fk_facility_municipality_code_municipality;

UPDATE facility SET search = facility_search(name, kana, short_name, municipality_name, registry_id, institution_code);

ALTER TABLE facility ALTER COLUMN search SET NOT NULL;

CREATE FUNCTION facility_find() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.search := public.facility_search(
        NEW.name, NEW.kana, NEW.short_name, NEW.municipality_name, NEW.registry_id, NEW.institution_code);
    RETURN NEW;
END $$;

CREATE TRIGGER search_of_new BEFORE INSERT ON facility FOR EACH ROW WHEN (NEW.search IS NULL)
    EXECUTE FUNCTION facility_find();

CREATE TRIGGER search_of_changed BEFORE UPDATE ON facility FOR EACH ROW
    WHEN ((OLD.name, OLD.kana, OLD.short_name, OLD.municipality_name, OLD.registry_id, OLD.institution_code, OLD.search)
          IS DISTINCT FROM
          (NEW.name, NEW.kana, NEW.short_name, NEW.municipality_name, NEW.registry_id, NEW.institution_code, NEW.search))
    EXECUTE FUNCTION facility_find();

-- What two foreign keys promised, a statement at a time: a foreign key asks row by row, which was a quarter of the
-- import of the published data. As with a key, the rows referred to stay locked until the transaction ends.
CREATE FUNCTION facility_refers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    authorities text[];
    municipalities text[];
    missing text;
BEGIN
    SELECT array_agg(DISTINCT w.authority_code), array_agg(DISTINCT w.municipality_code)
        FILTER (WHERE w.municipality_code IS NOT NULL) INTO authorities, municipalities FROM written w;
    PERFORM FROM public.authority WHERE code = ANY (authorities) FOR KEY SHARE;
    PERFORM FROM public.municipality WHERE code = ANY (municipalities) FOR KEY SHARE;
    SELECT given INTO missing FROM (
        SELECT 'authority ' || one FROM unnest(authorities) one
        WHERE NOT EXISTS (SELECT FROM public.authority a WHERE a.code = one)
        UNION ALL
        SELECT 'municipality ' || one FROM unnest(municipalities) one
        WHERE NOT EXISTS (SELECT FROM public.municipality m WHERE m.code = one)
    ) unknown (given) LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format('facility: there is no %s', missing), TABLE = 'facility';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER refers_new AFTER INSERT ON facility REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION facility_refers();

CREATE TRIGGER refers_changed AFTER UPDATE ON facility REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION facility_refers();

CREATE FUNCTION facility_needs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    needed boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.code = OLD.code THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'authority' THEN
        needed := EXISTS (SELECT FROM public.facility WHERE authority_code = OLD.code);
    ELSE
        needed := EXISTS (SELECT FROM public.facility WHERE municipality_code = OLD.code);
    END IF;
    IF needed THEN
        RAISE foreign_key_violation
            USING MESSAGE = format('%s %s has facilities', TG_TABLE_NAME, OLD.code), TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER has_facilities AFTER DELETE OR UPDATE OF code ON authority
    FOR EACH ROW EXECUTE FUNCTION facility_needs();

CREATE TRIGGER has_facilities AFTER DELETE OR UPDATE OF code ON municipality
    FOR EACH ROW EXECUTE FUNCTION facility_needs();

REVOKE ALL ON FUNCTION facility_refers, facility_needs FROM PUBLIC;

-- The open data knows two clinics of one name in one town; by hand the same one is not entered twice.
CREATE UNIQUE INDEX uq_facility_by_hand ON facility (municipality_code, name, kind) WHERE registry_id IS NULL;

-- An office looks among its own, some thousands at most; an index over all names cost more at each import than it gave.
DROP INDEX ix_facility_name;

-- The unique key on (authority_code, id) finds an authority's own, too.
DROP INDEX ix_facility_authority_code;

ALTER TABLE facility_vendor
    ADD COLUMN contract_number TEXT NOT NULL DEFAULT '',
    ADD COLUMN contract_from DATE,
    ADD COLUMN contract_to DATE,
    ADD COLUMN removed_at TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT ck_facility_vendor_contract CHECK (contract_from <= contract_to),
    DROP CONSTRAINT fk_facility_vendor_facility_id_facility,
    ADD CONSTRAINT fk_facility_vendor_facility_id_facility FOREIGN KEY (facility_id, authority_code) REFERENCES facility (id, authority_code) ON UPDATE CASCADE;

CREATE TABLE facility_change (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY,
    facility_id BIGINT NOT NULL,
    authority_code TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id BIGINT,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    changes JSONB NOT NULL,
    on_date DATE,
    version BIGINT NOT NULL,
    CONSTRAINT pk_facility_change PRIMARY KEY (id),
    CONSTRAINT fk_facility_change_facility_id_facility FOREIGN KEY (facility_id, authority_code) REFERENCES facility (id, authority_code) ON UPDATE CASCADE
);

CREATE INDEX ix_facility_change_facility_id ON facility_change (facility_id);

CREATE TABLE network_member (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY,
    network_id BIGINT NOT NULL,
    authority_code TEXT NOT NULL,
    facility_id BIGINT,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_network_member PRIMARY KEY (id),
    CONSTRAINT fk_network_member_network_id_facility FOREIGN KEY (network_id, authority_code) REFERENCES facility (id, authority_code) ON UPDATE CASCADE,
    CONSTRAINT fk_network_member_facility_id_facility FOREIGN KEY (facility_id) REFERENCES facility (id)
);

CREATE INDEX ix_network_member_network_id ON network_member (network_id);

CREATE INDEX ix_network_member_facility_id ON network_member (facility_id);

CREATE TABLE registry_run (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY,
    kind VARCHAR(40) NOT NULL,
    file TEXT NOT NULL,
    published_on DATE NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    state VARCHAR(40) NOT NULL,
    rows_read BIGINT NOT NULL DEFAULT 0,
    added BIGINT NOT NULL DEFAULT 0,
    updated BIGINT NOT NULL DEFAULT 0,
    unchanged BIGINT NOT NULL DEFAULT 0,
    attached BIGINT NOT NULL DEFAULT 0,
    undecided BIGINT NOT NULL DEFAULT 0,
    rejected BIGINT NOT NULL DEFAULT 0,
    delisted BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT pk_registry_run PRIMARY KEY (id),
    CONSTRAINT ck_registry_run_kind CHECK (kind IN ('hospital', 'clinic', 'dental_clinic', 'birth_centre', 'pharmacy')),
    CONSTRAINT ck_registry_run_state CHECK (state IN ('running', 'done', 'failed', 'interrupted'))
);

-- A facility that moves out of the office's area goes to the competent authority of its new municipality. The desk
-- may not write another authority's rows; this one deed is done for it, and only with a facility of its own.
CREATE FUNCTION hand_over_facility(moving bigint, destination text, on_day date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    competent text;
BEGIN
    SELECT j.authority_code INTO competent FROM public.jurisdiction j
    WHERE j.municipality_code = destination
      AND coalesce(j.effective_from, '-infinity') <= on_day AND coalesce(j.effective_to, 'infinity') >= on_day;
    UPDATE public.facility f
    SET municipality_code = m.code, municipality_name = m.name, authority_code = competent
    FROM public.municipality m
    WHERE f.id = moving AND m.code = destination AND competent IS NOT NULL
      AND f.authority_code = ANY (string_to_array(current_setting('renraku.codes', true), ','));
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN competent;
END $$;
