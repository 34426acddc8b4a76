-- Bookkeeping of the migrations.

-- name: migrate_applied() -> name text, sha256 bytea
SELECT name, sha256 FROM migration ORDER BY name LIMIT 10000;

-- name: migrate_note(name text, sha256 bytea) -> name text
INSERT INTO migration (name, sha256) VALUES ($1, $2) RETURNING name;
