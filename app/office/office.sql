-- Administrators at work on service packages. Who may stands in every statement: a role "administrator" of the agency.

-- name: office_agencies(account uuid) -> code text, name_vi text, name_en text    -- where this person is an administrator
SELECT g.code, g.name_vi, g.name_en FROM officer_role r JOIN agency g ON g.code = r.agency
WHERE r.account = $1 AND r.role = 'administrator' AND r.valid_from <= CURRENT_DATE
  AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
ORDER BY g.code LIMIT 100;

-- name: office_list(account uuid) -> code text, name_vi text, name_en text, level text, package bytea, published_at timestamptz, publisher text, draft_version int, edits int, changed_at timestamptz, changer text, comments int, effective_on date    -- procedures in force and working copies of this person's agencies
WITH mine AS (
	SELECT agency FROM officer_role WHERE account = $1 AND role = 'administrator' AND valid_from <= CURRENT_DATE
	  AND (valid_to IS NULL OR valid_to >= CURRENT_DATE)
), s AS (
	SELECT code, name_vi, name_en, level, package FROM service WHERE agency IN (SELECT agency FROM mine)
), d AS (
	SELECT id, code, version, changed_at, changed_by FROM package_draft
	WHERE closed_at IS NULL AND agency IN (SELECT agency FROM mine)
)
SELECT coalesce(s.code, d.code) AS code, coalesce(s.name_vi, '') AS name_vi, coalesce(s.name_en, '') AS name_en,
	coalesce(s.level, '') AS level, s.package, k.published_at,
	coalesce((SELECT p.actor_name FROM publication p WHERE p.package = s.package ORDER BY p.id DESC LIMIT 1), '') AS publisher,
	d.version AS draft_version,
	(SELECT count(*)::int FROM package_edit e WHERE e.draft = d.id AND e.kind <> 'open') AS edits,
	d.changed_at, coalesce(a.full_name, '') AS changer,
	(SELECT count(*)::int FROM package_comment c WHERE c.draft = d.id AND c.settled_at IS NULL) AS comments,
	(SELECT min(p.effective_on) FROM publication p WHERE p.code = coalesce(s.code, d.code) AND p.entered_at IS NULL) AS effective_on
FROM s FULL JOIN d ON d.code = s.code LEFT JOIN service_package k ON k.hash = s.package LEFT JOIN account a ON a.id = d.changed_by
ORDER BY coalesce(s.code, d.code) LIMIT 500;

-- name: office_service_get(code text, account uuid) -> package bytea, agency text, xml text, workflow text, draft uuid    -- what is in force, for an administrator of its agency; draft: the open working copy, or NULL
SELECT s.package, s.agency, p.xml, w.name AS workflow,
	(SELECT d.id FROM package_draft d WHERE d.code = s.code AND d.closed_at IS NULL) AS draft
FROM service s JOIN service_package p ON p.hash = s.package JOIN workflow_package w ON w.hash = p.workflow
	JOIN officer_role r ON r.agency = s.agency
WHERE s.code = $1 AND r.account = $2 AND r.role = 'administrator' AND r.valid_from <= CURRENT_DATE
  AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE);

-- name: office_open(draft uuid, account uuid, code text, agency text, base bytea, hash bytea, xml text, actor_name text) -> draft uuid    -- a working copy of what is in force, or of a new procedure; 0 rows: there is one, or not theirs
WITH may AS (
	SELECT FROM officer_role WHERE account = $2 AND role = 'administrator' AND agency = $4 AND valid_from <= CURRENT_DATE
	  AND (valid_to IS NULL OR valid_to >= CURRENT_DATE)
	  AND NOT EXISTS (SELECT FROM package_draft WHERE code = $3 AND closed_at IS NULL)
	  AND NOT EXISTS (SELECT FROM publication WHERE code = $3 AND entered_at IS NULL)
	  AND CASE WHEN $5::bytea IS NULL THEN NOT EXISTS (SELECT FROM service WHERE code = $3)
	      ELSE EXISTS (SELECT FROM service WHERE code = $3 AND package = $5 AND agency = $4) END
), kept AS (
	INSERT INTO package_text (hash, xml) SELECT $6, $7 FROM may ON CONFLICT (hash) DO NOTHING
), opened AS (
	INSERT INTO package_draft (id, code, agency, text, base, opened_by, changed_by)
	SELECT $1, $3, $4, $6, $5, $2, $2 FROM may
	ON CONFLICT DO NOTHING
	RETURNING id
), noted AS (
	INSERT INTO package_edit (draft, version, kind, after, actor, actor_name) SELECT id, 0, 'open', $6, $2, $8 FROM opened
)
SELECT id AS draft FROM opened;

