"""A private Motcua for tests: PostgreSQL (unix socket only), Kore and nginx in a temporary folder, on a free port.

    with Stack() as site:
        site.sql("INSERT ...")                      # as the owner of the database
        r = site.get("/healthz")                    # r.status, r.headers (lower case), r.body, r.text, r.json
        r = site.post("/sign-in", {"name": "x"})    # keeps cookies in site.cookies
        raw = site.raw(b"GET / HTTP/1.1\\r\\n...")    # bytes through TLS, answer until the peer is silent

Everything it starts is stopped by its recorded process, also after a failure. Run as root, PostgreSQL runs as
"postgres" and the rest as "www-data"; else all run as the caller. `python3 stack.py` starts one and prints its URL.
"""
import contextlib
import http.client
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
PG_BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
IS_ROOT = os.getuid() == 0
PG_USER, WEB_USER = ("postgres", "www-data") if IS_ROOT else (None, None)


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.header_list = [(k.lower(), v) for k, v in response.getheaders()]
        self.headers = dict(self.header_list)
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def as_user(user, argv):
    """The command as that user, when we are root and may choose."""
    return (["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []) + [str(a) for a in argv]


def own(path, user):
    if user:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


class Stack:
    """workers, conns: of Kore. schema: SQL files run by the owner after the migrations. env: more for the web process.
    routes: more of the site map, each "/path handler". so: another module than obj/motcua.so.
    web=False: the database alone."""

    def __init__(self, workers=1, conns=4, schema=(), env=None, routes=(), so=None, migrations=True,
                 web=True):
        self.workers, self.conns, self.schema, self.env = workers, conns, list(schema), dict(env or {})
        self.routes, self.migrations = list(routes), migrations
        self.so = pathlib.Path(so or ROOT / os.environ.get("O", "obj") / "motcua.so").resolve()
        self.web = web
        self.processes, self.cookies, self.port = {}, {}, free_port()

    # ---- start and stop

    def __enter__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="motcua-test-"))
        self.dir.chmod(0o755)
        try:
            self.start_postgres()
            self.prepare_database()
            if self.web:
                self.make_folders()
                self.write_conf()
                self.start_web()
                self.start_front()
        except BaseException:
            self.dump_logs()
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None and issubclass(kind, Exception):
            self.dump_logs()
        for name in reversed(list(self.processes)):
            self.stop(name)
        shutil.rmtree(self.dir, ignore_errors=True)

    def spawn(self, name, argv, env=None, user=None):
        log = open(self.dir / f"{name}.log", "ab")
        self.processes[name] = subprocess.Popen(
            as_user(user, argv), stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.dir,
            env={**os.environ, **(env or {})}, start_new_session=True)
        log.close()

    def stop(self, name, sig=signal.SIGTERM):
        process = self.processes.pop(name, None)
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT if name == "postgres" and sig == signal.SIGTERM else sig)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        # Its own session holds what it forked and left behind (Kore's workers after kill -9 of the parent).
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def dump_logs(self):
        for log in sorted(self.dir.glob("*.log")) + sorted(self.dir.glob("log/nginx.log")):
            text = log.read_text(errors="replace")[-3000:]
            if text.strip():
                sys.stderr.write(f"--- {log.name}\n{text}\n")

    @staticmethod
    def wait_for(what, ready, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if ready():
                return
            time.sleep(0.02)
        raise TimeoutError(f"{what} is not ready after {seconds} s")

    # ---- PostgreSQL

    def start_postgres(self):
        self.pg = self.dir / "pg"
        if not self.pg.exists():
            self.pg.mkdir(mode=0o755)
            own(self.pg, PG_USER)
            subprocess.run(as_user(PG_USER, [PG_BIN / "initdb", "-D", self.pg / "data", "-U", "motcua", "-A", "trust",
                                             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]),
                           check=True, stdout=subprocess.DEVNULL, cwd=self.pg)
        self.spawn("postgres", [PG_BIN / "postgres", "-D", self.pg / "data", "-k", self.pg, "-c", "listen_addresses=",
                                "-c", "max_connections=60", "-c", "shared_buffers=64MB", "-c", "fsync=off",
                                "-c", "timezone=UTC"], user=PG_USER)
        self.wait_for("PostgreSQL", lambda: subprocess.run(
            [PG_BIN / "pg_isready", "-q", "-h", self.pg, "-U", "motcua", "-d", "postgres"]).returncode == 0)

    def conninfo(self, user="motcua"):
        return f"host={self.pg} user={user} dbname=motcua connect_timeout=3"

    def psql(self, *args, database="motcua", stdin=None):
        done = subprocess.run([PG_BIN / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.pg), "-U", "motcua",
                               "-d", database, "-At", *map(str, args)], input=stdin, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def sql(self, text):
        """Run SQL as the owner; rows as lists of text."""
        return [line.split("|") for line in self.psql(stdin=text).splitlines()]

    def prepare_database(self):
        self.psql("-c", "CREATE DATABASE motcua", *(x for who in ("owner", "web", "worker") for x in ("-c", f"CREATE ROLE motcua_{who} LOGIN")),
                  database="postgres")
        files = []
        if self.migrations:
            files = sorted((ROOT / "app/db/migrations").glob("[0-9]*.sql")) + [ROOT / "app/db/roles.sql"]
        for path in files + self.schema:
            self.psql("-1", "-f", path)

    def restart_postgres(self, how="immediate"):
        """As pg_ctl -m immediate restart: every connection breaks."""
        self.stop("postgres", signal.SIGQUIT if how == "immediate" else signal.SIGINT)
        self.start_postgres()

    # ---- web and front

    def make_folders(self):
        """As conf/demo/up makes them: the same templates are filled in here and there."""
        self.run, self.store, self.spool, self.certs, self.app = (self.dir / n for n in ("run", "store", "spool", "certs", "app"))
        for path in (self.run, self.run / "web", self.store, self.spool, self.certs, self.certs / "public", self.certs / "private", self.app,
                     self.dir / "nginx", self.dir / "log"):
            path.mkdir()
            own(path, WEB_USER)
        self.store.chmod(0o2770)
        self.spool.chmod(0o700)
        (self.app / "motcua.so").symlink_to(self.so)
        (self.app / "errors").symlink_to(ROOT / "conf/errors")
        if (ROOT / "assets/dist").is_dir():
            (self.app / "assets").symlink_to(ROOT / "assets/dist")
        else:
            (self.app / "assets").mkdir()
            (self.app / "assets/probe.css").write_text("p { color: black }\n")
        self.cert = self.certs / "public/tls.chain.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                        "-keyout", self.certs / "private/tls.key", "-out", self.cert], check=True, capture_output=True)

    def write_conf(self):
        self.socket = self.run / "web/kore.sock"
        values = {"VAR": self.dir, "RUN": self.run, "LOG": self.dir / "log", "APP": self.app, "CERTS": self.certs,
                  "PORT": self.port, "USER": WEB_USER or pwd.getpwuid(os.getuid()).pw_name}
        for name in ("nginx.conf", "motcua.conf"):
            text = (ROOT / "conf" / f"{name}.in").read_text()
            for key, value in values.items():
                text = text.replace(f"@{key}@", str(value))
            if name == "motcua.conf":
                text = re.sub(r"(?m)^workers\s.*", f"workers {self.workers}", text)
                text = re.sub(r"(?m)^pgsql_conn_max\s.*", f"pgsql_conn_max {self.conns}", text)
                text = text.replace("\troute\t", "".join(f"\troute\t{r}\n" for r in self.routes) + "\troute\t", 1)
            (self.run / name).write_text(text)

    def start_web(self):
        self.spawn("web", ["stdbuf", "-oL", "kore", "-nrfc", self.run / "motcua.conf"], user=WEB_USER, env={
            "MOTCUA_DB": self.conninfo("motcua_web" if self.migrations else "motcua") + " options='-c statement_timeout=5s -c lock_timeout=3s'",
            "MOTCUA_STORE": str(self.store), "MOTCUA_SPOOL": str(self.spool), "MOTCUA_FORMS": str(ROOT / "forms"),
            "MOTCUA_PUBLIC": str(self.certs / "public"), "MOTCUA_FORMS": str(ROOT / "forms"), "MOTCUA_DEV": "1",
            **({"LD_PRELOAD": os.environ["MOTCUA_PRELOAD"]} if "MOTCUA_PRELOAD" in os.environ else {}), **self.env})
        self.wait_for("web", self.web_answers)

    def web_answers(self):
        if self.processes["web"].poll() is not None:
            raise RuntimeError("the web process ended")
        try:
            with socket.socket(socket.AF_UNIX) as s:
                s.settimeout(2)
                s.connect(str(self.socket))
                s.sendall(b"GET /healthz HTTP/1.1\r\nHost: motcua\r\nConnection: close\r\n\r\n")
                return s.recv(4096).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def start_front(self):
        self.spawn("front", ["nginx", "-p", f"{self.dir}/nginx/", "-c", self.run / "nginx.conf", "-e",
                             self.dir / "log/nginx.log"])

        def answers():
            if self.processes["front"].poll() is not None:
                raise RuntimeError("the front ended")
            try:
                return self.get("/healthz").status == 200
            except OSError:
                return False
        self.wait_for("front", answers)

    def web_pids(self):
        """Kore's workers, for chaos tests."""
        parent = int((self.run / "web/kore.pid").read_text())
        out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True).stdout
        return [int(p) for p in out.split()]

    def log(self, name="web"):
        return (self.dir / f"{name}.log").read_text(errors="replace")

    # ---- a small client

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    def tls(self, alpn=None):
        context = ssl.create_default_context(cafile=str(self.cert))
        if alpn:
            context.set_alpn_protocols(alpn)
        return context

    def request(self, method, path, body=None, headers=None, cookies=True):
        headers = dict(headers or {})
        if cookies and self.cookies and "Cookie" not in headers:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls(), timeout=20)
        try:
            connection.request(method, path, body=body, headers=headers)
            reply = Reply(connection.getresponse())
        finally:
            connection.close()
        if cookies:
            self.keep_cookies(reply)
        return reply

    def keep_cookies(self, reply):
        for name, value in reply.header_list:
            if name == "set-cookie":
                pair, _, rest = value.partition(";")
                key, _, text = pair.partition("=")
                if "max-age=0" in rest.lower():
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = text

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, fields=None, headers=None, **more):
        body = urllib.parse.urlencode(fields or {}, doseq=True)
        return self.request("POST", path, body=body, headers={
            "Content-Type": "application/x-www-form-urlencoded", **(headers or {})}, **more)

    def post_files(self, path, fields, files, headers=None, **more):
        """files: list of (field, filename, bytes)."""
        boundary = uuid.uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
        for field, name, data in files:
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                         f'Content-Type: application/octet-stream\r\n\r\n'.encode() + data + b"\r\n")
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        return self.request("POST", path, body=body, headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}", **(headers or {})}, **more)

    def raw(self, data, quiet_s=1.0):
        """Bytes as they are through TLS; everything that comes back until the peer closes or is silent."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as plain:
            with self.tls().wrap_socket(plain, server_hostname="localhost") as s:
                s.sendall(data)
                s.settimeout(quiet_s)
                with contextlib.suppress(socket.timeout, TimeoutError, ssl.SSLError, ConnectionError):
                    while chunk := s.recv(65536):
                        answer += chunk
        return answer


if __name__ == "__main__":
    with Stack() as site:
        print(site.url, "in", site.dir, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
