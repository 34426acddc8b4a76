#!/usr/bin/env python3
"""What the web process and the worker may do in the database, and that it is not more than they need. Ends with
"N passed, N failed".

Needs are found by taking one grant away at a time: a named statement of the process that then can no longer be executed
(EXPLAIN of the prepared statement checks rights as execution does) needs it; a grant that none needs fails.
"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "app/build"))
import desk_seed  # noqa: E402
import sqlgen  # noqa: E402
from citizen import Demo  # noqa: E402
from stack import PG_BIN, ROOT  # noqa: E402

ROLES = ("motcua_web", "motcua_worker")
# Files of statements that are not the process's own: the tools run as the owner.
OWNERS = {"migrate.sql", "roles.sql", "account.sql", "bench.sql"}
WORKERS = {"worker.sql"}
OWNERS_STATEMENTS = {"catalogue_publish_workflow", "catalogue_publish_events", "catalogue_publish_package", "catalogue_put_in_force"}
# Statements of other rooms that the worker asks too.
WORKER_ASKS = re.compile(r"&([A-Z][A-Z0-9_]+)\b")
passed = failed = 0


def check(truth, what):
    global passed, failed
    if truth:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}", flush=True)


class Shell:
    """psql as one role; what goes wrong comes back as text."""

    def __init__(self, site, role):
        self.site, self.role = site, role

    def run(self, text):
        done = subprocess.run([PG_BIN / "psql", "-X", "-q", "-At", "-v", "VERBOSITY=verbose", "-h", str(self.site.pg), "-U", self.role,
                               "-d", "motcua"], input=text, capture_output=True, text=True)
        return done.stdout, done.stderr

    def refused(self, text, state="42501"):
        _, wrong = self.run("BEGIN;" + text + ";ROLLBACK;")
        check(f"ERROR:  {state}" in wrong, f"{self.role}: {text[:90]}: {wrong.strip()[:120] or 'was done'}")

    def done(self, text):
        _, wrong = self.run("BEGIN;" + text + ";ROLLBACK;")
        check("ERROR" not in wrong, f"{self.role}: {text[:90]}: {wrong.strip()[:160]}")


# ---- what each process asks

def statements():
    """name -> (text, parameter types), and whose it is."""
    all_of, whose = {}, {"motcua_web": set(), "motcua_worker": set()}
    asked_by_worker = set()
    for path in (ROOT / "app/worker").glob("*.c"):
        asked_by_worker |= {name.lower() for name in WORKER_ASKS.findall(path.read_text())}
    for path in sorted((ROOT / "app").glob("*/*.sql")):
        if path.name in ("migrate.sql", "roles.sql"):
            continue
        for s in sqlgen.read(path):
            text = "\n".join(s.body) if isinstance(s.body, list) else s.body
            all_of[s.name] = (text.strip().rstrip(";"), [kind for _, kind in s.params])
            if path.name in WORKERS or s.name in asked_by_worker:
                whose["motcua_worker"].add(s.name)
            if path.name not in WORKERS | OWNERS and s.name not in OWNERS_STATEMENTS:
                whose["motcua_web"].add(s.name)
    return all_of, whose


def script(all_of, names):
    """Prepares and explains every one, each in a savepoint of its own; says which was refused."""
    lines = []
    for name in sorted(names):
        text, types = all_of[name]
        nulls = "(" + ", ".join("NULL" for _ in types) + ")" if types else ""
        lines += [f"\\echo -- {name}", "SAVEPOINT a;", f"PREPARE {name}{'(' + ', '.join(types) + ')' if types else ''} AS {text};",
                  f"EXPLAIN EXECUTE {name}{nulls};", "ROLLBACK TO a;", "DEALLOCATE ALL;"]
    return "\n".join(lines)


def grants(site, role):
    """(right, table, column or None), as roles.sql gave them."""
    rows = site.sql(f"""SELECT privilege_type, table_name, '' FROM information_schema.role_table_grants WHERE grantee = '{role}'
        UNION ALL SELECT g.privilege_type, g.table_name, g.column_name FROM information_schema.column_privileges g
        WHERE g.grantee = '{role}' AND NOT EXISTS (SELECT FROM information_schema.role_table_grants t WHERE t.grantee = g.grantee
            AND t.table_name = g.table_name AND t.privilege_type = g.privilege_type)""")
    return [(right, table, column or None) for right, table, column in rows]


def needless(site, role, all_of, names):
    """One session as the owner: revoke, look as the role, take it back; a mark for each grant that nobody missed."""
    out = []
    text = script(all_of, names)
    for right, table, column in grants(site, role):
        what = f"{right} ({column})" if column else right
        _, wrong = Shell(site, "motcua").run(f"BEGIN;\nREVOKE {what} ON {table} FROM {role};\nSET LOCAL ROLE {role};\n{text}\nROLLBACK;")
        if "42501" not in wrong:
            out.append(f"{what} ON {table}")
    return out


def test_statements(site, all_of, whose):
    for role in ROLES:
        check(len(whose[role]) > 10, f"{role}: only {len(whose[role])} statements were found")
        out, wrong = Shell(site, role).run("BEGIN;\n" + script(all_of, whose[role]) + "\nROLLBACK;")
        check("ERROR" not in wrong, f"{role}: a statement is refused: {wrong.strip()[:400]}")
        check(out.count("-- ") >= len(whose[role]), f"{role}: not every statement was tried")
        for grant in needless(site, role, all_of, whose[role]):
            check(False, f"{role}: nobody needs GRANT {grant}")
        check(True, "")


def test_forbidden(site):
    tables = [r[0] for r in site.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    for role in ROLES:
        s = Shell(site, role)
        for ddl in ("CREATE TABLE t (a int)", "CREATE SCHEMA s", "DROP TABLE dossier", "ALTER TABLE dossier ADD x int", "CREATE INDEX ON dossier (id)",
                    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "ALTER TABLE dossier DISABLE TRIGGER ALL", "CREATE EXTENSION dblink",
                    "GRANT SELECT ON migration TO motcua_web", "ALTER TABLE dossier OWNER TO motcua_web", "CREATE ROLE x", "TRUNCATE dossier_event",
                    "COPY dossier TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')", "SELECT rolpassword FROM pg_authid",
                    "SET SESSION AUTHORIZATION motcua"):
            _, wrong = s.run("BEGIN;" + ddl + ";ROLLBACK;")
            check("ERROR:  42501" in wrong or "ERROR:  42" in wrong, f"{role}: {ddl}: {wrong.strip()[:120] or 'was done'}")
        for table in ("dossier_event", "issue_log"):
            s.refused(f"UPDATE {table} SET at = now()")
            s.refused(f"DELETE FROM {table}")
            s.refused(f"TRUNCATE {table}")
        for table in tables:
            s.refused(f"TRUNCATE {table}")
        s.refused("SELECT * FROM migration")
        for gone in ("dossier", "dossier_file", "work_item", "supplement", "result", "slip", "account", "officer_role", "number_sequence", "stored_file",
                     "service", "service_package", "workflow_package", "calendar_day", "agency", "diploma_record", "outbox", "notice", "timer"):
            s.refused(f"DELETE FROM {gone}")
        for fixed, column in (("dossier", "applicant"), ("dossier", "code"), ("dossier", "draft"), ("dossier", "submitted_at"), ("dossier", "agency"),
                              ("result", "number"), ("result", "dossier"), ("result", "decided_by"), ("result", "code"), ("account", "kind"),
                              ("account", "login"), ("account", "personal_id"), ("work_item", "role"), ("work_item", "agency"), ("draft", "account"),
                              ("session", "account"), ("service_package", "xml"), ("workflow_package", "bpmn"), ("officer_role", "role"),
                              ("diploma_record", "full_name"), ("slip", "pdf"), ("stored_file", "sha256"), ("dossier_file", "sha256")):
            s.refused(f"UPDATE {fixed} SET {column} = NULL")
        s.refused("INSERT INTO officer_role (account, role, agency) SELECT id, 'director', 'H24.19' FROM account")
        s.refused("INSERT INTO service_package (hash, code, xml, workflow) SELECT hash, code, xml, workflow FROM service_package")
    Shell(site, "motcua_web").refused("INSERT INTO issue_log (seq, result, kind, pdf, xml, chain) VALUES (1, gen_random_uuid(), 'issued', '', '', '')")
    Shell(site, "motcua_web").refused("UPDATE result SET state = 'issued'")
    Shell(site, "motcua_web").refused("UPDATE outbox SET done_at = now()")
    Shell(site, "motcua_web").refused("INSERT INTO slip (dossier, kind, pdf) VALUES (gen_random_uuid(), 'receipt', '')")
    Shell(site, "motcua_worker").refused("INSERT INTO result (id) VALUES (gen_random_uuid())")
    Shell(site, "motcua_worker").refused("INSERT INTO dossier (id) VALUES (gen_random_uuid())")
    Shell(site, "motcua_worker").refused("INSERT INTO account (id) VALUES (gen_random_uuid())")
    Shell(site, "motcua_worker").refused("SELECT password_hash FROM account")
    Shell(site, "motcua_worker").refused("SELECT token_hash FROM session")
    Shell(site, "motcua_worker").refused("SELECT * FROM diploma_record")


def test_constraints(site):
    """What the statements promise, the tables hold too: as the owner, whom no right stops."""
    s, people = Shell(site, "motcua"), desk_seed.people(site)
    hashes = desk_seed.packages(site)
    code = desk_seed.dossier(site, 1, people["congdan1"], hashes)
    (one,), = site.sql("SELECT id FROM dossier")
    copy = ("INSERT INTO dossier (id, code, draft, service, package, workflow, applicant, agency, applicant_name, subject, search, instance, marking, "
            "status) SELECT gen_random_uuid(), {code}, {draft}, service, package, workflow, applicant, agency, applicant_name, subject, search, "
            "{instance}, marking, {status} FROM dossier")

    def dossier(code="'H24.19-261124-0002'", draft="gen_random_uuid()", status="status", instance="instance"):
        return copy.format(code=code, draft=draft, status=status, instance=instance)

    result = ("INSERT INTO result (id, dossier, agency, code, number, decided_by, signer_name, signer_title, signer_role, state, pdf) VALUES "
              "(gen_random_uuid(), '{d}', 'H24.19', '{code}', '{number}', '" + people["giamdoc"] + "', 'x', 'x', 'director', '{state}', {pdf})")

    def decided(d=one, code="0123456789", number="01/X", state="decided", pdf="NULL"):
        return result.format(d=d, code=code, number=number, state=state, pdf=pdf)

    event = ("INSERT INTO dossier_event (dossier, action, kind, actor_name, role, agency, version, status) VALUES "
             f"('{one}', '{one}', 'x', 'x', 'x', 'H24.19', 1, 1)")
    s.done(dossier())
    s.refused(dossier(draft="draft"), "23505")
    s.refused(dossier(code="code"), "23505")
    for status in ("0", "11", "-1", "99"):
        s.refused(dossier(status=status), "23514")
    s.refused(f"UPDATE dossier SET status = 11 WHERE code = '{code}'", "23514")
    s.refused(dossier(code="'h24.19-261124-0003'"), "23514")
    s.refused(dossier(instance="repeat('x', 262145)"), "23514")
    s.done(decided())
    s.refused(decided() + ";" + decided(code="0123456788", number="02/X"), "23505")
    s.refused(decided(state="issued"), "23514")
    s.refused(decided(state="decided", pdf="'\\x00'"), "23514")
    s.refused(decided(code="short"), "23514")
    s.refused(event + ";" + event, "23505")
    s.refused("INSERT INTO work_item (id, dossier, node, visit, role, agency) SELECT gen_random_uuid(), dossier, node, visit, role, agency FROM work_item",
              "23505")
    s.refused("UPDATE work_item SET closed_at = now()", "23514")
    s.refused(f"UPDATE dossier SET outcome = 'lost' WHERE code = '{code}'", "23514")
    s.refused("INSERT INTO outbox (kind, key) VALUES ('x', 'k'), ('x', 'k')", "23505")
    draft = (f"INSERT INTO draft (id, account, service, package, instance) SELECT gen_random_uuid(), '{people['congdan1']}', '3.000465', hash, '<a/>' "
             "FROM service_package")
    s.done(draft)
    s.refused(draft + ";" + draft, "23505")
    s.refused("UPDATE account SET personal_id = '123' WHERE login = 'congdan1'", "23514")
    s.refused("UPDATE account SET password_hash = 'mat-khau'", "23514")
    s.refused("DELETE FROM account WHERE login = 'congdan1'", "23503")
    s.refused("UPDATE stored_file SET bytes = 0; INSERT INTO stored_file (sha256, bytes, type) VALUES ('\\x00', 1, 'application/pdf')", "23514")


def main():
    with Demo(web=False) as site:
        all_of, whose = statements()
        test_statements(site, all_of, whose)
        test_forbidden(site)
        test_constraints(site)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
