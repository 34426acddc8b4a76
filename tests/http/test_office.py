#!/usr/bin/env python3
"""Administrators at work on service packages, without JavaScript: edits, undo, two at once, rules, import, publishing,
and citizens who see what was published without a restart. Ends with "N passed, N failed"."""
import datetime
import pathlib
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from citizen import Citizen, Demo  # noqa: E402
from stack import ROOT  # noqa: E402

CORRECTION, COPY = "3.000466", "3.000465"
QUERIES_MAX = 4         # the session and three of the page's own


def setUpModule():
    global site
    site = Demo(workers=2, conns=4)
    site.__enter__()
    sql = site.sql
    for login, role in (("vanthu31", "administrator@H24.19.31"),):
        name, _, agency = role.partition("@")
        sql(f"INSERT INTO officer_role (account, role, agency, valid_from) SELECT id, '{name}', '{agency}', '2025-07-01' "
            f"FROM account WHERE login = '{login}'")


def tearDownModule():
    site.__exit__(None, None, None)


class Office(Citizen):
    """An administrator's browser."""

    def csrf(self):
        return self.get("/quan-tri").form_to("/dang-xuat")["named"]["csrf"]["value"]

    def start(self, code):
        """The overview of an open working copy."""
        page = self.get(f"/quan-tri/{code}")
        if any(b == ("_do", "open") for f in page.forms for b in f["buttons"]):
            page = self.send(page, press=("_do", "open"), form=page.form_to(f"/quan-tri/{code}$"))
        return page

    def element(self, code, label):
        """The page of an element, by its label in the outline."""
        page = self.get(f"/quan-tri/{code}")
        found = re.findall(r'<a href="(/quan-tri/[0-9.]+/[0-9]+-[0-9]+)"[^>]*>(?:<span[^>]*>[^<]*</span>)?([^<]*)</a>', page.reply.text)
        return self.get(next(href for href, text in found if text == label))

    def edit(self, page, values=None, press=None):
        return self.send(page, values, press, form=page.form_to(r"/[0-9]+-[0-9]+$"))


class Case(unittest.TestCase):
    def setUp(self):
        site.sql("UPDATE package_draft SET closed_at = now(), outcome = 'dropped' WHERE closed_at IS NULL")
        self.me, self.other = Office(site, "quantri1"), Office(site, "quantri2")

    def copy(self, code):
        rows = site.sql("SELECT encode(convert_to(t.xml, 'UTF8'), 'hex') FROM package_draft d JOIN package_text t ON t.hash = d.text "
                        f"WHERE d.code = '{code}' AND d.closed_at IS NULL")
        return bytes.fromhex(rows[0][0]).decode() if rows else None

    def version(self, code):
        return int(site.sql(f"SELECT version FROM package_draft WHERE code = '{code}' AND closed_at IS NULL")[0][0])


class Pages(Case):
    def test_list(self):
        page = self.me.get("/quan-tri")
        self.assertEqual(page.status, 200)
        for code in (CORRECTION, COPY, "2.002478"):
            self.assertIn(f"/quan-tri/{code}", page.links)
        self.assertLessEqual(self.me.queries, QUERIES_MAX)

    def test_open_once(self):
        page = self.me.start(CORRECTION)
        self.assertIn("Không có lỗi", page.text)
        self.assertIn("Đã mở bản làm việc", page.text)
        self.assertLessEqual(self.me.queries, QUERIES_MAX)
        self.other.start(CORRECTION)
        self.assertEqual(site.sql(f"SELECT count(*) FROM package_draft WHERE code = '{CORRECTION}' AND closed_at IS NULL"), [["1"]])

    def test_every_element_has_a_page_that_saves_nothing_new(self):
        """Each page of the outline, sent back as it came, changes nothing: what the editor shows is what is there."""
        for code in (CORRECTION, COPY, "2.002478"):
            overview, before = self.me.start(code), None
            before = self.copy(code)
            pages = [link for link in dict.fromkeys(overview.links) if re.fullmatch(rf"/quan-tri/{code}/[0-9]+-[0-9]+", link)]
            self.assertGreater(len(pages), 20)
            for path in pages:
                page = self.me.get(path)
                self.assertEqual(page.status, 200, path)
                self.assertEqual(len(page.ids), len(set(page.ids)), f"{path}: an id twice")
                self.assertLessEqual(self.me.queries, QUERIES_MAX, path)
                done = self.me.edit(page)
                self.assertIn("xong=same", done.path, f"{path}: {done.text[:2000]}")
            self.assertEqual(self.copy(code), before)

    def test_not_theirs(self):
        school = Office(site, "vanthu31")
        self.assertEqual(school.get(f"/quan-tri/{CORRECTION}").status, 404)
        self.me.start(CORRECTION)
        self.assertEqual(school.get(f"/quan-tri/{CORRECTION}").status, 404)
        self.assertEqual(school.get(f"/quan-tri/{CORRECTION}/0-1").status, 404)
        self.assertEqual(Office(site, "giamdoc").get("/quan-tri").status, 403)


