#!/usr/bin/env python3
"""Several agencies at one dossier: opinions asked at once, a child dossier at a third agency, both through desk and worker, on the
workflows lay-y-kien-lien-thong and y-kien-don-vi. Ends with "N passed, N failed"."""
import hashlib
import html
import os
import pathlib
import re
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import desk_seed  # noqa: E402
from citizen import Demo  # noqa: E402
from stack import ROOT, WEB_USER  # noqa: E402
from test_desk import forms, hidden, text  # noqa: E402

PARENT, CHILD = "lay-y-kien-lien-thong", "y-kien-don-vi"


def setUpModule():
    global site, people, hashes
    site = Demo(workers=1, conns=3)
    site.__enter__()
    people = desk_seed.people(site)
    for name in (PARENT, CHILD):
        bpmn = (ROOT / f"workflows/{name}.bpmn").read_bytes()
        site.sql(f"INSERT INTO workflow_package (hash, name, bpmn) VALUES ('\\x{hashlib.sha256(bpmn).hexdigest()}', '{name}', "
                 f"convert_from('\\x{bpmn.hex()}', 'UTF8'))")
    hashes = desk_seed.packages(site)[0], hashlib.sha256((ROOT / f"workflows/{PARENT}.bpmn").read_bytes()).hexdigest()
    # The signer is away: slips and results wait, the rest is done.
    db = site.dir / "worker.db"
    db.write_text(site.conninfo("motcua_worker"))
    site.spawn("worker", [ROOT / os.environ.get("BIN", "bin") / "motcua-worker", "--db", db, "--store", site.store, "--signer",
                          site.dir / "away.sock", "--tsa", "http://127.0.0.1:9/", "--trust", site.cert, "--host", "localhost",
                          "--forms", ROOT / "forms"], user=WEB_USER)


def tearDownModule():
    site.__exit__(None, None, None)


