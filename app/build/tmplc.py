#!/usr/bin/env python3
"""HTML templates (app/**/*.html) to C functions. docs/TEMPLATES.md says how to write one.

The work is done in three steps, each its own part below: the text is cut into static pieces and {{holes}}; a walk over
them follows the HTML (where are we: text, a tag, an attribute's value?) and says how each hole must be escaped; then
C is written. Names are not checked here: they become C names, and the C compiler, led by #line, complains in the .html.
"""
import argparse
import pathlib
import re
import sys

import msgc

URL_ATTRS = {"href", "src", "action", "formaction", "poster", "cite", "data", "ping", "manifest", "background"}
BANNED_ATTRS = {"style", "srcdoc", "srcset"}
RAW_TAGS = {"script", "style", "iframe", "noscript", "template", "xmp", "noembed", "plaintext", "noframes"}
KEEP_SPACE = {"pre", "textarea"}
BLOCK_TAGS = set("""html head body title meta link base script style main header footer nav section article aside div p ul ol li
    dl dt dd table caption colgroup col thead tbody tfoot tr th td form fieldset legend h1 h2 h3 h4 h5 h6 hr br details summary
    figure figcaption blockquote option optgroup select datalist template noscript address svg g path rect circle
    search pre textarea dialog hgroup""".split())
UNSAFE = "view_put_html_that_is_already_safe_and_never_from_input"
DECL = re.compile(r"template\s+([a-z][a-z0-9_]*)\s+struct\s+([a-z_][a-z0-9_]*)\s+\"([^\"]+)\"\s*$")
FOR = re.compile(r"for\s+([a-z][a-z0-9_]*)\s+in\s+(.+)$", re.S)
TOKEN = re.compile(r"""\s+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])'|[A-Za-z_]\w*|\d[\w.]*|->|&&|\|\||[=!<>]=|<<|>>|.""", re.S)
LITERAL_CHUNK = 96


class TemplateError(Exception):
    def __init__(self, path, line, text):
        super().__init__(f"{path}:{line}: error: {text}")


# ---- 1. Cutting the text into pieces

class Piece:
    """A run of static text (kind "text") or the inside of a {{hole}} (kind "hole")."""
    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line


def hole_end(source, start, path, line):
    """The offset of the }} that closes the hole; braces and strings inside it are skipped."""
    depth, i = 0, start
    while i < len(source):
        ch = source[i]
        if ch == '"':
            m = re.compile(r'"(?:\\.|[^"\\\n])*"').match(source, i)
            if m is None:
                raise TemplateError(path, line, "a string in {{ }} does not end")
            i = m.end()
            continue
        if depth == 0 and source.startswith("}}", i):
            return i
        depth += (ch == "{") - (ch == "}")
        if depth < 0:
            break
        i += 1
    raise TemplateError(path, line, "{{ without its }}")


def cut(source, path):
    pieces, i, line = [], 0, 1
    while i < len(source):
        at = source.find("{{", i)
        at = len(source) if at < 0 else at
        if at > i:
            pieces.append(Piece("text", source[i:at], line))
            line += source.count("\n", i, at)
        if at == len(source):
            break
        if source.startswith("{{!", at):
            end = source.find("}}", at)
            if end < 0:
                raise TemplateError(path, line, "{{! without its }}")
            if not source[at + 3:end].strip().startswith("template "):
                line += source.count("\n", at, end)
                i = end + 2
                continue
            pieces.append(Piece("hole", source[at + 2:end].strip(), line))
        else:
            end = hole_end(source, at + 2, path, line)
            pieces.append(Piece("hole", source[at + 2:end].strip(), line))
        line += source.count("\n", at, end)
        i = end + 2
    return pieces


# ---- 2. Where in the HTML are we?

