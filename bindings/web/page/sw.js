// Keeps the page for working offline: the files of one build, all or none. The models are kept by `models.js`; what goes to
// the collection service is never kept.

// The build puts its version and its files in here.
const { version, shell } = /* build */ { version: '', shell: [] };
const PREFIX = 'xueying-page-';

self.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(PREFIX + version);
    await cache.addAll(['./', 'files.json', ...shell].map((file) => new Request(file, { cache: 'no-cache' })));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  const take = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== PREFIX + version) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(take());
});

/// From the service first, so that a new build is seen at once; from what is kept where there is no service.
async function answer(request) {
  try {
    const answered = await fetch(request);
    if (answered.status < 500) return answered;
  } catch {
    // Offline: below.
  }
  return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const own = url.origin === location.origin && event.request.method === 'GET';
  if (own && !/^\/(v1\/|models\/|review)/.test(url.pathname)) event.respondWith(answer(event.request));
});
