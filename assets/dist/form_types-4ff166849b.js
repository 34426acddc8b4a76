/*
 * The types of fields in the browser: twin of app/form/form_type.c, form_read.c, form_person.c and form_problem.c. The same
 * typed text becomes the same value, and the same value has the same problem; tests/browser/form_agree.py holds them to it.
 */

const bytes = (s) => new TextEncoder().encode(s).length;
const without = (s, chars) => [...s].filter((c) => !chars.includes(c)).join("");
const digits = (s) => /^[0-9]+$/.test(s);
const trim = (s) => s.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
const lower = (s) => s.replace(/[A-Z]/g, (c) => c.toLowerCase());
const upper = (s) => s.replace(/[a-z]/g, (c) => c.toUpperCase());
const tidy = (s) => s.replace(/\r\n?/g, "\n").replace(/[ \t]+/g, " ");
const fold = (s) => trim(s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d")
  .replace(/[\x00-\x7f]/g, (c) => (/[0-9a-z]/.test(c) ? c : " ")).replace(/ +/g, " "));
const yes = (value) => ({ ok: true, value });
const no = (value) => ({ ok: false, value });

export const clean = (s) => trim(s.normalize("NFC")
  .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
  .replace(/[\u00a0\u3000]/g, " ").replace(/[\u200b\ufeff]/g, ""));

/* ---- dates */
export function yearOf(s) {
  if (!/^(\d{2}|\d{4})$/.test(s)) return null;
  return s.length === 4 ? s : (s < "50" ? "20" : "19") + s;
}

const two = (s) => s.padStart(2, "0").slice(-2);

function dateReal(iso) {
  const t = new Date(`${iso}T00:00:00Z`);
  return iso.slice(0, 4) !== "0000" && !Number.isNaN(t.getTime()) && t.toISOString().startsWith(iso);
}

export const isDate = (s) => /^\d{4}-\d{2}-\d{2}$/.test(s) && dateReal(s);
export const daysOf = (iso) => Date.parse(`${iso}T00:00:00Z`) / 86400000;

export function dateOf(day, month, year) {
  const y = yearOf(year);
  if (y === null || y === "0000" || !digits(day) || !digits(month)) return null;
  if (Number(day) < 1 || Number(day) > 31 || Number(month) < 1 || Number(month) > 12) return null;
  const iso = `${y}-${two(String(Number(month)))}-${two(String(Number(day)))}`;
  return dateReal(iso) ? iso : null;
}

function readDate(s) {
  if (isDate(s)) return yes(s);
  const bare = without(s, " ");
  const parts = bare.split(["/", "-"].find((c) => bare.includes(c)) ?? ".");
  const iso = parts.length === 3 ? dateOf(...parts) : null;
  return iso === null ? no(s) : yes(iso);
}

const NOT_KNOWN = ["", "0", "00", "x", "xx", "khong ro", "khong nho", "unknown"];
const notKnown = (part) => NOT_KNOWN.includes(fold(part));

function readPartialDate(s) {
  const full = readDate(s);
  if (full.ok) return full;
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(s)) return s.startsWith("0000") ? no(s) : yes(s);
  const parts = s.split(s.includes("/") ? "/" : ".").map(trim);
  if (parts.length > 3) return no(s);
  const [year, month = "", day = ""] = parts.reverse();
  const y = yearOf(year);
  if (y === null || y === "0000" || !notKnown(day)) return no(s);
  if (notKnown(month)) return yes(y);
  return digits(month) && Number(month) >= 1 && Number(month) <= 12 ? yes(`${y}-${two(String(Number(month)))}`) : no(s);
}

export function partialSpan(value) {
  if (isDate(value)) return [value, value];
  const m = /^(\d{4})(?:-(0[1-9]|1[0-2]))?$/.exec(value);
  if (m === null || m[1] === "0000") return null;
  if (m[2] === undefined) return [`${m[1]}-01-01`, `${m[1]}-12-31`];
  const last = [31, 30, 29, 28].find((d) => dateReal(`${value}-${d}`));
  return [`${value}-01`, `${value}-${last}`];
}

/* ---- numbers */
function whole(d, max) {
  if (!/^-?\d+$/.test(d)) return null;
  const v = BigInt(d);
  return v <= max && v >= -max ? String(v) : null;
}

const INTEGER_MAX = 10n ** 15n;

function readInteger(s, grouped) {
  let d = without(s, grouped ? " .,_" : " ");
  for (const unit of grouped ? ["đồng", "vnd", "VND", "đ"] : []) if (d.endsWith(unit)) d = d.slice(0, -unit.length);
  const v = whole(d, INTEGER_MAX);
  return v === null ? no(s) : yes(v);
}

