-- Where the applicant's answers say which agency decides (a ward, a school), the catalogue says it in words.
ALTER TABLE service
	ADD COLUMN decides_vi text NOT NULL DEFAULT '',
	ADD COLUMN decides_en text NOT NULL DEFAULT '';
COMMENT ON COLUMN service.decides_vi IS 'Who decides, in words, where a field of the form says which agency; empty: the agency''s name';
