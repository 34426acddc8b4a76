#!/usr/bin/env python3
"""Every route of the site map, GET and POST, as everybody it is not for. Ends with "N passed, N failed".

What each may expect stands in ROUTES; a route of conf/motcua.conf.in that is missing there fails. What is denied changes
no row of any table, and neither its body nor its headers hold anything of the dossier.
"""
import re
import sys
import urllib.parse

from guard import (CSRF, ROOT, SERVICE, Guard, build, changes, check, finish, new_id, paper)

# Who asks. The owner filed everything; "wrong" is an officer of the dossier's agency in a lane that has nothing to do;
# "foreign" is an officer of another agency.
WHO = ("nobody", "owner", "other", "wrong", "foreign")
LOGINS = {"administrator": "quantri1", "owner": "congdan1", "other": "congdan2", "wrong": "truongphong", "foreign": "vanthu33", "counter": "motcua1",
          "specialist": "chuyenvien1"}
IN = "sign in"			# 303 to the sign-in page; 401 for a program
SECRETS = {
    "name": "Nguyễn Thị Ngưỡng", "holder": "Vũ Thị Kín Đáo", "number": "031198000017", "phone": "0900000001",
    "address": "Số 1 phố Thử Nghiệm", "birthplace": "Quảng Ninh", "file name": "giay-xac-nhan-quan-he", "reason": "Thiếu trang sau",
}
MARK = "bytes-of-the-paper"

EVERYBODY = (200,) * 5
CITIZENS = (IN, 200, 200, 403, 403)
OFFICERS = (IN, 403, 403, 200, 200)
NOT_OFFICERS = (IN, 403, 403, 403, 403)	# a role of its own is wanted
OWNER = (IN, 200, 404, 403, 403)
AGENCY = (IN, 403, 403, 200, 404)	# any officer of the agency may read; only the right lane may act
NOT_MADE = (405,) * 5
NOT_FOUND = (404,) * 5


class Case:
    """get, post: what each of WHO is answered, in that order. path and form may ask the scene. sees: who may read what is
    secret. done: whose POST is to do something. pages: a program gets the page too. brake: may be told to slow down."""

    def __init__(self, path, get, post, form=None, sees=("owner",), done=(), pages=False, brake=False):
        self.path, self.get, self.post, self.form = path, get, post, form or (lambda s: {})
        self.sees, self.done, self.pages, self.brake = sees, done, pages, brake


