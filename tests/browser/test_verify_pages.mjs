/*
 * The pages that check a paper, in Chromium under their real policy: authentic, changed by one digit, put together, withdrawn,
 * without a network, by camera and by picture, at 390 and 1280 px, with and without JavaScript.
 * Run: node tests/browser/test_verify_pages.mjs (npm ci in tests/browser first). SHOTS=FOLDER keeps pictures.
 */
import { spawn } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import QRCode from 'qrcode';

const ROOT = new URL('../..', import.meta.url).pathname;
const SHOTS = process.env.SHOTS;
const WIDTHS = [390, 1280];
const HOLDER = 'Nguyễn Thị Ngưỡng';
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

function same(got, want, what)
{
	expect(got === want, `${what}: ${got}`);
}

/* ---- K1 texts, as app/qr/k1.h describes them */

function cborHead(major, n)
{
	return n < 24 ? [major << 5 | n] : n < 256 ? [major << 5 | 24, n] : n < 65536 ? [major << 5 | 25, n >> 8, n & 255]
		: [major << 5 | 26, n >>> 24, n >> 16 & 255, n >> 8 & 255, n & 255];
}

const cborText = s => [...cborHead(3, Buffer.from(s).length), ...Buffer.from(s)];
const cborBytes = b => [...cborHead(2, b.length), ...b];

function digitsOf(bytes)
{
	const widths = [0, 3, 5, 8, 10, 13, 15, 17];
	let out = '';

	for (let i = 0; i < bytes.length; i += 7) {
		const part = bytes.subarray(i, i + 7);
		let value = 0n;

		for (const b of part)
			value = value << 8n | BigInt(b);
		out += String(value).padStart(widths[part.length], '0');
	}
	return out;
}

class Signer {
	constructor(path)
	{
		this.key = createPrivateKey(readFileSync(path));
		const spki = createPublicKey(this.key).export({ type: 'spki', format: 'der' });

		this.kid = createHash('sha256').update(spki).digest().subarray(0, 8);
	}
	fragment(number)
	{
		const claims = [[1, cborText('H24.19')], [6, cborHead(0, Math.floor(Date.now() / 1000))], [10, cborText(number)],
			[11, cborText('3.000465')], [12, cborText('H24.19-260101-0001')], [13, cborText(HOLDER)],
			[15, cborBytes(createHash('sha256').update(number).digest().subarray(0, 16))]];
		const payload = Uint8Array.from([...cborHead(5, claims.length), ...claims.flatMap(([k, v]) => [...cborHead(0, k), ...v])]);
		const header = Uint8Array.from([0xa2, 1, 0x26, 4, ...cborBytes(this.kid)]);
		const tbs = Uint8Array.from([0x84, ...cborText('Signature1'), ...cborBytes(header), 0x40, ...cborBytes(payload)]);
		const raw = sign('sha256', tbs, { key: this.key, dsaEncoding: 'ieee-p1363' });

		return digitsOf(Uint8Array.from([0xd2, 0x84, ...cborBytes(header), 0xa0, ...cborBytes(payload), ...cborBytes(raw)]));
	}
}

/* A video of one grey frame with the code in it, for Chromium's fake camera. */
function y4m(text)
{
	const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
	const width = 640, height = 480, n = modules.size, px = Math.floor((height - 40) / n);
	const left = (width - n * px) >> 1, top = (height - n * px) >> 1, luma = Buffer.alloc(width * height, 235);

	for (let y = 0; y < n * px; y++)
		for (let x = 0; x < n * px; x++)
			if (modules.get(Math.floor(y / px), Math.floor(x / px)))
				luma[(top + y) * width + left + x] = 16;
	return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), luma, Buffer.alloc(width * height / 2, 128)]);
}

/* ---- the site and the browser */

function startSite()
{
	const child = spawn('python3', [join(ROOT, 'tests/http/verify_site.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const next = async () => {
		const { value, done } = await lines.next();

		if (done)
			throw new Error('the site did not start');
		return JSON.parse(value);
	};

	return { child, next, say: word => { child.stdin.write(`${word}\n`); return next(); } };
}

async function contextOf(browser, width, more = {})
{
	const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width, height: 844 }, locale: 'vi-VN', ...more });

	context.complaints = [];
	/* The browser itself reports missing pages (404) and failed loads as console errors: those are no complaints of a policy. */
	context.on('console', m => {
		if (m.type() === 'error' && !m.text().startsWith('Failed to load resource'))
			context.complaints.push(m.text());
	});
	context.on('weberror', e => context.complaints.push(String(e.error())));
	return context;
}

/* The only answer in sight, by name. */
async function verdict(page, name)
{
	await page.waitForFunction(n => document.querySelector(`[data-verdict="${n}"]:not([hidden])`), name, { timeout: 10000 }).catch(() => {});
	return page.$$eval('[data-verdict]', all => all.filter(e => !e.hidden).map(e => e.dataset.verdict).join(' '));
}