class Edits(Case):
    def setUp(self):
        super().setUp()
        self.me.start(CORRECTION)

    def test_text_and_undo(self):
        first = self.copy(CORRECTION)
        page = self.me.element(CORRECTION, "Số điện thoại")
        page = self.me.edit(page, {"s:label/.vi": "Điện thoại <liên hệ> & Zalo", "s:help/.vi": "Để cán bộ gọi"})
        self.assertIn("xong=saved", page.path)
        self.assertIn("Điện thoại <liên hệ> & Zalo", page.text)
        second = self.copy(CORRECTION)
        self.assertIn("Điện thoại &lt;liên hệ&gt; &amp; Zalo", second)
        page = self.me.send(page, press=("_do", "undo"), form=page.form_to(f"/quan-tri/{CORRECTION}$"))
        self.assertEqual(self.copy(CORRECTION), first)
        page = self.me.send(page, press=("_do", "redo"), form=page.form_to(f"/quan-tri/{CORRECTION}$"))
        self.assertEqual(self.copy(CORRECTION), second)
        kinds = [r[0] for r in site.sql("SELECT kind FROM package_edit e JOIN package_draft d ON d.id = e.draft WHERE d.closed_at IS NULL "
                                        f"AND d.code = '{CORRECTION}' ORDER BY e.version")]
        self.assertEqual(kinds, ["open", "do", "undo", "redo"])
        page = self.me.get(f"/quan-tri/{CORRECTION}")
        self.assertIn("Trường “Điện thoại <liên hệ> & Zalo” (phone), trong Nhóm “applicant”: Nhãn (tiếng Việt) từ “Số điện thoại” thành", page.text)

    def test_branches_of_history(self):
        page = self.me.element(CORRECTION, "Số điện thoại")
        states = [self.copy(CORRECTION)]
        for text in ("Một", "Hai"):
            page = self.me.edit(page, {"s:label/.vi": text})
            states.append(self.copy(CORRECTION))
        bar = f"/quan-tri/{CORRECTION}$"
        for _ in range(2):
            page = self.me.send(page, press=("_do", "undo"), form=page.form_to(bar))
        self.assertEqual(self.copy(CORRECTION), states[0])
        page = self.me.edit(page, {"s:label/.vi": "Ba"})
        page = self.me.send(page, press=("_do", "undo"), form=page.form_to(bar))
        page = self.me.send(page, press=("_do", "redo"), form=page.form_to(bar))
        self.assertIn("<vi>Ba</vi>", self.copy(CORRECTION))

    def test_refused_with_what_was_typed(self):
        before = self.copy(CORRECTION)
        page = self.me.element(CORRECTION, "Số điện thoại")
        again = self.me.edit(page, {"s:@name": "Số ĐT", "s:hint/.vi": "gõ rồi"})
        self.assertEqual(again.status, 422)
        self.assertTrue(again.title.startswith("Lỗi:"))
        self.assertIn("gõ rồi", again.text)
        self.assertEqual(again.form_to(r"/[0-9]+-[0-9]+$")["named"]["s:@name"]["value"], "Số ĐT")
        self.assertEqual(self.copy(CORRECTION), before)
        empty = self.me.edit(page, {"s:label/.vi": ""})
        self.assertEqual(empty.status, 422)

    def test_add_move_copy_remove(self):
        page = self.me.element(CORRECTION, "Căn cứ và giấy tờ")
        page = self.me.edit(page, {"n:field:label/.vi": "Ghi chú thêm", "n:field:@name": "extra", "n:field:@type": "long-text"}, ("_do", "add:field"))
        self.assertIn("Ghi chú thêm", page.text)
        (fresh,) = re.findall(r'<field [^>]*name="extra"[^>]*motcua-id="([^"]*)"', self.copy(CORRECTION))
        page = self.me.edit(page, press=("_do", f"up:{fresh}"))
        page = self.me.edit(page, press=("_do", f"copy:{fresh}"))
        self.assertIn('name="extra_2"', self.copy(CORRECTION))
        page = self.me.edit(page, press=("_do", f"remove:{fresh}"))
        self.assertNotIn('name="extra"', self.copy(CORRECTION))
        only = self.me.element(CORRECTION, "Nội dung quyết định")
        self.assertEqual(self.me.edit(only, press=("_do", f"remove:{only.path.split('/')[-1]}")).status, 422)

    def test_code_list_in_place(self):
        page = self.me.element(CORRECTION, "diploma-kinds")
        (first,) = re.findall(r'<choice value="thcs" motcua-id="([^"]*)"', self.copy(CORRECTION))
        page = self.me.edit(page, {f"s:#{first}:.vi": "Bằng THCS", "n:choice:@value": "khac", "n:choice:.vi": "Khác", "n:choice:.en": "Other"},
                            ("_do", "add:choice"))
        self.assertIn("<vi>Bằng THCS</vi>", self.copy(CORRECTION))
        self.assertRegex(self.copy(CORRECTION), r'<choice value="khac"[^>]*><vi>Khác</vi><en>Other</en></choice>')
        (edits,), = site.sql(f"SELECT count(*) FROM package_edit e JOIN package_draft d ON d.id = e.draft WHERE d.code = '{CORRECTION}' "
                             "AND d.closed_at IS NULL AND kind = 'do'")
        self.assertEqual(edits, "1", "two edits of one form are one operation")

    def test_findings_stand_at_their_element(self):
        page = self.me.element(CORRECTION, "Số điện thoại")
        page = self.me.edit(page, {"s:@relevant": "../khong_co = 'x'"})
        self.assertIn("Biểu thức nhắc đến trường không có", page.text)
        self.assertIn("1 lỗi phải sửa", page.text)
        overview = self.me.get(f"/quan-tri/{CORRECTION}")
        self.assertIn("Biểu thức nhắc đến trường không có", overview.text)
        publish = self.me.get(f"/quan-tri/{CORRECTION}/cong-bo")
        self.assertIn("chưa công bố được", publish.text)
        self.assertFalse(any("tu-day" in f["named"] for f in publish.forms))

    def test_a_trap_is_proved_and_not_published(self):
        """Nothing is wrong with the words of it; but nobody could ever answer the field, and it is asked for."""
        page = self.me.element(CORRECTION, "Số của giấy tờ hộ tịch")
        self.me.edit(page, {"n:constraint:@test": ". = 'a' and . = 'b'", "n:constraint:.vi": "Phải là a và b"}, ("_do", "add:constraint"))
        publish = self.me.get(f"/quan-tri/{CORRECTION}/cong-bo")
        self.assertIn("chưa công bố được", publish.text)
        self.assertIn("Số của giấy tờ hộ tịch", publish.text[publish.text.index("Phát hiện khi kiểm tra"):])
        version = self.version(CORRECTION)
        answer = self.me.post_raw(f"/quan-tri/{CORRECTION}/cong-bo", {"csrf": self.me.csrf(), "_version": version, "tu-day": "1", "tu-month": "1",
                                                                      "tu-year": "2099"})
        self.assertEqual(answer.status, 422)
        self.assertEqual(site.sql(f"SELECT count(*) FROM publication WHERE code = '{CORRECTION}'"), [["0"]])

    def test_rule_from_menus(self):
        page = self.me.element(CORRECTION, "Số của giấy tờ hộ tịch")
        path = next(link for link in page.links if "/luat?o=relevant" in link)
        page = self.me.get(path)
        form = page.form_to("/luat")
        self.assertEqual(self.me.send(page, {"mode": "terms", "field-0": "diploma.year", "how-0": "at_least", "value-0": "nhiều"}, form=form).status, 422)
        page = self.me.send(page, {"mode": "terms", "field-0": "diploma.kind", "how-0": "is", "value-0": "thpt", "field-1": "diploma.year",
                                   "how-1": "at_least", "value-1": "1990", "joint": "any"}, form=form)
        self.assertIn("/dossier/diploma/kind = 'thpt' or /dossier/diploma/year >= 1990", page.text)
        self.assertIn("Nghĩa là: “Loại văn bằng, chứng chỉ” là Bằng tốt nghiệp trung học phổ thông hoặc “Năm tốt nghiệp” ít nhất là 1990", page.text)
        page = self.me.get(path)
        self.assertIn(("value-1", "1990"), page.form_to("/luat")["values"])
        page = self.me.send(page, {"mode": "none"}, form=page.form_to("/luat"))
        self.assertNotIn("diploma/year >= 1990", page.text)

    def test_two_at_once_are_told(self):
        mine, theirs = (who.element(CORRECTION, "Số điện thoại") for who in (self.me, self.other))
        self.other.edit(theirs, {"s:label/.vi": "Điện thoại di động", "s:hint/.vi": "Mười chữ số"})
        told = self.me.edit(mine, {"s:label/.en": "Mobile phone"})
        self.assertEqual(told.status, 409)
        self.assertIn("Lý Khánh Mẫu", told.text)
        self.assertIn("từ “Số điện thoại” thành “Điện thoại di động”", told.text)
        self.assertIn("Mobile phone", told.text)
        form = told.form_to(r"/[0-9]+-[0-9]+$")
        self.assertEqual([n for n, _ in form["values"] if n.startswith("s:")], ["s:label/.en"], "only what I changed myself")
        done = self.me.send(told, form=form)
        self.assertIn("xong=saved", done.path)
        self.assertRegex(self.copy(CORRECTION), r"<label[^>]*><vi>Điện thoại di động</vi><en>Mobile phone</en></label>")

    def test_comments(self):
        page = self.me.element(CORRECTION, "Số điện thoại")
        page = self.me.send(page, {"words": "Có cần hỏi không?"}, form=page.form_to("/gop-y$"))
        self.assertIn("Có cần hỏi không?", page.text)
        page = self.other.element(CORRECTION, "Số điện thoại")
        self.other.edit(page, {"s:@name": "mobile"})
        page = self.other.get(page.path)
        self.assertIn("Có cần hỏi không?", page.text, "it hangs on the element, not on its name")
        self.other.send(page, press=next(b for f in page.forms for b in f["buttons"] if b[0] == "_settle"),
                        form=next(f for f in page.forms if any(b[0] == "_settle" for b in f["buttons"])))
        self.assertEqual(site.sql("SELECT count(*) FROM package_comment WHERE settled_at IS NULL"), [["0"]])

    def test_drop(self):
        page = self.me.get(f"/quan-tri/{CORRECTION}")
        page = self.me.send(page, press=("_do", "drop"), form=next(f for f in page.forms if ("_do", "drop") in f["buttons"]))
        self.assertIn("Chưa có bản làm việc", page.text)
        self.assertIsNone(self.copy(CORRECTION))


