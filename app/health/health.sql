-- name: health_ready() -> version int, now timestamptz    -- the database answers; version of its schema is read elsewhere
SELECT current_setting('server_version_num')::int AS version, now() AS now;
