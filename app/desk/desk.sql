-- The officers' desk: what an account may see and do follows from its roles, in every statement.
-- Whoever locks several rows of a dossier locks dossier, then work_item, then timer (app/dossier/README.md).

-- name: desk_queue(account uuid, words text[], service text, mine text, due text, after uuid, most int) -> item uuid, code text, service text, name_vi text, name_en text, applicant_name text, subject text, node text, workflow bytea, role text, status int, due_at timestamptz, paused_at timestamptz, assignee uuid, assignee_name text, opened_at timestamptz, reminded_at timestamptz    -- mine: '', 'mine', 'free'; due: '', 'late', 'today' (and not late yet); after: the last item of the page before
SELECT w.id AS item, d.code, d.service, s.name_vi, s.name_en, d.applicant_name, d.subject, w.node, d.workflow, w.role,
	d.status, w.due_at, d.clock_paused_at AS paused_at, w.assignee, h.full_name AS assignee_name, w.opened_at,
	w.reminded_at
FROM work_item w
JOIN officer_role r ON r.account = $1 AND r.role = w.role AND r.agency = w.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
JOIN dossier d ON d.id = w.dossier
JOIN service s ON s.code = d.service
LEFT JOIN account h ON h.id = w.assignee
WHERE w.closed_at IS NULL
  AND d.search LIKE ALL (SELECT '%' || x || '%' FROM unnest($2) AS x)
  AND ($3 = '' OR d.service = $3)
  AND ($4 = '' OR ($4 = 'mine' AND w.assignee = $1) OR ($4 = 'free' AND w.assignee IS NULL))
  AND ($5 = '' OR ($5 = 'late' AND w.due_at < now())
	OR ($5 = 'today' AND w.due_at >= now() AND w.due_at < date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh' + interval '1 day'))
  AND ($6::uuid IS NULL OR (coalesce(w.due_at, 'infinity'), w.id)
	> (SELECT coalesce(p.due_at, 'infinity'), p.id FROM work_item p WHERE p.id = $6))
ORDER BY coalesce(w.due_at, 'infinity'), w.id
LIMIT $7;

-- name: desk_counts(account uuid, words text[]) -> service text, name_vi text, name_en text, open bigint, mine bigint, free bigint, late bigint, today bigint    -- one row for each procedure with open items; counted are those that the words find
SELECT d.service, s.name_vi, s.name_en, count(*) FILTER (WHERE f.found) AS open,
	count(*) FILTER (WHERE f.found AND w.assignee = $1) AS mine,
	count(*) FILTER (WHERE f.found AND w.assignee IS NULL) AS free,
	count(*) FILTER (WHERE f.found AND w.due_at < now()) AS late,
	count(*) FILTER (WHERE f.found AND w.due_at >= now() AND w.due_at < date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh' + interval '1 day') AS today
FROM work_item w
JOIN officer_role r ON r.account = $1 AND r.role = w.role AND r.agency = w.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
JOIN dossier d ON d.id = w.dossier
JOIN service s ON s.code = d.service
CROSS JOIN LATERAL (SELECT d.search LIKE ALL (SELECT '%' || x || '%' FROM unnest($2) AS x) AS found) f
WHERE w.closed_at IS NULL
GROUP BY d.service, s.name_vi, s.name_en
ORDER BY s.name_vi LIMIT 200;

-- name: desk_workflows(hashes text[]) -> hash bytea, bpmn text    -- in hex; those of a queue whose steps this process cannot name yet
SELECT hash, bpmn FROM workflow_package WHERE hash IN (SELECT decode(x, 'hex') FROM unnest($1) AS x) LIMIT 50;

-- name: desk_dossier_get(code text, account uuid, item uuid) -> id uuid, service text, name_vi text, name_en text, package bytea, workflow bytea, agency text, agency_vi text, agency_en text, applicant_name text, subject text, instance text, version int, marking text, status int, outcome text, submitted_at timestamptz, accepted_at timestamptz, due_at timestamptz, clock_paused_at timestamptz, supplements int, item uuid, node text, role text, item_agency text, assignee uuid, assignee_name text, item_due_at timestamptz, item_opened_at timestamptz, item_reminded_at timestamptz, result_code text, result_number text, result_state text, actor_title text, limit_text text, supervises boolean, leave_asked boolean, leave_granted boolean    -- item: the one that is meant, where several are this account's to do; 0 rows: not of an agency where this account has a role; item is null when nothing is this account's to do
SELECT d.id, d.service, s.name_vi, s.name_en, d.package, d.workflow, d.agency, g.name_vi AS agency_vi, g.name_en AS agency_en,
	d.applicant_name, d.subject, d.instance, d.version, d.marking, d.status, d.outcome, d.submitted_at, d.accepted_at,
	d.due_at, d.clock_paused_at, d.supplements, w.id AS item, w.node, w.role, w.agency AS item_agency, w.assignee,
	h.full_name AS assignee_name, w.due_at AS item_due_at, w.opened_at AS item_opened_at,
	w.reminded_at AS item_reminded_at,
	x.code AS result_code, x.number AS result_number, x.state AS result_state, me.title AS actor_title, d.limit_text,
	EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.agency = d.agency AND r.role IN ('head', 'director', 'principal')
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)) AS supervises,
	v.dossier IS NOT NULL AS leave_asked, v.granted_at IS NOT NULL AS leave_granted
FROM dossier d
JOIN service s ON s.code = d.service
JOIN agency g ON g.code = d.agency
JOIN account me ON me.id = $2
LEFT JOIN LATERAL (
	SELECT i.* FROM work_item i JOIN officer_role r ON r.account = $2 AND r.role = i.role AND r.agency = i.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	WHERE i.dossier = d.id AND i.closed_at IS NULL
	ORDER BY (i.id = $3) DESC NULLS LAST, (i.assignee = $2) DESC NULLS LAST, i.opened_at, i.id LIMIT 1
) w ON true
LEFT JOIN account h ON h.id = w.assignee
LEFT JOIN result x ON x.dossier = d.id
LEFT JOIN supplement_leave v ON v.dossier = d.id AND v.round = d.supplements + 1
WHERE d.code = $1
  AND EXISTS (
	SELECT FROM officer_role r WHERE r.account = $2
	  AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	  AND (r.agency = d.agency OR EXISTS (SELECT FROM work_item i WHERE i.dossier = d.id AND i.agency = r.agency))
  );

-- name: desk_about(dossier uuid, item uuid, account uuid) -> what text, kind text, node text, name text, role text, agency_vi text, agency_en text, words text, at timestamptz, sha256 bytea, type text, bytes bigint, person uuid    -- what stands around a dossier that was loaded: events, files, open items, the colleagues of one item, and whether this account may sign an apology (bytes = 1; at: when it was proposed)
(SELECT 'event' AS what, e.kind, e.node, e.actor_name AS name, e.role, a.name_vi AS agency_vi, a.name_en AS agency_en,
	e.reason AS words, e.at, NULL::bytea AS sha256, '' AS type, 0::bigint AS bytes, e.actor AS person
FROM dossier_event e JOIN agency a ON a.code = e.agency
WHERE e.dossier = $1 ORDER BY e.id LIMIT 500)
UNION ALL
(SELECT 'paper', f.paper, '', f.name, '', '', '', f.round::text, f.added_at, f.sha256, t.type, t.bytes, NULL
FROM dossier_file f JOIN stored_file t ON t.sha256 = f.sha256 WHERE f.dossier = $1 ORDER BY f.round, f.paper, f.added_at LIMIT 200)
UNION ALL
(SELECT 'slip', l.kind, '', l.number, '', '', '', l.round::text, l.issued_at, l.pdf, t.type, t.bytes, NULL
FROM slip l JOIN stored_file t ON t.sha256 = l.pdf WHERE l.dossier = $1 ORDER BY l.issued_at LIMIT 50)
UNION ALL
(SELECT 'result', t.type, '', x.number, '', '', '', '', x.issued_at, t.sha256, t.type, t.bytes, NULL
FROM result x JOIN stored_file t ON t.sha256 IN (x.pdf, x.xml) WHERE x.dossier = $1)
UNION ALL
(SELECT 'open', '', w.node, h.full_name, w.role, a.name_vi, a.name_en, w.id::text, w.due_at, NULL, '', 0, w.assignee
FROM work_item w JOIN agency a ON a.code = w.agency LEFT JOIN account h ON h.id = w.assignee
WHERE w.dossier = $1 AND w.closed_at IS NULL ORDER BY w.opened_at LIMIT 20)
UNION ALL
(SELECT 'asked', i.kind, i.name, i.label, '', i.was, '', i.reason, p.answered_at, NULL, '', i.round, NULL
FROM supplement_item i JOIN supplement p ON p.dossier = i.dossier AND p.round = i.round
WHERE i.dossier = $1 ORDER BY i.round DESC, i.item LIMIT 200)
UNION ALL
(SELECT 'extension', '', '', '', '', '', '', '', x.proposed_at, NULL, '',
	CASE WHEN x.signed_at IS NULL AND d.status IN (2, 4) AND d.decided_at IS NULL AND d.due_at > now() + interval '1 day'
	  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $3 AND r.agency = d.agency AND r.role IN ('director', 'principal')
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)) THEN 1 ELSE 0 END, NULL
FROM dossier d LEFT JOIN extension x ON x.dossier = d.id WHERE d.id = $1)
UNION ALL
(SELECT 'colleague', '', '', c.full_name, q.role, '', '', '', NULL, NULL, '', 0, c.id
FROM work_item w JOIN officer_role r ON r.account = $3 AND r.role = w.role AND r.agency = w.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
JOIN officer_role q ON q.role = w.role AND q.agency = w.agency
	AND q.valid_from <= CURRENT_DATE AND (q.valid_to IS NULL OR q.valid_to >= CURRENT_DATE)
JOIN account c ON c.id = q.account AND c.closed_at IS NULL
WHERE w.id = $2 AND w.closed_at IS NULL ORDER BY c.full_name LIMIT 50);

