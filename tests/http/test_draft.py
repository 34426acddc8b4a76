#!/usr/bin/env python3
"""Filling in a form without JavaScript: pages, rows, files, look-ups, two windows, and handing in exactly once.
Ends with "N passed, N failed"."""
import pathlib
import subprocess
import sys
import threading
import unicodedata
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from citizen import PDF, Citizen, Demo  # noqa: E402

COPY, CORRECTION = "3.000465", "3.000466"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
                    "0000000200015be2b3a50000000049454e44ae426082")
DIPLOMA = {"diploma.kind": "thpt", "diploma.year": "2016", "diploma.school": "Trường THPT Mẫu"}
QUERIES_MAX = 4         # the session and three of the page's own


def setUpModule():
    global site
    site = Demo(workers=2, conns=4)
    site.__enter__()


def tearDownModule():
    site.__exit__(None, None, None)


class Case(unittest.TestCase):
    def setUp(self):
        site.sql("DELETE FROM draft WHERE submitted_at IS NULL")
        self.me = Citizen(site, "congdan1")

    def to(self, page, end):
        """The page of this draft that ends so."""
        return self.me.get(page.path.split("?")[0].split("#")[0].rsplit("/", 1)[0] + "/" + end)

    def correction(self, page_id):
        return self.to(self.me.open(CORRECTION), page_id)

    def complete(self):
        """A copy's draft, all answered: its check page."""
        page = self.me.send(self.me.open(COPY))
        page = self.me.send(page, {"relation": "self", "holder.birthplace": "Hải Phòng", "holder.sex": "nu"})
        page = self.me.send(page, DIPLOMA)
        page = self.me.send(page, {"copies": "1", "delivery": "online"})
        self.assertIn("/kiem-tra", page.path)
        return page


