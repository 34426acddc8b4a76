-- Agencies, people, what they may do, and their sessions.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE agency (
	code		text PRIMARY KEY CHECK (code ~ '^[A-Y][0-9]{2}(\.[0-9]{1,3}){0,3}$'),
	name_vi		text NOT NULL,
	name_en		text NOT NULL,
	letterhead	text NOT NULL,		-- upper-case name on papers
	parent_head	text NOT NULL,		-- upper-case name of the body above, on papers
	symbol		text NOT NULL,		-- in document numbers: SGDĐT
	place		text NOT NULL,		-- "Hải Phòng": where papers are dated
	valid_from	date NOT NULL DEFAULT '2025-07-01',
	valid_to	date,
	CHECK (valid_to IS NULL OR valid_to > valid_from)
);
COMMENT ON TABLE agency IS 'Public bodies (Decision 20/2020/QĐ-TTg codes), with their validity: units merge and part';
COMMENT ON COLUMN agency.letterhead IS 'Name as printed at the top left of papers, Decree 30/2020/NĐ-CP Appendix I';
COMMENT ON COLUMN agency.symbol IS 'Abbreviation in the number of a document: 12/QĐ-SGDĐT';

CREATE TABLE account (
	id		uuid PRIMARY KEY,
	login		text NOT NULL UNIQUE CHECK (login = lower(login) AND length(login) BETWEEN 3 AND 80),
	kind		text NOT NULL CHECK (kind IN ('citizen', 'officer')),
	full_name	text NOT NULL CHECK (length(full_name) BETWEEN 2 AND 120),
	personal_id	text UNIQUE CHECK (personal_id ~ '^[0-9]{12}$'),
	born		date,
	phone		text CHECK (phone ~ '^0[0-9]{9}$'),
	email		text CHECK (length(email) <= 254),
	address		text NOT NULL DEFAULT '' CHECK (length(address) <= 300),
	title		text NOT NULL DEFAULT '' CHECK (length(title) <= 120),
	password_hash	text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
	lang		text NOT NULL DEFAULT 'vi' CHECK (lang IN ('vi', 'en')),
	failures	int NOT NULL DEFAULT 0,
	locked_until	timestamptz,
	created_at	timestamptz NOT NULL DEFAULT now(),
	closed_at	timestamptz
);
COMMENT ON TABLE account IS 'Citizens and officers who sign in with a password of ours; other ways to sign in add rows elsewhere';
COMMENT ON COLUMN account.title IS 'Officers: the post as printed under a signature ("GIÁM ĐỐC")';
COMMENT ON COLUMN account.failures IS 'Failed sign-ins since the last good one; locks grow with it';

CREATE TABLE officer_role (
	account		uuid NOT NULL REFERENCES account,
	role		text NOT NULL CHECK (role ~ '^[a-z][a-z-]{1,30}$'),
	agency		text NOT NULL REFERENCES agency,
	valid_from	date NOT NULL DEFAULT CURRENT_DATE,
	valid_to	date,
	PRIMARY KEY (account, role, agency)
);
COMMENT ON TABLE officer_role IS 'Who may act in which lane of a workflow, in which agency, from when to when';
CREATE INDEX officer_role_lane ON officer_role (agency, role);

CREATE TABLE session (
	token_hash	bytea PRIMARY KEY CHECK (length(token_hash) = 32),
	account		uuid NOT NULL REFERENCES account,
	csrf		bytea NOT NULL CHECK (length(csrf) = 32),
	created_at	timestamptz NOT NULL DEFAULT now(),
	seen_at		timestamptz NOT NULL DEFAULT now(),
	expires_at	timestamptz NOT NULL
);
COMMENT ON TABLE session IS 'Sessions by the SHA-256 of their token: a copy of this table lets nobody in';
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expiry ON session (expires_at);
