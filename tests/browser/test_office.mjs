/*
 * An administrator makes a procedure from nothing in the browser and a citizen files it, without a restart and without
 * JavaScript, at 390 and 1280 px; meanwhile 200 requests a second are sent, and none may fail.
 * Run: node tests/browser/test_office.mjs (npm ci in tests/browser first). SHOTS=FOLDER keeps pictures.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const ROOT = new URL('../..', import.meta.url).pathname;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.SHOTS;
let passed = 0, failed = 0;

function expect(ok, what)
{
	if (ok)
		passed++;
	else {
		failed++;
		console.log('FAIL', what);
	}
}

function startSite()
{
	const child = spawn('python3', [join(ROOT, 'tests/http/office_site.py')], { stdio: ['pipe', 'pipe', 'ignore'] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const next = async () => JSON.parse((await lines.next()).value);

	return { child, next, say: word => { child.stdin.write(`${word}\n`); return next(); } };
}

/* A person's browser, signed in, without JavaScript. */
async function visit(browser, site, login, width)
{
	const context = await browser.newContext({ baseURL: site.url, ignoreHTTPSErrors: true, javaScriptEnabled: false, locale: 'vi-VN',
		viewport: { width, height: 900 } });

	await context.addCookies([{ name: '__Host-motcua', value: site.cookies[login], url: site.url, secure: true, httpOnly: true, sameSite: 'Lax' }]);
	context.setDefaultTimeout(20000);
	return context.newPage();
}

