-- The catalogue of procedures, as everybody may read it.

-- name: catalogue_search(words text[], whole text, most int) -> code text, name_vi text, name_en text, summary_vi text, summary_en text, level text, agency_vi text, agency_en text    -- every word must occur; no words: all
SELECT s.code, s.name_vi, s.name_en, s.summary_vi, s.summary_en, s.level, coalesce(nullif(s.decides_vi, ''), a.name_vi) AS agency_vi,
	coalesce(nullif(s.decides_en, ''), a.name_en) AS agency_en
FROM service s JOIN agency a ON a.code = s.agency
WHERE s.search LIKE ALL (SELECT '%' || w || '%' FROM unnest($1) AS w)
ORDER BY similarity(s.search, $2) DESC, s.position, s.code
LIMIT $3;

-- name: catalogue_service_get(code text) -> package bytea, workflow bytea, agency text, agency_vi text, agency_en text
SELECT s.package, p.workflow, s.agency, a.name_vi AS agency_vi, a.name_en AS agency_en
FROM service s JOIN service_package p ON p.hash = s.package JOIN agency a ON a.code = s.agency
WHERE s.code = $1;

-- name: catalogue_package_get(hash bytea) -> code text, xml text, workflow bytea    -- a published package, whether or not it is still in force
SELECT code, xml, workflow FROM service_package WHERE hash = $1;

-- name: catalogue_workflow_get(hash bytea) -> name text, bpmn text
SELECT name, bpmn FROM workflow_package WHERE hash = $1;

-- name: catalogue_calendar(from_day date, to_day date) -> day date, kind text    -- at most ten years
SELECT day, kind FROM calendar_day WHERE day BETWEEN $1 AND $2 ORDER BY day LIMIT 4000;

-- name: catalogue_publish_workflow(hash bytea, name text, bpmn text) -> fresh boolean    -- the owner's
WITH put AS (
	INSERT INTO workflow_package (hash, name, bpmn) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING RETURNING 1
)
SELECT EXISTS (SELECT FROM put) AS fresh;

-- name: catalogue_publish_service(hash bytea, code text, xml text, workflow bytea, name_vi text, name_en text, summary_vi text, summary_en text, level text, agency text, search text, position int, decides_vi text, decides_en text) -> fresh boolean    -- the owner's; puts the package in force
WITH put AS (
	INSERT INTO service_package (hash, code, xml, workflow) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING RETURNING 1
), listed AS (
	INSERT INTO service (code, package, name_vi, name_en, summary_vi, summary_en, level, agency, search, position,
		decides_vi, decides_en)
	VALUES ($2, $1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
	ON CONFLICT (code) DO UPDATE SET package = EXCLUDED.package, name_vi = EXCLUDED.name_vi, name_en = EXCLUDED.name_en,
		summary_vi = EXCLUDED.summary_vi, summary_en = EXCLUDED.summary_en, level = EXCLUDED.level,
		agency = EXCLUDED.agency, search = EXCLUDED.search, position = EXCLUDED.position,
		decides_vi = EXCLUDED.decides_vi, decides_en = EXCLUDED.decides_en
)
SELECT EXISTS (SELECT FROM put) AS fresh;