-- name: office_draft_get(code text, account uuid) -> draft uuid, agency text, agency_name text, version int, xml text, hash bytea, base bytea, base_xml text, sample text, undo boolean, redo boolean, changed_at timestamptz, changer text, opened_at timestamptz, opener text    -- 0 rows: none open, or not an administrator of its agency
SELECT d.id AS draft, d.agency, g.name_vi AS agency_name, d.version, t.xml, d.text AS hash, d.base, b.xml AS base_xml, d.sample,
	d.stands_at > 0 AS undo,
	EXISTS (SELECT FROM package_edit e WHERE e.draft = d.id AND e.kind = 'do' AND e.parent = d.stands_at) AS redo,
	d.changed_at, c.full_name AS changer, d.opened_at, o.full_name AS opener
FROM package_draft d JOIN package_text t ON t.hash = d.text JOIN agency g ON g.code = d.agency
	JOIN account c ON c.id = d.changed_by JOIN account o ON o.id = d.opened_by
	JOIN officer_role r ON r.agency = d.agency
	LEFT JOIN service_package b ON b.hash = d.base
WHERE d.code = $1 AND d.closed_at IS NULL AND r.account = $2 AND r.role = 'administrator' AND r.valid_from <= CURRENT_DATE
  AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE);

-- name: office_edit(draft uuid, account uuid, version int, operation text, hash bytea, xml text, actor_name text) -> version int    -- one edit; 0 rows: somebody was faster, it is closed, or not theirs
WITH moved AS (
	UPDATE package_draft d SET version = d.version + 1, stands_at = d.version + 1, text = $5, changed_by = $2, changed_at = now()
	FROM package_draft o
	WHERE d.id = $1 AND o.id = d.id AND d.version = $3 AND d.closed_at IS NULL
	  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'administrator' AND r.agency = d.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
	RETURNING d.id, d.version, o.stands_at AS parent, o.text AS before
), kept AS (
	INSERT INTO package_text (hash, xml) SELECT $5, $6 FROM moved ON CONFLICT (hash) DO NOTHING
), noted AS (
	INSERT INTO package_edit (draft, version, kind, operation, parent, before, after, actor, actor_name)
	SELECT id, version, 'do', $4, parent, before, $5, $2, $7 FROM moved
)
SELECT version FROM moved;

-- name: office_undo(draft uuid, account uuid, version int, actor_name text) -> version int    -- back to the state before the last edit
WITH moved AS (
	UPDATE package_draft d SET version = d.version + 1, stands_at = e.parent, text = e.before, changed_by = $2, changed_at = now()
	FROM package_edit e
	WHERE d.id = $1 AND d.version = $3 AND d.closed_at IS NULL
	  AND e.draft = d.id AND e.version = d.stands_at AND e.kind = 'do'
	  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'administrator' AND r.agency = d.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
	RETURNING d.id, d.version, e.version AS parent, e.after, e.before
), noted AS (
	INSERT INTO package_edit (draft, version, kind, parent, before, after, actor, actor_name)
	SELECT id, version, 'undo', parent, after, before, $2, $4 FROM moved
)
SELECT version FROM moved;

-- name: office_redo(draft uuid, account uuid, version int, actor_name text) -> version int    -- forward to the newest edit made from here
WITH moved AS (
	UPDATE package_draft d SET version = d.version + 1, stands_at = e.version, text = e.after, changed_by = $2, changed_at = now()
	FROM package_edit e
	WHERE d.id = $1 AND d.version = $3 AND d.closed_at IS NULL
	  AND e.draft = d.id AND e.version = (SELECT max(n.version) FROM package_edit n
		WHERE n.draft = d.id AND n.kind = 'do' AND n.parent = d.stands_at)
	  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'administrator' AND r.agency = d.agency
		AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
	RETURNING d.id, d.version, e.version AS parent, e.before, e.after
), noted AS (
	INSERT INTO package_edit (draft, version, kind, parent, before, after, actor, actor_name)
	SELECT id, version, 'redo', parent, before, after, $2, $4 FROM moved
)
SELECT version FROM moved;

