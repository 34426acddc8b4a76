-- The numbers of documents begin again each year (Decree 30/2020/NĐ-CP, Article 15): 01 of the next is not 01 of this.
-- And the worker is woken by rows, not by statements that could have brought some.

ALTER TABLE result DROP CONSTRAINT result_agency_number_key;
CREATE UNIQUE INDEX result_number ON result
	(agency, number, (extract(year FROM decided_at AT TIME ZONE 'Asia/Ho_Chi_Minh')));

CREATE OR REPLACE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT FROM added) THEN
		NOTIFY outbox;
	END IF;
	RETURN NULL;
END $$;
DROP TRIGGER outbox_notify ON outbox;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox
	REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
