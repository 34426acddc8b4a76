/*
 * Service worker of the verify page, scope /k/: once opened, the page checks signatures without a network. It keeps the page
 * without a code, what that page loads, and the key list. Status answers are kept by the page itself, which shows their age.
 * The build puts the hashed names into KEPT, so a changed asset is a changed worker, which keeps everything anew.
 */
const SHELL = '/k/';
const KEYS = '/.well-known/motcua-keys.json';
const KEPT = ['/assets/app-a718abca36.js', '/assets/k1-05726057fa.js', '/assets/verify-bbc6668761.js', '/assets/portal-09c55c4ab8.css', '/assets/door-a49786e5e4.svg', '/assets/noto-sans-vn-400-efb89ca015.woff2', '/assets/noto-sans-vn-700-f480841c67.woff2'];
const PREFIX = 'motcua-verify:';
const CACHE = PREFIX + KEPT.join(' ');

/* The page in the present language, and the keys of today. */
async function refresh()
{
	const cache = await caches.open(CACHE);

	await cache.addAll([SHELL, KEYS].map(path => new Request(path, { cache: 'no-cache' })));
}

self.addEventListener('install', event => {
	event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(KEPT)).then(refresh).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
	event.waitUntil(caches.keys()
		.then(names => Promise.all(names.filter(n => n.startsWith(PREFIX) && n !== CACHE).map(n => caches.delete(n))))
		.then(() => self.clients.claim()));
});

self.addEventListener('message', event => {
	if (event.data === 'refresh')
		event.waitUntil(refresh().catch(() => {}));
});

/* Each kept thing is the same whatever was sent with the request: Vary is for shared caches. */
async function kept(key)
{
	return (await caches.open(CACHE)).match(key, { ignoreVary: true });
}

async function networkFirst(request, key)
{
	try {
		return await fetch(request);
	} catch (e) {
		const response = await kept(key);

		if (response)
			return response;
		throw e;
	}
}

async function keptFirst(request)
{
	return await kept(request.url) ?? fetch(request);
}

self.addEventListener('fetch', event => {
	const url = new URL(event.request.url);

	if (event.request.method !== 'GET' || url.origin !== location.origin)
		return;
	if (event.request.mode === 'navigate')
		event.respondWith(networkFirst(event.request, SHELL));
	else if (url.pathname === KEYS)
		event.respondWith(networkFirst(event.request, KEYS));
	else if (url.pathname.startsWith('/assets/'))
		event.respondWith(keptFirst(event.request));
});