class Branches(unittest.TestCase):
    numbers = iter(range(1, 99))

    def act(self, who, code, outcome, **fields):
        """An outcome, with the question asked once more when there is one."""
        desk_seed.sign_in(site, people[who])
        path = f"/ban-lam-viec/{code}/xu-ly"
        page = site.get(f"/ban-lam-viec/{code}")
        self.assertEqual(page.status, 200, f"{who} may not see {code}")
        form = next((f for f in forms(page.text, path) if f'value="{outcome}"' in f), None)
        self.assertIsNotNone(form, f"{who} is not offered {outcome}: {text(page.text)[:900]}")
        reply = site.post(path, {**hidden(form), "_outcome": outcome, **fields})
        if reply.status == 200:
            reply = site.post(path, {**hidden(forms(reply.text, path)[0]), **fields})
        self.assertEqual(reply.status, 303, f"{who}, {outcome}: {text(reply.text)[:900]}")

    def draft(self, code):
        """The result's fields, from the register and by hand."""
        path = f"/ban-lam-viec/{code}/du-thao"
        page = site.get(f"/ban-lam-viec/{code}?ten=nguyen+thi+nguong").text
        form = next(f for f in forms(page, path) if "_record" in f)
        site.post(path, {**hidden(form), "_record": re.search(r'name="_record" value="(\d+)"', form)[1]})
        form = next(f for f in forms(site.get(f"/ban-lam-viec/{code}").text, path) if "result.serial" in f)
        values = {html.unescape(n): html.unescape(v) for n, v in re.findall(r'name="(result\.[^"]*)" type="text"[^>]*? value="([^"]*)"', form)}
        self.assertEqual(site.post(path, {**hidden(form), **values, "result.copy_number": "15/2026"}).status, 303)

    def wait(self, query, what):
        for _ in range(150):
            rows = site.sql(query)
            if rows:
                return rows[0]
            time.sleep(0.2)
        self.fail(f"never came: {what}; " + str(site.sql("SELECT kind, attempts, error FROM outbox WHERE done_at IS NULL")))

    def open(self, code):
        return {tuple(r) for r in site.sql("SELECT w.node, w.agency FROM work_item w JOIN dossier d ON d.id = w.dossier "
                                           f"WHERE d.code = '{code}' AND w.closed_at IS NULL")}

    def marking(self, code):
        return site.sql(f"SELECT marking FROM dossier WHERE code = '{code}'")[0][0]

    def asked(self):
        """A dossier on which opinions and the child dossier are waited for; its code and the child's."""
        code = desk_seed.dossier(site, next(self.numbers), people["congdan1"], hashes)
        self.act("motcua1", code, "accept")
        desk_seed.sign_in(site, people["chuyenvien1"])
        self.draft(code)
        self.act("chuyenvien1", code, "ask")
        child = self.wait(f"SELECT c.code FROM dossier c JOIN dossier d ON d.id = c.parent WHERE d.code = '{code}'", "the child")[0]
        return code, child

    def returned(self, child):
        self.wait(f"SELECT code FROM dossier WHERE code = '{child}' AND returned_at IS NOT NULL", "the child's return")

    def test_all_agree(self):
        code, child = self.asked()
        self.assertEqual(self.open(code), {("opinion", "H24.19.31"), ("opinion", "H24.19.32")})
        self.assertEqual(self.open(child), {("answer", "H24.19.33")})
        due, limit, parent_due = site.sql(f"SELECT c.due_at, c.limit_text, d.due_at FROM dossier c JOIN dossier d ON d.id = c.parent "
                                          f"WHERE c.code = '{child}'")[0]
        self.assertEqual(limit, "2d")
        self.assertNotEqual(due, parent_due, "the child has a clock of its own")
        # The applicant has one dossier, not two.
        desk_seed.sign_in(site, people["congdan1"])
        self.assertNotIn(child, site.get("/ho-so").text)
        # Each school answers for itself, in whatever order; the other's is shown as open elsewhere.
        desk_seed.sign_in(site, people["hieutruong32"])
        page = text(site.get(f"/ban-lam-viec/{code}").text)
        self.assertIn("Cho ý kiến", page)
        self.assertIn("Trường THPT Hoa Phượng", page)
        self.act("hieutruong32", code, "agree")
        self.assertEqual(self.open(code), {("opinion", "H24.19.31")})
        self.act("hieutruong31", code, "agree")
        self.assertEqual(self.open(code), set())
        self.assertTrue(self.marking(code).startswith("m2 running"), self.marking(code))
        # The unit signs; once the paper is made the parent goes on, with the paper.
        self.act("hieutruong33", child, "confirm")
        self.assertEqual(self.open(code), set(), "the paper is not signed yet")
        site.sql("WITH f AS (INSERT INTO stored_file (sha256, bytes, type) VALUES (sha256('x'), 1, 'application/pdf') RETURNING sha256) "
                 f"UPDATE result SET state = 'issued', pdf = f.sha256, issued_at = now() FROM f, dossier c WHERE c.code = '{child}' AND dossier = c.id")
        self.returned(child)
        self.assertEqual(self.open(code), {("decide", "H24.19")})
        self.assertEqual(site.sql(f"SELECT f.paper, f.name FROM dossier_file f JOIN dossier d ON d.id = f.dossier WHERE d.code = '{code}'"),
                         [["lien-thong", f"lien-thong-{child}.pdf"]])
        event = site.sql(f"SELECT e.kind, e.actor_name, e.reason FROM dossier_event e JOIN dossier d ON d.id = e.dossier "
                         f"WHERE d.code = '{code}' AND e.kind = 'child'")[0]
        self.assertIn(child, event[2])
        self.act("giamdoc", code, "approve")
        self.assertEqual(self.open(code), {("release", "H24.19")})

    def test_first_refusal_ends_the_asking(self):
        code, child = self.asked()
        self.act("hieutruong31", code, "disagree", _reason="Không có hồ sơ gốc")
        self.assertEqual(self.open(code), set(), "the other school is asked no more")
        desk_seed.sign_in(site, people["hieutruong32"])
        self.assertNotIn(code, site.get("/ban-lam-viec").text)
        # The unit declines: the error on the call's edge takes it, and the director decides.
        self.act("hieutruong33", child, "decline", _reason="Không xác nhận")
        self.returned(child)
        self.assertEqual(self.open(code), {("decide", "H24.19")})
        self.act("giamdoc", code, "refuse", _reason="Không đủ điều kiện")
        self.assertTrue(self.marking(code).startswith("m1 finished"), self.marking(code))

    def test_two_open_tasks_of_one_officer(self):
        """Who acts for both schools chooses which: the item that was sent counts, not the oldest."""
        site.sql(f"INSERT INTO officer_role (account, role, agency) VALUES ('{people['hieutruong31']}', 'principal', 'H24.19.32')")
        code, _ = self.asked()
        items = dict(site.sql("SELECT w.agency, w.id FROM work_item w JOIN dossier d ON d.id = w.dossier "
                              f"WHERE d.code = '{code}' AND w.closed_at IS NULL"))
        desk_seed.sign_in(site, people["hieutruong31"])
        path = f"/ban-lam-viec/{code}/xu-ly"
        for agency in ("H24.19.32", "H24.19.31"):
            page = site.get(f"/ban-lam-viec/{code}?viec={items[agency]}").text
            form = next(f for f in forms(page, path) if 'value="agree"' in f)
            self.assertEqual(hidden(form)["_item"], items[agency])
            self.assertEqual(site.post(path, {**hidden(form), "_outcome": "agree"}).status, 303)
            self.assertNotIn(("opinion", agency), self.open(code))
        site.sql(f"DELETE FROM officer_role WHERE account = '{people['hieutruong31']}' AND agency = 'H24.19.32'")


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
