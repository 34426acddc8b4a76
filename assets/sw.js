/*
 * Service worker of the verify page, scope /k/: once opened, the page checks signatures without a network. It keeps the empty
 * page /k/, what that page loads, and the key list. Status answers are kept by the page itself, which shows their age.
 */
const SHELL = '/k/';
const CACHE = 'motcua-verify-1';
const KEPT_MAX = 60;

self.addEventListener('install', event => {
	event.waitUntil(caches.open(CACHE).then(cache => cache.add(new Request(SHELL, { cache: 'reload' }))).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
	event.waitUntil(caches.keys()
		.then(names => Promise.all(names.filter(n => n.startsWith('motcua-verify-') && n !== CACHE).map(n => caches.delete(n))))
		.then(() => self.clients.claim()));
});

/* Keeps the list that the page sends, and drops what an earlier version of it needed. */
async function keep(paths)
{
	const cache = await caches.open(CACHE), wanted = new Set([SHELL, ...paths.slice(0, KEPT_MAX)]);

	for (const request of await cache.keys()) {
		const url = new URL(request.url);

		if (!wanted.has(url.pathname + url.search))
			await cache.delete(request);
	}
	await Promise.allSettled([...wanted].map(async path => {
		if (path === SHELL || !await cache.match(path))
			await cache.add(path);
	}));
}

self.addEventListener('message', event => {
	const paths = event.data?.keep;

	if (Array.isArray(paths) && paths.every(p => typeof p === 'string' && /^\/(?!\/)/.test(p)))
		event.waitUntil(keep(paths));
});

/* The network's answer, kept when it is a good one; without a network the kept one. */
async function networkFirst(request, key, fresh)
{
	const cache = await caches.open(CACHE);

	try {
		const response = await fetch(request);

		if (response.ok && fresh)
			await cache.put(key, response.clone());
		return response;
	} catch (e) {
		const kept = await cache.match(key);

		if (kept)
			return kept;
		throw e;
	}
}

async function keptFirst(request)
{
	const cache = await caches.open(CACHE);

	return await cache.match(request) ?? fetch(request);
}

self.addEventListener('fetch', event => {
	const url = new URL(event.request.url);

	if (event.request.method !== 'GET' || url.origin !== location.origin)
		return;
	if (event.request.mode === 'navigate')
		event.respondWith(networkFirst(event.request, SHELL, url.pathname === SHELL));
	else if (url.pathname.startsWith('/.well-known/'))
		event.respondWith(networkFirst(event.request, url.pathname, true));
	else if (!url.pathname.startsWith('/k/'))
		event.respondWith(keptFirst(event.request));
});
