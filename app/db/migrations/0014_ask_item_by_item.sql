-- What a supplement asks for, a row for each field and paper; the reasons that an agency offers; leave for a further round.

CREATE TABLE supplement_item (
	dossier		uuid NOT NULL,
	round		int NOT NULL,
	item		int NOT NULL CHECK (item BETWEEN 1 AND 200),
	kind		text NOT NULL CHECK (kind IN ('field', 'paper', 'words')),
	name		text NOT NULL DEFAULT '' CHECK (length(name) <= 128),
	label		text NOT NULL DEFAULT '' CHECK (length(label) <= 500),
	reason		text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
	was		text NOT NULL DEFAULT '' CHECK (length(was) <= 10000),
	PRIMARY KEY (dossier, round, item),
	FOREIGN KEY (dossier, round) REFERENCES supplement,
	CHECK ((kind = 'words') = (name = ''))
);
COMMENT ON TABLE supplement_item IS 'A request to complete a dossier, item by item: Form 02 lists them, the applicant may change these and no others';
COMMENT ON COLUMN supplement_item.name IS 'Field of the instance with its row ids ("changes[r2].wanted"); empty: asked in words, which opens the whole form';
COMMENT ON COLUMN supplement_item.was IS 'What stood there when it was asked, as people read it: old beside new';

CREATE TABLE reason_template (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	agency		text REFERENCES agency,
	kind		text NOT NULL CHECK (kind IN ('field', 'paper')),
	reason		text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
	position	int NOT NULL DEFAULT 100,
	valid_from	date NOT NULL DEFAULT CURRENT_DATE,
	valid_to	date,
	UNIQUE NULLS NOT DISTINCT (agency, kind, reason)
);
COMMENT ON TABLE reason_template IS 'Reasons that an officer may pick when something must be completed; agency NULL: everywhere';

CREATE TABLE supplement_leave (
	dossier		uuid NOT NULL REFERENCES dossier,
	round		int NOT NULL CHECK (round >= 2),
	asked_by	uuid NOT NULL REFERENCES account,
	asked_at	timestamptz NOT NULL DEFAULT now(),
	why		text NOT NULL CHECK (length(why) BETWEEN 1 AND 2000),
	granted_by	uuid REFERENCES account,
	granted_at	timestamptz,
	reason		text CHECK (length(reason) BETWEEN 1 AND 2000),
	PRIMARY KEY (dossier, round),
	CHECK ((granted_by IS NULL) = (granted_at IS NULL) AND (granted_by IS NULL) = (reason IS NULL))
);
COMMENT ON TABLE supplement_leave IS 'A supervisor''s leave to ask a second time and more: the law says once (Decree 61/2018/NĐ-CP art. 15.3)';
CREATE INDEX supplement_leave_open ON supplement_leave (asked_at) WHERE granted_at IS NULL;
