"""A visitor's browser without JavaScript, in the standard library: pages, forms, cookies, redirects over HTTPS.

    v = Visitor("citizen", port, cafile)
    page = v.get("/thu-tuc?q=bang")
    page = v.submit(page.form(field="login"), {"login": "x", "password": "y"})
    page.path, page.status, page.text, page.links, page.forms

Every request is noted in v.notes (a list that visitors may share): actor, method, url, status, ms.
"""
import html.parser
import http.client
import re
import ssl
import time
import unicodedata
import urllib.parse
import uuid

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
REDIRECTS_MAX = 5


def fold(text):
    """Without case and diacritics, for comparing labels."""
    text = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())


class Field:
    """name, kind (text, hidden, radio, checkbox, file, select, textarea, ...), value, label, hidden (by an element
    around it); options: of a select, (value, text); checked."""

    def __init__(self, attrs, kind, hidden):
        self.name, self.kind, self.hidden = attrs.get("name", ""), kind, hidden
        self.value = attrs.get("value", "on" if kind in ("radio", "checkbox") else "")
        self.id, self.label = attrs.get("id", ""), ""
        self.checked, self.options, self.many = "checked" in attrs, [], "multiple" in attrs


class Button:
    def __init__(self, attrs):
        self.name, self.value, self.text = attrs.get("name", ""), attrs.get("value", ""), ""
        self.action = attrs.get("formaction")


class Form:
    def __init__(self, attrs, page):
        self.action = urllib.parse.urljoin(page, attrs.get("action") or page)
        self.method = attrs.get("method", "get").upper()
        self.multipart = attrs.get("enctype", "").startswith("multipart/")
        self.fields, self.buttons = [], []

    def field(self, name):
        return next((f for f in self.fields if f.name == name), None)

    def names(self):
        return {f.name for f in self.fields}

    def button(self, name=None, value=None, label=None):
        """The first visible button that fits; without arguments the one that goes on."""
        for b in self.buttons:
            if name is None and value is None and label is None and not b.name:
                return b
            if (name or value or label) and (name is None or b.name == name) and (value is None or b.value == value) and \
                    (label is None or fold(label) in fold(b.text)):
                return b
        return None


class Page(html.parser.HTMLParser):
    def __init__(self, status, headers, body, url):
        super().__init__(convert_charrefs=True)
        self.status, self.headers, self.body, self.url = status, headers, body, url
        self.path = urllib.parse.urlsplit(url).path
        self.forms, self.links, self.title = [], [], ""
        self._words, self._open, self._labels = [], [], {}
        self._form = self._select = self._area = self._button = self._option = self._link = self._label = None
        if "html" in headers.get("content-type", ""):
            self.feed(body.decode("utf-8"))
            self.close()
        self.text = " ".join("".join(self._words).split())
        for form in self.forms:
            for f in form.fields:
                f.label = " ".join(self._labels.get(f.id, "").split())
            for b in form.buttons:
                b.text = " ".join(b.text.split())

    # ---- what a test asks

    def form(self, action=None, field=None, value=None):
        """The first form whose action ends so and that has a field of that name (and value)."""
        for form in self.forms:
            if action is not None and not re.search(action, urllib.parse.urlsplit(form.action).path):
                continue
            holders = [x for x in form.fields + form.buttons if field is None or x.name == field]
            if holders and (value is None or any(x.value == value for x in holders)):
                return form
        return None

    def link(self, href=None, label=None):
        """The first link whose address fits the expression and whose text holds the label."""
        for to, text in self.links:
            if (href is None or re.search(href, to)) and (label is None or fold(label) in fold(text)):
                return urllib.parse.urljoin(self.url, to)
        return None

    # ---- the parser's calls

    def handle_starttag(self, tag, pairs):
        attrs = {k: v if v is not None else "" for k, v in pairs}
        hidden = "hidden" in attrs or bool(self._open and self._open[-1][1])
        if tag not in VOID:
            self._open.append((tag, hidden))
        if tag == "form":
            self._form = Form(attrs, self.url)
            self.forms.append(self._form)
        elif tag == "a" and "href" in attrs:
            self._link = [attrs["href"], ""]
        elif tag == "label":
            self._label = attrs.get("for", "")
        elif tag == "option" and self._select:
            self._option = [attrs.get("value"), "", "selected" in attrs]
        elif self._form is not None and tag in ("input", "select", "textarea", "button") and "disabled" not in attrs:
            self.start_control(tag, attrs, hidden)
        elif tag in ("p", "div", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "tr", "br", "section"):
            self._words.append(" ")

    def start_control(self, tag, attrs, hidden):
        kind = attrs.get("type", "text").lower() if tag == "input" else tag
        if kind in ("submit", "button") and attrs.get("type", "submit") == "submit":
            self._button = Button(attrs)
            self._form.buttons.append(self._button)
            return
        if tag == "button":
            return
        field = Field(attrs, kind, hidden)
        self._form.fields.append(field)
        if tag == "select":
            self._select = field
        elif tag == "textarea":
            self._area, field.value = field, ""

    def handle_endtag(self, tag):
        while self._open and any(t == tag for t, _ in self._open):
            top, _ = self._open.pop()
            if top == tag:
                break
        if tag == "form":
            self._form = None
        elif tag == "a" and self._link:
            self.links.append((self._link[0], " ".join(self._link[1].split())))
            self._link = None
        elif tag == "label":
            self._label = None
        elif tag == "option" and self._option:
            value, text, selected = self._option
            value = text.strip() if value is None else value
            self._select.options.append((value, text.strip()))
            if selected or len(self._select.options) == 1:
                self._select.value = value
            self._option = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            # The first line end after the tag is not part of the value.
            self._area.value = self._area.value.removeprefix("\n")
            self._area = None
        elif tag == "button":
            self._button = None

    def handle_data(self, data):
        if any(t in ("script", "style") for t, _ in self._open):
            return
        if any(t == "title" for t, _ in self._open):
            self.title += data
            return
        for holder in (self._button,):
            if holder:
                holder.text += data
        if self._area:
            self._area.value += data
        if self._option:
            self._option[1] += data
        if self._link:
            self._link[1] += data
        if self._label is not None:
            self._labels[self._label] = self._labels.get(self._label, "") + data
        self._words.append(data)