-- name: desk_claim(item uuid, account uuid) -> code text    -- 0 rows: somebody else has it, it is done, or not yours to do
WITH mine AS (
	UPDATE work_item w SET assignee = $2, claimed_at = coalesce(w.claimed_at, now())
	FROM officer_role r
	WHERE w.id = $1 AND w.closed_at IS NULL AND (w.assignee IS NULL OR w.assignee = $2)
	  AND r.account = $2 AND r.role = w.role AND r.agency = w.agency
	  AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	RETURNING w.dossier
)
SELECT d.code FROM dossier d JOIN mine ON mine.dossier = d.id;

-- name: desk_give_back(item uuid, account uuid) -> code text    -- to the queue of its lane; 0 rows: done, somebody else's, or not yours to do. Twice is once
WITH free AS (
	UPDATE work_item w SET assignee = NULL, claimed_at = NULL
	FROM officer_role r
	WHERE w.id = $1 AND w.closed_at IS NULL AND (w.assignee IS NULL OR w.assignee = $2)
	  AND r.account = $2 AND r.role = w.role AND r.agency = w.agency
	  AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	RETURNING w.dossier
)
SELECT d.code FROM dossier d JOIN free ON free.dossier = d.id;

-- name: desk_assign(item uuid, account uuid, to_account uuid, action uuid, actor_name text) -> code text    -- to somebody of the same lane, by somebody of it
WITH given AS (
	UPDATE work_item w SET assignee = $3, claimed_at = now()
	FROM officer_role r, officer_role q JOIN account c ON c.id = q.account AND c.closed_at IS NULL
	WHERE w.id = $1 AND w.closed_at IS NULL
	  AND r.account = $2 AND r.role = w.role AND r.agency = w.agency
	  AND q.account = $3 AND q.role = w.role AND q.agency = w.agency
	  AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	  AND q.valid_from <= CURRENT_DATE AND (q.valid_to IS NULL OR q.valid_to >= CURRENT_DATE)
	  AND NOT EXISTS (SELECT FROM dossier_event e WHERE e.action = $4)
	RETURNING w.dossier, w.node, w.role, w.agency
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, node, actor, actor_name, role, agency, reason, version, status)
	SELECT d.id, $4, 'assigned', given.node, $2, $5, given.role, given.agency, (SELECT full_name FROM account WHERE id = $3),
		d.version, d.status
	FROM given JOIN dossier d ON d.id = given.dossier
)
SELECT d.code FROM dossier d JOIN given ON given.dossier = d.id;

