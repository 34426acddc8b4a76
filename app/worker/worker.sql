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

-- name: worker_dossier(id uuid) -> code text, service text, package bytea, workflow bytea, agency text, letterhead text, parent_head text, symbol text, place text, agency_name text, applicant_name text, applicant_address text, applicant_phone text, applicant_email text, subject text, instance text, version int, marking text, status int, submitted_at timestamptz, accepted_at timestamptz, due_at timestamptz, clock_paused_at timestamptz, supplements int, channel int, papers text, book text, book_row int, asked_until timestamptz, old_due timestamptz, new_due timestamptz, extension_reason text, signer_name text, signer_title text, signer_role text, limit_text text
SELECT d.code, d.service, d.package, d.workflow, d.agency, a.letterhead, a.parent_head, a.symbol, a.place,
	a.name_vi AS agency_name, d.applicant_name, coalesce(d.person_address, p.address, '') AS applicant_address,
	coalesce(d.person_phone, p.phone) AS applicant_phone, coalesce(d.person_email, p.email) AS applicant_email, d.subject, d.instance, d.version, d.marking, d.status, d.submitted_at, d.accepted_at,
	d.due_at, d.clock_paused_at, d.supplements, d.channel,
	(SELECT string_agg(concat_ws(chr(31), k.paper, k.form, k.copies), chr(30) ORDER BY k.paper) FROM paper_kept k WHERE k.draft = d.draft) AS papers, g.book, g.row AS book_row,
	(SELECT max(w.due_at) FROM work_item w WHERE w.dossier = d.id AND w.role = 'applicant' AND w.closed_at IS NULL) AS asked_until,
	x.old_due, x.new_due, x.reason AS extension_reason, x.signer_name, x.signer_title, x.signer_role, d.limit_text
FROM dossier d JOIN agency a ON a.code = d.agency LEFT JOIN account p ON p.id = d.applicant
LEFT JOIN register_entry g ON g.dossier = d.id
LEFT JOIN extension x ON x.dossier = d.id AND x.signed_at IS NOT NULL
WHERE d.id = $1;

-- name: worker_slip_form(kind text, day date) -> form text, law text, title text, suffix text    -- the form of the law that holds for what came on that day; 0 rows: there was none
SELECT form, law, title, suffix FROM slip_form
WHERE kind = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)
ORDER BY valid_from DESC LIMIT 1;

-- name: worker_propose(most int) -> dossier uuid    -- to the head: what can't be done in time, a day before at the latest; once for a dossier
INSERT INTO extension (dossier, old_due, proposed_at)
SELECT d.id, d.due_at, now() FROM dossier d
WHERE d.status IN (2, 4) AND d.clock_paused_at IS NULL AND d.decided_at IS NULL
  AND d.due_at > now() + interval '1 day' AND d.due_at < now() + interval '2 days'
  AND now() - d.accepted_at > (d.due_at - d.accepted_at) / 2
  AND NOT EXISTS (SELECT FROM extension x WHERE x.dossier = d.id)
ORDER BY d.due_at LIMIT $1
ON CONFLICT (dossier) DO NOTHING
RETURNING dossier;

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

