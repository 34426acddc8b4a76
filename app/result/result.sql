-- Results as a stranger may check them: by the code in the QR.

-- name: result_status(code text) -> number text, state text, agency text, agency_vi text, agency_en text, issued_at timestamptz, changed_at timestamptz, replaced_by text, service_vi text, service_en text    -- no personal data: the fields travel in the QR itself
SELECT r.number, r.state, r.agency, a.name_vi AS agency_vi, a.name_en AS agency_en, r.issued_at, r.changed_at, r.replaced_by,
	s.name_vi AS service_vi, s.name_en AS service_en
FROM result r JOIN agency a ON a.code = r.agency JOIN dossier d ON d.id = r.dossier JOIN service s ON s.code = d.service
WHERE r.code = $1 AND r.state <> 'decided';

-- name: result_by_file(sha256 bytea) -> code text, number text, state text, agency_vi text, agency_en text, issued_at timestamptz    -- is this very file one that we issued?
SELECT r.code, r.number, r.state, a.name_vi AS agency_vi, a.name_en AS agency_en, r.issued_at
FROM result r JOIN agency a ON a.code = r.agency
WHERE r.state <> 'decided'
  AND (r.xml = $1 OR r.id = (SELECT v.result FROM result_revision v WHERE v.pdf = $1))
LIMIT 1;
