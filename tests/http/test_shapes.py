#!/usr/bin/env python3
"""The web room through the front: shapes of requests, forms, sessions, uploads, and a database that comes and goes.
Ends with "N passed, N failed"."""
import gzip
import hashlib
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from stack import ROOT, Stack  # noqa: E402

PROBES = ["echo", "citizen", "officer", "send", "insert", "plain", "count", "nap", "slow", "unlucky", "begin", "doze", "word",
          "public", "braked", "silent", "start"]
ROUTES = [f"/probe/{p} probe_{p}_page" for p in PROBES] + [
    "/probe/upload probe_upload_page", "/probe/echo/upload probe_echo_page", "^/probe/path/.*$ probe_echo_page"]
FORM = "application/x-www-form-urlencoded"
PDF = b"%PDF-1.4\n1 0 obj <</Type /Page>> endobj\n2 0 obj <</Type/Page/X 1>> endobj <</Type /Pages>>\n" + b"%filler\n" * 20000 + b"%%EOF\n"


def setUpModule():
    global site
    site = Stack(workers=1, conns=3, schema=[ROOT / "tests/http/probe_schema.sql"], routes=ROUTES,
                 so=ROOT / os.environ.get("O", "obj") / "probe.so")
    site.__enter__()


def tearDownModule():
    site.__exit__(None, None, None)


class Case(unittest.TestCase):
    def setUp(self):
        site.cookies.clear()

    def token(self):
        return site.get("/probe/echo").json["csrf"]

    def echo(self, body, path="/probe/echo", kind=FORM):
        token = self.token()
        return site.request("POST", path, body=body, headers={"Content-Type": kind, "X-CSRF-Token": token})

    def sign_in(self, kind, role=None):
        """A session straight into the table. Returns nothing: the cookie is kept."""
        cookie = os.urandom(32).hex()[:43]
        digest = hashlib.sha256(cookie.encode()).hexdigest()
        name = {"citizen": "Nguyễn Thị Thử", "officer": "Trần Văn Mẫu"}[kind]
        site.sql(f"""
            INSERT INTO agency (code, name_vi, name_en, letterhead, parent_head, symbol, place)
            VALUES ('H24.19', 'Sở thử', 'Test department', 'SỞ THỬ', 'UBND', 'ST', 'Hải Phòng') ON CONFLICT DO NOTHING;
            INSERT INTO account (id, login, kind, full_name, password_hash)
            VALUES (gen_random_uuid(), '{kind}.thu', '{kind}', '{name}', '$argon2id$x') ON CONFLICT DO NOTHING;
            INSERT INTO session (token_hash, account, csrf, expires_at)
            SELECT '\\x{digest}', id, '\\x{'5a' * 32}', now() + interval '1 hour' FROM account WHERE login = '{kind}.thu';""")
        if role:
            site.sql(f"INSERT INTO officer_role (account, role, agency) SELECT id, '{role}', 'H24.19' FROM account "
                     f"WHERE login = '{kind}.thu' ON CONFLICT DO NOTHING")
        site.cookies["__Host-motcua"] = cookie


