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
RUN = """import { bind, readInstance, evaluate, find, normalise } from "/form.js";
const stored = (type, typed) => normalise({ type }, typed).value;
const work = await (await fetch("/work.json")).json();
const answers = work.map(({ instance, cases }) => {
  const doc = readInstance(instance);
  return cases.map(([path, text]) => {
    try { return evaluate(doc, find(doc, path), text); } catch { return { kind: "error" }; }
  });
});

/* A page of two rows of marks, a choice and what depends on them, as the server would draw it. */
const form = document.createElement("form");
const box = (path, type, data, name) => {
  const div = document.createElement("div");
  const input = document.createElement(data.calculate ? "output" : "input");
  Object.assign(div.dataset, { path, type, ...data });
  if (data.calculate) input.dataset.value = "";
  else input.name = name;
  div.append(input);
  form.append(div);
  return [div, input];
};
form.dataset.instance = JSON.stringify(work.find((w) => w.code === "2.002478").instance);
const [, reason] = box("reason", "choice", {}, "reason");
const [text, textInput] = box("reason_text", "long-text", { relevant: "../reason = 'khac' or ../reason = 'hoan-canh'" }, "reason_text");
const [, mark1] = box("results[@id='r1']/mark", "score", {}, "results[r1].mark");
const [, mark2] = box("results[@id='r2']/mark", "score", {}, "results[r2].mark");
const average = "round(sum(../results/mark[. != '']) div count(../results/mark[. != '']) * 100) div 100";
const [averageBox, shown] = box("average", "score", { calculate: average, relevant: "count(../results/mark[. != '']) > 1" });
document.body.append(form);
const seen = [];
const type = (input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  seen.push([text.hidden, averageBox.hidden, shown.textContent]);
};
reason.value = "khac";
textInput.value = "Xa";
bind(form);
type(mark1, "8,1");
type(mark2, "7.50");
type(reason, "gia-dinh");
type(mark2, "");
seen.push(["phone", "personal-id", "money", "score"].map((t) => stored(t, "+84 912 345 678")));
seen.push([stored("score", "07,50"), stored("money", "250.000 đ"), stored("personal-id", "031.090-123 456")]);
form.remove();
document.querySelector("pre").textContent = JSON.stringify([answers, seen]);
"""
SEEN = [[False, True, ""], [False, False, "7,8"], [True, False, "7,8"], [True, True, ""],
        ["0912345678", "+84 912 345 678", "+84 912 345 678", "+84 912 345 678"], ["7.5", "250000", "031090123456"]]
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
             **{f"/{name}": ("text/javascript", (TOP / "assets/js" / name).read_text())
                for name in ("form.js", "form_engine.js", "form_types.js")}}

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
        work.append({"code": code, "instance": instance, "cases": cases})
        ours.append(answers)
    theirs, seen = browser_answers(work)
    passed = failed = 0
    for got, want in zip(seen, SEEN, strict=True):
        passed, failed = (passed + 1, failed) if got == want else (passed, failed + 1)
        if got != want:
            print(f"form.js on a page: got {got}, want {want}")
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
