#!/usr/bin/env python3
"""The rules of docs/STYLE.md that a program can check. usage: lint.py [RULE...]

Prints what breaks a rule (file:line: rule: what), notes that break nothing, then "N passed, N failed": a rule counts as one.
Looks at the files that git tracks. Needs what `make all` builds: the rules "headers" and "routes" compile and read it.
"""
import collections
import concurrent.futures
import functools
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
O = os.environ.get("O", "obj")
LINES_MAX, LINES_NOTE, COLUMNS_MAX, FUNCTION_MAX, README_MAX, FOUND_SHOWN = 600, 400, 120, 60, 40, 12
TOP = {".ci", ".gitignore", "LICENSE", "Makefile", "README.md", "app", "assets", "certs", "conf", "docs", "forms", "tests", "workflows"}
BANNED = ("strcpy", "strcat", "sprintf", "vsprintf", "strtok", "atoi", "atol", "atof", "gets", "alloca", "strncpy", "strncat", "tmpnam")
PRIVATE = re.compile(r"(^inside|_model|_parts|_show)\.h$")
ELEMENTS = r"</?(?:a|b|body|button|div|dl|em|form|h[1-6]|head|html|i|img|input|label|li|link|main|meta|nav|ol|option|p|pre|script|section|" \
           r"select|span|strong|style|table|td|textarea|th|title|tr|ul)(?:\s[^<]*)?/?>"
PYTHON_LINES_MAX = 800
RULES = {}
notes = []


def rule(fn):
    RULES[fn.__name__.replace("_", "-")] = fn
    return fn


# ---- the tree

@functools.cache
def tracked():
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True, text=True, check=True).stdout
    return sorted({f for f in out.split("\0") if f and pathlib.Path(f).is_file()})


@functools.cache
def text_of(path):
    data = pathlib.Path(path).read_bytes()
    return None if b"\0" in data[:8192] else data.decode("utf-8", "replace")


def files(*endings, under=""):
    return [f for f in tracked() if f.endswith(endings) and f.startswith(under)]


def texts():
    return [(f, text_of(f)) for f in tracked() if not f.startswith("assets/dist/") and text_of(f) is not None]


@functools.cache
def code_of(path):
    """The C text with comments and the insides of literals blanked, line for line."""
    def blank(m):
        s = m.group(0)
        if s.startswith("/"):
            return re.sub(r"[^\n]", " ", s)
        return s[0] + " " * (len(s) - 2) + s[-1] if len(s) > 1 else s
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", blank, text_of(path), flags=re.S)


def literals(path):
    """(line, text) of each string literal outside comments."""
    for m in re.finditer(r"/\*.*?\*/|//[^\n]*|\"((?:\\.|[^\"\\\n])*)\"", text_of(path), re.S):
        if m.group(1) is not None:
            yield text_of(path).count("\n", 0, m.start()) + 1, m.group(1)


def c_files(under=("app/", "tests/")):
    return [f for f in files(".c", ".h") if f.startswith(under)]


def functions(path):
    """(name, first line, last line, text) of each function body that opens in the first column."""
    lines = code_of(path).split("\n")
    at = name = None
    for n, line in enumerate(lines, 1):
        m = re.match(r"([a-zA-Z_]\w*)\(", line)
        if m:
            name = m.group(1)
        if line == "{":
            at = n
        elif line == "}" and at:
            yield name, at, n, "\n".join(lines[at:n - 1])
            at = None


def room_of(path):
    parts = path.split("/")
    return parts[1] if path.startswith("app/") and len(parts) > 2 else None


@functools.cache
def includes(path):
    return [(text_of(path).count("\n", 0, m.start()) + 1, m.group(1), m.group(2))
            for m in re.finditer(r"^#\s*include\s*([<\"])([^>\"]+)[>\"]", text_of(path), re.M)]


@functools.cache
def reach(path):
    """Every header of ours that including the file brings in, generated ones by name, Kore's as kore/."""
    seen, todo = set(), [path]
    while todo:
        for _, mark, name in includes(todo.pop()):
            if mark == "<":
                name = "kore/" if name.startswith("kore/") else None
            if name is None or name in seen:
                continue
            seen.add(name)
            if pathlib.Path("app", name).exists():
                todo.append(f"app/{name}")
    return seen


def each_line(paths, pattern, words):
    for path, text in paths:
        for m in re.finditer(pattern, text, re.M):
            yield path, text.count("\n", 0, m.start()) + 1, f"{words}: {m.group(0).strip()[:80]}"


