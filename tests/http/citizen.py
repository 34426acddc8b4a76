"""A Motcua with the demo's services, agencies, people and register, and a citizen's browser without JavaScript.

    with Demo() as site:
        me = Citizen(site, "congdan1")
        page = me.open("3.000465")          # the first page of a form
        page = me.send(page, {"relation": "self"})
"""
import hashlib
import html.parser
import json
import os
import re
import subprocess
import urllib.parse

from stack import ROOT, Stack

PDF = b"%PDF-1.4\n1 0 obj <</Type /Page>> endobj\n2 0 obj <</Type /Pages>> endobj\n%%EOF\n"


class Demo(Stack):
    """The data of conf/demo, but accounts are made straight in the table: no test signs in with a password here."""

    def prepare_database(self):
        super().prepare_database()
        self.psql("-1", "-f", ROOT / "conf/demo/agencies.sql")
        conninfo = self.dir / "owner.db"
        conninfo.write_text(self.conninfo("motcua"))
        subprocess.run([ROOT / "bin/motcua", "publish", "--db", conninfo, "workflows", "forms"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        self.psql("-1", "-f", ROOT / "conf/demo/registry.sql")
        for person in json.loads((ROOT / "conf/demo/accounts.json").read_text()):
            row = {"title": "", "address": "", **person}
            values = ", ".join("NULL" if row.get(k) is None else "'" + row[k].replace("'", "''") + "'" for k in (
                "login", "kind", "full_name", "personal_id", "born", "phone", "email", "address", "title"))
            self.sql("INSERT INTO account (id, login, kind, full_name, personal_id, born, phone, email, address, title, "
                     f"password_hash) VALUES (gen_random_uuid(), {values}, '$argon2id$x')")
            for role in person.get("roles", []):
                name, _, agency = role.partition("@")
                self.sql(f"INSERT INTO officer_role (account, role, agency, valid_from) SELECT id, '{name}', '{agency}', "
                         f"'2025-07-01' FROM account WHERE login = '{person['login']}'")

    def session(self, login):
        """A session straight into the table; returns the cookie's value."""
        cookie = os.urandom(32).hex()[:43]
        digest = hashlib.sha256(cookie.encode()).hexdigest()
        self.sql(f"INSERT INTO session (token_hash, account, csrf, expires_at) SELECT '\\x{digest}', id, '\\x{'5a' * 32}', "
                 f"now() + interval '1 hour' FROM account WHERE login = '{login}'")
        return cookie


class Page(html.parser.HTMLParser):
    """What a browser makes of a page: title, forms with their values, links, and all text."""

    def __init__(self, reply, path):
        super().__init__()
        self.status, self.path, self.reply = reply.status, path, reply
        self.title, self.text, self.links, self.forms, self.ids = "", "", [], [], []
        self.form = self.area = self.select = None
        self.in_title, self.button = False, None
        self.feed(reply.text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "title":
            self.in_title = True
        elif tag == "a" and "href" in a:
            self.links.append(a["href"])
        elif tag == "form":
            self.form = {"action": a.get("action"), "method": a.get("method"), "values": [], "buttons": [], "files": [],
                         "multipart": a.get("enctype") == "multipart/form-data", "named": {}}
            self.forms.append(self.form)
        elif self.form is not None and tag == "input":
            self.take_input(a)
        elif self.form is not None and tag == "button":
            self.form["buttons"].append((a.get("name"), a.get("value")))
        elif self.form is not None and tag == "textarea":
            self.area = [a["name"], ""]
        elif self.form is not None and tag == "select":
            self.select = a["name"]
        elif tag == "option" and self.select and "selected" in a:
            self.form["values"].append((self.select, a.get("value", "")))

    def take_input(self, a):
        kind, name = a.get("type", "text"), a.get("name")
        if name:
            self.form["named"].setdefault(name, a)
        if kind == "file":
            self.form["files"].append(name)
        elif kind in ("radio", "checkbox"):
            if "checked" in a:
                self.form["values"].append((name, a.get("value", "on")))
        elif name:
            self.form["values"].append((name, a.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "title":
            self.in_title = False
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self.form["values"].append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None

    def handle_data(self, data):
        self.text += data
        if self.in_title:
            self.title += data
        if self.area:
            self.area[1] += data

    def form_to(self, end):
        return next(f for f in self.forms if f["action"] and re.search(end, f["action"]))

    def values(self, form=None):
        return dict((form or self.main())["values"])

    def main(self):
        """The form with the page's own fields."""
        return next(f for f in self.forms if any(n == "_version" for n, _ in f["values"]))


class Citizen:
    def __init__(self, site, login):
        self.site, self.login = site, login
        self.cookie = site.session(login)
        self.queries = None

    def headers(self, more=None):
        name = self.site_cookie()
        return {"Cookie": f"{name}={self.cookie}", **(more or {})}

    def site_cookie(self):
        return "__Host-motcua"

    def request(self, method, path, body=None, headers=None):
        reply = self.site.request(method, path.split("#")[0], body=body, headers=self.headers(headers), cookies=False)
        self.queries = int(reply.headers.get("x-queries", -1))
        return reply

    def get(self, path, **headers):
        return Page(self.request("GET", path, headers=headers), path)

    def json(self, path):
        return self.request("GET", path, headers={"Accept": "application/json"})

    def follow(self, reply, path):
        while reply.status == 303:
            path = reply.headers["location"]
            reply = self.request("GET", path)
        return Page(reply, path)

    def csrf(self):
        return self.get("/ho-so").form_to("/dang-xuat")["named"]["csrf"]["value"]

    def post_raw(self, path, fields):
        body = urllib.parse.urlencode(fields if isinstance(fields, list) else list(fields.items()))
        return self.request("POST", path, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"})

    def open(self, service):
        reply = self.post_raw("/ho-so/moi", {"service": service, "csrf": self.csrf()})
        assert reply.status == 303, (reply.status, reply.text[:500])
        return self.follow(reply, "")

    def fill(self, page, values=None, press=None, form=None):
        """The fields as a browser without JavaScript would send them."""
        form = form or page.main()
        values = dict(values or {})
        fields = [(n, v) for n, v in form["values"] if n not in values]
        for name, value in values.items():
            fields += [(name, v) for v in (value if isinstance(value, list) else [value])]
        return fields + ([press] if press else [])

    def send(self, page, values=None, press=None, files=None, form=None):
        form = form or page.main()
        fields = self.fill(page, values, press, form)
        if files or form["multipart"]:
            sent = list(files or [])
            sent += [(name, "", b"") for name in form["files"] if not any(f[0] == name for f in sent)]
            reply = self.post_multipart(form["action"], fields, sent)
        else:
            reply = self.post_raw(form["action"], fields)
        self.last = reply
        return self.follow(reply, form["action"])

    def post_multipart(self, path, fields, files):
        boundary = os.urandom(12).hex()
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields]
        for field, name, data in files:
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                         "Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
        return self.request("POST", path, body=b"".join(parts) + f"--{boundary}--\r\n".encode(),
                            headers={"Content-Type": f"multipart/form-data; boundary={boundary}"})
