-- Decisions and the papers made of them; the outbox; the log that shows what was issued.

CREATE TABLE result (
	id		uuid PRIMARY KEY,
	dossier		uuid NOT NULL UNIQUE REFERENCES dossier,
	agency		text NOT NULL REFERENCES agency,
	code		text NOT NULL UNIQUE CHECK (code ~ '^[0-9a-hjkmnp-tv-z]{10}$'),
	number		text NOT NULL,
	decided_by	uuid NOT NULL REFERENCES account,
	signer_name	text NOT NULL,
	signer_title	text NOT NULL,
	signer_role	text NOT NULL,
	decided_at	timestamptz NOT NULL DEFAULT now(),
	state		text NOT NULL DEFAULT 'decided' CHECK (state IN ('decided', 'issued', 'superseded', 'revoked')),
	pdf		bytea REFERENCES stored_file,
	xml		bytea REFERENCES stored_file,
	qr_text		text,
	issued_at	timestamptz,
	changed_at	timestamptz,
	replaced_by	text,
	UNIQUE (agency, number),
	CHECK ((state = 'decided') = (pdf IS NULL))
);
COMMENT ON TABLE result IS 'A decision, its number given in the commit that decides; the signed files follow, and only then is it visible';
COMMENT ON COLUMN result.signer_role IS 'The role decided in: with the agency it names the signing key';
COMMENT ON COLUMN result.code IS 'Ten random base-32 characters: the address of its status page';

CREATE TABLE slip (
	dossier		uuid NOT NULL REFERENCES dossier,
	kind		text NOT NULL CHECK (kind IN ('submission', 'receipt', 'supplement', 'refusal')),
	round		int NOT NULL DEFAULT 0,
	number		text NOT NULL DEFAULT '',
	pdf		bytea NOT NULL REFERENCES stored_file,
	issued_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (dossier, kind, round)
);
COMMENT ON TABLE slip IS 'Signed slips of the one-stop desk (Circular 03/2025/TT-VPCP, Appendix I)';

CREATE TABLE outbox (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kind		text NOT NULL,
	key		text NOT NULL UNIQUE,
	dossier		uuid REFERENCES dossier,
	payload		jsonb NOT NULL DEFAULT '{}',
	attempts	int NOT NULL DEFAULT 0,
	run_after	timestamptz NOT NULL DEFAULT now(),
	done_at		timestamptz,
	error		text,
	created_at	timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE outbox IS 'What is left to do after a commit, written in that commit; key makes it happen once';
CREATE INDEX outbox_open ON outbox (run_after, id) WHERE done_at IS NULL;

CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NOTIFY outbox;
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

CREATE TABLE issue_log (
	seq		bigint PRIMARY KEY,
	result		uuid NOT NULL REFERENCES result,
	kind		text NOT NULL CHECK (kind IN ('issued', 'superseded', 'revoked')),
	pdf		bytea NOT NULL,
	xml		bytea NOT NULL,
	chain		bytea NOT NULL CHECK (length(chain) = 32),
	at		timestamptz NOT NULL DEFAULT now(),
	UNIQUE (result, kind)
);
COMMENT ON TABLE issue_log IS 'Every issue and change of a result, each entry hashed over the one before';

CREATE TABLE notice (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	account		uuid NOT NULL REFERENCES account,
	dossier		uuid NOT NULL REFERENCES dossier,
	kind		text NOT NULL,
	key		text NOT NULL UNIQUE,
	created_at	timestamptz NOT NULL DEFAULT now(),
	seen_at		timestamptz
);
COMMENT ON TABLE notice IS 'What a person is to be told, once each; shown on the person''s own page';
CREATE INDEX notice_account ON notice (account, id DESC);
