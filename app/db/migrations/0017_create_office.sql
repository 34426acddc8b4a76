-- Working copies of service packages with every edit, comments, and what was published by whom, from when.

CREATE TABLE package_text (
	hash		bytea PRIMARY KEY CHECK (length(hash) = 32),
	xml		text NOT NULL CHECK (octet_length(xml) <= 1048576)
);
COMMENT ON TABLE package_text IS 'States of working copies, once each; the hash is SHA-256 of the text';

CREATE TABLE package_draft (
	id		uuid PRIMARY KEY,
	code		text NOT NULL CHECK (code ~ '^[1-9]\.[0-9]{6}$'),
	agency		text NOT NULL REFERENCES agency,
	version		int NOT NULL DEFAULT 0,
	stands_at	int NOT NULL DEFAULT 0,
	text		bytea NOT NULL REFERENCES package_text,
	base		bytea REFERENCES service_package,
	sample		text CHECK (octet_length(sample) <= 262144),
	opened_by	uuid NOT NULL REFERENCES account,
	opened_at	timestamptz NOT NULL DEFAULT now(),
	changed_by	uuid NOT NULL REFERENCES account,
	changed_at	timestamptz NOT NULL DEFAULT now(),
	closed_at	timestamptz,
	outcome		text CHECK (outcome IN ('published', 'dropped')),
	CHECK ((closed_at IS NULL) = (outcome IS NULL))
);
COMMENT ON TABLE package_draft IS 'An administrators'' working copy of a service package; at most one open for each procedure';
COMMENT ON COLUMN package_draft.version IS 'Grows with every edit, undo and redo; a writer names the one it has seen';
COMMENT ON COLUMN package_draft.stands_at IS 'Version of the edit the text came from: an undo goes back to that edit''s parent';
COMMENT ON COLUMN package_draft.base IS 'The package in force when it was opened; none: a new procedure';
COMMENT ON COLUMN package_draft.sample IS 'Answers tried out in the preview';
CREATE UNIQUE INDEX package_draft_one_open ON package_draft (code) WHERE closed_at IS NULL;

CREATE TABLE package_edit (
	draft		uuid NOT NULL REFERENCES package_draft,
	version		int NOT NULL,
	kind		text NOT NULL CHECK (kind IN ('open', 'do', 'undo', 'redo')),
	operation	text NOT NULL DEFAULT '' CHECK (octet_length(operation) <= 200),
	parent		int,
	before		bytea REFERENCES package_text,
	after		bytea NOT NULL REFERENCES package_text,
	actor		uuid NOT NULL REFERENCES account,
	actor_name	text NOT NULL,
	at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (draft, version)
);
COMMENT ON TABLE package_edit IS 'Every edit of a working copy: who, when, from which state to which. Rows are only ever added';
COMMENT ON COLUMN package_edit.operation IS 'What was asked for: "set 0-12"; what it changed follows from the two states';

CREATE TABLE package_comment (
	id		uuid PRIMARY KEY,
	draft		uuid NOT NULL REFERENCES package_draft,
	element		text NOT NULL CHECK (element ~ '^[0-9]{1,9}-[0-9]{1,6}$'),
	words		text NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
	author		uuid NOT NULL REFERENCES account,
	author_name	text NOT NULL,
	at		timestamptz NOT NULL DEFAULT now(),
	settled_at	timestamptz,
	settled_by	text
);
COMMENT ON TABLE package_comment IS 'What administrators tell each other about an element of a working copy';
CREATE INDEX package_comment_draft ON package_comment (draft, at);