-- name: desk_draft_result(item uuid, account uuid, version int, instance text, action uuid, actor_name text) -> version int    -- the officer's fields of the result, kept in the instance
WITH moved AS (
	UPDATE dossier d SET instance = $4, version = d.version + 1
	FROM work_item w JOIN officer_role r ON r.account = $2 AND r.role = w.role AND r.agency = w.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	WHERE w.id = $1 AND w.dossier = d.id AND w.closed_at IS NULL AND (w.assignee IS NULL OR w.assignee = $2) AND d.version = $3
	  AND NOT EXISTS (SELECT FROM dossier_event e WHERE e.action = $5)
	RETURNING d.id, d.version, d.status, w.node, w.role, w.agency
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, node, actor, actor_name, role, agency, version, status)
	SELECT id, $5, 'drafted', node, $2, $6, role, agency, version, status FROM moved
)
SELECT version FROM moved;

-- name: desk_act(item uuid, account uuid, version int, action uuid, actor_name text, kind text, outcome text, reason text, marking text, status int, finished text, accepted boolean, due_at timestamptz, paused_at timestamptz, asked jsonb, decide boolean, result uuid, result_code text, number_suffix text, year text, signer_title text, items jsonb, jobs jsonb, timers jsonb) -> code text, version int, number text    -- asked: what a supplement asks for (null: it is none), [{"item","kind","name","label","reason","was"}]; one move of the workflow, whole or not at all; 0 rows: stale, done, held by somebody else, or not yours to do
WITH may AS (
	SELECT w.id, w.dossier, w.node, w.role, w.agency
	FROM dossier d JOIN work_item w ON w.dossier = d.id
	JOIN officer_role r ON r.account = $2 AND r.role = w.role AND r.agency = w.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	WHERE w.id = $1 AND w.closed_at IS NULL AND (w.assignee IS NULL OR w.assignee = $2) AND d.version = $3
	  AND NOT EXISTS (SELECT FROM dossier_event e WHERE e.action = $4)
	FOR NO KEY UPDATE OF d, w
), moved AS (
	UPDATE dossier d SET version = d.version + 1, marking = $9, status = $10, outcome = $11,
		accepted_at = CASE WHEN $12 THEN coalesce(d.accepted_at, now()) ELSE d.accepted_at END,
		due_at = $13, clock_paused_at = $14,
		decided_at = CASE WHEN $16 THEN now() ELSE d.decided_at END,
		finished_at = CASE WHEN $11 IS NOT NULL THEN now() END,
		supplements = d.supplements + CASE WHEN $15 IS NOT NULL THEN 1 ELSE 0 END
	FROM may WHERE d.id = may.dossier AND d.version = $3
	  AND ($15 IS NULL OR d.supplements = 0 OR EXISTS (SELECT FROM supplement_leave v
		WHERE v.dossier = d.id AND v.round = d.supplements + 1 AND v.granted_at IS NOT NULL))
	RETURNING d.id, d.code, d.version, d.agency, d.supplements, may.node, may.role, may.agency AS actor_agency
), booked AS (
	INSERT INTO number_sequence AS n (agency, kind, period, last)
	SELECT agency, 'register', $20, 1 FROM moved WHERE $12 AND NOT EXISTS (SELECT FROM register_entry g WHERE g.dossier = moved.id)
	ON CONFLICT (agency, kind, period) DO UPDATE SET last = n.last + 1
	RETURNING last
), registered AS (
	INSERT INTO register_entry (dossier, agency, book, row) SELECT moved.id, moved.agency, $20, booked.last FROM moved, booked
), closed AS (
	UPDATE work_item w SET closed_at = now(), closed_by = $2, outcome = $7, assignee = coalesce(w.assignee, $2)
	FROM moved WHERE w.id = $1
), not_needed AS (
	UPDATE work_item w SET closed_at = now(), outcome = 'closed' FROM moved, jsonb_to_recordset($22) AS i(id uuid, node text, visit int)
	WHERE i.id IS NULL AND w.dossier = moved.id AND w.node = i.node AND w.visit = i.visit AND w.closed_at IS NULL AND w.id <> $1
), numbered AS (
	INSERT INTO number_sequence AS n (agency, kind, period, last) SELECT actor_agency, 'result', $20, 1 FROM moved WHERE $16
	ON CONFLICT (agency, kind, period) DO UPDATE SET last = n.last + 1
	RETURNING last
), decided AS (
	INSERT INTO result (id, dossier, agency, code, number, decided_by, signer_name, signer_title, signer_role)
	SELECT $17, moved.id, moved.actor_agency, $18,
		CASE WHEN last < 10 THEN '0' ELSE '' END || last || $19, $2, $5, $21, moved.role
	FROM moved, numbered
	RETURNING number
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, node, actor, actor_name, role, agency, reason, version, status)
	SELECT id, $4, $6, node, $2, $5, role, actor_agency, $8, version, $10 FROM moved
), asked AS (
	INSERT INTO supplement (dossier, round, reasons, asked_by) SELECT id, supplements, $8, $2 FROM moved WHERE $15 IS NOT NULL
), asked_items AS (
	INSERT INTO supplement_item (dossier, round, item, kind, name, label, reason, was)
	SELECT moved.id, moved.supplements, q.item, q.kind, q.name, q.label, q.reason, q.was
	FROM moved, jsonb_to_recordset($15) AS q(item int, kind text, name text, label text, reason text, was text) WHERE $15 IS NOT NULL
), opened AS (
	INSERT INTO work_item (id, dossier, node, visit, role, agency, due_at)
	SELECT i.id, moved.id, i.node, i.visit, i.role, i.agency, i.due
	FROM moved, jsonb_to_recordset($22) AS i(id uuid, node text, visit int, role text, agency text, due timestamptz)
	WHERE i.id IS NOT NULL
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT j.kind, j.key, moved.id, coalesce(j.payload, '{}')
	FROM moved, jsonb_to_recordset($23) AS j(kind text, key text, payload jsonb)
	ON CONFLICT (key) DO NOTHING
), disarmed AS (
	UPDATE timer t SET done_at = now() FROM moved, jsonb_to_recordset($24) AS k(node text, visit int, at timestamptz)
	WHERE t.dossier = moved.id AND t.node = k.node AND t.visit = k.visit AND k.at IS NULL AND t.done_at IS NULL
), armed AS (
	INSERT INTO timer (dossier, node, visit, fires_at)
	SELECT moved.id, k.node, k.visit, k.at FROM moved, jsonb_to_recordset($24) AS k(node text, visit int, at timestamptz)
	WHERE k.at IS NOT NULL
	ON CONFLICT (dossier, node, visit) DO NOTHING
)
SELECT moved.code, moved.version, (SELECT number FROM decided) AS number FROM moved;

