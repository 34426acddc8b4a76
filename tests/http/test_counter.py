#!/usr/bin/env python3
"""The counter: filing for a person who has no account, papers on paper, the receipt, the follow-up book, taking over; and the
slips that need no signer. Without JavaScript. Ends with "N passed, N failed"."""
import csv
import io
import pathlib
import re
import subprocess
import sys
import unicodedata
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from citizen import PDF, Citizen, Demo  # noqa: E402

COPY = "3.000465"
PERSON = {"_name": "Đoàn Thị Quầy", "_phone": "0900000077", "_address": "Số 7 phố Thử Nghiệm"}
ANSWERS = {"applicant.full_name": "Đoàn Thị Quầy", "applicant.born.day": "4", "applicant.born.month": "5", "applicant.born.year": "1970",
           "applicant.personal_id": "031170000045", "applicant.phone": "0900000077", "applicant.address": "Số 7 phố Thử Nghiệm",
           "relation": "family", "holder.full_name": "Đoàn Văn Cha", "holder.born.day": "1", "holder.born.month": "2",
           "holder.born.year": "1940", "holder.birthplace": "Hải Phòng", "holder.sex": "nam", "diploma.kind": "thpt",
           "diploma.year": "1958", "diploma.school": "Trường Cũ", "copies": "1", "delivery": "counter"}


def setUpModule():
    global site
    site = Demo(workers=1, conns=4)
    site.__enter__()


def tearDownModule():
    site.__exit__(None, None, None)


def text_of(reply):
    assert reply.status == 200 and reply.headers["content-type"] == "application/pdf", (reply.status, reply.text[:200])
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=reply.body, capture_output=True, check=True).stdout.decode()
    assert text == unicodedata.normalize("NFC", text)
    return text


class Case(unittest.TestCase):
    def setUp(self):
        self.desk = Citizen(site, "motcua1")

    def open(self, number="031170000045", channel="1", service=COPY):
        page = self.desk.get("/quay")
        return self.desk.send(page, {"_person_id": number, "service": service, "_channel": channel}, form=page.form_to("/quay/mo"))

    def file(self, press=("_accept", "1"), **more):
        page = self.desk.send(self.open(), {**PERSON, **ANSWERS, "_paper.papers.proof": "original", **more}, press=press)
        return page

    def accepted(self, **more):
        page = self.file(**more)
        self.assertTrue(page.path.startswith("/quay/xong/"), page.text[:1500])
        return page.path.rsplit("/", 1)[1]

    def row(self, code, what):
        return site.sql(f"SELECT {what} FROM dossier d WHERE code = '{code}'")[0]