CREATE TABLE publication (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	code		text NOT NULL,
	package		bytea NOT NULL REFERENCES service_package,
	replaced	bytea REFERENCES service_package,
	draft		uuid NOT NULL UNIQUE REFERENCES package_draft,
	effective_on	date NOT NULL,
	entered_at	timestamptz,
	listing		jsonb NOT NULL,
	changes		jsonb NOT NULL,
	agency		text NOT NULL REFERENCES agency,
	actor		uuid NOT NULL REFERENCES account,
	actor_name	text NOT NULL,
	at		timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE publication IS 'The log of publications: who put which package in force from when, and what it changed';
COMMENT ON COLUMN publication.listing IS 'The row of the catalogue as it will read: names, summaries, level, search';
CREATE INDEX publication_code ON publication (code, id DESC);
CREATE INDEX publication_due ON publication (effective_on, id) WHERE entered_at IS NULL;

-- What is due enters into force: the only way by which a package that the portal published comes into the catalogue.
CREATE FUNCTION package_enter() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	p	publication;
	n	int := 0;
BEGIN
	FOR p IN SELECT publication.* FROM publication
		WHERE entered_at IS NULL AND effective_on <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
		ORDER BY effective_on, id FOR UPDATE
	LOOP
		INSERT INTO service (code, package, name_vi, name_en, summary_vi, summary_en, level, agency, search)
		VALUES (p.code, p.package, p.listing->>'name_vi', p.listing->>'name_en', p.listing->>'summary_vi',
			p.listing->>'summary_en', p.listing->>'level', p.agency, p.listing->>'search')
		ON CONFLICT (code) DO UPDATE SET package = EXCLUDED.package, name_vi = EXCLUDED.name_vi,
			name_en = EXCLUDED.name_en, summary_vi = EXCLUDED.summary_vi, summary_en = EXCLUDED.summary_en,
			level = EXCLUDED.level, agency = EXCLUDED.agency, search = EXCLUDED.search;
		UPDATE publication SET entered_at = now() WHERE id = p.id;
		n := n + 1;
	END LOOP;
	RETURN n;
END $$;

-- Publishes a working copy. Who may is decided here and nowhere else: the web process can write none of these tables.
-- NULL: closed already, changed meanwhile, not an administrator of its agency, or another package is in force by now.
CREATE FUNCTION package_publish(of_draft uuid, by_account uuid, seen_version int, new_hash bytea, new_xml text,
	new_workflow bytea, effective date, new_listing jsonb, new_changes jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	d	package_draft;
	pub	bigint;
	in_force bytea;
	who	text;
BEGIN
	SELECT package_draft.* INTO d FROM package_draft WHERE id = of_draft AND closed_at IS NULL AND version = seen_version FOR UPDATE;
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	SELECT a.full_name INTO who FROM account a JOIN officer_role r ON r.account = a.id
	WHERE a.id = by_account AND a.closed_at IS NULL AND r.role = 'administrator' AND r.agency = d.agency
	  AND r.valid_from <= CURRENT_DATE AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE);
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	SELECT package INTO in_force FROM service WHERE code = d.code FOR UPDATE;
	IF in_force IS DISTINCT FROM d.base OR EXISTS (SELECT FROM publication p WHERE p.code = d.code AND p.entered_at IS NULL) THEN
		RETURN NULL;
	END IF;
	IF effective < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN
		RAISE EXCEPTION 'package_publish_past' USING ERRCODE = 'check_violation';
	END IF;
	INSERT INTO service_package (hash, code, xml, workflow) VALUES (new_hash, d.code, new_xml, new_workflow)
	ON CONFLICT (hash) DO NOTHING;
	INSERT INTO publication (code, package, replaced, draft, effective_on, listing, changes, agency, actor, actor_name)
	VALUES (d.code, new_hash, d.base, d.id, effective, new_listing, new_changes, d.agency, by_account, who)
	RETURNING id INTO pub;
	UPDATE package_draft SET closed_at = now(), outcome = 'published' WHERE id = d.id;
	PERFORM package_enter();
	RETURN pub;
END $$;
REVOKE EXECUTE ON FUNCTION package_enter(), package_publish(uuid, uuid, int, bytea, text, bytea, date, jsonb, jsonb) FROM PUBLIC;
