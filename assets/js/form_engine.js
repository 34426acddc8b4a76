/*
 * The browser half of a form: the same XPath 1.0 that the server runs, over the same instance. Twin of app/form/form_settle.c,
 * form_link.c and form_check.c: relevance, calculated values, typed attributes, what is required and what is wrong.
 * form.js uses it on the page's inputs, tests/browser/form_agree.py on whole dossiers.
 *
 * A field is what app/form calls a node: {type, relevant, required, readonly, calculate: expressions, constraints: [test],
 * choices: [[value, label, under, from, until]], was, min, max, chars, under, at, born, sex: paths}.
 */
import { clean, daysOf, isDate, normalise, partialSpan, problem } from "./form_types.js";

/* [name, {attributes}, text or [children]] to a document. */
export function readInstance(json) {
  const doc = document.implementation.createDocument(null, null, null);
  const build = ([name, attributes, content]) => {
    const node = doc.createElementNS(null, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (Array.isArray(content)) node.append(...content.map(build));
    else if (content !== "") node.append(content);
    return node;
  };
  doc.append(build(json));
  return doc;
}

/* Twin of number_text() in app/xml/xpath.c. */
export function numberText(v) {
  if (!Number.isFinite(v) || Math.abs(v) >= 1e18) return "";
  const sign = v < 0 ? "-" : "";
  const size = Math.abs(v);
  if (size >= 9e9) return sign + BigInt(Math.floor(size + 0.5));
  const micro = Math.floor(size * 1e6 + 0.5);
  if (micro === 0) return "0";
  const part = String(micro % 1000000).padStart(6, "0").replace(/0+$/, "");
  return sign + Math.floor(micro / 1000000) + (part === "" ? "" : "." + part);
}

/* {kind, value}: value as the server would write it. */
export function evaluate(doc, node, expression) {
  const r = doc.evaluate(expression, node, null, XPathResult.ANY_TYPE, null);
  switch (r.resultType) {
    case XPathResult.NUMBER_TYPE: return { kind: "number", value: numberText(r.numberValue) };
    case XPathResult.BOOLEAN_TYPE: return { kind: "boolean", value: r.booleanValue ? "yes" : "no" };
    case XPathResult.STRING_TYPE: return { kind: "string", value: r.stringValue };
    default: return { kind: "nodes", value: doc.evaluate(expression, node, null, XPathResult.STRING_TYPE, null).stringValue };
  }
}

export function test(doc, node, expression) {
  return doc.evaluate(expression, node, null, XPathResult.BOOLEAN_TYPE, null).booleanValue;
}

export function find(doc, path, from = doc.documentElement) {
  return doc.evaluate(path, from, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
}

/* ---- values */
export const valueOf = (node) => node.textContent || (node.getAttribute("typed") ?? "");

function setAttribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, String(value));
}

/* What expressions may read of a value beside its text. */
export function typedAttributes(node, type) {
  const value = node.textContent;
  if (type === "date") setAttribute(node, "days", isDate(value) ? daysOf(value) : null);
  if (type === "partial-date") {
    const span = partialSpan(value);
    setAttribute(node, "first-days", span && daysOf(span[0]));
    setAttribute(node, "last-days", span && daysOf(span[1]));
  }
  if (type === "class") setAttribute(node, "grade", /^([1-9]|1[0-2])(?!\d)/.exec(value)?.[1] ?? null);
}

/* True when the element was different before. */
export function store(node, field, typed) {
  const { ok, value } = normalise(field, typed);
  if (value === valueOf(node) && ok === !node.hasAttribute("typed")) return false;
  if (node.textContent !== (ok ? value : "")) node.textContent = ok ? value : "";
  setAttribute(node, "typed", ok ? null : value);
  return true;
}

/* The files themselves stay on the server; their number is told. */
const hasFiles = (node) => Number(node.getAttribute("count")) > 0;

/* One field: hidden, it has no value; calculated, it gets it. True when something became different. */
export function settleField(doc, node, field, relevant) {
  let changed = false;
  if (!relevant) {
    changed = valueOf(node) !== "" || hasFiles(node);
    if (changed) node.textContent = "";
    node.removeAttribute("typed");
    node.removeAttribute("from");
    if (hasFiles(node)) ["count", "pages"].forEach((a) => node.setAttribute(a, "0"));
  } else if (field.calculate) {
    changed = store(node, field, evaluate(doc, node, field.calculate).value);
  }
  typedAttributes(node, field.type);
  return changed;
}

/* ---- fields that answer for each other */
const linked = (doc, node, path) => (path ? find(doc, path, node)?.textContent ?? "" : "");
const inForce = ([, , , from, until], day) => (!from || from <= day) && (!until || day <= until);

function choiceProblem(doc, node, field, value) {
  const choice = field.choices?.find((c) => c[0] === value);
  if (!choice) return null;
  const above = linked(doc, node, field.under);
  if (above !== "" && choice[2] !== above) return "choice-under";
  const at = linked(doc, node, field.at);
  const day = isDate(at) ? at : doc.documentElement.getAttribute("today");
  if (inForce(choice, day)) return null;
  return field.choices.some((c) => (c[5] ?? "").split(" ").includes(value) && inForce(c, day)) ? "choice-became" : "choice-not-then";
}

function idProblem(doc, node, field, value) {
  if (value.length !== 12) return null;
  const mark = Number(value[3]);
  const born = linked(doc, node, field.born).slice(0, 4), sex = linked(doc, node, field.sex);
  if (born.length === 4 && born !== String(19 + Math.floor(mark / 2)) + value.slice(4, 6)) return "personal-id-born";
  return (sex === "nam" && mark % 2 === 1) || (sex === "nu" && mark % 2 === 0) ? "personal-id-sex" : null;
}

/* Id of what is wrong with a relevant field, as forms/messages.xml names it, or null. */
export function fieldProblem(doc, node, field, required) {
  const value = field.type === "file" ? "" : valueOf(node);
  const empty = value === "" && !hasFiles(node);
  const wrong = problem(field, value);
  if (wrong !== null) return wrong;
  if (empty) {
    if (!required) return null;
    return field.type === "file" ? "required-file" : ["choice", "choices", "yes-no"].includes(field.type) ? "required-choice" : "required";
  }
  const link = field.type === "choice" ? choiceProblem(doc, node, field, value) :
    field.type === "personal-id" ? idProblem(doc, node, field, value) : null;
  if (link !== null) return link;
  return (field.constraints ?? []).every((c) => test(doc, node, c)) ? null : "constraint";
}

export { clean };
