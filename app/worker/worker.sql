-- The worker: takes jobs from the outbox, makes papers, moves what timers move.

-- name: worker_take(most int) -> id bigint, kind text, key text, dossier uuid, payload jsonb, attempts int    -- rows stay locked until the transaction ends, so a worker that dies gives them back
SELECT id, kind, key, dossier, payload, attempts FROM outbox
WHERE done_at IS NULL AND run_after <= now()
ORDER BY run_after, id LIMIT $1 FOR UPDATE SKIP LOCKED;

-- name: worker_done(id bigint) -> id bigint
UPDATE outbox SET done_at = now(), error = NULL WHERE id = $1 AND done_at IS NULL RETURNING id;

-- name: worker_failed(id bigint, error text, wait_s int) -> attempts int
UPDATE outbox SET attempts = attempts + 1, error = left($2, 500), run_after = now() + make_interval(secs => $3)
WHERE id = $1 AND done_at IS NULL RETURNING attempts;

-- name: worker_dossier(id uuid) -> code text, service text, package bytea, workflow bytea, agency text, letterhead text, parent_head text, symbol text, place text, agency_name text, applicant_name text, applicant_address text, applicant_phone text, applicant_email text, subject text, instance text, version int, marking text, status int, submitted_at timestamptz, accepted_at timestamptz, due_at timestamptz, clock_paused_at timestamptz, supplements int
SELECT d.code, d.service, d.package, d.workflow, d.agency, a.letterhead, a.parent_head, a.symbol, a.place,
	a.name_vi AS agency_name, d.applicant_name, p.address AS applicant_address, p.phone AS applicant_phone,
	p.email AS applicant_email, d.subject, d.instance, d.version, d.marking, d.status, d.submitted_at, d.accepted_at,
	d.due_at, d.clock_paused_at, d.supplements
FROM dossier d JOIN agency a ON a.code = d.agency JOIN account p ON p.id = d.applicant
WHERE d.id = $1;

-- name: worker_slip_put(dossier uuid, kind text, round int, number text, sha256 bytea, bytes bigint) -> dossier uuid    -- once; a repeat changes nothing
WITH kept AS (
	INSERT INTO stored_file (sha256, bytes, type) VALUES ($5, $6, 'application/pdf') ON CONFLICT (sha256) DO NOTHING
)
INSERT INTO slip (dossier, kind, round, number, pdf) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (dossier, kind, round) DO NOTHING
RETURNING dossier;

-- name: worker_result(dossier uuid) -> id uuid, code text, number text, agency text, letterhead text, parent_head text, symbol text, place text, agency_name text, signer_name text, signer_title text, signer_role text, decided_at timestamptz, state text
SELECT r.id, r.code, r.number, r.agency, a.letterhead, a.parent_head, a.symbol, a.place, a.name_vi AS agency_name,
	r.signer_name, r.signer_title, r.signer_role, r.decided_at, r.state
FROM result r JOIN agency a ON a.code = r.agency WHERE r.dossier = $1;

-- name: worker_log_head() -> seq bigint, chain bytea    -- taken under the advisory lock of worker_log_lock
SELECT seq, chain FROM issue_log ORDER BY seq DESC LIMIT 1;

-- name: worker_log_lock() -> locked text    -- one writer of the log at a time, until the transaction ends
SELECT pg_advisory_xact_lock(724401)::text AS locked;

-- name: worker_result_issue(id uuid, pdf bytea, pdf_bytes bigint, xml bytea, xml_bytes bigint, qr_text text, seq bigint, chain bytea) -> code text    -- 0 rows: issued already
WITH kept AS (
	INSERT INTO stored_file (sha256, bytes, type)
	VALUES ($2, $3, 'application/pdf'), ($4, $5, 'application/xml') ON CONFLICT (sha256) DO NOTHING
), issued AS (
	UPDATE result SET state = 'issued', pdf = $2, xml = $4, qr_text = $6, issued_at = now()
	WHERE id = $1 AND state = 'decided'
	RETURNING id, code
), logged AS (
	INSERT INTO issue_log (seq, result, kind, pdf, xml, chain) SELECT $7, id, 'issued', $2, $4, $8 FROM issued
)
SELECT code FROM issued;

