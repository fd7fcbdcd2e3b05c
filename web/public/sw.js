// The shell for a tab without connection: our own immutable files and one offline page. Clips, the
// API and pages of people are never kept here; the browser's own cache holds what may be held.
const cacheName = "zt-shell-1";
const offlinePage = "/offline";
const maxKept = 80;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.add(new Request(offlinePage, { cache: "reload" })))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  );
});

/** File names carry their content's hash: what is here is right for ever. Oldest go first. */
async function fromShell(request) {
  const cache = await caches.open(cacheName);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const kept = (await cache.keys()).filter(({ url }) => !url.endsWith(offlinePage));
    await Promise.all(kept.slice(0, -maxKept).map((old) => cache.delete(old)));
  }
  return answer;
}

async function pageOrOffline(request) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(cacheName);
    return (await cache.match(offlinePage)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOrOffline(request));
  else if (url.pathname.startsWith("/_next/static/")) event.respondWith(fromShell(request));
});
