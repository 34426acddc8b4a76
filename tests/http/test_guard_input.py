#!/usr/bin/env python3
"""What nobody should send: too big, too much, lying, replayed, stale, forged. Ends with "N passed, N failed".

Each is answered by a clear page (or JSON) with the right status; nothing changes, nothing is shown, and no log repeats it.
"""
import concurrent.futures
import hashlib
import html
import re
import sys
import unicodedata
import urllib.parse
import uuid
import zlib

from guard import JPEG, PNG, SERVICE, Guard, build, changes, check, finish, new_id, paper

PAGE = "nguoi-duoc-cap"
NASTY = "<script>alert(7)</script>'\";DROP TABLE dossier;--&amp;{{x}}%s${7*7}]]>\\"
REASON = "<img src=x onerror=alert(8)> '; DELETE FROM dossier; --"
# Every text that is sent here and must not be found in a log.
SENT = [NASTY, "alert(7)", "alert(8)", "Nguyễn Thị Ngưỡng", "031198000017", "0900000001", "Số 1 phố Thử Nghiệm", "Quảng Ninh", "Kẻ Tò Mò",
        "ten-tep-rieng", "mat-khau-rieng", "quá dài"]
MEG = 1024 * 1024
THREADS = 8


def at_once(work, n=THREADS):
    """work(i) from n threads; the answers in order."""
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        return list(pool.map(work, range(n)))


def is_clear(reply, program=False):
    if program:
        return reply.headers["content-type"] == "application/json" and bool(reply.json["problem"])
    return reply.headers.get("content-type", "").startswith("text/html") and "<h1" in reply.text


class Bench:
    """The site with who takes part, an open draft of the owner's, and a dossier at the counter."""

    def __init__(self, site):
        self.site = site
        self.owner, self.other = site.person("congdan1"), site.person("congdan2")
        self.counter, self.specialist, self.colleague = (site.person(p) for p in ("motcua1", "chuyenvien1", "chuyenvien2"))
        self.director = site.person("giamdoc")
        self.code = site.file(self.owner)
        self.renew()

    def renew(self):
        self.draft = self.site.fill(self.owner).path.split("/")[2]
        self.page = f"/nhap/{self.draft}/{PAGE}"

    def version(self):
        (version,), = self.site.sql(f"SELECT version FROM draft WHERE id = '{self.draft}'")
        return version

    def instance(self):
        (text,), = self.site.sql(f"SELECT instance FROM draft WHERE id = '{self.draft}'")
        return text

    def save(self, fields=None, who=None, **more):
        """The draft's page, posted."""
        return self.site.send(who or self.owner, "POST", self.page, [("_version", self.version()), *(fields or [])], **more)

    def upload(self, name, data, media_type="application/pdf", field="papers.proof", **more):
        boundary = uuid.uuid4().hex
        name = name if isinstance(name, bytes) else name.encode()
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in
                 (("csrf", "00" * 32 + "5a" * 32), ("_version", self.version()), ("relation", "family"), ("_attach", field))]
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="'.encode() + name +
                     f'"\r\nContent-Type: {media_type}\r\n\r\n'.encode() + data + b"\r\n")
        return self.site.send(self.owner, "POST", self.page, body=b"".join(parts) + f"--{boundary}--\r\n".encode(),
                              kind=f"multipart/form-data; boundary={boundary}", **more)

    def detach(self, data):
        self.save([("relation", "family"), ("_detach", f"papers.proof {sha_of(data)}")])

    def refused(self, what, act, status, clear=True):
        """act() is answered so, and changes nothing: no row, no file."""
        before, files = self.site.state(), self.stored()
        reply = act()
        statuses = status if isinstance(status, tuple) else (status,)
        check(reply.status in statuses, f"{what}: {reply.status} instead of {status}")
        check(not clear or is_clear(reply), f"{what}: no clear page: {reply.body[:80]}")
        check(not changes(before, self.site.state()), f"{what}: changed {changes(before, self.site.state())}")
        check(self.stored() == files, f"{what}: left a file behind")
        return reply

    def stored(self):
        return sorted(str(p) for folder in (self.site.store, self.site.spool) for p in folder.rglob("*") if p.is_file())


def sha_of(data):
    return hashlib.sha256(data).hexdigest()


# ---- uploads

def pdf_with(catalog):
    return paper().replace(b"/Type /Catalog", b"/Type /Catalog " + catalog)


