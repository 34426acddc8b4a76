#!/usr/bin/env python3
"""Every service of forms/: filed once over HTTP without JavaScript from its golden dossier, and driven through its workflow to its
end by people of the demo. Ends with "N passed, N failed"."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from citizen import Demo  # noqa: E402
from service_walk import Patient, drive, file_service, golden, holders  # noqa: E402
from stack import ROOT  # noqa: E402

SERVICES = sorted(p.parent.name for p in (ROOT / "forms").glob("*/service.xml"))


def setUpModule():
    global site
    site = Demo(workers=1, conns=4)
    site.__enter__()


def tearDownModule():
    site.__exit__(None, None, None)


class EveryService(unittest.TestCase):
    """One test a service, made below."""


def walk(service):
    def test(self):
        me, root = Patient(site, "congdan1"), golden(service)
        code = file_service(me, service, root)
        steps = drive(site, me, code, root)
        status, outcome = site.sql(f"SELECT status, outcome FROM dossier WHERE code = '{code}'")[0]
        self.assertEqual((status, outcome), ("10", "issued"), steps)
        page = me.get(f"/ho-so/{code}")
        self.assertEqual(page.status, 200)
        self.assertIn("ket-qua.pdf", " ".join(page.links))
    return test


for one in SERVICES:
    setattr(EveryService, "test_" + one.replace(".", "_"), walk(one))


class Lanes(unittest.TestCase):
    def test_every_fixed_agency_has_somebody(self):
        """Where a lane names its agency, somebody of the demo holds its role there."""
        known = holders()
        for path in sorted((ROOT / "workflows").glob("*.bpmn")):
            for lane in re.findall(r"<bpmn:lane [^>]*>", path.read_text()):
                role, agency = re.search(r'mc:role="([^"]*)"', lane)[1], re.search(r'mc:agency="([^"]*)"', lane)
                if agency:
                    self.assertIn((role, agency[1]), known, path.name)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)
