CREATE TABLE probe (
	id	bigint CONSTRAINT probe_id_once PRIMARY KEY,
	note	text NOT NULL CONSTRAINT probe_note_short CHECK (length(note) < 20)
);
GRANT SELECT, INSERT ON probe TO motcua_web;
-- Every other call falls to a deadlock, so to say: a sequence is not rolled back.
CREATE SEQUENCE probe_tries;
GRANT USAGE ON SEQUENCE probe_tries TO motcua_web;
CREATE FUNCTION probe_unlucky(times int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
	IF nextval('probe_tries') % (times + 1) <> 0 THEN
		RAISE SQLSTATE '40P01';
	END IF;
	RETURN times;
END $$;
