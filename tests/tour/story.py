"""One dossier from the citizen to the verifier: the acts of the tour, which the chaos test plays too.

An act takes visitors and gives pages; what is not as it should be raises Wrong with the page. The story: Nguyễn Thị Ngưỡng asks for
a copy of her sister's school diploma (3.000465), with a scanned letter that shows they are sisters. All people are invented.
"""
import json
import pathlib
import re
import subprocess
import tempfile
import time

from visitor import Visitor, fold

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICE = "3.000465"
SEARCH = "xin lai bang tot nghiep"
HOLDER = {"name": "Nguyễn Ngọc Lan", "born": "1987-11-15", "serial": "A07310010", "year": "2005"}
# By field name; a date is day, month and year in fields of their own. What is not here stays as the page fills it in.
ANSWERS = {
    "applicant.full_name": "Nguyễn Thị Ngưỡng", "applicant.born": "1998-03-05", "applicant.personal_id": "031198000017",
    "applicant.phone": "0900000001", "applicant.address": "Số 1 phố Thử Nghiệm, phường Mẫu, Hải Phòng",
    "relation": "family", "holder.full_name": HOLDER["name"], "holder.born": HOLDER["born"], "holder.birthplace": "Quảng Ninh",
    "holder.sex": "nu", "diploma.kind": "thpt", "diploma.year": HOLDER["year"], "diploma.serial": HOLDER["serial"],
    "diploma.school": "Trường THPT Sông Cấm", "copies": "1", "purpose": "Bổ sung hồ sơ xin việc", "delivery": "online",
}
PAGES_MAX = 16
SCAN_TEXT = """GIẤY XÁC NHẬN QUAN HỆ

Xác nhận bà Nguyễn Thị Ngưỡng, sinh ngày 05/3/1998,
và bà Nguyễn Ngọc Lan, sinh ngày 15/11/1987,
là chị em ruột.

Giấy này là dữ liệu thử nghiệm,
mọi tên người đều hư cấu.

Hải Phòng, ngày 12 tháng 11 năm 2026"""


class Wrong(Exception):
    def __init__(self, what, page=None):
        super().__init__(what)
        self.page = page


def expect(page, truth, what):
    if not truth:
        raise Wrong(what, page)
    return page


def settled(page, status=200):
    return expect(page, page.status == status, f"status {page.status} instead of {status}")


# ---- the demo that runs

class Demo:
    """Where the demo of VAR (an absolute or relative folder) lies, from what conf/demo/up wrote there."""

    def __init__(self, var):
        self.var = pathlib.Path(var) if pathlib.Path(var).is_absolute() else ROOT / var
        env = self.var / "run/demo.env"
        if not env.exists():
            raise SystemExit(f"no demo runs in {self.var}: make demo DETACH=1")
        self.port = int(re.search(r"PORT=(\d+)", env.read_text())[1])
        self.root_crt = self.var / "certs/public/root.crt"
        self.trust = self.var / "certs/public/trust.pem"
        self.keys = self.var / "certs/public/keys.json"
        accounts = json.loads((ROOT / "conf/demo/accounts.json").read_text())
        self.passwords = {a["login"]: a["password"] for a in accounts}

    def visitor(self, actor, notes=None):
        return Visitor(actor, self.port, self.root_crt, notes)


# ---- a paper, scanned

def scan(text=SCAN_TEXT):
    """A PDF of one page as a cheap scanner makes it: a grey, noisy, slightly turned picture of a typed page."""
    with tempfile.TemporaryDirectory() as folder:
        jpeg = pathlib.Path(folder) / "scan.jpg"
        subprocess.run(["convert", "-size", "1240x1754", "xc:#f4f2ec", "-font", "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf", "-pointsize", "34",
                        "-fill", "#22242a", "-annotate", "+150+240", text, "-rotate", "0.7", "-gravity", "center", "-crop",
                        "1240x1754+0+0", "+repage", "-attenuate", "0.35", "+noise", "Gaussian", "-colorspace", "Gray",
                        "-quality", "60", str(jpeg)], check=True, capture_output=True, cwd=folder)
        return picture_pdf(jpeg.read_bytes(), 1240, 1754)


