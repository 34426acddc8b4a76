"""Load, rounds that alternate, and the table."""
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

from bench_site import ROOT

HERE = pathlib.Path(__file__).parent
CONNECTIONS = 16


def wrk(url, seconds, cookie="", script=None, args=(), connections=CONNECTIONS):
    """Requests a second over TLS keep-alive; anything but good answers ends the bench."""
    argv = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    argv += ["-H", f"Cookie: {cookie}"] if cookie else []
    argv += ["-s", HERE / script] if script else []
    done = subprocess.run([*map(str, argv), url, "--", *map(str, args)], capture_output=True, text=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if rate is None or re.search(r"Non-2xx|Socket errors", done.stdout):
        sys.exit(f"{url}\n{done.stdout}{done.stderr}")
    wrk.requests = int(re.search(r"(\d+) requests in", done.stdout)[1])
    return float(rate[1])


def pgbench(site, script, variables, seconds):
    """Transactions a second over the same socket, as the web role, statements prepared."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as f:
        f.write(script)
        f.flush()
        argv = ["pgbench", "-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j1", f"-T{seconds}", "-f", f.name]
        for name, value in variables.items():
            argv += ["-D", f"{name}={value}"]
        done = subprocess.run([*argv, site.conninfo("web")], capture_output=True, text=True)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if rate is None or float(rate[1]) == 0 or "aborted" in done.stderr:
        sys.exit(f"pgbench\n{done.stdout}{done.stderr}")
    return float(rate[1])


def alternate(rounds, ours, ceiling):
    """Pairs of rates, each pair next to each other in time, and each side first in every other pair."""
    pairs = []
    for i in range(rounds):
        if i % 2 == 0:
            a = ours()
            b = ceiling()
        else:
            b = ceiling()
            a = ours()
        pairs.append((a, b))
    return pairs


class Table:
    def __init__(self):
        self.lines = []
        print(f"{'':46s}{'ours':>10s}{'ceiling':>10s}  {'ratio':>5s}  {'quartiles':>11s}  bound", flush=True)

    def add(self, name, pairs, bound, unit="/s"):
        ratios = sorted(a / b for a, b in pairs)
        ratio = statistics.median(ratios)
        low, _, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (ratio,) * 3
        ours, ceiling = (statistics.median(side) for side in zip(*pairs))
        verdict = "" if bound is None else f"{bound:.1f} {'met' if ratio >= bound else 'MISSED'}"
        print(f"{name:46s}{ours:8.1f}{unit}{ceiling:8.1f}{unit}  {ratio:5.2f}  {low:5.2f}-{high:.2f}  {verdict}", flush=True)
        self.lines.append({"name": name, "ours": ours, "ceiling": ceiling, "ratio": ratio, "low": low, "high": high,
                           "bound": bound, "rounds": len(pairs)})


# What pgbench counts: :n no two transactions share; :m is its place in the round, as post.lua's CODE; :w for one row more.
COUNTING = ["\\set k :k + 1", "\\set n :base + :client_id * :each + :k", "\\set m :n - :base + 100000",
            "\\set w :n + 100000000000000000"]


def named_statement(name):
    """(text, parameter types) of a statement in app/*/*.sql."""
    for path in sorted(ROOT.glob("app/*/*.sql")):
        m = re.search(rf"(?ms)^-- name: {name}\((.*?)\)[^\n]*\n(.*?)(?=^-- name:|\Z)", path.read_text())
        if m:
            text = re.sub(r"(?m)--.*$", "", m[2]).strip().rstrip(";")
            return text, [p.split()[-1] for p in m[1].split(",") if p.strip()]
    sys.exit(f"no statement {name}")


def pgbench_script(statements, vary):
    """The statements one after the other, with their recorded parameters; what vary names differs each time.
    vary: recorded value -> SQL expression over the numbers of COUNTING."""
    variables, lines = {"k": -1}, list(COUNTING)
    for i, (name, values) in enumerate(statements):
        text, types = named_statement(name)

        def put(m):
            number = int(m[1])
            value, variable, kind = values[number], f"s{i}p{number}", types[number - 1]
            if value is None:
                return f"NULL::{kind}"
            for old, new in vary.items():
                if value == old:
                    return f"({new})::{kind}"
            if value == "":
                return f"''::{kind}"		# pgbench takes no empty variables
            expression = f":{variable}::text"
            for old, new in vary.items():
                if old in value:
                    expression = f"replace({expression}, '{old}', ({new})::text)"
            variables[variable] = value
            return f"({expression})::{kind}" if "replace" in expression else f":{variable}::{kind}"
        lines.append(re.sub(r"\$(\d+)", put, text) + ";")
    return "\n".join(lines) + "\n", variables
