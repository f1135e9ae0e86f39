// The service worker: saved tours and kept stops without a network. `kit` is written above this line: digest and shell.
const scope = new URL(self.registration.scope);
const SHELL = `audioguide${scope.pathname}shell ${kit.digest}`;
const POINTERS = `audioguide${scope.pathname}pointers`;
const KEPT = `audioguide${scope.pathname}kept`;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  const requests = kit.shell.map((path) => new Request(new URL(path, scope), { cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(`audioguide${scope.pathname}shell `) && name !== SHELL;
  const clear = async () => Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
  event.waitUntil(Promise.all([self.clients.claim(), clear()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // "no-store" is how pages ask for what is new
  if (request.method !== "GET" || request.cache === "no-store" || !request.url.startsWith(scope.href)) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const url = request.url.replace(/#.*$/, "");
  const path = url.replace(/\?.*$/, "");
  const isPage = request.mode === "navigate" || /\/(index\.html)?$/.test(path);
  const key = isPage ? path.replace(/index\.html$/, "") : url;
  const range = request.headers.get("Range");
  // a device whose storage is full or damaged can refuse to read: there is still the network
  const saved = await findSaved(key).catch(() => null);
  if (saved) return sliceRange(saved, range);
  const kept = await findKept(key).catch(() => null);
  if (kept && !isPage) return sliceRange(kept, range);
  try {
    // a kept page may be out of date: the network first, but not for longer than a visitor waits
    return await (kept ? fetchPrompt(request, PATIENCE_MS) : fetch(request));
  } catch (error) {
    if (kept) return kept;
    const shell = await (await caches.open(SHELL)).match(url);
    if (shell) return shell;
    if (request.mode !== "navigate") throw error;
    return standIn();
  }
}

// A page that is there soon and whole. Not that of patience.js: a navigation that is given a signal is no navigation
// any more.
function fetchPrompt(request, milliseconds) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("slow")), milliseconds);
    fetch(request).then((found) => (found.status < 500 ? resolve(found) : reject(new Error(found.status))), reject);
  });
}

// An address without its last slash is the folder's: messengers cut it off.
async function match(cache, url) {
  return (await cache.match(url)) || (/\/[^/.?]+$/.test(url) ? cache.match(`${url}/`) : undefined);
}

// has() first: open() would create what a visitor's clean-up took away
async function findSaved(url) {
  const pointers = await caches.open(POINTERS);
  for (const key of await pointers.keys()) {
    const { name } = await (await pointers.match(key)).json();
    const found = (await caches.has(name)) && (await match(await caches.open(name), url));
    if (found) return found;
  }
  return null;
}

async function findKept(url) {
  return (await caches.has(KEPT)) ? match(await caches.open(KEPT), url) : null;
}

// RFC 9110, 14.2: one range. WebKit plays only what is answered with 206; other browsers like it too.
async function sliceRange(complete, range) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range || "");
  if (!asked || (!asked[1] && !asked[2])) return complete;
  const body = await complete.blob();
  const size = body.size;
  const start = asked[1] ? Number(asked[1]) : Math.max(0, size - Number(asked[2]));
  const end = asked[1] && asked[2] ? Math.min(Number(asked[2]), size - 1) : size - 1;
  if (start > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${size}` } });
  const headers = {
    "Accept-Ranges": "bytes",
    "Content-Length": String(end - start + 1),
    "Content-Range": `bytes ${start}-${end}/${size}`,
    "Content-Type": complete.headers.get("Content-Type"),
  };
  return new Response(body.slice(start, end + 1, headers["Content-Type"]), { status: 206, headers });
}

// The page that is not on the device keeps its address, so that a reload tries it again; its files are found from
// the scope.
async function standIn() {
  const page = await (await caches.open(SHELL)).match(new URL("offline.html", scope));
  if (!page) return Response.error();
  const html = (await page.text()).replace("<head>", `<head><base href="${scope.pathname}">`);
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}