-- name: desk_why_not(item uuid, account uuid, action uuid, act text, seen int) -> done boolean, open boolean, may boolean, holder_name text    -- always one row: was this very act ('drafted', 'assigned', or an outcome) of this item done before under this key and from this version (a second click, a retry); is the item open; is it this account's to do; who holds it
SELECT EXISTS (SELECT FROM dossier_event e WHERE e.action = $3 AND e.actor = $2 AND e.dossier = w.dossier AND e.node = w.node
		AND CASE WHEN e.kind IN ('drafted', 'assigned') THEN e.kind ELSE w.outcome END = $4
		AND (e.kind <> 'drafted' OR e.version = $5 + 1)) AS done,
	w.id IS NOT NULL AND w.closed_at IS NULL AS open,
	EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = w.role AND r.agency = w.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)) AS may,
	coalesce(h.full_name, '') AS holder_name
FROM (SELECT $1::uuid AS asked) q
LEFT JOIN work_item w ON w.id = q.asked
LEFT JOIN account h ON h.id = coalesce(w.closed_by, w.assignee);

-- name: desk_file_get(code text, account uuid, sha256 bytea) -> name text, type text, bytes bigint    -- papers, slips and result of a dossier that this officer may see
SELECT f.name, s.type, s.bytes
FROM dossier d
JOIN LATERAL (
	SELECT q.sha256, q.name FROM dossier_file q WHERE q.dossier = d.id
	UNION ALL SELECT l.pdf, l.kind || '-' || d.code || '.pdf' FROM slip l WHERE l.dossier = d.id
	UNION ALL SELECT x.pdf, 'ket-qua-' || d.code || '.pdf' FROM result x WHERE x.dossier = d.id AND x.pdf IS NOT NULL
	UNION ALL SELECT x.xml, 'ket-qua-' || d.code || '.xml' FROM result x WHERE x.dossier = d.id AND x.xml IS NOT NULL
) f ON f.sha256 = $3
JOIN stored_file s ON s.sha256 = f.sha256
WHERE d.code = $1
  AND EXISTS (
	SELECT FROM officer_role r WHERE r.account = $2
	  AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	  AND (r.agency = d.agency OR EXISTS (SELECT FROM work_item i WHERE i.dossier = d.id AND i.agency = r.agency))
  )
