-- People: signing in and out. The session itself is loaded by identity_session.sql.

-- name: identity_account_by_login(login text) -> account uuid, kind text, full_name text, password_hash text, locked boolean
SELECT id AS account, kind, full_name, password_hash, coalesce(locked_until > now(), false) AS locked
FROM account WHERE login = $1 AND closed_at IS NULL;

-- name: identity_session_open(token_hash bytea, account uuid, csrf bytea, hours int) -> kind text    -- forgets failed tries
WITH who AS (
	UPDATE account SET failures = 0, locked_until = NULL WHERE id = $2 AND closed_at IS NULL RETURNING id, kind
), opened AS (
	INSERT INTO session (token_hash, account, csrf, expires_at)
	SELECT $1, id, $3, now() + make_interval(hours => $4) FROM who
)
SELECT kind FROM who;

-- name: identity_failed(login text) -> locked boolean    -- from the fifth failure on: locked for 1, 2, 4 ... at most 60 minutes; tries while it is locked do not make that longer
UPDATE account
SET failures = failures + 1,
    locked_until = CASE WHEN failures + 1 >= 5
	THEN now() + make_interval(mins => least(60, power(2, least(failures + 1 - 5, 6))::int)) END
WHERE login = $1 AND closed_at IS NULL AND coalesce(locked_until <= now(), true)
RETURNING coalesce(locked_until > now(), false) AS locked;

-- name: identity_session_close(token_hash bytea) -> account uuid
DELETE FROM session WHERE token_hash = $1 RETURNING account;

-- name: identity_register(id uuid, login text, full_name text, personal_id text, phone text, password_hash text) -> account uuid    -- 0 rows: the login or the personal number is taken
INSERT INTO account (id, login, kind, full_name, personal_id, phone, password_hash)
VALUES ($1, $2, 'citizen', $3, $4, $5, $6)
ON CONFLICT DO NOTHING
RETURNING id AS account;

-- name: identity_profile_get(account uuid) -> full_name text, personal_id text, born date, phone text, email text, address text
SELECT full_name, personal_id, born, phone, email, address FROM account WHERE id = $1;
