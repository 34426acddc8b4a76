#!/usr/bin/env python3
"""Officers, the applicant and the worker's timers at the same dossier at the same time: each is told what became of it, nothing
stops in the middle, no two wait for each other. Ends with "N passed, N failed"."""
import os
import pathlib
import subprocess
import sys
import threading
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import desk_seed  # noqa: E402
from citizen import Citizen, Demo  # noqa: E402
from stack import ROOT, WEB_USER  # noqa: E402

DOSSIERS = 24
CSRF = "00" * 32 + "5a" * 32            # a pad of zeros, and the secret of every session made here under it


def setUpModule():
    global site, people, hashes
    site = Demo(workers=2, conns=6)
    site.__enter__()
    people = desk_seed.people(site)
    hashes = desk_seed.packages(site)
    # The signer is away: papers wait, timers run.
    db = site.dir / "worker.db"
    db.write_text(site.conninfo("motcua_worker") + " options='-c statement_timeout=5s -c lock_timeout=3s'")
    site.spawn("worker", [ROOT / os.environ.get("BIN", "bin") / "motcua-worker", "--db", db, "--store", site.store, "--signer",
                          site.dir / "away.sock", "--tsa", "http://127.0.0.1:9/", "--trust", site.cert, "--host", "localhost",
                          "--forms", ROOT / "forms"], user=WEB_USER)


def tearDownModule():
    site.__exit__(None, None, None)


def at_once(*calls):
    """Each in a thread of its own; what they gave, in their order."""
    answers, start = [None] * len(calls), threading.Barrier(len(calls))

    def run(i):
        start.wait()
        answers[i] = calls[i]()
    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(calls))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return answers