class Pages(Case):
    def test_prefilled_from_the_account(self):
        page = self.me.open(COPY)
        values = page.values()
        self.assertEqual(values["applicant.full_name"], "Nguyễn Thị Ngưỡng")
        self.assertEqual([values[f"applicant.born.{k}"] for k in ("day", "month", "year")], ["5", "3", "1998"])
        self.assertIn("Bước 1/4", page.text)
        self.assertIn("/ho-so", page.links)
        self.assertEqual(page.text.count("thông tin tài khoản"), 1)
        self.assertEqual(page.text.count("(đã điền sẵn)"), len([k for k in ("full_name", "born", "personal_id", "phone", "email", "address")
                                                             if any(f.startswith("applicant." + k) and v for f, v in values.items())]))

    def test_english(self):
        page = self.me.get(self.me.open(COPY).path + "?lang=en")
        self.assertIn("Step 1 of 4", page.text)
        self.assertIn("Full name", page.text)

    def test_taken_up_again(self):
        first = self.me.open(COPY)
        self.me.send(first, {"applicant.phone": "0911222333"})
        again = self.me.open(COPY)
        self.assertTrue(again.path.startswith(first.path.rsplit("/", 1)[0]))
        self.assertIn("nguoi-duoc-cap", again.path)
        self.assertEqual(self.to(again, "nguoi-de-nghi").values()["applicant.phone"], "0911222333")

    def test_an_unknown_service(self):
        self.assertEqual(self.me.post_raw("/ho-so/moi", {"service": "9.999999", "csrf": self.me.csrf()}).status, 404)

    def test_errors_are_listed_linked_and_keep_what_was_typed(self):
        page = self.me.open(COPY)
        page = self.me.send(page, {"applicant.full_name": "", "applicant.personal_id": "12345", "applicant.born.month": "13"})
        self.assertEqual(page.status, 422)
        self.assertTrue(page.title.startswith("Lỗi:"), page.title)
        self.assertIn("Có 3 chỗ cần sửa", page.text)
        links = [a for a in page.links if a.startswith("#applicant")]
        self.assertEqual(len(links), 3)
        for a in links:
            self.assertIn(a[1:], page.ids)
        self.assertEqual(page.values()["applicant.personal_id"], "12345")
        self.assertEqual(page.values()["applicant.born.month"], "13")
        self.assertIn("phải có 12 chữ số", page.text)
        kept = self.me.get(page.path)
        self.assertEqual(kept.values()["applicant.personal_id"], "12345")

    def test_later_saves_without_complaint(self):
        page = self.me.send(self.me.open(COPY), {"applicant.phone": "1"}, ("_later", "1"))
        self.assertEqual(page.path, "/ho-so")
        self.assertIn("Bản nháp chưa nộp", page.text)

    def test_a_question_that_an_answer_opens_is_shown_first(self):
        page = self.to(self.me.open(COPY), "nguoi-duoc-cap")
        self.assertIn("hidden", page.main()["named"]["holder.full_name"].keys() | {"hidden"})
        page = self.me.send(page, {"relation": "family", "holder.birthplace": "Hải Phòng", "holder.sex": "nu"})
        self.assertIn("nguoi-duoc-cap?them=1", page.path)
        self.assertIn("mở thêm câu hỏi", page.text)
        page = self.me.send(page, {})
        self.assertEqual(page.status, 422)
        self.assertIn("Họ và tên ghi trên văn bằng", page.text)

    def test_the_result_pages_are_not_the_applicants(self):
        self.assertEqual(self.to(self.me.open(COPY), "ket-qua").status, 404)

    def test_fields_of_other_pages_are_passed_over(self):
        page = self.me.open(COPY)
        self.me.send(page, {"result.serial": "X1", "diploma.year": "2001"})
        self.assertEqual(self.to(page, "van-bang").values()["diploma.year"], "")

    def test_drop(self):
        page = self.me.open(COPY)
        gone = self.me.send(page, {}, form=page.form_to("/bo$"))
        self.assertEqual(gone.path, "/ho-so")
        self.assertEqual(self.me.get(page.path).status, 404)

    def test_rows(self):
        page = self.correction("noi-dung")
        first = next(n for n in page.main()["named"] if n.endswith(".now"))
        page = self.me.send(page, {first: "Nguyễn Văn A"}, ("_add", "changes"))
        rows = [n for n in page.main()["named"] if n.endswith(".now")]
        self.assertEqual(len(rows), 2)
        self.assertIn("Nội dung 2", page.text)
        self.assertEqual(page.values()[first], "Nguyễn Văn A")
        page = self.me.send(page, {rows[1]: "5/3/1990"}, ("_remove", first.rsplit(".", 1)[0]))
        self.assertEqual([n for n in page.main()["named"] if n.endswith(".now")], [rows[1]])
        self.assertEqual(page.values()[rows[1]], "5/3/1990")
        odd = self.me.send(page, {}, ("_remove", "changes[x9]"))
        self.assertEqual(odd.status, 422)

    def test_queries(self):
        page = self.me.open(COPY)
        self.me.get(page.path)
        self.assertLessEqual(self.me.queries, QUERIES_MAX)
        for press in (None, ("_later", "1")):
            page = self.me.get(page.path)
            self.me.send(page, {"applicant.phone": "0911222333" if press else "0911222334"}, press)
            self.assertLessEqual(int(self.me.last.headers["x-queries"]), QUERIES_MAX)


class Windows(Case):
    def test_changed_elsewhere_shows_both_ways(self):
        one = self.me.open(COPY)
        two = self.me.get(one.path)
        self.me.send(one, {"applicant.phone": "0911000001"})
        stale = self.me.send(two, {"applicant.phone": "0911000002"})
        self.assertEqual(stale.status, 409)
        self.assertIn("đã được sửa ở nơi khác", stale.text)
        self.assertIn(one.path, stale.links)
        self.assertEqual(self.me.get(one.path).values()["applicant.phone"], "0911000001")
        mine = self.me.send(stale)
        self.assertEqual(mine.status, 200)
        self.assertEqual(self.me.get(one.path).values()["applicant.phone"], "0911000002")

    def test_the_same_sent_twice_is_no_conflict(self):
        page = self.me.open(COPY)
        for _ in range(2):
            after = self.me.send(page, {"applicant.phone": "0911000003"})
            self.assertEqual(after.status, 200)
            self.assertIn("nguoi-duoc-cap", after.path)

    def test_no_version_is_no_licence(self):
        page = self.me.open(COPY)
        fields = [(n, v) for n, v in self.me.fill(page, {"applicant.phone": "0911000009"}) if n != "_version"]
        self.assertEqual(self.me.post_raw(page.path, fields).status, 409)


