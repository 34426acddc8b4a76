-- Answers on their way: a draft is its owner's alone, and every write names the version it has seen.

-- name: draft_open(id uuid, account uuid, service text, package bytea, instance text) -> id uuid, fresh boolean    -- the open draft of this person and service is taken up again; of one that has expired only the row
INSERT INTO draft AS d (id, account, service, package, instance) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, service, package) WHERE dossier IS NULL AND submitted_at IS NULL DO UPDATE
SET instance = CASE WHEN d.expires_at > now() THEN d.instance ELSE EXCLUDED.instance END,
    version = CASE WHEN d.expires_at > now() THEN d.version ELSE d.version + 1 END,
    expires_at = CASE WHEN d.expires_at > now() THEN d.expires_at ELSE EXCLUDED.expires_at END
RETURNING id, id = $1 AS fresh;

-- name: draft_get(id uuid, account uuid) -> service text, package bytea, workflow bytea, instance text, version int, dossier uuid, dossier_code text, reasons text, asked text, updated_at timestamptz, expires_at timestamptz, submitted_code text    -- asked: items of a supplement, their kind, name, label, reason and former value ended by chr(31), items by chr(30); 0 rows: not yours, or gone
SELECT d.service, d.package, p.workflow, d.instance, d.version, d.dossier, o.code AS dossier_code, s.reasons,
	(SELECT string_agg(concat_ws(chr(31), i.kind, i.name, i.label, i.reason, i.was), chr(30) ORDER BY i.item)
		FROM supplement_item i WHERE i.dossier = s.dossier AND i.round = s.round) AS asked, d.updated_at,
	d.expires_at, x.code AS submitted_code
FROM draft d JOIN service_package p ON p.hash = d.package
LEFT JOIN dossier x ON d.submitted_at IS NOT NULL AND (x.draft = d.id OR x.id = d.dossier)
LEFT JOIN dossier o ON o.id = d.dossier
LEFT JOIN supplement s ON s.dossier = d.dossier AND s.answered_at IS NULL
WHERE d.id = $1 AND d.account = $2 AND (d.expires_at > now() OR d.submitted_at IS NOT NULL);

-- name: draft_save(id uuid, account uuid, version int, instance text, files jsonb) -> version int    -- files: all that the instance names, [{"paper","sha256","name","type","bytes"}]; 0 rows: stale, handed in, or not yours
WITH saved AS (
	UPDATE draft SET instance = $4, version = version + 1, updated_at = now(), expires_at = now() + interval '30 days'
	WHERE id = $1 AND account = $2 AND version = $3 AND submitted_at IS NULL AND expires_at > now()
	RETURNING id, version
), files AS (
	SELECT saved.id AS draft, f.paper, decode(f.sha256, 'hex') AS sha256, f.name, f.type, f.bytes
	FROM saved, jsonb_to_recordset($5) AS f(paper text, sha256 text, name text, type text, bytes bigint)
), kept AS (
	INSERT INTO stored_file (sha256, bytes, type) SELECT sha256, bytes, type FROM files ON CONFLICT (sha256) DO NOTHING
), gone AS (
	DELETE FROM draft_file d USING saved
	WHERE d.draft = saved.id AND NOT EXISTS (SELECT FROM files f WHERE f.paper = d.paper AND f.sha256 = d.sha256)
), attached AS (
	INSERT INTO draft_file (draft, paper, sha256, name) SELECT draft, paper, sha256, name FROM files
	ON CONFLICT (draft, paper, sha256) DO NOTHING
)
SELECT version FROM saved;

-- name: draft_register_find(name text, born date, serial text) -> kind text, full_name text, born date, birth_place text, sex text, school text, year int, grade text, serial text, register_no text    -- a person's own record: two things of it must be known
SELECT kind, full_name, born, birth_place, sex, school, year, grade, serial, register_no
FROM diploma_record
WHERE (name_folded = $1 AND born = $2) OR ($3 <> '' AND serial = $3 AND (name_folded = $1 OR born = $2))
ORDER BY year DESC, register_no LIMIT 10;

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
