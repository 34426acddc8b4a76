-- The counter: filing for somebody who stands there, the follow-up book, hand-over lists, results given out.

-- name: counter_services() -> code text, name_vi text, name_en text    -- any desk of the city takes any of them
SELECT code, name_vi, name_en FROM service WHERE level <> 'thong-tin' ORDER BY position, code LIMIT 200;

-- name: counter_today(account uuid) -> code text, applicant_name text, subject text, status int, submitted_at timestamptz, due_at timestamptz    -- what this officer took in today
SELECT code, applicant_name, subject, status, submitted_at, due_at FROM dossier
WHERE filed_by = $1 AND submitted_at > date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh'
ORDER BY submitted_at DESC LIMIT 300;

-- name: counter_person(personal_id text) -> name text, phone text, email text, address text, born date    -- what is known of a number: the newest dossier of the counter, else an account
SELECT name, phone, email, address, born FROM (
	(SELECT applicant_name AS name, coalesce(person_phone, '') AS phone, coalesce(person_email, '') AS email,
		coalesce(person_address, '') AS address, NULL::date AS born FROM dossier
	WHERE person_id = $1 ORDER BY submitted_at DESC LIMIT 1)
	UNION ALL
	(SELECT full_name, coalesce(phone, ''), coalesce(email, ''), address, born FROM account
	WHERE personal_id = $1 AND kind = 'citizen' AND closed_at IS NULL)
) k ORDER BY born IS NULL LIMIT 1;

-- name: counter_open(id uuid, account uuid, agency text, service text, package bytea, channel int, instance text, name text, person_id text, phone text, email text, address text) -> id uuid    -- 0 rows: no counter officer of that agency
INSERT INTO counter_draft (id, officer, agency, service, package, channel, instance, name, person_id, phone, email, address)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
WHERE EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'counter' AND r.agency = $3
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
RETURNING id;

-- name: counter_get(id uuid, account uuid) -> agency text, agency_vi text, agency_en text, service text, package bytea, workflow bytea, channel int, instance text, name text, person_id text, phone text, email text, address text, version int, code text, papers text    -- papers: field, form and copies of those kept on paper, by chr(31) and chr(30); 0 rows: another officer's
SELECT c.agency, g.name_vi AS agency_vi, g.name_en AS agency_en, c.service, c.package, p.workflow, c.channel, c.instance, c.name, c.person_id,
	c.phone, c.email, c.address, c.version, d.code,
	(SELECT string_agg(concat_ws(chr(31), k.paper, k.form, k.copies), chr(30) ORDER BY k.paper) FROM paper_kept k WHERE k.draft = c.id) AS papers
FROM counter_draft c JOIN agency g ON g.code = c.agency JOIN service_package p ON p.hash = c.package
LEFT JOIN dossier d ON d.draft = c.id
WHERE c.id = $1 AND c.officer = $2;

-- name: counter_save(id uuid, account uuid, version int, channel int, instance text, name text, person_id text, phone text, email text, address text, files jsonb, papers jsonb) -> version int    -- files as draft_save has them; papers: [{"paper","form","copies"}]; 0 rows: stale or accepted
WITH saved AS (
	UPDATE counter_draft SET channel = $4, instance = $5, name = $6, person_id = $7, phone = $8, email = $9, address = $10,
		version = version + 1
	WHERE id = $1 AND officer = $2 AND version = $3 AND submitted_at IS NULL
	RETURNING id, version
), files AS (
	SELECT saved.id AS draft, f.paper, decode(f.sha256, 'hex') AS sha256, f.name, f.type, f.bytes
	FROM saved, jsonb_to_recordset($11) AS f(paper text, sha256 text, name text, type text, bytes bigint)
), kept AS (
	INSERT INTO stored_file (sha256, bytes, type) SELECT sha256, bytes, type FROM files ON CONFLICT (sha256) DO NOTHING
), gone AS (
	DELETE FROM counter_file d USING saved
	WHERE d.draft = saved.id AND NOT EXISTS (SELECT FROM files f WHERE f.paper = d.paper AND f.sha256 = d.sha256)
), attached AS (
	INSERT INTO counter_file (draft, paper, sha256, name) SELECT draft, paper, sha256, name FROM files
	ON CONFLICT (draft, paper, sha256) DO NOTHING
), papers AS (
	SELECT saved.id AS draft, k.paper, k.form, k.copies FROM saved, jsonb_to_recordset($12) AS k(paper text, form text, copies int)
), unkept AS (
	DELETE FROM paper_kept k USING saved WHERE k.draft = saved.id AND NOT EXISTS (SELECT FROM papers q WHERE q.paper = k.paper)
), on_paper AS (
	INSERT INTO paper_kept (draft, paper, form, copies) SELECT draft, paper, form, copies FROM papers
	ON CONFLICT (draft, paper) DO UPDATE SET form = EXCLUDED.form, copies = EXCLUDED.copies
)
SELECT version FROM saved;

