/*
 * Drives the verify page. What it needs from the HTML (all texts stand there, none here):
 *	[data-verify]			the root; data-keys: URL of the key list; data-worker: URL of the service worker (optional)
 *	[data-answer="..."]		inside the root: authentic, not-authentic, unknown-key, period, no-keys, none; one is shown
 *	[data-claims]			shown when there are claims: also for "unknown-key" and "period", whose text must warn
 *	[data-row="NAME"]		hidden when the claim is not in the code
 *	[data-claim="NAME"]		gets the text: issuer, issued, number, procedure, dossier, holder, title, agency, key, host
 *	[data-status="..."]		current, superseded, revoked, unknown; one is shown once an answer is authentic
 *	[data-status-cached]		shown when the status is an earlier one; [data-status-time] gets its time
 *	[data-status-since]		gets the time of superseding or revocation
 * The status comes from /k/<code>.json: {"status": "current|superseded|revoked", "since": time or null, "asOf": time}.
 */
import { check } from './k1-05726057fa.js';

const STATUS_CACHE = 'motcua-status';
const STATUSES = ['current', 'superseded', 'revoked'];
const root = document.querySelector('[data-verify]');
let shown = 0;		/* the newest text; an answer to an older one comes too late */

function showOne(kind, value)
{
	for (const el of root.querySelectorAll(`[data-${kind}]`))
		el.hidden = el.getAttribute(`data-${kind}`) !== value;
}

function fill(name, text)
{
	for (const el of root.querySelectorAll(`[data-claim="${name}"]`))
		el.textContent = text;
	for (const el of root.querySelectorAll(`[data-row="${name}"]`))
		el.hidden = text === '';
}

function timeText(ms)
{
	return new Intl.DateTimeFormat(document.documentElement.lang || 'vi', { dateStyle: 'short', timeStyle: 'short',
		timeZone: 'Asia/Ho_Chi_Minh' }).format(ms);
}

function fillTime(attribute, iso)
{
	for (const el of root.querySelectorAll(`[${attribute}]`))
		el.textContent = iso ? timeText(Date.parse(iso)) : '';
}

function showClaims(k1, key)
{
	const claims = k1 === null ? {} : { ...k1.claims, issued: timeText(k1.claims.issued * 1000), agency: key?.agency,
		key: key?.name, host: k1.host };

	for (const name of ['issuer', 'issued', 'number', 'procedure', 'dossier', 'holder', 'title', 'agency', 'key', 'host'])
		fill(name, claims[name] ?? '');
	for (const el of root.querySelectorAll('[data-claims]'))
		el.hidden = k1 === null;
}

async function keysOf()
{
	const response = await fetch(root.dataset.keys);

	if (!response.ok)
		throw new Error(`key list: ${response.status}`);
	return (await response.json()).keys;
}

/* The server's answer, and kept for when there is no network; else the kept one. null: neither. */
async function statusOf(k1)
{
	const url = `/k/${k1.code}.json`;

	if (k1.host !== location.host)
		return null;
	const kept = 'caches' in window ? await caches.open(STATUS_CACHE) : null;

	try {
		const response = await fetch(url, { cache: 'no-store' });

		if (response.ok) {
			await kept?.put(url, response.clone());
			return { ...await response.json(), cached: false };
		}
		return null;
	} catch {
		const response = await kept?.match(url);

		return response ? { ...await response.json(), cached: true } : null;
	}
}

function showStatus(status)
{
	const known = status !== null && STATUSES.includes(status.status);

	showOne('status', known ? status.status : 'unknown');
	for (const el of root.querySelectorAll('[data-status-cached]'))
		el.hidden = !(known && status.cached);
	fillTime('data-status-time', known ? status.asOf : null);
	fillTime('data-status-since', known ? status.since : null);
}

function hideStatus()
{
	showOne('status', null);
	for (const el of root.querySelectorAll('[data-status-cached]'))
		el.hidden = true;
}

/* Shows what the text of a QR code is worth; also called by scan.js. */
export async function show(text)
{
	const mine = ++shown;
	let result;

	hideStatus();
	try {
		result = await check(text, await keysOf());
	} catch {
		result = { answer: 'no-keys', k1: null, key: null };
	}
	if (mine !== shown)
		return;
	/* What a code says without a true signature is not shown: it could be anything. */
	showClaims(result.answer === 'not-authentic' ? null : result.k1, result.key);
	showOne('answer', result.answer);
	if (result.answer !== 'authentic')
		return;
	const status = await statusOf(result.k1);

	if (mine === shown)
		showStatus(status);
}

function showLocation()
{
	if (location.hash.length > 1)
		return show(location.origin + location.pathname + location.hash);
	hideStatus();
	showClaims(null, null);
	showOne('answer', 'none');
}

/* Everything this page loaded is kept, so that it opens without a network the next time. */
async function keepOffline()
{
	let url = root.dataset.worker;

	if (!url || !('serviceWorker' in navigator))
		return;
	if (window.trustedTypes) {
		const policy = trustedTypes.createPolicy('motcua-worker', {
			createScriptURL: u => {
				if (new URL(u, location.href).origin !== location.origin)
					throw new TypeError('a worker from elsewhere');
				return u;
			}
		});

		url = policy.createScriptURL(url);
	}
	await navigator.serviceWorker.register(url, { scope: '/k/' });
	const registration = await navigator.serviceWorker.ready;
	const loaded = performance.getEntriesByType('resource').map(e => new URL(e.name))
		.filter(u => u.origin === location.origin && !u.pathname.startsWith('/k/')).map(u => u.pathname + u.search);

	registration.active.postMessage({ keep: [...new Set([root.dataset.keys, ...loaded])] });
}

addEventListener('hashchange', showLocation);
showLocation();
keepOffline().catch(() => {});		/* without it the page still works, online */