class Where:
    """The HTML tokenizer's state between two characters. Copied at {{if}}, compared at {{end}}."""
    def __init__(self):
        self.mode = "text"      # text, tag-name, in-tag, attr-name, after-attr-name, value, close-tag, comment, raw
        self.tag = ""           # the tag we are in, or the raw element (script, style ...)
        self.attr = ""
        self.quote = ""
        self.url = "empty"      # in a value: "empty" so far, "begun", "mixed" (depends on an {{if}})
        self.keep = ""          # inside <pre> or <textarea>

    def copy(self):
        other = Where()
        other.__dict__.update(self.__dict__)
        return other

    def rest(self):
        """A {{word}} ends the name before it."""
        if self.mode in ("attr-name", "tag-name"):
            self.mode, self.tag = "in-tag", self.tag.lower()

    def same(self, other):
        keys = ("mode", "quote", "keep") + (("tag",) if self.mode != "text" else ()) + \
               (("attr",) if self.mode == "value" else ())
        return all(getattr(self, k) == getattr(other, k) for k in keys)


class Walker:
    """Feeds static text through Where; returns the text to send, with white space and comments taken out."""
    def __init__(self, path):
        self.path, self.where, self.line = path, Where(), 1

    def fail(self, text):
        raise TemplateError(self.path, self.line, text)

    def feed(self, text, line):
        self.line, out = line, []
        for i, ch in enumerate(text):
            out.append(self.step(ch, text, i))
            self.line += ch == "\n"
        return "".join(out)

    def step(self, ch, text, i):
        return getattr(self, "in_" + self.where.mode.replace("-", "_"))(ch, text, i)

    def in_text(self, ch, text, i):
        w = self.where
        if ch != "<":
            return ch
        rest = text[i:i + 4]
        if rest == "<!--":
            w.mode = "comment"
            return ""
        if rest[1:2] == "!":
            w.mode, w.tag = "in-tag", "!"
        elif rest[1:2] == "/":
            w.mode, w.tag = "close-tag", ""
        elif rest[1:2].isalpha():
            w.mode, w.tag = "tag-name", ""
        else:
            self.fail("write &lt; for a < that opens no tag (no hole may stand in a tag's name)")
        return ch

    def in_comment(self, ch, text, i):
        if text[max(0, i - 2):i + 1] == "-->":
            self.where.mode = "text"
        return ""

    def in_close_tag(self, ch, text, i):
        w = self.where
        if ch == ">":
            if w.keep == w.tag.strip("/ \t\n").lower():
                w.keep = ""
            w.mode, w.tag = "text", ""
        else:
            w.tag += ch
        return ch

    def in_tag_name(self, ch, text, i):
        w = self.where
        if ch.isspace() or ch in "/>":
            w.tag = w.tag.lower()
            w.mode = "in-tag"
            return self.in_in_tag(ch, text, i)
        if ch != "<":
            w.tag += ch
        return ch

    def end_tag(self, ch, text, i):
        w = self.where
        if w.tag in RAW_TAGS:
            w.mode = "raw"
        else:
            w.mode = "text"
            w.keep = w.tag if w.tag in KEEP_SPACE else w.keep
        return ch

    def in_in_tag(self, ch, text, i):
        w = self.where
        if ch == ">":
            return self.end_tag(ch, text, i)
        if ch.isspace():
            return "" if re.match(r"\s*/?>|\s", text[i + 1:]) else " "
        if ch in "\"'=<" and w.tag != "!":
            self.fail(f"stray {ch} in <{w.tag}>")
        if ch != "/" and w.tag != "!":
            w.mode, w.attr = "attr-name", ch
        return ch

    def in_attr_name(self, ch, text, i):
        w = self.where
        if ch == "=":
            w.attr, w.mode = w.attr.lower(), "before-value"
            return ch
        if ch.isspace() or ch in "/>":
            w.mode = "in-tag"
            return self.in_in_tag(ch, text, i)
        w.attr += ch
        return ch

    def in_before_value(self, ch, text, i):
        w = self.where
        if ch not in "\"'":
            self.fail(f"the value of {w.attr} must be in quotes")
        w.mode, w.quote, w.url = "value", ch, "empty"
        return ch

    def in_value(self, ch, text, i):
        w = self.where
        if ch == w.quote:
            w.mode, w.quote = "in-tag", ""
        elif not ch.isspace():
            w.url = "begun"
        return ch

    def in_raw(self, ch, text, i):
        end = f"</{self.where.tag}>"
        if text[max(0, i + 1 - len(end)):i + 1].lower() == end:
            self.where.mode = "text"
        return ch

    def escape_for_hole(self):
        """Which writer a hole here needs."""
        w = self.where
        if w.mode == "text":
            return "VIEW_PUT_TEXT"
        if w.mode == "value":
            if w.attr in BANNED_ATTRS or w.attr.startswith("on"):
                self.fail(f"no hole may stand in {w.attr}: pass data to a script in a data- attribute, looks in a class")
            if w.attr.split(":")[-1] in URL_ATTRS:
                if w.url == "mixed":
                    self.fail(f"this may be the start of {w.attr} or not: put the whole URL into one hole")
                writer = "VIEW_PUT_URL" if w.url == "empty" else "VIEW_PUT_URL_PART"
                w.url = "begun"
                return writer
            return "VIEW_PUT_TEXT"
        places = {"comment": "a comment", "raw": f"<{w.tag}>", "before-value": "a value without quotes",
                  "in-tag": "a tag, outside a value", "attr-name": "an attribute's name"}
        self.fail(f"no hole may stand in {places.get(w.mode, 'the name of a tag')}")