class Files(Case):
    def setUp(self):
        super().setUp()
        self.page = self.correction("can-cu")

    def attach(self, name, data, field="papers.diploma", press=("_attach", "papers.diploma")):
        self.page = self.me.send(self.page, {"ground.number": "12/HT"}, press, [(field, name, data)])
        return self.page

    def test_attach_show_remove(self):
        page = self.attach("Bằng của tôi.pdf", PDF)
        self.assertEqual(page.status, 200)
        self.assertIn("#papers-diploma", self.me.last.headers["location"])
        self.assertIn("Bằng của tôi.pdf", page.text)
        self.assertIn("1 KB", page.text)
        self.assertEqual(page.values()["ground.number"], "12/HT")
        link = next(a for a in page.links if a.startswith("tep/"))
        sent = self.me.request("GET", page.path.split("?")[0].split("#")[0].rsplit("/", 1)[0] + "/" + link)
        self.assertEqual((sent.status, sent.body, sent.headers["content-type"]), (200, PDF, "application/pdf"))
        page = self.attach("anh.png", PNG)
        self.assertEqual(len([a for a in page.links if a.startswith("tep/")]), 2)
        drop = next(b for b in page.main()["buttons"] if b[0] == "_detach" and link[4:] in b[1])
        page = self.me.send(page, {}, drop)
        self.assertNotIn("Bằng của tôi.pdf", page.text)
        self.assertIn("anh.png", page.text)
        rows = site.sql("SELECT f.name FROM draft_file f JOIN draft d ON d.id = f.draft WHERE d.submitted_at IS NULL")
        self.assertEqual(rows, [["anh.png"]])

    def test_going_on_takes_the_chosen_file_too(self):
        page = self.attach("giay.pdf", PDF, press=None)
        self.assertEqual(page.status, 422)
        self.assertIn("giay.pdf", page.text)

    def test_what_is_no_paper_is_refused_with_the_fix(self):
        for name, data, words in (
                ("virus.pdf", b"MZ\x90\x00" * 50, "không phải là PDF, JPEG hoặc PNG"),
                ("trong.pdf", b"", "không có nội dung"),
                ("khoa.pdf", PDF.replace(b"%%EOF", b"trailer <</Encrypt 5 0 R>>\n%%EOF"), "có đặt mật khẩu"),
                ("ma.pdf", PDF.replace(b"/Page>>", b"/Page /JavaScript (x)>>"), "chứa mã chạy"),
                ("cut.pdf", PDF[:40], "không phải là PDF")):
            with self.subTest(name):
                page = self.attach(name, data)
                self.assertEqual(page.status, 422)
                self.assertIn(words, page.text)
                self.assertIn("#papers-diploma", page.links)
                self.assertIn("papers-diploma", page.ids)
                self.assertEqual([a for a in page.links if a.startswith("tep/")], [])
                self.assertEqual(page.values()["ground.number"], "12/HT")

    def test_button_without_a_file(self):
        page = self.me.send(self.page, {}, ("_attach", "papers.diploma"))
        self.assertEqual(page.status, 422)
        self.assertIn("Hãy chọn một tệp", page.text)

    def test_too_many(self):
        for i in range(3):
            self.attach(f"{i}.pdf", PDF + b"\n" * i + b"%%EOF\n")
        self.assertIn("Đã đủ 3 tệp", self.page.text)
        form = self.page.main()
        form["multipart"] = True
        page = self.me.send(self.page, {}, None, [("papers.diploma", "4.pdf", PDF + b"x %%EOF\n")])
        self.assertEqual(page.status, 422)
        self.assertIn("chỉ nhận tối đa 3 tệp", page.text)

    def test_a_file_for_no_field_changes_nothing(self):
        self.attach("x.pdf", PDF, field="papers.nothing")
        self.assertEqual(site.sql("SELECT f.name FROM draft_file f JOIN draft d ON d.id = f.draft WHERE d.submitted_at IS NULL"),
                         [])

    def test_another_persons_file(self):
        page = self.attach("a.pdf", PDF)
        link = next(a for a in page.links if a.startswith("tep/"))
        path = page.path.split("?")[0].split("#")[0].rsplit("/", 1)[0] + "/" + link
        self.assertEqual(Citizen(site, "congdan2").request("GET", path).status, 404)