# ---- rooms

@rule
def core_stands_alone():
    """core includes nothing of ours."""
    for path in c_files(("app/core/",)):
        for line, mark, name in includes(path):
            if mark == '"' and not name.startswith("core/"):
                yield path, line, f"core includes {name}"


@rule
def web_in_pages():
    """Only app/main.c, app/web/ and *_pages.c come to know Kore or the turn, directly or through a header."""
    for path in files(".c", under="app/"):
        if path == "app/main.c" or path.startswith("app/web/") or path.endswith("_pages.c"):
            continue
        got = sorted(h for h in reach(path) if h.startswith(("web/", "kore/")))
        if got:
            yield path, 1, f"reaches {', '.join(got)}"


@rule
def pure_rooms():
    """<room>/<room>.c knows no database, no page, no store; *_store.c no page."""
    for path in files(".c", under="app/"):
        room, name = room_of(path), pathlib.PurePath(path).name
        if not pathlib.Path(f"app/{room}/{room}.sql").exists() or room == "worker":
            continue
        if name == f"{room}.c":
            for h in sorted(reach(path)):
                if h.startswith(("web/", "db/")) or h == "sql.h" or h.endswith(("_pages.h", "_store.h")):
                    yield path, 1, f"reaches {h}"
        elif name.endswith("_store.c"):
            for h in sorted(reach(path)):
                if h.startswith("web/") or h.endswith("_pages.h"):
                    yield path, 1, f"reaches {h}"


@rule
def room_headers():
    """Another room's inside (inside.h, *_model.h, *_parts.h, *_show.h) is not included."""
    for path in c_files(("app/",)):
        for line, mark, name in includes(path):
            room, _, header = name.partition("/")
            if mark == '"' and header and room != room_of(path) and PRIVATE.search(header):
                yield path, line, f"{name} is the inside of {room}"


@rule
def room_readme():
    """Every room has a README.md of at most 40 lines."""
    for room in sorted({room_of(f) for f in tracked()} - {None}):
        path = f"app/{room}/README.md"
        if path not in tracked():
            yield path, 1, "missing"
        elif text_of(path).count("\n") > README_MAX:
            yield path, README_MAX, f"longer than {README_MAX} lines"


@rule
def top_level():
    """What stands at the top is fixed."""
    for name in sorted({f.split("/")[0] for f in tracked()} ^ TOP):
        yield name, 1, "does not belong at the top" if name not in TOP else "is missing"


@rule
def unique_names():
    """A source file's name is there once."""
    seen = collections.defaultdict(list)
    for path in tracked():
        if path.endswith((".c", ".h", ".html", ".msg", ".sql", ".py", ".mjs", ".js", ".scss", ".sh")) and not path.startswith(("assets/dist/", "conf/")):
            seen[pathlib.PurePath(path).name].append(path)
    for name, paths in seen.items():
        if len(paths) > 1:
            yield paths[1], 1, f"also {paths[0]}"


# ---- C

@rule
def banned_functions():
    """strcpy and its kin."""
    pattern = re.compile(r"\b(" + "|".join(BANNED) + r")\s*\(")
    for path in c_files():
        for m in pattern.finditer(code_of(path)):
            yield path, code_of(path).count("\n", 0, m.start()) + 1, m.group(1)


@rule
def no_sql_in_c():
    """Statements stand in *.sql."""
    for path in c_files(("app/",)):
        for line, s in literals(path):
            if re.match(r"\s*(SELECT|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|WITH\s+\w+\s+AS)\b", s):
                yield path, line, s[:60]


@rule
def no_markup_in_c():
    """HTML stands in *.html."""
    for path in c_files(("app/",)):
        for line, s in literals(path):
            if re.search(ELEMENTS, s.replace('\\"', '"'), re.I):
                yield path, line, s[:60]


@rule
def no_words_in_c():
    """What people read stands in catalogues and packages; the words of legal papers in *_words.[ch]."""
    for path in c_files(("app/",)):
        if re.search(r"_words\.[ch]$", path):
            continue
        for line, s in literals(path):
            if " " in s and re.search(r"[À-ɏḀ-ỿ]", s):
                yield path, line, s[:60]


@rule
def pragma_once():
    """A header begins with what it is for and guards itself with #pragma once."""
    for path in files(".h", under="app/"):
        if not re.search(r"^#pragma once$", text_of(path), re.M):
            yield path, 1, "no #pragma once"
        if not text_of(path).startswith("/*"):
            yield path, 1, "does not say what it is for"