class Shapes(Case):
    """What Kore alone gets wrong, sent through the front."""

    def test_pipelined_requests_are_both_answered(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        self.assertEqual(site.raw(one * 3).count(b"HTTP/1.1 200"), 3)

    def test_bytes_after_the_body_do_not_hang(self):
        start = time.monotonic()
        answer = site.raw(b"POST /probe/echo HTTP/1.1\r\nHost: x\r\nContent-Type: " + FORM.encode() +
                          b"\r\nContent-Length: 3\r\n\r\na=bGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 403"), answer[:80])
        self.assertIn(b"alive", answer)
        self.assertLess(time.monotonic() - start, 5)

    def test_chunked_body(self):
        token = self.token()
        cookie = "; ".join(f"{k}={v}" for k, v in site.cookies.items())
        answer = site.raw(f"POST /probe/echo HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Type: {FORM}\r\n"
                          f"X-CSRF-Token: {token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                          "3\r\na=1\r\n4\r\n&b=2\r\n0\r\n\r\n".encode())
        self.assertTrue(answer.startswith(b"HTTP/1.1 200"), answer[:300])
        self.assertIn(b'["a","1"],["b","2"]', answer)

    def test_two_content_lengths_are_refused(self):
        answer = site.raw(b"POST /probe/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\na=b")
        self.assertTrue(answer.startswith(b"HTTP/1.1 400"), answer[:80])

    def test_expect_continue(self):
        answer = site.raw(b"POST /probe/echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: " + FORM.encode() +
                          b"\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b")
        self.assertTrue(answer.startswith(b"HTTP/1.1 100"), answer[:80])

    def test_a_header_that_begins_with_host(self):
        self.assertEqual(site.get("/healthz", headers={"Hostess": "evil\u002eexample"}).status, 200)

    def test_empty_and_foreign_header_values(self):
        self.assertEqual(site.get("/probe/echo", headers={"X-Empty": ""}).status, 200)

    def test_forty_header_lines(self):
        more = {f"X-Filler-{i}": "x" for i in range(40)}
        self.assertEqual(site.get("/probe/echo", headers={**more, "Cookie": "probe=found"}).json["cookie"], "found")

    def test_head_has_headers_and_no_body(self):
        reply = site.request("HEAD", "/healthz")
        self.assertEqual((reply.status, reply.body), (200, b""))

    def test_other_methods(self):
        self.assertEqual(site.request("DELETE", "/healthz").status, 405)
        self.assertEqual(site.post("/healthz").status, 405)

    def test_path_is_decoded_and_checked(self):
        self.assertEqual(site.get("/probe/path/a%20b").json["second"], "path")
        self.assertEqual(site.get("/probe/path/%ff").status, 400)
        self.assertEqual(site.get("/probe/path/%0a").status in (200, 400), True)
        self.assertEqual(site.get("/probe/path/" + "a/" * 30).status, 404)

    def test_a_path_that_is_no_text_is_not_repeated(self):
        answer = site.raw(b"GET /probe/path/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 400"), answer[:80])
        self.assertNotIn(b"\xff", answer)

    def test_unknown_path(self):
        reply = site.get("/nothing/here", headers={"Accept": "application/json"})
        self.assertEqual((reply.status, reply.json["problem"]), (404, "not_found"))

    def test_forged_inner_headers(self):
        """What only the front may say is not believed from a client."""
        token = self.token()
        reply = site.request("POST", "/probe/echo", body="a=1", headers={
            "Content-Type": FORM, "X-CSRF-Token": token, "X-Body-File": "/etc/passwd", "X-Real-IP": "6.6.6.6"})
        self.assertEqual((reply.json["fields"], reply.json["client"]), ([["a", "1"]], "127.0.0.1"))

    def test_client_that_hangs_up(self):
        for path in ("/probe/nap?ms=300", "/probe/doze?ms=300"):
            site.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), quiet_s=0.05)
        time.sleep(0.5)
        self.assertEqual(site.get("/readyz").status, 200)
        self.assertNotIn("died", site.log())


