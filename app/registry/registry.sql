-- The diploma register.

-- name: registry_diplomas(name text, born date, year int, serial text) -> id bigint, kind text, full_name text, born date, birth_place text, sex text, ethnicity text, nationality text, school text, year int, grade text, serial text, register_no text, decision text, decided_on date, note text    -- by folded name (and birth date and year where given), or by serial number
SELECT id, kind, full_name, born, birth_place, sex, ethnicity, nationality, school, year, grade, serial, register_no,
	decision, decided_on, note
FROM diploma_record
WHERE ($4 <> '' AND serial = $4)
   OR ($1 <> '' AND name_folded = $1 AND ($2::date IS NULL OR born = $2) AND ($3::int IS NULL OR year = $3))
ORDER BY year DESC, register_no LIMIT 20;

-- name: registry_diploma_get(id bigint) -> kind text, full_name text, born date, birth_place text, sex text, ethnicity text, nationality text, school text, year int, grade text, serial text, register_no text, decision text, decided_on date, note text
SELECT kind, full_name, born, birth_place, sex, ethnicity, nationality, school, year, grade, serial, register_no, decision,
	decided_on, note
FROM diploma_record WHERE id = $1;
