#!/usr/bin/env python3
"""Dossiers go through a whole demo while each of its processes is killed once: what was acknowledged is there afterwards, no
result twice, no number twice or left out, and no log holds what people wrote. Ends with "N passed, N failed".

The longer run with more blows and two loops is tests/chaos/run.py, from which the loop and the checks come. Needs root, as the
demo's processes have users of their own. Without VAR it makes a demo of its own (tests/tour/on_its_own).
"""
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "tests/chaos"), str(ROOT / "tests/tour")]
import run as chaos  # noqa: E402
import story  # noqa: E402

BLOWS = ("a Kore worker", "the Kore parent", "the worker process", "the signer", "the nginx master",
         "PostgreSQL, at once (pg_ctl -m immediate restart)")
# What people wrote, what they are, and how they sign in: for no log.
PRIVATE = ("Nguyễn Thị Ngưỡng", "Nguyễn Ngọc Lan", "031198000017", "0900000001", "Thử Nghiệm", "Quảng Ninh", "motcua-demo-",
           "giay-xac-nhan", "Bổ sung hồ sơ")


def check_numbers(demo, score):
    for what, query in (
            ("dossier codes have no gap and none stands twice", """SELECT n.agency, n.period, n.last, count(d.code), count(DISTINCT d.code)
                FROM number_sequence n LEFT JOIN dossier d ON d.code LIKE n.agency || '-' || n.period || '-%' WHERE n.kind = 'dossier'
                GROUP BY 1, 2, 3 HAVING count(d.code) <> n.last OR count(DISTINCT d.code) <> n.last"""),
            ("result numbers have no gap and none stands twice", """SELECT n.agency, n.period, n.last, count(r.number), count(DISTINCT r.number)
                FROM number_sequence n LEFT JOIN result r ON r.agency = n.agency WHERE n.kind = 'result'
                GROUP BY 1, 2, 3 HAVING count(r.number) <> n.last OR count(DISTINCT r.number) <> n.last"""),
            ("every move of a dossier is in its history, once", """SELECT d.code FROM dossier d JOIN dossier_event e ON e.dossier = d.id
                GROUP BY d.code, d.version HAVING max(e.version) <> d.version
                OR count(*) FILTER (WHERE e.kind <> 'assigned') <> d.version"""),
            ("every issued result is in the log of issues", """SELECT r.id FROM result r LEFT JOIN issue_log l ON l.result = r.id
                WHERE r.state = 'issued' AND l.seq IS NULL""")):
        rows = chaos.sql(demo, query)
        score.expect(not rows, f"{what} {rows[:5] or ''}")


def check_logs(demo, score):
    logs = [*(demo.var / "log").glob("*"), demo.var / "pg/server.log"]
    for path in (p for p in logs if p.is_file()):
        data = path.read_bytes()
        found = [text for text in PRIVATE if text.encode() in data]
        score.expect(not found, f"{path.name} holds nobody's words {found or ''}")
    text = (demo.var / "log/web.log").read_text(errors="replace")
    score.expect(not re.search(r"check failed|CHECK\(", text), "no check of the web process's own failed")


def play():
    demo, score, stop = story.Demo(os.environ["VAR"]), chaos.Score(), threading.Event()
    loop = chaos.Loop(demo, "congdan1", story.scan(), stop)
    loop.start()
    for name in BLOWS:
        if loop.trouble is None:
            chaos.strike(demo, [loop], score, name, dict(chaos.BLOWS)[name])
    stop.set()
    loop.join(chaos.RECOVERY_S)
    score.expect(loop.trouble is None, f"the loop ran to the end: {len(loop.finished)} dossiers, {loop.retries} things asked again "
                 f"{loop.trouble or ''}")
    chaos.check_promises(demo, [loop], score)
    check_numbers(demo, score)
    check_logs(demo, score)
    print(f"{score.passed} passed, {score.failed} failed")
    return 1 if score.failed else 0


if __name__ == "__main__":
    if os.environ.get("VAR"):
        sys.exit(play())
    if not os.environ.get("MOTCUA_BUILT"):
        subprocess.run(["make", "-s", "-C", str(ROOT), "-j2", "all"], check=True)
    sys.exit(subprocess.run([ROOT / "tests/tour/on_its_own", HERE]).returncode)
