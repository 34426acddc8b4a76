-- The dossier: handed in once, moved by guarded statements, read by those it concerns.
-- items: [{"id","node","visit","role","agency","due"}], without "id": over, jobs: [{"kind","key","payload"}], timers: [{"node","visit","at"}], without "at": disarmed

-- name: dossier_submit(draft uuid, account uuid, version int, id uuid, agency text, day text, workflow bytea, applicant_name text, subject text, search text, marking text, status int, action uuid, items jsonb, jobs jsonb, timers jsonb) -> id uuid, code text, submitted_at timestamptz    -- 0 rows: handed in already, stale, or not yours
WITH mine AS (
	UPDATE draft SET submitted_at = now()
	WHERE id = $1 AND account = $2 AND version = $3 AND submitted_at IS NULL AND dossier IS NULL AND expires_at > now()
	RETURNING id, service, package, instance
), numbered AS (
	INSERT INTO number_sequence AS n (agency, kind, period, last) SELECT $5, 'dossier', $6, 1 FROM mine
	ON CONFLICT (agency, kind, period) DO UPDATE SET last = n.last + 1
	RETURNING last
), filed AS (
	INSERT INTO dossier (id, code, draft, service, package, workflow, applicant, agency, applicant_name, subject, search,
		instance, marking, status)
	SELECT $4, $5 || '-' || $6 || '-' || lpad(last::text, greatest(4, length(last::text)), '0'), mine.id, mine.service,
		mine.package, $7, $2, $5, $8, $9,
		lower($5 || '-' || $6 || '-' || lpad(last::text, greatest(4, length(last::text)), '0')) || ' ' || $10,
		mine.instance, $11, $12
	FROM mine, numbered
	RETURNING id, code, submitted_at
), files AS (
	INSERT INTO dossier_file (dossier, paper, sha256, name)
	SELECT filed.id, f.paper, f.sha256, f.name FROM filed, draft_file f WHERE f.draft = $1
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, version, status)
	SELECT filed.id, $13, 'submitted', $2, $8, 'applicant', $5, 1, $12 FROM filed
), opened AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
	SELECT i.id, filed.id, i.node, i.visit, i.role, i.agency, i.due
	FROM filed, jsonb_to_recordset($14) AS i(id uuid, node text, visit int, role text, agency text, due timestamptz)
	WHERE i.id IS NOT NULL
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT 'submission', filed.id || ':submission', filed.id, '{}' FROM filed
	UNION ALL
	SELECT j.kind, j.key, filed.id, coalesce(j.payload, '{}')
	FROM filed, jsonb_to_recordset($15) AS j(kind text, key text, payload jsonb)
	UNION ALL SELECT 'declaration', 'declaration:' || $13, filed.id, '{}' FROM filed
	ON CONFLICT (key) DO NOTHING
), armed AS (
	INSERT INTO timer (dossier, node, visit, fires_at)
	SELECT filed.id, k.node, k.visit, k.at FROM filed, jsonb_to_recordset($16) AS k(node text, visit int, at timestamptz)
	WHERE k.at IS NOT NULL
	ON CONFLICT (dossier, node, visit) DO NOTHING
)
SELECT id, code, submitted_at FROM filed;

-- name: dossier_list(account uuid) -> code text, service text, name_vi text, name_en text, subject text, status int, outcome text, submitted_at timestamptz, due_at timestamptz, paused boolean
SELECT d.code, d.service, s.name_vi, s.name_en, d.subject, d.status, d.outcome, d.submitted_at, d.due_at,
	d.clock_paused_at IS NOT NULL AS paused
FROM dossier d JOIN service s ON s.code = d.service
WHERE d.applicant = $1 AND d.parent IS NULL
ORDER BY d.submitted_at DESC LIMIT 50;

-- name: dossier_notices(account uuid) -> code text, kind text, created_at timestamptz, seen boolean    -- the newest five and all that are unseen, of all dossiers; they are seen from now on
WITH newest AS (
	SELECT id, dossier, kind, created_at, seen_at IS NOT NULL AS seen, row_number() OVER (ORDER BY id DESC) AS place
	FROM notice WHERE account = $1 AND created_at > now() - interval '60 days'
	ORDER BY id DESC LIMIT 50
), shown AS (
	SELECT id, dossier, kind, created_at, seen FROM newest WHERE place <= 5 OR NOT seen
), told AS (
	UPDATE notice n SET seen_at = now() FROM shown WHERE n.id = shown.id AND n.seen_at IS NULL
)
SELECT d.code, shown.kind, shown.created_at, shown.seen FROM shown JOIN dossier d ON d.id = shown.dossier
ORDER BY shown.id DESC;