READERS = ("owner", "wrong", "counter", "specialist")
ROUTES = {
    "/": Case("/", EVERYBODY, NOT_MADE),
    "/thu-tuc": Case("/thu-tuc?q=bang", EVERYBODY, NOT_MADE),
    "^/thu-tuc/[0-9.]+$": Case(f"/thu-tuc/{SERVICE}", EVERYBODY, NOT_MADE),
    "^/thu-tuc/[0-9.]+\\.jsonld$": Case(f"/thu-tuc/{SERVICE}.jsonld", EVERYBODY, NOT_MADE),
    "/thu-tuc.json": Case("/thu-tuc.json", EVERYBODY, NOT_MADE),
    "/thu-tuc.csv": Case("/thu-tuc.csv", EVERYBODY, NOT_MADE),
    "/sitemap.xml": Case("/sitemap.xml", EVERYBODY, NOT_MADE),
    "/ngon-ngu": Case("/ngon-ngu?lang=vi&return=/", (303,) * 5, NOT_MADE),
    "/dang-nhap": Case("/dang-nhap", EVERYBODY, (422,) * 5, pages=True),
    "/dang-xuat": Case("/dang-xuat", NOT_MADE, (303,) * 5),
    "/dang-ky": Case("/dang-ky", EVERYBODY, (422,) * 5, pages=True),
    "/healthz": Case("/healthz", EVERYBODY, NOT_MADE),
    "/readyz": Case("/readyz", EVERYBODY, NOT_MADE),
    "/ho-so": Case("/ho-so", CITIZENS, NOT_MADE),
    "/ho-so/moi": Case(f"/ho-so/moi?service={SERVICE}", (303,) * 5, (IN, 303, 303, 403, 403), lambda s: {"service": SERVICE},
                       done=("owner", "other")),
    "/tra-cuu": Case(lambda s: f"/tra-cuu?ma={s.waiting}", EVERYBODY, NOT_MADE),
    "^/ho-so/[A-Y][0-9.]+-[0-9]+-[0-9]+$": Case(lambda s: f"/ho-so/{s.waiting}", OWNER, NOT_MADE),
    "^/ho-so/[A-Y][0-9.]+-[0-9]+-[0-9]+/bo-sung$": Case(lambda s: f"/ho-so/{s.asked}/bo-sung", NOT_MADE, (IN, 303, 409, 403, 403),
                                                        done=("owner",)),
    "^/ho-so/[A-Y][0-9.]+-[0-9]+-[0-9]+/rut$": Case(lambda s: f"/ho-so/{s.waiting}/rut", OWNER, (IN, 422, 404, 403, 403),
                                                    lambda s: {"_reason": " "}, pages=True),
    "^/ho-so/[A-Y][0-9.]+-[0-9]+-[0-9]+/tep/[0-9a-f]+$": Case(lambda s: f"/ho-so/{s.waiting}/tep/{s.sha}", OWNER, NOT_MADE),
    r"^/ho-so/[A-Y][0-9.]+-[0-9]+-[0-9]+/ket-qua\.(pdf|xml)$": Case(lambda s: f"/ho-so/{s.released}/ket-qua.pdf", OWNER, NOT_MADE),
    "^/nhap/[0-9a-f-]+$": Case(lambda s: f"/nhap/{s.draft}", (IN, 303, 404, 403, 403), NOT_MADE),
    "^/nhap/[0-9a-f-]+/kiem-tra$": Case(lambda s: f"/nhap/{s.draft}/kiem-tra", OWNER, NOT_MADE),
    "^/nhap/[0-9a-f-]+/nop$": Case(lambda s: f"/nhap/{s.draft}/nop", (IN, 303, 303, 403, 403), (IN, 303, 404, 403, 403),
                                   lambda s: {"_version": s.version, "_declared": "yes"}, done=("owner",)),
    "^/nhap/[0-9a-f-]+/bo-sung$": Case(lambda s: f"/nhap/{s.draft}/bo-sung", (IN, 303, 404, 403, 403), (IN, 303, 404, 403, 403),
                                       lambda s: {"_version": s.version}),
    "^/nhap/[0-9a-f-]+/bo$": Case(lambda s: f"/nhap/{s.spare}/bo", NOT_MADE, (IN, 303, 303, 403, 403), done=("owner",)),
    r"^/nhap/[0-9a-f-]+/to-khai\.pdf$": Case(lambda s: f"/nhap/{s.draft}/to-khai.pdf", OWNER, NOT_MADE),
    "^/nhap/[0-9a-f-]+/tep/[0-9a-f]+$": Case(lambda s: f"/nhap/{s.draft}/tep/{s.draft_sha}", OWNER, NOT_MADE),
    "^/nhap/[0-9a-f-]+/[a-z0-9-]+$": Case(lambda s: f"/nhap/{s.draft}/nguoi-duoc-cap", OWNER, (IN, 303, 404, 403, 403),
                                          lambda s: {"_version": s.version, "relation": "heir"}, done=("owner",)),
    "/ban-lam-viec": Case("/ban-lam-viec", OFFICERS, NOT_MADE, sees=("owner", "counter", "specialist")),
    "^/ban-lam-viec/[^/]+$": Case(lambda s: f"/ban-lam-viec/{s.waiting}", AGENCY, NOT_MADE, sees=READERS),
    "^/ban-lam-viec/[^/]+/nhan$": Case(lambda s: f"/ban-lam-viec/{s.waiting}/nhan", NOT_MADE, (IN, 403, 403, 403, 403),
                                       lambda s: {"_item": s.item}),
    "^/ban-lam-viec/[^/]+/tra-viec$": Case(lambda s: f"/ban-lam-viec/{s.waiting}/tra-viec", NOT_MADE, (IN, 403, 403, 403, 403),
                                           lambda s: {"_item": s.item}),
    "^/ban-lam-viec/[^/]+/phan-cong$": Case(
        lambda s: f"/ban-lam-viec/{s.waiting}/phan-cong", NOT_MADE, (IN, 403, 403, 403, 403),
        lambda s: {"_item": s.item, "_action": new_id(), "_version": s.item_version, "_to": s.people["counter"].id}),
    "^/ban-lam-viec/[^/]+/du-thao$": Case(
        lambda s: f"/ban-lam-viec/{s.accepted}/du-thao", NOT_MADE, (IN, 403, 403, 403, 404),
        lambda s: {"_item": s.accepted_item, "_action": new_id(), "_version": s.accepted_version, "result.full_name": "Người Khác"}),
    "^/ban-lam-viec/[^/]+/xu-ly$": Case(
        lambda s: f"/ban-lam-viec/{s.waiting}/xu-ly", NOT_MADE, (IN, 403, 403, 403, 404),
        lambda s: {"_item": s.item, "_action": new_id(), "_version": s.item_version, "_outcome": "accept", "_confirmed": "yes"}),
    "^/ban-lam-viec/[^/]+/bo-sung$": Case(
        lambda s: f"/ban-lam-viec/{s.waiting}/bo-sung", (IN, 403, 403, 403, 404), (IN, 403, 403, 403, 404),
        lambda s: {"_item": s.item, "_action": new_id(), "_version": s.item_version, "_outcome": "supplement", "_words": "Thiếu"},
        sees=("owner",)),
    "^/ban-lam-viec/[^/]+/cho-phep$": Case(
        lambda s: f"/ban-lam-viec/{s.waiting}/cho-phep", NOT_MADE, (IN, 403, 403, 303, 404),
        lambda s: {"_action": new_id(), "_do": "grant", "_why": "Vì sao"}),
    "^/ban-lam-viec/[^/]+/tep/[0-9a-f]+$": Case(lambda s: f"/ban-lam-viec/{s.waiting}/tep/{s.sha}", AGENCY, NOT_MADE, sees=READERS),
    "^/ban-lam-viec/[^/]+/gia-han$": Case(
        lambda s: f"/ban-lam-viec/{s.accepted}/gia-han", NOT_MADE, (IN, 403, 403, 403, 404),
        lambda s: {"_action": new_id(), "_version": s.accepted_version, "_new_due": "2030-01-01", "_reason": "Vì sao"}),
    r"^/ban-lam-viec/[^/]+/kiem-soat\.pdf$": Case(lambda s: f"/ban-lam-viec/{s.waiting}/kiem-soat.pdf", AGENCY, NOT_MADE, sees=READERS, brake=True),
    # "foreign" is a counter officer of a school: any desk takes any procedure.
    "/quay": Case("/quay", (IN, 403, 403, 403, 200), NOT_MADE),
    "/quay/mo": Case("/quay/mo", NOT_MADE, (IN, 403, 403, 403, 303), lambda s: {"_person_id": "", "service": SERVICE, "_channel": "1"},
                     done=("foreign",)),
    "/quay/ban-giao.pdf": Case("/quay/ban-giao.pdf", (IN, 403, 403, 403, 404), NOT_MADE, brake=True),
    "^/quay/xong/[^/]+$": Case(lambda s: f"/quay/xong/{s.waiting}", (IN, 403, 403, 404, 404), NOT_MADE),
    "^/quay/giay-hen/[^/]+$": Case(lambda s: f"/quay/giay-hen/{s.waiting}", (IN, 403, 403, 404, 404), NOT_MADE, brake=True),
    "^/quay/[0-9a-f-]+/nop$": Case(lambda s: f"/quay/{s.draft}/nop", (IN, 403, 403, 404, 404), (IN, 403, 403, 404, 404),
                                   lambda s: {"_version": 1, "_accept": "1", "_name": "Ai Đó"}),
    "^/quay/[0-9a-f-]+/tep/[0-9a-f]+$": Case(lambda s: f"/quay/{s.draft}/tep/{s.draft_sha}", (IN, 403, 403, 404, 404), NOT_MADE),
    "/so-theo-doi": Case("/so-theo-doi?co-quan=H24.19", OFFICERS, NOT_MADE, sees=READERS),
    "/so-theo-doi.csv": Case("/so-theo-doi.csv?co-quan=H24.19", OFFICERS, NOT_MADE, sees=READERS, brake=True),
    "/so-theo-doi.pdf": Case("/so-theo-doi.pdf?co-quan=H24.19", (IN, 403, 403, 200, 404), NOT_MADE, sees=READERS, brake=True),
    "/nhan-ho-so": Case("/nhan-ho-so", CITIZENS, (IN, 422, 422, 403, 403), lambda s: {"_code": s.waiting, "_claim": "0123456789"},
                        pages=True, brake=True),
    "/so-goc": Case("/so-goc?ten=nguyen", OFFICERS, NOT_MADE),
    # Administrators' pages: an officer without the role gets 403 at the gate, whatever the procedure.
    "/quan-tri": Case("/quan-tri", NOT_OFFICERS, NOT_OFFICERS, lambda s: {"code": "9.000001", "vi": "X", "agency": "H24.19", "workflow": "ban-sao-van-bang"}),
    "^/quan-tri/[0-9.]+$": Case(f"/quan-tri/{SERVICE}", NOT_OFFICERS, NOT_OFFICERS, lambda s: {"_do": "open"}),
    "^/quan-tri/[0-9.]+/[0-9]+-[0-9]+$": Case(f"/quan-tri/{SERVICE}/0-2", NOT_OFFICERS, NOT_OFFICERS, lambda s: {"_version": "0", "s:@level": "thong-tin"}),
    "^/quan-tri/[0-9.]+/[0-9]+-[0-9]+/gop-y$": Case(f"/quan-tri/{SERVICE}/0-2/gop-y", NOT_MADE, NOT_OFFICERS, lambda s: {"_id": new_id(), "words": "x"}),
    "^/quan-tri/[0-9.]+/[0-9]+-[0-9]+/luat$": Case(f"/quan-tri/{SERVICE}/0-60/luat?o=relevant", NOT_OFFICERS, NOT_OFFICERS,
                                                   lambda s: {"_version": "0", "mode": "none"}),
    "^/quan-tri/[0-9.]+/xem$": Case(f"/quan-tri/{SERVICE}/xem", NOT_OFFICERS, NOT_OFFICERS, lambda s: {"_sample": "dossier"}),
    "^/quan-tri/[0-9.]+/xem/[a-z0-9-]+$": Case(f"/quan-tri/{SERVICE}/xem/nguoi-de-nghi", NOT_OFFICERS, NOT_OFFICERS, lambda s: {"_sample": "fill"}),
    "^/quan-tri/[0-9.]+/ket-qua\\.pdf$": Case(f"/quan-tri/{SERVICE}/ket-qua.pdf", NOT_OFFICERS, NOT_MADE),
    "^/quan-tri/[0-9.]+/cong-bo$": Case(f"/quan-tri/{SERVICE}/cong-bo", NOT_OFFICERS, NOT_OFFICERS,
                                        lambda s: {"_version": "0", "tu-day": "1", "tu-month": "1", "tu-year": "2099"}),
    "^/quan-tri/[0-9.]+/nhap-xuat$": Case(f"/quan-tri/{SERVICE}/nhap-xuat", NOT_OFFICERS, NOT_OFFICERS, lambda s: {"_version": "0", "hash": "00" * 32}),
    "^/quan-tri/[0-9.]+/goi\\.xml$": Case(f"/quan-tri/{SERVICE}/goi.xml", NOT_OFFICERS, NOT_MADE),
    "/kiem-tra": Case("/kiem-tra", EVERYBODY, (422,) * 5, pages=True, brake=True),
    "/kiem-tra/upload": Case("/kiem-tra/upload", EVERYBODY, (422,) * 5, pages=True, brake=True),
    "/kiem-tra/quet": Case("/kiem-tra/quet", EVERYBODY, NOT_MADE),
    "/k/": Case("/k/", EVERYBODY, NOT_MADE),
    r"^/k/[^/]+\.json$": Case("/k/0123456789.json", EVERYBODY, NOT_MADE),
    "^/k/[^/]+$": Case("/k/0123456789", EVERYBODY, NOT_MADE),
    "^/.*$": Case("/khong-co-trang-nay", NOT_FOUND, NOT_FOUND),
}