async function shot(page, name)
{
	if (SHOTS)
		await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

const claim = (page, name) => page.textContent(`[data-claim="${name}"]`);
const claimsShown = page => page.isVisible('[data-claims]');

async function fits(page, what)
{
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what}: no sideways scrolling`);
}

/* ---- what is tried */

async function online(browser, site, signer, width)
{
	const context = await contextOf(browser, width), page = await context.newPage();
	const good = signer.fragment(site.numbers.current), at = 200;
	const changed = good.slice(0, at) + (Number(good[at]) + 1) % 10 + good.slice(at + 1);
	const go = async (code, fragment) => {
		await page.goto('about:blank');
		await page.goto(`${site.url}/k/${code}#${fragment}`);
	};

	await go(site.codes.current, good);
	same(await verdict(page, 'current'), 'current', `${width}: authentic and in force`);
	expect(await claim(page, 'holder') === HOLDER && await claim(page, 'number') === site.numbers.current, `${width}: claims shown`);
	expect((await claim(page, 'agency')).includes('Sở Giáo dục'), `${width}: the agency's name`);
	expect((await page.title()).startsWith('Giấy thật'), `${width}: the title says it`);
	expect(!await page.isVisible('[data-no-script]') && !await page.isVisible('[data-register]'), `${width}: only what fits`);
	await fits(page, `${width} current`);
	await shot(page, `current-${width}`);

	await go(site.codes.current, changed);
	same(await verdict(page, 'not-authentic'), 'not-authentic', `${width}: one digit changed`);
	expect(!await claimsShown(page), `${width}: a false code's claims are not shown`);
	await shot(page, `changed-${width}`);

	await go(site.codes.current, signer.fragment(site.numbers.revoked));
	same(await verdict(page, 'mismatch'), 'mismatch', `${width}: the code of another paper`);
	expect(!await claimsShown(page), `${width}: claims of a put-together code are not shown`);
	await go('0123456789', good);
	same(await verdict(page, 'mismatch'), 'mismatch', `${width}: a code that the register does not know`);

	for (const state of ['superseded', 'revoked']) {
		await go(site.codes[state], signer.fragment(site.numbers[state]));
		same(await verdict(page, state), state, `${width}: ${state}`);
		expect(await page.isVisible('[data-status-since-line]'), `${width}: since when ${state}`);
		await shot(page, `${state}-${width}`);
	}
	await go(site.codes.current, good);
	await verdict(page, 'current');
	await page.evaluate(h => { location.hash = h; }, changed);
	same(await verdict(page, 'not-authentic'), 'not-authentic', `${width}: another fragment on the same page`);
	expect(context.complaints.length === 0, `${width}: the console is silent: ${context.complaints}`);
	await context.close();
}

async function foreignKey(browser, site, signer)
{
	/* A service worker would fetch by itself, where nothing can be put in between. */
	const context = await contextOf(browser, 390, { serviceWorkers: 'block' }), page = await context.newPage();
	const address = `${site.url}/k/${site.codes.current}#${signer.fragment(site.numbers.current)}`;

	await page.route('**/motcua-keys.json', r => r.fulfill({ json: { keys: [] } }));
	await page.goto(address);
	same(await verdict(page, 'unknown-key'), 'unknown-key', 'a key that is not published');
	await shot(page, 'unknown-key-390');
	await page.unroute('**/motcua-keys.json');
	await page.route('**/motcua-keys.json', r => r.abort());
	await page.reload();
	same(await verdict(page, 'no-keys'), 'no-keys', 'no key list and none kept');
	await context.close();
}

async function offline(browser, site, signer, control)
{
	const context = await contextOf(browser, 390), page = await context.newPage();
	const current = `${site.url}/k/${site.codes.current}#${signer.fragment(site.numbers.current)}`;
	const revoked = `${site.url}/k/${site.codes.revoked}#${signer.fragment(site.numbers.revoked)}`;
	const never = `${site.url}/k/${site.codes.superseded}#${signer.fragment(site.numbers.superseded)}`;
	const go = async address => {
		await page.goto('about:blank');
		await page.goto(address);
	};

	await go(current);
	await verdict(page, 'current');
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
	await go(revoked);
	await verdict(page, 'revoked');
	await context.setOffline(true);
	await control.say('stop');

	await go(current);
	same(await verdict(page, 'offline'), 'offline', 'offline: authentic, whether in force not known');
	expect(await page.isVisible('[data-status-cached]'), 'offline: says when it was asked last');
	expect(await claim(page, 'holder') === HOLDER, 'offline: claims shown');
	expect(await page.evaluate(() => document.fonts.ready.then(() => document.fonts.check('700 20px "Noto Sans VN"'))), 'offline: the font is there');
	await shot(page, 'offline-390');
	await go(revoked);
	same(await verdict(page, 'revoked'), 'revoked', 'offline: a withdrawal that was heard of stays');
	await go(never);
	same(await verdict(page, 'offline'), 'offline', 'offline: a paper never seen before');
	expect(!await page.isVisible('[data-status-cached]'), 'offline: never asked before');
	await go(never.replace('#', '#0'));
	same(await verdict(page, 'not-authentic'), 'not-authentic', 'offline: a changed code');
	expect(context.complaints.length === 0, `offline: the console is silent: ${context.complaints}`);

	await control.say('start');
	await context.setOffline(false);
	await go(never);
	same(await verdict(page, 'superseded'), 'superseded', 'online again: asked anew');
	await context.close();
}

