#!/usr/bin/env python3
"""The catalogue, as anybody meets it: search however it is typed, lists narrowed, open data, JSON-LD, versions.
Ends with "N passed, N failed"."""
import csv
import io
import pathlib
import re
import sys
import unittest
import urllib.parse
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from citizen import Demo, Page  # noqa: E402
from stack import ROOT  # noqa: E402

SERVICES = sorted(p.parent.name for p in (ROOT / "forms").glob("*/service.xml"))
# What was typed, and the procedure that must come first (or, of several, one that must).
SEARCHES = [
    ("cấp bản sao văn bằng", {"3.000465", "3.000467"}), ("cap ban sao van bang", {"3.000465", "3.000467"}),
    ("mất bằng tốt nghiệp", {"3.000465", "3.000467"}), ("xin lai bang tot nghiep cap 2", {"3.000467"}),
    ("sua ten tren bang", {"3.000466", "3.000468"}), ("bang nuoc ngoai", {"1.004889"}),
    ("chuyển trường cấp 3", {"2.002478"}), ("chuyen truowng cap 2", {"2.002481"}), ("chuyeenr truwowngf tieeur hocj", {"1.005099"}),
    ("chuye6n3 tru7o7ng2 tie6u3 ho5c", {"1.005099"}), ("chuyen truogn tieu hoc", {"1.005099"}), ("chuen truong cap 1", {"1.005099"}),
    ("ddi hocj laij", {"1.001088"}), ("thi vao 10", {"3.000181"}), ("tuyen sinh lop 10", {"3.000181"}), ("dang ky lop 6", {"3.000182"}),
    ("cho con vào lớp một", {"2.002492"}), ("gui tre", {"2.002493"}), ("phúc khảo", {"1.005095"}), ("phuc khoa bai thi", {"1.005095"}),
    ("mo trung tam tieng anh", {"3.000315"}), ("giay phep trung tam ngoai ngu", {"3.000316"}), ("dạy thêm học thêm", {"9.000025"}),
    ("day them hoc themm", {"9.000025"}), ("mien hoc phi", {"1.005144"}), ("hoc bong ho ngheo", {"1.002407"}),
    ("tu van du hoc", {"1.005061"}), ("mo truong mam non", {"1.012961"}), ("truong cap 3 tu thuc", {"1.012944", "1.012953"}),
    ("noi tru", {"1.005090"}), ("2.002478", {"2.002478"}), ("grade 10 entrance exam", {"3.000181"}), ("school transfer", {"2.002478"}),
]


def setUpModule():
    global site
    site = Demo(workers=1, conns=3)
    site.__enter__()


def tearDownModule():
    site.__exit__(None, None, None)


def look(path, **headers):
    site.cookies = {}               # a stranger, every time
    return Page(site.get(path, headers=headers), path)


def listed(path):
    return [a.rsplit("/", 1)[1] for a in look(path).links if re.fullmatch(r"/thu-tuc/[0-9.]+", a)]


