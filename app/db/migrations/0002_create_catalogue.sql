-- What agencies publish: service packages and workflows, immutable and named by their hash; calendars.

CREATE TABLE workflow_package (
	hash		bytea PRIMARY KEY CHECK (length(hash) = 32),
	name		text NOT NULL,
	bpmn		text NOT NULL CHECK (octet_length(bpmn) <= 1048576),
	published_at	timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE workflow_package IS 'Published workflows (BPMN 2.0 XML), never changed: a dossier stays on the one it was filed under';

CREATE TABLE service_package (
	hash		bytea PRIMARY KEY CHECK (length(hash) = 32),
	code		text NOT NULL CHECK (code ~ '^[1-9]\.[0-9]{6}$'),
	xml		text NOT NULL CHECK (octet_length(xml) <= 1048576),
	workflow	bytea NOT NULL REFERENCES workflow_package,
	published_at	timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE service_package IS 'Published service packages, never changed; the hash is SHA-256 of the canonical XML';

CREATE TABLE service (
	code		text PRIMARY KEY,
	package		bytea NOT NULL REFERENCES service_package,
	name_vi		text NOT NULL,
	name_en		text NOT NULL,
	summary_vi	text NOT NULL DEFAULT '',
	summary_en	text NOT NULL DEFAULT '',
	level		text NOT NULL CHECK (level IN ('thong-tin', 'mot-phan', 'toan-trinh')),
	agency		text NOT NULL REFERENCES agency,
	search		text NOT NULL,
	position	int NOT NULL DEFAULT 100
);
COMMENT ON TABLE service IS 'The catalogue: the package in force of each procedure, with what lists and search need';
COMMENT ON COLUMN service.search IS 'Names, synonyms and code without diacritics, lower case';
CREATE INDEX service_search ON service USING gin (search gin_trgm_ops);

CREATE TABLE calendar_day (
	day		date PRIMARY KEY,
	kind		text NOT NULL CHECK (kind IN ('off', 'makeup')),
	name_vi		text NOT NULL,
	name_en		text NOT NULL
);
COMMENT ON TABLE calendar_day IS 'Days off, and Saturdays worked instead, as announced each year (Labour Code, article 112)';
