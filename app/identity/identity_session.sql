-- name: identity_session_get(token_hash bytea) -> account uuid, name text, kind text, roles text, csrf bytea, lang text    -- 0 rows: no such session, or it has ended
SELECT s.account_id AS account, a.name, a.kind::text AS kind,
       coalesce((SELECT string_agg(r.role || '@' || r.agency, ' ' ORDER BY r.role, r.agency)
                 FROM account_role r WHERE r.account_id = a.id), '') AS roles,
       s.csrf, a.lang::text AS lang
FROM session s JOIN account a ON a.id = s.account_id
WHERE s.token_hash = $1 AND s.expires > now() AND s.ended IS NULL
LIMIT 1;
