#!/usr/bin/env python3
"""Turns named SQL statements (app/<room>/<room>*.sql) into C constants: sql.h and sql.c.

    -- name: dossier_submit(draft uuid, citizen uuid) -> receipt text, submitted timestamptz   -- 0 rows: not yours
    WITH moved AS (UPDATE ... RETURNING ...) SELECT ...;

gives `extern const struct stmt DOSSIER_SUBMIT;` and the columns DOSSIER_SUBMIT_RECEIPT, DOSSIER_SUBMIT_SUBMITTED.
Parameters are $1, $2 ... in the order named. Without "->" there are no columns. A statement writes when it contains
INSERT, UPDATE, DELETE or MERGE; one that writes inside a function it calls says so: `-- name: f(a uuid) writes -> ...`.
The header may go on in following lines that start with "--  " as long as it ends in a comma or an opening bracket.

usage: sqlgen.py --out DIR FILE.sql...
"""
import pathlib
import re
import sys

TYPES = {
    "uuid": "SQL_UUID", "text": "SQL_TEXT", "bigint": "SQL_BIGINT", "int": "SQL_INT", "boolean": "SQL_BOOLEAN",
    "date": "SQL_DATE", "timestamptz": "SQL_TIMESTAMPTZ", "bytea": "SQL_BYTEA", "jsonb": "SQL_JSONB",
    "text[]": "SQL_TEXTS",
}
PARAMS_MAX = 24
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
HEADER = re.compile(r"(?P<name>\w+)\s*\((?P<params>[^()]*)\)\s*(?P<writes>writes)?\s*(?:->\s*(?P<columns>.*?))?\s*\Z", re.S)


class Fault(Exception):
    """What is wrong, and where: file:line."""

    def __init__(self, path, line, text):
        super().__init__(f"{path}:{line}: {text}")


class Statement:
    def __init__(self, path, line, header, comment):
        found = HEADER.match(header)
        if not found:
            raise Fault(path, line, "expected '-- name: noun_verb(param type, ...) [writes] [-> column type, ...]'")
        self.path, self.line, self.comment = path, line, comment
        self.name = found["name"]
        if not NAME.match(self.name):
            raise Fault(path, line, f"name '{self.name}' is not lower case words joined by '_'")
        self.params = self.fields(found["params"], "parameter")
        self.columns = self.fields(found["columns"] or "", "column")
        if found["columns"] is not None and not self.columns:
            raise Fault(path, line, "'->' without columns")
        if len(self.params) > PARAMS_MAX:
            raise Fault(path, line, f"{len(self.params)} parameters; at most {PARAMS_MAX}")
        self.declared_writes = bool(found["writes"])
        self.body = []

    def fields(self, text, what):
        fields, seen = [], set()
        if not text.strip():
            return fields
        for part in text.split(","):
            words = part.split()
            if len(words) != 2:
                raise Fault(self.path, self.line, f"{what} '{part.strip()}' is not 'name type'")
            name, kind = words
            if not NAME.match(name):
                raise Fault(self.path, self.line, f"{what} name '{name}' is not lower case words joined by '_'")
            if kind not in TYPES:
                raise Fault(self.path, self.line, f"{what} '{name}' has unknown type '{kind}' (one of: {', '.join(TYPES)})")
            if name in seen:
                raise Fault(self.path, self.line, f"{what} '{name}' twice")
            seen.add(name)
            fields.append((name, kind))
        return fields

    def finish(self):
        """The text is whole: check it and work out what it does."""
        self.text = "\n".join(self.body).strip()
        plain = blank_out(self.text)
        if not plain.strip():
            raise Fault(self.path, self.line, f"{self.name} has no SQL")
        if not plain.rstrip().endswith(";"):
            raise Fault(self.path, self.line, f"{self.name} does not end with ';'")
        at = plain.rstrip().rindex(";")
        if ";" in plain[:at]:
            raise Fault(self.path, self.line, f"{self.name} holds more than one statement")
        self.text, plain = self.text[:at].rstrip(), plain[:at]
        used = {int(n) for n in re.findall(r"\$(\d+)", plain)}
        if used - set(range(1, len(self.params) + 1)):
            raise Fault(self.path, self.line, f"{self.name} uses ${max(used)} but names {len(self.params)} parameters")
        for n, (name, _) in enumerate(self.params, 1):
            if n not in used:
                raise Fault(self.path, self.line, f"{self.name} never uses ${n} ({name})")
        verbs = re.findall(r"\b(insert|update|delete|merge)\b", re.sub(r"\bfor\s+(no\s+key\s+)?update\b", "", plain, flags=re.I), re.I)
        self.writes = self.declared_writes or bool(verbs)