class Forms(Case):
    def test_values_keep_lines_and_equal_signs(self):
        reply = self.echo("a=b=c&text=d%C3%B2ng+1%0D%0Ad%C3%B2ng+2%0D3&empty=&a=again")
        self.assertEqual(reply.json["fields"], [["a", "b=c"], ["text", "dòng 1\ndòng 2\n3"], ["empty", ""], ["a", "again"]])

    def test_text_becomes_nfc(self):
        self.assertEqual(self.echo("a=e%CC%82%CC%81").json["fields"], [["a", "ế"]])

    def test_invalid_text_is_a_clear_400(self):
        for bad in ("a=%FF", "a=%00", "a=%1B", "a=%ED%A0%80", "a=%C2%85"):
            self.assertEqual(self.echo(bad).status, 400, bad)

    def test_broken_percent(self):
        for bad in ("a=%", "a=%4", "a=%zz", "=b"):
            self.assertEqual(self.echo(bad).status, 400, bad)

    def test_too_many_fields(self):
        self.assertEqual(len(self.echo("&".join(f"f{i}=1" for i in range(2000))).json["fields"]), 2000)
        self.assertEqual(self.echo("&".join(f"f{i}=1" for i in range(2001))).status, 413)
        self.assertEqual(self.echo("&".join(f"f{i}=1" for i in range(10000))).status, 413)

    def test_long_value(self):
        self.assertEqual(len(self.echo("a=" + "x" * 65536).json["fields"][0][1]), 65536)
        self.assertEqual(self.echo("a=" + "x" * 65537).status, 413)

    def test_big_body_is_413_from_the_front(self):
        reply = self.echo("a=" + "x" * 2_200_000)
        self.assertEqual(reply.status, 413)
        self.assertIn("Tệp quá lớn", reply.text)

    def test_other_body_types_are_refused(self):
        self.assertEqual(self.echo('{"a":1}', kind="application/json").status, 400)

    def test_query_is_decoded_the_same_way(self):
        self.assertEqual(site.get("/probe/echo?q=c%E1%BA%A5p+b%E1%BA%A3n&x=a=b").json["query"], [["q", "cấp bản"], ["x", "a=b"]])
        self.assertEqual(site.get("/probe/echo?q=%FF").status, 400)

    def test_cookie_of_exactly_that_name(self):
        for header, want in (("probe2=x; probe=a=b", "a=b"), ("PROBE=x", ""), ("xprobe=1", ""),
                             ("; ".join(f"c{i}={i}" for i in range(12)) + "; probe=late", "late")):
            self.assertEqual(site.get("/probe/echo", headers={"Cookie": header}).json["cookie"], want, header)

    def test_return_path_never_leaves(self):
        for path, want in (("/a/b?c=1", "/a/b?c=1"), ("//evil.example", "/"), ("https://evil.example", "/"),
                           ("/\\evil.example", "/"), ("/a%0d%0aX:1", "/"), ("", "/")):
            got = site.get("/probe/echo?return=" + path.replace("?", "%3F").replace("=", "%3D").replace("\\", "%5C")).json["back"]
            self.assertEqual(got, want, path)

    def test_language_is_kept(self):
        self.assertEqual(site.get("/probe/echo").json["lang"], "vi")
        self.assertEqual(site.get("/probe/echo?lang=en").json["lang"], "en")
        self.assertEqual(site.get("/probe/echo").json["lang"], "en")
        self.assertEqual(site.get("/probe/echo?lang=xx").json["lang"], "en")


class Csrf(Case):
    def test_post_without_token(self):
        reply = site.post("/probe/echo", {"a": "1"}, headers={"Accept": "application/json"})
        self.assertEqual((reply.status, reply.json["problem"]), (403, "csrf"))

    def test_token_as_field_or_header(self):
        token = self.token()
        self.assertEqual(site.post("/probe/echo", {"csrf": token}).status, 200)
        self.assertEqual(site.post("/probe/echo", {}, headers={"X-CSRF-Token": token}).status, 200)

    def test_token_of_another_visitor(self):
        token = self.token()
        site.cookies.clear()
        self.token()
        self.assertEqual(site.post("/probe/echo", {"csrf": token}).status, 403)

    def test_token_without_its_cookie(self):
        self.assertEqual(site.post("/probe/echo", {"csrf": self.token()}, cookies=False).status, 403)

    def test_any_changed_digit(self):
        token = self.token()
        for at in range(0, len(token), 7):
            wrong = token[:at] + ("0" if token[at] != "0" else "1") + token[at + 1:]
            self.assertEqual(site.post("/probe/echo", {"csrf": wrong}).status, 403)

    def test_tokens_differ_on_each_page(self):
        self.assertNotEqual(self.token(), self.token())

    def test_session_token_is_the_sessions(self):
        before = self.token()
        self.sign_in("citizen")
        self.assertEqual(site.post("/probe/citizen", {"csrf": before}).status, 403)
        self.assertEqual(site.post("/probe/citizen", {"csrf": self.token()}).status, 200)

    def test_unknown_path_and_upload_too(self):
        self.assertEqual(site.post("/nothing", {}).status, 403)
        self.assertEqual(site.post_files("/probe/upload", {}, [("f", "a.pdf", PDF)]).status, 403)