class Scene:
    """A dossier at the counter, one accepted, one that waits for its applicant, one with a released result, and a draft."""

    def __init__(self, site):
        self.people = {who: site.person(login) for who, login in LOGINS.items()}
        owner, counter = self.people["owner"], self.people["counter"]
        answers = {"holder.full_name": SECRETS["holder"]}
        self.waiting, self.accepted, self.asked, self.released = (site.file(owner, answers, paper(MARK)) for _ in range(4))
        site.decide(counter, self.accepted, "accept")
        site.decide(counter, self.asked, "supplement", SECRETS["reason"] + " của giấy xác nhận")
        self.item, self.item_version, _ = site.task(self.waiting)
        self.accepted_item, self.accepted_version, _ = site.task(self.accepted)
        (self.sha,), = site.sql(f"SELECT encode(f.sha256, 'hex') FROM dossier_file f JOIN dossier d ON d.id = f.dossier "
                                f"WHERE d.code = '{self.waiting}'")
        self.release(site)
        site.send(self.people["administrator"], "POST", f"/quan-tri/{SERVICE}", {"_do": "open"})
        self.spare = self.draft = None
        self.renew(site)

    def release(self, site):
        """A result as the worker leaves it; its files are the paper's, which the store has."""
        site.sql(f"""WITH r AS (INSERT INTO result (id, dossier, agency, code, number, decided_by, signer_name, signer_title, signer_role,
                state, pdf, xml, qr_text, issued_at)
            SELECT gen_random_uuid(), id, agency, '0123456789', '01/BS-SGDĐT', '{self.people["counter"].id}', 'Trần Minh Mẫu', 'GIÁM ĐỐC',
                'director', 'issued', '\\x{self.sha}', '\\x{self.sha}', 'K1', now() FROM dossier WHERE code = '{self.released}'
            RETURNING dossier)
            UPDATE dossier SET status = 9, version = version + 1 FROM r WHERE id = r.dossier""")

    def renew(self, site):
        """The owner's open draft, complete with a file; whatever the last request did to it."""
        if self.draft is None or site.sql(f"SELECT submitted_at FROM draft WHERE id = '{self.draft}'") != [[""]]:
            page = site.fill(self.people["owner"], {"holder.full_name": SECRETS["holder"]}, paper(MARK))
            self.draft = self.spare = page.path.split("/")[2]
            (self.draft_sha,), = site.sql(f"SELECT encode(sha256, 'hex') FROM draft_file WHERE draft = '{self.draft}'")
        (self.version,), = site.sql(f"SELECT version FROM draft WHERE id = '{self.draft}'")