@rule
def own_header_first():
    """x.c includes x.h before anything else."""
    for path in files(".c", under="app/"):
        own = path.removeprefix("app/").removesuffix(".c") + ".h"
        got = includes(path)
        if pathlib.Path("app", own).exists() and got and got[0][2] != own:
            yield path, got[0][0], f"{got[0][2]} before {own}"


@rule
def no_typedef_struct():
    """Structs and pointers are not hidden behind typedef."""
    yield from each_line(((f, code_of(f)) for f in c_files()), r"^typedef\s+(struct|union|.*\*\s*\w+;)", "typedef")


@rule
def returns_in_parentheses():
    """return (x);"""
    yield from each_line(((f, code_of(f)) for f in c_files()), r"^\s+return [^(;].*", "return without parentheses")


@rule
def goto_or_cleanup():
    """A function uses goto or cleanup attributes, never both."""
    for path in c_files():
        for name, line, _, body in functions(path):
            if re.search(r"\bgoto\b", body) and "auto_(" in body:
                yield path, line, f"{name}() has both"


@rule
def function_length():
    """At most 60 lines."""
    for path in c_files(("app/",)):
        for name, first, last, _ in functions(path):
            if last - first - 1 > FUNCTION_MAX:
                yield path, first, f"{name}() has {last - first - 1} lines"


@rule
def columns():
    """C lines of at most 120 columns, tabs counted as 8; no white space at the end."""
    for path in c_files():
        for n, line in enumerate(text_of(path).split("\n"), 1):
            if len(line.expandtabs(8)) > COLUMNS_MAX:
                yield path, n, f"{len(line.expandtabs(8))} columns"
            if line != line.rstrip():
                yield path, n, "white space at the end"


@rule
def file_length():
    """At most 600 lines (Python, where a suite keeps its cases together: 800); more than 400 are noted."""
    for path in files(".c", ".h", ".py", ".js", ".mjs", ".scss", ".html", ".sql", ".sh"):
        n = text_of(path).count("\n") if not path.startswith("assets/dist/") else 0
        if n > (PYTHON_LINES_MAX if path.endswith(".py") else LINES_MAX):
            yield path, n, f"{n} lines"
        elif n > LINES_NOTE:
            notes.append(f"{path}: {n} lines")


@rule
def headers():
    """Each header compiles alone."""
    flags = subprocess.run(["bash", "-c", "pkg-config --cflags libxml-2.0 openssl libpq libqrencode cairo pangocairo jansson zlib"],
                           capture_output=True, text=True).stdout.split()
    kore = pathlib.Path("/usr/share/kore/features")
    kore = kore.read_text().split() if kore.exists() else []

    def compiles(path):
        with tempfile.NamedTemporaryFile("w", suffix=".c") as unit:
            unit.write(f'#include "{path.removeprefix("app/")}"\n#include "{path.removeprefix("app/")}"\nint lint_unit;\n')
            unit.flush()
            done = subprocess.run(["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-fsyntax-only", "-Wall", "-Iapp", f"-I{O}/gen", *flags, *kore, unit.name],
                                  capture_output=True, text=True)
        return path, done.stderr if done.returncode else ""

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, said in pool.map(compiles, files(".h", under="app/")):
            if said:
                yield path, 1, said.strip().split("\n")[-3 if said.count("\n") > 3 else 0][:160]


@rule
def routes():
    """The pages that motcua.so exports are the handlers of conf/motcua.conf.in, and each route names one."""
    so = pathlib.Path(O, "motcua.so")
    if not so.exists():
        yield str(so), 1, "is not built"
        return
    out = subprocess.run(["nm", "-D", "--defined-only", str(so)], capture_output=True, text=True).stdout
    pages = {line.split()[-1] for line in out.splitlines() if line.endswith("_page")}
    conf = text_of("conf/motcua.conf.in")
    named = re.findall(r"^\s*route\s+(\S+)\s+(\w+)", conf, re.M)
    for name in sorted(pages - {h for _, h in named}):
        yield "conf/motcua.conf.in", 1, f"no route leads to {name}"
    for name in sorted({h for _, h in named} - pages):
        yield "conf/motcua.conf.in", 1, f"{name} is not there"
    for path, n in collections.Counter(p for p, _ in named).items():
        if n > 1:
            yield "conf/motcua.conf.in", 1, f"{path} stands {n} times"


# ---- templates, messages, statements