# ---- expressions

def tokens(text):
    return TOKEN.findall(text)


def split_top(toks, sep):
    """Split a token list at sep where no bracket is open."""
    parts, depth = [[]], 0
    for t in toks:
        if t in "([{":
            depth += 1
        elif t in ")]}":
            depth -= 1
        if t == sep and depth == 0:
            parts.append([])
        else:
            parts[-1].append(t)
    return parts


class Expressions:
    """Turns what stands in a hole into a C expression: m, v and loop variables behave as values."""
    def __init__(self, path, messages):
        self.path, self.messages, self.names, self.line = path, messages, ["m", "v"], 1

    def fail(self, text):
        raise TemplateError(self.path, self.line, text)

    def arguments(self, message, toks):
        """name=expr name=expr ... (commas allowed between) -> a C array of them in the message's order."""
        given, name, depth = {}, None, 0
        for i, t in enumerate(toks):
            nxt = next((x for x in toks[i + 1:] if not x.isspace()), "")
            depth += (t in "([{") - (t in ")]}")
            if depth == 0 and nxt == "=" and re.match(r"^[a-z]\w*$", t):
                name = t
                if name in given:
                    self.fail(f"{message.name}: the argument {name} is given twice")
                given[name] = []
            elif depth == 0 and (t == "=" and given.get(name) == []):
                continue
            elif t.isspace() and not given.get(name):
                continue
            elif name is None and t != ",":
                self.fail(f"{message.name}: expected name=value, found {t!r}")
            elif name is not None:
                given[name].append(t)
        unknown, missing = set(given) - set(message.args), set(message.args) - set(given)
        if unknown:
            self.fail(f"{message.name} has no argument {sorted(unknown)[0]}")
        if missing:
            self.fail(f"{message.name} needs the argument {sorted(missing)[0]}")
        values = []
        for arg in message.args:
            value = "".join(given[arg]).rstrip().rstrip(",")
            values.append(f"MSG_ARG({self.c(value)})")
        return values

    def message(self, toks):
        """id name=expr ... -> (C id, list of C arguments)"""
        text = "".join(toks).strip()
        m = re.match(r"([a-z]\w*(?:\.\w+)+)\s*,?", text)
        if m is None:
            self.fail(f"t needs a message id, found {text!r}")
        if m.group(1) not in self.messages:
            self.fail(f"no catalogue has the message {m.group(1)}")
        message = self.messages[m.group(1)]
        return message.c_name, self.arguments(message, tokens(text[m.end():]))

    def text_of(self, toks):
        c_id, args = self.message(toks)
        if not args:
            return f"msg_text(v->lang, {c_id})"
        return f"msg_string(v->arena, v->lang, {c_id}, (const struct msg_arg[]){{ {', '.join(args)} }}, {len(args)})"

    def c(self, text):
        toks, out, i = tokens(text), [], 0
        if not text.strip():
            self.fail("an empty expression")
        while i < len(toks):
            t = toks[i]
            before = next((x for x in reversed(toks[:i]) if not x.isspace()), "")
            after = toks[i + 1] if i + 1 < len(toks) else ""
            if t == UNSAFE or t in (";", "#", "`", "\\", "?:"):
                self.fail(f"{t} has no place in a template")
            if t == "=" and not any(x == "{" for x in toks[:i]):
                self.fail("a template does not assign")
            if t == "t" and after == "(" and before not in (".", "->"):
                depth, end = 0, i + 1
                while end < len(toks):
                    depth += (toks[end] == "(") - (toks[end] == ")")
                    if depth == 0:
                        break
                    end += 1
                out.append(self.text_of(toks[i + 2:end]))
                i = end + 1
                continue
            if t.startswith('"'):
                out.append(f"STR({t})")
            elif t in self.names and before not in (".", "->"):
                if after == ".":
                    out.append(t + "->")
                    i += 2
                    continue
                out.append(t if after == "->" else f"(*{t})")
            else:
                out.append(t)
            i += 1
        return " ".join("".join(out).split())


