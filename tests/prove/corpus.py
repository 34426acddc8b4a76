"""Seeded defects: small readable changes of a service, and what must be found.

A file of tests/prove/defects has classes ("= class"), each with defects:
    - what went wrong, in words
    on BASE: OPERATION               one or more; BASE is tests/prove/bases/BASE.xml
    find [note] RULE|RULE: NAME      NAME * for any; "note" when it is worth knowing only

Operations:
    TAG NAME attr="value" -attr      page, section, group, field, catalogue, line, paper: set and remove attributes
    +test NAME: XPATH                one more constraint;  test NAME N: XPATH  the Nth is another
    into after TAG NAME: XML         an element behind it;  into TAG: XML  at the end of the blocks of TAG
    delete TAG NAME                  and everything in it
    choice NAME old -> new           the value of a choice
    no-en TAG NAME [CHILD]           the English text is gone (of a child element: hint, help, row, add, constraint)
    text: old => new                 in the file itself, once
    workflow: XPATH                  a condition of a flow
"""
import pathlib
import re
import xml.etree.ElementTree as ET

HERE = pathlib.Path(__file__).resolve().parent
WORKFLOW = ('<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process><bpmn:sequenceFlow>'
            '<bpmn:conditionExpression>{}</bpmn:conditionExpression></bpmn:sequenceFlow></bpmn:process></bpmn:definitions>')


class Defect:
    def __init__(self, kind, words):
        self.kind, self.words, self.base, self.operations = kind, words, None, []
        self.note, self.rules, self.name = False, [], "*"


def read(path):
    kind, out = None, []
    for raw in path.read_text().splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("= "):
            kind = line[2:]
        elif line.startswith("- "):
            out.append(Defect(kind, line[2:]))
        elif line.startswith("on "):
            out[-1].base, operation = line[3:].split(": ", 1)
            out[-1].operations.append(operation)
        elif line.startswith("find "):
            rules, out[-1].name = line[5:].rsplit(": ", 1)
            out[-1].note = rules.startswith("note ")
            out[-1].rules = rules.removeprefix("note ").split("|")
        else:
            raise ValueError(f"{path.name}: {line}")
    return out


def named(root, tag, name):
    """The element of a name; fields and groups by their path, others by the beginning of what is written there."""
    def below(at, owner):
        for child in at:
            if child.tag in ("page", "section", "form"):
                if child.tag == tag and child.get("id") == name:
                    yield child
                yield from below(child, owner)
            elif child.tag == "result-form":
                yield from below(child, "result.")
            elif child.tag in ("group", "field"):
                path = owner + child.get("name")
                if child.tag == tag and path == name:
                    yield child
                if child.tag == "group":
                    yield from below(child, path + ".")

    if tag == "catalogue":
        return root.find("catalogue")
    if tag in ("page", "section", "group", "field"):
        found = list(below(root, ""))
        if not found and tag in ("group", "field"):
            found = [e for e in root.iter(tag) if e.get("name") == name.rsplit(".", 1)[-1]]
    elif tag == "line":
        found = [e for e in root.find("document").iter("line") if e.get("label", "").startswith(name)]
    elif tag == "paper":
        found = [e for e in root.iter("paper") if e.findtext("name/vi").startswith(name)]
    else:
        found = list(root.iter(tag))
    if len(found) != 1:
        raise ValueError(f"{tag} {name}: {len(found)} of them")
    return found[0]


def attributes(element, text):
    for name, value in re.findall(r'([a-z-]+)="([^"]*)"', text):
        element.set(name, value)
    for name in re.findall(r"(?:^|\s)-([a-z-]+)(?=\s|$)", re.sub(r'"[^"]*"', "", text)):
        element.attrib.pop(name, None)
    for name in re.findall(r"([a-z-]+)=(?=\s|$)", re.sub(r'"[^"]*"', '""', text)):
        element.attrib.pop(name, None)


def parent_of(root, element):
    return next(p for p in root.iter() if element in list(p))


def constraint(test):
    return ET.fromstring(f'<constraint><vi>Sai.</vi><en>Wrong.</en></constraint>'), test


def apply(root, operation):
    word, _, rest = operation.partition(" ")
    if word == "+test":
        name, test = rest.split(": ", 1)
        field = named(root, "field", name)
        element, element_test = constraint(test)
        element.set("test", element_test)
        field.append(element)
    elif word == "test":
        which, test = rest.split(": ", 1)
        name, n = which.rsplit(" ", 1)
        named(root, "field", name).findall("constraint")[int(n) - 1].set("test", test)
    elif word == "into":
        where, xml = rest.split(": ", 1)
        if where.startswith("after "):
            _, tag, name = where.split(" ", 2)
            element = named(root, tag, name)
            parent = parent_of(root, element)
            parent.insert(list(parent).index(element) + 1, ET.fromstring(xml))
        else:
            where, tag = where.split(" ")
            block = ET.Element(tag)
            block.append(ET.fromstring(xml))
            document = root.find(where)
            document.insert(list(document).index(document.find("authority")) + 1, block)
    elif word == "delete":
        tag, name = rest.split(" ", 1)
        element = named(root, tag, name)
        parent_of(root, element).remove(element)
    elif word == "choice":
        which, new = rest.split(" -> ")
        name, old = which.rsplit(" ", 1)
        next(c for c in named(root, "field", name).iter("choice") if c.get("value") == old).set("value", new)
    elif word == "no-en":
        tag, name, *child = rest.split(" ")
        element = named(root, tag, name)
        for one in child:
            element = element.find(one)
        holder = element if element.find("en") is not None else next(e for e in element if e.find("en") is not None)
        holder.remove(holder.find("en"))
    else:
        match = re.match(r"(.*?)((?:\s+[a-z-]+=(?:\"[^\"]*\")?|\s+-[a-z-]+)+)$", rest)
        name, text = (match.group(1).strip(), match.group(2)) if match else ("", rest)
        if word == "catalogue":
            name, text = "", rest
        attributes(named(root, word, name), text)


def make(defect, folder):
    """Writes service.xml, and a workflow when there is one. Returns the path."""
    text = (HERE / "bases" / f"{defect.base}.xml").read_text()
    trees = []
    for operation in defect.operations:
        if operation.startswith("text: "):
            old, new = operation[6:].split(" => ", 1)
            if text.count(old) != 1:
                raise ValueError(f"{old}: {text.count(old)} times")
            text = text.replace(old, new)
        elif operation.startswith("workflow: "):
            trees.append(operation[10:])
    root = ET.fromstring(text)
    for operation in defect.operations:
        if not operation.startswith(("text: ", "workflow: ")):
            apply(root, operation)
    if trees:
        escaped = trees[0].replace("&", "&amp;").replace("<", "&lt;")
        (folder / f"{root.get('workflow')}.bpmn").write_text(WORKFLOW.format(escaped))
    path = folder / "service.xml"
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path
