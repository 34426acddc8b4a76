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
