#!/usr/bin/env python3
"""Checking what was issued, through the front: codes, files, published keys, the service worker. Ends with "N passed, N failed"."""
import html
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from stack import ROOT  # noqa: E402
from verify_site import CODES, NUMBERS, VerifySite, seed  # noqa: E402

JSON = {"Accept": "application/json"}
VERDICT = {"valid": "app-verdict--valid", "unknown": "app-verdict--unknown", "invalid": "app-verdict--invalid"}


def setUpModule():
    global site, pdf, xml
    if not os.environ.get("MOTCUA_BUILT"):
        subprocess.run(["make", "-s", "-C", ROOT, "obj/unit/sign_file"], check=True)
    site = VerifySite(workers=1, conns=3)
    site.__enter__()
    try:
        seed(site)
        site.start_signer()
        pdf, xml = site.signed_pdf(), site.signed_xml()
    except BaseException:
        site.__exit__(None, None, None)
        raise


def tearDownModule():
    site.__exit__(None, None, None)


def text(reply):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", reply.text)))


def shown(reply):
    """The one answer of a page that is not hidden: (data-verdict, its text)."""
    found = [(m[1], re.sub(r"<[^>]*>", " ", m[3])) for m in
             re.finditer(r'data-verdict="([^"]*)"( hidden)?>(.*?)</section>', reply.text, re.S) if not m[2]]
    assert len(found) == 1, found
    return found[0]


class Case(unittest.TestCase):
    def setUp(self):
        site.cookies.clear()


class CodePages(Case):
    def test_current(self):
        reply = site.get("/k/" + CODES["current"])
        self.assertEqual(reply.status, 200)
        self.assertEqual(shown(reply)[0], "none")
        self.assertIn("Mã này có trong sổ", shown(reply)[1])
        for word in (NUMBERS["current"], "Sở Giáo dục và Đào tạo", "05/10/2026", "Còn hiệu lực", "7h2k 9mp 4qa"):
            self.assertIn(word, text(reply))

    def test_superseded_and_revoked(self):
        reply = site.get("/k/" + CODES["superseded"])
        self.assertIn("Đã được thay thế", shown(reply)[1])
        self.assertIn("99/BS-SGDĐT", text(reply))
        self.assertIn("02/11/2026", text(reply))
        self.assertIn("thu hồi", shown(site.get("/k/" + CODES["revoked"]))[1])

    def test_no_personal_data(self):
        for accept in ({}, JSON):
            body = site.get("/k/" + CODES["current"], headers=accept).text + site.get(f"/k/{CODES['current']}.json").text
            for secret in ("Ngưỡng", "031198000017", "H24.19-26"):
                self.assertNotIn(secret, body)

    def test_unknown(self):
        for code in ("0123456789", "khongphaima", "u000000000"):
            reply = site.get("/k/" + code)
            self.assertEqual(reply.status, 404)
            self.assertIn("Không có giấy tờ nào mang mã này", shown(reply)[1])

    def test_undecided_is_unknown(self):
        site.issue(50, "50/BS-SGDĐT", b"%PDF-x", b"<x/>", "50h2k9mp4q")
        site.sql("UPDATE result SET state = 'decided', pdf = NULL, xml = NULL WHERE code = '50h2k9mp4q'")
        self.assertEqual(site.get("/k/50h2k9mp4q").status, 404)

    def test_spellings_lead_to_the_code(self):
        for typed in ("7H2K9MP4QA", "7h2k-9mp-4qa", "7h2k%209mp%204qa"):
            reply = site.get("/k/" + typed)
            self.assertEqual((reply.status, reply.headers["location"]), (303, "/k/7h2k9mp4qa"))
        self.assertEqual(site.get("/k/OIL0000000").headers["location"], "/k/0110000000")

    def test_json(self):
        reply = site.get(f"/k/{CODES['current']}.json")
        self.assertEqual(reply.status, 200)
        self.assertEqual({k: reply.json[k] for k in ("status", "number", "issuer", "since")},
                         {"status": "current", "number": NUMBERS["current"], "issuer": "H24.19", "since": None})
        revoked = site.get("/k/" + CODES["revoked"], headers=JSON).json
        self.assertEqual((revoked["status"], revoked["since"]), ("revoked", "2026-11-02T10:00:00+07:00"))
        reply = site.get("/k/0123456789.json")
        self.assertEqual((reply.status, reply.json["status"]), (404, "none"))

    def test_status_is_never_kept_by_others(self):
        for path in (f"/k/{CODES['current']}.json", f"/k/{CODES['current']}"):
            self.assertEqual(site.get(path).headers["cache-control"], "private, no-store")

    def test_english(self):
        reply = site.get(f"/k/{CODES['current']}?lang=en")
        self.assertIn("This code is in the register", shown(reply)[1])

    def test_shell_is_the_same_for_everybody(self):
        cookie = site.session("congdan1")
        reply = site.get("/k/", headers={"Cookie": f"__Host-motcua={cookie}"})
        self.assertEqual(reply.status, 200)
        self.assertNotIn("Ngưỡng", reply.text)
        self.assertEqual(shown(reply)[0], "none")

    def test_policy(self):
        policy = site.get("/k/" + CODES["current"]).headers["content-security-policy"]
        self.assertIn("require-trusted-types-for 'script'", policy)
        self.assertNotIn("wasm-unsafe-eval", policy)
        self.assertNotIn("unsafe-inline", policy)
        self.assertIn("script-src 'self' 'wasm-unsafe-eval'", site.get("/kiem-tra/quet").headers["content-security-policy"])

    def test_worker_and_what_it_keeps(self):
        reply = site.get("/k/sw.js")
        self.assertEqual((reply.status, reply.headers["cache-control"]), (200, "no-cache"))
        self.assertTrue(reply.headers["content-type"].startswith("text/javascript"))
        kept = re.findall(r"'(/assets/[^']+)'", reply.text)
        self.assertGreater(len(kept), 5)
        for path in kept:
            self.assertEqual(site.get(path).status, 200, path)
        wanted = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', site.get("/k/").text))
        self.assertLessEqual(wanted, set(kept))

    def test_keys(self):
        reply = site.get("/.well-known/motcua-keys.json")
        self.assertEqual(reply.json, json.loads((site.ca / "public/keys.json").read_text()))
        self.assertIn("max-age=300", reply.headers["cache-control"])
        self.assertEqual(reply.headers["content-type"].split(";")[0], "application/json")