LIMIT 1;

-- name: desk_reasons(agency text) -> id bigint, kind text, reason text    -- what an officer may pick, the agency's own first
SELECT id, kind, reason FROM reason_template
WHERE (agency = $1 OR agency IS NULL) AND valid_from <= CURRENT_DATE AND (valid_to IS NULL OR valid_to >= CURRENT_DATE)
ORDER BY agency IS NULL, position, id LIMIT 100;

-- name: desk_leave_ask(item uuid, account uuid, why text, action uuid, actor_name text) -> code text    -- who holds the item asks a supervisor for another round; 0 rows: not theirs, the first round, or asked already
WITH may AS (
	SELECT d.id, d.code, d.version, d.status, d.supplements, w.node, w.role, w.agency
	FROM work_item w JOIN dossier d ON d.id = w.dossier
	JOIN officer_role r ON r.account = $2 AND r.role = w.role AND r.agency = w.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	WHERE w.id = $1 AND w.closed_at IS NULL AND (w.assignee IS NULL OR w.assignee = $2) AND d.supplements > 0
	  AND NOT EXISTS (SELECT FROM dossier_event e WHERE e.action = $4)
), asked AS (
	INSERT INTO supplement_leave (dossier, round, asked_by, why) SELECT id, supplements + 1, $2, $3 FROM may
	ON CONFLICT (dossier, round) DO NOTHING
	RETURNING dossier
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, node, actor, actor_name, role, agency, reason, version, status)
	SELECT may.id, $4, 'leave_asked', may.node, $2, $5, may.role, may.agency, $3, may.version, may.status
	FROM may JOIN asked ON asked.dossier = may.id
)
SELECT may.code FROM may JOIN asked ON asked.dossier = may.id;

