"""A private Motcua with people and dossiers, for the tests of what must not happen.

    with Guard() as site:
        owner = site.person("congdan1")             # signed in by a row of the table of sessions
        code = site.file(owner)                     # a dossier, filed through the pages
        before = site.state()                       # a digest of every table, to see that nothing changed
        reply = site.send(owner, "POST", "/ho-so/moi", {"service": SERVICE})

Checks are counted by check(); the last line of a test is finish()'s.
"""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse
import uuid

from stack import ROOT, Stack

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tour"))
import story  # noqa: E402
from visitor import Visitor, multipart  # noqa: E402

SERVICE = story.SERVICE
CSRF = "00" * 32 + "5a" * 32           # a pad of zeros, and the secret of every session made here under it
FORM_TYPE = "application/x-www-form-urlencoded"
# Rows that a request may touch without doing anything: the session's last use, and the brakes of sign-in.
PASSED_OVER = {"session": ["seen_at"], "account": ["failures", "locked_until"]}
# The smallest picture that is one: 1 x 1, grey.
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
                    "0000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300" + "01" * 64 + "ffc0000b080001000101011100ffc40014000100000000"
                     "00000000000000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f0054ffd9")

passed = failed = 0


def check(truth, what):
    global passed, failed
    if truth:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}", flush=True)
    return bool(truth)


def finish():
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def build():
    if not os.environ.get("MOTCUA_BUILT"):
        subprocess.run(["make", "-s", "-C", str(ROOT), "-j2", "all"], check=True)


def paper(mark="", size=0):
    """A small PDF; mark makes its bytes different from those of others, size makes it that big."""
    pdf = story.picture_pdf(JPEG + mark.encode(), 1, 1)
    if size > len(pdf):
        pdf = story.picture_pdf(JPEG + mark.encode() + b"\0" * (size - len(pdf)), 1, 1)
    return pdf


class Person:
    def __init__(self, login, account, name, visitor, cookie):
        self.login, self.id, self.name, self.visitor, self.cookie = login, account, name, visitor, cookie


class Guard(Stack):
    def __init__(self, **more):
        super().__init__(**{"workers": 2, "conns": 6, **more})
        self.read_at = self.read = None
        self.people = json.loads((ROOT / "conf/demo/accounts.json").read_text())

    def prepare_database(self):
        super().prepare_database()
        db, tool = self.dir / "owner.db", ROOT / os.environ.get("BIN", "bin") / "motcua"
        db.write_text(self.conninfo())
        self.psql("-1", "-f", ROOT / "conf/demo/agencies.sql")
        for argv in (["publish", "--db", db, "workflows", "forms"], ["account", "--db", db, "conf/demo/accounts.json"]):
            subprocess.run([tool, *argv], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)

    def write_conf(self):
        super().write_conf()
        # One address sends here what a city sends: the front's rates have tests of their own.
        conf = self.run / "nginx.conf"
        conf.write_text(re.sub(r"rate=\d+r/m", "rate=60000r/m", conf.read_text()))

    # ---- people

    def person(self, login):
        """Signed in, in a fresh session."""
        (account, name), = self.sql(f"SELECT id, full_name FROM account WHERE login = '{login}'")
        cookie = os.urandom(32).hex()[:43]
        self.sql(f"INSERT INTO session (token_hash, account, csrf, expires_at) VALUES ('\\x"
                 f"{hashlib.sha256(cookie.encode()).hexdigest()}', '{account}', '\\x{'5a' * 32}', now() + interval '1 hour')")
        visitor = Visitor(login, self.port, self.cert)
        visitor.cookies["__Host-motcua"] = cookie
        return Person(login, account, name, visitor, cookie)

    # ---- requests without a browser's help

    def send(self, who, method, path, fields=None, accept="text/html", csrf=CSRF, body=None, kind=FORM_TYPE, files=None):
        """who: a Person, or None for nobody. fields become the body, with the form token unless csrf is None."""
        headers = {"Accept": accept}
        if who is not None:
            headers["Cookie"] = f"__Host-motcua={who.cookie}"
        elif csrf == CSRF:
            headers["Cookie"] = f"__Host-form={'5a' * 32}"
        if method == "POST":
            pairs = [*([("csrf", csrf)] if csrf is not None else []), *(fields.items() if isinstance(fields, dict) else fields or [])]
            if files is not None:
                kind, body = multipart(NoForm, pairs, files)
            elif body is None:
                body = urllib.parse.urlencode(pairs)
            headers["Content-Type"] = kind
        return self.request(method, path, body=body, headers=headers, cookies=False)

    # ---- dossiers

    def fill(self, who, answers=None, pdf=None, service=SERVICE):
        """A draft with all answers given, by the pages; its page that shows them all."""
        return fill_draft(who.visitor, {**story.ANSWERS, **(answers or {})}, pdf or paper())

    def file(self, who, answers=None, pdf=None):
        return story.code_of(story.hand_in(who.visitor, self.fill(who, answers, pdf)))

    def decide(self, who, code, outcome, reason=None):
        v = who.visitor
        return story.decide(v, story.claim(v, story.settled(v.get(f"/ban-lam-viec/{code}"))), outcome, reason)

    def task(self, code):
        """item, version, dossier: of the first open task of a dossier."""
        (item, version, dossier), = self.sql(f"""SELECT w.id, d.version, d.id FROM dossier d JOIN work_item w ON w.dossier = d.id
            WHERE d.code = '{code}' AND w.closed_at IS NULL ORDER BY w.opened_at LIMIT 1""")
        return item, int(version), dossier

    # ---- what is in the database

    def state(self):
        """table -> (rows, digest of all of them), but for the columns that count tries. Not read again while nothing was
        written: the end of the log of changes stands still then."""
        end = self.sql("SELECT pg_current_wal_insert_lsn()")[0][0]
        if self.read_at != end:
            self.read_at, self.read = end, self.read_state()
        return dict(self.read)

    def read_state(self):
        tables = [r[0] for r in self.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
        queries = []
        for table in tables:
            row = "to_jsonb(t)" + "".join(f" - '{column}'" for column in PASSED_OVER.get(table, []))
            queries.append(f"SELECT '{table}', count(*), md5(string_agg(md5(({row})::text), '' ORDER BY md5(({row})::text))) FROM {table} t")
        return {table: (int(n), digest) for table, n, digest in self.sql(" UNION ALL ".join(queries))}


class NoForm:
    fields = ()


def changes(before, after):
    return [f"{table}: {before[table][0]} rows, then {n}" for table, (n, digest) in after.items() if before[table] != (n, digest)]


def fill_draft(v, answers, pdf):
    page, seen = story.open_draft(v), []
    while not page.path.endswith("/kiem-tra"):
        seen.append(page.path)
        story.expect(page, len(seen) < story.PAGES_MAX, "the form does not come to its end: " + ", ".join(seen))
        page = story.fill_page(v, page, answers, pdf, False)
    return page


def new_id():
    return str(uuid.uuid4())
