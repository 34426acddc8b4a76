-- Which migrations were applied. Run before all others, every time.

CREATE TABLE IF NOT EXISTS migration (
	name		text PRIMARY KEY,
	sha256		bytea NOT NULL CHECK (length(sha256) = 32),
	applied_at	timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE migration IS 'Applied migrations, by file name, with the hash of what was applied';