class Filing(Case):
    def test_filed_and_accepted_at_once(self):
        page = self.open()
        self.assertEqual(page.status, 200)
        names = {n for f in page.forms for n in f["named"]}
        self.assertTrue({"applicant.full_name", "diploma.year", "copies", "papers.proof"} <= names)      # all on one page
        code = self.accepted()
        self.assertEqual(self.row(code, "channel, status, applicant IS NULL, accepted_at IS NOT NULL, due_at IS NOT NULL, applicant_name"),
                         ["1", "2", "t", "t", "t", PERSON["_name"]] if self.row(code, "status") == ["2"] else
                         ["1", "4", "t", "t", "t", PERSON["_name"]])
        self.assertEqual(self.row(code, "agency, received_at_agency, returned_at_agency"), ["H24.19"] * 3)
        items = site.sql(f"SELECT node, role, closed_at IS NULL FROM work_item w JOIN dossier d ON d.id = w.dossier WHERE d.code = '{code}' ORDER BY opened_at, node DESC")
        self.assertIn(["receive", "counter", "f"], items)
        self.assertIn(["appraise", "specialist", "t"], items)
        jobs = {k for k, in site.sql(f"SELECT kind FROM outbox o JOIN dossier d ON d.id = o.dossier WHERE d.code = '{code}'")}
        self.assertTrue({"accept", "declaration"} <= jobs, jobs)
        self.assertEqual(site.sql(f"SELECT paper, form, copies FROM paper_kept k JOIN dossier d ON d.draft = k.draft WHERE d.code = '{code}'"),
                         [["papers.proof", "original", "1"]])
        self.assertIn(code, Citizen(site, "chuyenvien1").get("/ban-lam-viec").text)

    def test_a_paper_is_scanned_or_kept(self):
        page = self.file(**{"_paper.papers.proof": ""})
        self.assertEqual(page.status, 422)
        self.assertIn("#papers-proof", page.links)
        page = self.desk.send(page, {"_paper.papers.proof": ""}, press=("_accept", "1"), files=[("papers.proof", "quet.pdf", PDF)])
        self.assertTrue(page.path.startswith("/quay/xong/"), page.text[:1500])
        self.assertEqual(site.sql("SELECT count(*) FROM dossier_file f JOIN dossier d ON d.id = f.dossier WHERE d.code = "
                                  f"'{page.path.rsplit('/', 1)[1]}'"), [["1"]])

    def test_only_papers_are_let_off(self):
        page = self.file(**{"_paper.diploma.school": "original", "diploma.school": ""})
        self.assertEqual(page.status, 422)
        self.assertIn("#diploma-school", page.links)
        self.assertEqual(self.file(**{"_name": ""}).status, 422)

    def test_a_second_click_is_no_second_dossier(self):
        page = self.open()
        form = page.main()
        fields = self.desk.fill(page, {**PERSON, **ANSWERS, "_paper.papers.proof": "shown"}, ("_accept", "1"), form)
        first = self.desk.post_multipart(form["action"], fields, [])
        second = self.desk.post_multipart(form["action"], fields, [])
        self.assertEqual((first.status, second.status), (303, 303))
        self.assertEqual(first.headers["location"], second.headers["location"])

    def test_known_by_number(self):
        self.accepted()
        values = self.open().values()
        self.assertEqual((values["_name"], values["applicant.full_name"], values["_phone"]), (PERSON["_name"],) * 2 + (PERSON["_phone"],))
        values = self.open("031198000017").values()                     # an account
        self.assertEqual(values["_name"], "Nguyễn Thị Ngưỡng")
        self.assertEqual(self.open("12-34").status, 422)

    def test_by_post_and_across_agencies(self):
        code = self.accepted(_channel="3")
        self.assertEqual(self.row(code, "channel"), ["3"])
        self.desk = Citizen(site, "vanthu31")
        code = self.accepted()
        self.assertEqual(self.row(code, "agency, received_at_agency"), ["H24.19", "H24.19.31"])

    def test_drafts_are_their_officers_and_not_citizens(self):
        page = self.open()
        self.assertEqual(Citizen(site, "vanthu31").request("GET", page.path).status, 404)
        self.assertEqual(Citizen(site, "chuyenvien1").request("GET", "/quay").status, 403)
        self.assertEqual(Citizen(site, "congdan1").request("GET", "/quay").status, 403)


