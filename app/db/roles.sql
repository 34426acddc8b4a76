-- Least privilege: what the processes may do. Run by the owner after every migration; safe to run again.
-- motcua_web and motcua_worker are made with their passwords by `motcua init`.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM motcua_web, motcua_worker, PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO motcua_web, motcua_worker;

-- Every grant is needed by a named statement of the process: tests/store/test_roles.py.
GRANT SELECT ON agency, workflow_package, service_package, calendar_day, stored_file, dossier, work_item, timer, number_sequence,
	result, slip, outbox, notice TO motcua_web, motcua_worker;
GRANT SELECT ON reason_template, supplement_item, supplement_leave TO motcua_web;
GRANT INSERT ON supplement_item, supplement_leave TO motcua_web;
GRANT UPDATE (granted_by, granted_at, reason) ON supplement_leave TO motcua_web;
GRANT SELECT ON slip_form, register_entry, extension TO motcua_worker;
GRANT INSERT ON extension TO motcua_worker;
GRANT SELECT ON slip_form, register_entry, extension TO motcua_web;
GRANT INSERT ON register_entry, extension TO motcua_web;
GRANT UPDATE (old_due, new_due, reason, signed_by, signer_name, signer_title, signer_role, signed_at) ON extension TO motcua_web;
GRANT SELECT ON counter_draft, counter_file, paper_kept, handover TO motcua_web;
GRANT SELECT ON paper_kept TO motcua_worker;
GRANT INSERT ON counter_draft, counter_file, paper_kept TO motcua_web;
GRANT UPDATE (channel, instance, name, person_id, phone, email, address, version, submitted_at) ON counter_draft TO motcua_web;
GRANT UPDATE (form, copies) ON paper_kept TO motcua_web;
GRANT DELETE ON counter_file, paper_kept TO motcua_web;
GRANT EXECUTE ON FUNCTION dossier_take_over TO motcua_web;
GRANT SELECT ON officer_role, service, life_event, diploma_record, draft, draft_file, dossier_file, dossier_event, supplement, account,
	session, result_revision TO motcua_web;
GRANT SELECT (id, address, phone, email) ON account TO motcua_worker;

-- web: people and their sessions
GRANT INSERT ON account TO motcua_web;
GRANT UPDATE (failures, locked_until) ON account TO motcua_web;
GRANT INSERT, DELETE ON session TO motcua_web;
-- web: drafts and dossiers
GRANT INSERT ON stored_file, draft, draft_file, dossier, dossier_file, work_item, supplement, timer, number_sequence,
	result, outbox TO motcua_web;
GRANT UPDATE (instance, version, updated_at, expires_at, submitted_at) ON draft TO motcua_web;
GRANT DELETE ON draft, draft_file TO motcua_web;
GRANT UPDATE (instance, version, marking, status, outcome, accepted_at, due_at, clock_paused_at, decided_at, finished_at,
	supplements, search, subject, applicant_name) ON dossier TO motcua_web;
GRANT UPDATE (version, marking, status, outcome, due_at, clock_paused_at, finished_at, returned_at) ON dossier TO motcua_worker;
GRANT INSERT ON dossier, dossier_file TO motcua_worker;
GRANT SELECT ON dossier_file, dossier_event TO motcua_worker;
GRANT UPDATE (assignee, claimed_at, closed_at, closed_by, outcome) ON work_item TO motcua_web;
GRANT UPDATE (closed_at, outcome, reminded_at) ON work_item TO motcua_worker;
GRANT UPDATE (answered_at) ON supplement TO motcua_web;
GRANT UPDATE (done_at) ON timer TO motcua_web, motcua_worker;
GRANT UPDATE (last) ON number_sequence TO motcua_web, motcua_worker;
GRANT UPDATE (seen_at) ON notice TO motcua_web;
-- history: add only
GRANT INSERT ON dossier_event TO motcua_web, motcua_worker;

-- worker
GRANT INSERT ON notice, stored_file, slip, work_item, timer, outbox, number_sequence, issue_log, result_revision TO motcua_worker;
GRANT SELECT ON issue_log TO motcua_worker;
GRANT UPDATE (attempts, run_after, done_at, error) ON outbox TO motcua_worker;
GRANT UPDATE (state, pdf, xml, qr_text, issued_at, kept_until) ON result TO motcua_worker;

-- web: administrators' working copies; publishing is one function that looks at the role itself
GRANT SELECT, INSERT ON package_text, package_draft, package_edit, package_comment TO motcua_web;
GRANT UPDATE (version, stands_at, text, sample, changed_by, changed_at, closed_at, outcome) ON package_draft TO motcua_web;
GRANT UPDATE (settled_at, settled_by) ON package_comment TO motcua_web;
GRANT SELECT ON publication TO motcua_web;
GRANT EXECUTE ON FUNCTION package_publish(uuid, uuid, int, bytea, text, bytea, date, jsonb, jsonb) TO motcua_web;
-- worker: what is due enters into force
GRANT EXECUTE ON FUNCTION package_enter() TO motcua_worker;
