#!/usr/bin/env python3
"""A person's own dossiers: the list, the page with its history and papers, the supplement, the result, the public look-up.
Officers' moves are played by the workflow tool and put straight into the database. Ends with "N passed, N failed"."""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import threading
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from citizen import PDF, Citizen, Demo, Page  # noqa: E402
from stack import ROOT  # noqa: E402

REASONS = "Thiếu giấy uỷ quyền\nẢnh chụp văn bằng bị mờ"
QUERIES_MAX = 4         # the session and three of the page's own


def setUpModule():
    global site
    site = Demo(workers=1, conns=3)
    site.__enter__()


def tearDownModule():
    site.__exit__(None, None, None)


def play(actions):
    """The marking, the last effects and the status after these actions."""
    script = site.dir / "script.json"
    script.write_text(json.dumps({"now": "2026-11-24T08:00:00+07:00", "agency": "H24.19", "instance": "<dossier/>",
                                  "actions": actions}))
    done = subprocess.run([ROOT / "bin/motcua", "workflow", "run", ROOT / "workflows/ban-sao-van-bang.bpmn", "--script", script,
                           "--json"], check=True, capture_output=True, text=True)
    step = json.loads(done.stdout)["steps"][-1]
    assert step["answer"] == "done", step
    return step["marking"], step["effects"]


def statement(room, name):
    """A named statement, prepared as "asked"; braces doubled for format()."""
    words = (ROOT / f"app/{room}/{room}.sql").read_text()
    takes, body = re.search(rf"^-- name: {name}\(([^)]*)\)[^\n]*\n(.*?;)$", words, re.S | re.M).groups()
    types = ", ".join(a.split()[1] for a in takes.split(", "))
    return f"PREPARE asked ({types}) AS {body}\n".replace("{", "{{").replace("}", "}}")


def code_of(page):
    return page.path.split("/")[2].partition("?")[0]


def complete(node, outcome, role, reason=""):
    return {"do": "complete", "node": node, "outcome": outcome, "role": role, "agency": "H24.19", "reason": reason}


class Case(unittest.TestCase):
    def setUp(self):
        site.sql("DELETE FROM draft WHERE submitted_at IS NULL")
        self.me = Citizen(site, "congdan1")

    def file(self, relation="self"):
        """A dossier handed in; returns its code."""
        page = self.me.send(self.me.open("3.000465"))
        page = self.me.send(page, {"relation": relation, "holder.birthplace": "Hải Phòng", "holder.sex": "nu"})
        if relation != "self":
            page = self.me.send(page, {"holder.full_name": "Nguyễn Văn Ông", "holder.born.day": "1", "holder.born.month": "2",
                                       "holder.born.year": "1960"}, None, [("papers.proof", "giấy uỷ quyền.pdf", PDF)])
        page = self.me.send(page, {"diploma.kind": "thpt", "diploma.year": "2016", "diploma.school": "Trường THPT Mẫu"})
        page = self.me.send(page, {"copies": "1", "delivery": "online"})
        page = self.me.send(page, {"_declared": "yes"})
        self.assertIn("?moi=1", page.path)
        return page.path[7:-6]

    def officers(self, code, actions, kind, status, more=""):
        marking, effects = play(actions)
        opened = [e for e in effects if e["effect"] == "open"]
        items = "".join(f"""INSERT INTO work_item (id, dossier, node, visit, role, agency) SELECT gen_random_uuid(), id,
            '{e["node"]}', {e["visit"]}, '{e["role"]}', 'H24.19' FROM dossier WHERE code = '{code}';""" for e in opened)
        last = actions[-1]
        site.sql(f"""UPDATE work_item w SET closed_at = now(), outcome = 'x' FROM dossier d
            WHERE d.id = w.dossier AND d.code = '{code}' AND w.closed_at IS NULL;
            UPDATE dossier SET marking = '{marking}', status = {status}, version = version + 1 {more} WHERE code = '{code}';
            INSERT INTO dossier_event (dossier, action, kind, node, actor_name, role, agency, reason, version, status)
            SELECT id, gen_random_uuid(), '{kind}', '{last["node"]}', 'Đặng Hoàng Ẩn', '{last["role"]}', 'H24.19',
                '{last["reason"]}', version, {status} FROM dossier WHERE code = '{code}'; {items}""")

    def ask_supplement(self, code):
        self.officers(code, [complete("receive", "supplement", "counter", REASONS)], "supplement", 5,
                      ", supplements = 1")
        site.sql(f"""INSERT INTO supplement (dossier, round, reasons, asked_by) SELECT id, 1, '{REASONS}', applicant
            FROM dossier WHERE code = '{code}'""")

    def count(self, what, code):
        return int(site.sql(f"SELECT count(*) FROM {what} x JOIN dossier d ON d.id = x.dossier WHERE d.code = '{code}'")[0][0])


