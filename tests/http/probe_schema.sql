CREATE TABLE probe (
	id	bigint CONSTRAINT probe_id_once PRIMARY KEY,
	note	text NOT NULL CONSTRAINT probe_note_short CHECK (length(note) < 20)
);
GRANT SELECT, INSERT ON probe TO motcua_web;
