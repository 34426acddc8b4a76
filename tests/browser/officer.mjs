// The whole way through the agency: queue, claim, accept, draft, sign, release, and the citizen who then takes the result home.
// 3.000465 in the four manners of citizen.mjs, for the same reason; the other two services once each, for what only they have:
// two schools and their own agencies (2.002478), a head of division and a clerk between specialist and director (3.000466).
import { check, equal, finish, part } from "./lib/tally.mjs";
import { BASE, close, nameOf, press, visit } from "./lib/site.mjs";
import { file } from "./lib/filing.mjs";
import { claim, decide, openWork, saveDraft, waitFor } from "./lib/desk.mjs";

const HOWS = [
	{ width: 390, js: true, lang: "vi" },
	{ width: 390, js: false, lang: "en" },
	{ width: 1280, js: true, lang: "en", papers: true },		// here the browser's viewer opens the papers; it is slow
	{ width: 1280, js: false, lang: "vi" },
];
const PLAIN = { width: 1280, js: true, lang: "vi" };

async function filed(service, who) {
	const v = await visit(PLAIN, who), code = await file(v.page, service);

	await v.leave();
	return code;
}

/** Opens the dossier as somebody, does what is to be done there, leaves. */
async function as(login, how, code, act) {
	const v = await visit(how, login);

	await openWork(v.page, code);
	await claim(v.page);
	await act(v);
	await v.leave();
}

async function queue(v, code) {
	const { page } = v, rows = "main tbody tr";

	await page.goto("/ban-lam-viec");
	await v.look("queue");
	await page.fill("#tim", code);
	await press(page, "form[action='/ban-lam-viec'] button[type=submit]");
	equal("the search finds the one dossier", await page.locator(rows).count(), 1);
	check("the search is in the address", page.url().includes(`tim=${code}`), page.url());
	await v.look("queue, searched");
	await press(page, page.locator(".app-counts__link").nth(2));
	check("a filter is in the address", /[?&](ai|han)=/.test(page.url()), page.url());
	const other = await v.context.newPage();
	await other.goto(page.url());
	/* Others file dossiers meanwhile, so the whole list may grow between the two looks: ours and the chosen filter may not change. */
	const seen = async (p) => [await p.locator(rows, { hasText: code }).allInnerTexts(), await p.locator(".app-counts__link[aria-current]").innerText()]
	    .flat().map((text) => text.replace(/\d+$/, ""));
	equal("and the address gives the same filter and row", (await seen(other)).join("\n"), (await seen(page)).join("\n"));
	equal("in which the dossier stands once", await other.locator(rows, { hasText: code }).count(), 1);
	await other.close();
	await press(page, page.locator(`main a[href='/ban-lam-viec/${code}']`));
}

async function atCounter(v, code) {
	const { page } = v;

	await queue(v, code);
	await v.look("dossier for the counter, unclaimed");
	await claim(page);
	await v.look("dossier for the counter, claimed");
	check("its paper is shown", await page.locator(`main a[href*='/tep/']`).count() > 0);
	await decide(page, "supplement", { reason: "" });
	check("no supplement is asked for without a reason", await page.locator(".govuk-error-summary").count() === 1, page.url());
	await v.look("dossier, reason missing");
	await page.goto(`/ban-lam-viec/${code}`);
	await decide(page, "accept");
}

async function atSpecialist(v) {
	const { page } = v;

	await v.look("dossier for the specialist");
	if (!await page.locator("#so-hieu").isVisible())
		await page.locator("#so-goc summary").click();
	await page.fill("#ten", "nguyen ngoc lan");
	await page.fill("#so-hieu", "A07310010");
	await press(page, "form:has(#so-hieu) button[type=submit]");
	await v.look("dossier with the register");
	await press(page, page.locator("button[name=_record]").first());
	equal("the register fills the result in", await page.inputValue("[name='result.serial']"), "A07310010");
	await saveDraft(page, { "result.copy_number": "15/2026" });
	await v.look("dossier with a drafted result");
	check("the result can be read before it is signed", await page.locator("main").innerText().then((t) => t.includes("15/2026")));
	await decide(page, "submit");
}

async function atDirector(v) {
	await v.look("dossier for the director");
	await decide(v.page, "approve", { atQuestion: () => v.look("approve and sign?") });
}