class Preview(Case):
    def page(self, end):
        return self.me.get(f"/quan-tri/{CORRECTION}/xem{end}")

    def press(self, page, what):
        return self.me.send(page, press=("_sample", what), form=next(f for f in page.forms if ("_sample", what) in f["buttons"]))

    def try_form(self, page):
        return next(f for f in page.forms if f["action"] and "/xem/" in f["action"] and not any(b[0] == "_sample" for b in f["buttons"]))

    def test_same_page_as_the_citizen_sees(self):
        """Drawn by the same renderer: the controls are the citizen's, letter by letter."""
        self.me.start(CORRECTION)
        mine = self.page("/van-bang").reply.text
        draft = Citizen(site, "congdan1").open(CORRECTION).path.split("/")[2]
        site.sql(f"UPDATE draft SET package = (SELECT package FROM service WHERE code = '{CORRECTION}') WHERE id = '{draft}'")
        theirs = Citizen(site, "congdan1").get(f"/nhap/{draft}/van-bang").reply.text
        groups = [re.findall(r'<div class="govuk-form-group"[^>]*data-path.*?</select>|<input class="govuk-input[^>]*name="diploma[^>]*>', t, re.S)
                  for t in (mine, theirs)]
        self.assertGreater(len(groups[0]), 3)
        self.assertEqual(*groups)

    def test_tried_out(self):
        self.me.start(CORRECTION)
        before = self.copy(CORRECTION), self.version(CORRECTION)
        page = self.page("")
        wrong = self.me.send(page, {"applicant.phone": "12"}, form=self.try_form(page))
        self.assertEqual(wrong.status, 422)
        self.assertIn("Có", wrong.text)
        page = self.press(wrong, "fill")
        self.assertIn("Nguyễn Văn Mẫu", page.text)
        page = self.me.send(page, {"applicant.phone": "0900 000 001"}, form=self.try_form(page))
        self.assertIn("/xem/van-bang", page.path, page.text)
        self.assertIn("2016", page.text)
        page = self.press(page, "clear")
        self.assertNotIn("Nguyễn Văn Mẫu", page.text)
        self.assertEqual((self.copy(CORRECTION), self.version(CORRECTION)), before, "trying is no edit")

    def test_dossier_made_anonymous(self):
        citizen = Citizen(site, "congdan2")
        page = citizen.send(citizen.open(COPY))
        page = citizen.send(page, {"relation": "self", "holder.birthplace": "Kiến An", "holder.sex": "nu"})
        page = citizen.send(page, {"diploma.kind": "thpt", "diploma.year": "2003", "diploma.school": "Trường THPT Kín Đáo"})
        page = citizen.send(page, {"copies": "2", "delivery": "online"})
        citizen.send(page, {"_declared": "yes"}, form=page.form_to("/nop$"))
        self.me.start(COPY)
        page = self.press(self.me.get(f"/quan-tri/{COPY}/xem/van-bang"), "dossier")
        self.assertIn("2003", page.text, "what tells of nobody stays")
        first = self.me.get(f"/quan-tri/{COPY}/xem").text
        for secret in ("Phạm Ỷ Lan", "031185000028", "0900000002", "Kiến An", "Kín Đáo"):
            self.assertNotIn(secret, page.text + first)
        (sample,), = site.sql(f"SELECT sample FROM package_draft WHERE code = '{COPY}' AND closed_at IS NULL")
        self.assertNotIn("Kín Đáo", sample)

    def test_result(self):
        self.me.start(CORRECTION)
        self.press(self.page(""), "fill")
        reply = self.me.request("GET", f"/quan-tri/{CORRECTION}/ket-qua.pdf")
        self.assertEqual((reply.status, reply.headers["content-type"]), (200, "application/pdf"))
        text = subprocess.run(["pdftotext", "-", "-"], input=reply.body, capture_output=True, check=True).stdout.decode()
        self.assertIn("QUYẾT ĐỊNH", text)
        self.assertIn("Nguyễn Văn Mẫu", text)

    def test_broken_package_has_none(self):
        self.me.start(CORRECTION)
        self.me.edit(self.me.element(CORRECTION, "Số điện thoại"), {"s:@relevant": "../nothing = 1"})
        self.assertIn("Sửa các lỗi sau", self.page("").text)
        self.assertEqual(self.me.request("GET", f"/quan-tri/{CORRECTION}/ket-qua.pdf").status, 422)


