#!/usr/bin/env python3
"""A portal for tests/browser/test_office.mjs: prints its address and session cookies as JSON, and on the word "load" sends 200
requests a second from then on to "stop", when it prints how many there were and which failed. Ends with its standard input."""
import collections
import http.client
import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from citizen import Demo  # noqa: E402

RATE, CLIENTS = 200, 10
PATHS = ("/", "/thu-tuc", "/thu-tuc/3.000465", "/thu-tuc/3.000466", "/thu-tuc?q=bang", "/kiem-tra")
LOGINS = ("quantri1", "congdan1", "congdan2")


class Load:
    """Each client has a connection that stays open and a time for each of its requests: a slow answer delays only its own."""

    def __init__(self, site):
        self.site, self.ending, self.answers = site, threading.Event(), collections.Counter()
        self.started = time.monotonic()
        self.threads = [threading.Thread(target=self.run, args=(n,)) for n in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, n):
        connection, sent = None, 0
        while not self.ending.is_set():
            due = self.started + (sent * CLIENTS + n) / RATE
            time.sleep(max(0, due - time.monotonic()))
            try:
                if connection is None:
                    connection = http.client.HTTPSConnection("127.0.0.1", self.site.port, context=self.site.tls(), timeout=30)
                connection.request("GET", PATHS[sent % len(PATHS)])
                reply = connection.getresponse()
                reply.read()
                self.answers[reply.status] += 1
            except http.client.RemoteDisconnected:
                # an idle connection may be closed at any time: the request is sent again, as browsers do
                connection = None
                continue
            except OSError as e:
                self.answers[type(e).__name__] += 1
                connection = None
            sent += 1

    def stop(self):
        self.ending.set()
        for thread in self.threads:
            thread.join()
        seconds = time.monotonic() - self.started
        total = sum(self.answers.values())
        return {"sent": total, "per_s": round(total / seconds, 1), "failed": {str(k): n for k, n in self.answers.items() if k != 200}}


def main():
    with Demo(workers=2, conns=4) as site:
        print(json.dumps({"url": site.url, "cookies": {login: site.session(login) for login in LOGINS},
                          "pids": site.web_pids()}), flush=True)
        load = None
        for line in sys.stdin:
            if line.strip() == "load":
                load = Load(site)
                print("{}", flush=True)
            elif line.strip() == "stop":
                print(json.dumps(load.stop()), flush=True)
            elif line.strip() == "pids":
                print(json.dumps({"pids": site.web_pids()}), flush=True)


if __name__ == "__main__":
    main()
