#!/usr/bin/env python3
"""Checks of templates that the compiler leaves open: lint_html.py FILE... prints findings (file:line: rule: text), exit 1 if any."""
import pathlib
import re
import sys

import tmplc

FRAME = {"layout"}
COMMENT = re.compile(r"<!--.*?-->|\{\{!.*?\}\}", re.S)
TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S)
ATTR = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))?", re.S)
LETTERS = re.compile(r"[^\W\d_]{2,}")
INCLUDE = re.compile(r"\{\{include\s+(\w+)")
OWN_NAMES = {"Tiếng Việt", "English"}      # a language is called by its own name in every language
TEXT_ATTRS = {"title", "alt", "placeholder", "aria-label"}


def blank(match):
    """As many lines, no content: so that line numbers stay."""
    return "\n" * match.group(0).count("\n")


def without_holes(text, path):
    """Each {{hole}} as two NUL bytes and its line ends."""
    out, line = [], 1
    for piece in tmplc.cut(text, str(path)):
        out.append("\n" * (piece.line - line))
        line = piece.line
        out.append(piece.text if piece.kind == "text" else "\x00\x00")
        line += piece.text.count("\n") if piece.kind == "text" else 0
    return "".join(out)


def findings(path, source, parts=frozenset(), with_token=frozenset()):
    """parts: templates that others include; with_token: those of them that hold the csrf field."""
    name = pathlib.PurePath(path).stem
    text = COMMENT.sub(blank, source)
    if tmplc.UNSAFE in source:
        yield 1, "raw-html", "the unsafe writer has no use in a template"
    if "/components/" not in str(path) and name not in FRAME | parts and not re.search(r"\{\{wrap\s+layout\b", text):
        yield 1, "layout", "a page stands in {{wrap layout ...}}"
    holes = without_holes(text, path)
    for tag in TAG.finditer(holes):
        element = tag.group(1).lower()
        attrs = {m.group(1).lower().strip("\x00"): m.group(2) or m.group(3) or "" for m in ATTR.finditer(tag.group(2))}
        line = holes.count("\n", 0, tag.start()) + 1
        if element == "style":
            yield line, "inline-style", "styles live in assets/scss"
        if element == "script" and "src" not in attrs:
            yield line, "inline-script", "scripts live in assets/js"
        for attr, value in attrs.items():
            if attr == "style":
                yield line, "inline-style", f"style= on <{element}>: use a class"
            if attr.startswith("on"):
                yield line, "inline-script", f"{attr}= on <{element}>: use assets/js"
            if attr in ("href", "src", "action", "formaction") and value.lower().lstrip().startswith(("javascript:", "data:")):
                yield line, "url", f"{attr} begins with {value.split(':')[0]}:"
            if attr in TEXT_ATTRS and LETTERS.search(value):
                yield line, "text", f"{attr}={value!r}: words come from a catalogue, {{{{t ...}}}}"
        if element == "img" and "alt" not in attrs:
            yield line, "alt", "<img> without alt"
        if element == "form" and attrs.get("method", "get").lower() == "post":
            # Holes change the length of the text but not its number of forms: the same form of the source holds the includes.
            form = text.split("<form")[holes.count("<form", 0, tag.start()) + 1].split("</form>")[0]
            if 'name="csrf"' not in form and not with_token & set(INCLUDE.findall(form)):
                yield line, "csrf", "a form that posts carries the csrf field"
    bare = TAG.sub(lambda m: "\x00" + blank(m), re.sub(r"</[^>]*>|<![^>]*>", blank, holes))
    for number, row in enumerate(bare.split("\n"), 1):
        for part in row.split("\x00"):
            if LETTERS.search(re.sub(r"&\w+;", "", part)) and part.strip() not in OWN_NAMES:
                yield number, "text", f"{part.strip()!r}: words come from a catalogue, {{{{t ...}}}}"


def main(paths):
    count = 0
    sources = {path: pathlib.Path(path).read_text(encoding="utf-8") for path in paths}
    parts = {name for source in sources.values() for name in INCLUDE.findall(source)}
    with_token = {pathlib.PurePath(path).stem for path, source in sources.items() if 'name="csrf"' in source}
    for path in paths:
        for line, rule, text in findings(path, sources[path], parts, with_token):
            print(f"{path}:{line}: {rule}: {text}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
