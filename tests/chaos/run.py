#!/usr/bin/env python3
"""Kills everything in turn while dossiers go through the demo, and looks afterwards whether a promise was broken.

usage: VAR=folder run.py      on a demo that runs as root (tests/tour/on_its_own tests/chaos/run.py makes one of its own)

Two loops take dossiers from the citizen to the released result. Meanwhile, one after another: kill -9 of a Kore worker, the
Kore parent, the worker process, the signer, the time-stamp server, an nginx worker, the nginx master; an immediate restart of
PostgreSQL. After each the loops must get a dossier through from beginning to end. A loop retries what was not answered, as
people do. What was answered (a submission's page, a decision's page) is written down, and at the end must be in the database,
once; no dossier may have two results, no number be given twice, no file of an issued result be missing or not valid.
ROUNDS=n plays the blows n times. Prints "N passed, N failed".
"""
import collections
import http.client
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tour"))
import story  # noqa: E402
from story import Demo, Wrong  # noqa: E402

RECOVERY_S = 90
DRAIN_S = 90
TOO_MANY_S = 6      # the front lets an address send so many forms with files a minute: asking at once again eats them up
STEPS = (("receive", "counter", "accept"), ("appraise", "specialist", "submit"), ("approve", "director", "approve"),
         ("release", "counter", "release"))
STAFF = {"counter": "motcua1", "specialist": "chuyenvien1", "director": "giamdoc"}
PG_BIN = "/usr/lib/postgresql/15/bin"
TROUBLE = (OSError, http.client.HTTPException)


class Interrupted(Exception):
    """No answer, or one that says to try again later."""


class Loop(threading.Thread):
    """One citizen and the officers, dossier after dossier."""

    def __init__(self, demo, citizen, paper, stop):
        super().__init__(daemon=True)
        self.demo, self.login, self.paper, self.stop = demo, citizen, paper, stop
        self.visitors, self.signed_in = {}, set()
        self.finished = []              # (when it began, code)
        self.submitted, self.decided = [], []   # acknowledged: codes; (code, node, outcome)
        self.retries, self.trouble, self.current = 0, None, None

    def visitor(self, role):
        if role not in self.visitors:
            self.visitors[role] = self.demo.visitor(role, notes=collections.deque(maxlen=50))
        if role not in self.signed_in:
            story.sign_in(self.visitors[role], self.demo, self.login if role == "citizen" else STAFF[role])
            self.signed_in.add(role)
        return self.visitors[role]

    def insist(self, act, *args):
        """Repeats an act until it is answered; a wrong answer that stays wrong ends the loop."""
        wrong, began = 0, time.monotonic()
        while not self.stop.is_set():
            pause = 0.25
            try:
                return act(*args)
            except TROUBLE:
                pass
            except Wrong as e:
                status = e.page.status if e.page else 0
                if status == 403 or "/dang-nhap" in (e.page.path if e.page else ""):
                    self.signed_in.clear()
                if status == 429:
                    pause = TOO_MANY_S
                if status not in (502, 503, 504, 429):
                    wrong += 1
                if wrong > 8 or time.monotonic() - began > RECOVERY_S:
                    raise
            self.retries += 1
            time.sleep(pause)
        raise Interrupted

    def fill(self):
        v = self.visitor("citizen")
        person = {} if self.login == "congdan1" else {
            "applicant.full_name": "Phạm Ỷ Lan", "applicant.born": "1985-09-21", "applicant.personal_id": "031185000028",
            "applicant.phone": "0900000002"}
        return story.fill_draft(v, story.open_draft(v), {**story.ANSWERS, **person}, self.paper, look_up=False)

    def decide(self, code, node, role, outcome):
        """One officer's part. Done already (an answer that got lost): nothing to do; only what was answered is acknowledged."""
        v = self.visitor(role)
        page = story.settled(v.get(f"/ban-lam-viec/{code}"))
        if not page.form(action="/xu-ly$", value=outcome) and not page.form(action="/nhan$"):
            if node == "release" and "cho ky so" in story.words_of(page):
                raise Wrong("not issued yet", page)
            return node in self.passed(code)
        page = story.claim(v, page)
        if node == "appraise":
            page = story.draft_result(v, page, story.HOLDER, f"{code[-4:]}/2026")
        if node == "release":
            story.wait_for(v, f"/ban-lam-viec/{code}", lambda p: p.form(action="/xu-ly$", value="release"), "the signed result",
                           RECOVERY_S)
            page = story.settled(v.get(f"/ban-lam-viec/{code}"))
        story.decide(v, page, outcome)
        self.decided.append((code, node, outcome))
        return True

    def passed(self, code):
        rows = sql(self.demo, f"SELECT node FROM work_item w JOIN dossier d ON d.id = w.dossier "
                              f"WHERE d.code = '{code}' AND closed_at IS NOT NULL")
        return {r[0] for r in rows}

    def one(self):
        began = time.monotonic()
        self.current = "filling"
        check = self.insist(self.fill)
        # The same form is sent until there is an answer: the dossier must be one.
        self.current = "submitting"
        code = story.code_of(self.insist(story.hand_in, self.visitor("citizen"), check))
        self.submitted.append(code)
        for node, role, outcome in STEPS:
            self.current = f"{code} {node}"
            while not self.insist(self.decide, code, node, role, outcome):
                if self.stop.is_set():
                    raise Interrupted
                time.sleep(0.25)
        self.finished.append((began, code))

    def run(self):
        try:
            while not self.stop.is_set():
                self.one()
        except Interrupted:
            pass
        except Exception as e:      # whatever it is, the test must tell it and not hang
            page = getattr(e, "page", None)
            self.trouble = f"{self.login} at {self.current}: {type(e).__name__}: {e}" + (
                f"\n    {page.status} {page.url}\n    {page.text[:800]}" if page else "")


