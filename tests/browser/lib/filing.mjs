// A citizen's way through a form, whichever service it belongs to: pages are filled by the names of their fields.
import { press } from "./site.mjs";
import { pdf } from "./paper.mjs";

const PAGES_MAX = 16;
export const FORM = "main form[data-form]";
export const GO_ON = `${FORM} .govuk-button-group button >> nth=0`;

/** Invented people. The sister stands in the demo's register, so that the register can fill in her diploma. */
export const ANSWERS = {
	"3.000465": {
		"applicant.full_name": "Nguyễn Thị Ngưỡng", "applicant.born": "1998-03-05", "applicant.personal_id": "031198000017",
		"applicant.phone": "0900000001", "applicant.address": "Số 1 phố Thử Nghiệm, phường Mẫu, Hải Phòng",
		relation: "family", "holder.full_name": "Nguyễn Ngọc Lan", "holder.born": "1987-11-15", "holder.birthplace": "Quảng Ninh",
		"holder.sex": "nu", "diploma.kind": "thpt", "diploma.year": "2005", "diploma.school": "Trường THPT Sông Cấm",
		"diploma.serial": "A07310010", copies: "1", delivery: "online",
	},
	"3.000466": {
		"applicant.full_name": "Phạm Ỷ Lan", "applicant.born": "1985-09-21", "applicant.personal_id": "031185000028",
		"applicant.phone": "0900000002", "applicant.address": "Số 2 phố Thử Nghiệm, phường Mẫu, Hải Phòng",
		"diploma.kind": "thpt", "diploma.year": "2003", "diploma.school": "Trường THPT Hoa Phượng", "diploma.serial": "A0123456",
		"diploma.register_number": "123/2003", "changes.item": "ho-ten", "changes.now": "Phạm Y Lan", "changes.wanted": "Phạm Ỷ Lan",
		"ground.kind": "thay-doi", "ground.number": "15/2026/TĐCC", "ground.date": "2026-10-02", "ground.issuer": "UBND phường Mẫu",
	},
	"2.002478": {
		"guardian.full_name": "Phạm Ỷ Lan", "guardian.relation": "me", "guardian.personal_id": "031185000028",
		"guardian.phone": "0900000002", "guardian.address": "Số 2 phố Thử Nghiệm, phường Mẫu, Hải Phòng",
		"pupil.full_name": "Lê Phạm Thử", "pupil.born": "2010-05-20", "pupil.sex": "nam", "pupil.personal_id": "031210000044",
		"pupil.ethnicity": "Kinh", "from.school": "H24.19.31", "from.grade": "11", "from.class": "11A2", "to.school": "H24.19.32",
		"to.from_date": "2026-12-14", "results.grade": "10", "results.mark": "7,25", "results.conduct": "tot",
		reason: "gia-dinh", has_priority: "no",
	},
};

/** Opens a fresh draft of the service, whose page the visitor is on; one that lies about is thrown away. */
export async function openDraft(page, service) {
	for (let i = 0; i < 2; i++) {
		if (!page.url().endsWith(`/thu-tuc/${service}`))
			await page.goto(`/thu-tuc/${service}`);
		await press(page, "form[action='/ho-so/moi'] button");
		if (await page.inputValue(`${FORM} [name=_version]`) === "1" && await page.locator(".app-steps__item--done").count() === 0)
			return;
		await page.locator("form[action$='/bo'] summary").click();
		await press(page, "form[action$='/bo'] button");
	}
}

/** The form's visible fields as they stand: one question to the browser, not one a field. */
const visibleFields = (page, form) => page.locator(`${form} :is(input:not([type=hidden], [type=file]), select, textarea)`)
	.evaluateAll((all) => all.filter((e) => e.name && e.checkVisibility()).map((e) => ({
		id: e.id, name: e.name, kind: e.localName === "select" ? "select" : e.type, value: e.value, checked: e.checked })));

/** Fills the visible fields that the answers name; a row's field is named without its row. */
export async function fill(page, answers, form = FORM) {
	const done = new Set();

	for (let more = true; more;) {		// what the first answers show is filled in the next round
		more = false;
		for (const field of await visibleFields(page, form)) {
			if (done.has(field.id))
				continue;
			done.add(field.id);
			more = await put(page, field, answers) || more;
		}
	}
}

async function put(page, { id, name, kind, value, checked }, answers) {
	const field = page.locator(`[id="${id}"]`), base = name.replace(/\[[^\]]*\]/g, ""), part = name.match(/\.(day|month|year)$/)?.[1];
	let answer = answers[base];

	if (answer === undefined && part) {
		answer = answers[base.slice(0, -part.length - 1)]?.split("-")[["year", "month", "day"].indexOf(part)];
		answer &&= String(Number(answer));
	}
	if (answer === undefined)
		return false;
	if (kind === "radio" || kind === "checkbox") {
		if (value !== answer || checked)
			return false;
		await field.check();
	} else if (value === answer)
		return false;
	else
		await (kind === "select" ? field.selectOption(answer) : field.fill(answer));
	return true;
}

/** Attaches a paper to each visible file field that has none. */
export async function attach(page) {
	for (let i = 0; i < 5; i++) {
		const empty = page.locator(`${FORM} .govuk-form-group:not(:has(.govuk-form-group)):not(:has([name=_detach])) input[type=file]:visible`).first();
		if (await empty.count() === 0)
			return;
		const name = await empty.getAttribute("name");
		await empty.setInputFiles(pdf(`giay-to-${i + 1}.pdf`, `Paper ${i + 1} for a test`));
		await press(page, `${FORM} button[name=_attach][value="${name}"]`);
	}
}

/** From the page the visitor is on to the page that shows all answers. */
export async function fillAll(page, answers, atPage = async () => {}) {
	for (let i = 0; !page.url().includes("/kiem-tra"); i++) {
		if (i === PAGES_MAX)
			throw new Error(`the form does not come to its end, but stays at ${page.url()}`);
		await fill(page, answers);
		await attach(page);
		await atPage();
		await press(page, GO_ON);
	}
}

export const codeOf = (page) => new URL(page.url()).pathname.match(/^\/ho-so\/([A-Y][0-9.]+-\d+-\d+)$/)?.[1];

/** Declares and submits on the check page. */
export async function handIn(page) {
	await page.locator("#cam-doan").check();
	await press(page, "form[action$='/nop'] button[type=submit]");
	const code = codeOf(page);
	if (!code)
		throw new Error(`submitted, but the dossier's page did not come: ${page.url()}`);
	return code;
}

/** The whole of it, with nothing looked at: a dossier for others to work on. */
export async function file(page, service) {
	await openDraft(page, service);
	await fillAll(page, ANSWERS[service]);
	return handIn(page);
}