def all_routes():
    text = (ROOT / "conf/motcua.conf.in").read_text()
    return re.findall(r"(?m)^\s*route\s+(\S+)\s+\w+", text)


def leaks(reply, path):
    """Which secrets an answer holds, other than what the asker's own address named."""
    asked = urllib.parse.unquote(path)
    head = urllib.parse.unquote("\n".join(f"{k}: {v}" for k, v in reply.header_list))
    words = {**SECRETS, "mark": MARK}
    return [what for what, word in words.items() if word.encode() in reply.body or (word in head and word not in asked)]


def fits(reply, want, program):
    if want == IN:
        if program:
            return reply.status == 401 and reply.json["problem"] == "sign_in"
        return reply.status == 303 and reply.headers["location"].startswith("/dang-nhap")
    if reply.status != want:
        return False
    if want >= 400 and program:
        return reply.headers["content-type"] == "application/json" and bool(reply.json["problem"])
    if want >= 400:
        return reply.headers["content-type"].startswith("text/html") and "<h1" in reply.text
    return not reply.headers.get("location", "").startswith("/dang-nhap")


def walk(site, scene, route, case, method):
    """One route and method, as everybody; those who may go last, so that the others are denied what is really there."""
    wants = dict(zip(WHO, case.get if method == "GET" else case.post))
    denied = [who for who in WHO if method == "GET" or who not in case.done]
    before = site.state()
    for who in denied:
        ask(site, scene, route, case, method, who, wants[who])
    after = site.state()
    if (method, route) == ("POST", "/dang-xuat"):
        before["session"] = after["session"]
    check(not changes(before, after), f"{method} {route}: changed something: {changes(before, after)}")
    for who in (w for w in WHO if w not in denied):
        before = site.state()
        ask(site, scene, route, case, method, who, wants[who], programs=(False,))
        check(route == "/ho-so/moi" and who == "owner" or changes(before, site.state()),
              f"{method} {route} as {who}: allowed, but nothing was done")
        scene.renew(site)