class Papers(Case):
    def test_the_receipt_at_once_in_two_copies(self):
        code = self.accepted()
        done = self.desk.get(f"/quay/xong/{code}")
        path = next(a for a in done.links if a.startswith("/quay/giay-hen/"))
        text = text_of(self.desk.request("GET", path))
        self.assertEqual(text.count("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"), 2)
        for words in ("Mẫu số 01 – Thông tư số 03/2025/TT-VPCP", "Liên 1:", "Liên 2:", code, PERSON["_name"], "Bản chính", "Quyển số: 2026"):
            self.assertIn(words, text)
        (claim,), = site.sql(f"SELECT claim_code FROM dossier WHERE code = '{code}'")
        self.assertIn(claim, text)
        self.assertEqual(Citizen(site, "vanthu31").request("GET", path).status, 404)
        self.assertEqual(Citizen(site, "chuyenvien1").request("GET", path).status, 404)

    def test_old_dossiers_keep_the_old_forms(self):
        code = self.accepted()
        site.sql(f"UPDATE dossier SET submitted_at = '2024-05-06' WHERE code = '{code}'")
        self.assertIn("Mẫu số 01 – Thông tư số 01/2018/TT-VPCP", text_of(self.desk.request("GET", f"/quay/giay-hen/{code}")))
        self.assertIn("Mẫu số 05 – Thông tư số 01/2018/TT-VPCP", text_of(self.desk.request("GET", f"/ban-lam-viec/{code}/kiem-soat.pdf")))

    def test_the_hand_over_list(self):
        code = self.accepted()
        text = text_of(self.desk.request("GET", "/quay/ban-giao.pdf"))
        self.assertIn("PHIẾU BÀN GIAO HỒ SƠ", text)
        self.assertIn(code, text)

    def test_the_control_slip(self):
        code = self.accepted()
        text = text_of(self.desk.request("GET", f"/ban-lam-viec/{code}/kiem-soat.pdf"))
        for words in ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mẫu số 06 – Thông tư số 03/2025/TT-VPCP", "Đặng Hoàng Ẩn", "Tra sổ gốc"):
            self.assertIn(words, re.sub(r"\\s+", " ", text))
        self.assertEqual(Citizen(site, "vanthu33").request("GET", f"/ban-lam-viec/{code}/kiem-soat.pdf").status, 404)

    def test_the_book_has_no_gaps(self):
        codes = [self.accepted() for _ in range(3)]
        rows = [int(r) for r, in site.sql("SELECT row FROM register_entry WHERE agency = 'H24.19' ORDER BY row")]
        self.assertEqual(rows, list(range(1, len(rows) + 1)))
        page = self.desk.get("/so-theo-doi")
        for code in codes:
            self.assertIn(code, page.text)
        reply = self.desk.request("GET", "/so-theo-doi.csv")
        table = list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"))))
        self.assertEqual(table[0][1], "Mã hồ sơ")
        self.assertTrue(set(codes) <= {r[1] for r in table[1:]})
        text = text_of(self.desk.request("GET", "/so-theo-doi.pdf"))
        self.assertIn("SỔ THEO DÕI HỒ SƠ", text)
        self.assertIn(codes[-1], text)
        self.assertNotIn(codes[0], Citizen(site, "vanthu33").get("/so-theo-doi?co-quan=H24.19").text)
        self.assertEqual(self.desk.request("GET", "/so-theo-doi?tu=2020-01-01&den=2026-01-01").status, 422)

    def test_a_name_is_no_formula(self):
        self.accepted(_name="=1+1 Thị Công Thức")
        body = self.desk.request("GET", "/so-theo-doi.csv").body.decode("utf-8-sig")
        self.assertIn('"\'=1+1', body)


class TakingOver(Case):
    def claim(self, who, code, secret):
        page = who.get("/nhan-ho-so")
        return who.send(page, {"_code": code, "_claim": secret}, form=page.form_to("/nhan-ho-so"))

    def test_by_code_and_secret(self):
        code = self.accepted()
        (secret,), = site.sql(f"SELECT claim_code FROM dossier WHERE code = '{code}'")
        me = Citizen(site, "congdan2")
        self.assertEqual(me.request("GET", f"/ho-so/{code}").status, 404)
        self.assertEqual(self.claim(me, code, "0" * 10).status, 422)
        page = self.claim(me, code.lower(), secret[:5].upper() + " " + secret[5:])
        self.assertEqual(page.path, f"/ho-so/{code}")
        self.assertEqual(self.row(code, "claim_code IS NULL"), ["t"])

    def test_ten_wrong_ones_close_it(self):
        code = self.accepted()
        (secret,), = site.sql(f"SELECT claim_code FROM dossier WHERE code = '{code}'")
        site.sql(f"UPDATE dossier SET claim_tries = 10 WHERE code = '{code}'")
        self.assertEqual(self.claim(Citizen(site, "congdan1"), code, secret).status, 422)