-- name: worker_result_issue(id uuid, pdf bytea, pdf_bytes bigint, xml bytea, xml_bytes bigint, qr_text text, seq bigint, chain bytea) -> code text    -- 0 rows: issued already. It gets its long-term form when the authorities had a day to publish what they have revoked
WITH kept AS (
	INSERT INTO stored_file (sha256, bytes, type)
	VALUES ($2, $3, 'application/pdf'), ($4, $5, 'application/xml') ON CONFLICT (sha256) DO NOTHING
), issued AS (
	UPDATE result SET state = 'issued', pdf = $2, xml = $4, qr_text = $6, issued_at = now()
	WHERE id = $1 AND state = 'decided'
	RETURNING id, code, dossier
), logged AS (
	INSERT INTO issue_log (seq, result, kind, pdf, xml, chain) SELECT $7, id, 'issued', $2, $4, $8 FROM issued
), revision AS (
	INSERT INTO result_revision (pdf, result) SELECT $2, id FROM issued
), later AS (
	INSERT INTO outbox (kind, key, dossier, run_after)
	SELECT 'keep-result', 'keep-result/' || id, dossier, now() + interval '1 day' FROM issued
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
WHERE id = $1 AND applicant IS NOT NULL AND ($2 <> 'remind'
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
	WHERE i.id IS NOT NULL
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

-- name: worker_move(dossier uuid, version int, action uuid, kind text, node text, actor_name text, reason text, marking text, status int, finished text, due_at timestamptz, paused_at timestamptz, items jsonb, jobs jsonb, timers jsonb, closed jsonb, child uuid) -> version int    -- a message has come, or a child dossier has ended: the workflow moves by itself; child's papers come along; 0 rows: the dossier was moved meanwhile
WITH moved AS (
	UPDATE dossier d SET version = d.version + 1, marking = $8, status = $9, outcome = $10,
		finished_at = CASE WHEN $10 IS NOT NULL THEN now() END, due_at = $11, clock_paused_at = $12
	WHERE d.id = $1 AND d.version = $2 AND NOT EXISTS (SELECT FROM dossier_event e WHERE e.action = $3)
	RETURNING d.id, d.version, d.agency
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, node, actor_name, role, agency, reason, version, status)
	SELECT id, $3, $4, $5, $6, 'system', agency, left($7, 4000), version, $9 FROM moved
), returned AS (
	UPDATE dossier c SET returned_at = now() FROM moved WHERE c.id = $17
), papers AS (
	INSERT INTO dossier_file (dossier, paper, sha256, name)
	SELECT moved.id, 'lien-thong', r.pdf, 'lien-thong-' || c.code || '.pdf'
	FROM moved, dossier c JOIN result r ON r.dossier = c.id WHERE c.id = $17 AND r.pdf IS NOT NULL
	ON CONFLICT (dossier, paper, sha256) DO NOTHING
), closed AS (
	UPDATE work_item w SET closed_at = now(), outcome = 'closed'
	FROM moved, jsonb_to_recordset($16) AS i(node text, visit int)
	WHERE w.dossier = moved.id AND w.node = i.node AND w.visit = i.visit AND w.closed_at IS NULL
), opened AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
	SELECT i.id, moved.id, i.node, i.visit, i.role, i.agency, i.due
	FROM moved, jsonb_to_recordset($13) AS i(id uuid, node text, visit int, role text, agency text, due timestamptz)
	WHERE i.id IS NOT NULL
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT j.kind, j.key, moved.id, coalesce(j.payload, '{}')
	FROM moved, jsonb_to_recordset($14) AS j(kind text, key text, payload jsonb)
	ON CONFLICT (key) DO NOTHING
), disarmed AS (
	UPDATE timer t SET done_at = now() FROM moved, jsonb_to_recordset($15) AS k(node text, visit int, at timestamptz)
	WHERE t.dossier = moved.id AND t.node = k.node AND t.visit = k.visit AND k.at IS NULL AND t.done_at IS NULL
), armed AS (
	INSERT INTO timer (dossier, node, visit, fires_at)
	SELECT moved.id, k.node, k.visit, k.at FROM moved, jsonb_to_recordset($15) AS k(node text, visit int, at timestamptz)
	WHERE k.at IS NOT NULL
	ON CONFLICT (dossier, node, visit) DO NOTHING
)
SELECT version FROM moved;

-- name: worker_workflow_named(name text) -> hash bytea    -- the newest that is published under this name
SELECT hash FROM workflow_package WHERE name = $1 ORDER BY published_at DESC LIMIT 1;

-- name: worker_child_open(parent uuid, node text, visit int, id uuid, agency text, day text, workflow bytea, limit_text text, marking text, status int, action uuid, accepted boolean, due_at timestamptz, items jsonb, jobs jsonb, timers jsonb) -> code text    -- a dossier of its own at the agency that was called, with the parent's answers and papers; 0 rows: it is there already
WITH called AS (
	SELECT d.* FROM dossier d
	WHERE d.id = $1 AND NOT EXISTS (SELECT FROM dossier c WHERE c.parent = $1 AND c.parent_node = $2 AND c.parent_visit = $3)
), numbered AS (
	INSERT INTO number_sequence AS n (agency, kind, period, last) SELECT $5, 'dossier', $6, 1 FROM called
	ON CONFLICT (agency, kind, period) DO UPDATE SET last = n.last + 1
	RETURNING last
), filed AS (
	INSERT INTO dossier (id, code, draft, service, package, workflow, applicant, agency, applicant_name, subject, search, instance,
		marking, status, accepted_at, due_at, parent, parent_node, parent_visit, limit_text)
	SELECT $4, $5 || '-' || $6 || '-' || lpad(last::text, greatest(4, length(last::text)), '0'), $4, service, package, $7,
		applicant, $5, applicant_name, subject,
		lower($5 || '-' || $6 || '-' || lpad(last::text, greatest(4, length(last::text)), '0')) || ' ' || search,
		instance, $9, $10, CASE WHEN $12 THEN now() END, $13, id, $2, $3, $8
	FROM called, numbered
	RETURNING id, code, applicant_name, agency
), files AS (
	INSERT INTO dossier_file (dossier, paper, sha256, name, round)
	SELECT filed.id, f.paper, f.sha256, f.name, f.round FROM filed, dossier_file f WHERE f.dossier = $1
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor_name, role, agency, reason, version, status)
	SELECT filed.id, $11, 'called', a.name_vi, 'system', filed.agency, called.code, 1, $10
	FROM filed, called JOIN agency a ON a.code = called.agency
), opened AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
	SELECT i.id, filed.id, i.node, i.visit, i.role, i.agency, i.due
	FROM filed, jsonb_to_recordset($14) AS i(id uuid, node text, visit int, role text, agency text, due timestamptz)
	WHERE i.id IS NOT NULL
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT j.kind, j.key, filed.id, coalesce(j.payload, '{}')
	FROM filed, jsonb_to_recordset($15) AS j(kind text, key text, payload jsonb)
	ON CONFLICT (key) DO NOTHING
), armed AS (
	INSERT INTO timer (dossier, node, visit, fires_at)
	SELECT filed.id, k.node, k.visit, k.at FROM filed, jsonb_to_recordset($16) AS k(node text, visit int, at timestamptz)
	WHERE k.at IS NOT NULL
	ON CONFLICT (dossier, node, visit) DO NOTHING
)
SELECT code FROM filed;