def ask(site, scene, route, case, method, who, want, programs=(False, True)):
    path = case.path if isinstance(case.path, str) else case.path(scene)
    for program in programs:
        accept = "application/json" if program else "text/html"
        person = site.person(LOGINS[who]) if who != "nobody" and (method, route) == ("POST", "/dang-xuat") else scene.people.get(who)
        reply = site.send(person, method, path, case.form(scene) if method == "POST" else None, accept=accept)
        if case.brake and reply.status == 429:
            want = 429
        name = f"{method} {route} as {who}{' (a program)' if program else ''}"
        check(fits(reply, want, program and not (case.pages and want == 422)), f"{name}: {reply.status} {reply.headers.get('location', '')} instead of {want}")
        if who not in case.sees:
            check(not leaks(reply, path), f"{name}: shows {', '.join(leaks(reply, path))}")
        check(reply.headers.get("cache-control", "").startswith("private") or who == "nobody",
              f"{name}: may be cached: {reply.headers.get('cache-control')}")
        check("x-accel-redirect" not in reply.headers, f"{name}: tells where the store is")


def test_tokens(site, scene):
    """Every POST, without the form's token or with a wrong one: 403, before anything else; 405 where there is no POST."""
    before = site.state()
    for route, case in ROUTES.items():
        path = case.path if isinstance(case.path, str) else case.path(scene)
        for csrf in (None, "", "00" * 64, "5a" * 64 + "00", CSRF[:-2] + "5b", "zz" * 64):
            for who in ("nobody", "owner", "counter"):
                reply = site.send(scene.people.get(who), "POST", path, case.form(scene), csrf=csrf)
                want = 405 if case.post is NOT_MADE else 403
                check(reply.status == want, f"POST {route} as {who} with token {csrf!r:.12}: {reply.status} instead of {want}")
    check(not changes(before, site.state()), f"a forged token changed something: {changes(before, site.state())}")


