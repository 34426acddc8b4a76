#!/usr/bin/env python3
"""Every named statement against a freshly migrated private cluster. Ends with "N passed, N failed"."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))
from stack import ROOT, Stack  # noqa: E402

program = os.environ.get("O", "obj") + "/store/statements"
if not os.environ.get("MOTCUA_BUILT"):
    subprocess.run(["make", "-s", "-C", str(ROOT), program], check=True)
with Stack(schema=[ROOT / "tests/http/probe_schema.sql"], web=False) as site:
    sys.exit(subprocess.run([ROOT / program, site.conninfo()]).returncode)