function readScore(s) {
  const bare = without(s, " ");
  const sep = bare.includes(",") ? "," : ".";
  const at = bare.indexOf(sep);
  const [head, tail] = at < 0 ? [bare, ""] : [bare.slice(0, at), bare.slice(at + 1)];
  if (!digits(head) || (tail !== "" && !digits(tail)) || whole(head, 1000000n) === null) return no(s);
  const part = tail.replace(/0+$/, "");
  return part.length > 2 ? no(s) : yes(String(BigInt(head)) + (part === "" ? "" : "." + part));
}

/* ---- numbers that name somebody */
function readDigits(s, n) {
  const bare = without(s, " .-");
  return bare.length === n && digits(bare) ? yes(bare) : no(digits(bare) ? bare : s);
}

function readTaxNumber(s) {
  const bare = without(s, " .-");
  if (!digits(bare) || (bare.length !== 10 && bare.length !== 13)) return no(s);
  return yes(bare.length === 10 ? bare : `${bare.slice(0, 10)}-${bare.slice(10)}`);
}

function readPhone(s) {
  let d = without(s, " .-()");
  if (d.startsWith("+84")) d = "0" + d.slice(3);
  else if (d.startsWith("84") && bytes(d) === 11) d = "0" + d.slice(2);
  if (d.startsWith("00") && bytes(d) === 11) d = d.slice(1);
  return { ok: /^0[35789]\d{8}$/.test(d), value: d };
}

function readClass(s) {
  const all = tidy(s);
  let rest = all;
  for (const head of ["lớp", "Lớp", "LỚP", "lop", "Lop", "class", "Class"])
    if (rest.startsWith(head)) rest = trim(rest.slice(head.length));
  const m = /^(\d{1,2})([^]*)$/.exec(rest);
  if (m === null || Number(m[1]) < 1 || Number(m[1]) > 12) return no(all);
  const tail = trim(m[2]);
  if (bytes(tail) > 40 || /^\d/.test(tail)) return no(all);
  const grade = String(Number(m[1]));
  return yes(/^[\x00-\x7f]*$/.test(tail) ? grade + upper(without(tail, " ")) : `${grade} ${tail}`);
}

/* ---- a person's name */
const PAIRS = [[0x100, 0x12f, 0], [0x132, 0x137, 0], [0x139, 0x148, 1], [0x14a, 0x177, 0], [0x179, 0x17e, 1],
  [0x1a0, 0x1a1, 0], [0x1af, 0x1b0, 1], [0x1ea0, 0x1ef9, 0]];

/* {kind: "lower" "upper" "none" "other", other}: other is the partner's code point. */
function letterOf(c) {
  if ((c >= 0x61 && c <= 0x7a) || (c >= 0xe0 && c <= 0xfe && c !== 0xf7)) return { kind: "lower", other: c - 0x20 };
  if ((c >= 0x41 && c <= 0x5a) || (c >= 0xc0 && c <= 0xde && c !== 0xd7)) return { kind: "upper", other: c + 0x20 };
  for (const [from, to, odd] of PAIRS)
    if (c >= from && c <= to) return c % 2 === odd ? { kind: "upper", other: c + 1 } : { kind: "lower", other: c - 1 };
  return { kind: c < 0x80 ? "none" : "other", other: c };
}

function nameCased(s) {
  const letters = [...s].map((ch) => ({ ch, ...letterOf(ch.codePointAt(0)) }));
  const n = (kind) => letters.filter((l) => l.kind === kind).length;
  if (n("other") > 0 || (n("lower") > 0 && n("upper") > 0) || n("lower") + n("upper") < 2) return s;
  let first = true, out = "";
  for (const { ch, kind, other } of letters) {
    const turn = (kind === "lower" && first) || (kind === "upper" && !first);
    out += turn ? String.fromCodePoint(other) : ch;
    first = ch === " " || ch === "-";
  }
  return out;
}

function nameOk(s) {
  let letter = false;
  for (const ch of s) {
    const c = ch.codePointAt(0);
    if (letterOf(c).kind === "none") {
      if (!" -'.".includes(ch)) return false;
    } else {
      if (c >= 0x2000 && c <= 0x2bff && c !== 0x2019) return false;
      letter = letter || c !== 0x2019;
    }
  }
  return letter;
}

/* ---- all types */
const has = (field, value) => field.choices.some((c) => c[0] === value);

function readChoices(field, s) {
  const parts = s.split(" ");
  const known = field.choices.map((c) => c[0]).filter((v) => parts.includes(v));
  const strange = parts.filter((p) => p !== "" && !has(field, p));
  return { ok: strange.length === 0, value: [...known, ...strange].join(" ") };
}