def test_right_officer(site, scene):
    """The table is worth something only if the right officer gets through with the very same forms."""
    for route, who in (("^/ban-lam-viec/[^/]+/nhan$", "counter"), ("^/ban-lam-viec/[^/]+/tra-viec$", "counter"),
                       ("^/ban-lam-viec/[^/]+/phan-cong$", "counter"),
                       ("^/ban-lam-viec/[^/]+/du-thao$", "specialist"), ("^/ban-lam-viec/[^/]+/xu-ly$", "counter"),
                       ("/quan-tri", "administrator"), ("^/quan-tri/[0-9.]+/[0-9]+-[0-9]+/gop-y$", "administrator"),
                       ("^/quan-tri/[0-9.]+/[0-9]+-[0-9]+$", "administrator")):
        case, before = ROUTES[route], site.state()
        path = case.path if isinstance(case.path, str) else case.path(scene)
        reply = site.send(scene.people[who], "POST", path, case.form(scene))
        check(reply.status == 303 and changes(before, site.state()), f"POST {route} as {who}: {reply.status}, or it did nothing")


def test_odd_methods(site, scene):
    for method in ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        before = site.state()
        for path in ("/", f"/ho-so/{scene.waiting}", f"/ban-lam-viec/{scene.waiting}/xu-ly", f"/nhap/{scene.draft}/bo"):
            reply = site.request(method, path, headers={"Cookie": f"__Host-motcua={scene.people['other'].cookie}"}, cookies=False)
            check(reply.status in ((200, 404, 403, 405) if method == "HEAD" else (400, 403, 405, 501)), f"{method} {path}: {reply.status}")
            check(not leaks(reply, path), f"{method} {path}: shows {leaks(reply, path)}")
        check(not changes(before, site.state()), f"{method} changed something")


