// An officer's hands on the desk: find a dossier, claim it, draft its result, decide.
import { press } from "./site.mjs";
import { fill } from "./filing.mjs";

export const DRAFT = "main form[action$='/du-thao']";

/** Opens the dossier from the queue's search. */
export async function openWork(page, code) {
	await page.goto(`/ban-lam-viec?tim=${code}`);
	await press(page, page.locator(`main a[href='/ban-lam-viec/${code}']`).first());
}

export async function claim(page) {
	const button = page.locator("form[action$='/nhan'] button");

	if (await button.count())
		await press(page, button.first());
}

/** Chooses an outcome, with a reason if it asks for one; atQuestion sees the page that asks whether one is sure. */
export async function decide(page, outcome, { reason = null, atQuestion = async () => {} } = {}) {
	const button = page.locator(`form[action$='/xu-ly'] button[name=_outcome][value='${outcome}']`);

	if (await button.count())
		await press(page, button);
	else {
		const form = page.locator(`form[action$='/xu-ly']:has(input[name=_outcome][value='${outcome}'])`);
		await page.locator("details", { has: form }).locator("summary").click();
		await form.locator("textarea").fill(reason ?? "");
		await press(page, form.locator("button"));
	}
	if (await page.locator("[name=_confirmed]").count()) {
		await atQuestion();
		await press(page, "main form[action$='/xu-ly'] button[type=submit]");
	}
}

/** Fills in the draft of the result and saves it. */
export async function saveDraft(page, values) {
	await fill(page, values, DRAFT);
	await press(page, `${DRAFT} button[type=submit]:not([name])`);
}

/** Loads the page again until the locator is there: another process signs the result. */
export async function waitFor(page, locator, seconds = 60) {
	const until = Date.now() + 1000 * seconds;

	while (await page.locator(locator).count() === 0) {
		if (Date.now() > until)
			throw new Error(`${locator} did not come within ${seconds} s at ${page.url()}`);
		await page.waitForTimeout(300);
		await page.reload();
	}
}