class Files(Case):
    def test_out_and_in(self):
        self.me.start(CORRECTION)
        reply = self.me.request("GET", f"/quan-tri/{CORRECTION}/goi.xml")
        self.assertEqual((reply.status, reply.headers["content-type"]), (200, "application/xml"))
        self.assertIn('3.000466.xml', reply.headers["content-disposition"])
        self.assertNotIn("motcua-id", reply.text)
        before = self.copy(CORRECTION)
        changed = reply.text.replace("<vi>Số điện thoại</vi>", "<vi>Điện thoại cầm tay</vi>")
        page = self.me.get(f"/quan-tri/{CORRECTION}/nhap-xuat")
        form = page.form_to("/nhap-xuat$")
        dry = self.me.send(page, files=[("tep", "goi.xml", changed.encode())], form=form)
        self.assertIn("từ “Số điện thoại” thành “Điện thoại cầm tay”", dry.text)
        self.assertEqual(self.copy(CORRECTION), before, "a look changes nothing")
        done = self.me.send(dry, form=next(f for f in dry.forms if "hash" in f["named"]))
        self.assertIn("xong=import", done.path)
        self.assertIn("Điện thoại cầm tay", self.copy(CORRECTION))
        ids = [re.findall(r'name="phone"[^>]*motcua-id="([^"]*)"', text) for text in (before, self.copy(CORRECTION))]
        self.assertEqual(ids[0], ids[1], "what is still there keeps its id")

    def test_bad_files(self):
        self.me.start(CORRECTION)
        page = self.me.get(f"/quan-tri/{CORRECTION}/nhap-xuat")
        good = self.me.request("GET", f"/quan-tri/{CORRECTION}/goi.xml").text
        for name, data in (("nothing", b""), ("not XML", b"<service"), ("a bomb", b"<!DOCTYPE x [<!ENTITY a 'b'>]><service>&a;</service>"),
                           ("another code", good.replace('code="3.000466"', 'code="3.000465"').encode()),
                           ("no schema", good.replace('type="phone"', 'type="telephone"').encode())):
            answer = self.me.send(page, files=[("tep", "goi.xml", data)], form=page.form_to("/nhap-xuat$"))
            self.assertEqual(answer.status, 422, name)


