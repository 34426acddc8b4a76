-- Statements for the http tests, over tests/http/probe_schema.sql.

-- name: probe_insert(id bigint, note text) -> id bigint
INSERT INTO probe (id, note) VALUES ($1, $2) RETURNING id;

-- name: probe_count() -> n bigint
SELECT count(*) AS n FROM probe;

-- name: probe_nap(ms int) -> n int
SELECT $1 AS n FROM (SELECT pg_sleep($1 / 1000.0)) AS nap;

-- name: probe_slow_insert(id bigint, ms int) -> id bigint
WITH nap AS MATERIALIZED (SELECT pg_sleep($2 / 1000.0))
INSERT INTO probe (id, note) SELECT $1, 'slow' FROM nap RETURNING id;

-- name: probe_unlucky(id bigint, times int) -> id bigint    -- falls to a deadlock that many times, then is done
INSERT INTO probe (id, note) VALUES ($1, 'tried ' || probe_unlucky($2)) RETURNING id;

-- name: probe_begin()    -- leaves its connection inside a transaction: a mistake that must not reach the next request
BEGIN;

-- name: probe_types(u uuid, t text, b bigint, i int, o boolean, d date, z timestamptz, y bytea, j jsonb, a text[]) -> u uuid, t text, b bigint, i int, o boolean, d date, z timestamptz, y bytea, j jsonb, a text[]
SELECT $1 AS u, $2 AS t, $3 AS b, $4 AS i, $5 AS o, $6 AS d, $7 AS z, $8 AS y, $9 AS j, $10 AS a;