-- name: counter_file_get(id uuid, account uuid, sha256 bytea) -> name text, type text
SELECT f.name, s.type FROM counter_draft c JOIN counter_file f ON f.draft = c.id JOIN stored_file s ON s.sha256 = f.sha256
WHERE c.id = $1 AND c.officer = $2 AND f.sha256 = $3 LIMIT 1;

-- name: counter_accept(draft uuid, account uuid, version int, id uuid, agency text, day text, workflow bytea, applicant_name text, subject text, search text, marking text, status int, due_at timestamptz, actor_name text, claim text, return_agency text, year text, node text, outcome text, items jsonb, jobs jsonb, timers jsonb, first uuid) -> code text    -- filed and accepted in one; first: the reception's own work item, done at once; 0 rows: accepted already, stale, or not this officer's
WITH mine AS (
	UPDATE counter_draft c SET submitted_at = now()
	FROM officer_role r
	WHERE c.id = $1 AND c.officer = $2 AND c.version = $3 AND c.submitted_at IS NULL
	  AND r.account = $2 AND r.role = 'counter' AND r.agency = c.agency
	  AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	RETURNING c.id, c.service, c.package, c.instance, c.agency, c.channel, c.person_id, c.phone, c.email, c.address
), numbered AS (
	INSERT INTO number_sequence AS n (agency, kind, period, last) SELECT $5, 'dossier', $6, 1 FROM mine
	ON CONFLICT (agency, kind, period) DO UPDATE SET last = n.last + 1
	RETURNING last
), filed AS (
	INSERT INTO dossier (id, code, draft, service, package, workflow, applicant, agency, applicant_name, subject, search, instance,
		marking, status, accepted_at, due_at, channel, filed_by, received_at_agency, returned_at_agency, person_id, person_phone,
		person_email, person_address, claim_code)
	SELECT $4, $5 || '-' || $6 || '-' || lpad(last::text, greatest(4, length(last::text)), '0'), mine.id, mine.service, mine.package, $7,
		NULL, $5, $8, $9,
		lower($5 || '-' || $6 || '-' || lpad(last::text, greatest(4, length(last::text)), '0')) || ' ' || $10,
		mine.instance, $11, $12, now(), $13, mine.channel, $2, mine.agency, $16, nullif(mine.person_id, ''), nullif(mine.phone, ''),
		nullif(mine.email, ''), nullif(mine.address, ''), $15
	FROM mine, numbered
	RETURNING id, code, agency, received_at_agency
), booked AS (
	INSERT INTO number_sequence AS n (agency, kind, period, last) SELECT agency, 'register', $17, 1 FROM filed
	ON CONFLICT (agency, kind, period) DO UPDATE SET last = n.last + 1
	RETURNING last
), registered AS (
	INSERT INTO register_entry (dossier, agency, book, row) SELECT filed.id, filed.agency, $17, booked.last FROM filed, booked
), files AS (
	INSERT INTO dossier_file (dossier, paper, sha256, name)
	SELECT filed.id, f.paper, f.sha256, f.name FROM filed, counter_file f WHERE f.draft = $1
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, version, status)
	SELECT filed.id, $1, 'counter', $2, $14, 'counter', filed.received_at_agency, 1, $12 FROM filed
), received AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, assignee, claimed_at, closed_at, closed_by, outcome)
	SELECT $23, filed.id, $18, 1, 'counter', filed.agency, $2, now(), now(), $2, $19 FROM filed
), opened AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
	SELECT i.id, filed.id, i.node, i.visit, i.role, i.agency, i.due
	FROM filed, jsonb_to_recordset($20) AS i(id uuid, node text, visit int, role text, agency text, due timestamptz)
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT j.kind, j.key, filed.id, coalesce(j.payload, '{}')
	FROM filed, jsonb_to_recordset($21) AS j(kind text, key text, payload jsonb)
	UNION ALL SELECT 'declaration', 'declaration:' || $1, filed.id, '{}' FROM filed
	ON CONFLICT (key) DO NOTHING
), armed AS (
	INSERT INTO timer (dossier, node, visit, fires_at)
	SELECT filed.id, k.node, k.visit, k.at FROM filed, jsonb_to_recordset($22) AS k(node text, visit int, at timestamptz)
	WHERE k.at IS NOT NULL
	ON CONFLICT (dossier, node, visit) DO NOTHING
)
SELECT code FROM filed;

