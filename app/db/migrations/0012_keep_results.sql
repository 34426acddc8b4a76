-- Results that outlive the certificates they were signed with: the PDF grows, and each state of it stays known.
ALTER TABLE result ADD COLUMN kept_until timestamptz;
COMMENT ON COLUMN result.kept_until IS
	'Long-term form (PAdES B-LTA): when the certificate of its last time stamp ends. Null: not in that form yet';
CREATE INDEX result_kept ON result (kept_until) WHERE kept_until IS NOT NULL;

CREATE TABLE result_revision (
	pdf		bytea PRIMARY KEY REFERENCES stored_file,
	result		uuid NOT NULL REFERENCES result,
	made_at		timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE result_revision IS 'Every state of a result''s PDF that was handed out: each begins with the one before';
CREATE INDEX result_revision_result ON result_revision (result);
INSERT INTO result_revision (pdf, result, made_at) SELECT pdf, id, issued_at FROM result WHERE pdf IS NOT NULL;
