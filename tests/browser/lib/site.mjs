// The running portal as the suites meet it: its address, a browser, visitors with their sign-ins.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Eye } from "./eye.mjs";
import { tellWhereBy } from "./tally.mjs";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const BASE = process.env.MOTCUA_URL?.replace(/\/$/, "");
const STATES = process.env.MOTCUA_STATES ?? join(tmpdir(), `motcua-states-${process.pid}`);
const ACCOUNTS = JSON.parse(readFileSync(join(ROOT, "conf/demo/accounts.json"), "utf8"));
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync", "--ignore-certificate-errors"];
const WAIT_MS = 30000;

if (!BASE) {
	console.log("MOTCUA_URL is not set: tests/browser/run starts a portal and sets it");
	process.exit(2);
}
mkdirSync(STATES, { recursive: true });

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS });
export const eye = await Eye.open(browser);
export const close = () => browser.close();

const stateOf = (login) => join(STATES, `${login}.json`);

/** A person's password in the demo. */
export const passwordOf = (login) => ACCOUNTS.find((a) => a.login === login).password;

/** How a visitor comes: width 390 (touch) or 1280, with or without JavaScript, "vi" or "en". */
export const nameOf = (how) => `${how.width} px, ${how.js ? "JavaScript" : "no JavaScript"}, ${how.lang}`;

/**
 * A visitor with a fresh browser profile, signed in as login if given. Sign-ins are shared between visitors and suites: the
 * portal counts them by address. Ends with leave().
 */
export async function visit(how, login = null) {
	if (login && !existsSync(stateOf(login)))
		await signInOnce(login);
	const context = await browser.newContext({
		baseURL: BASE, ignoreHTTPSErrors: true, javaScriptEnabled: how.js, acceptDownloads: true,
		viewport: { width: how.width, height: how.width < 600 ? 844 : 900 }, hasTouch: how.width < 600, isMobile: how.width < 600,
		storageState: login ? stateOf(login) : undefined,
	});
	context.setDefaultTimeout(WAIT_MS);
	if (how.lang === "en")
		await context.addCookies([{ name: "lang", value: "en", url: BASE, secure: true }]);
	// Papers in frames: the frame's own policy is asked as ever, only the viewer is spared.
	if (!how.papers)
		await context.route(/\/tep\/[0-9a-f]+$/, (route) => route.request().isNavigationRequest() && route.request().frame().parentFrame()
			? route.fulfill({ contentType: "text/plain", body: "" }) : route.continue());
	const page = await context.newPage();
	const heard = eye.listen(page);
	tellWhereBy(async () => `at ${page.url()}: ${await page.title()}\n${await page.locator("main").innerText({ timeout: 1000 }).then((t) => t.slice(0, 600))}`);
	return { how, context, page, heard, look: (name) => eye.look(page, name, how, heard), leave: () => context.close() };
}

async function signInOnce(login) {
	const context = await browser.newContext({ baseURL: BASE, ignoreHTTPSErrors: true });
	const page = await context.newPage();

	await signIn(page, login);
	await context.storageState({ path: stateOf(login) });
	await context.close();
}

export async function signIn(page, login) {
	if (!page.url().includes("/dang-nhap"))
		await page.goto("/dang-nhap");
	await page.fill("#login", login);
	await page.fill("#password", passwordOf(login));
	await press(page, page.locator("main button[type=submit]"));
	if (await page.locator("form[action='/dang-xuat']").count() === 0)
		throw new Error(`${login} is not signed in, but at ${page.url()}: ${await page.title()}`);
}

/** Clicks and waits for the page that comes of it. */
export async function press(page, what) {
	const target = typeof what === "string" ? page.locator(what) : what;

	await Promise.all([page.waitForNavigation({ waitUntil: "load" }), target.click()]);
}
