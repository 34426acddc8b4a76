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

import { clean, evaluate, find, readInstance, settleField, store, test } from "./form_engine-9261d76e1a.js";
import { dateOf, normalise } from "./form_types-4ff166849b.js";

export { evaluate, find, normalise, readInstance };

const PASSES_MAX = 20;   // longer chains of fields that decide each other settle at the next change

/* ---- the page */
function typedValue(box) {
  const inputs = [...box.querySelectorAll("input, select, textarea")];
  const type = box.dataset.type;
  if (type === "choices") return inputs.filter((i) => i.checked).map((i) => i.value).join(" ");
  if (inputs.some((i) => i.type === "radio")) return inputs.find((i) => i.checked)?.value ?? "";
  if (type === "date" || type === "partial-date") {
    const part = (key) => clean(inputs.find((i) => i.name.endsWith("." + key))?.value ?? "");
    const parts = [part("day"), part("month"), part("year")];
    return parts.every((p) => p === "") ? "" : dateOf(...parts) ?? parts.join("/");
  }
  return inputs.length === 0 ? null : inputs[0].value;
}

/* A list that depends on another field: what stands under that field's value. Without the entries the page is fetched. */
function offer(box, doc, node) {
  const select = box.querySelector("select");
  const above = find(doc, box.dataset.under, node)?.textContent ?? "";
  if (select === null || box.dataset.aboveIs === above) return;
  const first = box.dataset.aboveIs === undefined;
  const refresh = box.querySelector("[data-refresh]");
  box.dataset.aboveIs = above;
  if (!box.dataset.choices) {
    if (!first) refresh?.form.requestSubmit(refresh);
    return;
  }
  if (refresh !== null) refresh.hidden = true;
  const hint = box.querySelector("[data-above]");
  if (hint !== null) hint.hidden = true;
  const chosen = select.value;
  const fitting = JSON.parse(box.dataset.choices).filter((c) => above !== "" && c[2] === above);
  while (select.options.length > 1) select.remove(1);
  for (const [value, label] of fitting) select.add(new Option(label, value, false, value === chosen));
  if (!fitting.some((c) => c[0] === chosen)) select.value = "";
}

/* A calculated value as the server would show it. */
function shownAs(type, value, english) {
  if (type === "yes-no" && value !== "") return (english ? { yes: "Yes", no: "No" } : { yes: "Có", no: "Không" })[value] ?? value;
  if (type === "money" && value !== "") return value.replace(/\B(?=(\d{3})+$)/g, ".") + (english ? " dong" : " đồng");
  return type === "score" && !english ? value.replace(".", ",") : value;
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
    if (box.dataset.under) offer(box, doc, node);
    if (type && type !== "file") {
      const field = { type, calculate };
      const typed = calculate ? null : typedValue(box);
      const here = shown && !hiddenAbove;
      if (here && typed !== null && store(node, field, typed)) changed = true;
      if (settleField(doc, node, field, here)) changed = true;
      const out = box.querySelector("[data-value]");
      const value = node.textContent;
      const words = shownAs(type, value, document.documentElement.lang === "en");
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
