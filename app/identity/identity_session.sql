-- Who is behind a session cookie: the driver of every page asks this, before the page's own steps.

-- name: identity_session_get(token_hash bytea) -> account uuid, name text, kind text, roles text, csrf bytea, lang text    -- 0 rows: no such session, or it has ended
SELECT a.id AS account, a.full_name AS name, a.kind,
       coalesce((SELECT string_agg(r.role || '@' || r.agency, ' ' ORDER BY r.role, r.agency)
                 FROM officer_role r
                 WHERE r.account = a.id AND r.valid_from <= CURRENT_DATE
                   AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE)), '') AS roles,
       s.csrf, a.lang
FROM session s JOIN account a ON a.id = s.account
WHERE s.token_hash = $1 AND s.expires_at > now() AND a.closed_at IS NULL
LIMIT 1;