# ---- the blows

def pid_of(demo, name):
    return int((demo.var / f"run/{name}.pid").read_text())


def children(pid):
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(p) for p in out.split()]


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def restart_postgres(demo):
    as_db = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    subprocess.run([*as_db, f"{PG_BIN}/pg_ctl", "-D", str(demo.var / "pg"), "-m", "immediate", "-w", "-l",
                    str(demo.var / "pg/server.log"), "restart"], check=True, cwd="/", capture_output=True)


BLOWS = (
    ("a Kore worker", lambda d: kill(random.choice(children(pid_of(d, "web"))))),
    ("the Kore parent", lambda d: kill(pid_of(d, "web"))),
    ("the worker process", lambda d: kill(pid_of(d, "worker"))),
    ("the signer", lambda d: kill(pid_of(d, "signer"))),
    ("the time-stamp server", lambda d: kill(pid_of(d, "tsa"))),
    ("an nginx worker", lambda d: kill(random.choice(children(pid_of(d, "front"))))),
    ("the nginx master", lambda d: kill(pid_of(d, "front"))),
    ("PostgreSQL, at once (pg_ctl -m immediate restart)", restart_postgres),
)


# ---- what is true afterwards

def sql(demo, text):
    # The owner's role, as bin/motcua uses it; PostgreSQL may just be coming back.
    for last in (False,) * 40 + (True,):
        done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", (demo.var / "secret/owner.db").read_text(), "-c", text],
                              capture_output=True, text=True)
        if done.returncode == 0:
            return [line.split("|") for line in done.stdout.splitlines()]
        if last:
            raise RuntimeError(done.stderr)
        time.sleep(0.25)


class Score:
    passed = failed = 0

    def expect(self, truth, what):
        if truth:
            self.passed += 1
            print(f"  ok    {what}", flush=True)
        else:
            self.failed += 1
            print(f"  FAIL  {what}", flush=True)


def strike(demo, loops, score, name, blow):
    time.sleep(random.uniform(0.3, 1.5))
    began = time.monotonic()
    blow(demo)
    while time.monotonic() - began < RECOVERY_S:
        if all(any(start > began for start, _ in loop.finished) for loop in loops) or any(loop.trouble for loop in loops):
            break
        time.sleep(0.1)
    well = all(any(start > began for start, _ in loop.finished) for loop in loops)
    score.expect(well, f"killed {name}: every loop finished a new dossier {time.monotonic() - began:.1f} s later")
    for loop in loops:
        if loop.trouble:
            print(f"        {loop.trouble}")