class Sessions(Case):
    def test_nobody_is_sent_to_sign_in_and_back(self):
        reply = site.get("/probe/citizen?a=1&b=2")
        self.assertEqual(reply.status, 303)
        self.assertEqual(reply.headers["location"], "/dang-nhap?return=/probe/citizen%3Fa%3D1%26b%3D2")
        self.assertEqual(site.get("/probe/citizen", headers={"Accept": "application/json"}).status, 401)

    def test_citizen(self):
        self.sign_in("citizen")
        self.assertEqual(site.get("/probe/citizen").json["name"], "Nguyễn Thị Thử")
        self.assertEqual(site.get("/probe/officer").status, 403)

    def test_officer(self):
        self.sign_in("officer", role="clerk")
        self.assertTrue(site.get("/probe/officer").json["clerk"])
        self.assertEqual(site.get("/probe/citizen").status, 403)

    def test_one_query_for_the_session_none_without(self):
        self.assertEqual(site.get("/probe/echo").headers["x-queries"], "0")
        self.sign_in("citizen")
        self.assertEqual(site.get("/probe/echo").headers["x-queries"], "1")
        self.assertEqual(site.get("/healthz").headers["x-queries"], "0")

    def test_ended_and_unknown_sessions_are_nobody(self):
        self.sign_in("citizen")
        site.sql("UPDATE session SET expires_at = now() - interval '1 s'")
        self.assertEqual(site.get("/probe/citizen").status, 303)
        site.cookies["__Host-motcua"] = "A" * 43
        self.assertEqual(site.get("/probe/citizen").status, 303)

    def test_cookie_attributes(self):
        token = self.token()
        reply = site.post("/probe/start", {"csrf": token, "return": "/healthz"})
        self.assertEqual((reply.status, reply.headers["location"]), (303, "/healthz"))
        cookie = [v for k, v in reply.header_list if k == "set-cookie" and v.startswith("__Host-motcua=")][0]
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            self.assertIn(part, cookie)
        self.assertNotIn("Domain", cookie)


class Uploads(Case):
    def upload(self, data, name="đơn.pdf", path="/probe/upload"):
        return site.post_files(path, {"csrf": self.token()}, [("paper", name, data)])

    def test_stored_and_sent_back(self):
        reply = self.upload(PDF)
        self.assertEqual(reply.json, {"answer": 0, "sha256": hashlib.sha256(PDF).hexdigest(), "bytes": len(PDF), "pages": 2,
                                      "type": "application/pdf"})
        sent = site.get("/probe/send?sha256=" + reply.json["sha256"])
        self.assertEqual((sent.status, sent.body, sent.headers["content-type"]), (200, PDF, "application/pdf"))
        self.assertEqual(sent.headers["content-disposition"],
                         "attachment; filename=\"don_de_nghi.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf")
        self.assertNotIn("x-accel-redirect", sent.headers)
        self.assertIn("content-security-policy", sent.headers)

    def test_store_is_not_reachable_without_kore(self):
        digest = self.upload(PDF).json["sha256"]
        self.assertEqual(site.get(f"/_store/{digest[:2]}/{digest[2:4]}/{digest}").status, 404)

    def test_same_content_twice(self):
        self.assertEqual(self.upload(PDF).json, self.upload(PDF, name="khac.pdf").json)

    def test_lying_uploads(self):
        png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"x" * 50
        for data, answer in ((b"MZ" + b"\0" * 500, 3), (b"%PDF-1.4\ncut off", 3), (b"<html>%PDF-1.4 %%EOF", 3), (png, 7), (png + b"IEND\xae\x42\x60\x82" + b"PK", 7),
                             (b"%PDF-1.4\n<</Encrypt 4 0 R>>\n%%EOF", 4), (b"%PDF-1.4\n<</JavaScript 4 0 R>>\n%%EOF", 5),
                             (b"\xff\xd8\xff\xe0 cut", 7)):
            self.assertEqual(self.upload(data).json["answer"], answer, data[:30])
        self.assertEqual(self.upload(png + b"IEND\xae\x42\x60\x82").json["type"], "image/png")
        self.assertEqual(self.upload(b"\xff\xd8\xff\xe0 picture \xff\xd9").json["type"], "image/jpeg")

    def test_size_limits(self):
        start, end = b"%PDF-1.4\n", b"%%EOF\n"
        just = start + b"x" * (20 * 1024 * 1024 - len(start) - len(end)) + end
        self.assertEqual(self.upload(just).json["answer"], 0)
        self.assertEqual(self.upload(just + b"\n").json["answer"], 2)
        self.assertEqual(self.upload(b"x" * 45 * 1024 * 1024).status, 413)

    def test_no_file_chosen(self):
        self.assertEqual(self.upload(b"", name="").status, 422)
        self.assertEqual(self.upload(b"", name="a.pdf").json["answer"], 1)

    def test_spool_is_emptied(self):
        self.upload(PDF)
        self.assertEqual([p for p in site.spool.rglob("*") if p.is_file()], [])

    def test_multipart_echo_by_file_and_in_memory(self):
        for path in ("/probe/echo/upload", "/probe/echo"):
            token = self.token()
            reply = site.post_files(path, {"csrf": token, "note": "hai\r\ndòng"},
                                    [("f", "C:\\Users\\x\\ảnh 1.png", b"123\r\n--456"), ("g", "", b"")])
            self.assertIn(["note", "hai\ndòng"], reply.json["fields"])
            self.assertEqual(reply.json["files"], [{"field": "f", "filename": "ảnh 1.png", "bytes": 10}])

    def test_broken_multipart(self):
        token = self.token()
        good = f'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token}\r\n'
        for body in ("", "--b", "--b\r\n", "--b--", good, good + "--b\r\nX: y\r\n\r\nz\r\n--b--", good + "--bXX",
                     good + '--b\r\nContent-Disposition: form-data; name=""\r\n\r\nz\r\n--b--'):
            reply = site.request("POST", "/probe/echo", body=body, headers={
                "Content-Type": "multipart/form-data; boundary=b", "X-CSRF-Token": token})
            self.assertEqual(reply.status, 200 if body == "--b--" else 400, body)
        self.assertEqual(site.request("POST", "/probe/echo", body="x", headers={
            "Content-Type": "multipart/form-data", "X-CSRF-Token": token}).status, 400)

    def test_many_files(self):
        files = [("f", f"{i}.png", b"x") for i in range(21)]
        self.assertEqual(site.post_files("/probe/echo", {"csrf": self.token()}, files[:20]).status, 200)
        self.assertEqual(site.post_files("/probe/echo", {"csrf": self.token()}, files).status, 413)