class Search(unittest.TestCase):
    def test_however_it_is_typed(self):
        for typed, wanted in SEARCHES:
            found = listed("/thu-tuc?q=" + urllib.parse.quote(typed))
            self.assertTrue(found and found[0] in wanted, (typed, found[:4]))

    def test_nothing_found_helps_on(self):
        page = look("/thu-tuc?q=zzzz+qqqq")
        self.assertEqual(page.status, 200)
        self.assertIn("Chưa tìm thấy", page.text)
        self.assertIn("/thu-tuc?su-kien=bang-cap", page.links)

    def test_nearest_when_a_word_is_nowhere(self):
        page = look("/thu-tuc?q=chuyen+truong+tieu+hoc+zzzzzz")
        self.assertIn("Gần nhất", page.text)
        self.assertIn("/thu-tuc/1.005099", page.links)

    def test_wildcards_are_letters(self):
        self.assertEqual(listed("/thu-tuc?q=%25%25"), listed("/thu-tuc"))       # nothing is left of it
        self.assertEqual(look("/thu-tuc?q='%3B--").status, 200)

    def test_all(self):
        self.assertEqual(sorted(listed("/thu-tuc")), SERVICES)

    def test_narrowed(self):
        self.assertEqual(set(listed("/thu-tuc?su-kien=bang-cap")), {"3.000465", "3.000466", "3.000467", "3.000468", "1.004889"})
        ward = set(listed("/thu-tuc?cap=xa"))
        self.assertIn("3.000467", ward)
        self.assertNotIn("3.000465", ward)
        self.assertEqual(set(listed("/thu-tuc?cap=xa&su-kien=bang-cap")), {"3.000467", "3.000468"})
        self.assertNotIn("2.002478", listed("/thu-tuc?doi-tuong=organisation"))
        self.assertIn("1.005061", listed("/thu-tuc?doi-tuong=organisation"))
        self.assertTrue(all(c in SERVICES for c in listed("/thu-tuc?chu=x")))
        self.assertIn("3.000181", listed("/thu-tuc?chu=t"))
        self.assertNotIn("3.000181", listed("/thu-tuc?chu=c"))
        self.assertEqual(listed("/thu-tuc?su-kien=khong-co"), [])

    def test_few_queries_small_pages(self):
        for path, queries, size in (("/", 1, 16000), ("/thu-tuc?q=bang", 2, 30000), ("/thu-tuc", 2, 60000)):
            reply = site.get(path)
            self.assertLessEqual(int(reply.headers["x-queries"]), queries, path)
            self.assertLess(len(reply.body), size, path)

    def test_home_leads_to_everything(self):
        page = look("/")
        self.assertGreaterEqual(len([a for a in page.links if a.startswith("/thu-tuc?su-kien=")]), 6)
        self.assertLessEqual(len([a for a in page.links if re.fullmatch(r"/thu-tuc/[0-9.]+", a)]), 4)
        self.assertIn("/thu-tuc", page.links)


class EveryProcedure(unittest.TestCase):
    def test_complete_for_a_stranger(self):
        site.cookies = {}
        for code in SERVICES:
            page = look(f"/thu-tuc/{code}")
            self.assertEqual(page.status, 200, code)
            for words in ("Ai được nộp", "Giấy tờ cần có", "Thời hạn giải quyết", "Phí, lệ phí", "Kết quả", "Cơ quan giải quyết",
                          "Căn cứ pháp lý", code):
                self.assertIn(words, page.text, code)
            self.assertIn(f"/dang-nhap?return=%2Fthu-tuc%2F{code}", page.links)
            self.assertNotIn("unverified", page.reply.text)
            english = look(f"/thu-tuc/{code}?lang=en")
            self.assertIn("Legal basis", english.text, code)

    def test_fee_table(self):
        page = look("/thu-tuc/1.004889")
        self.assertIn("250.000 đồng", page.text)
        self.assertIn("500.000 đồng", page.text)

    def test_linked_data(self):
        for code in SERVICES:
            page = look(f"/thu-tuc/{code}")
            address = re.search(r'<link rel="alternate" href="([^"]*)" type="application/ld\+json">', page.reply.text)[1]
            reply = site.get(address)
            self.assertEqual((reply.status, reply.headers["content-type"]), (200, "application/ld+json"))
            data = reply.json
            self.assertEqual((data["@type"], data["identifier"]), ("GovernmentService", code))
            self.assertTrue(data["@id"].startswith("https://") and data["@id"].endswith(f"/thu-tuc/{code}"))
            self.assertIn(data["name"], page.text)
        self.assertEqual(site.get("/thu-tuc/9.999999.jsonld").status, 404)


class OpenData(unittest.TestCase):
    def test_json_and_csv_say_the_same(self):
        data = site.get("/thu-tuc.json").json["services"]
        self.assertEqual([s["code"] for s in data], SERVICES)
        reply = site.get("/thu-tuc.csv")
        self.assertTrue(reply.headers["content-type"].startswith("text/csv"))
        rows = list(csv.DictReader(io.StringIO(reply.body.decode("utf-8-sig"))))
        self.assertEqual([(r["code"], r["name"], r["version"]) for r in rows], [(s["code"], s["name"], s["version"]) for s in data])
        self.assertEqual(next(s for s in data if s["code"] == "1.004889")["fee_vnd"], 250000)

    def test_sitemap(self):
        root = ET.fromstring(site.get("/sitemap.xml").body)
        places = [e.text for e in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        self.assertTrue(all(p.startswith(site.url) for p in places), places[:2])
        self.assertEqual(len([p for p in places if "/thu-tuc/" in p]), len(SERVICES))

    def test_a_host_that_is_no_host(self):
        reply = site.get("/thu-tuc.json", headers={"Host": "a<b>c"})
        self.assertNotIn("<b>", reply.text)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
