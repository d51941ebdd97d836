// Keeps the shell of the visit sheet, so that it opens without a network. The server puts VERSION and SHELL above.
// Nothing else is kept: pages, lists and pictures of people go to the network as if there were no worker.

const KEPT = `visit-sheet ${VERSION}`;
const PAGE = SHELL[0];
const PATIENCE = 2500; // milliseconds: a network that is barely there must not hold up the page

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const kept = await caches.open(KEPT);
    await kept.addAll(SHELL.map((address) => new Request(address, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("visit-sheet ") && name !== KEPT).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(page(request));
  else if (SHELL.includes(address.pathname)) event.respondWith(asset(request, address.pathname));
});

// the page follows the reader's language, so it is asked for anew where there is a network
async function page(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok && !answer.redirected) await kept.put(PAGE, answer.clone());
    if (answer.status < 500) return answer;
  } catch {
    // no network: what was kept
  }
  return (await kept.match(PAGE)) ?? Response.error();
}

async function asset(request, path) {
  const kept = await caches.open(KEPT);
  return (await kept.match(path)) ?? fetch(request);
}
