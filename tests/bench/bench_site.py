"""The site that is measured, and the ceiling beside it.

Site: the demo of conf/demo/up in a folder and on a port of its own, with a durable cluster (synchronous_commit and fsync on).
Ceiling: a second nginx from the same conf/nginx.conf.in before a second Kore that loads obj/bench/ceiling.so.
"""
import hashlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/http"))
from stack import IS_ROOT, WEB_USER, PG_USER, as_user, own  # noqa: E402

OBJ = ROOT / os.environ.get("O", "obj")
# Hop by hop, or the front's own: not what Kore has sent.
NOT_OURS = {"server", "date", "content-length", "connection", "transfer-encoding", "strict-transport-security"}


def children(pidfile):
    parent = pidfile.read_text().strip()
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", parent], capture_output=True, text=True).stdout
    return [int(pid) for pid in out.split()]


class Site:
    def __init__(self):
        self.var = pathlib.Path(os.environ.get("BENCH_VAR", ROOT / "var/bench"))
        self.port = int(os.environ.get("BENCH_PORT", "8493"))
        self.env = {**os.environ, "VAR": str(self.var), "PORT": str(self.port)}

    def __enter__(self):
        # A fresh cluster each time: what earlier rounds left behind would slow the later ones.
        subprocess.run([ROOT / "conf/demo/down"], env=self.env, capture_output=True, check=False)
        shutil.rmtree(self.var / "pg", ignore_errors=True)
        done = subprocess.run([ROOT / "conf/demo/up", "detach"], env=self.env, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
        self.var = self.var.resolve()
        # The worker would do what the submissions left to do, on the same two cores.
        self.stop_kept("worker")
        return self

    def __exit__(self, *error):
        subprocess.run([ROOT / "conf/demo/down"], env=self.env, capture_output=True, check=False)

    def stop_kept(self, name):
        pid = int((self.var / f"run/{name}.keep.pid").read_text())
        os.kill(pid, signal.SIGTERM)
        (self.var / f"run/{name}.keep.pid").unlink()

    def conninfo(self, who):
        return (self.var / f"secret/{who}.db").read_text().strip()

    def sql(self, text, superuser=False):
        """Rows as lists of text, as the owner or the cluster's superuser."""
        argv = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-F", "\x1f"]
        argv = as_user(PG_USER, argv + ["-h", self.var / "run/pg", "-d", "motcua"]) if superuser else \
            argv + [re.sub(r"statement_timeout=\S+ -c", "", self.conninfo("owner"))]
        done = subprocess.run(argv, input=text, capture_output=True, text=True, cwd="/")
        if done.returncode != 0:
            sys.exit(done.stderr)
        return [line.split("\x1f") for line in done.stdout.splitlines()]

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    def request(self, path, cookie="", fields=None, port=None):
        context = ssl.create_default_context(cafile=self.var / "certs/public/root.crt")
        c = http.client.HTTPSConnection("127.0.0.1", port or self.port, context=context, timeout=20)
        headers = {"Cookie": cookie} if cookie else {}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        c.request("GET" if fields is None else "POST", path, body=fields, headers=headers)
        r = c.getresponse()
        body = r.read()
        c.close()
        return r.status, [(k.lower(), v) for k, v in r.getheaders()], body

    def web_pids(self):
        return children(self.var / "run/web/kore.pid")

    def statements(self, run):
        """What the database was asked while run() ran: [(name, {number: value or None})], from its own log."""
        log = self.var / "pg/server.log"
        # Parameters stand in the detail, which the demo leaves out of its log.
        self.sql("ALTER SYSTEM SET log_min_duration_statement = 0; ALTER SYSTEM SET log_error_verbosity = 'default'; "
                 "SELECT pg_reload_conf()", superuser=True)
        time.sleep(0.5)
        start = log.stat().st_size
        run()
        time.sleep(0.3)
        self.sql("ALTER SYSTEM RESET log_min_duration_statement; ALTER SYSTEM RESET log_error_verbosity; "
                 "SELECT pg_reload_conf()", superuser=True)
        time.sleep(0.3)
        with open(log, "rb") as f:
            f.seek(start)
            text = f.read().decode()
        entries = re.findall(r"(?ms)^\d{4}-\d\d-\d\d \S+ UTC \[(\d+)\] (.*?)(?=^\d{4}-\d\d-\d\d |\Z)", text)
        found = []
        for i, (pid, entry) in enumerate(entries):
            name = re.match(r"LOG:  duration: \S+ ms  execute (\w+):", entry)
            if not name:
                continue
            detail = next((e for p, e in entries[i + 1:] if p == pid), "")		# others write in between
            values = re.findall(r"\$(\d+) = (NULL|'(?:[^']|'')*')", detail.replace("\n\t", "\n"))
            found.append((name[1], {int(n): None if v == "NULL" else v[1:-1].replace("''", "'") for n, v in values}))
        return found


class Ceiling:
    """pages: name -> (path, cookie, kind): captured from the site, sent by ceiling_<kind>."""

    def __init__(self, site, pages):
        self.site, self.pages = site, pages
        self.port = site.port + 2
        self.dir = site.var / "ceiling"
        self.processes = []

    def __enter__(self):
        shutil.rmtree(self.dir, ignore_errors=True)
        for part in ("run/web", "log", "nginx", "spool", "store", "pages"):
            (self.dir / part).mkdir(parents=True)
            own(self.dir / part, WEB_USER)
        (self.dir / "app").symlink_to(self.site.var / "app")
        shutil.copy(OBJ / "bench/ceiling.so", self.dir / "ceiling.so")
        self.capture()
        self.start()
        return self

    def __exit__(self, *error):
        for p in reversed(self.processes):
            p.send_signal(signal.SIGTERM)
        for p in self.processes:
            try:
                p.wait(10)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(p.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def capture(self):
        rows = []
        for name, (path, cookie, _, row_bytes) in self.pages.items():
            status, headers, body = self.site.request(path, cookie)
            if status != 200:
                sys.exit(f"{path}: {status}")
            kept = [(k, v) for k, v in headers if k not in NOT_OURS]
            (self.dir / f"pages/{name}.head").write_text("".join(f"{k}: {v}\n" for k, v in kept))
            (self.dir / f"pages/{name}.body").write_bytes(body)
            rows.append(f"('{name}', repeat('x', {row_bytes}))")
            self.pages[name] = (*self.pages[name], kept, body)
        self.site.sql("DROP TABLE IF EXISTS bench_row; CREATE TABLE bench_row (key text PRIMARY KEY, row text NOT NULL); "
                      f"INSERT INTO bench_row VALUES {', '.join(rows)}; GRANT SELECT ON bench_row TO motcua_web; ANALYZE bench_row")

    def conf(self, name):
        values = {"VAR": self.dir, "RUN": self.dir / "run", "LOG": self.dir / "log", "APP": self.dir / "app",
                  "CERTS": self.site.var / "certs", "PORT": self.port, "USER": WEB_USER or os.environ.get("USER", "")}
        text = (ROOT / f"conf/{name}.conf.in").read_text()
        for key, value in values.items():
            text = text.replace(f"@{key}@", str(value))
        return text

    def nginx_conf(self):
        """Ours, and each page once more as a file of its own with the same headers."""
        static = ""
        for name, (*_, headers, _) in self.pages.items():
            add = "".join("add_header {} \"{}\";\n".format(k, v.replace('"', '\\"')) for k, v in headers if k != "content-type")
            static += (f"location = /static/{name} {{ alias {self.dir}/pages/{name}.body; default_type 'text/html; charset=utf-8';"
                       f" types {{ }} etag off; {add} add_header Strict-Transport-Security \"max-age=63072000\" always; }}\n")
        return self.conf("nginx").replace("\t\tlocation / {", static + "\t\tlocation / {", 1)

    def start(self):
        kore = self.conf("motcua").split("domain *")[0]
        kore = re.sub(r"(?m)^load\s.*", f"load {self.dir}/ceiling.so", kore)
        routes = "".join(f"\troute /{kind}/{name} ceiling_{kind}\n" for name in self.pages for kind in ("plain", "select"))
        (self.dir / "kore.conf").write_text(f"{kore}domain * {{\n\tattach front\n{routes}}}\n")
        (self.dir / "nginx.conf").write_text(self.nginx_conf())
        self.spawn("kore", as_user(WEB_USER, ["kore", "-nrfc", self.dir / "kore.conf"]))
        self.spawn("nginx", ["nginx", "-p", f"{self.dir}/nginx/", "-c", self.dir / "nginx.conf", "-e", self.dir / "log/nginx.log"])
        for name in self.pages:
            for kind in ("plain", "select"):
                self.wait(f"/{kind}/{name}", self.pages[name][-1])

    def spawn(self, name, argv):
        with open(self.dir / f"log/{name}.log", "ab") as log:
            self.processes.append(subprocess.Popen(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, "CEILING_PAGES": f"{self.dir}/pages", "CEILING_DB": self.site.conninfo("web")}))

    def wait(self, path, want):
        end = time.monotonic() + 10
        while True:
            try:
                status, _, body = self.site.request(path, "__Host-x=1", port=self.port)
                if status == 200 and body == want:
                    return
            except OSError:
                status = "no answer"
            if time.monotonic() > end:
                sys.exit(f"ceiling: {path}: {status}; see {self.dir}/log")
            time.sleep(0.1)

    def web_pids(self):
        return children(self.dir / "run/web/kore.pid")

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"
