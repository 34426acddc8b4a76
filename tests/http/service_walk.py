"""Any service, walked as its people would walk it: the form filled page by page from a whole dossier of tests/golden/form, then each
work item taken by somebody who holds its role, until the dossier ends. A browser without JavaScript; names are the form's own.

    code = file_service(citizen, "3.000465", golden("3.000465"))
    steps = drive(site, code, golden(...))          # ["receive accept", "appraise submit", ...]
"""
import html
import json
import re
import time
import xml.etree.ElementTree as ET

import desk_seed
from citizen import PDF, Citizen
from stack import ROOT

NAME = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')
PAGES_MAX, STEPS_MAX, ROWS_MAX = 14, 40, 12


def golden(service):
    """A whole dossier with the officers' part; where tests/golden/form has a faulty one, tests/golden/filed has this."""
    filed = ROOT / f"tests/golden/filed/{service}.xml"
    return ET.parse(filed if filed.exists() else ROOT / f"tests/golden/form/{service}.xml").getroot()


def value_of(element):
    files = element.findall("file")
    return [f.get("name") for f in files] if files else (element.text or "")


class Patient(Citizen):
    """A citizen who waits when the front says that uploads come too fast."""

    def request(self, method, path, body=None, headers=None):
        for _ in range(60):
            reply = super().request(method, path, body, headers)
            if reply.status != 429:
                break
            time.sleep(1)
        return reply


class Answers:
    """The golden dossier's values under the names of a live page, whose rows have ids of their own."""

    def __init__(self, root):
        self.root = root

    def find(self, name, rows):
        """rows: [(group without ids, live id)] in the order of the page. None: the dossier says nothing about it."""
        at = self.root
        path = ""
        for part in name.split("."):
            word, _, row = part.partition("[")
            path += "/" + word
            here = at.findall(word)
            if row:
                ids = rows.setdefault(path + row_key(at), [])
                if row not in ids:
                    ids.append(row)
                here = here[ids.index(row):]
            if not here:
                return None
            at = here[0]
        return at

    def count(self, group):
        """How many rows the dossier has where a button adds one; groups within rows count in their first parent."""
        at = self.root
        words = [part.partition("[")[0] for part in group.split(".")]
        for word in words[:-1]:
            at = at.find(word)
            if at is None:
                return 0
        return len(at.findall(words[-1]))


def row_key(element):
    return "#" + (element.get("id") or "")


def page_values(page, answers):
    """What a browser would send for the page's fields, and the files to attach: (values, [(field, file name)])."""
    values, files, rows = {}, [], {}
    form = page.main()
    body = page.reply.text
    body = body[body.index('name="_version"'):] if 'name="_version"' in body else body
    for name in dict.fromkeys(html.unescape(n) for n in NAME.findall(body)):
        if name.startswith("_") or name == "csrf":
            continue
        base, _, part = name.rpartition(".")
        if part in ("day", "month", "year") and base and answers.find(name, rows) is None:
            found = answers.find(base, rows)
            if found is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", found.text or ""):
                year, month, day = found.text.split("-")
                values[name] = str(int({"day": day, "month": month, "year": year}[part]))
            continue
        found = answers.find(name, rows)
        if found is None:
            if name in dict(form["values"]):
                values[name] = ""
            continue
        if name in form["files"]:
            files += [(name, n) for n in value_of(found)]
        elif is_boxes(body, name):
            values[name] = (found.text or "").split()
        else:
            values[name] = value_of(found)
    return values, files


def is_boxes(body, name):
    return re.search(r'<input[^>]*name="' + re.escape(name) + r'"[^>]*type="checkbox"|<input[^>]*type="checkbox"[^>]*name="' +
                     re.escape(name) + '"', body) is not None


def add_rows(me, page, answers):
    """Presses the buttons that add rows until the page has as many as the dossier."""
    for _ in range(ROWS_MAX):
        for name, value in page.main()["buttons"]:
            if name != "_add":
                continue
            have = len(set(re.findall(r'name="' + re.escape(value) + r"\[(r\d+)\]", page.reply.text)))
            if have < answers.count(value) and parent_is_first(page, value):
                page = me.send(page, page_values(page, answers)[0], ("_add", value))
                assert page.status == 200, (page.path, page.status)
                break
        else:
            return page
    raise AssertionError(f"rows without end on {page.path}")


def parent_is_first(page, group):
    """Of groups within rows, the first row's are filled: that shows the nesting without a page of hundreds of fields."""
    outer = re.match(r"(.*)\[(r\d+)\][^\[]*$", group)
    if not outer:
        return True
    first = re.search(r'name="' + re.escape(outer[1]) + r"\[(r\d+)\]", page.reply.text)
    return first is not None and first[1] == outer[2]


def attach(me, page, files):
    """Each file is posted once, so that the page lists it."""
    for field, name in files:
        if f'value="{field} ' in page.reply.text:
            continue
        page = me.send(page, {}, ("_attach", field), [(field, re.sub(r"\.\w+$", ".pdf", name), PDF)])
        assert page.status == 200, (page.path, page.status)
    return page


def fill_draft(me, page, root):
    """From a form's first page to the check of all answers."""
    answers = Answers(root)
    for _ in range(2 * PAGES_MAX):
        if page.path.split("?")[0].endswith("/kiem-tra"):
            return page
        page = add_rows(me, page, answers)
        values, files = page_values(page, answers)
        if files:
            page = me.send(page, values, ("_attach", files[0][0]),
                           [(files[0][0], re.sub(r"\.\w+$", ".pdf", files[0][1]), PDF)])
            page = attach(me, page, files)
            values, files = page_values(page, answers)
        page = me.send(page, values)
        problems = re.findall(r'<a href="(#[^"]*)">([^<]*)', page.reply.text) if page.status == 422 else []
        assert page.status == 200, (page.path, page.status, problems)
    raise AssertionError(f"the form does not end: {page.path}")


