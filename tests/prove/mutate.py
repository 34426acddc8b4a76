#!/usr/bin/env python3
"""Writes tests/prove/defects/mutated.txt: defects made mechanically from the bases, the same each time."""
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import corpus  # noqa: E402

BASES = ["ban-sao", "chinh-sua", "chuyen-truong", "lop-he"]
EACH = 4        # of one class and base, at most


def fields(root):
    """(path, element, in rows)"""
    def below(at, owner, rows):
        for child in at:
            if child.tag in ("form", "page", "section"):
                yield from below(child, owner, rows)
            elif child.tag == "result-form":
                yield from below(child, "result.", rows)
            elif child.tag == "group":
                yield from below(child, owner + child.get("name") + ".", rows or child.get("repeat") == "yes")
            elif child.tag == "field":
                yield owner + child.get("name"), child, rows
    yield from below(root, "", False)


def choices(root, field):
    if field.get("codes"):
        return [c.get("value") for c in root.iterfind(f"code-list[@name='{field.get('codes')}']/choice")]
    return ["yes", "no"] if field.get("type") == "yes-no" else [c.get("value") for c in field.iter("choice")]


def text_missing(root):
    for path, field, _ in fields(root):
        yield "the label is not translated", [f"no-en field {path} label"], ("text-missing", path)
    for path, field, _ in list(fields(root))[::3]:
        for child in ("hint", "help", "constraint"):
            if field.find(child) is not None:
                yield f"a new {child}, in Vietnamese only", [f"no-en field {path} {child}"], ("text-missing", path)
    for page in root.iter("page"):
        yield "a page's title", [f"no-en page {page.get('id')} title"], ("text-missing", page.get("id"))


def misspelt(root):
    values = {v for _, f, _ in fields(root) for v in choices(root, f)}
    for path, field, _ in fields(root):
        for attr in ("relevant", "required"):
            for value in re.findall(r"= '([^']+)'", field.get(attr, "")):
                if value in values:
                    text = field.get(attr).replace(f"'{value}'", f"'{value}x'", 1)
                    yield f"a letter too many in @{attr}", [f'field {path} {attr}="{text}"'], ("choice-unknown|never-shown|condition-same", path)


def optional_in_result(root):
    printed = {v.get("of") for block in root.find("document") if block.get("when") is None for v in block.iter("v")}
    for path, field, rows in fields(root):
        if path in printed and not rows and field.get("required") == "true()":
            yield "the field became optional, the result still prints it", [f"field {path} -required"], ("result-empty|optional-needed", path)
            yield "the field is only shown to some, the result still prints it", [
                f'field {path} relevant="/dossier/@today-days > 1000000"'], ("never-shown", path)


def optional_in_list(root):
    for v in root.find("list").iter("v"):
        yield "the field became optional, the list still names it", [f"field {v.get('of')} -required"], ("list-empty|optional-needed", v.get("of"))


def out_of_range(root):
    for path, field, _ in fields(root):
        if field.get("min"):
            yield "the constraint asks for less than min", [f"+test {path}: . < {field.get('min')}"], ("constraint-never", path)
            yield "the constraint repeats min", [f"+test {path}: . >= {field.get('min')}"], ("constraint-always", path)
        if field.get("type") == "text" and field.get("max-chars"):
            yield "longer than max-chars", [f"+test {path}: string-length(.) > {field.get('max-chars')}"], ("constraint-never", path)


def opposite_duty(root):
    for path, field, _ in fields(root):
        relevant = field.get("relevant")
        if relevant and " and " not in relevant and " or " not in relevant and "=" in relevant and not field.get("calculate"):
            yield "required for the others", [f'field {path} required="not({relevant})"'], ("required-hidden", path)


def itself_and_not(root):
    for path, field, _ in fields(root):
        if field.get("relevant"):
            relevant = field.get("relevant")
            yield "the condition was doubled, once turned round", [f'field {path} relevant="({relevant}) and not({relevant})"'], ("never-shown", path)


def refused(root):
    for path, field, rows in fields(root):
        values = choices(root, field)
        if field.get("type") == "choice" and len(values) > 2:
            yield "one choice is refused by a new rule", [f"+test {path}: . != '{values[-1]}'"], ("choice-refused", path)
            if not rows:
                yield "only one choice is let in", [f"+test {path}: . = '{values[0]}'"], ("choice-refused", path)


def locked(root):
    for path, field, _ in fields(root):
        if field.get("required") == "true()" and not field.get("prefill") and field.get("type") != "file":
            yield "somebody made it read-only", [f'field {path} readonly="true()"'], ("readonly-required", path)


CLASSES = [("text missing in a language", text_missing), ("comparison with a value that is no choice", misspelt),
           ("result prints what may be empty", optional_in_result), ("list names what may be empty", optional_in_list),
           ("contradictory or always-true constraint, from the field's limits", out_of_range), ("required while hidden", opposite_duty),
           ("field never shown", itself_and_not), ("choice that cannot be taken", refused), ("read-only, required, and from nowhere", locked)]


def main():
    out = ["# Made by ../mutate.py from the bases: not to be edited."]
    for kind, make in CLASSES:
        out += ["", f"= {kind}"]
        for base in BASES:
            found = list(make(ET.parse(corpus.HERE / "bases" / f"{base}.xml").getroot()))
            for words, operations, (rules, name) in found[::max(1, len(found) // EACH)][:EACH]:
                out.append(f"- {words}")
                out += [f"on {base}: {operation}" for operation in operations]
                out.append(f"find {rules}: {name}")
    (corpus.HERE / "defects/mutated.txt").write_text("\n".join(out) + "\n")


main()