def run_tool(path, *argv):
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([sys.executable, *(a.replace("@OUT@", out) for a in argv)], capture_output=True, text=True)
    if done.returncode:
        for line in (done.stdout + done.stderr).strip().splitlines()[:40]:
            yield path, 1, line


@rule
def templates():
    """lint_html.py: no inline script or style, words from catalogues, labels, layout, unique ids."""
    yield from run_tool("app", "app/build/lint_html.py", *files(".html", under="app/"))


@rule
def messages():
    """msgc.py: every message is there in Vietnamese and English with the same arguments."""
    yield from run_tool("app", "app/build/msgc.py", "--out", "@OUT@", *files(".msg", under="app/"))


@rule
def statements():
    """Lists of columns, never SELECT *; a statement that returns rows for a page has a LIMIT or a key."""
    for path in files(".sql", under="app/"):
        for m in re.finditer(r"SELECT\s+\*", text_of(path)):
            yield path, text_of(path).count("\n", 0, m.start()) + 1, "SELECT *"


# ---- everything

@rule
def nothing_unfinished():
    """No notes to oneself: what is missing is done or written down elsewhere."""
    yield from each_line(((f, t) for f, t in texts() if f != "app/build/lint.py"), r"^.*\b(TODO" r"|FIXME)\b.*$", "unfinished")


@rule
def no_machine_paths():
    """No path of one machine, no host of a package registry."""
    # Names are put together here so that this file does not find itself.
    pattern = r"^.*(?<![\w.])/(?:wor" r"k|roo" r"t|hom" r"e/\w+)/.*$|^.*(?:registry\.npmj" r"s|pypi\.or" r"g|deb\.debia" r"n|crates\.i" r"o|proxy\.golan" r"g).*$"
    yield from each_line(texts(), pattern, "a place outside")


@rule
def no_private_keys():
    """Keys are made where they are used."""
    yield from each_line(texts(), r"^-----BEGIN [A-Z ]*PRIVATE KEY-----", "private key")
    for path in tracked():
        if path.endswith((".key", ".pem", ".p12", ".pfx")):
            yield path, 1, "key material is not tracked"


@rule
def scripts_parse():
    """Shell and Python files are at least well formed."""
    for path in tracked():
        text = text_of(path)
        if text is None:
            continue
        if path.endswith(".sh") or text.startswith("#!/bin/bash"):
            done = subprocess.run(["bash", "-n", path], capture_output=True, text=True)
            if done.returncode:
                yield path, 1, done.stderr.strip().split("\n")[0]
        elif path.endswith(".py") or text.startswith("#!/usr/bin/env python3"):
            try:
                compile(text, path, "exec")
            except SyntaxError as e:
                yield path, e.lineno or 1, str(e)


@rule
def dependencies_named():
    """docs/DEPENDENCIES.md has every package of conf/packages.txt and of the package.json files."""
    known = text_of("docs/DEPENDENCIES.md") if "docs/DEPENDENCIES.md" in tracked() else ""
    wanted = [line.split()[0] for line in text_of("conf/packages.txt").splitlines() if line.strip() and not line.startswith("#")]
    for path in tracked():
        if path.endswith("package.json"):
            block = re.findall(r'"(?:devD|d)ependencies"\s*:\s*\{([^}]*)\}', text_of(path))
            wanted += re.findall(r'"([^"]+)"\s*:', " ".join(block))
    for name in dict.fromkeys(wanted):
        if f"`{name}`" not in known:
            yield "docs/DEPENDENCIES.md", 1, f"does not name `{name}`"


@rule
def rules_written_down():
    """docs/STYLE.md names each rule of this file, and no other."""
    style = text_of("docs/STYLE.md") if "docs/STYLE.md" in tracked() else ""
    named = set(re.findall(r"`lint ([a-z-]+)`", style))
    for name in sorted(set(RULES) - named):
        yield "docs/STYLE.md", 1, f"does not name `lint {name}`"
    for name in sorted(named - set(RULES)):
        yield "docs/STYLE.md", 1, f"there is no rule {name}"


def main(wanted):
    os.chdir(ROOT)
    passed = failed = 0
    for name, check in RULES.items():
        if wanted and name not in wanted:
            continue
        found = list(check())
        most = len(found) if wanted else FOUND_SHOWN
        for path, line, what in found[:most]:
            print(f"{path}:{line}: {name}: {what}")
        if len(found) > most:
            print(f"{name}: {len(found) - most} more: lint.py {name} shows all")
        passed, failed = passed + (not found), failed + bool(found)
    if notes:
        print(f"note: over {LINES_NOTE} lines: {', '.join(notes)}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