class Database(Case):
    def insert(self, row, note="x", page="insert"):
        return site.post(f"/probe/{page}", {"csrf": self.token(), "id": row, "note": note})

    def count(self):
        return site.get("/probe/count").json

    def test_answers_reach_the_page(self):
        self.assertEqual(self.insert(100).status, 201)
        again = self.insert(100)
        self.assertEqual((again.status, again.text), (409, "probe_id_once"))
        refused = self.insert(101, note="x" * 30)
        self.assertEqual((refused.status, refused.text), (422, "probe_note_short"))

    def test_unexpected_answer_is_a_plain_500(self):
        self.insert(110)
        reply = self.insert(110, page="plain")
        self.assertEqual(reply.status, 500)
        self.assertNotIn("probe_id_once", reply.text)
        self.assertIn(reply.headers["x-request-id"], reply.text)
        self.assertIn(reply.headers["x-request-id"], site.log())

    def test_statement_timeout(self):
        """The database gave it up: nothing was done, and it may be asked again later."""
        self.assertEqual(site.get("/probe/nap?ms=5500").status, 503)
        self.assertEqual(site.get("/probe/nap?ms=1").status, 200)

    def test_a_table_that_is_locked_is_no_fault_of_ours(self):
        """A fresh worker has prepared nothing yet, and a migration holds the table longer than it may wait."""
        for pid in site.web_pids():
            os.kill(pid, signal.SIGKILL)
        site.wait_for("another worker", lambda: site.get("/healthz").status == 200)
        lock = subprocess.Popen(["psql", "-X", "-q", "-h", str(site.pg), "-U", "motcua", "-d", "motcua", "-c",
                                 "BEGIN; LOCK TABLE probe; SELECT pg_sleep(4); COMMIT"], stdout=subprocess.DEVNULL)
        site.wait_for("the lock", lambda: site.sql("SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(4)%' AND wait_event = 'PgSleep'"))
        self.assertEqual(site.get("/probe/count").status, 503)
        lock.wait()
        self.assertEqual(site.get("/probe/count").status, 200)

    def test_a_deadlock_is_tried_once_more(self):
        def unlucky(row, times):
            site.sql("ALTER SEQUENCE probe_tries RESTART")
            return site.post("/probe/unlucky", {"csrf": self.token(), "id": row, "times": times}).status
        self.assertEqual(unlucky(115, 1), 201)
        self.assertEqual(site.sql("SELECT note FROM probe WHERE id = 115"), [["tried 1"]])
        self.assertEqual(unlucky(116, 2), 409)
        self.assertEqual(site.sql("SELECT count(*) FROM probe WHERE id = 116"), [["0"]])

    def test_more_requests_than_connections(self):
        answers = []

        def one():
            answers.append(site.get("/probe/nap?ms=150", cookies=False).status)
        threads = [threading.Thread(target=one) for _ in range(12)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(answers, [200] * 12)

    def test_open_transaction_is_not_handed_on(self):
        self.assertEqual(site.get("/probe/begin").status, 500)
        for row in range(120, 126):
            self.assertEqual(self.insert(row).status, 201)
        self.assertEqual(site.sql("SELECT count(*) FROM probe WHERE id BETWEEN 120 AND 125"), [["6"]])

    def test_restart_while_idle(self):
        before = self.count()
        for how in ("immediate", "fast"):
            site.restart_postgres(how)
            self.assertEqual([site.get("/probe/count").status for _ in range(8)], [200] * 8)
            self.assertEqual(self.insert(130 if how == "fast" else 131).status, 201)
        self.assertEqual(self.count(), before + 2)

    def test_restart_under_load(self):
        """Reads are repeated; a write is answered 201 and is there, or 503 and may be sent again. Then all is well."""
        done, stop = [], threading.Event()
        token, cookies = self.token(), "; ".join(f"{k}={v}" for k, v in site.cookies.items())

        def load(first):
            row = first
            while not stop.is_set():
                row += 1
                r = site.request("POST", "/probe/slow", body=f"id={row}&ms=20", cookies=False,
                                 headers={"Content-Type": FORM, "Cookie": cookies, "X-CSRF-Token": token})
                done.append((row, r.status))
                done.append((0, site.get("/probe/count", cookies=False).status))
        threads = [threading.Thread(target=load, args=(n * 100000,)) for n in range(1, 7)]
        for t in threads:
            t.start()
        time.sleep(0.5)
        site.restart_postgres("immediate")
        time.sleep(1.0)
        stop.set()
        for t in threads:
            t.join()
        self.assertLessEqual({s for _, s in done}, {200, 201, 503})
        there = {int(r[0]) for r in site.sql("SELECT id FROM probe WHERE id > 100000")}
        self.assertLessEqual({row for row, s in done if s == 201}, there)
        self.assertEqual([site.get("/probe/count").status for _ in range(20)], [200] * 20)
        self.assertNotIn("died", site.log())

    def test_no_database_at_all(self):
        site.stop("postgres", 3)
        try:
            reply = site.get("/probe/count", headers={"Accept": "application/json"})
            self.assertEqual((reply.status, reply.json["problem"], reply.headers["retry-after"]), (503, "unavailable", "2"))
            self.assertEqual(site.get("/healthz").status, 200)
        finally:
            site.start_postgres()
        self.assertEqual(site.get("/probe/count").status, 200)


class Threads(Case):
    def test_result_and_job_come_back(self):
        self.assertEqual(site.get("/probe/doze?ms=20").json, 7 * 1000000 + 21)

    def test_the_loop_runs_on(self):
        slow = threading.Thread(target=lambda: site.get("/probe/doze?ms=600", cookies=False))
        slow.start()
        time.sleep(0.1)
        start = time.monotonic()
        site.get("/healthz")
        self.assertLess(time.monotonic() - start, 0.4)
        slow.join()

    def test_too_many_are_told_to_come_back(self):
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(site.get("/probe/doze?ms=200", cookies=False).status))
                   for _ in range(24)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(set(answers), {200, 503})
        self.assertEqual(site.get("/probe/doze?ms=1").status, 200)

    def test_passwords(self):
        self.assertEqual(site.get("/probe/word?word=m%E1%BA%ADt+kh%E1%BA%A9u+th%E1%BB%AD+1").json, 1)
        self.assertEqual(site.get("/probe/word?word=m%E1%BA%ADt+kh%E1%BA%A9u+th%E1%BB%AD+2").json, 0)
        self.assertEqual(site.get("/probe/word?who=nobody&word=m%E1%BA%ADt+kh%E1%BA%A9u+th%E1%BB%AD+1").json, 0)


