// Keeps the numbered pages of the folder it is served in (/herd/phone/1, /collection/visits/1), and
// the files they need, for places without network. The network always comes first; what was kept
// answers only where there is none. A page that the server no longer gives (signed out, out of
// reach) is forgotten.
"use strict";

const FOLDER = self.location.pathname.replace(/[^/]*$/, "");
const STORE = `milkshed${FOLDER.replaceAll("/", "-")}1`;
const FILES = /^\/static\//;

function isPage(path) {
  return path.startsWith(FOLDER) && /^\d+$/.test(path.slice(FOLDER.length));
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A page asks to be kept once it has loaded: what it loaded before the worker came is not here yet.
self.addEventListener("message", (event) => {
  if (event.data && event.data.keep) event.waitUntil(keepAll(event.data.keep));
});

async function keepAll(addresses) {
  const store = await caches.open(STORE);
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address).catch(() => null);
    if (answer && answer.ok && !answer.redirected) await store.put(address, answer);
  }));
}

async function networkFirst(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(request, answer.clone());
    else await store.delete(request);
    return answer;
  } catch (error) {
    const kept = await store.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const page = request.mode === "navigate" && isPage(url.pathname);
  if (page || FILES.test(url.pathname)) event.respondWith(networkFirst(request));
});
