-- The diploma register (sổ gốc cấp văn bằng): what copies are made from.

CREATE TABLE diploma_record (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	kind		text NOT NULL,
	full_name	text NOT NULL,
	name_folded	text NOT NULL,
	born		date NOT NULL,
	birth_place	text NOT NULL,
	sex		text NOT NULL,
	ethnicity	text NOT NULL,
	nationality	text NOT NULL,
	school		text NOT NULL,
	year		int NOT NULL CHECK (year BETWEEN 1950 AND 2100),
	grade		text NOT NULL,
	serial		text NOT NULL,
	register_no	text NOT NULL,
	decision	text NOT NULL,
	decided_on	date NOT NULL,
	note		text NOT NULL DEFAULT '',
	UNIQUE (register_no, year)
);
COMMENT ON TABLE diploma_record IS 'Register of diplomas issued; matched by folded name, birth date and year, or by serial number';
CREATE INDEX diploma_record_match ON diploma_record (name_folded, born);
CREATE INDEX diploma_record_serial ON diploma_record (serial);