LIARS = {
    "a program called .pdf": ("dung.pdf", b"MZ\x90\0" + b"\0" * 4000, "image/jpeg"),
    "an ELF called .png": ("anh.png", b"\x7fELF" + b"\1" * 4000, "image/png"),
    "a page called .pdf": ("trang.pdf", b"<!doctype html><script>alert(7)</script>", "application/pdf"),
    "a drawing with script": ("ve.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(7)</script></svg>', "image/png"),
    "XML": ("a.pdf", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml"),
    "a zip": ("a.pdf", b"PK\3\4" + b"\0" * 400, "application/pdf"),
    "a picture cut off": ("a.png", PNG[:-12], "image/png"),
    "a photo cut off": ("a.jpg", JPEG[:-2], "image/jpeg"),
    "a PDF cut off": ("a.pdf", paper()[:-40], "application/pdf"),
    "a header alone": ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
    "a locked PDF": ("a.pdf", paper().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 6 0 R"), "application/pdf"),
    "a PDF with script": ("a.pdf", pdf_with(b"/OpenAction << /S /JavaScript /JS (app.alert(7)) >>"), "application/pdf"),
    "a PDF with script, written otherwise": ("a.pdf", pdf_with(b"/OpenAction << /S /J#61vaScript /JS (app.alert(7)) >>"), "application/pdf"),
    "a PDF that starts programs": ("a.pdf", pdf_with(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "application/pdf"),
    "a PDF with a file in it": ("a.pdf", pdf_with(b"/Names << /EmbeddedFiles 9 0 R >>"), "application/pdf"),
    "a page that becomes a PDF": ("a.pdf", b"<script>alert(7)</script>" + b" " * 2000 + paper(), "application/pdf"),
    "a picture that ends as a zip": ("a.png", PNG + b"PK\5\6" + b"\0" * 18, "image/png"),
    "a PDF with another file after it": ("a.pdf", paper() + b"MZ" + b"\0" * 3000, "application/pdf"),
    "nothing": ("a.pdf", b"", "application/pdf"),
}


def test_uploads(b):
    for what, (name, data, media_type) in LIARS.items():
        reply = b.refused(what, lambda: b.upload(name, data, media_type), 422)
        check("govuk-error-summary" in reply.text, f"{what}: the page does not say what is wrong")
    b.refused("21 MiB", lambda: b.upload("a.pdf", paper(size=21 * MEG)), 422)
    b.refused("45 MiB", lambda: b.upload("a.pdf", b"x" * (45 * MEG)), 413)
    b.refused("45 MiB, by a program", lambda: b.upload("a.pdf", b"x" * (45 * MEG), accept="application/json"), 413)
    b.refused("45 MiB elsewhere", lambda: b.site.send(b.owner, "POST", "/ho-so/moi", body="x" * (45 * MEG)), 413)
    # What is taken comes back as what it is, whatever it was called, and nothing in it runs.
    for data, media_type in ((PNG, "image/png"), (JPEG + b"<script>alert(7)</script>", "image/jpeg"),
                             (paper("<script>alert(7)</script>"), "application/pdf")):
        reply = b.upload("anh.html", data, "text/html")
        check(reply.status == 303, f"{media_type} with a wrong name and type: {reply.status}")
        got = b.site.send(b.owner, "GET", f"/nhap/{b.draft}/tep/{sha_of(data)}")
        check(got.body == data and got.headers["content-type"] == media_type and got.headers["x-content-type-options"] == "nosniff",
              f"{media_type} comes back as {got.headers['content-type']}")
        check("default-src 'none'" in got.headers["content-security-policy"], "a paper may load something")
        b.detach(data)
    check(not list(b.site.spool.iterdir()), "the spool is not empty")


def test_sign_in_tells_nobody_who_has_an_account(b):
    """Five wrong tries lock an account; then it answers as one that is not there, to the right password too."""
    site, login = b.site, "congdan2"
    right = next(p["password"] for p in site.people if p["login"] == login)

    def answer(name, password):
        reply = site.send(None, "POST", "/dang-nhap", {"login": name, "password": password})
        return reply.status, re.sub(r"[0-9a-f]{32,}", "*", reply.text.replace(name, "*"))
    for _ in range(5):
        wrong = answer(login, "khong-phai-mat-khau")
    locked, = site.sql(f"SELECT failures, locked_until > now() FROM account WHERE login = '{login}'")
    check(locked == ["5", "t"], f"five wrong tries do not lock: {locked}")
    unknown = answer("khong-co-ai", "khong-phai-mat-khau")
    check(unknown[0] == 422 and answer(login, right) == unknown and answer(login, "khac") == unknown and wrong == unknown,
          "a locked account is told from one that is not there")
    check(site.sql(f"SELECT failures, locked_until > now() FROM account WHERE login = '{login}'")[0] == ["5", "t"], "tries make a lock longer")
    site.sql(f"UPDATE account SET locked_until = now() - interval '1 second' WHERE login = '{login}'")
    check(answer(login, right)[0] == 303, "after the lock the right password does not open")


def test_broken_multipart(b):
    kind = "multipart/form-data; boundary=xyz"
    token = b'--xyz\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + b"00" * 32 + b"5a" * 32 + b"\r\n"
    b.refused("a type that is no text", lambda: b.site.send(b.owner, "POST", b.page, body=b"x", kind="text/\xff"), 400, clear=False)
    for what, body, media_type in (
            ("no boundary", token, "multipart/form-data"), ("no end", token, kind), ("not multipart at all", b"csrf=1", kind),
            ("a part without a name", token + b"--xyz\r\nContent-Type: a/b\r\n\r\nx\r\n--xyz--\r\n", kind),
            ("nothing", b"", kind), ("a boundary too long", token, "multipart/form-data; boundary=" + "x" * 300),
            ("another type", b"{}", "application/json")):
        b.refused(f"multipart, {what}", lambda: b.site.send(b.owner, "POST", b.page, body=body, kind=media_type), (400, 403))
    many = token + b"".join(b'--xyz\r\nContent-Disposition: form-data; name="papers.proof"; filename="a"\r\n\r\nx\r\n' for _ in range(21))
    b.refused("21 files", lambda: b.site.send(b.owner, "POST", b.page, body=many + b"--xyz--\r\n", kind=kind), 413)
    long = token + b'--xyz\r\nContent-Disposition: form-data; name="relation"\r\n\r\n' + b"x" * (3 * MEG) + b"\r\n--xyz--\r\n"
    b.refused("3 MB in a part", lambda: b.site.send(b.owner, "POST", b.page, body=long, kind=kind), 413)
    name = token + b'--xyz\r\nContent-Disposition: form-data; name="' + b"n" * 5000 + b'"\r\n\r\nx\r\n--xyz--\r\n'
    b.refused("a name of 5 KB", lambda: b.site.send(b.owner, "POST", b.page, body=name, kind=kind), 413)


# ---- forms

def test_too_much(b):
    places = [(b.owner, b.page), (None, "/dang-nhap"), (b.owner, f"/nhap/{b.draft}/nop"), (b.counter, f"/ban-lam-viec/{b.code}/xu-ly")]
    for who, path in places:
        b.refused(f"10,000 fields to {path}", lambda: b.site.send(who, "POST", path, [(f"f{i}", "x") for i in range(10000)]), 413)
        b.refused(f"10,000 times one field to {path}", lambda: b.site.send(who, "POST", path, [("relation", "x")] * 10000), 413)
        b.refused(f"3 MB to {path}", lambda: b.site.send(who, "POST", path, {"relation": "x" * (3 * MEG)}), 413)
        b.refused(f"70 KB to {path}", lambda: b.site.send(who, "POST", path, {"relation": "x" * 70000}), 413)
        b.refused(f"a long name to {path}", lambda: b.site.send(who, "POST", path, {"n" * 500: "x"}), (400, 413))
    reply = b.save([("holder.full_name", "quá dài " * 2000)])
    check(reply.status in (413, 422), f"a name of 18 KB: {reply.status}")
    check("quá dài" not in b.instance() or len(b.instance()) < 40000, "a name of 18 KB was stored without end")
    b.refused("an address of 20 KB", lambda: b.site.send(b.owner, "GET", "/thu-tuc?q=" + "x" * 20000), (400, 413, 414), clear=False)
    b.refused("10,000 words in a query", lambda: b.site.send(b.owner, "GET", "/thu-tuc?" + "q=a&" * 1500), (200, 400, 413, 414), clear=False)


BAD_TEXT = {
    "not UTF-8": b"%ff%fe", "a lone continuation": b"%80", "cut off": b"%e1%ba", "overlong slash": b"%c0%af", "overlong, three": b"%e0%80%af",
    "overlong NUL": b"%c0%80", "a surrogate": b"%ed%a0%80", "beyond Unicode": b"%f4%90%80%80", "NUL": b"a%00b", "a bell": b"%07",
    "escape": b"%1b[31m", "vertical tab": b"%0b", "delete": b"%7f",
}


def test_bad_text(b):
    head = b"csrf=" + b"00" * 32 + b"5a" * 32 + b"&_version=" + b.version().encode()
    for what, raw in BAD_TEXT.items():
        text = raw.decode()
        for program in (False, True):
            accept = "application/json" if program else "text/html"
            reply = b.refused(f"{what} in a value", lambda: b.site.send(b.owner, "POST", b.page, accept=accept,
                                                                        body=head + b"&holder.full_name=" + raw), 400, clear=not program)
            check(is_clear(reply, program), f"{what}: no clear answer")
        b.refused(f"{what} in a name", lambda: b.site.send(b.owner, "POST", b.page, body=head + b"&a" + raw + b"=1"), 400)
        b.refused(f"{what} in a query", lambda: b.site.send(None, "GET", f"/thu-tuc?q={text}"), 400)
        b.refused(f"{what} in the register's query", lambda: b.site.send(b.counter, "GET", f"/so-goc?ten={text}"), 400)
        b.refused(f"{what} in a path", lambda: b.site.send(b.counter, "GET", f"/ban-lam-viec/{text}"), (400, 404), clear=False)
        b.refused(f"{what} in a file name", lambda: b.upload(urllib.parse.unquote_to_bytes(raw), paper("x")), (400, 422))
        b.refused(f"{what} as a login", lambda: b.site.send(None, "POST", "/dang-nhap", body=head + b"&login=" + raw), 400)
    for what, raw in (("half a percent", b"%f"), ("no hex", b"%zz"), ("an end of %", b"%")):
        b.refused(what, lambda: b.site.send(b.owner, "POST", b.page, body=head + b"&relation=" + raw), 400)


def test_normal_form(b):
    name = "Đặng Thị Ngưỡng Ở"
    reply = b.save([("relation", "family"), ("holder.full_name", unicodedata.normalize("NFD", name))])
    check(reply.status in (303, 422) and name in b.instance(), f"decomposed letters are not stored composed ({reply.status})")
    check(unicodedata.is_normalized("NFC", b.instance()), "the answers are not in NFC")
    reply = b.upload(unicodedata.normalize("NFD", "giấy tờ.pdf"), paper("nfc"))
    names = b.site.sql(f"SELECT name FROM draft_file WHERE draft = '{b.draft}'")
    check(reply.status == 303 and ["giấy tờ.pdf"] in names, f"a decomposed file name: {reply.status} {names}")


# ---- forms of somebody else, and of yesterday

def test_foreign_token(b):
    b.site.sql(f"UPDATE session SET csrf = '\\x{'6b' * 32}' WHERE account = '{b.other.id}'")
    for csrf in ("00" * 32 + "6b" * 32, None, "", "00" * 64, "5a" * 32):
        for program in (False, True):
            reply = b.refused(f"token {csrf}", lambda: b.save([("relation", "heir")], csrf=csrf,
                                                              accept="application/json" if program else "text/html"), 403, clear=not program)
            check(is_clear(reply, program), f"token {csrf}: no clear answer")
    b.site.sql(f"UPDATE session SET csrf = '\\x{'5a' * 32}' WHERE account = '{b.other.id}'")


def test_stale(b):
    old = b.version()
    b.save([("relation", "heir")])
    for version in (old, "0", "-1", "999999", "", "1e9", "99999999999999999999", "' OR 1=1"):
        b.refused(f"version {version} of the draft", lambda: b.site.send(b.owner, "POST", b.page, {
            "_version": version, "relation": "legal"}), 409)
        b.refused(f"version {version}, handed in", lambda: b.site.send(b.owner, "POST", f"/nhap/{b.draft}/nop", {
            "_version": version, "_declared": "yes"}), 409)
    item, version, _ = b.site.task(b.code)
    form = {"_item": item, "_outcome": "accept", "_action": new_id()}
    for wrong in (version + 1, version + 100):
        b.refused(f"version {wrong} at the desk", lambda: b.site.send(b.counter, "POST", f"/ban-lam-viec/{b.code}/xu-ly", {
            **form, "_version": wrong}), 409)
    for wrong in ("0", "", "x", "-1"):
        b.refused(f"version {wrong} at the desk", lambda: b.site.send(b.counter, "POST", f"/ban-lam-viec/{b.code}/xu-ly", {
            **form, "_version": wrong}), 400)


def test_unknown(b):
    sha, some = "ab" * 32, new_id()
    for who, path, want in (
            (b.owner, f"/nhap/{some}", 404), (b.owner, "/nhap/----", 404), (b.owner, f"/nhap/{some}/{PAGE}", 404),
            (b.owner, f"/nhap/{b.draft}/khong-co", 404), (b.owner, f"/nhap/{b.draft}/tep/{sha}", 404),
            (b.owner, f"/nhap/{b.draft}/tep/abc", 404), (b.owner, "/nhap/" + "0" * 400, 404),
            (b.owner, "/ho-so/H24.19-010101-9999", 404), (b.owner, f"/ho-so/{b.code}/tep/{sha}", 404), (b.owner, f"/ho-so/{b.code}x", 404),
            (b.owner, f"/ho-so/{b.code}/ket-qua.pdf", 404), (b.owner, f"/ho-so/{b.code}/ket-qua.exe", 404),
            (None, "/thu-tuc/9.999999", 404), (None, "/thu-tuc/" + "1." * 500, 404),
            (b.counter, "/ban-lam-viec/x'--", 404), (b.counter, f"/ban-lam-viec/{b.code}/tep/{sha}", 404),
            (b.counter, "/ban-lam-viec/%2e%2e", (400, 404)), (b.counter, f"/ban-lam-viec/{b.code}%20", 404),
            (b.counter, f"/ban-lam-viec/{b.code.lower()}", 404)):
        b.refused(path[:60], lambda: b.site.send(who, "GET", path), want)
    desk = f"/ban-lam-viec/{b.code}"
    item, version, _ = b.site.task(b.code)
    good = {"_item": item, "_action": new_id(), "_version": version, "_outcome": "accept"}
    for what, who, path, form, want in (
            ("another's draft handed in", b.other, f"/nhap/{b.draft}/nop", {"_version": b.version(), "_declared": "yes"}, 404),
            ("another's draft saved", b.other, b.page, {"_version": b.version(), "relation": "heir"}, 404),
            ("an unknown draft", b.owner, f"/nhap/{some}/nop", {"_version": 1, "_declared": "yes"}, 404),
            ("an unknown service", b.owner, "/ho-so/moi", {"service": "9.999999"}, 404), ("no service", b.owner, "/ho-so/moi", {}, 404),
            ("a service of SQL", b.owner, "/ho-so/moi", {"service": "' OR '1'='1"}, 404),
            ("an unknown item", b.counter, desk + "/xu-ly", {**good, "_item": some}, 409),
            ("no item", b.counter, desk + "/xu-ly", {**good, "_item": ""}, 400), ("no action", b.counter, desk + "/xu-ly", {**good, "_action": "x"}, 400),
            ("an unknown outcome", b.counter, desk + "/xu-ly", {**good, "_outcome": "approve"}, 422),
            ("a reason of 5,000 letters", b.counter, desk + "/xu-ly", {**good, "_outcome": "refuse", "_reason": "x" * 5000}, 422),
            ("an unknown item to take", b.counter, desk + "/nhan", {"_item": some}, (404, 409)),
            ("a colleague of another lane", b.counter, desk + "/phan-cong", {**good, "_to": b.specialist.id}, (403, 409, 422)),
            ("an unknown colleague", b.counter, desk + "/phan-cong", {**good, "_to": some}, (404, 409, 422)),
            ("an unknown record", b.counter, desk + "/du-thao", {**good, "_record": "99999999"}, (409, 422)),
            ("a result drafted at the counter", b.counter, desk + "/du-thao", {**good, "result.full_name": "x"}, 409),
            ("a supplement nobody asked for", b.owner, f"/ho-so/{b.code}/bo-sung", {}, 409)):
        b.refused(what, lambda: b.site.send(who, "POST", path, form), want)
    # The item of one dossier under the address of another.
    code = b.site.file(b.other)
    b.refused("another dossier's item", lambda: b.site.send(b.counter, "POST", f"/ban-lam-viec/{code}/xu-ly", good), 409)


# ---- the same again, at once

def test_opened_at_once(b):
    open_ones = f"FROM draft WHERE account = '{b.other.id}' AND submitted_at IS NULL AND service = '{SERVICE}'"
    for _ in range(4):
        b.site.sql(f"DELETE {open_ones}")
        replies = at_once(lambda i: b.site.send(b.other, "POST", "/ho-so/moi", {"service": SERVICE}))
        check([r.status for r in replies] == [303] * THREADS, f"opened {THREADS} times at once: {[r.status for r in replies]}")
        drafts = b.site.sql(f"SELECT id {open_ones}")
        check(len(drafts) == 1, f"opened {THREADS} times at once: {len(drafts)} drafts")
        check(all(drafts[0][0] in r.headers.get("location", "") for r in replies), f"opened {THREADS} times at once, and led elsewhere")
    # One that has expired is begun anew, with nothing of what was in it.
    b.site.sql(f"UPDATE draft SET instance = replace(instance, '</dossier>', '<purpose>cũ</purpose></dossier>'), expires_at = now() - interval '1 day' "
               f"WHERE id = '{drafts[0][0]}'")
    reply = b.site.send(b.other, "POST", "/ho-so/moi", {"service": SERVICE})
    left = b.site.sql(f"SELECT count(*), max(instance), bool_and(expires_at > now()) {open_ones}")[0]
    check(reply.status == 303 and left[0] == "1" and "cũ" not in left[1] and left[2] == "t", f"an expired draft: {reply.status} {left}")


def test_handed_in_at_once(b):
    site = b.site
    v = b.owner.visitor
    b.save([("relation", "family")])
    page = site.fill(b.owner)
    form = {"_version": page.form(action="/nop$").field("_version").value, "_declared": "yes"}
    path = page.path.replace("/kiem-tra", "/nop")
    before = site.sql("SELECT count(*), max(code) FROM dossier")[0]
    last = site.sql("SELECT last FROM number_sequence WHERE kind = 'dossier'")[0][0]
    replies = at_once(lambda i: site.send(b.owner, "POST", path, form))
    again = site.send(b.owner, "POST", path, form)
    places = {r.headers.get("location") for r in [*replies, again]}
    check({r.status for r in replies} == {303} and again.status == 303, f"handed in {THREADS} times at once: {[r.status for r in replies]}")
    check(len(places) == 1 and "/ho-so/H24" in str(places), f"handed in {THREADS} times at once leads to {places}")
    after = site.sql("SELECT count(*) FROM dossier")[0]
    check(int(after[0]) == int(before[0]) + 1, f"handed in {THREADS} times at once: {int(after[0]) - int(before[0])} dossiers")
    check(site.sql("SELECT last FROM number_sequence WHERE kind = 'dossier'")[0][0] == str(int(last) + 1), "a number was used up in vain")
    draft = path.split("/")[2]
    for table in ("dossier_event", "work_item"):
        n = site.sql(f"SELECT count(*) FROM {table} x JOIN dossier d ON d.id = x.dossier WHERE d.draft = '{draft}'")[0][0]
        check(n == "1", f"handed in {THREADS} times at once: {n} rows in {table}")
    for what in (f"/nhap/{draft}/{PAGE}", f"/nhap/{draft}/kiem-tra", f"/nhap/{draft}"):
        reply = site.send(b.owner, "GET", what)
        check(reply.status == 303 and reply.headers["location"] in places, f"Back to {what}: {reply.status}")
    b.refused("a draft handed in is changed", lambda: site.send(b.owner, "POST", f"/nhap/{draft}/{PAGE}", {"_version": form["_version"],
              "relation": "legal"}), (303, 409), clear=False)
    b.refused("a draft handed in is thrown away", lambda: site.send(b.owner, "POST", f"/nhap/{draft}/bo"), (303, 404), clear=False)
    b.renew()


def act(b, who, code, outcome, **more):
    item, version, _ = b.site.task(code)
    form = {"_item": item, "_action": new_id(), "_version": version, "_outcome": outcome, "_confirmed": "yes", **more}
    return lambda i=0, extra=(): b.site.send(who, "POST", f"/ban-lam-viec/{code}/xu-ly", {**form, **dict(extra)})


def test_decided_at_once(b):
    site = b.site
    code = site.file(b.owner)
    once = act(b, b.counter, code, "accept")
    replies = at_once(once)
    check({r.status for r in replies} == {303}, f"accepted {THREADS} times at once: {[r.status for r in replies]}")
    check(count_events(site, code) == {"submitted": 1, "forward": 1}, f"accepted {THREADS} times at once: {count_events(site, code)}")
    b.refused("accepted once more", once, 303, clear=False)
    # Two wishes at once, with keys of their own: one wins, the others are told.
    other = site.file(b.owner)
    each = act(b, b.counter, other, "accept")
    replies = at_once(lambda i: each(extra={"_action": new_id()}))
    check(sorted(r.status for r in replies) == [303] + [409] * (THREADS - 1), f"{THREADS} wishes at once: {[r.status for r in replies]}")
    check(count_events(site, other)["forward"] == 1, "two of the wishes were done")
    draft_and_approve(b, code)


def count_events(site, code):
    return {kind: int(n) for kind, n in site.sql(f"SELECT e.kind, count(*) FROM dossier_event e JOIN dossier d ON d.id = e.dossier "
                                                 f"WHERE d.code = '{code}' GROUP BY 1")}


RESULT = {"result.full_name": NASTY, "result.born.day": "15", "result.born.month": "11", "result.born.year": "1987",
          "result.birthplace": "Quảng Ninh", "result.sex": "nu", "result.kind": "thpt", "result.school": "Trường THPT", "result.year": "2005",
          "result.serial": "A1", "result.register_number": "1/2005", "result.copy_number": "1"}


def draft_and_approve(b, code):
    site = b.site
    item, version, _ = site.task(code)
    form = {"_item": item, "_action": new_id(), "_version": version, **RESULT}
    replies = at_once(lambda i: site.send(b.specialist, "POST", f"/ban-lam-viec/{code}/du-thao", form))
    check({r.status for r in replies} == {303}, f"drafted {THREADS} times at once: {[r.status for r in replies]}")
    check(count_events(site, code).get("drafted") == 1, f"drafted {THREADS} times at once: {count_events(site, code)}")
    # The key of one act is none for another.
    used = form["_action"]
    b.refused("the key of the draft for a decision", lambda: act(b, b.specialist, code, "submit", _action=used)(), 409)
    b.refused("the key of the draft for another draft", lambda: site.send(b.specialist, "POST", f"/ban-lam-viec/{code}/du-thao", {
        **form, "_version": site.task(code)[1], "result.grade": "Khá"}), 409)
    b.refused("the key of the draft for another task", lambda: act(b, b.counter, b.code, "accept", _action=used)(), 409)
    b.refused("the key of the draft for giving it away", lambda: site.send(b.specialist, "POST", f"/ban-lam-viec/{code}/phan-cong", {
        "_item": item, "_action": used, "_version": version, "_to": b.colleague.id}), 409)
    reply = act(b, b.specialist, code, "submit")()
    check(reply.status == 303, f"submitted for signature: {reply.status}")
    replies = at_once(act(b, b.director, code, "approve"))
    check({r.status for r in replies} == {303}, f"approved {THREADS} times at once: {[r.status for r in replies]}")
    results = site.sql(f"SELECT r.number FROM result r JOIN dossier d ON d.id = r.dossier WHERE d.code = '{code}'")
    check(len(results) == 1 and count_events(site, code).get("approve", 0) <= 1, f"approved {THREADS} times at once: {results}")
    numbers = site.sql("SELECT (SELECT last FROM number_sequence WHERE kind = 'result'), count(*) FROM result")[0]
    check(numbers[0] == numbers[1], f"{numbers[1]} results, but the last number is {numbers[0]}")


def test_taken_at_once(b):
    code = b.site.file(b.owner)
    check(act(b, b.counter, code, "accept")().status == 303, "not accepted")
    item, _, _ = b.site.task(code)
    two = (b.specialist, b.colleague)
    replies = at_once(lambda i: b.site.send(two[i % 2], "POST", f"/ban-lam-viec/{code}/nhan", {"_item": item}))
    check(sorted(r.status for r in replies) == [303] * (THREADS // 2) + [409] * (THREADS // 2), f"taken by two: {[r.status for r in replies]}")
    form = {"_item": item, "_action": new_id(), "_version": b.site.task(code)[1], "_to": b.colleague.id}
    replies = at_once(lambda i: b.site.send(b.specialist, "POST", f"/ban-lam-viec/{code}/phan-cong", form))
    check({r.status for r in replies} == {303} and count_events(b.site, code).get("assigned") == 1,
          f"given away {THREADS} times at once: {[r.status for r in replies]} {count_events(b.site, code)}")


def test_supplement_at_once(b):
    site = b.site
    code = site.file(b.owner)
    check(act(b, b.counter, code, "supplement", _reason=REASON)().status == 303, "no supplement asked")
    replies = at_once(lambda i: site.send(b.owner, "POST", f"/ho-so/{code}/bo-sung"))
    check({r.status for r in replies} == {303} and len({r.headers.get("location") for r in replies}) == 1,
          f"a supplement opened {THREADS} times at once: {[(r.status, r.headers.get('location')) for r in replies]}")
    draft = replies[0].headers.get("location", "//").split("/")[2] or new_id()
    version = site.sql(f"SELECT version FROM draft WHERE id = '{draft}'")
    form = {"_version": version[0][0] if version else "1", "_declared": "yes"}
    replies = at_once(lambda i: site.send(b.owner, "POST", f"/nhap/{draft}/nop", form))
    check({r.status for r in replies} == {303} and len({r.headers.get("location") for r in replies}) == 1,
          f"a supplement handed in {THREADS} times at once: {[(r.status, r.headers.get('location')) for r in replies]}")
    check(count_events(site, code).get("supplemented") == 1, f"a supplement handed in {THREADS} times at once: {count_events(site, code)}")
    for who, path in ((b.owner, f"/ho-so/{code}"), (b.counter, f"/ban-lam-viec/{code}")):
        shows(b, who, path, REASON)


# ---- text that means something elsewhere

def shows(b, who, path, text, want=True):
    """The page shows the text, and only as text."""
    reply = b.site.send(who, "GET", path)
    raw = text.split(">")[0] + ">"
    check(reply.status == 200, f"{path}: {reply.status}")
    check(raw not in reply.text, f"{path}: {raw} is part of the page")
    if want:
        check(text in html.unescape(reply.text), f"{path}: does not show {text}")


def test_metacharacters(b):
    site, answers = b.site, {k: NASTY for k in ("applicant.full_name", "applicant.address", "holder.full_name", "holder.birthplace",
                                               "diploma.school", "purpose")}
    answers["diploma.serial"] = NASTY[:30]
    tables = len(site.state())
    page = site.fill(b.owner, answers)
    draft = page.path.split("/")[2]
    for tail in ("nguoi-de-nghi", PAGE, "van-bang", "nhan-ket-qua", "kiem-tra"):
        shows(b, b.owner, f"/nhap/{draft}/{tail}", NASTY)
    code = site.file(b.owner, answers)
    shows(b, b.owner, f"/ho-so/{code}", NASTY, want=False)
    shows(b, b.owner, f"/ho-so/{code}?moi=1", NASTY, want=False)
    shows(b, b.owner, "/ho-so", NASTY, want=False)
    shows(b, b.counter, f"/ban-lam-viec/{code}", NASTY)
    shows(b, b.counter, "/ban-lam-viec", NASTY)
    shows(b, b.counter, "/ban-lam-viec?tim=" + urllib.parse.quote(NASTY), NASTY)
    shows(b, None, f"/tra-cuu?ma={code}", NASTY, want=False)
    for path in ("/thu-tuc?q=", "/tra-cuu?ma=", "/dang-nhap?return=/", "/ban-lam-viec?service=", "/so-goc?ten=", "/so-goc?so-hieu=",
                 "/so-goc?ngay-sinh=", f"/nhap/{draft}/van-bang?sua=", f"/ban-lam-viec/{code}?xong=", f"/ban-lam-viec/{code}?ten="):
        who = b.counter if path.startswith(("/ban", "/so")) else b.owner
        reply = site.send(who, "GET", path + urllib.parse.quote(NASTY))
        check(reply.status in (200, 303, 404, 422) and "<script>alert" not in reply.text, f"{path}: {reply.status}, or a script in the page")
    item, version, _ = site.task(code)
    reply = site.send(b.counter, "POST", f"/ban-lam-viec/{code}/xu-ly", {"_item": item, "_action": new_id(), "_version": version,
                                                                        "_outcome": "refuse", "_reason": REASON})
    check(reply.status in (200, 422) and "<img" not in reply.text and REASON in html.unescape(reply.text), f"asked once more: {reply.status}")
    reply = site.send(None, "POST", "/dang-nhap", {"login": NASTY, "password": "mat-khau-rieng", "return": "javascript:alert(7)"})
    check(reply.status == 422 and "<script>alert" not in reply.text and "mat-khau-rieng" not in reply.text, f"signing in: {reply.status}")
    reply = site.send(None, "POST", "/dang-ky", {k: NASTY for k in ("full_name", "login", "personal_id", "phone")})
    check(reply.status == 422 and "<script>alert" not in reply.text, f"registering: {reply.status}")
    for accept in ("application/json",):
        reply = site.send(b.owner, "GET", f"/ho-so/{code}", accept=accept)
        check(reply.json["code"] == code, "the JSON of a dossier is broken")
    check(len(site.state()) == tables, "a table is gone")
    b.renew()
    # A draft that was changed elsewhere shows what was sent, as text.
    reply = site.send(b.owner, "POST", b.page, {"_version": "1", "holder.full_name": NASTY, '"><script>alert(7)</script>': "x"})
    check(reply.status in (303, 409) and "<script>alert" not in reply.text, f"a stale page: {reply.status}, or a script in it")


def test_wildcards(b):
    """What a LIKE would read is searched for as it stands, or not at all."""
    for path, who in (("/thu-tuc?q=", b.owner), ("/ban-lam-viec?tim=", b.counter), ("/so-goc?ten=", b.counter)):
        links = [len(re.findall("href=", b.site.send(who, "GET", path + text).text)) for text in ("zzqqxx", "z%25z", "_zz_", "%5czz", "zz%5c")]
        check(len(set(links)) == 1, f"{path}: what a LIKE would read finds something: {links} links")


def test_where_one_goes_back(b):
    for to in ("//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(7)", "/a\r\nSet-Cookie: x=1", "\\\\evil", "/%0d%0a",
               "/a b", "data:text/html,x", ""):
        for path in ("/ngon-ngu?lang=vi&return=", "/dang-nhap?return="):
            reply = b.site.send(None, "GET", path + urllib.parse.quote(to))
            place = reply.headers.get("location", "/")
            check(place.startswith("/") and not place.startswith(("//", "/\\")), f"{path}{to!r} leads to {place}")
            check("evil.example" not in reply.text or "//evil" not in re.sub(r'value="[^"]*"', "", reply.text), f"{path}{to!r} is in the page")
            check("x=1" not in reply.headers.get("set-cookie", ""), f"{path}{to!r} sets a cookie")


# ---- names of files, addresses of files

NAMES = {
    'a"; filename="b.exe': None, "ten-tep-rieng.pdf": "ten-tep-rieng.pdf", "../../etc/passwd": "passwd", "..\\..\\boot.ini": "boot.ini",
    "giấy tờ; x=1.pdf": "giấy tờ; x=1.pdf", "%0d%0aSet-Cookie: x=1.pdf": "%0d%0aSet-Cookie: x=1.pdf", "<script>alert(7)<.pdf": None,
    "a" * 500 + ".pdf": None, "'; DROP TABLE x;--.pdf": "'; DROP TABLE x;--.pdf", ".": None, "..": None,
}


def test_file_names(b):
    for n, (name, want) in enumerate(NAMES.items()):
        data = paper(f"name {n}")
        reply = b.upload(name, data)
        check(reply.status in (303, 400, 422), f"a file called {name[:40]!r}: {reply.status}")
        if reply.status != 303:
            continue
        sha = sha_of(data)
        page = b.site.send(b.owner, "GET", b.page)
        check("<script>alert" not in page.text, f"a file called {name[:40]!r} is a script in the page")
        got = b.site.send(b.owner, "GET", f"/nhap/{b.draft}/tep/{sha}")
        place = got.headers.get("content-disposition", "")
        check(got.status == 200 and got.body == data, f"a file called {name[:40]!r}: {got.status}")
        check("set-cookie" not in got.headers, f"a file called {name[:40]!r} sets a cookie")
        check([k for k, _ in got.header_list].count("content-disposition") == 1 and place.startswith("inline"), f"{name[:40]!r}: {place}")
        check(not re.search(r'filename\*?="?[^;]*[/\\]', place.replace("UTF-8''", "")), f"{name[:40]!r}: a folder in {place}")
        quoted = re.findall(r'filename="((?:[^"\\]|\\.)*)"', place)
        check(len(quoted) == 1 and "\n" not in place, f"{name[:40]!r}: {place}")
        if want:
            said = re.findall(r"filename\*=UTF-8''(\S+)", place)
            check(urllib.parse.unquote(said[0]) == want if said else quoted == [want], f"{name[:40]!r} became {place}")
        b.detach(data)
    for raw in (b'a.pdf\r\nSet-Cookie: x=1', b"a\0.pdf", b"a\n.pdf"):
        b.refused(f"a file called {raw!r}", lambda: b.upload(raw, paper("line")), (400, 422))


def test_addresses(b):
    data = paper("place")
    b.upload("a.pdf", data)
    sha = sha_of(data)
    check(b.site.send(b.owner, "GET", f"/nhap/{b.draft}/tep/{sha}").body == data, "there is no file to look for")
    stored = f"/_store/{sha[:2]}/{sha[2:4]}/{sha}"
    base = f"/nhap/{b.draft}/tep/"
    cookie = f"Cookie: __Host-motcua={b.owner.cookie}\r\n"
    for path in (stored, stored.replace("_store", "%5fstore"), "/a/.." + stored, "/." + stored, "/" + stored, stored + "/", "/_store/", "/_store/../secret",
                 "/_error/413.html", base + "../../../../etc/passwd", base + "..%2f..%2f..%2fetc%2fpasswd", base + sha.upper(), base + sha + "00",
                 base + sha[:-2], base + sha + "/..", base + sha + "%00", base + "%2e%2e/" + sha, "/assets/../conf/motcua.conf",
                 "/assets/%2e%2e/run/web/kore.pid", "/assets/..%2f..%2fsecret/web.db", "/assets//etc/passwd", "/assets/", "/assets",
                 f"/nhap/{b.draft}/../{new_id()}", "/%2e%2e/%2e%2e/etc/passwd", "/..;/x", "/tep/" + sha):
        answer = b.site.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}Connection: close\r\n\r\n".encode())
        status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0
        check(status in (301, 303, 400, 403, 404), f"GET {path}: {status}")
        check(b"%PDF" not in answer and b"root:" not in answer and b"pgsql_conn" not in answer, f"GET {path}: shows a file")
    for header in (f"X-Accel-Redirect: {stored}", "X-Body-File: /etc/passwd", f"X-Original-URL: {stored}", "X-Real-IP: 1.2.3.4\r\nX-Forwarded-For: ::1",
                   "X-Request-Id: ' OR 1=1", "Host: evil.example", "Cookie: __Host-motcua=" + "A" * 43, "Cookie: __Host-motcua=", "Cookie: lang=<script>"):
        answer = b.site.raw(f"GET {base}{sha} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n".encode())
        check(b"%PDF" not in answer and b"root:" not in answer and b"evil.example" not in answer, f"{header}: shows something")
        check(answer.split(b" ", 2)[1] in (b"303", b"400"), f"{header}: {answer[:40]}")
    body = f"csrf={'00' * 32 + '5a' * 32}&_version=1&relation=heir"
    answer = b.site.raw((f"POST {b.page} HTTP/1.1\r\nHost: localhost\r\n{cookie}X-Body-File: /etc/passwd\r\nContent-Length: {len(body)}\r\n"
                         f"Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n{body}").encode())
    check(answer.split(b" ", 2)[1] in (b"303", b"409"), f"X-Body-File with a POST: {answer[:40]}")


# ---- afterwards

def test_logs(b):
    site = b.site
    # A query with a name in it, while the web process is down: nginx has something to say.
    site.stop("web")
    reply = site.send(b.counter, "GET", "/so-goc?ten=" + urllib.parse.quote("Kẻ Tò Mò") + "&ngay-sinh=1998-03-05")
    check(reply.status == 502 and is_clear(reply), f"without the web process: {reply.status}")
    site.socket.unlink(missing_ok=True)
    site.start_web()
    site.sql("SELECT pg_sleep(1.1)")		# the access log is written once a second
    logs = {p: p.read_bytes() for p in [*site.dir.glob("*.log"), *(site.dir / "log").glob("*")] if p.is_file()}
    check(any(p.name == "access.log" and data for p, data in logs.items()), "there is no access log")
    for path, data in logs.items():
        for text in SENT:
            for form in (text, urllib.parse.quote(text), urllib.parse.quote_plus(text)):
                check(form.encode() not in data, f"{path.name} holds {text!r}: {line_of(data, form.encode())}")
        for person in (b.owner, b.other, b.counter):
            check(person.cookie.encode() not in data, f"{path.name} holds a session's cookie")
        check(b"?" not in b"".join(data.splitlines()) if path.name == "access.log" else True, "the access log holds a query")
    errors = [line for line in site.log("web").splitlines() if "CHECK" in line or "segv" in line.lower() or "died" in line.lower()]
    check(not errors, f"the web process fell: {errors[:3]}")


def line_of(data, text):
    return next((line for line in data.splitlines() if text in line), b"")[:300]


def main():
    build()
    with Guard() as site:
        b = Bench(site)
        for test in (test_uploads, test_broken_multipart, test_too_much, test_bad_text, test_normal_form, test_foreign_token, test_stale,
                     test_unknown, test_opened_at_once, test_handed_in_at_once, test_decided_at_once, test_taken_at_once,
                     test_supplement_at_once, test_metacharacters, test_wildcards, test_where_one_goes_back, test_file_names,
                     test_addresses, test_sign_in_tells_nobody_who_has_an_account, test_logs):
            try:
                test(b)
            except Exception as e:
                check(False, f"{test.__name__}: {type(e).__name__} {e} {getattr(getattr(e, 'page', None), 'text', '')[:300]}")
                if not isinstance(e, (AssertionError, KeyError, ValueError, OSError, RuntimeError)) and not hasattr(e, "page"):
                    raise
    return finish()


if __name__ == "__main__":
    sys.exit(main())