class Case(unittest.TestCase):
    numbers = iter(range(1, 9999))

    def setUp(self):
        self.officers = {login: Citizen(site, login) for login in ("motcua1", "chuyenvien1", "chuyenvien2")}
        self.applicant = Citizen(site, "congdan1")
        self.errors = len(self.errors_logged())

    def tearDown(self):
        self.assertEqual(self.errors_logged()[self.errors:], [], "the web process met something it did not expect")
        self.assertEqual([line for line in site.log("postgres").splitlines() if "deadlock" in line], [])

    def errors_logged(self):
        return [line for line in site.log("web").splitlines() if "error web[" in line]

    def dossier(self):
        return desk_seed.dossier(site, next(self.numbers), people["congdan1"], hashes)

    def task(self, code):
        return site.sql(f"SELECT w.id, d.version, d.id FROM dossier d JOIN work_item w ON w.dossier = d.id "
                        f"WHERE d.code = '{code}' AND w.closed_at IS NULL")[0]

    def wish(self, code, login, outcome, **more):
        """A call that asks for an outcome of the dossier as it stands now; its answer is the status."""
        item, version, _ = self.task(code)
        fields = {"csrf": CSRF, "_item": item, "_version": version, "_action": str(uuid.uuid4()), "_outcome": outcome,
                  "_reason": "Thiếu giấy", "_confirmed": "yes", **more}
        return lambda: self.officers[login].post_raw(f"/ban-lam-viec/{code}/xu-ly", fields).status

    def accepted(self, n):
        codes = [self.dossier() for _ in range(n)]
        for code in codes:
            self.assertEqual(self.wish(code, "motcua1", "accept")(), 303)
        return codes

    def test_the_dossier_is_locked_before_its_item(self):
        """Somebody moves the dossier and then closes its item, as the worker does; an officer acts in between."""
        code, = self.accepted(1)
        item, _, dossier = self.task(code)
        other = subprocess.Popen(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(site.pg), "-U", "motcua", "-d", "motcua", "-c",
                                  f"BEGIN; SELECT FROM dossier WHERE id = '{dossier}' FOR NO KEY UPDATE; SELECT pg_sleep(0.7);"
                                  f"UPDATE work_item SET due_at = due_at WHERE id = '{item}'; SELECT pg_sleep(1.5); COMMIT"],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        site.wait_for("the other", lambda: site.sql("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.7)%' AND wait_event = 'PgSleep'"))
        status = self.wish(code, "chuyenvien1", "supplement")()
        self.assertEqual(other.wait(), 0, other.stderr.read())
        other.stderr.close()
        self.assertEqual(status, 303)

    def test_timers_while_officers_act(self):
        codes = self.accepted(DOSSIERS)
        wishes = {login: [self.wish(code, login, "supplement") for code in codes] for login in ("chuyenvien1", "chuyenvien2")}
        names = ", ".join(f"'{code}'" for code in codes)

        def fire():
            site.sql(f"UPDATE timer t SET fires_at = now() FROM dossier d WHERE d.id = t.dossier AND t.node = 'appraise-soon' "
                     f"AND d.code IN ({names}); NOTIFY outbox")
        answers = at_once(*(lambda w=w: [act() for act in w] for w in wishes.values()), fire)
        self.assertLessEqual({status for of in answers[:2] for status in of}, {303, 409})
        site.wait_for("the timers", lambda: site.sql(f"SELECT count(*) FROM timer t JOIN dossier d ON d.id = t.dossier "
                                                     f"WHERE d.code IN ({names}) AND t.done_at IS NULL AND t.fires_at <= now()") == [["0"]])
        # Moved once by one of them, or left alone because the timer was first; never twice, never by halves.
        for code, count, status, items in site.sql(f"""SELECT d.code, count(e.id) FILTER (WHERE e.kind = 'supplement'), d.status,
                (SELECT count(*) FROM work_item w WHERE w.dossier = d.id AND w.closed_at IS NULL)
                FROM dossier d JOIN dossier_event e ON e.dossier = d.id WHERE d.code IN ({names}) GROUP BY d.id"""):
            self.assertIn((count, status, items), {("1", "5", "1"), ("0", "4", "1")}, code)

    def test_the_reminder_marks_the_task(self):
        code, = self.accepted(1)
        site.sql(f"UPDATE timer t SET fires_at = now() FROM dossier d WHERE d.id = t.dossier AND d.code = '{code}'; NOTIFY outbox")
        site.wait_for("the reminder", lambda: site.sql(f"SELECT 1 FROM work_item w JOIN dossier d ON d.id = w.dossier "
                                                       f"WHERE d.code = '{code}' AND w.node = 'appraise' AND w.reminded_at IS NOT NULL"))

    def test_timers_while_the_applicant_answers(self):
        """The ten days are over in the moment in which the supplement is handed in."""
        codes, sends = self.accepted(8), []
        for code in codes:
            self.assertEqual(self.wish(code, "chuyenvien1", "supplement")(), 303)
            draft = self.applicant.post_raw(f"/ho-so/{code}/bo-sung", {"csrf": CSRF}).headers["location"].split("/")[2]
            sends.append((f"/nhap/{draft}/nop", {"csrf": CSRF, "_version": "1", "_declared": "yes"}))
        names = ", ".join(f"'{code}'" for code in codes)
        answers = at_once(lambda: [self.applicant.post_raw(*send).status for send in sends],
                          lambda: site.sql(f"UPDATE timer t SET fires_at = now() FROM dossier d WHERE d.id = t.dossier "
                                           f"AND t.done_at IS NULL AND d.code IN ({names}); NOTIFY outbox"))
        self.assertLessEqual(set(answers[0]), {303, 409, 422})
        site.wait_for("the timers", lambda: site.sql(f"SELECT count(*) FROM timer t JOIN dossier d ON d.id = t.dossier "
                                                     f"WHERE d.code IN ({names}) AND t.done_at IS NULL AND t.fires_at <= now()") == [["0"]])

    def test_a_supplement_opened_many_times_at_once(self):
        code, = self.accepted(1)
        self.assertEqual(self.wish(code, "chuyenvien1", "supplement")(), 303)
        replies = at_once(*[lambda: self.applicant.post_raw(f"/ho-so/{code}/bo-sung", {"csrf": CSRF})] * 8)
        self.assertEqual({r.status for r in replies}, {303})
        self.assertEqual(len({r.headers["location"] for r in replies}), 1)

    def test_given_to_a_colleague_many_times_at_once(self):
        code, = self.accepted(1)
        item = self.task(code)[0]
        fields = {"csrf": CSRF, "_item": item, "_action": str(uuid.uuid4()), "_to": people["chuyenvien2"]}
        replies = at_once(*[lambda: self.officers["chuyenvien1"].post_raw(f"/ban-lam-viec/{code}/phan-cong", fields).status] * 8)
        self.assertEqual(replies, [303] * 8)
        self.assertEqual(site.sql(f"SELECT count(*) FROM dossier_event WHERE action = '{fields['_action']}'"), [["1"]])


if __name__ == "__main__":
    if not os.environ.get("MOTCUA_BUILT"):
        subprocess.run(["make", "-s", "-C", str(ROOT), "-j2", "all"], check=True)
    run = unittest.main(argv=sys.argv, exit=False).result
    bad = len(run.failures) + len(run.errors)
    print(f"{run.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)
