#!/usr/bin/env python3
"""libxml2 and Chromium give the same answers to the same XPath.

The expressions of tests/browser/xpath_agree.tsv, and every expression in forms/, are evaluated over the settled
instances of tests/golden/form by bin/motcua (app/xml) and by assets/js/form.js in a headless Chromium. The page is served
with the portal's policy (strict CSP, Trusted Types), so this also shows that form.js runs under it.
Prints what differs, then "N passed, N failed".
"""
import html, http.server, json, pathlib, re, subprocess, sys, tempfile, threading
import xml.etree.ElementTree as ET

TOP = pathlib.Path(__file__).resolve().parents[2]
TODAY = "2026-11-24"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
PAGE = "<!doctype html><meta charset=utf-8><title>xpath</title><pre></pre><script type=module src=/run.js></script>"
RUN = """import { readInstance, evaluate, find } from "/form.js";
const work = await (await fetch("/work.json")).json();
const answers = work.map(({ instance, cases }) => {
  const doc = readInstance(instance);
  return cases.map(([path, text]) => {
    try { return evaluate(doc, find(doc, path), text); } catch { return { kind: "error" }; }
  });
});
document.querySelector("pre").textContent = JSON.stringify(answers);
document.title = "done";
"""
BINDS = ("relevant", "required", "readonly", "calculate")


def package_cases(code):
    """(path, expression) of every bind, constraint and condition of a package."""
    found = []

    def walk(node, path, result):
        for child in node:
            at = path
            if child.tag in ("field", "group"):
                at = path + [child.get("name")]
            where = "/".join(["."] + at)
            found.extend((where, child.get(b)) for b in BINDS if child.get(b))
            if child.tag == "constraint":
                found.append((where, child.get("test")))
            if child.get("when"):
                found.append((".", child.get("when")))
            walk(child, at, result)

    service = ET.parse(TOP / "forms" / code / "service.xml").getroot()
    for part in service:
        walk(part, ["result"] if part.tag == "result-form" else [], None)
    return found


def server_answers(code, cases):
    lines = "".join(f"{p}\t{t}\n" for p, t in cases)
    out = subprocess.run([TOP / "bin/motcua", "form", "eval", TOP / "forms" / code / "service.xml",
                          TOP / "tests/golden/form" / f"{code}.xml", f"--today={TODAY}"],
                         input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    return json.loads(out[0]), [json.loads(line) for line in out[1:]]


def browser_answers(work):
    files = {"/": ("text/html", PAGE), "/run.js": ("text/javascript", RUN), "/work.json": ("application/json", json.dumps(work)),
             "/form.js": ("text/javascript", (TOP / "assets/js/form.js").read_text())}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            kind, body = files.get(self.path, ("text/plain", ""))
            self.send_response(200 if self.path in files else 404)
            self.send_header("Content-Type", kind + "; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as profile:
        page = subprocess.run(["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000",
                               f"--user-data-dir={profile}", "--dump-dom", f"http://127.0.0.1:{server.server_address[1]}/"],
                              capture_output=True, text=True, timeout=120).stdout
    server.shutdown()
    got = re.search(r"<pre>(.+?)</pre>", page, re.S)
    if got is None:
        sys.exit("chromium gave no answers: " + page[:500] + "\n0 passed, 1 failed")
    return json.loads(html.unescape(got.group(1)))


def main():
    own = {}
    for line in (TOP / "tests/browser/xpath_agree.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            code, path, text = line.split("\t")
            own.setdefault(code, []).append((path, text))
    codes = sorted(p.stem for p in (TOP / "tests/golden/form").glob("*.xml"))
    work, ours = [], []
    for code in codes:
        cases = own.get(code, []) + package_cases(code)
        instance, answers = server_answers(code, cases)
        work.append({"instance": instance, "cases": cases})
        ours.append(answers)
    theirs = browser_answers(work)
    passed = failed = 0
    for code, unit, a, b in zip(codes, work, ours, theirs):
        for (path, text), x, y in zip(unit["cases"], a, b, strict=True):
            if x == y and x["kind"] != "error":
                passed += 1
            else:
                failed += 1
                print(f"{code} {path}: {text}\n    libxml2  {x}\n    chromium {y}")
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


sys.exit(main())
