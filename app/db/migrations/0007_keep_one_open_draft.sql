-- One open draft for each person and procedure: two clicks at once must not begin two.

DELETE FROM draft d
WHERE d.dossier IS NULL AND d.submitted_at IS NULL
  AND EXISTS (SELECT FROM draft o WHERE o.account = d.account AND o.service = d.service AND o.package = d.package
	AND o.dossier IS NULL AND o.submitted_at IS NULL AND (o.updated_at, o.id) > (d.updated_at, d.id));
CREATE UNIQUE INDEX draft_one_open ON draft (account, service, package) WHERE dossier IS NULL AND submitted_at IS NULL;