# ---- 3. Writing C

class Template:
    def __init__(self, path, source):
        self.path = path
        self.pieces = cut(source, path)
        first = self.pieces[0] if self.pieces else None
        m = DECL.match(first.text[1:].strip()) if first is not None and first.text.startswith("!") else None
        if m is None:
            raise TemplateError(path, 1, 'the first line must be {{! template name struct type "room/header.h" }}')
        self.name, self.struct, self.header = m.groups()
        if self.name != pathlib.PurePath(path).stem:
            raise TemplateError(path, 1, f"the template's name {self.name} is not its file's")
        self.pieces = self.pieces[1:]
        self.wraps = any(p.kind == "hole" and p.text == "content" for p in self.pieces)

    def functions(self):
        args = f"struct buf *out, const struct view *v, const struct {self.struct} *m"
        names = [f"tmpl_{self.name}_open", f"tmpl_{self.name}_close"] if self.wraps else [f"tmpl_{self.name}"]
        return [f"{n}({args})" for n in names]


class Writer:
    def __init__(self, template, templates, messages, assets):
        self.t, self.templates, self.assets = template, templates, assets
        self.walker = Walker(template.path)
        self.expr = Expressions(template.path, messages)
        self.items = []         # ("static", text, line, text_mode, keep) | ("code", c, line)
        self.open = []          # what {{end}} will close
        self.depth = 1

    def fail(self, line, text):
        raise TemplateError(self.t.path, line, text)

    def code(self, line, c, dedent=0, indent=0):
        self.depth -= dedent
        self.items.append(("code", "\t" * self.depth + c, line))
        self.depth += indent

    def run(self):
        for piece in self.t.pieces:
            if piece.kind == "text":
                self.static(piece)
            else:
                self.expr.line = self.walker.line = piece.line
                self.hole(piece)
        if self.open:
            self.fail(self.open[-1]["line"], f"{{{{{self.open[-1]['kind']}}}}} without its {{{{end}}}}")
        if self.walker.where.mode != "text":
            self.fail(self.walker.line, f"the template ends inside a tag or comment ({self.walker.where.mode})")
        return self.items

    def static(self, piece):
        """One item per stretch in or out of text, so that white space is only touched where it may be."""
        text, line = piece.text, piece.line
        self.walker.line = line
        run, mode = [], None
        for i, ch in enumerate(text):
            w = self.walker.where
            now = (w.mode == "text" and ch != "<", w.keep)
            sent = self.walker.step(ch, text, i)
            if mode is not None and now != mode and run:
                self.items.append(("static", "".join(run), line) + mode)
                run = []
            if not run:
                line = self.walker.line
            mode = now
            run.append(sent)
            self.walker.line += ch == "\n"
        if run:
            self.items.append(("static", "".join(run), line) + mode)

    def literal(self, text, line):
        self.items.append(("static", text, line, False, "x"))

    def hole(self, piece):
        text, line = piece.text, piece.line
        word = re.match(r"[a-z]+\b|", text).group(0)
        if word in ("if", "else", "end", "for"):
            self.walker.where.rest()
        handler = getattr(self, "do_" + word, None) if word in (
            "if", "else", "end", "for", "include", "wrap", "content", "t", "asset") and not re.match(
            r"(t|asset)\s*[.(\-=]", text) else None
        if text.startswith("!"):
            self.fail(line, "only the first line declares the template")
        if handler is not None:
            handler(text[len(word):].strip(), line)
            return
        writer = self.walker.escape_for_hole()
        self.code(line, f"{writer}(out, {self.expr.c(text)});")

    def do_t(self, rest, line):
        writer = self.walker.escape_for_hole()
        self.code(line, f"{writer}(out, {self.expr.text_of(tokens(rest))});")

    def do_asset(self, rest, line):
        name = rest.strip('" ')
        if name not in self.assets:
            self.fail(line, f"assets/dist/manifest has no {name}")
        self.walker.escape_for_hole()
        self.literal("/assets/" + self.assets[name], line)

    def condition(self, rest):
        rest = rest.strip()
        if rest.startswith("not "):
            return f"!VIEW_IS({self.expr.c(rest[4:])})"
        return f"VIEW_IS({self.expr.c(rest)})"

    def do_if(self, rest, line):
        self.code(line, f"if ({self.condition(rest)}) {{", indent=1)
        start = self.walker.where.copy()
        self.open.append({"kind": "if", "line": line, "start": start, "ends": [], "else": False})

    def branch_ends(self, line):
        block, now = self.open[-1], self.walker.where
        if not block["start"].same(now):
            self.fail(line, f"the branch from line {block['line']} ends in another place of the HTML than it began "
                            f"({block['start'].mode} {block['start'].attr}, now {now.mode} {now.attr})")
        block["ends"].append(now.url)

    def do_else(self, rest, line):
        if not self.open or self.open[-1]["kind"] != "if" or self.open[-1]["else"]:
            self.fail(line, "{{else}} without its {{if}}")
        self.branch_ends(line)
        block = self.open[-1]
        self.walker.where = block["start"].copy()
        if rest.startswith("if "):
            self.code(line, f"}} else if ({self.condition(rest[3:])}) {{", dedent=1, indent=1)
        elif rest == "":
            block["else"] = True
            self.code(line, "} else {", dedent=1, indent=1)
        else:
            self.fail(line, f"{{{{else {rest}}}}}: write {{{{else if ...}}}} or {{{{else}}}}")

    def do_for(self, rest, line):
        m = FOR.match("for " + rest)
        if m is None:
            self.fail(line, "write {{for row in m.rows}} (counts m.rows_n) or {{for row in m.rows, m.n}}")
        name, parts = m.group(1), split_top(tokens(m.group(2)), ",")
        if name in self.expr.names or len(parts) > 2:
            self.fail(line, f"{name} is taken, or there are too many commas")
        array_text = "".join(parts[0]).strip()
        array = self.expr.c(array_text)
        count = self.expr.c("".join(parts[1]) if len(parts) == 2 else array_text + "_n")
        self.code(line, f"for (size_t {name}_i = 0, {name}_n = (size_t)({count}); {name}_i < {name}_n; {name}_i++) {{",
                  indent=1)
        self.code(line, f"const __typeof__(({array})[0]) *{name} = &({array})[{name}_i];")
        self.expr.names.append(name)
        self.open.append({"kind": "for", "line": line, "start": self.walker.where.copy(), "ends": [], "name": name})

    def text_only(self, line, what):
        if self.walker.where.mode != "text":
            self.fail(line, f"{what} must stand in text, not in a tag")

    def target(self, rest, line, wraps):
        m = re.match(r"([a-z][a-z0-9_]*)\s*(.*)$", rest, re.S)
        other = self.templates.get(m.group(1)) if m else None
        if other is None:
            self.fail(line, f"there is no template {rest.split()[0] if rest else ''}")
        if other.wraps != wraps:
            self.fail(line, f"{other.name} has {'a' if other.wraps else 'no'} {{{{content}}}}: "
                            f"use {{{{{'wrap' if other.wraps else 'include'} {other.name} ...}}}}")
        value = m.group(2).strip()
        if value == "":
            self.fail(line, f"{other.name} needs its struct {other.struct}: an expression, or {{.field = ...}}")
        if value.startswith("{"):
            return other, f"&(const struct {other.struct}){self.expr.c(value)}"
        return other, f"&({self.expr.c(value)})"

    def do_include(self, rest, line):
        self.text_only(line, "{{include}}")
        other, value = self.target(rest, line, False)
        self.code(line, f"tmpl_{other.name}(out, v, {value});")

    def do_wrap(self, rest, line):
        self.text_only(line, "{{wrap}}")
        other, value = self.target(rest, line, True)
        name = f"wrap_{len(self.open)}_{other.name}"
        self.code(line, "{", indent=1)
        self.code(line, f"const struct {other.struct} *{name} = {value};")
        self.code(line, f"tmpl_{other.name}_open(out, v, {name});")
        self.open.append({"kind": "wrap", "line": line, "start": self.walker.where.copy(), "ends": [],
                          "close": f"tmpl_{other.name}_close(out, v, {name});"})

    def do_content(self, rest, line):
        self.text_only(line, "{{content}}")
        if self.open:
            self.fail(line, "{{content}} must stand outside {{if}} and {{for}}")
        self.items.append(("split", "", line))

    def do_end(self, rest, line):
        if not self.open:
            self.fail(line, "{{end}} closes nothing")
        self.branch_ends(line)
        block = self.open.pop()
        urls = set(block["ends"]) | ({block["start"].url} if not block.get("else") else set())
        if len(urls) > 1:
            self.walker.where.url = "mixed"
        if block["kind"] == "for":
            self.expr.names.remove(block["name"])
        if block["kind"] == "wrap":
            self.code(line, block["close"])
        self.code(line, "}", dedent=1)


