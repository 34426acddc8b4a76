-- The catalogue of procedures, as everybody may read it.

-- name: catalogue_find(words text[], typed text[], whole text, event text, audience text, tier text, field text, letter text, most int, whole_typed text) -> code text, name_vi text, name_en text, summary_vi text, summary_en text, level text, agency_vi text, agency_en text, missing int    -- typed: the words as an unfinished Telex or VNI typing meant them; whole, whole_typed: all of them; an empty filter lets all through; missing: words that occur nowhere, not even nearly
WITH asked AS (
	SELECT w, t FROM unnest($1, $2) AS asked(w, t)
), hit AS (
	SELECT s.code, CASE
		WHEN strpos(' ' || s.name_folded, ' ' || w) > 0 OR strpos(' ' || s.name_folded, ' ' || t) > 0 THEN 3
		WHEN strpos(' ' || s.search, ' ' || w) > 0 OR strpos(' ' || s.search, ' ' || t) > 0 THEN 2
		WHEN length(w) >= 3 AND strpos(s.search, w) > 0 THEN 1
		WHEN length(w) >= 4 AND greatest(word_similarity(w, s.search), word_similarity(t, s.search)) >= 0.5
			THEN greatest(word_similarity(w, s.search), word_similarity(t, s.search))
		ELSE 0 END AS score
	FROM service s CROSS JOIN asked
), found AS (
	SELECT code, sum(score) AS score, count(*) FILTER (WHERE score = 0) AS missing FROM hit GROUP BY code
)
SELECT s.code, s.name_vi, s.name_en, s.summary_vi, s.summary_en, s.level, coalesce(nullif(s.decides_vi, ''), a.name_vi) AS agency_vi,
	coalesce(nullif(s.decides_en, ''), a.name_en) AS agency_en, coalesce(f.missing, 0)::int AS missing
FROM service s JOIN agency a ON a.code = s.agency LEFT JOIN found f ON f.code = s.code
WHERE ($4 = '' OR $4 = ANY (s.events)) AND ($5 = '' OR s.audience IN ($5, 'both')) AND ($6 = '' OR s.tier = $6)
  AND ($7 = '' OR s.field = $7) AND ($8 = '' OR starts_with(s.name_folded, $8))
  AND coalesce(f.missing, 0) <= cardinality($1) / 3
ORDER BY coalesce(f.missing, 0), coalesce(f.score, 0) + CASE
	WHEN $3 = '' THEN 0 WHEN strpos(s.name_folded, $3) > 0 OR strpos(s.name_folded, $10) > 0 THEN 8
	WHEN strpos(s.search, $3) > 0 OR strpos(s.search, $10) > 0 THEN 6 ELSE 0 END DESC, s.position, s.code
LIMIT $9;

-- name: catalogue_facets() -> kind text, code text, name_vi text, name_en text, n int    -- what the list can be narrowed by, and how many are there: events in life, fields of work, first letters
(SELECT 'event' AS kind, e.code, e.name_vi, e.name_en, count(s.code)::int AS n
FROM life_event e JOIN service s ON e.code = ANY (s.events) GROUP BY e.code ORDER BY e.position)
UNION ALL
(SELECT 'field', s.field, min(s.field_vi), min(s.field_en), count(*)::int FROM service s GROUP BY s.field ORDER BY min(s.field_vi))
UNION ALL
(SELECT 'letter', left(s.name_folded, 1), upper(left(s.name_folded, 1)), upper(left(s.name_folded, 1)), count(*)::int
FROM service s GROUP BY left(s.name_folded, 1) ORDER BY 2)
LIMIT 200;

