"""The template compiler: what it writes and what it refuses; then compiled and run with real values."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "app/build"))
import msgc   # noqa: E402
import tmplc  # noqa: E402

HEAD = '{{! template page struct page "page.h" }}\n'
MESSAGES = {m.name: m for m in msgc.parse("room.msg", "room.a\n vi Một\n en One\nroom.n\n vi {n} và {x}\n en {n} and {x}\n")}
ASSETS = {"portal.css": "portal-1.css"}


def compiled(body, extra=None):
    templates = {"page": tmplc.Template("page.html", HEAD + body)}
    for name, text in (extra or {}).items():
        templates[name] = tmplc.Template(name + ".html", text)
    return tmplc.generate(templates, MESSAGES, ASSETS, "t.c")


def statements(body):
    text = compiled(body).split("(void)m;\n", 1)[1]
    return [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#line")][:-1]


def sent(body):
    """The static text that a template sends."""
    return "".join(re.findall(r'view_put_literal\(out, "(.*)", \d+\);', "\n".join(statements(body)))).replace('\\"', '"')


class Escapes(unittest.TestCase):
    def writer(self, body):
        return next(s.split("(")[0] for s in statements(body) if s.startswith("VIEW_PUT"))

    def test_by_place(self):
        for body, writer in (
                ("<p>{{m.x}}</p>", "VIEW_PUT_TEXT"), ('<p title="{{m.x}}">', "VIEW_PUT_TEXT"),
                ("<a href='{{m.x}}'>", "VIEW_PUT_URL"), ('<a HREF="/x/{{m.x}}">', "VIEW_PUT_URL_PART"),
                ('<form action="{{m.x}}">', "VIEW_PUT_URL"), ('<button formaction="{{m.x}}">', "VIEW_PUT_URL"),
                ('<img src="{{m.x}}">', "VIEW_PUT_URL"), ('<use xlink:href="{{m.x}}">', "VIEW_PUT_URL"),
                ('<a data-href="{{m.x}}">', "VIEW_PUT_TEXT"), ('<a href=" {{m.x}}">', "VIEW_PUT_URL")):
            with self.subTest(body):
                self.assertEqual(self.writer(body), writer)

    def test_second_hole_is_a_part(self):
        self.assertEqual([s.split("(")[0] for s in statements('<a href="{{m.x}}{{m.y}}">') if "VIEW" in s],
                         ["VIEW_PUT_URL", "VIEW_PUT_URL_PART"])


class Refuses(unittest.TestCase):
    CASES = (
        ("<script>{{m.x}}</script>", "<script>"), ("<style>{{m.x}}</style>", "<style>"),
        ("<!-- {{m.x}} -->", "a comment"), ("<{{m.x}}>", "name"), ("<p {{m.x}}>", "a tag"), ("<p a{{m.x}}='1'>", "name"),
        ("<p class={{m.x}}>", "without quotes"), ("<p class=x>", "quotes"), ('<p onclick="{{m.x}}">', "onclick"),
        ('<p style="{{m.x}}">', "style"), ('<iframe srcdoc="{{m.x}}">', "srcdoc"), ("{{if m.x}}<p{{end}}", "ends in another place"),
        ('<p class="{{if m.x}}">{{end}}', "ends in another place"), ("{{if m.x}}", "without its {{end}}"), ("{{end}}", "closes nothing"),
        ("{{else}}", "without its {{if}}"), ("{{for m in m.x}}{{end}}", "taken"), ("{{t room.none}}", "no catalogue"),
        ("{{t room.n n=m.n}}", "needs the argument x"), ("{{t room.a n=m.n}}", "has no argument n"),
        ("{{t room.n n=m.n n=m.n x=m.x}}", "twice"), ("{{asset none.css}}", "manifest"), ("{{include none m}}", "no template"),
        ("{{m.x = 3}}", "assign"), ("{{m.x; abort()}}", "no place"), ("{{" + tmplc.UNSAFE + "(out, m.x)}}", "no place"),
        ("{{m.x", "without its }}"), ("<p", "ends inside"), ('<a href="{{if m.a}}/x{{end}}{{m.x}}">', "whole URL"), ("a < b", "&lt;"),
        ("{{if m.x}}{{content}}{{end}}", "outside"),
    )

    def test_each(self):
        for body, words in self.CASES:
            with self.subTest(body):
                with self.assertRaises(tmplc.TemplateError) as caught:
                    compiled("\n" + body)
                self.assertIn(words, str(caught.exception))
                self.assertRegex(str(caught.exception), r"^page\.html:\d+: error: ")

    def test_line(self):
        with self.assertRaisesRegex(tmplc.TemplateError, r"page\.html:4:"):
            compiled("<p>\n\n<script>{{m.x}}</script>")

    def test_first_line(self):
        for text in ("<p>", '{{! template other struct page "page.h" }}\n'):
            with self.assertRaises(tmplc.TemplateError):
                tmplc.Template("page.html", text)


class Writes(unittest.TestCase):
    def test_white_space(self):
        self.assertEqual(sent("<ul>\n\t<li>a</li>\n\t<li>b  c\n d</li>\n</ul>\n"), "<ul><li>a</li><li>b c d</li></ul>")
        self.assertEqual(sent("<p><b>a</b>\n<i>b</i></p>"), "<p><b>a</b> <i>b</i></p>")
        self.assertEqual(sent("<pre>\n a\n  b</pre>").replace("\\012", "\n"), "<pre>\n a\n  b</pre>")
        self.assertEqual(sent("<input\n  type='a'\n  checked  >"), "<input type='a' checked>")
        self.assertEqual(sent("<p>a</p>\n{{if m.x}}\n<p>b</p>\n{{end}}\n<p>c</p>"), "<p>a</p><p>b</p><p>c</p>")

    def test_expressions(self):
        self.assertIn("VIEW_PUT_TEXT(out, m->a.b->c);", statements("{{m.a.b->c}}"))
        self.assertIn("VIEW_PUT_TEXT(out, f(v->arena, m->x));", statements("{{f(v.arena, m.x)}}"))
        self.assertIn('if (VIEW_IS(str_eq(m->m, STR("m.x")))) {', statements('{{if str_eq(m.m, "m.x")}}{{end}}'))
        self.assertIn("VIEW_PUT_TEXT(out, (*r));", statements("{{for r in m.rows}}{{r}}{{end}}"))
        self.assertIn("if (!VIEW_IS(m->x)) {", statements("{{if not m.x}}{{end}}"))

    def test_messages(self):
        self.assertIn("VIEW_PUT_TEXT(out, msg_text(v->lang, MSG_ROOM_A));", statements("{{t room.a}}"))
        self.assertIn("{ MSG_ARG(m->n), MSG_ARG(m->x) }, 2", "".join(statements('{{t room.n x=m.x n=m.n}}')))
        self.assertIn("&(const struct box){.t = msg_text(v->lang, MSG_ROOM_A)}", compiled(
            "{{include box {.t = t(room.a)}}}", {"box": '{{! template box struct box "page.h" }}\n{{m.t}}'}))

    def test_asset(self):
        self.assertEqual(sent('<link href="{{asset portal.css}}">'), '<link href="/assets/portal-1.css">')


class Runs(unittest.TestCase):
    PAGE_H = """#pragma once