class Showing(Case):
    def test_page_and_its_twin(self):
        code = self.file("family")
        page = self.me.get(f"/ho-so/{code}")
        self.assertLessEqual(self.me.queries, QUERIES_MAX)
        for words in (code, "Đã nộp, chờ tiếp nhận", "Bạn đã nộp hồ sơ", "Tiếp nhận hồ sơ", "giấy uỷ quyền.pdf",
                      "Giấy uỷ quyền hoặc giấy tờ chứng minh quan hệ", hashlib.sha256(PDF).hexdigest()):
            self.assertIn(words, page.text)
        self.assertNotIn("Mã hồ sơ" + code + "Tiếp theo", page.text)
        twin = self.me.json(f"/ho-so/{code}").json
        self.assertEqual((twin["code"], twin["status"], twin["papers"][0]["sha256"]),
                         (code, 1, hashlib.sha256(PDF).hexdigest()))
        english = self.me.get(f"/ho-so/{code}?lang=en")
        self.assertIn("Submitted, waiting to be accepted", english.text)

    def test_the_confirmation_is_offered_as_soon_as_it_is_there(self):
        """It is made by the worker: until then the page says that it comes."""
        page = self.me.get(f"/ho-so/{self.file()}?moi=1")
        self.assertEqual(site.sql(f"SELECT o.kind, o.key = d.id || ':submission' FROM outbox o JOIN dossier d ON d.id = o.dossier "
                                  f"WHERE d.code = '{code_of(page)}' AND o.kind = 'submission'"), [["submission", "t"]])
        self.assertIn("đang được lập", page.text)
        slip = hashlib.sha256(page.path.encode()).hexdigest()
        site.sql(f"INSERT INTO stored_file (sha256, bytes, type) VALUES ('\\x{slip}', 9, 'application/pdf'); INSERT INTO slip (dossier, "
                 f"kind, pdf) SELECT id, 'submission', '\\x{slip}' FROM dossier WHERE code = '{code_of(page)}'")
        self.addCleanup(site.sql, f"DELETE FROM slip WHERE pdf = '\\x{slip}'; DELETE FROM stored_file WHERE sha256 = '\\x{slip}'")
        again = self.me.get(page.path)
        self.assertNotIn("đang được lập", again.text)
        self.assertEqual(sum(link.endswith("/tep/" + slip) for link in again.links), 2)         # in the panel, and among the papers

    def test_paper_is_sent(self):
        code = self.file("family")
        link = next(a for a in self.me.get(f"/ho-so/{code}").links if "/tep/" in a)
        sent = self.me.request("GET", link)
        self.assertEqual((sent.status, sent.body), (200, PDF))
        self.assertEqual(Citizen(site, "congdan2").request("GET", link).status, 404)
        self.assertEqual(self.me.request("GET", f"/ho-so/{code}/tep/{'0' * 64}").status, 404)

    def test_accepted_with_due_time_and_receipt(self):
        code = self.file()
        self.officers(code, [complete("receive", "accept", "counter")], "forward", 4,
                      ", accepted_at = '2026-11-24T01:00Z', due_at = '2036-11-24T10:00Z'")
        digest = hashlib.sha256(code.encode()).hexdigest()
        site.sql(f"""INSERT INTO stored_file (sha256, bytes, type) VALUES ('\\x{digest}', 2100000, 'application/pdf');
            INSERT INTO slip (dossier, kind, number, pdf) SELECT id, 'receipt', '0001/TNHS', '\\x{digest}' FROM dossier
            WHERE code = '{code}'""")
        page = self.me.get(f"/ho-so/{code}")
        for words in ("Đang giải quyết", "17:00 24/11/2036", "Hồ sơ được tiếp nhận", "Đặng Hoàng Ẩn, Sở Giáo dục và Đào tạo",
                      "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "0001/TNHS", "2,0 MB", "Tra sổ gốc"):
            self.assertIn(words, page.text)
        self.assertIn(f"/ho-so/{code}/tep/{digest}", page.links)

    def test_inner_reasons_stay_inside(self):
        code = self.file()
        self.officers(code, [complete("receive", "accept", "counter"), complete("appraise", "submit", "specialist"),
                             complete("approve", "return", "director", "Chuyên viên xem lại")], "back", 4)
        page = self.me.get(f"/ho-so/{code}")
        self.assertIn("xem xét lại", page.text)
        self.assertNotIn("Chuyên viên xem lại", page.text)

    def test_list(self):
        code = self.file()
        draft = self.me.open("3.000466")
        page = self.me.get("/ho-so")
        self.assertLessEqual(self.me.queries, QUERIES_MAX)
        self.assertIn(f"/ho-so/{code}", page.links)
        self.assertIn("giữ đến", page.text)
        self.assertTrue(any(draft.path.startswith(a) for a in page.links if a.startswith("/nhap/")))
        site.sql(f"INSERT INTO notice (account, dossier, kind, key) SELECT applicant, id, 'notify', '{uuid.uuid4()}' "
                 f"FROM dossier WHERE code = '{code}'")
        page = self.me.get("/ho-so")
        self.assertLessEqual(self.me.queries, QUERIES_MAX)
        self.assertIn(f"Hồ sơ {code} có cập nhật mới", page.text)
        self.assertIn("1 thông báo mới", page.text)
        page = self.me.get("/ho-so")
        self.assertIn(f"Hồ sơ {code} có cập nhật mới", page.text)
        self.assertNotIn("thông báo mới", page.text)
        for kind in ("accept", "supplement-slip", "stop-notice", "issue-result", "refuse-slip", "remind"):
            site.sql(f"INSERT INTO notice (account, dossier, kind, key) SELECT applicant, id, '{kind}', '{uuid.uuid4()}' "
                     f"FROM dossier WHERE code = '{code}'")
        notices = self.me.json("/ho-so").json["notices"]
        self.assertEqual([n["kind"] for n in notices],
                         ["remind", "refuse-slip", "issue-result", "stop-notice", "supplement-slip", "accept"])
        self.assertFalse(any(n["seen"] for n in notices))
        self.assertEqual(len({n["text"] for n in notices}), 6)
        self.assertEqual([n["seen"] for n in self.me.json("/ho-so").json["notices"]], [True] * 5)
        twin = self.me.json("/ho-so").json
        self.assertIn(code, [d["code"] for d in twin["dossiers"]])
        other = Citizen(site, "congdan2").json("/ho-so").json
        self.assertEqual((other["dossiers"], other["drafts"]), ([], []))

    def test_not_for_others(self):
        code = self.file()
        paths = [f"/ho-so/{code}", f"/ho-so/{code}/ket-qua.pdf", f"/ho-so/{code}/ket-qua.xml"]
        for path in paths:
            self.assertEqual(Citizen(site, "congdan2").request("GET", path).status, 404, path)
            self.assertEqual(Citizen(site, "motcua1").request("GET", path).status, 403, path)
            self.assertEqual(site.request("GET", path, cookies=False).status, 303, path)
        self.assertEqual(site.request("GET", paths[0], headers={"Accept": "application/json"}, cookies=False).status, 401)

    def test_result_only_when_released(self):
        code = self.file()
        pdf, xml = b"%PDF-1.4 result of " + code.encode(), b"<result code='" + code.encode() + b"'/>"
        names = [hashlib.sha256(x).hexdigest() for x in (pdf, xml)]
        for name, data in zip(names, (pdf, xml)):
            path = site.store / name[:2] / name[2:4] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o644)
            for folder in (path.parent, path.parent.parent):
                folder.chmod(0o755)
        site.sql(f"""INSERT INTO stored_file (sha256, bytes, type) VALUES ('\\x{names[0]}', {len(pdf)}, 'application/pdf'),
            ('\\x{names[1]}', {len(xml)}, 'application/xml');
            INSERT INTO result (id, dossier, agency, code, number, decided_by, signer_name, signer_title, signer_role, state, pdf,
                xml) SELECT gen_random_uuid(), id, agency, '{uuid.uuid4().hex[:10].replace("i", "a")}', '{code[-4:]}/BS-SGDĐT', applicant, 'Trần Minh Mẫu',
                'GIÁM ĐỐC', 'director', 'issued', '\\x{names[0]}', '\\x{names[1]}' FROM dossier WHERE code = '{code}';
            UPDATE dossier SET status = 4 WHERE code = '{code}'""")
        self.assertEqual(self.me.request("GET", f"/ho-so/{code}/ket-qua.pdf").status, 404)
        self.assertNotIn("Tải kết quả", self.me.get(f"/ho-so/{code}").text)
        site.sql(f"UPDATE dossier SET status = 9 WHERE code = '{code}'")
        page = self.me.get(f"/ho-so/{code}")
        self.assertIn("Tải kết quả", page.text)
        self.assertIn(f"/ho-so/{code}/ket-qua.pdf", page.links)
        for end, data in (("pdf", pdf), ("xml", xml)):
            sent = self.me.request("GET", f"/ho-so/{code}/ket-qua.{end}")
            self.assertEqual((sent.status, sent.body), (200, data))
            self.assertIn(f"ket-qua-{code}.{end}", sent.headers["content-disposition"])