def file_service(me, service, root):
    """Handed in; returns the dossier's code."""
    page = fill_draft(me, me.open(service), root)
    page = me.send(page, {"_declared": "yes"})
    assert "?moi=1" in page.path, (page.path, page.status, page.title)
    return page.path[len("/ho-so/"):-len("?moi=1")]


# ---- officers

def holders():
    """(role, agency) -> login: every lane of the demo is somebody's."""
    out = {}
    for person in json.loads((ROOT / "conf/demo/accounts.json").read_text()):
        for role in person.get("roles", []):
            out.setdefault(tuple(role.split("@")), person["login"])
    return out


def hidden(form):
    return {html.unescape(n): html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)}


def forms(page, action):
    return re.findall(r'<form[^>]*action="' + re.escape(action) + r'"[^>]*>(.*?)</form>', page, re.S)


def save_draft(site, code, page, root):
    """The officer's page, filled from the golden dossier's result."""
    url = f"/ban-lam-viec/{code}/du-thao"
    form = next((f for f in forms(page, url) if 'name="result.' in f), None)
    if form is None:
        return
    answers, fields, rows = Answers(root), hidden(form), {}
    for name in dict.fromkeys(html.unescape(n) for n in NAME.findall(form)):
        base, _, part = name.rpartition(".")
        found = answers.find(name, rows)
        if found is None and part in ("day", "month", "year"):
            whole = answers.find(base, rows)
            if whole is not None and whole.text:
                fields[name] = str(int(dict(zip(("year", "month", "day"), whole.text.split("-")))[part]))
        elif found is not None:
            fields[name] = found.text or ""
    reply = site.post(url, fields)
    assert reply.status == 303, (code, reply.status, reply.text[:500])


def issue(site, code):
    """What the worker does when it has signed."""
    site.sql(f"""WITH f AS (
        INSERT INTO stored_file (sha256, bytes, type) VALUES (sha256(gen_random_uuid()::text::bytea), 9, 'application/pdf') RETURNING sha256
    ) UPDATE result SET state = 'issued', pdf = f.sha256, xml = f.sha256, issued_at = now() FROM f
      WHERE state = 'decided' AND dossier = (SELECT id FROM dossier WHERE code = '{code}')""")


def act(site, code, choose, root):
    """The first outcome offered (the way to a result), or the one chosen, by somebody of the open item's lane."""
    node, role, agency = site.sql(f"""SELECT w.node, w.role, w.agency FROM work_item w JOIN dossier d ON d.id = w.dossier
        WHERE d.code = '{code}' AND w.closed_at IS NULL ORDER BY w.node LIMIT 1""")[0]
    login = holders().get((role, agency))
    assert login, f"nobody of the demo is {role} of {agency} ({code}, {node})"
    site.cookies = {}
    desk_seed.sign_in(site, desk_seed.people(site)[login])
    url = f"/ban-lam-viec/{code}"
    page = site.get(url)
    assert page.status == 200, (code, node, login, page.status)
    save_draft(site, code, page.text, root)
    issue(site, code)
    page = site.get(url).text
    offered = [(f, o) for f in forms(page, f"{url}/xu-ly") for o in re.findall(r'name="_outcome" value="([^"]*)"', f)]
    assert offered, (code, node, login, "nothing is offered")
    form, outcome = next((x for x in offered if x[1] == choose.get(node)), offered[0])
    reply = site.post(f"{url}/xu-ly", {**hidden(form), "_outcome": outcome, "_reason": "Lý do thử nghiệm"})
    if reply.status == 200:
        form = forms(reply.text, f"{url}/xu-ly")[0]
        reply = site.post(f"{url}/xu-ly", {**hidden(form), "_reason": "Lý do thử nghiệm"})
    location = reply.headers.get("location", "")
    assert reply.status == 303 and "du-thao=thieu" not in location, (code, node, outcome, reply.status, location, reply.text[:300])
    return f"{node} {outcome}"


def supplement(me, code, root):
    """The applicant answers: the form once more, as it stands, and sent."""
    page = me.get(f"/ho-so/{code}")
    page = me.send(page, {}, form=page.form_to("/bo-sung$"))
    page = fill_draft(me, page, root)
    page = me.send(page, {"_declared": "yes"})
    assert page.status == 200 and f"/ho-so/{code}" in page.path, (page.path, page.status)


def drive(site, me, code, root, choose=None):
    """Until the dossier ends; returns what was done. choose: {node: outcome} where it is not the first."""
    done, choose = [], dict(choose or {})
    for _ in range(STEPS_MAX):
        open_items = site.sql(f"""SELECT w.role, w.node FROM work_item w JOIN dossier d ON d.id = w.dossier
            WHERE d.code = '{code}' AND w.closed_at IS NULL ORDER BY w.node""")
        if not open_items:
            return done
        if open_items[0][0] == "applicant":
            supplement(me, code, root)
            done.append(f"{open_items[0][1]} resubmit")
            continue
        step = act(site, code, choose, root)
        choose.pop(step.split()[0], None)       # chosen once; the second time round it goes on
        done.append(step)
    raise AssertionError(f"{code} does not end: {done}")
