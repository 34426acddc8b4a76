// The whole way of a citizen through 3.000465: find, sign in, fill with mistakes on purpose, attach, leave and return, check,
// change, submit once, follow. Each of width, JavaScript and language is met with each of the others in four plays, not eight:
// no page depends on all three at once (language changes texts, width changes the style sheet, JavaScript what is shown at once).
import { check, equal, finish, part } from "./lib/tally.mjs";
import { BASE, close, nameOf, press, signIn, visit } from "./lib/site.mjs";
import { ANSWERS, FORM, GO_ON, codeOf, fill, openDraft } from "./lib/filing.mjs";
import { pdf } from "./lib/paper.mjs";

const SERVICE = "3.000465", WHO = "congdan1";
const HOWS = [
	{ width: 390, js: true, lang: "vi" },
	{ width: 390, js: false, lang: "en" },
	{ width: 1280, js: true, lang: "en" },
	{ width: 1280, js: false, lang: "vi" },
];
const WORDS = {
	vi: { find: "xin lai bang tot nghiep", name: "Cấp bản sao văn bằng", error: "Lỗi:" },
	en: { find: "ban sao van bang", name: "Copy of a diploma", error: "Error:" },
};

/** The page after a form was sent with mistakes: told on top, linked, and nothing typed is lost. */
async function expectErrors(v, n, where) {
	const { page, how } = v, words = WORDS[how.lang];
	const links = page.locator(".govuk-error-summary a");

	equal(`${where}: so many mistakes are told`, await links.count(), n);
	check(`${where}: the title says it`, (await page.title()).startsWith(words.error), await page.title());
	if (how.js)
		check(`${where}: the summary has the focus`, await page.evaluate(() => document.activeElement.matches(".govuk-error-summary")));
	for (let i = 0; i < await links.count(); i++) {
		const id = decodeURIComponent((await links.nth(i).getAttribute("href")).replace(/^[^#]*#/, ""));
		check(`${where}: the summary leads to a control`, await page.locator(`[id="${id}"]`).count() === 1, `#${id}`);
		if (how.js) {
			await links.nth(i).click();
			equal(`${where}: the link puts the focus there`, await page.evaluate(() => document.activeElement.id), id);
		}
	}
}

async function findAndSignIn(v) {
	const { page, how } = v, words = WORDS[how.lang];

	await page.goto("/");
	await v.look("home");
	await page.fill("#search", words.find);
	await press(page, "form[action='/thu-tuc'] button");
	await v.look("search");
	check("found without diacritics", (await page.locator("main .app-card a").first().textContent()).includes(words.name));
	await press(page, page.locator(`main .app-card a[href='/thu-tuc/${SERVICE}']`));
	await v.look("service, nobody signed in");
	await press(page, "main a[href^='/dang-nhap']");
	await v.look("sign in");
	await signIn(page, WHO);
	equal("sign-in leads back", new URL(page.url()).pathname, `/thu-tuc/${SERVICE}`);
	await v.look("service");
}

async function fillApplicant(v) {
	const { page, how } = v;

	await v.look("form page 1");
	equal("the account's name is filled in", await page.inputValue("[name='applicant.full_name']"), "Nguyễn Thị Ngưỡng");
	await page.fill("[name='applicant.personal_id']", "12345");
	await page.fill("[name='applicant.phone']", "");
	await page.fill("[name='applicant.address']", "Số 99 phố Thử Nghiệm");
	await press(page, GO_ON);
	await expectErrors(v, 2, "page 1");
	equal("what was typed is kept", await page.inputValue("[name='applicant.address']"), "Số 99 phố Thử Nghiệm");
	equal("what was typed wrongly too", await page.inputValue("[name='applicant.personal_id']"), "12345");
	await v.look("form page 1 with mistakes");
	await fill(page, ANSWERS[SERVICE]);
	await page.fill("[name='applicant.personal_id']", "031 198 000 017");
	await press(page, GO_ON);
	check("spaces in a number do no harm", page.url().endsWith("/nguoi-duoc-cap"), page.url());
}

async function fillHolder(v) {
	const { page, how } = v, name = page.locator("[name='holder.full_name']");

	await press(page, GO_ON);
	await expectErrors(v, 3, "page 2");
	check("what nobody asks yet is not shown", !await name.isVisible());
	await page.check("[name=relation][value=family]");
	if (how.js)
		check("the answer shows more questions at once", await name.isVisible());
	await fill(page, ANSWERS[SERVICE]);
	if (!how.js) {
		await press(page, GO_ON);
		check("the answer shows more questions on the same page", await name.isVisible(), page.url());
		await v.look("form page 2 with new questions");
		await fill(page, ANSWERS[SERVICE]);
	}
	const upload = `${FORM} [name=_attach]`;
	await page.setInputFiles("[name='papers.proof']", { name: "giay.pdf", mimeType: "application/pdf", buffer: Buffer.from("This is no PDF.") });
	await press(page, upload);
	await expectErrors(v, 1, "a file that is no PDF");
	equal("and the other answers stay", await name.inputValue(), ANSWERS[SERVICE]["holder.full_name"]);
	await v.look("form page 2 with a bad file");
	await page.setInputFiles("[name='papers.proof']", pdf("Giấy xác nhận quan hệ.pdf"));
	await press(page, upload);
	equal("the file is listed by its name", await page.locator(".app-files__item a").textContent(), "Giấy xác nhận quan hệ.pdf");
	await v.look("form page 2 with a file");
	const got = await v.context.request.get(new URL(await page.locator(".app-files__item a").getAttribute("href"), page.url()).href);
	check("and can be opened", got.ok() && (await got.body()).equals(pdf("").buffer), got.status());
	await press(page, GO_ON);
}

async function fillDiploma(v) {
	const { page } = v;

	await v.look("form page 3");
	await page.fill("[name='diploma.serial']", ANSWERS[SERVICE]["diploma.serial"]);
	await press(page, `${FORM} [name=_lookup]`);
	equal("the register fills in the school", await page.inputValue("[name='diploma.school']"), ANSWERS[SERVICE]["diploma.school"]);
	await v.look("form page 3 filled in by the register");
	await page.fill("[name='diploma.register_number']", "77/2005");
	await page.fill("[name='diploma.school']", "");
	await press(page, `${FORM} [name=_later]`);
}

/** Another browser, later: the draft is on the list and goes on where it was left. */
async function comeBack(v) {
	const again = await visit(v.how, WHO);

	await again.page.goto("/ho-so");
	await again.look("my dossiers with a draft");
	await press(again.page, again.page.locator("main a[href^='/nhap/']").first());
	check("the draft goes on where it was left", again.page.url().endsWith("/van-bang"), again.page.url());
	check("the page with something missing, not the one after it", await again.page.locator("[name='diploma.school']").isVisible());
	equal("with what was typed there", await again.page.inputValue("[name='diploma.register_number']"), "77/2005");
	await v.leave();
	return again;
}

async function fillDelivery(v) {
	const { page, how } = v;

	await fill(page, ANSWERS[SERVICE]);
	await press(page, GO_ON);
	await page.check("[name=delivery][value=post]");
	if (how.js) {
		check("by post asks for an address", await page.locator("[name=post_address]").isVisible());
		await page.check("[name=delivery][value=online]");
		check("online does not", !await page.locator("[name=post_address]").isVisible());
	}
	await fill(page, ANSWERS[SERVICE]);
	await v.look("form page 4");
	await press(page, GO_ON);
}

async function checkAnswers(v) {
	const { page } = v, row = page.locator(".govuk-summary-list__row", { has: page.locator("a[href*='copies']") });

	check("all pages filled: the answers come", page.url().endsWith("/kiem-tra"), page.url());
	await v.look("check answers");
	equal("the copies are shown", (await row.locator("dd").first().textContent()).trim(), "1");
	await press(page, row.locator("a"));
	await page.fill("[name=copies]", "2");
	await press(page, GO_ON);
	check("a change comes back", page.url().includes("/kiem-tra"), page.url());
	check("to the same row", page.url().includes("#") && await page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`).count() === 1, page.url());
	equal("with the new answer", (await row.locator("dd").first().textContent()).trim(), "2");
	await press(page, "form[action$='/nop'] button[type=submit]");
	await expectErrors(v, 1, "no declaration");
	await v.look("check answers, not declared");
}

async function countDossiers(v) {
	const text = await (await v.context.request.get(`${BASE}/ho-so`)).text();

	return new Set(text.match(/\/ho-so\/[A-Y][0-9.]+-\d+-\d+/g) ?? []).size;
}

/** Twice on the button, reload, Back and once more: one dossier. */
async function submitOnce(v) {
	const { page } = v, before = await countDossiers(v), button = "form[action$='/nop'] button[type=submit]";

	await page.goto(page.url().replace(/\/nop$/, "/kiem-tra"));
	await page.check("#cam-doan");
	await page.locator(button).dblclick();
	await page.waitForURL(/\/ho-so\/[A-Y]/);
	const code = codeOf(page);
	await v.look("submitted");
	check("the code is in sight", (await page.locator(".govuk-panel").textContent()).includes(code), code);
	await page.reload();
	equal("reload shows the same dossier", codeOf(page), code);
	await page.goBack();
	if (await page.locator(button).count()) {
		await page.check("#cam-doan");
		await press(page, button);
		equal("Back and submit give the same dossier", codeOf(page), code);
	}
	equal("there is one dossier more", await countDossiers(v), before + 1);
	return code;
}

async function follow(v, code) {
	const { page } = v;

	await page.goto("/ho-so");
	await v.look("my dossiers");
	await press(page, page.locator(`main a[href='/ho-so/${code}']`).first());
	await v.look("dossier");
	check("the timeline begins", await page.locator(".app-timeline__item").count() >= 1);
	check("the paper is listed", await page.locator(".app-files", { hasText: "Giấy xác nhận quan hệ.pdf" }).count() === 1);
	const stranger = await visit(v.how);
	await stranger.page.goto(`/tra-cuu?ma=${code}`);
	await stranger.look("track");
	const text = await stranger.page.locator("main").innerText();
	check("the code tells anybody the status", text.includes(code), text);
	check("but no person", !text.includes("Ngưỡng"), text);
	await stranger.leave();
}

for (const how of HOWS)
	await part(`citizen, ${nameOf(how)}`, async () => {
		let v = await visit(how);

		await findAndSignIn(v);
		await openDraft(v.page, SERVICE);
		await fillApplicant(v);
		await fillHolder(v);
		await fillDiploma(v);
		v = await comeBack(v);
		await fillDelivery(v);
		await checkAnswers(v);
		await follow(v, await submitOnce(v));
		await v.leave();
	});
await close();
finish();