class Typing(Case):
    def test_form(self):
        reply = site.get("/kiem-tra")
        self.assertEqual(reply.status, 200)
        for action in ('action="/kiem-tra" method="get"', 'action="/kiem-tra/upload" method="post"', 'href="/kiem-tra/quet"'):
            self.assertIn(action, reply.text)

    def test_typed(self):
        for typed in ("7h2k+9mp+4qa", "7H2K-9MP-4QA", "https%3A%2F%2Fx.vn%2Fk%2F7h2k9mp4qa%23123"):
            self.assertEqual(site.get("/kiem-tra?ma=" + typed).headers.get("location"), "/k/7h2k9mp4qa", typed)
        reply = site.get("/kiem-tra?ma=7h2k%22%3E")
        self.assertEqual(reply.status, 422)
        self.assertIn("10 chữ số và chữ cái", reply.text)
        self.assertIn('value="7h2k&quot;&gt;"', reply.text)
        self.assertIn("<title>Lỗi:", reply.text)


class Files(Case):
    def upload(self, content, name="giay.pdf", status=200):
        token = re.search(r'name="csrf" value="([^"]+)"', site.get("/kiem-tra").text)[1]
        reply = site.post_files("/kiem-tra/upload", {"csrf": token}, [("tep", name, content)])
        self.assertEqual(reply.status, status, reply.text[:400])
        return reply

    def verdict(self, reply, kind, title):
        self.assertIn(VERDICT[kind], reply.text)
        self.assertIn(title, text(reply))

    def test_1_our_own(self):
        site.issue(60, "60/BS-SGDĐT", pdf, xml, "60h2k9mp4q")
        reply = self.upload(pdf)
        self.verdict(reply, "valid", "Tệp thật, còn hiệu lực")
        for word in ("60/BS-SGDĐT", "Trần Minh Mẫu (thử nghiệm)", "Con dấu", "có dấu thời gian xác nhận", "B-T", "Toàn bộ tệp",
                     "sau đó chỉ có thêm chữ ký"):
            self.assertIn(word, text(reply))
        self.assertIn('href="/k/60h2k9mp4q"', reply.text)
        self.verdict(self.upload(xml, "kq.xml"), "valid", "Tệp thật, còn hiệu lực")
        kept = site.kept_pdf(pdf)
        self.verdict(self.upload(kept), "valid", "Chữ ký số hợp lệ")
        site.revise("60h2k9mp4q", kept)
        for state in (pdf, kept):
            self.verdict(self.upload(state), "valid", "Tệp thật, còn hiệu lực")
        self.assertIn("B-LTA", text(self.upload(kept)))
        site.sql("UPDATE result SET state = 'revoked', changed_at = now() WHERE code = '60h2k9mp4q'")
        for state in (pdf, kept):
            self.verdict(self.upload(state), "invalid", "Đã bị thu hồi")

    def test_2_signed_but_no_result(self):
        self.verdict(self.upload(site.signed_pdf(pages=2)), "valid", "Chữ ký số hợp lệ")

    def test_2_changed(self):
        at = pdf.index(b"stream\n") + 20
        changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1:]
        reply = self.upload(changed)
        self.verdict(reply, "invalid", "Tệp đã bị sửa hoặc giả")
        self.assertIn("khác với nội dung đã được ký", text(reply))

    def test_3_unsigned_and_foreign(self):
        self.verdict(self.upload(site.blank_pdf()), "unknown", "Tệp không có chữ ký số")
        foreign = (ROOT / "tests/fuzz/corpus/signed_pdf/signed.pdf").read_bytes()
        reply = self.upload(foreign)
        self.verdict(reply, "unknown", "Chưa thể kết luận")
        self.assertIn("không có trong danh sách tin cậy", text(reply))

    def test_4_no_document(self):
        self.verdict(self.upload(b"\x89PNG\r\n\x1a\n" + b"x" * 300), "unknown", "Chưa đọc được tệp")
        self.verdict(self.upload(b"<html><p>a"), "invalid", "Tệp bị hỏng")

    def test_5_nothing_chosen(self):
        reply = self.upload(b"", "", status=422)
        self.assertIn("Hãy chọn tệp", reply.text)

    def test_6_too_big(self):
        reply = self.upload(b"%PDF-1.7\n" + b"x" * (33 << 20), status=422)
        self.assertIn("lớn hơn 32 MB", reply.text)

    def test_7_needs_the_forms_token(self):
        reply = site.post_files("/kiem-tra/upload", {"csrf": "00"}, [("tep", "a.pdf", pdf)])
        self.assertEqual(reply.status, 403)

    def test_8_nothing_is_kept(self):
        self.assertEqual([p for p in site.store.rglob("*") if p.is_file()], [])
        # nginx removes a body right after its answer has gone.
        site.wait_for("an empty spool", lambda: not list(site.spool.iterdir()), seconds=5)


class ZBrakes(Case):
    def test_codes_cannot_be_tried(self):
        answers = [site.get(f"/k/{n:010d}.json").status for n in range(100, 240)]
        self.assertIn(429, answers)


class Words(unittest.TestCase):
    def test_every_reason_has_a_text(self):
        codes = {c for p in (ROOT / "app/verify").glob("*.c") for c in re.findall(r'"(verify\.[a-z_.0-9]+)"', p.read_text())}
        texts = set(re.findall(r"(?m)^(verify\.\S+)", (ROOT / "app/verify/verify.msg").read_text()))
        self.assertEqual(codes, texts)


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=1).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]))
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)