-- name: worker_child_ended(most int) -> child uuid, parent uuid, node text, visit int, outcome text, code text, agency_name text, reason text    -- ended, its result signed, and the parent does not know yet; the row stays locked until the transaction ends
SELECT c.id AS child, c.parent, c.parent_node AS node, c.parent_visit AS visit, c.outcome, c.code, a.name_vi AS agency_name,
	coalesce((SELECT e.reason FROM dossier_event e WHERE e.dossier = c.id AND e.reason <> '' ORDER BY e.id DESC LIMIT 1), '') AS reason
FROM dossier c JOIN agency a ON a.code = c.agency
WHERE c.parent IS NOT NULL AND c.finished_at IS NOT NULL AND c.returned_at IS NULL
  AND NOT EXISTS (SELECT FROM result r WHERE r.dossier = c.id AND r.state = 'decided')
ORDER BY c.finished_at LIMIT $1 FOR NO KEY UPDATE OF c SKIP LOCKED;

-- name: worker_child_drop(child uuid) -> code text    -- the parent waits for it no more
UPDATE dossier SET returned_at = now() WHERE id = $1 AND returned_at IS NULL RETURNING code;

-- name: worker_child_of(parent uuid, node text, visit int) -> child uuid    -- called and not ended yet
SELECT id AS child FROM dossier WHERE parent = $1 AND parent_node = $2 AND parent_visit = $3 AND finished_at IS NULL;

-- name: worker_relatives(dossier uuid) -> relative uuid    -- parent and children that have not ended
SELECT p.id AS relative FROM dossier d JOIN dossier p ON p.id = d.parent WHERE d.id = $1 AND p.finished_at IS NULL
UNION ALL
SELECT c.id FROM dossier c WHERE c.parent = $1 AND c.finished_at IS NULL
LIMIT 50;

-- name: worker_result_kept(dossier uuid) -> id uuid, pdf bytea
SELECT id, pdf FROM result WHERE dossier = $1 AND pdf IS NOT NULL;

-- name: worker_result_keep(id uuid, old bytea, pdf bytea, bytes bigint, until timestamptz) -> id uuid    -- 0 rows: somebody was faster
WITH kept AS (
	INSERT INTO stored_file (sha256, bytes, type) VALUES ($3, $4, 'application/pdf') ON CONFLICT (sha256) DO NOTHING
), grown AS (
	UPDATE result SET pdf = $3, kept_until = $5 WHERE id = $1 AND pdf = $2 RETURNING id
), revision AS (
	INSERT INTO result_revision (pdf, result) SELECT $3, id FROM grown
)
SELECT id FROM grown;

-- name: worker_keep_again(most int) -> key text    -- time stamps that end within a year are renewed; the key names the one that ends
INSERT INTO outbox (kind, key, dossier)
SELECT 'keep-result', 'keep-result/' || r.id || '/' || extract(epoch FROM r.kept_until)::bigint, r.dossier
FROM result r
WHERE r.kept_until < now() + interval '1 year'
  AND NOT EXISTS (SELECT FROM outbox o
	WHERE o.key = 'keep-result/' || r.id || '/' || extract(epoch FROM r.kept_until)::bigint)
ORDER BY r.kept_until LIMIT $1
ON CONFLICT (key) DO NOTHING
RETURNING key;