async function withoutScript(browser, site, width)
{
	const context = await contextOf(browser, width, { javaScriptEnabled: false }), page = await context.newPage();

	for (const [state, words] of [['current', 'Mã này có trong sổ'], ['superseded', 'Đã được thay thế'], ['revoked', 'Đã bị thu hồi']]) {
		await page.goto(`${site.url}/k/${site.codes[state]}#123`);
		const seen = await page.locator('.app-verdict:visible').allTextContents();

		expect(seen.length === 1 && seen[0].includes(words), `${width} without script: ${state}`);
		expect(await page.isVisible('[data-no-script]') && await page.isVisible(`text=${site.numbers[state]}`), `${width} without script: the register's row`);
		await shot(page, `no-script-${state}-${width}`);
	}
	await page.goto(`${site.url}/kiem-tra`);
	await fits(page, `${width} kiem-tra`);
	await shot(page, `kiem-tra-${width}`);
	await page.fill('#ma', ' 7H2K 9MP-4QA ');
	await page.click('form[method=get] button');
	expect(page.url().endsWith('/k/7h2k9mp4qa'), `${width} without script: a typed code`);
	await page.goto(`${site.url}/kiem-tra`);
	await page.setInputFiles('#tep', { name: 'giay.pdf', mimeType: 'application/pdf', buffer: readFileSync(join(ROOT, 'tests/fuzz/corpus/signed_pdf/signed.pdf')) });
	await page.click('form[method=post][enctype] button');
	expect((await page.textContent('.app-verdict__title')).includes('Chưa thể kết luận'), `${width} without script: an uploaded file`);
	await fits(page, `${width} file`);
	await shot(page, `file-${width}`);
	await page.goto(`${site.url}/kiem-tra/quet`);
	expect(!await page.isVisible('[data-scan-start]') && await page.isVisible('[data-no-script]'), `${width} without script: no scanner`);
	await context.close();
}

async function scanner(browser, site, text, width)
{
	const context = await contextOf(browser, width, { permissions: ['camera'] }), page = await context.newPage();
	const asked = [];

	page.on('request', r => asked.push(r.url()));
	await page.goto(`${site.url}/kiem-tra/quet`);
	await page.waitForSelector('[data-scan-start]:visible');
	expect(!asked.some(u => /zxing/.test(u)), `${width}: the reader is not loaded before it is needed`);
	await fits(page, `${width} scanner`);
	await page.setInputFiles('[data-scan-file]', { name: 'qr.png', mimeType: 'image/png', buffer: await QRCode.toBuffer(text, { scale: 6 }) });
	same(await verdict(page, 'current'), 'current', `${width}: from a picture`);
	expect(await page.evaluate(() => document.activeElement.tagName) === 'H1', `${width}: the answer has the focus`);
	await shot(page, `scan-picture-${width}`);
	await page.setInputFiles('[data-scan-file]', { name: 'x.png', mimeType: 'image/png', buffer: await QRCode.toBuffer('https://example.vn/', { scale: 6 }) });
	same(await verdict(page, 'not-authentic'), 'not-authentic', `${width}: another site's code`);
	await page.setInputFiles('[data-scan-file]', { name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
	await page.waitForSelector('[data-scan-message="no-code"]:visible');
	await page.click('[data-scan-start]');
	same(await verdict(page, 'current'), 'current', `${width}: by camera`);
	expect(!await page.isVisible('video'), `${width}: the camera is off again`);
	expect(asked.every(u => u.startsWith(site.url) || /^(blob|data):/.test(u)), `${width}: nothing from another site`);
	expect(context.complaints.length === 0, `${width} scanner: the console is silent: ${context.complaints}`);
	await context.close();
}

async function main()
{
	const control = startSite(), folder = mkdtempSync(join(tmpdir(), 'motcua-verify-pages-'));
	let browser;

	try {
		const site = await control.next(), signer = new Signer(site.key);
		const text = `${site.url}/k/${site.codes.current}#${signer.fragment(site.numbers.current)}`, video = join(folder, 'code.y4m');

		writeFileSync(video, y4m(text));
		/* The CA is the test's own: its root is not in the browser's store, and a service worker wants a page that is trusted. */
		browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox',
			'--ignore-certificate-errors', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
			`--use-file-for-fake-video-capture=${video}`] });
		for (const width of WIDTHS) {
			await online(browser, site, signer, width);
			await withoutScript(browser, site, width);
			await scanner(browser, site, text, width);
		}
		await foreignKey(browser, site, signer);
		await offline(browser, site, signer, control);
	} catch (e) {
		failed++;
		console.log(e);
	} finally {
		await browser?.close();
		control.child.stdin.end();
		await new Promise(done => control.child.once('exit', done));
		rmSync(folder, { recursive: true, force: true });
	}
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed > 0 ? 1 : 0;
}

await main();