class Words(unittest.TestCase):
    def test_every_word_of_the_schema_has_a_word_for_people(self):
        """What service.rng learns is offered at once; here it is said that it wants a name in both languages, too."""
        tree = xml.etree.ElementTree.parse(ROOT / "forms/service.rng")
        ids = set(re.findall(r"(?m)^office\.(\S+)", (ROOT / "app/office/office.msg").read_text()))
        space = "{http://relaxng.org/ns/structure/1.0}"
        missing = []
        for element in tree.iter(space + "element"):
            name = element.get("name").replace("-", "_")
            if name not in ("vi", "en", "v") and f"el_{name}" not in ids:
                missing.append(f"el_{name}")
        for attribute in tree.iter(space + "attribute"):
            name = attribute.get("name").replace("-", "_")
            if f"at_{name}" not in ids and not any(i.startswith("at_") and i.endswith("_" + name) for i in ids):
                missing.append(f"at_{name}")
            missing += [f"v_{name}_{v.text.replace('-', '_')}" for v in attribute.iter(space + "value")
                        if f"v_{name}_{v.text.replace('-', '_')}" not in ids]
        self.assertEqual(missing, [], "words for app/office/office.msg")


def today():
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()


class Publishing(Case):
    def publish(self, who, code, day=None):
        page = who.get(f"/quan-tri/{code}/cong-bo")
        day = day or today()
        return who.send(page, {"tu-day": str(day.day), "tu-month": str(day.month), "tu-year": str(day.year)}, form=page.form_to("/cong-bo$"))

    def new(self, code, name):
        page = self.me.get("/quan-tri")
        return self.me.send(page, {"code": code, "vi": name, "en": "Sample procedure", "agency": "H24.19", "workflow": "chinh-sua-van-bang"},
                            form=page.form_to("/quan-tri$"))

    def test_new_from_nothing(self):
        """From the template to a citizen's form, without a restart."""
        page = self.new("9.000001", "Xác nhận thử nghiệm")
        self.assertIn("Gói đã qua mọi kiểm tra", page.text)
        self.assertEqual(site.get("/thu-tuc/9.000001", cookies=False).status, 404)
        page = self.publish(self.me, "9.000001")
        self.assertIn("Đã công bố", page.text)
        self.assertIn("Phan Thuỳ Mẫu", page.text)
        site.wait_for("the new procedure", lambda: "Xác nhận thử nghiệm" in site.get("/thu-tuc/9.000001", cookies=False).text)
        citizen = Citizen(site, "congdan1")
        page = citizen.open("9.000001")
        self.assertEqual(page.values()["applicant.full_name"], "Nguyễn Thị Ngưỡng")
        page = citizen.send(page)
        page = citizen.send(page, {"request": "Đề nghị xác nhận"})
        page = citizen.send(page, {"_declared": "yes"}, form=page.form_to("/nop$"))
        self.assertRegex(page.text, r"H24\.19-[0-9]{6}-[0-9]{4}")
        row = site.sql("SELECT actor_name, effective_on = (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, entered_at IS NOT NULL, replaced IS NULL "
                       "FROM publication WHERE code = '9.000001'")
        self.assertEqual(row, [["Phan Thuỳ Mẫu", "t", "t", "t"]])

    def test_bad_code_and_taken_code(self):
        page = self.new("12", "Tên")
        self.assertEqual(page.status, 422)
        self.assertIn("bạn đã nhập “12”", page.text)
        self.assertEqual(self.new(CORRECTION, "Tên").status, 422)
        self.assertEqual(self.new("9.000002", "").status, 422)

    def test_change_in_force_and_dossiers_under_way(self):
        citizen = Citizen(site, "congdan2")
        old = citizen.open(COPY)
        self.assertIn("Số điện thoại", old.text)
        (before,), = site.sql(f"SELECT encode(package, 'hex') FROM service WHERE code = '{COPY}'")
        self.me.start(COPY)
        page = self.me.element(COPY, "Số điện thoại")
        self.me.edit(page, {"s:label/.vi": "Điện thoại của bạn"})
        preview = self.me.get(f"/quan-tri/{COPY}/cong-bo")
        self.assertIn("từ “Số điện thoại” thành “Điện thoại của bạn”", preview.text)
        page = self.publish(self.me, COPY)
        self.assertIn("Đã công bố", page.text)
        (after, changes), = site.sql(f"SELECT encode(package, 'hex'), (SELECT p.changes->0->>'after' FROM publication p WHERE p.code = s.code "
                                     f"ORDER BY id DESC LIMIT 1) FROM service s WHERE code = '{COPY}'")
        self.assertNotEqual(before, after)
        self.assertEqual(changes, "Điện thoại của bạn")
        self.assertIn("Số điện thoại", citizen.get(old.path).text, "a draft stays on the package it was begun with")
        fresh = Citizen(site, "congdan1")
        site.wait_for("the new form", lambda: "Điện thoại của bạn" in fresh.open(COPY).text)

    def test_effective_later(self):
        self.new("9.000003", "Sau này mới có")
        later = today() + datetime.timedelta(days=3)
        page = self.publish(self.me, "9.000003", later)
        self.assertIn("chờ đến ngày có hiệu lực", page.text)
        self.assertEqual(site.sql("SELECT count(*) FROM service WHERE code = '9.000003'"), [["0"]])
        again = self.me.get("/quan-tri/9.000003")
        self.assertFalse(any(("_do", "open") in f["buttons"] for f in again.forms))
        site.sql("UPDATE publication SET effective_on = CURRENT_DATE - 1 WHERE code = '9.000003'")
        self.assertEqual(site.sql("SELECT package_enter()"), [["1"]])
        self.assertEqual(site.sql("SELECT name_vi FROM service WHERE code = '9.000003'"), [["Sau này mới có"]])
        self.assertEqual(site.sql("SELECT package_enter()"), [["0"]])

    def test_not_in_the_past(self):
        self.new("9.000004", "Hôm qua")
        page = self.publish(self.me, "9.000004", today() - datetime.timedelta(days=1))
        self.assertEqual(page.status, 422)
        self.assertEqual(site.sql("SELECT count(*) FROM publication WHERE code = '9.000004'"), [["0"]])

    def test_somebody_published_meanwhile(self):
        """Another package is in force by now: the copy began with the one before, and is not published over it."""
        self.me.start(COPY)
        page = self.me.element(COPY, "Địa chỉ liên hệ")
        self.me.edit(page, {"s:label/.vi": "Nơi ở hiện nay"})
        form = self.me.get(f"/quan-tri/{COPY}/cong-bo")
        site.sql(f"UPDATE service SET package = (SELECT hash FROM service_package WHERE code = '{CORRECTION}' LIMIT 1) WHERE code = '{COPY}'")
        try:
            answer = self.me.send(form, form=form.form_to("/cong-bo$"))
            self.assertEqual(answer.status, 409)
        finally:
            site.sql(f"UPDATE service SET package = (SELECT hash FROM service_package WHERE code = '{COPY}' ORDER BY published_at DESC LIMIT 1) "
                     f"WHERE code = '{COPY}'")

    def test_role_taken_away(self):
        """The guard looks again: a page opened as an administrator is no permission."""
        self.new("9.000005", "Mất quyền")
        form = self.me.get("/quan-tri/9.000005/cong-bo")
        site.sql("UPDATE officer_role SET valid_to = CURRENT_DATE - 1 WHERE role = 'administrator' AND account = "
                 "(SELECT id FROM account WHERE login = 'quantri1')")
        try:
            self.assertEqual(self.me.send(form, form=form.form_to("/cong-bo$")).status, 403)
            (made,), = site.sql("""SELECT package_publish(d.id, (SELECT id FROM account WHERE login = 'quantri1'), d.version, decode(repeat('00', 32), 'hex'),
                '<x/>', (SELECT hash FROM workflow_package LIMIT 1), CURRENT_DATE + 2, '{}', '[]') IS NULL FROM package_draft d
                WHERE code = '9.000005' AND closed_at IS NULL""")
            self.assertEqual(made, "t")
        finally:
            site.sql("UPDATE officer_role SET valid_to = NULL WHERE role = 'administrator'")


def main():
    result = unittest.TextTestRunner(verbosity=1).run(
        unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:], module=sys.modules["__main__"])
        if sys.argv[1:] else unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed")
    return 1 if failed or not result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
