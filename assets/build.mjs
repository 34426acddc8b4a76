// Builds dist/: one hashed file per asset, .br and .gz beside what compresses, and dist/manifest (name, hashed name).
// `make assets` runs it after `npm ci`. The same sources give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "dist");
const UNHASHED = new Set(["sw.js"]);		// served at /k/sw.js: a service worker's address must stay
const manifest = new Map();

function put(name, bytes) {
	const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
	const ext = extname(name);
	const hashed = UNHASHED.has(name) ? name : `${name.slice(0, -ext.length)}-${hash}${ext}`;
	writeFileSync(join(out, hashed), bytes);
	if (ext !== ".woff2") {
		const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
		writeFileSync(join(out, hashed + ".br"), brotliCompressSync(bytes, { params }));
		writeFileSync(join(out, hashed + ".gz"), gzipSync(bytes, { level: 9 }));
	}
	manifest.set(name, hashed);
}

/** import "./x.js" and asset("x.js") get hashed names: what is named must have been put before. */
function withHashedNames(text, from) {
	const folder = UNHASHED.has(from) ? "/assets/" : "./";

	return text.replace(/(["'])\.\/([a-z0-9_.-]+\.(?:js|wasm|css|svg|woff2))\1/g, (all, quote, name) => {
		if (!manifest.has(name))
			throw new Error(`${from} names ./${name}, which does not exist or names ${from} itself`);
		return `${quote}${folder}${manifest.get(name)}${quote}`;
	});
}

/** Modules in an order in which each comes after those it names. */
function inOrder(sources) {
	const done = new Set(), result = [];
	const visit = (name, path) => {
		if (done.has(name) || !sources.has(name))
			return;
		if (path.includes(name))
			throw new Error(`modules name each other in a circle: ${[...path, name].join(" ")}`);
		for (const m of sources.get(name).matchAll(/(["'])\.\/([a-z0-9_.-]+\.js)\1/g))
			visit(m[2], [...path, name]);
		done.add(name);
		result.push(name);
	};
	for (const name of [...sources.keys()].sort())
		visit(name, []);
	return result;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const folder of ["fonts", "icons"])
	for (const name of readdirSync(join(here, folder)).sort())
		if (/\.(woff2|svg|png|webmanifest)$/.test(name))
			put(name, readFileSync(join(here, folder, name)));

const css = sass.compile(join(here, "scss/portal.scss"), {
	style: "compressed",
	loadPaths: [join(here, "node_modules/govuk-frontend/dist"), join(here, "scss")],
	quietDeps: true,
	silenceDeprecations: ["import"],
}).css.replace(/url\("?([a-z0-9-]+\.woff2)"?\)/g, (all, name) => `url("${manifest.get(name)}")`);
put("portal.css", Buffer.from(css));

// The reader of QR codes for browsers without one of their own: zxing-wasm's module and its .wasm, with their licence.
const zxing = join(here, "node_modules/zxing-wasm");
const licence = readFileSync(join(zxing, "LICENSE"), "utf8").replaceAll("*/", "");
const version = JSON.parse(readFileSync(join(zxing, "package.json"), "utf8")).version;
const banner = `/*!\nzxing-wasm ${version}, around ZXing-C++ (Apache-2.0)\n${licence}*/\n`;
put("zxing_reader.wasm", readFileSync(join(zxing, "dist/reader/zxing_reader.wasm")));
put("zxing-share.js", Buffer.from(banner + readFileSync(join(zxing, "dist/es/share.js"), "utf8")));
put("zxing.js", Buffer.from(withHashedNames(banner + readFileSync(join(zxing, "dist/es/reader/index.js"), "utf8")
	.replace('"../share.js"', '"./zxing-share.js"'), "zxing.js")));

const names = readdirSync(join(here, "js")).filter((n) => /\.(js|wasm)$/.test(n)).sort();
for (const name of names.filter((n) => n.endsWith(".wasm")))
	put(name, readFileSync(join(here, "js", name)));
const sources = new Map(names.filter((n) => n.endsWith(".js")).map((n) => [n, readFileSync(join(here, "js", n), "utf8")]));
for (const name of inOrder(sources))
	put(name, Buffer.from(withHashedNames(sources.get(name), name)));

put("sw.js", Buffer.from(withHashedNames(readFileSync(join(here, "sw.js"), "utf8"), "sw.js")));

writeFileSync(join(out, "manifest"), [...manifest].sort().map(([name, hashed]) => `${name} ${hashed}\n`).join(""));