def picture_pdf(jpeg, width, height):
    draw = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode "
        b"/Length %d >>\nstream\n%s\nendstream" % (width, height, len(jpeg), jpeg),
    ]
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


# ---- signing in

def sign_in(v, demo, login):
    """The page that sign-in leads to. Too many sign-ins in a minute: waits, as it is asked to."""
    for _ in range(20):
        page = v.get("/dang-nhap")
        form = page.form(field="password")
        if page.status != 429:
            expect(page, form, "no form to sign in")
            page = v.submit(form, {"login": login, "password": demo.passwords[login]})
            if page.status != 429:
                break
        time.sleep(3)
    settled(page)
    return expect(page, page.form(action="/dang-xuat"), f"{login} is not signed in")


# ---- the citizen

def find_service(v):
    """From the front page's search box to the procedure's page."""
    page = settled(v.get("/"))
    form = expect(page, page.form(action="^/thu-tuc$"), "no search box") and page.form(action="^/thu-tuc$")
    page = settled(v.submit(form, {"q": SEARCH}))
    to = page.link(href=re.escape(SERVICE))
    expect(page, to, f"“{SEARCH}” does not find {SERVICE}")
    return settled(v.get(to))


def open_draft(v):
    """The first page of a fresh draft; one that lies about is thrown away."""
    for _ in range(2):
        page = settled(v.get(f"/thu-tuc/{SERVICE}"))
        form = page.form(action="/ho-so/moi")
        expect(page, form, "no button to start with")
        page = settled(v.submit(form))
        start = page.form(action=r"^/nhap/[0-9a-f-]+/(?!bo$)")
        expect(page, start, "no form page")
        fresh = (start.field("_version") or start.fields[0]).value in ("0", "1")
        drop = page.form(action="/bo$")
        if fresh or not drop:
            return page
        settled(v.submit(drop))
    return page


def answers_for(form, answers):
    """The given answers that the form's visible fields ask for."""
    values = {}
    for f in form.fields:
        if f.hidden or not f.name or f.kind in ("hidden", "file"):
            continue
        base, _, part = f.name.rpartition(".")
        if f.name in answers:
            values[f.name] = answers[f.name]
        elif part in ("day", "month", "year") and base in answers:
            values[f.name] = str(int(dict(zip(("year", "month", "day"), answers[base].split("-")))[part]))
    return values


def missing_file(page, form):
    """The visible file field with nothing attached yet."""
    for f in form.fields:
        if f.kind == "file" and not f.hidden and not any(b.name == "_detach" and b.value.startswith(f.name + " ")
                                                         for b in form.buttons):
            return f
    return None


def fill_page(v, page, answers, paper, look_up):
    """One page of the form: its file first, then a look into the register, then its answers. Returns the next page."""
    form = page.form(action=r"^/nhap/[0-9a-f-]+/(?!bo$)")
    expect(page, form, "no form on the page")
    values = answers_for(form, answers)
    want = missing_file(page, form)
    if want:
        return settled(v.submit(form, values, form.button("_attach", want.name),
                                [(want.name, "giay-xac-nhan-quan-he.pdf", paper)]))
    if look_up and form.button("_lookup") and form.field("diploma.serial"):
        found = settled(v.submit(form, {k: x for k, x in values.items() if k != "diploma.school"}, form.button("_lookup")))
        school = found.form(field="diploma.school")
        expect(found, school and school.field("diploma.school").value == ANSWERS["diploma.school"], "the register fills nothing in")
        return found
    return settled(v.submit(form, values, form.button()))


def fill_draft(v, page, answers, paper, look_up=True):
    """All pages, up to the one that shows all answers; look_up: asks the register on the way."""
    seen = []
    while not page.path.endswith("/kiem-tra"):
        seen.append(page.path)
        expect(page, len(seen) < PAGES_MAX, "the form does not come to its end: " + ", ".join(seen))
        page = fill_page(v, page, answers, paper, look_up and page.path not in seen[:-1])
    return page


