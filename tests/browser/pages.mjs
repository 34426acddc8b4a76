// What is asked of pages one by one: how much comes over the wire when nothing is in the cache, how sign-in and registration
// answer mistakes, whether every link leads somewhere, whether the language changes and the place stays.
import { check, equal, finish, part } from "./lib/tally.mjs";
import { BASE, close, passwordOf, press, visit } from "./lib/site.mjs";
import { file } from "./lib/filing.mjs";

const BYTES_MAX = 100 * 1024, REQUESTS_MAX = 8;
const PHONE = { width: 390, js: true, lang: "vi" }, DESKTOP = { width: 1280, js: true, lang: "en" };
const PUBLIC = ["/", "/thu-tuc", "/thu-tuc/3.000465", "/thu-tuc/3.000466", "/thu-tuc/2.002478", "/dang-nhap", "/dang-ky", "/tra-cuu", "/kiem-tra"];

/** The page opened with an empty cache: requests and bytes as they come over the wire, headers with them. */
async function weigh(login, path) {
	const v = await visit(PHONE, login), cdp = await v.context.newCDPSession(v.page);
	let bytes = 0, requests = 0;
	const papers = new Set();		// what a frame shows is a citizen's own file, not ours

	await cdp.send("Network.enable");
	await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
	cdp.on("Network.requestWillBeSent", (e) => {
		if (!e.request.url.startsWith("https:") || /\/tep\//.test(e.request.url))
			papers.add(e.requestId);
		else
			requests++;
	});
	cdp.on("Network.loadingFinished", (e) => { bytes += papers.has(e.requestId) ? 0 : e.encodedDataLength; });
	await v.page.goto(path, { waitUntil: "networkidle" });
	check(`${path}: at most ${REQUESTS_MAX} requests`, requests <= REQUESTS_MAX, `${requests}`);
	check(`${path}: at most ${BYTES_MAX / 1024} KB`, bytes <= BYTES_MAX && bytes > 0, `${bytes} bytes`);
	console.log(`      ${path} ${requests} requests, ${(bytes / 1024).toFixed(1)} KB`);
	await v.leave();
}

/** Every address that the page links to answers; each is asked once. */
const asked = new Map();
async function tryLinks(v) {
	const hrefs = await v.page.locator("a[href], form[method=get]").evaluateAll((all) => all.map((e) => e.href ?? e.action));

	for (const href of new Set(hrefs.map((h) => h.replace(/#.*/, "")))) {
		if (!href.startsWith(BASE) || href.includes("/ngon-ngu?") || asked.has(href) || asked.size > 150)
			continue;
		const got = await v.context.request.get(href, { maxRedirects: 5 });
		asked.set(href, got.status());
		check(`${new URL(v.page.url()).pathname} links to a page that is there`, got.status() < 400, `${href} ${got.status()}`);
	}
}

await part("pages that anybody may see", async () => {
	for (const how of [PHONE, DESKTOP]) {
		const v = await visit(how);
		for (const path of PUBLIC) {
			await v.page.goto(path);
			await v.look(path);
			if (how === PHONE)
				await tryLinks(v);
		}
		await v.leave();
	}
});

await part("no such page, no such dossier", async () => {
	const v = await visit(PHONE);

	for (const path of ["/khong-co", "/thu-tuc/9.999999"]) {
		const answer = await v.page.goto(path);
		equal(`${path}: status`, answer.status(), 404);
		v.heard.splice(0);		// the browser tells of the status, as it should
	}
	await v.look("no such page");
	await v.page.goto("/tra-cuu?ma=H24.19-261124-9999");
	v.heard.splice(0);
	await v.look("track, none");
	await v.page.goto("/tra-cuu?ma=xyz");
	v.heard.splice(0);
	await v.look("track, no code");
	await v.page.goto("/thu-tuc?q=khongcogiday");
	await v.look("search, nothing found");
	await v.leave();
});

await part("signing in and registering, with mistakes", async () => {
	for (const how of [PHONE, { ...DESKTOP, js: false }]) {
		const v = await visit(how), send = "main button[type=submit]";

		await v.page.goto("/dang-nhap?return=/ho-so");
		await press(v.page, send);
		equal("both fields are asked for", await v.page.locator(".govuk-error-summary a").count(), 2);
		await v.look("sign in, empty");
		await v.page.fill("#login", "congdan2");
		await v.page.fill("#password", "not-the-password");
		await press(v.page, send);
		check("the name is kept, the password is not", await v.page.inputValue("#login") === "congdan2" && await v.page.inputValue("#password") === "");
		await v.look("sign in, wrong");
		await v.page.fill("#password", passwordOf("congdan2"));
		await press(v.page, send);
		equal("and leads to where one wanted to go", new URL(v.page.url()).pathname, "/ho-so");
		await v.look("my dossiers");
		await v.leave();
	}
	const v = await visit(PHONE);
	await v.page.goto("/dang-ky");
	await v.page.fill("#full_name", "Ngô Thị Thử Nghiệm");
	await press(v.page, "main button[type=submit]");
	check("what is missing is told", await v.page.locator(".govuk-error-summary a").count() >= 3);
	equal("what is there is kept", await v.page.inputValue("#full_name"), "Ngô Thị Thử Nghiệm");
	await v.look("register with mistakes");
	await v.page.fill("#personal_id", `0312${String(Date.now()).slice(-8)}`);
	await v.page.fill("#phone", "0900000009");
	await v.page.fill("#login", `thu${Date.now()}`);
	await v.page.fill("#password", "mot cau dai de nho");
	await press(v.page, "main button[type=submit]");
	check("a new account is signed in", await v.page.locator("form[action='/dang-xuat']").count() === 1, v.page.url());
	await v.page.goto("/ho-so");
	await v.look("my dossiers, none yet");
	await press(v.page, "form[action='/dang-xuat'] button");
	check("and signed out again", await v.page.locator("form[action='/dang-xuat']").count() === 0, v.page.url());
	await v.leave();
});

await part("the language changes, the place stays", async () => {
	const v = await visit(PHONE);

	await v.page.goto("/thu-tuc?q=ban+sao");
	await press(v.page, ".app-header__lang a");
	equal("the page is English", await v.page.locator("html").getAttribute("lang"), "en");
	equal("with the words that were searched for", await v.page.inputValue("#search"), "ban sao");
	await press(v.page, ".app-header__lang a");
	equal("and Vietnamese again", await v.page.locator("html").getAttribute("lang"), "vi");
	await v.leave();
});

await part("what comes over the wire", async () => {
	const v = await visit(PHONE, "congdan2"), code = await file(v.page, "3.000466");

	await v.page.goto("/thu-tuc/3.000465");
	await press(v.page, "form[action='/ho-so/moi'] button");
	const form = new URL(v.page.url()).pathname;
	await v.page.goto(`/ho-so/${code}`);
	await tryLinks(v);
	await v.leave();
	for (const path of PUBLIC)
		await weigh(null, path);
	for (const path of ["/ho-so", `/ho-so/${code}`, form])
		await weigh("congdan2", path);
	const officer = await visit({ ...DESKTOP, lang: "vi" }, "motcua1");
	for (const path of ["/ban-lam-viec", `/ban-lam-viec/${code}`, "/so-goc", "/so-goc?ten=nguyen"]) {
		await officer.page.goto(path);
		await officer.look(path.replace(code, "*"));
		await tryLinks(officer);
		await weigh("motcua1", path);
	}
	await officer.leave();
});

await close();
finish();