def tag_before(text):
    m = re.search(r"<(/?)([A-Za-z][\w-]*)(?:[^<>]*)>$", text)
    return m.group(2).lower() if m else None


def tag_after(text):
    m = re.match(r"</?([A-Za-z!][\w-]*)", text)
    return m.group(1).lower() if m else None


def squeezed(items):
    """White space in text: a run that holds a line end and touches a block-level tag (or the template's edge) goes, any
    other becomes one space. {{if}} and its like are looked through; a value or an include counts as a word."""
    out, before, depth = [], "", 1      # before: the last static output, or "word" after a value

    def next_output(at):
        for item in items[at:]:
            if item[0] == "static" and (item[1].strip() != "" or not item[3]):
                return item[1].lstrip()
            if item[0] == "split":
                return ""
            if item[0] == "code" and re.match(r"\s*(VIEW_PUT|tmpl_)", item[1]):
                return "<div>" if item[1].lstrip().startswith("tmpl_") else "word"
        return ""

    for at, item in enumerate(items):
        if item[0] == "split":
            before = ""
        elif item[0] == "code" and re.match(r"\s*(VIEW_PUT|tmpl_)", item[1]):
            before = "<div>" if item[1].lstrip().startswith("tmpl_") else "word"
        if item[0] != "static":
            if item[0] == "code":
                depth = len(item[1]) - len(item[1].lstrip("\t")) + item[1].endswith("{")
            out.append(item)
            continue
        text = item[1]
        if item[3] and not item[4]:
            def replace(m, text=text, at=at, before=before):
                left = text[:m.start()] or before
                right = text[m.end():] or next_output(at + 1)
                edge = left == "" or right == "" or tag_before(left) in BLOCK_TAGS or tag_after(right) in BLOCK_TAGS
                return "" if "\n" in m.group(0) and edge else " "
            text = re.sub(r"[ \t\r\n]+", replace, text)
        if text == "":
            continue
        before = (before + text)[-400:] if not item[3] else text if text.strip() else before
        out.append(("static", text, item[2], depth))
    return out


