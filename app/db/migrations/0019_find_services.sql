-- What a search and its filters need of each procedure, and the events in life that lead to one.
CREATE TABLE life_event (
	code		text PRIMARY KEY CHECK (code ~ '^[a-z][a-z0-9-]{0,39}$'),
	name_vi		text NOT NULL,
	name_en		text NOT NULL,
	position	int NOT NULL
);
COMMENT ON TABLE life_event IS 'Events in life that people come with (forms/lists/life-events.xml), as last published';

ALTER TABLE service
	ADD COLUMN name_folded text NOT NULL DEFAULT '',
	ADD COLUMN audience text NOT NULL DEFAULT 'citizen' CHECK (audience IN ('citizen', 'organisation', 'both')),
	ADD COLUMN tier text NOT NULL DEFAULT 'tinh' CHECK (tier IN ('bo', 'tinh', 'xa', 'truong')),
	ADD COLUMN field text NOT NULL DEFAULT '',
	ADD COLUMN field_vi text NOT NULL DEFAULT '',
	ADD COLUMN field_en text NOT NULL DEFAULT '',
	ADD COLUMN events text[] NOT NULL DEFAULT '{}',
	ADD COLUMN limit_n int NOT NULL DEFAULT 0,
	ADD COLUMN limit_unit text NOT NULL DEFAULT 'working-day',
	ADD COLUMN fee_vnd bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN service.name_folded IS 'The Vietnamese name without diacritics, lower case: where a hit counts most';
COMMENT ON COLUMN service.tier IS 'Who decides: ministry, city (department), ward, school';
