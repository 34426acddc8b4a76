#!/usr/bin/env python3
"""sqlgen: named SQL to C. Ends with "N passed, N failed"."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Sqlgen(unittest.TestCase):
    def run_on(self, *texts):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            files = []
            for n, text in enumerate(texts):
                files.append(folder / f"room{n}.sql")
                files[-1].write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, ROOT / "app/build/sqlgen.py", "--out", folder, *files],
                                  capture_output=True, text=True)
            made = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("sql.*")}
            if made:
                self.compiles(folder)
            return done.returncode, done.stderr.replace(f"{folder}/", ""), made

    def compiles(self, folder):
        subprocess.run(["gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/app", f"-I{folder}", "-fsyntax-only",
                        folder / "sql.c"], check=True)

    def good(self, *texts):
        code, words, made = self.run_on(*texts)
        self.assertEqual((code, words), (0, ""))
        return made["sql.h"], made["sql.c"]

    def bad(self, expected, *texts):
        code, words, made = self.run_on(*texts)
        self.assertEqual((code, made), (1, {}))
        self.assertIn(expected, words)

    def test_one_statement(self):
        h, c = self.good("-- A room.\n\n-- name: paper_get(id uuid, kinds text[]) -> title text, seen timestamptz    -- 0 rows: none\n"
                         "SELECT title, seen FROM paper\nWHERE id = $1 AND kind = ANY ($2);\n")
        self.assertIn("extern const struct stmt\tPAPER_GET;", h)
        self.assertIn("enum { PAPER_GET_TITLE, PAPER_GET_SEEN };", h)
        self.assertIn("0 rows: none", h)
        self.assertIn('{ "kinds", SQL_TEXTS },', c)
        self.assertIn(".writes = false", c)
        self.assertNotIn(";\\n", c)

    def test_no_files_and_no_columns(self):
        self.assertIn("STMT_ALL_N = 0", self.good()[1])
        h, c = self.good("-- name: a_b()\nDELETE FROM a;\n")
        self.assertNotIn("enum", h)
        self.assertIn(".columns = NULL", c)

    def test_what_writes(self):
        for sql, writes in (("SELECT 1", False), ("SELECT 1 FROM t FOR UPDATE", False), ("SELECT 'insert update'", False),
                            ("SELECT 1 -- delete\n", False), ("WITH x AS (UPDATE t SET a = 1 RETURNING a) SELECT a FROM x", True),
                            ("insert into t values (1)", True), ("SELECT updated FROM t", False)):
            self.assertIn(f".writes = {str(writes).lower()}", self.good(f"-- name: a_b() -> a int\n{sql};\n")[1], sql)
        self.assertIn(".writes = true", self.good("-- name: a_b() writes -> a int\nSELECT f() AS a;\n")[1])

    def test_header_over_several_lines(self):
        h, _ = self.good("-- name: a_b(a int,\n--   b text) ->\n--   c int,\n--   d int   -- why\nSELECT $1, $2;\n")
        self.assertIn("A_B_D", h)
        self.assertIn("why", h)

    def test_quotes_and_backslashes_survive(self):
        _, c = self.good("-- name: a_b() -> a text\nSELECT E'a\\\\b' || \"x\".\"y\" || ';$9' || $q$;$8$q$ AS a /* ; */;\n")
        self.assertIn("E'a\\\\\\\\b' || \\\"x\\\".\\\"y\\\"", c)

    def test_faults_name_file_and_line(self):
        self.bad("room0.sql:2: SQL before", "-- x\nSELECT 1;\n")
        self.bad("room0.sql:1: expected", "-- name: a_b\nSELECT 1;\n")
        self.bad("room0.sql:3: parameter 'x' has unknown type 'varchar'", "\n\n-- name: a_b(x varchar)\nSELECT $1;\n")
        self.bad("room0.sql:1: parameter 'x' is not 'name type'", "-- name: a_b(x)\nSELECT $1;\n")
        self.bad("room0.sql:1: column 'x' twice", "-- name: a_b() -> x int, x int\nSELECT 1;\n")
        self.bad("room0.sql:1: name 'A_b'", "-- name: A_b()\nSELECT 1;\n")
        self.bad("room0.sql:1: a_b has no SQL", "-- name: a_b()\n-- nothing\n")
        self.bad("room0.sql:1: a_b does not end with ';'", "-- name: a_b()\nSELECT 1\n")
        self.bad("room0.sql:1: a_b holds more than one", "-- name: a_b()\nSELECT 1; SELECT 2;\n")
        self.bad("room0.sql:1: a_b uses $2", "-- name: a_b(x int)\nSELECT $1, $2;\n")
        self.bad("room0.sql:1: a_b never uses $1 (x)", "-- name: a_b(x int)\nSELECT 1;\n")
        self.bad("room0.sql:1: the header never ends", "-- name: a_b(\nSELECT 1;\n")

    def test_names_are_unique_over_all_rooms(self):
        one = "-- name: a_b()\nSELECT 1;\n"
        self.bad("room1.sql:1: a_b is already at", one, one)
        self.bad("A_B_C is made twice", "-- name: a_b() -> c int\nSELECT 1;\n-- name: a_b_c()\nSELECT 1;\n")


if __name__ == "__main__":
    result = unittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(Sqlgen))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
