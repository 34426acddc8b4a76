// What is true of every page that anybody meets. The page in the visitor's own context stays untouched and under its own content
// security policy; axe and the widths are tried on a copy of it, in a context that lets axe in.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { check } from "./tally.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] };
const WIDTHS = [320, 390, 1280];
const MESSAGE_ID = /\{[a-z_]+\}|\{\{|\b(?:common|catalogue|identity|draft|dossier|desk|registry|result|problem)\.[a-z]+_?[a-z_]*\b/;

/** A path with what differs from dossier to dossier taken out: two pages with one name may not exist. */
const shape = (url) => new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*").replace(/[A-Z]\d\d[.\d]*-\d{6}-\d+/g, "*").replace(/^\/k\/.+/, "/k/*");

export class Eye {
	static async open(browser) {
		const eye = new Eye();

		eye.titles = new Map();
		eye.seen = new Set();
		eye.context = await browser.newContext({ bypassCSP: true, ignoreHTTPSErrors: true });
		eye.page = await eye.context.newPage();
		// The copy is the page as its scripts left it: they may not run again. Papers in frames are not ours to judge.
		await eye.context.route("**/*", (route) => {
			const request = route.request();

			if (request.isNavigationRequest() && request.frame() === eye.page.mainFrame())
				return route.fulfill({ body: eye.copy, contentType: "text/html; charset=utf-8" });
			if (["stylesheet", "font", "image"].includes(request.resourceType()))
				return route.continue();
			return route.abort();
		});
		return eye;
	}

	/** What the browser complains about on a page, gathered from now on. */
	listen(page) {
		const heard = [];

		page.on("pageerror", (e) => heard.push(`page error: ${e.message}`));
		page.on("console", (m) => {
			// A page with status 422 or 409 is told so by the browser too; anything else is ours.
			if (!(m.type() === "error" && /^Failed to load resource: the server responded with a status of 4(09|22)/.test(m.text())))
				heard.push(`console ${m.type()}: ${m.text()}`);
		});
		page.on("response", (r) => {
			if (r.status() >= 500 || (r.status() >= 400 && !r.request().isNavigationRequest()))
				heard.push(`${r.status()} ${r.url()}`);
		});
		return heard;
	}

	/** name says which page in which state; the same one in the same manner is looked at once. */
	async look(page, name, how, heard) {
		const label = `${name} (${how.width}, ${how.js ? "js" : "no js"}, ${how.lang})`;

		if (this.seen.has(label))
			return;
		this.seen.add(label);
		check(`${label}: nothing to complain about`, heard.length === 0, heard.splice(0).join("\n"));
		this.copy = await page.content();
		const copy = this.page;
		await copy.setViewportSize({ width: how.width, height: 900 });
		// Without what stands after "#": the keyboard would begin there.
		await copy.goto(page.url().replace(/#.*/, ""), { waitUntil: "load" });
		await this.frame(copy, label, how);
		// Once at each width: language changes the words alone, and a page without scripts is what the page with them began as.
		if (!this.seen.has(`axe ${name} ${how.width}`))
			await this.axe(copy, label);
		this.seen.add(`axe ${name} ${how.width}`);
		for (const width of WIDTHS) {
			await copy.setViewportSize({ width, height: 900 });
			const over = await copy.evaluate(overflow);
			check(`${label}: fits ${width} px`, over === "", over);
		}
	}

	async frame(copy, label, how) {
		const facts = await copy.evaluate(() => ({
			lang: document.documentElement.lang,
			h1: [...document.querySelectorAll("h1")].filter((h) => h.checkVisibility()).map((h) => h.textContent.trim()),
			title: document.title,
			text: document.body.innerText,
		}));
		check(`${label}: the language is told`, facts.lang === how.lang, `lang="${facts.lang}"`);
		check(`${label}: one main heading`, facts.h1.length === 1 && facts.h1[0] !== "", facts.h1.join(" | ") || "none");
		const place = shape(copy.url()), other = this.titles.get(facts.title);
		check(`${label}: a title of its own`, facts.title !== "" && (other ?? place) === place, `“${facts.title}” is ${other}'s too`);
		this.titles.set(facts.title, place);
		const id = facts.text.match(MESSAGE_ID);
		check(`${label}: every text is there`, !id, id?.[0]);
		await copy.keyboard.press("Tab");
		const first = await copy.evaluate(() => document.activeElement?.className ?? "");
		check(`${label}: the skip link comes first`, first.includes("govuk-skip-link"), first);
		await copy.evaluate(() => document.activeElement?.blur());		// with the focus it lies over the header
	}

	async axe(copy, label) {
		await copy.evaluate(AXE);
		const { violations } = await copy.evaluate((rules) => window.axe.run(document, rules), RULES);
		check(`${label}: axe finds nothing`, violations.length === 0, violations.map((v) =>
			`${v.id} (${v.impact}): ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.html.slice(0, 160)} ${n.failureSummary ?? ""}`).join("\n  ")}`).join("\n"));
	}
}

/** Runs in the page: the names of what sticks out on the right, "" if nothing does. */
function overflow() {
	const root = document.documentElement;

	if (root.scrollWidth <= root.clientWidth)
		return "";
	const out = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
	return `${root.scrollWidth} px wide: ${out.slice(-4).map((e) => `${e.localName}.${e.className}`).join(", ")}`;
}