-- name: dossier_get(code text, account uuid) -> id uuid, service text, package bytea, workflow bytea, agency text, agency_vi text, agency_en text, applicant_name text, subject text, instance text, version int, marking text, status int, outcome text, submitted_at timestamptz, accepted_at timestamptz, due_at timestamptz, clock_paused_at timestamptz, finished_at timestamptz, supplement_reasons text, supplement_round int, supplement_draft uuid, result_code text, result_number text, result_state text, released boolean, offered boolean    -- the applicant's view; offered: their turn in the workflow, though nothing is missing
SELECT d.id, d.service, d.package, d.workflow, d.agency, a.name_vi AS agency_vi, a.name_en AS agency_en, d.applicant_name,
	d.subject, d.instance, d.version, d.marking, d.status, d.outcome, d.submitted_at, d.accepted_at, d.due_at,
	d.clock_paused_at, d.finished_at, p.reasons AS supplement_reasons, p.round AS supplement_round,
	f.id AS supplement_draft, r.code AS result_code, r.number AS result_number, r.state AS result_state,
	coalesce(d.status >= 9 AND r.state <> 'decided', false) AS released,
	p.round IS NULL AND EXISTS (SELECT FROM work_item w WHERE w.dossier = d.id AND w.role = 'applicant' AND w.closed_at IS NULL) AS offered
FROM dossier d JOIN agency a ON a.code = d.agency
LEFT JOIN supplement p ON p.dossier = d.id AND p.answered_at IS NULL
LEFT JOIN draft f ON f.dossier = d.id AND f.submitted_at IS NULL
LEFT JOIN result r ON r.dossier = d.id
WHERE d.code = $1 AND d.applicant = $2;

-- name: dossier_events(dossier uuid) -> kind text, node text, actor_name text, role text, agency_vi text, agency_en text, reason text, status int, at timestamptz    -- only for those who have loaded the dossier
SELECT e.kind, e.node, e.actor_name, e.role, a.name_vi AS agency_vi, a.name_en AS agency_en, e.reason, e.status, e.at
FROM dossier_event e JOIN agency a ON a.code = e.agency
WHERE e.dossier = $1 ORDER BY e.id LIMIT 500;

-- name: dossier_files(dossier uuid) -> origin text, paper text, sha256 bytea, name text, type text, bytes bigint, at timestamptz    -- papers, slips and the result's files of a dossier already loaded
SELECT 'paper' AS origin, f.paper, f.sha256, f.name, s.type, s.bytes, f.added_at AS at
FROM dossier_file f JOIN stored_file s ON s.sha256 = f.sha256 WHERE f.dossier = $1
UNION ALL
SELECT 'slip', l.kind, l.pdf, l.number, s.type, s.bytes, l.issued_at
FROM slip l JOIN stored_file s ON s.sha256 = l.pdf WHERE l.dossier = $1
ORDER BY 7 LIMIT 200;

-- name: dossier_file_get(code text, account uuid, sha256 bytea) -> name text, type text, bytes bigint    -- the applicant's papers and slips
SELECT f.name, s.type, s.bytes
FROM dossier d JOIN dossier_file f ON f.dossier = d.id JOIN stored_file s ON s.sha256 = f.sha256
WHERE d.code = $1 AND d.applicant = $2 AND f.sha256 = $3
UNION ALL
SELECT l.kind || '-' || d.code || '.pdf', s.type, s.bytes
FROM dossier d JOIN slip l ON l.dossier = d.id JOIN stored_file s ON s.sha256 = l.pdf
WHERE d.code = $1 AND d.applicant = $2 AND l.pdf = $3
LIMIT 1;