-- name: desk_leave_grant(code text, account uuid, reason text, action uuid, actor_name text) -> code text    -- a supervisor of the dossier's agency; 0 rows: not asked, granted already, or not a supervisor
WITH may AS (
	SELECT d.id, d.code, d.version, d.status, d.supplements, d.agency, r.role
	FROM dossier d JOIN officer_role r ON r.account = $2 AND r.agency = d.agency AND r.role IN ('head', 'director', 'principal')
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	WHERE d.code = $1 AND NOT EXISTS (SELECT FROM dossier_event e WHERE e.action = $4)
	ORDER BY r.role LIMIT 1
), granted AS (
	UPDATE supplement_leave v SET granted_by = $2, granted_at = now(), reason = $3
	FROM may WHERE v.dossier = may.id AND v.round = may.supplements + 1 AND v.granted_at IS NULL
	RETURNING v.dossier
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, reason, version, status)
	SELECT may.id, $4, 'leave_granted', $2, $5, may.role, may.agency, $3, may.version, may.status
	FROM may JOIN granted ON granted.dossier = may.id
)
SELECT may.code FROM may JOIN granted ON granted.dossier = may.id;

-- name: desk_extension(dossier uuid, account uuid) -> signs boolean, signed_at timestamptz    -- why an apology was not signed now: may this account sign one, and is one signed
SELECT EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.agency = d.agency AND r.role IN ('director', 'principal')
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)) AS signs,
	x.signed_at
