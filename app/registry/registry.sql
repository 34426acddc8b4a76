-- The diploma register, for officers only.

-- name: registry_diplomas(account uuid, words text[], whole text, born date, year int, serial text, most int) -> id bigint, kind text, full_name text, born date, birth_place text, sex text, ethnicity text, nationality text, school text, year int, grade text, serial text, register_no text, decision text, decided_on date, note text    -- every word of the folded name must occur, the whole name first; what is not given is not looked at
SELECT id, kind, full_name, born, birth_place, sex, ethnicity, nationality, school, year, grade, serial, register_no,
	decision, decided_on, note
FROM diploma_record
WHERE name_folded LIKE ALL (SELECT '%' || x || '%' FROM unnest($2) AS x)
  AND ($4::date IS NULL OR born = $4) AND ($5::int IS NULL OR year = $5) AND ($6 = '' OR serial = $6)
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $1
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
ORDER BY name_folded = $3 DESC, year DESC, register_no LIMIT $7;

-- name: registry_diploma_get(account uuid, id bigint) -> id bigint, kind text, full_name text, born date, birth_place text, sex text, ethnicity text, nationality text, school text, year int, grade text, serial text, register_no text, decision text, decided_on date, note text
SELECT id, kind, full_name, born, birth_place, sex, ethnicity, nationality, school, year, grade, serial, register_no,
	decision, decided_on, note
FROM diploma_record
WHERE id = $2 AND EXISTS (SELECT FROM officer_role r WHERE r.account = $1
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE));
