-- Answers on their way: a draft is its owner's alone, and every write names the version it has seen.

-- name: draft_open(id uuid, account uuid, service text, package bytea, instance text) -> id uuid, fresh boolean    -- the open draft of this person and service is taken up again
WITH already AS (
	SELECT id FROM draft
	WHERE account = $2 AND service = $3 AND package = $4 AND dossier IS NULL AND submitted_at IS NULL AND expires_at > now()
	ORDER BY updated_at DESC LIMIT 1
), made AS (
	INSERT INTO draft (id, account, service, package, instance)
	SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM already)
	RETURNING id
)
SELECT id, false AS fresh FROM already UNION ALL SELECT id, true FROM made;

-- name: draft_get(id uuid, account uuid) -> service text, package bytea, instance text, version int, dossier uuid, updated_at timestamptz, expires_at timestamptz, submitted_code text    -- 0 rows: not yours, or gone
SELECT d.service, d.package, d.instance, d.version, d.dossier, d.updated_at, d.expires_at, x.code AS submitted_code
FROM draft d LEFT JOIN dossier x ON d.submitted_at IS NOT NULL AND (x.draft = d.id OR x.id = d.dossier)
WHERE d.id = $1 AND d.account = $2 AND (d.expires_at > now() OR d.submitted_at IS NOT NULL);

-- name: draft_save(id uuid, account uuid, version int, instance text) -> version int    -- 0 rows: stale, handed in, or not yours
UPDATE draft SET instance = $4, version = version + 1, updated_at = now(), expires_at = now() + interval '30 days'
WHERE id = $1 AND account = $2 AND version = $3 AND submitted_at IS NULL AND expires_at > now()
RETURNING version;

-- name: draft_attach(id uuid, account uuid, version int, instance text, paper text, sha256 bytea, bytes bigint, type text, name text) -> version int
WITH saved AS (
	UPDATE draft SET instance = $4, version = version + 1, updated_at = now(), expires_at = now() + interval '30 days'
	WHERE id = $1 AND account = $2 AND version = $3 AND submitted_at IS NULL AND expires_at > now()
	RETURNING id, version
), kept AS (
	INSERT INTO stored_file (sha256, bytes, type) SELECT $6, $7, $8 FROM saved ON CONFLICT (sha256) DO NOTHING
), attached AS (
	INSERT INTO draft_file (draft, paper, sha256, name) SELECT id, $5, $6, $9 FROM saved
	ON CONFLICT (draft, paper, sha256) DO NOTHING
)
SELECT version FROM saved;

-- name: draft_detach(id uuid, account uuid, version int, instance text, paper text, sha256 bytea) -> version int
WITH saved AS (
	UPDATE draft SET instance = $4, version = version + 1, updated_at = now()
	WHERE id = $1 AND account = $2 AND version = $3 AND submitted_at IS NULL AND expires_at > now()
	RETURNING id, version
), gone AS (
	DELETE FROM draft_file f USING saved WHERE f.draft = saved.id AND f.paper = $5 AND f.sha256 = $6
)
SELECT version FROM saved;

-- name: draft_file_get(id uuid, account uuid, sha256 bytea) -> name text, type text, bytes bigint
SELECT f.name, s.type, s.bytes
FROM draft d JOIN draft_file f ON f.draft = d.id JOIN stored_file s ON s.sha256 = f.sha256
WHERE d.id = $1 AND d.account = $2 AND f.sha256 = $3
LIMIT 1;

-- name: draft_list(account uuid) -> id uuid, service text, name_vi text, name_en text, updated_at timestamptz, expires_at timestamptz, dossier_code text
SELECT d.id, d.service, s.name_vi, s.name_en, d.updated_at, d.expires_at, x.code AS dossier_code
FROM draft d JOIN service s ON s.code = d.service LEFT JOIN dossier x ON x.id = d.dossier
WHERE d.account = $1 AND d.submitted_at IS NULL AND d.expires_at > now()
ORDER BY d.updated_at DESC LIMIT 20;

-- name: draft_drop(id uuid, account uuid) -> id uuid    -- the citizen throws the draft away; files follow by cascade
DELETE FROM draft WHERE id = $1 AND account = $2 AND submitted_at IS NULL AND dossier IS NULL RETURNING id;