async function release(v, code) {
	await waitFor(v.page, "form[action$='/xu-ly'] :is(button, input)[name=_outcome][value=release]");
	await v.look("dossier to release");
	await decide(v.page, "release", { atQuestion: () => v.look("release?") });
	await v.page.goto(`/ban-lam-viec/${code}`);
	await v.look("dossier, done");
}

/** The citizen sees the result, downloads it, and its address tells anybody that it is authentic. */
async function takeHome(how, login, code, full = true) {
	const v = await visit(how, login), { page } = v;

	await page.goto(`/ho-so/${code}`);
	await v.look("dossier with its result");
	check("the timeline tells of acceptance, approval and hand-over", await page.locator(".app-timeline__item").count() >= 4);
	for (const kind of full ? ["pdf", "xml"] : ["pdf"]) {
		const got = await v.context.request.get(`${BASE}/ho-so/${code}/ket-qua.${kind}`), body = await got.body();
		check(`the result comes as ${kind}`, got.ok() && body.subarray(0, 5).toString().startsWith(kind === "pdf" ? "%PDF-" : "<"), got.status());
		if (kind === "pdf")
			check("signed", body.includes("/ByteRange") && body.includes("ETSI.CAdES.detached"));
	}
	const [download] = await Promise.all([
		page.waitForEvent("download").catch(() => null),
		page.locator("a[href$='/ket-qua.xml']").click(),
	]);
	if (download)
		check("the link saves it as a file", download.suggestedFilename().endsWith(".xml"), download.suggestedFilename());
	await page.goto(`/ho-so/${code}`);
	await press(page, page.locator("main a[href^='/k/']").first());
	await v.look("state of the result");
	await v.leave();
}

for (const how of HOWS)
	await part(`officers, 3.000465, ${nameOf(how)}`, async () => {
		const code = await filed("3.000465", "congdan2");
		const counter = await visit(how, "motcua1");

		await atCounter(counter, code);
		await as("chuyenvien1", how, code, atSpecialist);
		await as("giamdoc", how, code, atDirector);
		await openWork(counter.page, code);
		await claim(counter.page);
		await release(counter, code);
		await counter.leave();
		await takeHome(how, "congdan2", code);
	});

await part("officers, 3.000466", async () => {
	const code = await filed("3.000466", "congdan2");

	await as("motcua1", PLAIN, code, (v) => decide(v.page, "accept"));
	await as("chuyenvien2", PLAIN, code, async (v) => {
		await saveDraft(v.page, { "result.holder_before": "Phạm Y Lan", "result.born_before": "1985-09-21", "result.effective": "2026-12-01" });
		await decide(v.page, "submit");
	});
	await as("truongphong", PLAIN, code, async (v) => {
		await v.look("dossier for the head of division");
		await decide(v.page, "forward");
	});
	await as("giamdoc", PLAIN, code, (v) => decide(v.page, "approve"));
	await as("vanthu", PLAIN, code, async (v) => {
		await v.look("dossier for the clerk");
		await decide(v.page, "seal");
	});
	await as("motcua1", PLAIN, code, (v) => release(v, code));
	await takeHome(PLAIN, "congdan2", code, false);
});

await part("two schools, 2.002478", async () => {
	const code = await filed("2.002478", "congdan2");
	const stranger = await visit(PLAIN, "vanthu33");

	await stranger.page.goto(`/ban-lam-viec?tim=${code}`);
	equal("a third school does not find it", await stranger.page.locator("main tbody tr").count(), 0);
	await stranger.leave();
	await as("vanthu32", PLAIN, code, (v) => decide(v.page, "accept"));
	await as("hieutruong32", PLAIN, code, (v) => decide(v.page, "agree"));
	await as("hieutruong31", PLAIN, code, async (v) => {
		await v.look("dossier for the old school");
		await decide(v.page, "introduce");
	});
	await as("vanthu31", PLAIN, code, (v) => decide(v.page, "hand-over"));
	await as("vanthu32", PLAIN, code, async (v) => {
		await v.look("dossier for the new school's office");
		await saveDraft(v.page, { "result.class": "11B1", "result.from_date": "2026-12-14", "result.referral_number": "12/GGT-THPT",
			"result.referral_date": "2026-11-24" });
		await decide(v.page, "submit");
	});
	await as("hieutruong32", PLAIN, code, (v) => decide(v.page, "approve"));
	await as("vanthu32", PLAIN, code, (v) => release(v, code));
	await takeHome(PLAIN, "congdan2", code, false);
});

await close();
finish();