class Withdrawing(Case):
    def hand_in(self, me):
        page = me.send(me.open(COPY))
        page = me.send(page, {"relation": "self", "holder.birthplace": "Hải Phòng", "holder.sex": "nu"})
        page = me.send(page, {"diploma.kind": "thpt", "diploma.year": "2016", "diploma.school": "Trường"})
        page = me.send(me.send(page, {"copies": "1", "delivery": "online"}), {"_declared": "yes"})
        return page.path[len("/ho-so/"):-len("?moi=1")]

    def test_before_anything_is_decided(self):
        me = Citizen(site, "congdan2")
        code = self.hand_in(me)
        page = me.get(f"/ho-so/{code}/rut")
        self.assertEqual(me.send(page, {"_reason": " "}, form=page.form_to("/rut")).status, 422)
        page = me.send(page, {"_reason": "Không còn cần"}, form=page.form_to("/rut"))
        self.assertEqual(page.path, f"/ho-so/{code}")
        self.assertEqual(self.row(code, "status, outcome, finished_at IS NOT NULL"), ["7", "withdrawn", "t"])
        self.assertEqual(site.sql(f"SELECT count(*) FROM work_item w JOIN dossier d ON d.id = w.dossier WHERE d.code = '{code}' AND w.closed_at IS NULL"), [["0"]])
        self.assertIn(["stop-notice"], site.sql(f"SELECT o.kind FROM outbox o JOIN dossier d ON d.id = o.dossier WHERE d.code = '{code}'"))
        self.assertEqual(me.request("GET", f"/ho-so/{code}/rut").headers["location"], f"/ho-so/{code}")

    def test_not_once_it_is_decided(self):
        me = Citizen(site, "congdan2")
        code = self.hand_in(me)
        page = me.get(f"/ho-so/{code}/rut")
        site.sql(f"UPDATE dossier SET decided_at = now() WHERE code = '{code}'")
        self.assertEqual(me.send(page, {"_reason": "Đổi ý"}, form=page.form_to("/rut")).status, 409)
        self.assertEqual(self.row(code, "status"), ["1"])
        self.assertEqual(Citizen(site, "congdan1").request("GET", f"/ho-so/{code}/rut").status, 404)


class Extending(Case):
    def extend(self, who, code, days=20, reason="Chờ xác minh"):
        page = who.get("/so-goc")
        (version,), = site.sql(f"SELECT version FROM dossier WHERE code = '{code}'")
        (day,), = site.sql(f"SELECT (now() + interval '{days} days')::date")
        return who.post_raw(f"/ban-lam-viec/{code}/gia-han", {"csrf": who.csrf(), "_action": str(uuid.uuid4()), "_version": version,
                                                              "_new_due": day, "_reason": reason})

    def test_once_a_day_before_by_the_head(self):
        code = self.accepted()
        site.sql(f"UPDATE dossier SET due_at = now() + interval '5 days' WHERE code = '{code}'")
        head = Citizen(site, "giamdoc")
        self.assertEqual(self.extend(Citizen(site, "motcua1"), code).status, 403)
        self.assertEqual(self.extend(Citizen(site, "truongphong"), code).status, 403)
        self.assertIn("Điều 19 khoản 9", head.get(f"/ban-lam-viec/{code}").text)
        self.assertEqual(self.extend(head, code, reason=" ").status, 422)
        self.assertEqual(self.extend(head, code, days=3).status, 409)
        page = head.get(f"/ban-lam-viec/{code}")
        form = page.form_to("/gia-han")
        self.assertEqual(form["action"], f"/ban-lam-viec/{code}/gia-han")          # who has no task here has the whole form too
        self.assertIn(f"/ban-lam-viec/{code}/kiem-soat.pdf", page.links)
        (day,), = site.sql("SELECT (now() + interval '20 days')::date")
        done = head.send(page, {"_new_due": day, "_reason": "Chờ xác minh"}, form=form)
        self.assertIn("xong=extend", done.path)
        self.assertEqual(self.row(code, "due_at > now() + interval '15 days'"), ["t"])
        self.assertIn(["apology"], site.sql(f"SELECT o.kind FROM outbox o JOIN dossier d ON d.id = o.dossier WHERE d.code = '{code}'"))
        before = self.row(code, "due_at, version")
        self.extend(head, code, days=40)
        self.assertEqual(self.row(code, "due_at, version"), before)         # once

    def test_not_on_the_last_day(self):
        code = self.accepted()
        site.sql(f"UPDATE dossier SET due_at = now() + interval '20 hours' WHERE code = '{code}'")
        self.assertEqual(self.extend(Citizen(site, "giamdoc"), code).status, 409)
        self.assertNotIn("Điều 19 khoản 9", Citizen(site, "giamdoc").get(f"/ban-lam-viec/{code}").text)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=1).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)