class Front(Case):
    def test_headers_on_every_reply(self):
        for path in ("/healthz", "/nothing", "/probe/citizen", "/probe/echo", "/probe/plain"):
            headers = site.get(path).headers
            for name in ("content-security-policy", "x-content-type-options", "referrer-policy",
                         "cross-origin-opener-policy", "permissions-policy", "cache-control", "x-request-id"):
                self.assertIn(name, headers, path)
            self.assertEqual(headers["strict-transport-security"], "max-age=63072000")
            self.assertNotIn("unsafe", headers["content-security-policy"])
            self.assertNotIn("x-powered-by", headers)

    def test_http2(self):
        with __import__("socket").create_connection(("127.0.0.1", site.port)) as plain:
            with site.tls(["h2", "http/1.1"]).wrap_socket(plain, server_hostname="localhost") as s:
                self.assertEqual((s.selected_alpn_protocol(), s.version()), ("h2", "TLSv1.3"))

    def test_public_pages_are_kept_for_a_second(self):
        one, two = site.get("/probe/public", cookies=False), site.get("/probe/public", cookies=False)
        self.assertEqual(one.body, two.body)
        self.assertEqual(one.headers["cache-control"], "public, max-age=1")
        mine = site.get("/probe/public", headers={"Cookie": "__Host-motcua=" + "A" * 43}, cookies=False)
        self.assertNotEqual(mine.body, one.body)
        time.sleep(2.1)
        self.assertNotEqual(site.get("/probe/public", cookies=False).body, one.body)

    def test_private_pages_are_not_kept(self):
        self.assertNotEqual(site.get("/probe/echo", cookies=False).headers["x-request-id"],
                            site.get("/probe/echo", cookies=False).headers["x-request-id"])

    def test_assets(self):
        reply = site.get("/assets/" + next((site.app / "assets").resolve().glob("*.css")).name)
        self.assertEqual(reply.headers["content-type"], "text/css; charset=utf-8")
        self.assertIn("immutable", reply.headers["cache-control"])
        self.assertEqual(reply.headers["strict-transport-security"], "max-age=63072000")
        self.assertEqual(site.get("/assets/../run/motcua.conf").status, 404)
        self.assertEqual(site.get("/assets../run/motcua.conf").status, 404)

    def test_no_query_or_address_in_the_log(self):
        site.get("/probe/echo?q=secret-word")
        time.sleep(1.3)
        log = (site.dir / "log/access.log").read_text()
        self.assertIn("/probe/echo", log)
        self.assertNotIn("secret-word", log)
        self.assertNotIn("127.0.0.1", log)

    def test_brake(self):
        self.assertEqual([site.get("/probe/braked").status for _ in range(5)], [200, 200, 200, 429, 429])

    def test_gzip_only_when_asked(self):
        token_page = site.get("/probe/echo?" + "&".join(f"k{i}=vvvvvvvvvvvv" for i in range(100)), headers={"Accept-Encoding": "gzip"})
        self.assertEqual(token_page.headers.get("content-encoding"), "gzip")
        self.assertIn("vvvv", gzip.decompress(token_page.body).decode())


class Last(Case):
    """These kill processes: each heals by itself."""

    def test_a_page_that_never_replies_stops_the_worker(self):
        self.assertEqual(site.get("/probe/silent").status, 502)
        site.wait_for("a new worker", lambda: site.get("/healthz").status == 200)

    def test_killed_worker(self):
        os.kill(site.web_pids()[0], 9)
        site.wait_for("a new worker", lambda: site.get("/readyz").status == 200)


def main():
    if not os.environ.get("MOTCUA_BUILT"):
        subprocess.run(["make", "-s", "-C", str(ROOT), os.environ.get("O", "obj") + "/probe.so"], check=True)
    result = unittest.TextTestRunner(verbosity=int(os.environ.get("V", "0") or 0) + 1).run(
        unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:] or ["__main__"], module=sys.modules["__main__"])
        if sys.argv[1:] else unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed")
    return 1 if failed or not result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