-- name: counter_receipt(code text, account uuid) -> code text, package bytea, instance text, applicant_name text, person_phone text, person_email text, person_address text, channel int, claim_code text, accepted_at timestamptz, due_at timestamptz, letterhead text, parent_head text, place text, agency_vi text, received_vi text, officer text, book text, row int, draft uuid, papers text, form text, law text, title text    -- what the counter prints at once; the officers of the agency that took it in
SELECT d.code, d.package, d.instance, d.applicant_name, d.person_phone, d.person_email, d.person_address, d.channel, d.claim_code, d.accepted_at,
	d.due_at, g.letterhead, g.parent_head, g.place, h.name_vi AS agency_vi, g.name_vi AS received_vi, o.full_name AS officer, e.book, e.row,
	d.draft,
	(SELECT string_agg(concat_ws(chr(31), k.paper, k.form, k.copies), chr(30) ORDER BY k.paper) FROM paper_kept k WHERE k.draft = d.draft) AS papers,
	f.form, f.law, f.title
FROM dossier d JOIN agency g ON g.code = d.received_at_agency JOIN agency h ON h.code = d.agency JOIN account o ON o.id = d.filed_by
LEFT JOIN register_entry e ON e.dossier = d.id
LEFT JOIN slip_form f ON f.kind = 'receipt' AND f.valid_from <= d.submitted_at::date AND (f.valid_to IS NULL OR f.valid_to >= d.submitted_at::date)
WHERE d.code = $1 AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'counter' AND r.agency = d.received_at_agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE));

-- name: counter_register(account uuid, agency text, from_day date, to_day date, after int, most int) -> row int, code text, name_vi text, applicant_name text, address text, phone text, agency_vi text, accepted_at timestamptz, due_at timestamptz, returned_at timestamptz, channel int, way text, taken_by text, outcome text, status int, letterhead text, parent_head text, place text, book text, form text, law text, title text    -- the follow-up book of an agency where this account has a role, by the day of acceptance
SELECT e.row, d.code, s.name_vi, d.applicant_name, coalesce(d.person_address, p.address, '') AS address,
	coalesce(d.person_phone, p.phone, '') AS phone, a.name_vi AS agency_vi, d.accepted_at, d.due_at,
	CASE WHEN d.status IN (3, 7, 8, 10) THEN d.finished_at END AS returned_at, d.channel, h.way, h.name AS taken_by, d.outcome, d.status,
	a.letterhead, a.parent_head, a.place, e.book, f.form, f.law, f.title
FROM register_entry e JOIN dossier d ON d.id = e.dossier JOIN service s ON s.code = d.service JOIN agency a ON a.code = e.agency
LEFT JOIN account p ON p.id = d.applicant LEFT JOIN handover h ON h.dossier = d.id
LEFT JOIN slip_form f ON f.kind = 'register' AND f.valid_from <= $4 AND (f.valid_to IS NULL OR f.valid_to >= $4)
WHERE e.agency = $2 AND e.at >= $3::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AND e.at < ($4 + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND e.row > $5
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $1 AND r.agency = e.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
ORDER BY e.book, e.row LIMIT $6;

-- name: counter_handed(account uuid, agency text, day date) -> code text, applicant_name text, name_vi text, due_at timestamptz, step text, letterhead text, parent_head text, place text    -- what the counter of an agency took in on a day, to be handed over with a list
SELECT d.code, d.applicant_name, s.name_vi, d.due_at, '' AS step, a.letterhead, a.parent_head, a.place
FROM register_entry e JOIN dossier d ON d.id = e.dossier JOIN service s ON s.code = d.service JOIN agency a ON a.code = e.agency
WHERE e.agency = $2 AND e.at >= $3::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AND e.at < ($3 + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $1 AND r.role = 'counter' AND r.agency = e.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
ORDER BY e.row LIMIT 300;

-- name: counter_take_over(code text, account uuid, claim text, action uuid, actor_name text) -> code text    -- who holds the receipt makes the dossier their own; ten wrong secrets close it; null: it was not so
SELECT dossier_take_over($1, $2, $3, $4, $5) AS code;
