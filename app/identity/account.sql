-- Making accounts with the tool, as the owner.

-- name: account_make(id uuid, login text, kind text, full_name text, personal_id text, born date, phone text, email text, address text, title text, password_hash text) -> account uuid    -- 0 rows: there already
INSERT INTO account (id, login, kind, full_name, personal_id, born, phone, email, address, title, password_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (login) DO NOTHING
RETURNING id AS account;

-- name: account_give_role(login text, role text, agency text) -> account uuid
INSERT INTO officer_role (account, role, agency, valid_from)
SELECT id, $2, $3, '2025-07-01' FROM account WHERE login = $1 AND kind = 'officer'
ON CONFLICT (account, role, agency) DO UPDATE SET valid_to = NULL
RETURNING account;

-- name: account_known(login text) -> account uuid
SELECT id AS account FROM account WHERE login = $1;

-- name: account_unstaffed(roles text[], agencies text[]) -> place int, agency text, name text    -- which of these roles nobody holds today in the agency beside it; place counts from 1
SELECT w.place::int AS place, w.agency, coalesce(a.name_vi, '?') AS name
FROM unnest($1, $2) WITH ORDINALITY AS w(role, agency, place) LEFT JOIN agency a ON a.code = w.agency
WHERE NOT EXISTS (SELECT FROM officer_role r JOIN account c ON c.id = r.account AND c.closed_at IS NULL
	WHERE r.role = w.role AND r.agency = w.agency AND r.valid_from <= CURRENT_DATE
	  AND (r.valid_to IS NULL OR r.valid_to >= CURRENT_DATE))
ORDER BY w.place LIMIT 2000;