def c_literals(text, indent):
    """The text as C string literals, one a line, cut at tags where that is possible."""
    raw, lines = text, []
    while raw:
        end = min(len(raw), LITERAL_CHUNK)
        if end < len(raw):
            nl = raw.rfind("<", 1, end)
            end = nl if nl > LITERAL_CHUNK // 2 else end
        lines.append(msgc.c_string(raw[:end]))
        raw = raw[end:]
    return ("\n" + indent + "    ").join(lines)


def write_function(prototype, items, path, emit):
    emit("")
    emit("void")
    emit(prototype)
    emit("{")
    emit("\t(void)v;")
    emit("\t(void)m;")
    i = 0
    while i < len(items):
        if items[i][0] == "static":
            text, line, tabs = "", items[i][2], "\t" * items[i][3]
            while i < len(items) and items[i][0] == "static":
                text += items[i][1]
                i += 1
            emit(f'#line {line} "{path}"')
            emit(f"{tabs}view_put_literal(out, {c_literals(text, tabs)}, {len(text.encode('utf-8'))});")
            continue
        emit(f'#line {items[i][2]} "{path}"')
        emit(items[i][1])
        i += 1
    emit("}")


def generate(templates, messages, assets, out_name):
    lines = ["/* Made by app/build/tmplc.py from the templates. */", '#include "templates.h"', "",
             '#include "messages.h"', '#include "view/render.h"']
    lines += sorted({f'#include "{t.header}"' for t in templates.values()})
    for t in templates.values():
        items = squeezed(Writer(t, templates, messages, assets).run())
        parts, prototypes = [[]], t.functions()
        for item in items:
            if item[0] == "split":
                parts.append([])
            else:
                parts[-1].append(item)
        if len(parts) != len(prototypes):
            raise TemplateError(t.path, 1, "a template has one {{content}} at most")
        for prototype, part in zip(prototypes, parts):
            write_function("tmpl_" + prototype.removeprefix("tmpl_"), part, t.path, lines.append)
        lines.append(f'#line {len(lines) + 2} "{out_name}"')
    return "\n".join(lines) + "\n"