def blank_out(sql):
    """The same text, as long, with comments and quoted strings made of blanks."""
    pattern = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\w*)\$.*?\$\1\$", re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), sql)


def header_parts(path, line, text):
    """Split 'name(...) -> ...   -- comment' into the header and its comment."""
    header, _, comment = text.partition("--")
    return header.strip(), comment.strip()


def read(path):
    statements, current, header, start = [], None, None, 0
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        opened = re.match(r"--\s*name:\s*(.*)", line)
        if opened:
            if header is not None:
                raise Fault(path, start, "the header never ends")
            if current:
                current.finish()
            current, header, start = None, opened[1], number
        elif header is not None:
            if not line.startswith("--"):
                raise Fault(path, start, "the header never ends")
            header += " " + line[2:].strip()
        elif current:
            current.body.append(line)
        elif line.strip() and not line.startswith("--"):
            raise Fault(path, number, "SQL before the first '-- name:' line")
        if header is not None:
            text, comment = header_parts(path, start, header)
            if not text.endswith((",", "(", "->")):
                current, header = Statement(path, start, text, comment), None
                statements.append(current)
    if header is not None:
        raise Fault(path, start, "the header never ends")
    if current:
        current.finish()
    return statements


def c_string(text):
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return "\n".join(f'\t    "{line}\\n"' for line in quoted.split("\n"))


def write_h(statements):
    out = ["/* Made by app/build/sqlgen.py from the rooms' .sql files. */", "#pragma once", "", '#include "db/stmt.h"', ""]
    for s in statements:
        upper = s.name.upper()
        out.append(f"/* ({', '.join(f'{n} {t}' for n, t in s.params)}){': ' + s.comment if s.comment else ''} */")
        out.append(f"extern const struct stmt\t{upper};")
        if s.columns:
            out.append("enum { " + ", ".join(f"{upper}_{name.upper()}" for name, _ in s.columns) + " };")
        out.append("")
    return "\n".join(out)


def write_c(statements):
    out = ["/* Made by app/build/sqlgen.py from the rooms' .sql files. */", '#include "sql.h"', ""]
    for index, s in enumerate(statements):
        for kind, fields in (("params", s.params), ("columns", s.columns)):
            if fields:
                out.append(f"static const struct sql_field {s.name}_{kind}[] = {{")
                out += [f'\t{{ "{name}", {TYPES[kind_]} }},' for name, kind_ in fields]
                out.append("};")
        out += [
            f"/* {s.path}:{s.line} */",
            f"const struct stmt {s.name.upper()} = {{",
            f'\t.name = "{s.name}",', f"\t.index = {index},", f"\t.writes = {'true' if s.writes else 'false'},",
            f"\t.params = {s.name + '_params' if s.params else 'NULL'}, .params_n = {len(s.params)},",
            f"\t.columns = {s.name + '_columns' if s.columns else 'NULL'}, .columns_n = {len(s.columns)},",
            "\t.text =", c_string(s.text) + ",", "};", "",
        ]
    out.append("const struct stmt *const STMT_ALL[] = {")
    out += [f"\t&{s.name.upper()}," for s in statements] + ["\tNULL", "};"]
    out += [f"const size_t STMT_ALL_N = {len(statements)};", ""]
    return "\n".join(out)


def main(argv):
    if len(argv) < 2 or argv[0] != "--out":
        sys.stderr.write("usage: sqlgen.py --out DIR FILE.sql...\n")
        return 2
    statements, where = [], {}
    try:
        for path in sorted(argv[2:]):
            for s in read(path):
                if s.name in where:
                    raise Fault(s.path, s.line, f"{s.name} is already at {where[s.name]}")
                where[s.name] = f"{s.path}:{s.line}"
                statements.append(s)
        # DOSSIER_GET's column "x_y" and DOSSIER_GET_X's "y" would be one name in C.
        names = {}
        for s in statements:
            for made in [s.name.upper()] + [f"{s.name.upper()}_{name.upper()}" for name, _ in s.columns]:
                if made in names:
                    raise Fault(s.path, s.line, f"{made} is made twice: also by {names[made]}")
                names[made] = f"{s.path}:{s.line}"
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    out = pathlib.Path(argv[1])
    (out / "sql.h").write_text(write_h(statements), encoding="utf-8")
    (out / "sql.c").write_text(write_c(statements), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