FROM dossier d LEFT JOIN extension x ON x.dossier = d.id WHERE d.id = $1;

-- name: desk_extend(code text, account uuid, version int, new_due timestamptz, reason text, action uuid, actor_name text, actor_title text) -> code text    -- once, at least a day before it is due, by the head of the agency (Decree 61/2018 art. 19.9); 0 rows: one of these is not so
WITH may AS (
	SELECT d.id, d.due_at, r.role FROM dossier d
	JOIN officer_role r ON r.account = $2 AND r.agency = d.agency AND r.role IN ('director', 'principal')
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
	WHERE d.code = $1 AND d.version = $3 AND d.status IN (2, 4) AND d.decided_at IS NULL AND d.due_at > now() + interval '1 day'
	  AND $4 > d.due_at AND $4 < d.due_at + interval '1 year'
	  AND NOT EXISTS (SELECT FROM extension x WHERE x.dossier = d.id AND x.signed_at IS NOT NULL)
	ORDER BY r.role LIMIT 1
), signed AS (
	INSERT INTO extension AS x (dossier, old_due, new_due, reason, signed_by, signer_name, signer_title, signer_role, signed_at)
	SELECT id, due_at, $4, $5, $2, $7, $8, role, now() FROM may
	ON CONFLICT (dossier) DO UPDATE SET old_due = EXCLUDED.old_due, new_due = EXCLUDED.new_due, reason = EXCLUDED.reason,
		signed_by = EXCLUDED.signed_by, signer_name = EXCLUDED.signer_name, signer_title = EXCLUDED.signer_title,
		signer_role = EXCLUDED.signer_role, signed_at = EXCLUDED.signed_at
	WHERE x.signed_at IS NULL
	RETURNING x.dossier
), moved AS (
	UPDATE dossier d SET due_at = $4, version = d.version + 1 FROM signed WHERE d.id = signed.dossier AND d.version = $3
	RETURNING d.id, d.code, d.agency, d.version, d.status
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, reason, version, status)
	SELECT moved.id, $6, 'extended', $2, $7, may.role, moved.agency, $5, moved.version, moved.status FROM moved, may
), left_to_do AS (
	INSERT INTO outbox (kind, key, dossier, payload)
	SELECT 'apology', 'apology:' || id, id, jsonb_build_object('actor', $7::text, 'role', 'head', 'agency', agency, 'reason', $5::text)
	FROM moved ON CONFLICT (key) DO NOTHING
)
SELECT code FROM moved;

-- name: desk_control(dossier uuid) -> node text, role text, agency_vi text, letterhead text, parent_head text, place text, opened_at timestamptz, claimed_at timestamptz, closed_at timestamptz, due_at timestamptz, name text, form text, law text, title text    -- the hand-overs, for Form 06; with the form that holds
SELECT w.node, w.role, a.name_vi AS agency_vi, o.letterhead, o.parent_head, o.place, w.opened_at, w.claimed_at, w.closed_at, w.due_at,
	coalesce(c.full_name, h.full_name, '') AS name, f.form, f.law, f.title
FROM work_item w JOIN dossier d ON d.id = w.dossier JOIN agency a ON a.code = w.agency JOIN agency o ON o.code = d.agency
LEFT JOIN account c ON c.id = w.closed_by LEFT JOIN account h ON h.id = w.assignee
LEFT JOIN slip_form f ON f.kind = 'control' AND f.valid_from <= d.submitted_at::date AND (f.valid_to IS NULL OR f.valid_to >= d.submitted_at::date)
WHERE w.dossier = $1 ORDER BY w.opened_at, w.closed_at, w.id LIMIT 200;