-- name: dossier_result_get(code text, account uuid) -> pdf bytea, xml bytea, number text, pdf_bytes bigint, xml_bytes bigint    -- the applicant downloads what was released
SELECT r.pdf, r.xml, r.number, p.bytes AS pdf_bytes, x.bytes AS xml_bytes
FROM dossier d JOIN result r ON r.dossier = d.id JOIN stored_file p ON p.sha256 = r.pdf JOIN stored_file x ON x.sha256 = r.xml
WHERE d.code = $1 AND d.applicant = $2 AND d.status >= 9 AND r.state <> 'decided';

-- name: dossier_track(code text) -> service text, name_vi text, name_en text, agency_vi text, agency_en text, status int, submitted_at timestamptz, due_at timestamptz, paused boolean    -- what anybody may see of a dossier: no person, no content
SELECT d.service, s.name_vi, s.name_en, a.name_vi AS agency_vi, a.name_en AS agency_en, d.status, d.submitted_at, d.due_at,
	d.clock_paused_at IS NOT NULL AS paused
FROM dossier d JOIN service s ON s.code = d.service JOIN agency a ON a.code = d.agency
WHERE d.code = $1;

-- name: dossier_supplement_open(code text, account uuid, id uuid) -> draft uuid    -- a draft made from the dossier's own answers, or the one already open; 0 rows: it is not the applicant's turn
WITH asked AS (
	SELECT d.id, d.service, d.package, d.instance FROM dossier d
	WHERE d.code = $1 AND d.applicant = $2
	  AND EXISTS (SELECT FROM work_item w WHERE w.dossier = d.id AND w.role = 'applicant' AND w.closed_at IS NULL)
), already AS (
	UPDATE draft f SET expires_at = greatest(f.expires_at, now() + interval '30 days')
	FROM asked WHERE f.dossier = asked.id AND f.submitted_at IS NULL
	RETURNING f.id
), made AS (
	INSERT INTO draft (id, account, service, package, dossier, instance)
	SELECT $3, $2, service, package, id, instance FROM asked WHERE NOT EXISTS (SELECT FROM already)
	RETURNING id
), files AS (
	INSERT INTO draft_file (draft, paper, sha256, name)
	SELECT made.id, f.paper, f.sha256, f.name FROM made, asked, dossier_file f WHERE f.dossier = asked.id
)
SELECT id AS draft FROM already UNION ALL SELECT id FROM made;

-- name: dossier_supplement_load(draft uuid, account uuid) -> id uuid, code text, agency text, workflow bytea, version int, marking text, status int, accepted_at timestamptz, due_at timestamptz, clock_paused_at timestamptz, item uuid, node text    -- what a supplement's draft answers, for the workflow
SELECT d.id, d.code, d.agency, d.workflow, d.version, d.marking, d.status, d.accepted_at, d.due_at, d.clock_paused_at,
	w.id AS item, w.node
FROM draft f JOIN dossier d ON d.id = f.dossier
JOIN work_item w ON w.dossier = d.id AND w.role = 'applicant' AND w.closed_at IS NULL
WHERE f.id = $1 AND f.account = $2 AND f.submitted_at IS NULL AND d.applicant = $2
LIMIT 1;