-- name: catalogue_home(most int) -> kind text, code text, name_vi text, name_en text, summary_vi text, summary_en text, level text, agency_vi text, agency_en text    -- the front page: events in life, and the first of the list
(SELECT 'event' AS kind, e.code, e.name_vi, e.name_en, '' AS summary_vi, '' AS summary_en, '' AS level, '' AS agency_vi, '' AS agency_en
FROM life_event e WHERE EXISTS (SELECT FROM service s WHERE e.code = ANY (s.events)) ORDER BY e.position LIMIT 12)
UNION ALL
(SELECT 'service', s.code, s.name_vi, s.name_en, s.summary_vi, s.summary_en, s.level, coalesce(nullif(s.decides_vi, ''), a.name_vi),
	coalesce(nullif(s.decides_en, ''), a.name_en)
FROM service s JOIN agency a ON a.code = s.agency ORDER BY s.position, s.code LIMIT $1);

-- name: catalogue_open() -> code text, name_vi text, name_en text, level text, audience text, tier text, agency text, agency_vi text, field text, field_vi text, limit_n int, limit_unit text, fee_vnd bigint, events text[], package bytea, published_at timestamptz    -- the catalogue as open data
SELECT s.code, s.name_vi, s.name_en, s.level, s.audience, s.tier, s.agency, coalesce(nullif(s.decides_vi, ''), a.name_vi) AS agency_vi,
	s.field, s.field_vi, s.limit_n, s.limit_unit, s.fee_vnd, s.events, s.package, p.published_at
FROM service s JOIN agency a ON a.code = s.agency JOIN service_package p ON p.hash = s.package
ORDER BY s.code LIMIT 2000;

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

-- name: catalogue_publish_events(codes text[], names_vi text[], names_en text[]) writes    -- the owner's
INSERT INTO life_event (code, name_vi, name_en, position)
SELECT code, name_vi, name_en, place::int FROM unnest($1, $2, $3) WITH ORDINALITY AS e(code, name_vi, name_en, place)
ON CONFLICT (code) DO UPDATE SET name_vi = EXCLUDED.name_vi, name_en = EXCLUDED.name_en, position = EXCLUDED.position;

-- name: catalogue_publish_package(hash bytea, code text, xml text, workflow bytea) -> fresh boolean    -- the owner's
WITH put AS (
	INSERT INTO service_package (hash, code, xml, workflow) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING RETURNING 1
)
SELECT EXISTS (SELECT FROM put) AS fresh;

-- name: catalogue_put_in_force(hash bytea, listing jsonb) writes    -- the owner's: the row of the catalogue, from what the package says
INSERT INTO service (code, package, name_vi, name_en, summary_vi, summary_en, level, agency, search, position, decides_vi, decides_en,
	name_folded, audience, tier, field, field_vi, field_en, events, limit_n, limit_unit, fee_vnd)
SELECT code, $1, name_vi, name_en, summary_vi, summary_en, level, agency, search, position, decides_vi, decides_en,
	name_folded, audience, tier, field, field_vi, field_en, events, limit_n, limit_unit, fee_vnd
FROM jsonb_to_record($2) AS l(code text, name_vi text, name_en text, summary_vi text, summary_en text, level text, agency text, search text,
	position int, decides_vi text, decides_en text, name_folded text, audience text, tier text, field text, field_vi text, field_en text,
	events text[], limit_n int, limit_unit text, fee_vnd bigint)
ON CONFLICT (code) DO UPDATE SET package = EXCLUDED.package, name_vi = EXCLUDED.name_vi, name_en = EXCLUDED.name_en,
	summary_vi = EXCLUDED.summary_vi, summary_en = EXCLUDED.summary_en, level = EXCLUDED.level, agency = EXCLUDED.agency,
	search = EXCLUDED.search, position = EXCLUDED.position, decides_vi = EXCLUDED.decides_vi, decides_en = EXCLUDED.decides_en,
	name_folded = EXCLUDED.name_folded, audience = EXCLUDED.audience, tier = EXCLUDED.tier, field = EXCLUDED.field,
	field_vi = EXCLUDED.field_vi, field_en = EXCLUDED.field_en, events = EXCLUDED.events, limit_n = EXCLUDED.limit_n,
	limit_unit = EXCLUDED.limit_unit, fee_vnd = EXCLUDED.fee_vnd;
