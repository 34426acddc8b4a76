#!/usr/bin/env python3
"""Message catalogues (app/<room>/<name>.msg) to C: enum msg, the texts in every language, the number of arguments.

A catalogue, line by line:

    # a comment
    dossier.count
        vi      Có {n} hồ sơ
        en      {n} dossiers
        en one  {n} dossier

An id starts in column 0 and begins with the file's name. Below it, indented, one text for each language; "en one" is
what English says when the argument n is 1. {name} is a named argument; "{{" is a brace. Texts are NFC and stand on one line.
Both languages must be there, with the same arguments, or the build fails with file and line.
"""
import argparse
import pathlib
import re
import sys
import unicodedata

LANGS = ("vi", "en")
ID = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
NAME = re.compile(r"^[a-z][a-z0-9_]*$")
ARG_MARK = "\x01"       # in the generated text: this, then the argument's number as chr(n + 1)
ARGS_MAX = 8


class MessageError(Exception):
    def __init__(self, path, line, text):
        super().__init__(f"{path}:{line}: error: {text}")


class Message:
    def __init__(self, name, path, line):
        self.name, self.path, self.line = name, path, line
        self.texts = {}         # "vi", "en", "en one" -> raw text
        self.args = []          # in the order in which the Vietnamese text names them

    @property
    def c_name(self):
        return c_name(self.name)

    def compiled(self, key):
        """The text with each {name} as two bytes, or None where there is no such text."""
        if key not in self.texts:
            return None

        def mark(m):
            if m.group(0) in ("{{", "}}"):
                return m.group(0)[0]
            return ARG_MARK + chr(self.args.index(m.group(1)) + 1)
        return PLACE.sub(mark, self.texts[key])


def c_name(name):
    return "MSG_" + name.replace(".", "_").upper()


def arguments(text, path, line):
    found = []
    for m in PLACE.finditer(text):
        if m.group(0) in ("{{", "}}"):
            continue
        if m.group(1) is None or not NAME.match(m.group(1)):
            raise MessageError(path, line, f"{m.group(0)!r} is no argument: write {{name}}, or {{{{ for a brace")
        if m.group(1) not in found:
            found.append(m.group(1))
    return found


def finish(message):
    for lang in LANGS:
        if lang not in message.texts:
            raise MessageError(message.path, message.line, f"{message.name} has no text in {lang}")
    message.args = arguments(message.texts["vi"], message.path, message.line)
    if len(message.args) > ARGS_MAX:
        raise MessageError(message.path, message.line, f"{message.name} has more than {ARGS_MAX} arguments")
    for key, text in message.texts.items():
        other = arguments(text, message.path, message.line)
        missing = set(message.args) - set(other) - ({"n"} if key == "en one" else set())
        if missing or set(other) - set(message.args):
            raise MessageError(message.path, message.line, f"{message.name}: {key} and vi have different arguments")
    if "en one" in message.texts and "n" not in message.args:
        raise MessageError(message.path, message.line, f"{message.name}: 'en one' needs an argument called n")


def parse(path, text, label=None):
    label = label or str(path)
    stem = pathlib.PurePath(path).stem
    messages, current = [], None
    for number, raw in enumerate(text.split("\n"), 1):
        if raw.strip() == "" or raw.lstrip().startswith("#"):
            continue
        if unicodedata.normalize("NFC", raw) != raw:
            raise MessageError(label, number, "the text is not in Unicode form NFC")
        if not raw[0].isspace():
            name = raw.strip()
            if not ID.match(name):
                raise MessageError(label, number, f"{name!r} is no message id (lower case, digits, _, with a dot)")
            if name.split(".")[0] != stem:
                raise MessageError(label, number, f"{name} must begin with {stem}. as its file does")
            current = Message(name, label, number)
            messages.append(current)
            continue
        m = re.match(r"^\s+(vi|en one|en)\s+(\S.*?)\s*$", raw)
        if m is None or current is None:
            raise MessageError(label, number, "expected an id, or an indented 'vi', 'en' or 'en one' with its text")
        if m.group(1) in current.texts:
            raise MessageError(label, number, f"{current.name} has {m.group(1)} twice")
        current.texts[m.group(1)] = m.group(2)
    for message in messages:
        finish(message)
    return messages


def load(paths):
    """All messages of all catalogues, by id, sorted. Raises MessageError."""
    everything = {}
    for path in sorted(str(p) for p in paths):
        for message in parse(path, pathlib.Path(path).read_text(encoding="utf-8")):
            clash = next((m for m in everything.values() if m.c_name == message.c_name), None)
            if clash is not None:
                raise MessageError(message.path, message.line, f"{message.name} is already in {clash.path}:{clash.line}")
            everything[message.name] = message
    return dict(sorted(everything.items()))


def c_string(text):
    out = []
    for ch in text:
        if ch in '"\\':
            out.append("\\" + ch)
        elif ord(ch) < 0x20:
            out.append(f"\\{ord(ch):03o}")
        else:
            out.append(ch)
    return '"' + "".join(out) + '"'


def c_str(text):
    if text is None:
        return "{ NULL, 0 }"
    return f"{{ {c_string(text)}, {len(text.encode('utf-8'))} }}"


def header(messages):
    lines = ["/* Made by app/build/msgc.py from the message catalogues. */", "#pragma once", "", "enum msg {", "\tMSG_NONE,\t\t/* no text */"]
    lines += [f"\t{m.c_name}," for m in messages.values()]
    return "\n".join(lines + ["\tMSG__MAX", "};", "", '#include "view/message.h"', ""])


def source(messages):
    lines = ["/* Made by app/build/msgc.py from the message catalogues. Sorted by name: msg_of_name searches it. */",
             '#include "messages.h"', "", "const struct msg_entry msg_entries[] = {",
             '\t{ { "", 0 }, 0, { { "", 0 }, { "", 0 } }, { NULL, 0 }, -1 },']
    for m in messages.values():
        lines += [f"\t{{ {c_str(m.name)}, {len(m.args)}, {{",
                  *(f"\t\t{c_str(m.compiled(lang))}," for lang in LANGS),
                  f"\t}}, {c_str(m.compiled('en one'))}, {m.args.index('n') if 'en one' in m.texts else -1} }},"
                  f"\t/* {', '.join(m.args) or '-'} */"]
    return "\n".join(lines + ["};", "", "const size_t msg_entries_n = COUNT_OF(msg_entries);", ""])


def main(argv):
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--out", required=True, type=pathlib.Path)
    ap.add_argument("catalogues", nargs="*")
    args = ap.parse_args(argv)
    try:
        messages = load(args.catalogues)
    except MessageError as e:
        print(e, file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "messages.h").write_text(header(messages), encoding="utf-8")
    (args.out / "messages.c").write_text(source(messages), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