-- name: worker_timers(most int) -> dossier uuid, node text, visit int    -- with their dossiers, which nobody else moves now; what somebody holds is passed over and comes later
SELECT t.dossier, t.node, t.visit FROM timer t JOIN dossier d ON d.id = t.dossier
WHERE t.done_at IS NULL AND t.fires_at <= now()
ORDER BY t.fires_at LIMIT $1 FOR NO KEY UPDATE OF d, t SKIP LOCKED;

-- name: worker_number(agency text, kind text, period text) -> last int    -- the next number of a book, without gaps: taken in the transaction that uses it
INSERT INTO number_sequence AS n (agency, kind, period, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (agency, kind, period) DO UPDATE SET last = n.last + 1
RETURNING last;

-- name: worker_slip_known(dossier uuid, kind text, round int) -> number text
SELECT number FROM slip WHERE dossier = $1 AND kind = $2 AND round = $3;

-- name: worker_notice_put(dossier uuid, kind text, key text) -> id bigint    -- to the applicant, once; a reminder only when it is the applicant who is waited for
INSERT INTO notice (account, dossier, kind, key)
SELECT applicant, id, $2, $3 FROM dossier d
WHERE id = $1 AND ($2 <> 'remind'
  OR EXISTS (SELECT FROM work_item w WHERE w.dossier = d.id AND w.role = 'applicant' AND w.closed_at IS NULL))
ON CONFLICT (key) DO NOTHING RETURNING id;

-- name: worker_remind(dossier uuid) -> item uuid    -- the officers who have it open
UPDATE work_item SET reminded_at = now() WHERE dossier = $1 AND role <> 'applicant' AND closed_at IS NULL RETURNING id AS item;

-- name: worker_timer_drop(dossier uuid, node text, visit int) -> node text    -- it no longer means anything: the dossier has moved on
UPDATE timer SET done_at = now() WHERE dossier = $1 AND node = $2 AND visit = $3 AND done_at IS NULL RETURNING node;

-- name: worker_timer_act(dossier uuid, version int, node text, visit int, action uuid, actor_name text, marking text, status int, finished text, due_at timestamptz, paused_at timestamptz, items jsonb, jobs jsonb, timers jsonb, closed jsonb) -> version int    -- a timer has run out: the workflow moves by itself, and closes what nobody completed; 0 rows: the dossier was moved meanwhile, and the timer stays
WITH moved AS (
	UPDATE dossier d SET version = d.version + 1, marking = $7, status = $8, outcome = $9,
		finished_at = CASE WHEN $9 IS NOT NULL THEN now() END, due_at = $10, clock_paused_at = $11
	FROM timer t
	WHERE d.id = $1 AND d.version = $2 AND t.dossier = d.id AND t.node = $3 AND t.visit = $4 AND t.done_at IS NULL
	RETURNING d.id, d.version, d.agency
), done AS (
	UPDATE timer t SET done_at = now() FROM moved WHERE t.dossier = moved.id AND t.node = $3 AND t.visit = $4
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, node, actor_name, role, agency, version, status)
	SELECT id, $5, 'timer', $3, $6, 'system', agency, version, $8 FROM moved
), closed AS (
	UPDATE work_item w SET closed_at = now(), outcome = 'timer'
	FROM moved, jsonb_to_recordset($15) AS i(node text, visit int)
	WHERE w.dossier = moved.id AND w.node = i.node AND w.visit = i.visit AND w.closed_at IS NULL
), opened AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
	SELECT i.id, moved.id, i.node, i.visit, i.role, i.agency, i.due
	FROM moved, jsonb_to_recordset($12) AS i(id uuid, node text, visit int, role text, agency text, due timestamptz)
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT j.kind, j.key, moved.id, coalesce(j.payload, '{}')
	FROM moved, jsonb_to_recordset($13) AS j(kind text, key text, payload jsonb)
	ON CONFLICT (key) DO NOTHING
), disarmed AS (
	UPDATE timer t SET done_at = now() FROM moved, jsonb_to_recordset($14) AS k(node text, visit int, at timestamptz)
	WHERE t.dossier = moved.id AND t.node = k.node AND t.visit = k.visit AND k.at IS NULL AND t.done_at IS NULL
	  AND NOT (t.node = $3 AND t.visit = $4)
), armed AS (
	INSERT INTO timer (dossier, node, visit, fires_at)
	SELECT moved.id, k.node, k.visit, k.at FROM moved, jsonb_to_recordset($14) AS k(node text, visit int, at timestamptz)
	WHERE k.at IS NOT NULL
	ON CONFLICT (dossier, node, visit) DO NOTHING
)
SELECT version FROM moved;
