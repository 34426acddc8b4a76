"""A Motcua with published keys and roots of its own CA, issued results, and a signer: for the tests of checking.

    with VerifySite() as site:
        pdf = site.signed_pdf()                                  # by the director and the seal, with time stamps
        code = site.issue(1, "15/BS-SGDĐT", pdf=pdf, xml=xml)    # a result in the register

As a program it starts one for the browser tests: one line of JSON says where and what, "stop" on stdin takes the site off
the network, its end ends everything.
"""
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys

import desk_seed
from citizen import Demo
from stack import ROOT, free_port

XML = "<result xmlns='urn:motcua:test'><holder>Nguyễn Thị Ngưỡng</holder></result>".encode()
CODES = {"current": "7h2k9mp4qa", "superseded": "8h2k9mp4qb", "revoked": "9h2k9mp4qc"}
NUMBERS = {"current": "15/BS-SGDĐT", "superseded": "16/BS-SGDĐT", "revoked": "17/BS-SGDĐT"}


class VerifySite(Demo):
    def make_folders(self):
        super().make_folders()
        self.ca = self.dir / "ca"
        subprocess.run([ROOT / "certs/make-dev-ca", self.ca], check=True, stdout=subprocess.DEVNULL)
        for path in (self.ca / "public").iterdir():
            if path.name != self.cert.name:
                shutil.copy(path, self.certs / "public")

    def store_row(self, content, kind):
        digest = hashlib.sha256(content).hexdigest()
        self.sql(f"INSERT INTO stored_file (sha256, bytes, type) VALUES ('\\x{digest}', {len(content)}, '{kind}') ON CONFLICT DO NOTHING")
        return f"'\\x{digest}'"

    def issue(self, n, number, pdf, xml, code, state="issued", agency="H24.19"):
        """A dossier with its result; returns the code."""
        people = desk_seed.people(self)
        dossier = desk_seed.dossier(self, n, people["congdan1"], desk_seed.packages(self))
        changed = "NULL" if state == "issued" else "'2026-11-02T03:00:00Z'"
        replaced = "'99/BS-SGDĐT'" if state == "superseded" else "NULL"
        self.sql(f"""INSERT INTO result (id, dossier, agency, code, number, decided_by, signer_name, signer_title, signer_role, state,
                pdf, xml, issued_at, changed_at, replaced_by)
            SELECT gen_random_uuid(), id, '{agency}', '{code}', {desk_seed.quote(number)}, '{people["giamdoc"]}', 'Trần Minh Mẫu',
                'Giám đốc', 'director', '{state}', {self.store_row(pdf, "application/pdf")}, {self.store_row(xml, "application/xml")},
                '2026-10-05T02:00:00Z', {changed}, {replaced} FROM dossier WHERE code = '{dossier}';
            INSERT INTO result_revision (pdf, result) SELECT pdf, id FROM result WHERE code = '{code}' ON CONFLICT DO NOTHING""")
        return code

    def revise(self, code, pdf):
        """The result's PDF has grown, as the worker leaves it."""
        self.sql(f"""UPDATE result SET pdf = {self.store_row(pdf, "application/pdf")}, kept_until = '2031-01-01' WHERE code = '{code}';
            INSERT INTO result_revision (pdf, result) SELECT pdf, id FROM result WHERE code = '{code}'""")

    # ---- signing

    def start_signer(self):
        self.tsa_port, self.signer_socket = free_port(), self.dir / "signer.sock"
        self.spawn("tsa", [ROOT / "bin/motcua-tsa", "--keys", self.ca, "--listen", f"127.0.0.1:{self.tsa_port}"])
        self.spawn("signer", [ROOT / "bin/motcua-signer", "--keys", self.ca, "--socket", self.signer_socket])
        self.wait_for("the signer", self.signer_socket.exists)
        with socket.socket() as s:
            self.wait_for("the time-stamp server", lambda: s.connect_ex(("127.0.0.1", self.tsa_port)) == 0)

    def tool(self, *words):
        subprocess.run([ROOT / os.environ.get("O", "obj") / "unit/sign_file", *map(str, words)], check=True, stdout=subprocess.DEVNULL)

    def sign(self, what, first, second, content):
        before, after = self.dir / "unsigned", self.dir / "signed"
        before.write_bytes(content)
        self.tool(what, self.signer_socket, f"http://127.0.0.1:{self.tsa_port}/", self.ca / "public/trust.pem", first, second, before, after)
        return after.read_bytes()

    def blank_pdf(self, pages=1):
        self.tool("blank", self.dir / "blank.pdf", pages)
        return (self.dir / "blank.pdf").read_bytes()

    def signed_pdf(self, pages=1):
        return self.sign("pdf", "officer:H24.19:director", "seal:H24.19", self.blank_pdf(pages))

    def kept_pdf(self, pdf):
        """The long-term form of a signed PDF."""
        return self.sign("keep", "-", "-", pdf)

    def signed_xml(self):
        return self.sign("xml", "seal:H24.19", "-", XML)


def seed(site):
    for n, (state, code) in enumerate(CODES.items(), 1):
        site.issue(n, NUMBERS[state], b"%PDF-" + state.encode(), b"<" + state.encode() + b"/>", code,
                   state="issued" if state == "current" else state)


def main():
    with VerifySite() as site:
        seed(site)
        print(json.dumps({"url": site.url, "key": str(site.ca / "private/qr-H24.19.key"), "codes": CODES, "numbers": NUMBERS}), flush=True)
        for line in sys.stdin:
            if line.strip() == "stop":
                site.stop("front")
            elif line.strip() == "start":
                site.start_front()
            print("{}", flush=True)


if __name__ == "__main__":
    main()
