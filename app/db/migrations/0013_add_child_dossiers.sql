-- A dossier that another one has called for, at another agency (liên thông): its own clock, its result copied back.

ALTER TABLE dossier
	ADD COLUMN parent	uuid REFERENCES dossier,
	ADD COLUMN parent_node	text NOT NULL DEFAULT '',
	ADD COLUMN parent_visit	int NOT NULL DEFAULT 0,
	ADD COLUMN limit_text	text NOT NULL DEFAULT '' CHECK (limit_text ~ '^([1-9][0-9]{0,4}(h|d|cd))?$'),
	ADD COLUMN returned_at	timestamptz,
	ADD CHECK ((parent IS NULL) = (parent_node = ''));
COMMENT ON COLUMN dossier.parent IS 'The dossier whose call activity opened this one';
COMMENT ON COLUMN dossier.limit_text IS 'Its own time limit, as workflows write it; empty: the service''s';
COMMENT ON COLUMN dossier.returned_at IS 'When the parent took in how this one ended';
CREATE UNIQUE INDEX dossier_child ON dossier (parent, parent_node, parent_visit) WHERE parent IS NOT NULL;
CREATE INDEX dossier_to_return ON dossier (finished_at) WHERE parent IS NOT NULL AND finished_at IS NOT NULL AND returned_at IS NULL;

-- The worker opens dossiers that others have called for, and no others.
CREATE FUNCTION dossier_child_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'the worker files child dossiers only';
END $$;
CREATE TRIGGER dossier_child_only BEFORE INSERT ON dossier FOR EACH ROW
	WHEN (NEW.parent IS NULL AND CURRENT_USER = 'motcua_worker') EXECUTE FUNCTION dossier_child_only();