#include "view/view.h"
struct row { struct str name, url; bool on; };
struct box { struct str t; };
struct page { struct str title; int n; const struct row *rows; size_t rows_n; struct box box; };
"""
    BODY = """{{wrap frame m.box}}<h1>{{m.title}}</h1>
{{for r in m.rows}}<a{{if r.on}} class="on"{{end}} href="{{r.url}}" title="{{r.name}}">{{r.name}} {{r_i}}</a>{{end}}
{{if m.n > 3}}many{{else if m.n}}some{{else}}none{{end}}{{end}}"""
    FRAME = '{{! template frame struct box "page.h" }}\n<b>{{m.t}}</b>{{content}}<i>{{m.t}}</i>'
    MAIN = """#include <stdio.h>
#include "page.h"
#include "templates.h"
int main(void) {
	const struct row rows[] = { { STR("<Ữ>\\""), STR("javascript:x"), true }, { STR("b"), STR("/b?c&d"), false } };
	const struct page m = { STR("T&T"), 2, rows, 2, { STR("box") } };
	const struct view v = { .lang = LANG_EN };
	struct buf out = BUF_INIT;
	tmpl_page(&out, &v, &m);
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
	return (0);
}
"""

    def build(self, body):
        with tempfile.TemporaryDirectory() as folder:
            d = pathlib.Path(folder)
            (d / "page.html").write_text(HEAD + body)
            (d / "frame.html").write_text(self.FRAME)
            (d / "page.h").write_text(self.PAGE_H)
            (d / "main.c").write_text(self.MAIN)
            for tool, files in (("msgc", []), ("tmplc", [d / "page.html", d / "frame.html"])):
                subprocess.run([sys.executable, ROOT / f"app/build/{tool}.py", "--out", d, *files], check=True)
            made = subprocess.run(
                ["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-Wshadow", "-Wconversion", "-ffunction-sections",
                 "-Wl,--gc-sections", f"-I{ROOT}/app", f"-I{d}", "-o", d / "page", d / "main.c", d / "templates.c", d / "messages.c",
                 ROOT / "app/view/render.c", ROOT / "app/view/message.c",
                 *(ROOT / f"app/core/{n}.c" for n in ("buf", "str", "arena", "core", "err", "log", "clock", "json"))],
                capture_output=True, text=True)
            if made.returncode != 0:
                return None, made.stderr
            return subprocess.run([d / "page"], capture_output=True, text=True, check=True).stdout, ""

    def test_page(self):
        out, error = self.build(self.BODY)
        self.assertEqual(error, "")
        self.assertEqual(out, '<b>box</b><h1>T&amp;T</h1><a class="on" href="#" title="&lt;Ữ&gt;&quot;">&lt;Ữ&gt;&quot; 0</a>'
                              '<a href="/b?c&amp;d" title="b">b 1</a> some<i>box</i>')

    def test_misspelt_name_points_to_the_template(self):
        out, error = self.build("<p>\n{{m.titel}}</p>")
        self.assertIsNone(out)
        self.assertRegex(error, r"page\.html:3:.*titel")

    def test_wrong_type_is_refused(self):
        out, error = self.build("{{m.box}}")
        self.assertIsNone(out)
        self.assertRegex(error, r"(?s)_Generic.*page\.html:2:2")


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