/*
 * What was typed, brought to the stored form of field.type: {ok, value}; when it is not ok, value is the text as typed and
 * the field has no value. field.choices ([[value, label, under, from, until], ...]) may be left out on a page: the controls
 * offer nothing else.
 */
export function normalise(field, typed) {
  const s = clean(typed);
  if (s === "") return yes("");
  switch (field.type) {
    case "long-text": return yes(trim(s.replace(/\r\n?/g, "\n")));
    case "person-name": return yes(nameCased(tidy(s)));
    case "personal-id": return readDigits(s, 12);
    case "old-id": return readDigits(s, 9);
    case "tax-number": return readTaxNumber(s);
    case "phone": return readPhone(s);
    case "email": return yes(lower(without(s, " ")));
    case "date": return readDate(s);
    case "partial-date": return readPartialDate(s);
    case "year": return yearOf(s) === null ? no(s) : yes(yearOf(s));
    case "choice": return !field.choices || has(field, s) ? yes(s) : no(s);
    case "choices": return field.choices ? readChoices(field, s) : yes(s);
    case "class": return readClass(s);
    case "integer": return readInteger(s, false);
    case "money": return readInteger(s, true);
    case "score": return readScore(s);
    case "yes-no": return { ok: /^(yes|no)$/.test(lower(s)), value: lower(s) };
    default: return yes(tidy(s));
  }
}

function emailOk(s) {
  const at = s.indexOf("@");
  const host = s.slice(at + 1);
  const dot = host.indexOf(".");
  return at >= 1 && bytes(s) <= 254 && dot > 0 && dot + 1 < host.length && !host.includes("@") && !host.endsWith(".") &&
    !host.includes("..");
}

/* As the three boxes of a date show a value. */
function dateParts(value) {
  const span = value.includes("/") ? null : partialSpan(value);
  if (span !== null) return ["", "", value.slice(0, 4)].map((p, i) => (value.length === 10 ? "x" : value.length === 7 && i === 1 ? "x" : p));
  const parts = value.split("/");
  return [parts[0], parts[1] ?? "", parts.slice(2).join("/")];
}

function dateProblem(value) {
  const parts = dateParts(value);
  const missing = value.includes("/") ? parts.indexOf("") : -1;
  return missing < 0 ? "date-real" : ["date-day", "date-month", "date-year"][missing];
}

function partialDateProblem(value) {
  const parts = dateParts(value);
  if (value.includes("/") && parts[2] === "") return "date-year";
  return parts.every((p) => p !== "") ? "date-real" : "partial-date";
}

function notUnderstood(field, value) {
  const bare = digits(without(value, " .-"));
  switch (field.type) {
    case "personal-id": return digits(value) ? "personal-id-digits" : "personal-id-other";
    case "old-id": return bare ? "old-id-digits" : "old-id-other";
    case "tax-number": return bare ? "tax-number-digits" : "tax-number-other";
    case "date": return dateProblem(value);
    case "partial-date": return partialDateProblem(value);
    case "choice": case "choices": case "yes-no": return "choice";
    case "class": case "phone": case "email": case "year": case "integer": case "money": case "score": return field.type;
    default: return null;
  }
}

const TAX_WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3];
const taxOk = (s) => 10 - TAX_WEIGHTS.reduce((sum, w, i) => sum + w * Number(s[i]), 0) % 11 === Number(s[9]);

function rangeProblem(field, value) {
  const [head, part = ""] = value.split(".");
  const v = BigInt(head);
  if (field.min !== undefined && v < BigInt(field.min)) return "min";
  if (field.max !== undefined && (v > BigInt(field.max) || (v === BigInt(field.max) && part !== ""))) return "max";
  return null;
}

/* What is wrong with a stored value, or null. field.min, field.max and field.chars are its limits. */
export function problem(field, value) {
  if (value === "" || field.type === "file") return null;
  const n = normalise(field, value);
  if (!n.ok || n.value !== value) {
    const id = notUnderstood(field, value);
    if (id !== null) return id;
  }
  if (field.type === "email" && !emailOk(value)) return "email";
  if (field.type === "personal-id" && field.choices?.length > 0 && value.startsWith("0") && !has(field, value.slice(0, 3)))
    return "personal-id-province";
  if (field.type === "tax-number" && !taxOk(value)) return "tax-number-check";
  if (field.type === "person-name" && !nameOk(value)) return "person-name";
  if (["integer", "money", "score", "year"].includes(field.type)) return rangeProblem(field, value);
  if (field.type !== "long-text" && value.includes("\n")) return "one-line";
  return [...value].length > (field.chars ?? Infinity) ? "chars-max" : null;
}