class Register(Case):
    def setUp(self):
        super().setUp()
        site.sql("DELETE FROM diploma_record WHERE register_no LIKE 'T%' OR (name_folded = 'nguyen thi nguong' AND born = '1998-03-05')")

    def record(self, number, year, kind="thpt", name="Nguyễn Thị Ngưỡng", folded="nguyen thi nguong"):
        site.sql(f"""INSERT INTO diploma_record (kind, full_name, name_folded, born, birth_place, sex, ethnicity, nationality,
            school, year, grade, serial, register_no, decision, decided_on) VALUES ('{kind}', '{name}', '{folded}', '1998-03-05',
            'Hải Dương', 'nu', 'Kinh', 'Việt Nam', 'Trường THPT Hoa Phượng', {year}, 'Khá', 'A9{number}', 'T{number}', '1/QĐ',
            '{year}-07-20')""")

    def look_up(self, values=None):
        return self.me.send(self.correction("van-bang"), values or {}, ("_lookup", "so-goc"))

    def test_found_by_name_and_birth_date(self):
        self.record(1, 2016)
        page = self.look_up()
        self.assertIn("Đã điền theo sổ gốc", page.text)
        values = page.values()
        self.assertEqual([values[f"diploma.{k}"] for k in ("kind", "year", "school", "serial", "register_number")],
                         ["thpt", "2016", "Trường THPT Hoa Phượng", "A91", "T1"])
        self.assertLessEqual(int(self.me.last.headers["x-queries"]), QUERIES_MAX)

    def test_none(self):
        page = self.look_up({"diploma.school": "Trường X"})
        self.assertIn("Chưa tìm thấy", page.text)
        self.assertEqual(page.values()["diploma.school"], "Trường X")

    def test_several_need_more_to_be_known(self):
        self.record(2, 2013, "thcs")
        self.record(3, 2016)
        self.assertIn("nhiều bản ghi", self.look_up().text)
        page = self.look_up({"diploma.kind": "thcs"})
        self.assertEqual(page.values()["diploma.serial"], "A92")

    def test_a_serial_number_alone_tells_nothing_of_others(self):
        self.record(4, 2016, name="Người Khác", folded="nguoi khac")
        site.sql("UPDATE diploma_record SET born = '1970-01-01' WHERE register_no = 'T4'")
        page = self.look_up({"diploma.serial": "A94"})
        self.assertIn("Chưa tìm thấy", page.text)