/* What only the eye would find, by rule: nothing wider than the page, one h1, and nothing that axe calls serious. */
async function look(browser, page, name, width)
{
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	const heads = await page.locator('h1').count();

	expect(wide <= 0, `${name} at ${width}: ${wide} px too wide`);
	expect(heads === 1, `${name} at ${width}: ${heads} h1`);
	if (SHOTS)
		await page.screenshot({ path: join(SHOTS, `office-${name}-${width}.png`), fullPage: true });
	const still = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
	const copy = await still.newPage();

	await copy.setContent(await page.content());
	await copy.evaluate(AXE);
	const found = await copy.evaluate(() => axe.run({ rules: { 'color-contrast': { enabled: false } } })
		.then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`)));

	expect(found.length === 0, `${name} at ${width}: ${found.join('\n     ')}`);
	await still.close();
}

/* The element of that name in the outline. */
async function open(page, label)
{
	await page.locator('.app-outline a', { hasText: label }).first().click();
}

async function save(page, button = page.locator('.app-office__save button'))
{
	await button.click();
	expect(/xong=saved/.test(page.url()), `saved: ${page.url()}: ${await page.locator('main').innerText().then(t => t.slice(0, 300))}`);
}

async function makeProcedure(browser, page, code, name, width)
{
	await page.goto('/quan-tri');
	await look(browser, page, 'list', width);
	await page.fill('#code', code);
	await page.fill('#vi', name);
	await page.fill('#en', 'Loan of a laboratory');
	await page.selectOption('#workflow', 'chinh-sua-van-bang');
	await page.getByRole('button', { name: 'Tạo thủ tục' }).click();
	await look(browser, page, 'copy', width);

	await open(page, 'Thông tin công khai');
	await page.getByLabel('Tóm tắt, Tiếng Việt').fill('Dành cho trường muốn mượn phòng thí nghiệm.');
	await look(browser, page, 'facts', width);
	await save(page);

	/* a question with choices, and one that is asked only after the last of them */
	await open(page, 'Nội dung đề nghị');
	const add = page.locator('details', { hasText: 'Thêm: Trường' }).last();

	await add.locator('summary').click();
	await add.locator('[name="n:field:label/.vi"]').fill('Phòng cần mượn');
	await add.locator('[name="n:field:label/.en"]').fill('Laboratory');
	await add.locator('[name="n:field:@name"]').fill('lab');
	await add.locator('[name="n:field:@type"]').selectOption('choice');
	await save(page, add.getByRole('button'));
	await look(browser, page, 'page', width);
	await open(page, 'Phòng cần mượn');
	for (const [value, vi, en] of [['ly', 'Vật lý', 'Physics'], ['hoa', 'Hoá học', 'Chemistry']]) {
		const more = page.locator('details', { hasText: 'Thêm: Lựa chọn' });

		await more.locator('summary').click();
		await more.locator('[name="n:choice:@value"]').fill(value);
		await more.locator('[name="n:choice:.vi"]').fill(vi);
		await more.locator('[name="n:choice:.en"]').fill(en);
		await save(page, more.getByRole('button'));
	}
	await page.fill('[name="s:@required"]', 'true()');
	await save(page);
	await look(browser, page, 'field', width);

	await open(page, 'Nội dung đề nghị');
	const again = page.locator('details', { hasText: 'Thêm: Trường' }).last();

	await again.locator('summary').click();
	await again.locator('[name="n:field:label/.vi"]').fill('Hoá chất cần dùng');
	await again.locator('[name="n:field:label/.en"]').fill('Chemicals');
	await again.locator('[name="n:field:@name"]').fill('chemicals');
	await again.locator('[name="n:field:@type"]').selectOption('text');
	await save(page, again.getByRole('button'));
	await open(page, 'Hoá chất cần dùng');
	await page.locator('a[href*="luat?o=relevant"]').click();
	await page.check('#mode-terms');
	await page.selectOption('#field-0', 'lab');
	await page.selectOption('#how-0', 'is');
	await page.fill('#value-0', 'hoa');
	await look(browser, page, 'rule', width);
	await save(page, page.locator('main form[action*=luat]').getByRole('button', { name: 'Lưu' }));
	expect((await page.locator('main').innerText()).includes('“Phòng cần mượn” là Hoá học'), 'the rule in words');

	await page.goto(`/quan-tri/${code}/xem/noi-dung`);
	await look(browser, page, 'preview', width);
	await page.goto(`/quan-tri/${code}/cong-bo`);
	await look(browser, page, 'publish', width);
	await page.getByRole('button', { name: 'Công bố' }).click();
	expect((await page.locator('main').innerText()).includes('Đã công bố'), `published: ${(await page.locator('main').innerText()).slice(0, 600)}`);
	await look(browser, page, 'published', width);
}

async function fileIt(page, code, name)
{
	/* the front keeps a page for a second, a worker what is in force for two */
	for (let i = 0; i < 20 && (await page.goto(`/thu-tuc/${code}`)).status() !== 200; i++)
		await page.waitForTimeout(500);
	expect((await page.locator('h1').innerText()).includes(name), 'the catalogue shows the new procedure');
	await page.locator('main form[action="/ho-so/moi"] button, main a[href*="/ho-so/moi"]').first().click();
	const next = () => page.locator('main form[data-form] button.govuk-button:not(.govuk-button--secondary)').first().click();

	await next();
	await page.fill('[name=request]', 'Mượn phòng để dạy thực hành');
	await page.check('[name=lab][value=hoa]');
	await next();
	if (await page.locator('[name=chemicals]').isVisible().catch(() => false)) {
		await page.fill('[name=chemicals]', 'Nước cất');
		await next();
	}
	expect(page.url().endsWith('/kiem-tra'), `all is answered: ${page.url()}`);
	expect((await page.locator('main').innerText()).includes('Hoá học'), 'the answer stands on the check page');
	await page.check('[name=_declared]');
	await page.locator('form[action$="/nop"] button').click();
	expect(/H24\.19-[0-9]{6}-[0-9]{4}/.test(await page.locator('main').innerText()), `handed in: ${page.url()}`);
}

const server = startSite();
const site = await server.next();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu',
	'--disable-quic', '--ignore-certificate-errors'] });

try {
	await server.say('load');
	for (const [width, code, citizen] of [[1280, '9.000011', 'congdan1'], [390, '9.000012', 'congdan2']]) {
		const name = `Mượn phòng thí nghiệm ${width}`;

		await makeProcedure(browser, await visit(browser, site, 'quantri1', width), code, name, width);
		await fileIt(await visit(browser, site, citizen, width), code, name);
	}
	const load = await server.say('stop');

	console.log(`${load.sent} requests meanwhile, ${load.per_s}/s`);
	expect(Object.keys(load.failed).length === 0, `requests failed: ${JSON.stringify(load.failed)}`);
	expect(load.sent > 1000, `only ${load.sent} requests`);
	expect(String((await server.say('pids')).pids) === String(site.pids), 'the same workers as at the start');
} catch (e) {
	expect(false, e.stack);
} finally {
	await browser.close();
	server.child.stdin.end();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
