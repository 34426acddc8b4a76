#!/usr/bin/env python3
"""What the proof calls an error is never put in force, and nothing else of the same run is. Ends with "N passed, N failed"."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))
from citizen import Demo  # noqa: E402
from stack import ROOT  # noqa: E402

passed = failed = 0


def check(truth, what):
    global passed, failed
    if truth:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}", flush=True)


def publish(site, forms):
    return subprocess.run([ROOT / "bin/motcua", "publish", "--db", site.dir / "owner.db", "workflows", forms], cwd=ROOT, capture_output=True,
                          text=True)


with Demo(web=False) as site, tempfile.TemporaryDirectory() as name:
    forms = pathlib.Path(name) / "forms"
    shutil.copytree(ROOT / "forms", forms)
    package = forms / "3.000465/service.xml"
    good = package.read_text()
    count = "SELECT count(*) FROM service_package"
    before = site.sql(count)

    package.write_text(good.replace("relevant=\"../delivery = 'post'\"", "relevant=\"../delivery = 'post' and ../delivery = 'online'\""))
    done = publish(site, forms)
    check(done.returncode == 1 and "never-shown: post_address" in done.stderr, f"a field that is never shown: {done.stderr[:300]}")
    check("nothing was published" in done.stderr and site.sql(count) == before, "nothing of the run is in force")

    package.write_text(good.replace("Cách nhận kết quả", "Cách lấy kết quả"))
    done = publish(site, forms)
    check(done.returncode == 0, f"a changed label is published: {done.stderr[:300]}")
    check(site.sql(count) != before, "and in force")

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