def header(templates):
    lines = ["/* Made by app/build/tmplc.py from the templates. */", "#pragma once", "", '#include "view/view.h"', ""]
    lines += sorted({f"struct {t.struct};" for t in templates.values()}) + [""]
    for t in templates.values():
        lines += [f"void\t tmpl_{f.removeprefix('tmpl_')};\t/* {t.path} */" for f in t.functions()]
    return "\n".join(lines) + "\n"


def read_assets(path):
    """assets/dist/manifest: "name hashed-name" a line."""
    if not path.exists():
        return {}
    return dict(line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def load(paths):
    templates = {}
    for path in sorted(paths):
        t = Template(path, pathlib.Path(path).read_text(encoding="utf-8"))
        if t.name in templates:
            raise TemplateError(path, 1, f"{templates[t.name].path} has the same name")
        templates[t.name] = t
    return templates


def main(argv):
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--out", required=True, type=pathlib.Path)
    ap.add_argument("--manifest", type=pathlib.Path, default=pathlib.Path("assets/dist/manifest"))
    ap.add_argument("files", nargs="*", help="templates (.html) and message catalogues (.msg)")
    args = ap.parse_args(argv)
    try:
        messages = msgc.load([f for f in args.files if f.endswith(".msg")])
        templates = load([f for f in args.files if f.endswith(".html")])
        source = generate(templates, messages, read_assets(args.manifest), str(args.out / "templates.c"))
    except (TemplateError, msgc.MessageError) as e:
        print(e, file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "templates.h").write_text(header(templates), encoding="utf-8")
    (args.out / "templates.c").write_text(source, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