class HandingIn(Case):
    def test_check_page(self):
        page = self.complete()
        self.assertEqual(page.status, 200)
        self.assertIn("Nguyễn Thị Ngưỡng", page.text)
        self.assertIn("Bằng tốt nghiệp trung học phổ thông", page.text)
        self.assertIn("Thay đổi Năm tốt nghiệp", page.text)
        change = next(a for a in page.links if "sua=diploma-year" in a)
        one = self.me.get(change)
        back = self.me.send(one, {"diploma.year": "2015"})
        self.assertIn("/kiem-tra#tra-loi-diploma-year", back.path)
        self.assertIn("tra-loi-diploma-year", back.ids)
        self.assertIn("2015", back.text)
        wrong = self.me.send(self.me.get(change), {"diploma.year": "1890"})
        self.assertEqual(wrong.status, 422)
        self.assertIn("/kiem-tra#", self.me.send(wrong, {"diploma.year": "2014"}).path)

    def test_the_official_form_before_it_is_handed_in(self):
        page = self.complete()
        path = next(a for a in page.links if a.endswith("/to-khai.pdf"))
        reply = self.me.request("GET", path)
        self.assertEqual((reply.status, reply.headers["content-type"]), (200, "application/pdf"))
        self.assertTrue(reply.headers["cache-control"].startswith("private"))
        text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=reply.body, capture_output=True, check=True).stdout.decode()
        self.assertEqual(text, unicodedata.normalize("NFC", text))
        for words in ("ĐƠN ĐỀ NGHỊ", "Họ và tên: Nguyễn Thị Ngưỡng", "Năm tốt nghiệp: 2016", "Bản xem trước, chưa nộp."):
            self.assertIn(words, text)
        self.assertEqual(Citizen(site, "congdan2").request("GET", path).status, 404)
        self.assertEqual(page.status, 200)

    def test_what_is_missing_is_said_and_nothing_is_handed_in(self):
        page = self.to(self.me.open(COPY), "kiem-tra")
        self.assertTrue(page.title.startswith("Lỗi:"))
        before = site.sql("SELECT count(*) FROM dossier")
        page = self.me.send(page, {"_declared": "yes"})
        self.assertEqual(page.status, 422)
        self.assertTrue(any("/nguoi-duoc-cap?sua=" in a for a in page.links))
        self.assertEqual(site.sql("SELECT count(*) FROM dossier"), before)

    def test_the_declaration(self):
        page = self.me.send(self.complete())
        self.assertEqual(page.status, 422)
        self.assertIn("#cam-doan", page.links)
        self.assertIn("cam-doan", page.ids)

    def test_handed_in_whole(self):
        page = self.me.send(self.complete(), {"_declared": "yes"})
        self.assertRegex(page.path, r"^/ho-so/H24\.19-\d{6}-\d{4}\?moi=1$")
        self.assertIn("Đã nộp hồ sơ", page.text)
        self.assertLessEqual(int(self.me.last.headers["x-queries"]), QUERIES_MAX + 2)   # a worker's first: packages
        code = page.path[7:-6]
        row = site.sql(f"""SELECT d.status, d.applicant_name, d.version, w.role, w.agency, e.kind, d.instance LIKE '%2016%'
            FROM dossier d JOIN work_item w ON w.dossier = d.id JOIN dossier_event e ON e.dossier = d.id
            WHERE d.code = '{code}'""")
        self.assertEqual(row, [["1", "Nguyễn Thị Ngưỡng", "1", "counter", "H24.19", "submitted", "t"]])
        jobs = site.sql(f"SELECT o.kind FROM outbox o JOIN dossier d ON d.id = o.dossier WHERE d.code = '{code}'")
        self.assertIn(["declaration"], jobs)

    def test_exactly_once(self):
        page = self.complete()
        draft = page.path.split("/")[2]
        fields = self.me.fill(page, {"_declared": "yes"})
        replies = []

        def press():
            other = Citizen(site, "congdan1")
            sent = [(n, self.token if n == "csrf" else v) for n, v in fields]
            replies.append(other.post_raw(f"/nhap/{draft}/nop", sent))

        self.token = dict(fields)["csrf"]
        clicks = [threading.Thread(target=press) for _ in range(8)]
        for c in clicks:
            c.start()
        for c in clicks:
            c.join()
        self.assertEqual({(r.status, r.headers.get("location")) for r in replies}, {(303, replies[0].headers["location"])})
        self.assertEqual(site.sql(f"SELECT count(*) FROM dossier WHERE draft = '{draft}'"), [["1"]])
        self.assertEqual(site.sql(f"""SELECT count(*) FROM dossier_event e JOIN dossier d ON d.id = e.dossier
            WHERE d.draft = '{draft}'"""), [["1"]])
        press()
        self.assertEqual(replies[-1].headers["location"], replies[0].headers["location"])
        for end in ("kiem-tra", "van-bang", ""):
            back = self.me.request("GET", f"/nhap/{draft}/{end}".rstrip("/"))
            self.assertEqual((back.status, back.headers["location"]), (303, replies[0].headers["location"]))

    def test_codes_have_no_gaps(self):
        codes = [self.me.send(self.complete(), {"_declared": "yes"}).path for _ in range(3)]
        numbers = [int(c[7:-6].rsplit("-", 1)[1]) for c in codes]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))

    def test_a_stale_check_page(self):
        page = self.complete()
        self.me.send(self.to(page, "van-bang"), {"diploma.year": "2011"})
        stale = self.me.send(page, {"_declared": "yes"})
        self.assertEqual(stale.status, 409)
        self.assertIn(page.path, stale.links)


class Others(Case):
    def test_nobody_another_person_and_an_officer(self):
        page = self.complete()
        base = page.path.rsplit("/", 1)[0]
        other, officer = Citizen(site, "congdan2"), Citizen(site, "motcua1")
        fields = self.me.fill(page, {"_declared": "yes"})
        for path in (base, base + "/van-bang", base + "/kiem-tra", base + "/tep/" + "0" * 64):
            self.assertEqual(other.request("GET", path).status, 404, path)
            self.assertEqual(officer.request("GET", path).status, 403, path)
            self.assertEqual(site.request("GET", path, cookies=False).status, 303, path)
        token = other.csrf()
        mine = [(n, token if n == "csrf" else v) for n, v in fields]
        self.assertEqual(other.post_raw(base + "/nop", mine).status, 404)
        self.assertEqual(other.post_raw(base + "/van-bang", mine).status, 404)
        self.assertEqual(other.post_raw(base + "/bo", mine).status, 303)
        self.assertEqual(self.me.get(page.path).status, 200)

    def test_without_the_token_nothing_changes(self):
        page = self.me.open(COPY)
        fields = [(n, v) for n, v in self.me.fill(page, {"applicant.phone": "0911000005"}) if n != "csrf"]
        self.assertEqual(self.me.post_raw(page.path, fields).status, 403)
        self.assertNotEqual(self.me.get(page.path).values()["applicant.phone"], "0911000005")


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
