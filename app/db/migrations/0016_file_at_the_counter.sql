-- Filing at the counter for somebody without an account, and handing over.

ALTER TABLE dossier ALTER COLUMN applicant DROP NOT NULL;
ALTER TABLE dossier
	ADD COLUMN channel int NOT NULL DEFAULT 2 CHECK (channel IN (1, 2, 3)),
	ADD COLUMN filed_by uuid REFERENCES account,
	ADD COLUMN received_at_agency text REFERENCES agency,
	ADD COLUMN returned_at_agency text REFERENCES agency,
	ADD COLUMN person_id text CHECK (person_id ~ '^[0-9]{9,12}$'),
	ADD COLUMN person_phone text,
	ADD COLUMN person_email text,
	ADD COLUMN person_address text,
	ADD COLUMN claim_code text CHECK (claim_code ~ '^[0-9a-hjkmnp-tv-z]{10}$'),
	ADD COLUMN claim_tries int NOT NULL DEFAULT 0,
	ADD CHECK (channel = 2 OR filed_by IS NOT NULL),
	ADD CHECK (applicant IS NOT NULL OR filed_by IS NOT NULL);
COMMENT ON COLUMN dossier.applicant IS 'The account that filed it or took it over; NULL: filed at the counter and not taken over yet';
COMMENT ON COLUMN dossier.channel IS 'KenhThucHien: 1 in person, 2 online, 3 by post';
COMMENT ON COLUMN dossier.received_at_agency IS 'Nơi tiếp nhận; agency is the cơ quan giải quyết; NULL: the same';
COMMENT ON COLUMN dossier.returned_at_agency IS 'Nơi trả kết quả; NULL: the agency itself';
COMMENT ON COLUMN dossier.claim_code IS 'The secret on the printed receipt by which its holder takes the dossier over; gone when taken over';
CREATE INDEX dossier_person ON dossier (person_id, submitted_at DESC) WHERE person_id IS NOT NULL;
CREATE INDEX dossier_filed ON dossier (filed_by, submitted_at DESC) WHERE filed_by IS NOT NULL;

CREATE TABLE counter_draft (
	id		uuid PRIMARY KEY,
	officer		uuid NOT NULL REFERENCES account,
	agency		text NOT NULL REFERENCES agency,
	service		text NOT NULL,
	package		bytea NOT NULL REFERENCES service_package,
	channel		int NOT NULL DEFAULT 1 CHECK (channel IN (1, 3)),
	instance	text NOT NULL CHECK (octet_length(instance) <= 262144),
	name		text NOT NULL DEFAULT '' CHECK (length(name) <= 120),
	person_id	text NOT NULL DEFAULT '' CHECK (person_id ~ '^([0-9]{9,12})?$'),
	phone		text NOT NULL DEFAULT '' CHECK (length(phone) <= 20),
	email		text NOT NULL DEFAULT '' CHECK (length(email) <= 254),
	address		text NOT NULL DEFAULT '' CHECK (length(address) <= 300),
	version		int NOT NULL DEFAULT 1,
	created_at	timestamptz NOT NULL DEFAULT now(),
	submitted_at	timestamptz
);
COMMENT ON TABLE counter_draft IS 'What an officer types for somebody at the counter, until it is accepted';
CREATE INDEX counter_draft_officer ON counter_draft (officer, created_at DESC) WHERE submitted_at IS NULL;

CREATE TABLE counter_file (
	draft		uuid NOT NULL REFERENCES counter_draft ON DELETE CASCADE,
	paper		text NOT NULL,
	sha256		bytea NOT NULL REFERENCES stored_file,
	name		text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	PRIMARY KEY (draft, paper, sha256)
);
COMMENT ON TABLE counter_file IS 'Papers scanned at the counter';

CREATE TABLE paper_kept (
	draft		uuid NOT NULL,
	paper		text NOT NULL CHECK (length(paper) <= 128),
	form		text NOT NULL CHECK (form IN ('original', 'copy', 'shown')),
	copies		int NOT NULL DEFAULT 1 CHECK (copies BETWEEN 1 AND 99),
	PRIMARY KEY (draft, paper)
);
COMMENT ON TABLE paper_kept IS 'Papers of a dossier that lie on paper (bản giấy): an original or a copy kept, or an original seen and given back; draft is the dossier''s';

CREATE TABLE handover (
	dossier		uuid PRIMARY KEY REFERENCES dossier,
	at		timestamptz NOT NULL DEFAULT now(),
	officer		uuid NOT NULL REFERENCES account,
	way		text NOT NULL CHECK (way IN ('counter', 'post')),
	name		text NOT NULL CHECK (length(name) BETWEEN 2 AND 120),
	person_id	text NOT NULL CHECK (length(person_id) BETWEEN 1 AND 40),
	note		text NOT NULL DEFAULT '' CHECK (length(note) <= 500)
);
COMMENT ON TABLE handover IS 'Who took the result at the counter, by which identity paper, and signed for it; or the post''s number';

-- The web process may not change whose a dossier is; this one way it may: from nobody's to who holds the receipt.
CREATE FUNCTION dossier_take_over(the_code text, the_account uuid, the_claim text, the_action uuid, the_name text) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
WITH tried AS (
	UPDATE dossier d SET applicant = CASE WHEN d.claim_code = the_claim THEN the_account END,
		claim_tries = d.claim_tries + CASE WHEN d.claim_code = the_claim THEN 0 ELSE 1 END,
		claim_code = CASE WHEN d.claim_code = the_claim THEN NULL ELSE d.claim_code END
	WHERE d.code = the_code AND d.applicant IS NULL AND d.claim_code IS NOT NULL AND d.claim_tries < 10
	  AND EXISTS (SELECT FROM account a WHERE a.id = the_account AND a.kind = 'citizen' AND a.closed_at IS NULL)
	RETURNING d.id, d.code, d.applicant, d.agency, d.version, d.status
), noted AS (
	INSERT INTO dossier_event (dossier, action, kind, actor, actor_name, role, agency, version, status)
	SELECT id, the_action, 'taken_over', the_account, the_name, 'applicant', agency, version, status FROM tried
	WHERE applicant IS NOT NULL
)
SELECT code FROM tried WHERE applicant IS NOT NULL
$$;
REVOKE ALL ON FUNCTION dossier_take_over(text, uuid, text, uuid, text) FROM PUBLIC;
COMMENT ON FUNCTION dossier_take_over(text, uuid, text, uuid, text) IS 'The code when it is the account''s now; ten wrong secrets close the dossier to it';
