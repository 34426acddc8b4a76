#!/usr/bin/env python3
"""The server and the browser agree on random dossiers of every service: relevant, required, value and problem of each field.

tests/unit/form_random.c makes the dossiers and the server's answers; assets/js/form_engine.js, in a headless Chromium
under the portal's policy, starts from the same empty instance and the same typed texts. FORMS=n dossiers a service (25;
`make agree` takes 10000), FIRST=seed to begin with. A difference is printed with its seed.
usage: form_agree.py [SERVICE-CODE|everything ...]. Prints "N passed, N failed".
"""
import http.server, json, os, pathlib, subprocess, sys, tempfile, threading

TOP = pathlib.Path(__file__).resolve().parents[2]
OBJ = os.environ.get("O", "obj")
COUNT, FIRST, CHUNK = int(os.environ.get("FORMS", "25")), int(os.environ.get("FIRST", "1")), 250
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
EVERYTHING = "tests/lib/service_of_everything.xml"      # every type, rows in rows in rows, all scopes
PAGE = "<!doctype html><meta charset=utf-8><title>forms</title><script type=module src=/run.js></script>"
RUN = """import { fieldProblem, find, readInstance, settleField, store, test, valueOf } from "/form_engine.js";

const below = (nodes, name) => nodes.flatMap((n) => [...n.children].filter((c) => c.localName === name));
const step = (part) => { const [, name, id] = /^([^[]+)(?:\\[(.+)\\])?$/.exec(part); return id ? `${name}[@id='${id}']` : name; };
const at = (doc, name) => find(doc, name.split(".").map(step).join("/"));

/* One dossier, as the server has it: [name, relevant, required, value, problem] by name. */
function answers(order, { rows, typed }) {
  const doc = readInstance(rows);
  const root = doc.documentElement;
  const byPath = new Map(order.map((field) => [field.path, field]));
  for (const [name, text] of typed) store(at(doc, name), byPath.get(name.replace(/\\[[^\\]]*\\]/g, "")), text);
  const relevant = new Map([[root, true]]);
  const elements = new Map(order.map((field) => [field, field.path.split(".").reduce(below, [root])]));
  for (const field of order) {
    for (const node of elements.get(field)) {
      const shown = relevant.get(node.parentNode) && field.above.every((e) => test(doc, node.parentNode, e)) &&
        (!field.relevant || test(doc, node, field.relevant));
      relevant.set(node, shown);
      if (field.type !== "group") settleField(doc, node, field, shown);
    }
  }
  const found = new Map();
  for (const field of order) {
    if (field.type === "group") continue;
    for (const node of elements.get(field)) {
      let name = "";
      for (let n = node; n !== root; n = n.parentNode)
        name = n.localName + (n.hasAttribute("id") ? `[${n.getAttribute("id")}]` : "") + (name && "." + name);
      const required = !!field.required && test(doc, node, field.required);
      const value = field.type === "file" ? "" : valueOf(node);
      const asked = relevant.get(node) && field.part < 2;
      found.set(name, [relevant.get(node), required, value, asked ? fieldProblem(doc, node, field, required) ?? "" : ""]);
    }
  }
  return found;
}

const words = ["relevant", "required", "value", "problem"];
for (;;) {
  const work = await (await fetch("/work")).json();
  if (work === null) break;
  const differ = [];
  let fields = 0;
  work.dossiers.forEach((dossier, i) => {
    let found;
    try { found = answers(work.order, dossier); } catch (e) { differ.push(`seed ${work.first + i}: ${e.stack}`); return; }
    for (const [name, ...want] of dossier.want) {
      const got = found.get(name) ?? [];
      want.forEach((w, k) => { fields++; if (got[k] !== w) differ.push(`seed ${work.first + i} ${name}: ${words[k]} is ${JSON.stringify(w)} here, ${JSON.stringify(got[k])} in the browser; typed ${JSON.stringify(dossier.typed.find((t) => t[0] === name)?.[1])}`); });
    }
  });
  await fetch("/found", { method: "POST", body: JSON.stringify({ fields, differ: differ.slice(0, 20), failed: differ.length }) });
}
"""


def package(code):
    return TOP / (EVERYTHING if code == "everything" else f"forms/{code}/service.xml")


class Work:
    """Chunks of dossiers, made as the browser asks for them."""

    def __init__(self, codes):
        self.left = [(c, first, min(CHUNK, FIRST + COUNT - first)) for c in codes for first in range(FIRST, FIRST + COUNT, CHUNK)]
        self.now, self.passed, self.failed, self.fields, self.done = None, 0, 0, {}, threading.Event()

    def next(self):
        if not self.left:
            self.done.set()
            return None
        self.now = code, first, count = self.left.pop(0)
        made = subprocess.run([TOP / OBJ / "unit/form_random", package(code), str(first), str(count)],
                              capture_output=True, text=True, cwd=TOP)
        if made.returncode != 0:
            print(f"{code}: no dossiers ({made.returncode}) {made.stderr}")
            self.failed += 1
            return self.next()
        out = made.stdout.splitlines()
        return {"first": first, "order": json.loads(out[0]), "dossiers": [json.loads(line) for line in out[1:]]}

    def found(self, answer):
        code = self.now[0]
        self.passed += answer["fields"] - answer["failed"]
        self.failed += answer["failed"]
        self.fields[code] = self.fields.get(code, 0) + answer["fields"]
        for line in answer["differ"]:
            print(f"{code} {line}", flush=True)


def handler(work):
    files = {"/": ("text/html", PAGE), "/run.js": ("text/javascript", RUN)}
    for name in ("form_engine.js", "form_types.js"):
        files["/" + name] = ("text/javascript", (TOP / "assets/js" / name).read_text())

    class Handler(http.server.BaseHTTPRequestHandler):
        def reply(self, kind, body):
            self.send_response(200)
            self.send_header("Content-Type", kind + "; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self):
            if self.path == "/work":
                self.reply("application/json", json.dumps(work.next()))
            else:
                self.reply(*files.get(self.path, ("text/plain", "")))

        def do_POST(self):
            work.found(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.reply("text/plain", "")

        def log_message(self, *args):
            pass

    return Handler


def main():
    codes = sys.argv[1:] or ["everything", *sorted(p.parent.name for p in (TOP / "forms").glob("*/service.xml"))]
    work = Work(codes)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(work))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # Chromium's helpers may write into the profile for a moment longer.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                                    "--disk-cache-size=1", f"http://127.0.0.1:{server.server_address[1]}/"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ended = work.done.wait(60 + len(codes) * (5 + COUNT // 20))
        browser.terminate()
        browser.wait()
    server.shutdown()
    if not ended:
        print(f"the browser did not come to an end: {len(work.left)} chunks left")
        work.failed += 1
    print(f"  {COUNT} dossiers each of {len(codes)} services, {sum(work.fields.values())} answers")
    print(f"{work.passed} passed, {work.failed} failed")
    return work.failed != 0 or work.passed == 0


sys.exit(main())