-- name: dossier_supplement_submit(draft uuid, account uuid, draft_version int, dossier_version int, item uuid, outcome text, marking text, status int, action uuid, applicant_name text, subject text, search text, due_at timestamptz, items jsonb, jobs jsonb, timers jsonb, note text) -> code text, version int    -- note: why something was left as it was; 0 rows: sent already, stale, no longer asked, or not yours; the draft then stays as it was
WITH may AS (
	SELECT f.id FROM draft f JOIN dossier d ON d.id = f.dossier JOIN work_item w ON w.dossier = d.id
	WHERE f.id = $1 AND f.account = $2 AND f.version = $3 AND f.submitted_at IS NULL
	  AND d.applicant = $2 AND d.version = $4 AND w.id = $5 AND w.role = 'applicant' AND w.closed_at IS NULL
	FOR NO KEY UPDATE OF d, w, f
), mine AS (
	UPDATE draft f SET submitted_at = now() FROM may WHERE f.id = may.id RETURNING f.dossier, f.instance
), moved AS (
	UPDATE dossier d SET instance = mine.instance, version = d.version + 1, marking = $7, status = $8,
		applicant_name = $10, subject = $11, search = lower(d.code) || ' ' || $12, due_at = $13, clock_paused_at = NULL
	FROM mine WHERE d.id = mine.dossier
	RETURNING d.id, d.code, d.agency, d.version
), closed AS (
	UPDATE work_item w SET closed_at = now(), closed_by = $2, outcome = $6 FROM moved WHERE w.id = $5 AND w.dossier = moved.id
), not_needed AS (
	UPDATE work_item w SET closed_at = now(), outcome = 'closed' FROM moved, jsonb_to_recordset($14) AS i(id uuid, node text, visit int)
	WHERE i.id IS NULL AND w.dossier = moved.id AND w.node = i.node AND w.visit = i.visit AND w.closed_at IS NULL AND w.id <> $5
), answered AS (
	UPDATE supplement p SET answered_at = now() FROM moved WHERE p.dossier = moved.id AND p.answered_at IS NULL
	RETURNING p.dossier, p.round
), files AS (
	INSERT INTO dossier_file (dossier, paper, sha256, name, round)
	SELECT moved.id, f.paper, f.sha256, f.name, coalesce((SELECT max(round) FROM answered), 1)
	FROM moved, draft_file f WHERE f.draft = $1
	ON CONFLICT (dossier, paper, sha256) DO NOTHING
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, reason, version, status)
	SELECT id, $9, 'supplemented', $2, $10, 'applicant', agency, left($17, 4000), version, $8 FROM moved
), opened AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
	SELECT i.id, moved.id, i.node, i.visit, i.role, i.agency, i.due
	FROM moved, jsonb_to_recordset($14) AS i(id uuid, node text, visit int, role text, agency text, due timestamptz)
	WHERE i.id IS NOT NULL
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT j.kind, j.key, moved.id, coalesce(j.payload, '{}')
	FROM moved, jsonb_to_recordset($15) AS j(kind text, key text, payload jsonb)
	UNION ALL SELECT 'declaration', 'declaration:' || $9, moved.id, '{}' FROM moved
	ON CONFLICT (key) DO NOTHING
), disarmed AS (
	UPDATE timer t SET done_at = now() FROM moved, jsonb_to_recordset($16) AS k(node text, visit int, at timestamptz)
	WHERE t.dossier = moved.id AND t.node = k.node AND t.visit = k.visit AND k.at IS NULL AND t.done_at IS NULL
), armed AS (
	INSERT INTO timer (dossier, node, visit, fires_at)
	SELECT moved.id, k.node, k.visit, k.at FROM moved, jsonb_to_recordset($16) AS k(node text, visit int, at timestamptz)
	WHERE k.at IS NOT NULL
	ON CONFLICT (dossier, node, visit) DO NOTHING
)
SELECT code, version FROM moved;

-- name: dossier_withdraw(code text, account uuid, version int, marking text, status int, finished text, action uuid, actor_name text, reason text) -> code text    -- the applicant takes it back before anything is decided; 0 rows: decided, ended or moved meanwhile, or not theirs
WITH moved AS (
	UPDATE dossier d SET version = d.version + 1, marking = $4, status = $5, outcome = $6, finished_at = now(), clock_paused_at = NULL
	WHERE d.code = $1 AND d.applicant = $2 AND d.version = $3 AND d.status IN (1, 2, 4, 5, 6) AND d.decided_at IS NULL
	RETURNING d.id, d.code, d.version, d.agency
), closed AS (
	UPDATE work_item w SET closed_at = now(), closed_by = $2, outcome = 'withdrawn' FROM moved
	WHERE w.dossier = moved.id AND w.closed_at IS NULL
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, reason, version, status)
	SELECT id, $7, 'withdrawn', $2, $8, 'applicant', agency, $9, version, $5 FROM moved
), answered AS (
	UPDATE supplement p SET answered_at = now() FROM moved WHERE p.dossier = moved.id AND p.answered_at IS NULL
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT 'stop-notice', 'withdrawn:' || id, id, jsonb_build_object('actor', '', 'role', 'applicant', 'agency', agency, 'reason', $9)
	FROM moved ON CONFLICT (key) DO NOTHING
), disarmed AS (
	UPDATE timer t SET done_at = now() FROM moved WHERE t.dossier = moved.id AND t.done_at IS NULL
)
SELECT code FROM moved;