class Supplement(Case):
    def setUp(self):
        super().setUp()
        self.code = self.file("family")
        self.ask_supplement(self.code)

    def open(self):
        page = self.me.get(f"/ho-so/{self.code}")
        form = page.form_to("/bo-sung$")
        return self.me.send(page, {}, form=form)

    def test_asked_answered_and_back_with_the_officers(self):
        page = self.me.get(f"/ho-so/{self.code}")
        self.assertIn("Cần bạn bổ sung", page.text)
        for line in REASONS.split("\n"):
            self.assertIn(line, page.text)
        check = self.open()
        self.assertIn("/kiem-tra", check.path)
        self.assertIn("Thiếu giấy uỷ quyền", check.text)
        self.assertIn("giấy uỷ quyền.pdf", check.text)
        self.assertIn("Gửi hồ sơ bổ sung", check.text)
        one = self.me.get(next(a for a in check.links if "sua=papers-proof" in a))
        self.assertIn("Thiếu giấy uỷ quyền", one.text)
        one = self.me.send(one, {}, ("_attach", "papers.proof"), [("papers.proof", "bản rõ.pdf", PDF + b"\n%%EOF\n")])
        check = self.me.send(one)
        self.assertIn("/kiem-tra#tra-loi-papers-proof", check.path)
        done = self.me.send(check, {"_declared": "yes"})
        self.assertIn(f"/ho-so/{self.code}?bo-sung=1", done.path)
        self.assertIn("Đã gửi phần bổ sung", done.text)
        self.assertIn("Bạn đã gửi phần bổ sung", done.text)
        self.assertIn("bản rõ.pdf", done.text)
        self.assertNotIn("đã thay", done.text)
        row = site.sql(f"""SELECT d.status, d.marking LIKE '%open=receive%', s.answered_at IS NOT NULL,
            (SELECT string_agg(w.role, ',') FROM work_item w WHERE w.dossier = d.id AND w.closed_at IS NULL),
            (SELECT max(f.round) FROM dossier_file f WHERE f.dossier = d.id)
            FROM dossier d JOIN supplement s ON s.dossier = d.id WHERE d.code = '{self.code}'""")
        self.assertEqual(row, [["1", "t", "t", "counter", "1"]])

    def test_a_paper_taken_out_was_replaced(self):
        check = self.open()
        one = self.me.get(next(a for a in check.links if "sua=papers-proof" in a))
        one = self.me.send(one, {}, ("_detach", "papers.proof " + hashlib.sha256(PDF).hexdigest()))
        one = self.me.send(one, {}, ("_attach", "papers.proof"), [("papers.proof", "bản rõ.pdf", PDF + b"\n%%EOF\n")])
        self.me.send(self.me.send(one), {"_declared": "yes"})
        papers = self.me.json(f"/ho-so/{self.code}").json["papers"]
        self.assertEqual([(p["name"], p["replaced"]) for p in papers],
                         [("bản rõ.pdf", False), ("giấy uỷ quyền.pdf", True)])
        page = self.me.get(f"/ho-so/{self.code}")
        self.assertEqual(page.text.count("đã thay"), 1)

    def test_opened_twice_is_one_draft_and_sent_twice_one_answer(self):
        one, two = self.open(), self.open()
        self.assertEqual(one.path, two.path)
        fields = self.me.fill(one, {"_declared": "yes"})
        replies = [self.me.post_raw(one.main()["action"], fields) for _ in range(2)]
        self.assertEqual([(r.status, r.headers["location"]) for r in replies], [(303, f"/ho-so/{self.code}?bo-sung=1")] * 2)
        self.assertEqual(self.count("dossier_event", self.code), 3)

    def test_the_request_is_gone_meanwhile(self):
        check = self.open()
        site.sql(f"""UPDATE work_item w SET closed_at = now(), outcome = 'late' FROM dossier d WHERE d.id = w.dossier
            AND d.code = '{self.code}' AND w.closed_at IS NULL; UPDATE dossier SET status = 8 WHERE code = '{self.code}'""")
        self.assertEqual(self.me.send(check, {"_declared": "yes"}).status, 409)
        self.assertEqual(site.sql(f"SELECT status FROM dossier WHERE code = '{self.code}'"), [["8"]])

    def test_what_overtakes_the_answer_leaves_its_draft_open(self):
        check = self.open()
        overtaking = threading.Thread(target=site.sql, args=[f"""BEGIN; UPDATE dossier SET version = version + 1
            WHERE code = '{self.code}'; SELECT pg_sleep(1.5); COMMIT"""])
        overtaking.start()
        time.sleep(0.5)
        self.assertEqual(self.me.send(check, {"_declared": "yes"}).status, 409)
        overtaking.join()
        self.assertEqual(self.open().path, check.path)

    def test_a_draft_that_had_expired_is_open_again(self):
        path = self.open().path
        site.sql(f"""UPDATE draft SET expires_at = now() - interval '1 day' WHERE dossier =
            (SELECT id FROM dossier WHERE code = '{self.code}')""")
        again = self.open()
        self.assertEqual((again.status, again.path), (200, path))
        self.assertIn("Gửi hồ sơ bổ sung", again.text)

    def test_a_timer_that_was_overtaken_stays_armed(self):
        dossier, version = site.sql(f"SELECT id, version FROM dossier WHERE code = '{self.code}'")[0]
        site.sql(f"INSERT INTO timer (dossier, node, visit, fires_at) VALUES ('{dossier}', 'late', 7, now())")
        act = statement("worker", "worker_timer_act") + """EXECUTE asked ('{0}', {1}, 'late', 7, gen_random_uuid(), '',
            '{2}', 8, NULL, NULL, NULL, '[]', '[]', '[]', '[]')"""
        armed = f"SELECT done_at IS NULL FROM timer WHERE dossier = '{dossier}' AND node = 'late'"
        marking = site.sql(f"SELECT marking FROM dossier WHERE id = '{dossier}'")[0][0]
        site.sql(act.format(dossier, int(version) - 1, marking))
        self.assertEqual(site.sql(armed), [["t"]])
        site.sql(act.format(dossier, version, marking))
        self.assertEqual(site.sql(armed), [["f"]])

    def test_only_when_asked_and_only_the_applicant(self):
        other = Citizen(site, "congdan2")
        self.assertEqual(other.post_raw(f"/ho-so/{self.code}/bo-sung", {"csrf": other.csrf()}).status, 409)
        fresh = self.file()
        self.assertEqual(self.me.post_raw(f"/ho-so/{fresh}/bo-sung", {"csrf": self.me.csrf()}).status, 409)


class Tracking(Case):
    def get(self, query):
        reply = site.request("GET", "/tra-cuu" + query, cookies=False)
        return Page(reply, query)

    def test_how_far_it_is_and_nothing_else(self):
        code = self.file()
        page = self.get("?ma=" + code)
        self.assertEqual(page.status, 200)
        self.assertIn("Đã nộp, chờ tiếp nhận", page.text)
        for words in ("Nguyễn", "Ngưỡng", "Bản sao", "2016", "031198000017"):
            self.assertNotIn(words, page.text)
        self.assertIn("Đã nộp, chờ tiếp nhận", self.get("?ma=%20" + code.lower()).text)

    def test_no_such_code(self):
        page = self.get("?ma=H24.19-010101-9999")
        self.assertEqual(page.status, 404)
        self.assertIn("Không có hồ sơ", page.text)
        self.assertIn("phải có dạng", self.get("?ma=%3Cscript%3E").text)
        self.assertEqual(self.get("").status, 200)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