-- name: office_edits(draft uuid, since int, most int) -> version int, kind text, operation text, parent int, actor_name text, at timestamptz, before text, after text    -- the newest first, with both states; only those after a version
SELECT e.version, e.kind, e.operation, e.parent, e.actor_name, e.at, b.xml AS before, a.xml AS after
FROM package_edit e JOIN package_text a ON a.hash = e.after LEFT JOIN package_text b ON b.hash = e.before
WHERE e.draft = $1 AND e.version > $2
ORDER BY e.version DESC LIMIT $3;

-- name: office_drop(draft uuid, account uuid, version int) -> code text    -- the working copy is closed; its history stays
UPDATE package_draft d SET closed_at = now(), outcome = 'dropped'
WHERE d.id = $1 AND d.version = $3 AND d.closed_at IS NULL
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'administrator' AND r.agency = d.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
RETURNING d.code;

-- name: office_comments(draft uuid) -> id uuid, element text, words text, author_name text, at timestamptz, settled_at timestamptz, settled_by text
SELECT id, element, words, author_name, at, settled_at, settled_by FROM package_comment WHERE draft = $1
ORDER BY settled_at IS NOT NULL, at LIMIT 500;

-- name: office_comment(id uuid, draft uuid, element text, words text, account uuid, author_name text) -> id uuid    -- the same id twice is one comment
INSERT INTO package_comment (id, draft, element, words, author, author_name)
SELECT $1, d.id, $3, $4, $5, $6 FROM package_draft d
WHERE d.id = $2 AND d.closed_at IS NULL
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $5 AND r.role = 'administrator' AND r.agency = d.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
ON CONFLICT (id) DO NOTHING
RETURNING id;

-- name: office_settle(id uuid, draft uuid, account uuid, actor_name text) -> element text    -- a comment is done with
UPDATE package_comment c SET settled_at = now(), settled_by = $4
FROM package_draft d
WHERE c.id = $1 AND c.draft = $2 AND d.id = c.draft AND d.closed_at IS NULL AND c.settled_at IS NULL
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $3 AND r.role = 'administrator' AND r.agency = d.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
RETURNING c.element;

-- name: office_workflows() -> name text, hash bytea, bpmn text    -- the newest of each name
SELECT DISTINCT ON (name) name, hash, bpmn FROM workflow_package ORDER BY name, published_at DESC LIMIT 100;

-- name: office_publications(code text, account uuid) -> package bytea, effective_on date, entered_at timestamptz, actor_name text, at timestamptz, changes jsonb    -- the newest first
SELECT p.package, p.effective_on, p.entered_at, p.actor_name, p.at, p.changes FROM publication p
WHERE p.code = $1
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'administrator' AND r.agency = p.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
ORDER BY p.id DESC LIMIT 50;

-- name: office_publish(draft uuid, account uuid, version int, hash bytea, xml text, workflow bytea, effective date, listing jsonb, changes jsonb) writes -> publication bigint    -- one row; NULL: somebody was faster, or it is not theirs to publish
SELECT package_publish($1, $2, $3, $4, $5, $6, $7, $8, $9) AS publication;

-- name: office_candidate(draft uuid, account uuid, hash bytea, xml text) -> draft uuid    -- a text that may be imported, kept until it is asked for
WITH may AS (
	SELECT d.id FROM package_draft d JOIN officer_role r ON r.agency = d.agency
	WHERE d.id = $1 AND d.closed_at IS NULL AND r.account = $2 AND r.role = 'administrator' AND r.valid_from <= CURRENT_DATE
	  AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)
), kept AS (
	INSERT INTO package_text (hash, xml) SELECT $3, $4 FROM may ON CONFLICT (hash) DO NOTHING
)
SELECT id AS draft FROM may;

-- name: office_state(hash bytea) -> xml text    -- whoever knows the hash of a state has seen it
SELECT xml FROM package_text WHERE hash = $1;

-- name: office_sample(draft uuid, account uuid, sample text) -> draft uuid    -- answers tried out in the preview; no edit of the package
UPDATE package_draft d SET sample = $3
WHERE d.id = $1 AND d.closed_at IS NULL
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'administrator' AND r.agency = d.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
RETURNING d.id AS draft;

-- name: office_dossier(service text, account uuid) -> instance text    -- the newest dossier of a procedure in an agency of theirs: shown only after it was made anonymous
SELECT d.instance FROM dossier d
WHERE d.service = $1
  AND EXISTS (SELECT FROM officer_role r WHERE r.account = $2 AND r.role = 'administrator' AND r.agency = d.agency
	AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
ORDER BY d.submitted_at DESC LIMIT 1;
