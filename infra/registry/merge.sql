-- What is in `incoming` goes into the registry, set by set, in the transaction that read it: rows that are not plainly
-- new and do not plainly say what the registry holds. Parameters: kind, published, now, actor, today, left_out (ids of
-- facilities that the file does not list). `folded`: what a row or a place is found by (NULL: the facility's trigger says).

ANALYZE incoming (registry_id, municipality_code);

CREATE TEMP TABLE place ON COMMIT DROP AS
SELECT m.code, m.name, j.authority_code, search_form(m.name) AS folded
FROM municipality m JOIN jurisdiction j ON j.municipality_code = m.code
WHERE coalesce(j.effective_from, '-infinity') <= :today AND coalesce(j.effective_to, 'infinity') >= :today;

ANALYZE place;

-- Officers who correct one of these meanwhile wait for these moments; nobody else does.
SELECT count(*) FROM (
    SELECT FROM facility WHERE id IN (
        SELECT f.id FROM facility f JOIN incoming i USING (registry_id)
        UNION ALL
        SELECT f.id FROM facility f JOIN incoming i USING (municipality_code)
        WHERE f.registry_id IS NULL AND f.kind = :kind
        UNION ALL
        SELECT unnest(CAST(:left_out AS bigint[]))
    ) ORDER BY id FOR NO KEY UPDATE
) locked;

-- As they are now: the row of a facility may since have come in another file.
CREATE TEMP TABLE left_out ON COMMIT DROP AS
SELECT id FROM facility
WHERE id = ANY (CAST(:left_out AS bigint[])) AND kind = :kind AND registry_id IS NOT NULL AND delisted_on IS NULL;

-- Rows known by their id that say something new. What an officer has corrected stays; what the registry says is kept
-- beside it (registry_said).
CREATE TEMP TABLE changed ON COMMIT DROP AS
SELECT f.id, f.authority_code AS former,
       CASE WHEN s ? 'name' THEN f.name ELSE i.name END AS name,
       CASE WHEN s ? 'kana' THEN f.kana ELSE i.kana END AS kana,
       CASE WHEN s ? 'short_name' THEN f.short_name ELSE i.short_name END AS short_name,
       CASE WHEN s ? 'address' THEN f.address ELSE i.address END AS address,
       CASE WHEN s ? 'url' THEN f.url ELSE i.url END AS url,
       CASE WHEN s ? 'beds' THEN f.beds ELSE i.beds END AS beds,
       CASE WHEN s ? 'municipality_code' THEN f.municipality_code ELSE i.municipality_code END AS municipality_code,
       i.latitude, i.longitude,
       CASE WHEN s = '{}' THEN s ELSE (
           SELECT coalesce(jsonb_object_agg(key, coalesce(to_jsonb(i) -> key, 'null')), '{}') FROM jsonb_object_keys(s) key
       ) END AS registry_said
FROM incoming i JOIN facility f USING (registry_id) CROSS JOIN LATERAL (SELECT f.registry_said AS s) said
WHERE s <> '{}' OR f.delisted_on IS NOT NULL OR f.kind <> :kind
   OR (f.name, f.kana, f.short_name, f.address, f.url, f.municipality_code)
      IS DISTINCT FROM (i.name, i.kana, i.short_name, i.address, i.url, i.municipality_code)
   OR f.beds IS DISTINCT FROM i.beds OR f.latitude IS DISTINCT FROM i.latitude OR f.longitude IS DISTINCT FROM i.longitude;

-- Of those with a correction, most say nothing new after all.
DELETE FROM changed c USING facility f
WHERE f.id = c.id AND f.delisted_on IS NULL AND f.kind = :kind
  AND (f.name, f.kana, f.short_name, f.address, f.url, f.municipality_code, f.registry_said)
      IS NOT DISTINCT FROM (c.name, c.kana, c.short_name, c.address, c.url, c.municipality_code, c.registry_said)
  AND f.beds IS NOT DISTINCT FROM c.beds
  AND f.latitude IS NOT DISTINCT FROM c.latitude AND f.longitude IS NOT DISTINCT FROM c.longitude;

-- Entered by hand, and now in the published data: the same place, kind and name. Two candidates are not told apart here.
CREATE TEMP TABLE by_hand ON COMMIT DROP AS
SELECT i.id, i.registry_id, i.line,
       count(*) OVER (PARTITION BY i.id) = 1 AND count(*) OVER (PARTITION BY i.registry_id) = 1 AS clear
FROM (SELECT f.id, f.name AS by_hand, j.*  -- the place first: the form of two hundred thousand names is dear
      FROM facility f JOIN incoming j USING (municipality_code)
      WHERE f.registry_id IS NULL AND f.kind = :kind OFFSET 0) i
WHERE search_form(i.name) = search_form(i.by_hand)
  AND NOT EXISTS (SELECT FROM facility k WHERE k.registry_id = i.registry_id);

INSERT INTO facility_change (facility_id, authority_code, at, actor, name, label, changes, on_date, version)
SELECT f.id, f.authority_code, :now, :actor, 'registry_updated', '公表データによる更新',
       jsonb_strip_nulls(jsonb_build_object(
           'name', CASE WHEN f.name <> c.name THEN jsonb_build_array(f.name, c.name) END,
           'kana', CASE WHEN f.kana <> c.kana THEN jsonb_build_array(f.kana, c.kana) END,
           'short_name', CASE WHEN f.short_name <> c.short_name THEN jsonb_build_array(f.short_name, c.short_name) END,
           'address', CASE WHEN f.address <> c.address THEN jsonb_build_array(f.address, c.address) END,
           'url', CASE WHEN f.url <> c.url THEN jsonb_build_array(f.url, c.url) END,
           'beds', CASE WHEN f.beds IS DISTINCT FROM c.beds THEN jsonb_build_array(f.beds, c.beds) END,
           'municipality_name', CASE WHEN p.name <> f.municipality_name
                                THEN jsonb_build_array(f.municipality_name, p.name) END,
           'delisted_on', CASE WHEN f.delisted_on IS NOT NULL THEN jsonb_build_array(f.delisted_on, NULL) END,
           'registry_said', CASE WHEN f.registry_said <> c.registry_said
                            THEN jsonb_build_array(f.registry_said, c.registry_said) END)),
       :published, f.version + 1
FROM changed c JOIN facility f USING (id) JOIN place p ON p.code = c.municipality_code;

-- counted: updated
UPDATE facility f
SET name = c.name, kana = c.kana, short_name = c.short_name, address = c.address, url = c.url, beds = c.beds,
    latitude = c.latitude, longitude = c.longitude, kind = :kind, registry_said = c.registry_said,
    municipality_code = p.code, municipality_name = p.name, delisted_on = NULL, version = f.version + 1,
    authority_code = CASE WHEN p.code = f.municipality_code THEN f.authority_code ELSE p.authority_code END
FROM changed c JOIN place p ON p.code = c.municipality_code
WHERE f.id = c.id;

-- What was typed by hand stays, what was left empty is filled in.
INSERT INTO facility_change (facility_id, authority_code, at, actor, name, label, changes, on_date, version)
SELECT f.id, f.authority_code, :now, :actor, 'registry_attached', '公表データとの対応付け',
       jsonb_build_object('registry_id', jsonb_build_array(NULL, b.registry_id)), :published, f.version + 1
FROM by_hand b JOIN facility f USING (id) WHERE b.clear;

-- counted: attached
UPDATE facility f
SET registry_id = i.registry_id, listed_on = :published, version = f.version + 1,
    kana = CASE WHEN f.kana = '' THEN i.kana ELSE f.kana END,
    short_name = CASE WHEN f.short_name = '' THEN i.short_name ELSE f.short_name END,
    address = CASE WHEN f.address = '' THEN i.address ELSE f.address END,
    url = CASE WHEN f.url = '' THEN i.url ELSE f.url END,
    beds = coalesce(f.beds, i.beds), latitude = i.latitude, longitude = i.longitude,
    registry_said = jsonb_strip_nulls(jsonb_build_object(
        'name', CASE WHEN f.name <> i.name THEN i.name END,
        'kana', CASE WHEN f.kana NOT IN ('', i.kana) THEN i.kana END,
        'short_name', CASE WHEN f.short_name NOT IN ('', i.short_name) THEN i.short_name END,
        'address', CASE WHEN f.address NOT IN ('', i.address) THEN i.address END,
        'url', CASE WHEN f.url NOT IN ('', i.url) THEN i.url END,
        'beds', CASE WHEN f.beds <> i.beds THEN i.beds END))
FROM by_hand b JOIN incoming i USING (registry_id)
WHERE f.id = b.id AND b.clear;

ANALYZE by_hand;

-- counted: added
INSERT INTO facility (authority_code, municipality_code, municipality_name, kind, name, kana, short_name, address, phone,
                      url, latitude, longitude, beds, municipal, operating_body, owner_municipality, registry_id, listed_on,
                      search)
SELECT p.authority_code, p.code, p.name, :kind, i.name, i.kana, i.short_name, i.address, '',
       i.url, i.latitude, i.longitude, i.beds, false, '', '', i.registry_id, :published,
       i.folded || '|' || p.folded || '|' || i.registry_id || '|'
FROM incoming i JOIN place p ON p.code = i.municipality_code
WHERE NOT EXISTS (SELECT FROM facility f WHERE f.registry_id = i.registry_id)
  AND NOT EXISTS (SELECT FROM by_hand b WHERE b.registry_id = i.registry_id)
ORDER BY i.line;

INSERT INTO facility_change (facility_id, authority_code, at, actor, name, label, changes, on_date, version)
SELECT f.id, f.authority_code, :now, :actor, 'registry_left', '最新の公表データに記載なし',
       jsonb_build_object('delisted_on', jsonb_build_array(NULL, CAST(:published AS date))), :published, f.version + 1
FROM facility f JOIN left_out USING (id);

-- counted: delisted
UPDATE facility f SET delisted_on = :published, version = f.version + 1 FROM left_out l WHERE f.id = l.id;
