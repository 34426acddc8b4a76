-- The work itself: drafts, dossiers, their papers and history, who has what to do.

CREATE TABLE stored_file (
	sha256		bytea PRIMARY KEY CHECK (length(sha256) = 32),
	bytes		bigint NOT NULL CHECK (bytes > 0),
	type		text NOT NULL CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png', 'application/xml')),
	stored_at	timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE stored_file IS 'Files in the content-addressed store, once each';

CREATE TABLE dossier (
	id		uuid PRIMARY KEY,
	code		text NOT NULL UNIQUE CHECK (code ~ '^[A-Y][0-9]{2}(\.[0-9]{1,3}){0,3}-[0-9]{6}-[0-9]{4,6}$'),
	draft		uuid NOT NULL UNIQUE,
	service		text NOT NULL,
	package		bytea NOT NULL REFERENCES service_package,
	workflow	bytea NOT NULL REFERENCES workflow_package,
	applicant	uuid NOT NULL REFERENCES account,
	agency		text NOT NULL REFERENCES agency,
	applicant_name	text NOT NULL,
	subject		text NOT NULL,
	search		text NOT NULL,
	instance	text NOT NULL CHECK (octet_length(instance) <= 262144),
	version		int NOT NULL DEFAULT 1,
	marking		text NOT NULL CHECK (octet_length(marking) <= 4096),
	status		int NOT NULL CHECK (status BETWEEN 1 AND 10),
	outcome		text CHECK (outcome IN ('issued', 'refused', 'withdrawn')),
	submitted_at	timestamptz NOT NULL DEFAULT now(),
	accepted_at	timestamptz,
	due_at		timestamptz,
	clock_paused_at	timestamptz,
	decided_at	timestamptz,
	finished_at	timestamptz,
	supplements	int NOT NULL DEFAULT 0
);
COMMENT ON TABLE dossier IS 'A dossier (hồ sơ). Its draft id is the idempotency key of its submission';
COMMENT ON COLUMN dossier.instance IS 'The XML instance: what was declared, the truth that is decided on and signed';
COMMENT ON COLUMN dossier.marking IS 'Where the workflow stands, as app/workflow writes it';
COMMENT ON COLUMN dossier.status IS 'National status code 1..10 (TrangThaiHoSo)';
COMMENT ON COLUMN dossier.version IS 'Grows with every change; a writer names the one it has seen';
CREATE INDEX dossier_applicant ON dossier (applicant, submitted_at DESC);
CREATE INDEX dossier_search ON dossier USING gin (search gin_trgm_ops);

CREATE TABLE draft (
	id		uuid PRIMARY KEY,
	account		uuid NOT NULL REFERENCES account,
	service		text NOT NULL,
	package		bytea NOT NULL REFERENCES service_package,
	dossier		uuid REFERENCES dossier,
	instance	text NOT NULL CHECK (octet_length(instance) <= 262144),
	version		int NOT NULL DEFAULT 1,
	created_at	timestamptz NOT NULL DEFAULT now(),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	expires_at	timestamptz NOT NULL DEFAULT now() + interval '30 days',
	submitted_at	timestamptz
);
COMMENT ON TABLE draft IS 'Answers not yet handed in, saved at every step; for a supplement, dossier says of which';
CREATE INDEX draft_account ON draft (account, updated_at DESC) WHERE submitted_at IS NULL;
CREATE UNIQUE INDEX draft_one_supplement ON draft (dossier) WHERE dossier IS NOT NULL AND submitted_at IS NULL;

CREATE TABLE draft_file (
	draft		uuid NOT NULL REFERENCES draft ON DELETE CASCADE,
	paper		text NOT NULL,
	sha256		bytea NOT NULL REFERENCES stored_file,
	name		text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	added_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (draft, paper, sha256)
);
COMMENT ON TABLE draft_file IS 'Papers attached to a draft; paper is the field path in the instance';

CREATE TABLE dossier_file (
	dossier		uuid NOT NULL REFERENCES dossier,
	paper		text NOT NULL,
	sha256		bytea NOT NULL REFERENCES stored_file,
	name		text NOT NULL,
	round		int NOT NULL DEFAULT 0,
	added_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (dossier, paper, sha256)
);
COMMENT ON TABLE dossier_file IS 'Papers of a dossier; round 0 came with the submission, n with the n-th supplement';

CREATE TABLE dossier_event (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	dossier		uuid NOT NULL REFERENCES dossier,
	action		uuid NOT NULL UNIQUE,
	kind		text NOT NULL,
	node		text NOT NULL DEFAULT '',
	actor		uuid REFERENCES account,
	actor_name	text NOT NULL,
	role		text NOT NULL,
	agency		text NOT NULL,
	reason		text NOT NULL DEFAULT '' CHECK (length(reason) <= 4000),
	version		int NOT NULL,
	status		int NOT NULL,
	at		timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE dossier_event IS 'The history: who did what when, and why. Rows are only ever added';
COMMENT ON COLUMN dossier_event.action IS 'Idempotency key of the action: the same one is never done twice';
COMMENT ON COLUMN dossier_event.actor_name IS 'The name as it was that day';
CREATE INDEX dossier_event_dossier ON dossier_event (dossier, id);

CREATE TABLE work_item (
	id		uuid PRIMARY KEY,
	dossier		uuid NOT NULL REFERENCES dossier,
	node		text NOT NULL,
	visit		int NOT NULL,
	role		text NOT NULL,
	agency		text NOT NULL REFERENCES agency,
	assignee	uuid REFERENCES account,
	claimed_at	timestamptz,
	due_at		timestamptz,
	opened_at	timestamptz NOT NULL DEFAULT now(),
	closed_at	timestamptz,
	closed_by	uuid REFERENCES account,
	outcome		text,
	UNIQUE (dossier, node, visit),
	CHECK ((closed_at IS NULL) = (outcome IS NULL))
);
COMMENT ON TABLE work_item IS 'What is to be done by whom: one for each visit of a user task';
CREATE INDEX work_item_queue ON work_item (agency, role, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX work_item_dossier ON work_item (dossier);

CREATE TABLE supplement (
	dossier		uuid NOT NULL REFERENCES dossier,
	round		int NOT NULL,
	reasons		text NOT NULL CHECK (length(reasons) BETWEEN 1 AND 4000),
	asked_by	uuid NOT NULL REFERENCES account,
	asked_at	timestamptz NOT NULL DEFAULT now(),
	answered_at	timestamptz,
	PRIMARY KEY (dossier, round)
);
COMMENT ON TABLE supplement IS 'Requests to complete a dossier, all defects at once (Decree 118/2025/NĐ-CP; Form 02)';

CREATE TABLE timer (
	dossier		uuid NOT NULL REFERENCES dossier,
	node		text NOT NULL,
	visit		int NOT NULL,
	fires_at	timestamptz NOT NULL,
	done_at		timestamptz,
	PRIMARY KEY (dossier, node, visit)
);
COMMENT ON TABLE timer IS 'Armed boundary timers of workflows';
CREATE INDEX timer_due ON timer (fires_at) WHERE done_at IS NULL;

CREATE TABLE number_sequence (
	agency		text NOT NULL REFERENCES agency,
	kind		text NOT NULL,
	period		text NOT NULL,
	last		int NOT NULL,
	PRIMARY KEY (agency, kind, period)
);
COMMENT ON TABLE number_sequence IS 'Numbers without gaps: dossier codes by day, documents by year';