def hand_in(v, page):
    """Submits what the check page shows; the dossier's page."""
    form = page.form(action="/nop$")
    expect(page, form, "no button to submit")
    ticks = {f.name: f.value for f in form.fields if f.kind == "checkbox"}
    page = settled(v.submit(form, ticks))
    expect(page, code_of(page), "submitted, but no dossier's page came")
    return page


def code_of(page):
    found = re.match(r"/ho-so/([^/]+)$", page.path)
    return found[1] if found else None


def file_dossier(v, paper, answers=None):
    """Draft, answers, submission: the dossier's code."""
    return code_of(hand_in(v, fill_draft(v, open_draft(v), {**ANSWERS, **(answers or {})}, paper)))


# ---- officers

def find_work(v, code):
    """The dossier on the officer's own queue; its page."""
    page = settled(v.get(f"/ban-lam-viec?tim={code}"))
    to = page.link(href=f"/ban-lam-viec/{re.escape(code)}$")
    expect(page, to, f"{code} is not in the queue")
    return settled(v.get(to))


def claim(v, page):
    """Takes the work item; one that is taken already stays so."""
    form = page.form(action="/nhan$")
    return settled(v.submit(form)) if form else page


def decide(v, page, outcome, reason=None):
    """Chooses an outcome, answers the question whether one is sure, and returns the page it leads to."""
    form = page.form(action="/xu-ly$", field="_outcome", value=outcome)
    expect(page, form, f"the outcome {outcome} is not offered")
    values = {"_reason": reason} if reason and form.field("_reason") else {}
    page = v.submit(form, values, form.button("_outcome", outcome) or form.button())
    sure = page.form(action="/xu-ly$", field="_confirmed")
    if sure and page.status == 200:
        page = v.submit(sure)
    return settled(page)


def draft_result(v, page, holder, copy_number):
    """Takes the holder's record from the register into the result, adds the number of the copy, saves."""
    search = page.form(field="so-hieu")
    expect(page, search, "no search in the register")
    page = settled(v.submit(search, {"ten": holder["name"], "so-hieu": holder["serial"]}))
    use = next((f for f in page.forms if any(b.name == "_record" for b in f.buttons)), None)
    expect(page, use, "the register does not find the holder")
    page = settled(v.submit(use, {}, use.button("_record")))
    form = page.form(action="/du-thao$", field="result.copy_number")
    expect(page, form, "no form for the result")
    page = settled(v.submit(form, {"result.copy_number": copy_number}))
    expect(page, page.form(action="/du-thao$", field="result.serial").field("result.serial").value == holder["serial"],
           "the result was not filled from the register")
    return page


def wait_for(v, path, ready, what, seconds=60):
    """Asks for the page again until ready(page) gives something; that."""
    until = time.monotonic() + seconds
    while True:
        page = settled(v.get(path))
        found = ready(page)
        if found:
            return found
        expect(page, time.monotonic() < until, f"{what} did not come within {seconds} s")
        time.sleep(0.2)


def receipt_link(page):
    return page.link(href=r"/tep/[0-9a-f]+$", label="tiep nhan")


# ---- the result

def decide_all(demo, staff, code, copy_number, wait_s=60):
    """Every officer's part, from acceptance to release."""
    decide(staff["counter"], claim(staff["counter"], find_work(staff["counter"], code)), "accept")
    page = draft_result(staff["specialist"], claim(staff["specialist"], find_work(staff["specialist"], code)), HOLDER, copy_number)
    decide(staff["specialist"], page, "submit")
    decide(staff["director"], claim(staff["director"], find_work(staff["director"], code)), "approve")
    wait_for(staff["counter"], f"/ban-lam-viec/{code}", lambda p: p.form(action="/xu-ly$", value="release"), "the signed result",
             wait_s)
    decide(staff["counter"], claim(staff["counter"], find_work(staff["counter"], code)), "release")


def words_of(page):
    return fold(page.text)