def test_ended_rights(site, scene):
    """A session that has ended, an account that was closed, a role that is over."""
    path = f"/ban-lam-viec/{scene.waiting}"
    form = {"_item": scene.item, "_action": new_id(), "_version": site.task(scene.waiting)[1] if site.sql(
        f"SELECT 1 FROM work_item WHERE id = '{scene.item}' AND closed_at IS NULL") else scene.item_version, "_outcome": "accept"}
    for what, undo, want in (
            ("UPDATE session SET expires_at = now() - interval '1 s'", "UPDATE session SET expires_at = now() + interval '1 hour'", IN),
            ("UPDATE account SET closed_at = now() WHERE login = 'chuyenvien1'", "UPDATE account SET closed_at = NULL", IN),
            ("UPDATE officer_role SET valid_to = CURRENT_DATE - 1", "UPDATE officer_role SET valid_to = NULL", 404),
            ("UPDATE officer_role SET valid_from = CURRENT_DATE + 1", "UPDATE officer_role SET valid_from = '2025-07-01'", 404)):
        site.sql(what)
        before = site.state()
        person = scene.people["specialist"]
        read, write = site.send(person, "GET", path), site.send(person, "POST", path + "/xu-ly", form)
        check(fits(read, want, False), f"{what}: {read.status} instead of {want}")
        check(write.status in (403, 404) or fits(write, IN, False), f"{what}: a POST is answered {write.status}")
        check(not leaks(read, path) and not leaks(write, path), f"{what}: something is shown")
        check(not changes(before, site.state()), f"{what}: something changed")
        site.sql(undo)


def main():
    build()
    with Guard() as site:
        scene = Scene(site)
        routes = all_routes()
        check(len(routes) > 20, "the site map can't be read")
        for route in routes:
            check(route in ROUTES, f"{route} is in the site map, but not in the table of this test")
        for route in ROUTES:
            check(route in routes, f"{route} is in the table of this test, but not in the site map")
        test_tokens(site, scene)
        for route in (r for r in routes if r in ROUTES):
            for method in ("GET", "POST"):
                walk(site, scene, route, ROUTES[route], method)
        test_odd_methods(site, scene)
        test_ended_rights(site, scene)
        test_right_officer(site, scene)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