class Visitor:
    def __init__(self, actor, port, cafile, notes=None, timeout=30):
        self.actor, self.port, self.timeout = actor, port, timeout
        self.notes = notes if notes is not None else []
        self.tls = ssl.create_default_context(cafile=str(cafile))
        self.cookies, self.connection = {}, None
        self.home = f"https://127.0.0.1:{port}"

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def request(self, method, url, body=None, kind=None, accept="text/html", follow=True):
        """Follows redirects; the page that is reached. A broken connection is an OSError or http.client's."""
        url = urllib.parse.urljoin(self.home, url)
        for _ in range(REDIRECTS_MAX):
            status, headers, data = self.once(method, url, body, kind, accept)
            if status not in (301, 302, 303, 307) or not follow or "location" not in headers:
                break
            url = urllib.parse.urljoin(url, headers["location"])
            if status in (302, 303):
                method, body, kind = "GET", None, None
        return Page(status, headers, data, url)

    def once(self, method, url, body, kind, accept):
        parts = urllib.parse.urlsplit(url)
        target = urllib.parse.quote(parts.path or "/", safe="/%") + ("?" + parts.query if parts.query else "")
        headers = {"Accept": accept, "Accept-Language": "vi", "Sec-Fetch-Site": "same-origin", "User-Agent": "motcua-tour"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        started, status = time.monotonic(), 0
        try:
            status, got, data = self.exchange(method, target, body, headers)
        finally:
            self.notes.append({"actor": self.actor, "method": method, "url": target, "status": status,
                               "ms": round((time.monotonic() - started) * 1000, 1)})
        return status, got, data

    def exchange(self, method, target, body, headers):
        # A connection that was kept may have been closed meanwhile; nothing was sent then if the first write fails, and only
        # a GET is sent again when the answer is missing.
        fresh = self.connection is None
        if fresh:
            self.connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls, timeout=self.timeout)
        try:
            self.connection.request(method, target, body=body, headers=headers)
            response = self.connection.getresponse()
            data = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            if fresh or method != "GET":
                raise
            return self.exchange(method, target, body, headers)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.keep_cookie(value)
        if response.will_close:
            self.connection.close()
            self.connection = None
        return response.status, {k.lower(): v for k, v in response.getheaders()}, data

    def keep_cookie(self, line):
        pair, _, rest = line.partition(";")
        name, _, value = pair.partition("=")
        if "max-age=0" in rest.lower().replace(" ", ""):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def submit(self, form, values=None, button=None, files=(), follow=True):
        """Sends the form as it stands, with other values (name: text, or a list of texts for checkboxes), the button that
        was pressed, and files: (field, file name, bytes)."""
        pairs = form_pairs(form, values or {})
        if button is not None and button.name:
            pairs.append((button.name, button.value))
        action = button.action if button is not None and button.action else form.action
        if form.method == "GET":
            plain, _, anchor = action.partition("#")
            return self.get(plain.partition("?")[0] + "?" + urllib.parse.urlencode(pairs), follow=follow)
        if form.multipart or files:
            kind, body = multipart(form, pairs, files)
        else:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(pairs).encode()
        return self.request("POST", action, body, kind, follow=follow)


def form_pairs(form, values):
    """What a browser sends for the form with these values: unchecked boxes and empty files are left out."""
    pairs, values = [], dict(values)
    for f in form.fields:
        if not f.name or f.kind in ("file", "submit", "reset", "image"):
            continue
        wanted = values.get(f.name)
        if f.kind in ("radio", "checkbox"):
            on = f.checked if wanted is None else f.value in (wanted if isinstance(wanted, (list, tuple)) else [wanted])
            if on:
                pairs.append((f.name, f.value))
        else:
            pairs.append((f.name, f.value if wanted is None else wanted))
    unknown = set(values) - form.names()
    if unknown:
        raise KeyError(f"the form {form.action} has no field {', '.join(sorted(unknown))}")
    return pairs


def multipart(form, pairs, files):
    boundary = "tour-" + uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in pairs]
    sent = {f[0] for f in files}
    for f in form.fields:
        if f.kind == "file" and f.name not in sent:
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{f.name}"; filename=""\r\n'
                         f'Content-Type: application/octet-stream\r\n\r\n\r\n'.encode())
    for name, filename, data in files:
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
                     f'Content-Type: application/pdf\r\n\r\n'.encode() + data + b"\r\n")
    return f"multipart/form-data; boundary={boundary}", b"".join(parts) + f"--{boundary}--\r\n".encode()
