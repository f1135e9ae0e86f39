// The service worker: saved tours without a network. `kit` is written above this line: digest and shell.
const scope = new URL(self.registration.scope);
const SHELL = `audioguide${scope.pathname}shell ${kit.digest}`;
const POINTERS = `audioguide${scope.pathname}pointers`;

self.addEventListener("install", (event) => {
  const requests = kit.shell.map((path) => new Request(new URL(path, scope), { cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`audioguide${scope.pathname}shell `) && name !== SHELL;
  const clear = async () => Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
  event.waitUntil(clear().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // "no-store" is how pages ask for what is new
  if (request.method !== "GET" || request.cache === "no-store" || !request.url.startsWith(scope.href)) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const page = request.mode === "navigate" || request.headers.get("Accept") === "text/html";
  const url = request.url.replace(/#.*$/, "");
  const key = page ? url.replace(/\?.*$/, "").replace(/index\.html$/, "") : url;
  const found = await saved(key);
  if (found) return slice(found, request.headers.get("Range"));
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await (await caches.open(SHELL)).match(url);
    if (shell) return shell;
    if (request.mode !== "navigate") throw error;
    return standIn();
  }
}

async function saved(url) {
  const pointers = await caches.open(POINTERS);
  for (const key of await pointers.keys()) {
    const { name } = await (await pointers.match(key)).json();
    // has() first: open() would create what a visitor's clean-up took away
    const found = (await caches.has(name)) && (await (await caches.open(name)).match(url));
    if (found) return found;
  }
  return null;
}

// RFC 9110, 14.2: one range. WebKit plays only what is answered with 206; other browsers like it too.
async function slice(whole, range) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range || "");
  if (!asked || (!asked[1] && !asked[2])) return whole;
  const body = await whole.blob();
  const size = body.size;
  const start = asked[1] ? Number(asked[1]) : Math.max(0, size - Number(asked[2]));
  const end = asked[1] && asked[2] ? Math.min(Number(asked[2]), size - 1) : size - 1;
  if (start > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${size}` } });
  const headers = {
    "Accept-Ranges": "bytes",
    "Content-Length": String(end - start + 1),
    "Content-Range": `bytes ${start}-${end}/${size}`,
    "Content-Type": whole.headers.get("Content-Type"),
  };
  return new Response(body.slice(start, end + 1, headers["Content-Type"]), { status: 206, headers });
}

// The page that was not saved keeps its address, so that a reload tries it again; its files are found from the scope.
async function standIn() {
  const page = await (await caches.open(SHELL)).match(new URL("offline.html", scope));
  if (!page) return Response.error();
  const html = (await page.text()).replace("<head>", `<head><base href="${scope.pathname}">`);
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}