def check_promises(demo, loops, score):
    until = time.monotonic() + DRAIN_S
    while sql(demo, "SELECT 1 FROM outbox WHERE done_at IS NULL AND run_after < now() + interval '1 hour' LIMIT 1"):
        if time.monotonic() > until:
            break
        time.sleep(0.5)
    open_jobs = sql(demo, "SELECT kind, attempts, error FROM outbox WHERE done_at IS NULL AND run_after < now() + interval '1 hour'")
    score.expect(not open_jobs, f"the worker has done what was waiting {open_jobs or ''}")
    submitted = [c for loop in loops for c in loop.submitted]
    decided = [d for loop in loops for d in loop.decided]
    there = {r[0] for r in sql(demo, "SELECT code FROM dossier")}
    lost = sorted(set(submitted) - there)
    score.expect(submitted and not lost, f"all {len(submitted)} acknowledged submissions are there {lost or ''}")
    score.expect(len(submitted) == len(set(submitted)), "no submission was acknowledged with another's code")
    closed = {tuple(r) for r in sql(demo, "SELECT d.code, w.node, w.outcome FROM work_item w JOIN dossier d ON d.id = w.dossier "
                                          "WHERE w.closed_at IS NOT NULL")}
    lost = sorted(set(decided) - closed)
    score.expect(decided and not lost, f"all {len(decided)} acknowledged decisions are there {lost or ''}")
    for what, query in (
        ("every work item was closed by one event at most", "SELECT dossier, node FROM work_item GROUP BY 1, 2, visit HAVING count(*) > 1"),
        ("no draft became two dossiers", "SELECT draft FROM dossier GROUP BY 1 HAVING count(*) > 1"),
        ("no dossier has two results", "SELECT dossier FROM result GROUP BY 1 HAVING count(*) > 1"),
        ("no result number was given twice", "SELECT agency, number FROM result GROUP BY 1, 2 HAVING count(*) > 1"),
        ("no result was issued twice", "SELECT result FROM issue_log WHERE kind = 'issued' GROUP BY 1 HAVING count(*) > 1"),
        ("every released dossier has an issued result", "SELECT d.code FROM dossier d LEFT JOIN result r ON r.dossier = d.id "
         "WHERE d.outcome = 'issued' AND (r.state IS DISTINCT FROM 'issued' OR r.pdf IS NULL)"),
        ("every approved dossier has its result", "SELECT d.code FROM work_item w JOIN dossier d ON d.id = w.dossier LEFT JOIN result r "
         "ON r.dossier = d.id WHERE w.node = 'approve' AND w.outcome = 'approve' AND r.id IS NULL"),
        ("the log of issued results has no gap", "SELECT seq FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS n, min(seq) OVER () AS a "
         "FROM issue_log) x WHERE seq <> n + a - 1"),
        ("every accepted dossier has one receipt", "SELECT d.code FROM dossier d LEFT JOIN slip s ON s.dossier = d.id AND s.kind = 'receipt' "
         "WHERE d.accepted_at IS NOT NULL AND s.dossier IS NULL"),
    ):
        rows = sql(demo, query)
        score.expect(not rows, f"{what} {rows[:5] or ''}")
    bad = [code for code, digest in sql(demo, "SELECT d.code, encode(r.pdf, 'hex') FROM result r JOIN dossier d ON d.id = r.dossier "
                                              "WHERE r.state = 'issued'") if not valid(demo, digest)]
    score.expect(not bad, f"every issued result is in the store and valid {bad or ''}")


def valid(demo, digest):
    found = list((demo.var / "store").rglob(f"*{digest[4:]}*"))
    return bool(found) and subprocess.run([str(story.ROOT / "bin/motcua"), "verify", str(found[0]), "--trust", str(demo.trust)],
                                          capture_output=True).returncode == 0


def main():
    demo = Demo(os.environ.get("VAR", "var"))
    random.seed(os.environ.get("SEED", uuid.uuid4().hex))
    score, stop, paper = Score(), threading.Event(), story.scan()
    loops = [Loop(demo, login, paper, stop) for login in ("congdan1", "congdan2")]
    started = time.monotonic()
    for loop in loops:
        loop.start()
    while not all(loop.finished or loop.trouble for loop in loops) and time.monotonic() - started < RECOVERY_S:
        time.sleep(0.1)
    score.expect(all(loop.finished for loop in loops), f"two loops run: a dossier from citizen to result in "
                 f"{time.monotonic() - started:.1f} s")
    for _ in range(int(os.environ.get("ROUNDS", "1"))):
        for name, blow in BLOWS:
            if any(loop.trouble for loop in loops):
                break
            strike(demo, loops, score, name, blow)
    stop.set()
    for loop in loops:
        loop.join(RECOVERY_S)
        score.expect(loop.trouble is None, f"the loop of {loop.login} ran to the end: {len(loop.finished)} dossiers, "
                     f"{loop.retries} things asked again{chr(10) + loop.trouble if loop.trouble else ''}")
    check_promises(demo, loops, score)
    print(f"{score.passed} passed, {score.failed} failed")
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
