/*
 * Drives the verify page. What it needs from the HTML (all texts stand there, none here):
 *	[data-verify]			the root; data-keys: URL of the key list; data-worker: URL of the service worker (optional)
 *	[data-verdict="..."]		inside the root, exactly one is shown:
 *		none			nothing to check: what the server says of the code alone
 *		asking			signed; the status is being asked
 *		current, superseded, revoked
 *		offline			signed; no status, or only an earlier good one
 *		elsewhere		signed; the status is another site's to tell
 *		mismatch		signed, but the register has another paper, or none, under this code
 *		not-authentic, unknown-key, period, no-keys
 *	[data-claims]			shown when there are claims: also for "unknown-key" and "period", whose text must warn
 *	[data-row="NAME"]		hidden when the claim is not in the code
 *	[data-claim="NAME"]		gets the text: holder, number, title, agency, issued, procedure, dossier, key, host
 *	[data-register]			shown with "none" only
 *	[data-no-script]		hidden for good
 *	[data-status-cached]		shown when the status is an earlier one; [data-status-time] gets its time
 *	[data-status-since-line]	shown when it is known since when; [data-status-since] gets the time
 * The status comes from /k/<code>.json: {"status": "current|superseded|revoked|none", "number", "issuer", "agency",
 * "since": time or null, "asOf": time}. The code is not signed, so number and issuer must be those that are.
 */
import { check } from './k1-05726057fa.js';

const STATUS_CACHE = 'motcua-status';
const STATUS_WAIT_MS = 6000;
const CLAIMS = ['holder', 'number', 'title', 'agency', 'issued', 'procedure', 'dossier', 'key', 'host'];
const UNSIGNED = ['none', 'mismatch', 'not-authentic', 'no-keys'];
const root = document.querySelector('[data-verify]');
const site = document.title;
let shown = 0;		/* the newest text; an answer to an older one comes too late */

function toggle(selector, show)
{
	for (const el of root.querySelectorAll(selector))
		el.hidden = !show;
}

function fill(selector, text)
{
	for (const el of root.querySelectorAll(selector))
		el.textContent = text;
}

function timeText(ms)
{
	return new Intl.DateTimeFormat(document.documentElement.lang || 'vi', { day: '2-digit', month: '2-digit', year: 'numeric',
		hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Ho_Chi_Minh' }).format(ms);
}

/* Of an answer from the register, or null; the claims of a text whose signature is wrong are not shown: they could be anything. */
function showVerdict(verdict, k1, key, status)
{
	for (const el of root.querySelectorAll('[data-verdict]')) {
		el.hidden = el.dataset.verdict !== verdict;
		if (!el.hidden)
			document.title = `${el.querySelector('h1').textContent.trim()} – ${site}`;
	}
	showClaims(UNSIGNED.includes(verdict) ? null : k1, key, status);
	toggle('[data-register]', verdict === 'none');
	toggle('[data-status-cached]', status?.cached === true);
	fill('[data-status-time]', status ? timeText(Date.parse(status.asOf)) : '');
	toggle('[data-status-since-line]', Boolean(status?.since));
	fill('[data-status-since]', status?.since ? timeText(Date.parse(status.since)) : '');
}

function showClaims(k1, key, status)
{
	const claims = k1 === null ? {} : { ...k1.claims, issued: timeText(k1.claims.issued * 1000), key: key?.name, host: k1.host,
		agency: status?.agency ? `${status.agency} (${k1.claims.issuer})` : k1.claims.issuer };

	for (const name of CLAIMS) {
		fill(`[data-claim="${name}"]`, claims[name] ?? '');
		toggle(`[data-row="${name}"]`, Boolean(claims[name]));
	}
	toggle('[data-claims]', k1 !== null);
}

async function keysOf()
{
	const response = await fetch(root.dataset.keys);

	if (!response.ok)
		throw new Error(`key list: ${response.status}`);
	return (await response.json()).keys;
}

/* The register's answer, kept for when there is no network; else the kept one. null: neither. */
async function statusOf(k1)
{
	const url = `/k/${k1.code}.json`;
	const kept = 'caches' in window ? await caches.open(STATUS_CACHE) : null;

	try {
		const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(STATUS_WAIT_MS) });

		if (response.ok)
			await kept?.put(url, response.clone());
		if (response.ok || response.status === 404)
			return { ...await response.json(), cached: false };
	} catch {
		/* no network: what was heard last */
	}
	const earlier = await kept?.match(url);

	return earlier ? { ...await earlier.json(), cached: true } : null;
}

function verdictOf(k1, status)
{
	if (status === null)
		return 'offline';
	if (status.status === 'none' || status.number !== k1.claims.number || status.issuer !== k1.claims.issuer)
		return 'mismatch';
	/* "In force" may have ended since; a withdrawal is for ever. */
	return status.cached && status.status === 'current' ? 'offline' : status.status;
}

/* Shows what the text of a QR code is worth; also called by scan.js. */
export async function show(text)
{
	const mine = ++shown;
	let result;

	try {
		result = await check(text, await keysOf());
	} catch {
		result = { answer: 'no-keys', k1: null, key: null };
	}
	if (mine !== shown)
		return;
	const { answer, k1, key } = result;

	if (answer !== 'authentic' || k1.host !== location.host) {
		showVerdict(answer === 'authentic' ? 'elsewhere' : answer, k1, key, null);
		return;
	}
	showVerdict('asking', k1, key, null);
	const status = await statusOf(k1);

	if (mine === shown)
		showVerdict(verdictOf(k1, status), k1, key, status);
}

function showLocation()
{
	if (location.hash.length > 1 && location.pathname.startsWith('/k/'))
		return show(location.origin + location.pathname + location.hash);
	shown++;
	showVerdict('none', null, null, null);
}

/* So that the page opens without a network the next time, in the language that was read last. */
async function keepOffline()
{
	let url = root.dataset.worker;

	if (!url || !('serviceWorker' in navigator))
		return;
	if (window.trustedTypes) {
		const policy = trustedTypes.createPolicy('sw', {
			createScriptURL: u => {
				if (new URL(u, location.href).origin !== location.origin)
					throw new TypeError('a worker from elsewhere');
				return u;
			}
		});

		url = policy.createScriptURL(url);
	}
	await navigator.serviceWorker.register(url, { scope: '/k/' });
	(await navigator.serviceWorker.ready).active.postMessage('refresh');
}

for (const el of document.querySelectorAll('[data-no-script]'))
	el.hidden = true;
addEventListener('hashchange', showLocation);
showLocation();
keepOffline().catch(() => {});		/* without it the page still works, online */
