-- Every paper that the desk makes of a dossier is kept beside it: the slips of the law, the applicant's own form.

ALTER TABLE slip DROP CONSTRAINT slip_kind_check;
ALTER TABLE slip ADD CONSTRAINT slip_kind_check CHECK (kind ~ '^[a-z]{3,20}$');
COMMENT ON TABLE slip IS 'Papers made of a dossier: the slips of the one-stop desk, signed (Circular 03/2025/TT-VPCP, Appendix I), and the official form with what was declared';
