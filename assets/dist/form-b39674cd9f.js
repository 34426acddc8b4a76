/*
 * The browser half of a form's binds: the same XPath 1.0 that the server runs, over an instance built from the page's inputs.
 * It shows, hides, marks and calculates; it never blocks, never checks, and the server decides everything again.
 *
 *   <form data-instance='["dossier",{"today":"2026-11-24",...},[...]]'>       page_view.data_instance
 *     <div data-path="holder/full_name" data-type="text"                       control.data_path, control.type
 *          data-relevant="../../relation != 'self'" data-required="..." data-calculate="...">
 *       <span data-required-mark hidden>*</span> <input name="holder.full_name"> or <output data-value>
 *
 * No innerHTML, no eval, no DOMParser: it runs under a strict CSP with Trusted Types.
 */

const DAY_MS = 86400000;
const PASSES_MAX = 20;   // longer chains of fields that decide each other settle at the next change

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

export function find(doc, path) {
  return doc.evaluate(path, doc.documentElement, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
}

/* ---- what is typed, brought to the stored form as type_normalise() of app/form/form_type.c does */
const clean = (s) => s.normalize("NFC").replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
  .replace(/[\u00a0\u3000]/g, " ").replace(/[\u200b\ufeff]/g, "").replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

function yearOf(s) {
  if (!/^(\d{2}|\d{4})$/.test(s)) return null;
  return s.length === 4 ? s : (s < "50" ? "20" : "19") + s;
}

export function dateOf(day, month, year) {
  const y = yearOf(year);
  if (y === null || y === "0000" || !/^\d+$/.test(day) || !/^\d+$/.test(month)) return null;
  const iso = `${y}-${month.padStart(2, "0").slice(-2)}-${day.padStart(2, "0").slice(-2)}`;
  const t = new Date(`${iso}T00:00:00Z`);
  return Number(month) <= 12 && Number(day) <= 31 && !Number.isNaN(t.getTime()) && t.toISOString().startsWith(iso) ? iso : null;
}

export function normalise(type, typed) {
  const s = clean(typed);
  const bare = s.replace(/[ .-]/g, "");
  switch (type) {
    case "personal-id": return /^\d+$/.test(bare) ? bare : s;
    case "phone": return s.replace(/[ .()-]/g, "").replace(/^(\+84|84(?=\d{9}$))/, "0").replace(/^00(?=\d{9}$)/, "0");
    case "email": return s.replace(/ /g, "").replace(/[A-Z]/g, (c) => c.toLowerCase());
    case "year": return yearOf(s) ?? s;
    case "integer": return /^-?\d+$/.test(s.replace(/ /g, "")) ? String(BigInt(s.replace(/ /g, ""))) : s;
    case "money": {
      const m = /^(-?\d+)(đồng|vnd|VND|đ)?$/.exec(s.replace(/[ .,_]/g, ""));
      return m ? String(BigInt(m[1])) : s;
    }
    case "score": {
      const m = /^(\d+)(?:[.,](\d*?)0*)?$/.exec(s.replace(/ /g, ""));
      return m && (m[2] ?? "").length <= 2 ? String(BigInt(m[1])) + (m[2] ? "." + m[2] : "") : s;
    }
    case "yes-no": return s.toLowerCase();
    case "long-text": return s.replace(/\r\n?/g, "\n");
    default: return s.replace(/[ \t]+/g, " ");
  }
}

/* ---- the page */
function typedValue(box) {
  const inputs = [...box.querySelectorAll("input, select, textarea")];
  const type = box.dataset.type;
  if (type === "choices") return inputs.filter((i) => i.checked).map((i) => i.value).join(" ");
  if (inputs.some((i) => i.type === "radio")) return inputs.find((i) => i.checked)?.value ?? "";
  if (type === "date") {
    const part = (key) => clean(inputs.find((i) => i.name.endsWith("." + key))?.value ?? "");
    const parts = [part("day"), part("month"), part("year")];
    return parts.every((p) => p === "") ? "" : dateOf(...parts) ?? parts.join("/");
  }
  return inputs.length === 0 ? null : normalise(type, inputs[0].value);
}

function store(node, type, value) {
  if (node.textContent !== value) node.textContent = value;
  if (type !== "date") return;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) node.setAttribute("days", String(Date.parse(`${value}T00:00:00Z`) / DAY_MS));
  else node.removeAttribute("days");
}

/* One pass over the boxes in document order. True when something became different, so that another pass is due. */
function pass(doc, boxes) {
  let changed = false;
  for (const box of boxes) {
    const node = find(doc, box.dataset.path);
    if (node === null) continue;
    const { relevant, required, calculate, type } = box.dataset;
    const shown = !relevant || test(doc, node, relevant);
    const hiddenAbove = box.parentElement.closest("[data-path][hidden]") !== null;
    if (box.hidden === shown) {
      box.hidden = !shown;
      changed = true;
    }
    if (type && type !== "file") {
      const typed = calculate ? normalise(type, evaluate(doc, node, calculate).value) : typedValue(box);
      const value = shown && !hiddenAbove ? typed ?? node.textContent : "";
      if (node.textContent !== value) changed = true;
      store(node, type, value);
      const out = box.querySelector("[data-value]");
      const words = type === "score" && document.documentElement.lang !== "en" ? value.replace(".", ",") : value;
      if (calculate && out !== null && out.textContent !== words) out.textContent = words;
    }
    const mark = box.querySelector("[data-required-mark]");
    if (required && mark !== null) mark.hidden = !test(doc, node, required);
  }
  return changed;
}

export function bind(form) {
  const doc = readInstance(JSON.parse(form.dataset.instance));
  const boxes = [...form.querySelectorAll("[data-path]")];
  const settle = () => {
    for (let i = 0; i < PASSES_MAX && pass(doc, boxes); i++);
  };
  form.addEventListener("input", settle);
  form.addEventListener("change", settle);
  settle();
}

for (const form of document.querySelectorAll("form[data-instance]")) bind(form);
