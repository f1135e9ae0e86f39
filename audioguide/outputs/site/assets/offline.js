// A script of its own, for the tour's page and the offline page. A saved tour is a cache filled completely and checked, then pointed to; the worker reads only what
// a pointer names, so that half a tour is never used and a new version replaces the old one in one step.
import { $, fillTemplate, online, root, tour, words } from "./page.js";

const scope = new URL(root).pathname;
const POINTERS = `audioguide${scope}pointers`;
const pointer = new URL("saved", tour).href;
const possible = online && "serviceWorker" in navigator && "caches" in self;
const megabytes = (bytes) => (bytes >= 1e7 ? Math.round(bytes / 1e6) : (bytes / 1e6).toFixed(1));

class Trouble extends Error {}

async function current() {
  const found = await (await caches.open(POINTERS)).match(pointer);
  return found ? found.json() : null;
}

const listing = async () => {
  const answer = await fetch(new URL("offline.json", tour), { cache: "no-store" });
  if (!answer.ok) throw new Trouble(words.failed);
  return answer.json();
};

// One file, whole: a page is the version that was announced, any other file has its exact length.
async function fetched([address, bytes, version], advance) {
  const url = new URL(address, tour).href;
  let answer;
  let body;
  try {
    answer = await fetch(url, { cache: "no-store" }); // "no-store" also passes by the worker
    body = answer.status === 200 ? await whole(answer, bytes ? advance : () => {}) : null;
  } catch {
    throw new Trouble(words.failed);
  }
  if (!body) throw new Trouble(words.changed);
  const right = bytes ? body.size === bytes : (await body.text()).includes(`audioguide ${version}"`);
  if (!right) throw new Trouble(words.changed);
  const type = answer.headers.get("Content-Type") || "application/octet-stream";
  return [url, new Response(body, { headers: { "Content-Type": type, "Content-Length": String(body.size) } })];
}

async function whole(answer, advance) {
  if (!answer.body) return answer.blob();
  const parts = [];
  for (const reader = answer.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    advance(value.length);
  }
}

// Fill a new cache and point to it; what has not changed is taken from the old one.
async function save(list, old, report) {
  const name = `audioguide${scope}${new URL(tour).pathname} ${list.version}`;
  const before = new Map(old ? old.files.map((file) => [file[0], file]) : []);
  const same = (file) => before.has(file[0]) && String(before.get(file[0])) === String(file);
  const need = list.files.reduce((sum, file) => sum + (same(file) ? 0 : file[1]), 0);
  const { quota = Infinity, usage = 0 } = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : {};
  const short = () => new Trouble(fillTemplate(words.full, { need: megabytes(need), free: megabytes(Math.max(0, quota - usage)) }));
  if (quota - usage < need * 1.05) throw short();
  const from = old && (await caches.open(old.name));
  const cache = await caches.open(name);
  let done = 0;
  const advance = (bytes) => report((done += bytes), need);
  try {
    for (const file of list.files) {
      const url = new URL(file[0], tour).href;
      const kept = same(file) && (await from.match(url));
      const [key, answer] = kept ? [url, kept] : await fetched(file, advance);
      await cache.put(key, answer);
    }
    await (await caches.open(POINTERS)).put(pointer, new Response(JSON.stringify({ ...list, name, title: document.title, tour })));
  } catch (error) {
    if (!old || old.name !== name) await caches.delete(name);
    throw error.name === "QuotaExceededError" ? short() : error;
  }
  await tidy(name);
}

// Caches of this tour that no pointer names: older versions, and what a closed page left half filled.
async function tidy(keep) {
  const mine = `audioguide${scope}${new URL(tour).pathname} `;
  for (const name of await caches.keys()) if (name.startsWith(mine) && name !== keep) await caches.delete(name);
}

// The box on the tour's page.
async function savings() {
  const box = $("#save");
  const why = $("#save-why");
  const wechat = /MicroMessenger/i.test(navigator.userAgent);
  if (wechat) $("#wechat").hidden = false;
  if (!possible) return;
  const [saveKey, removeKey] = [$("#save-do"), $("#save-remove")];
  const bar = $("#save-progress");
  const tell = (text) => { $("#save-status").textContent = text; };
  const report = (text) => (done, all) => {
    bar.hidden = false;
    bar.value = all ? done / all : 1;
    tell(fillTemplate(text, { done: megabytes(done), all: megabytes(all) }));
  };
  const draw = async () => {
    const saved = await current();
    bar.hidden = true;
    saveKey.hidden = Boolean(saved);
    removeKey.hidden = !saved;
    why.hidden = Boolean(saved);
    if (saved) tell(fillTemplate(words.saved, { all: megabytes(saved.bytes) }));
    return saved;
  };
  const attempt = async (list, old, text) => {
    saveKey.disabled = true;
    try {
      await save(list, old, report(text));
      await draw();
      return true;
    } catch (error) {
      await draw();
      tell(error instanceof Trouble ? error.message : words.failed);
      return false;
    } finally {
      saveKey.disabled = false;
    }
  };

  const saved = await draw();
  const list = await listing().catch(() => null);
  if (list) why.textContent = fillTemplate(why.dataset.text, { size: megabytes(list.bytes) });
  box.hidden = !(list || saved);
  // the new version comes by itself, unless the visitor saves data; until it is whole the old one plays
  const sparing = navigator.connection && navigator.connection.saveData;
  if (saved && list && saved.version !== list.version && !sparing) {
    attempt(list, saved, words.updating).then((good) => good && tell(words.updated));
  }
  saveKey.addEventListener("click", async () => {
    tell("");
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    const fresh = await listing().catch(() => null);
    if (fresh) await attempt(fresh, null, words.saving);
    else tell(words.failed);
  });
  removeKey.addEventListener("click", async () => {
    await (await caches.open(POINTERS)).delete(pointer);
    await tidy("");
    await draw();
    tell(words.removed);
  });
}

// On the page that stands in for one that was not saved: what is there, and back as soon as there is a network.
async function standIn() {
  addEventListener("online", () => location.reload());
  if (!possible) return;
  const pointers = await caches.open(POINTERS);
  const saved = await Promise.all((await pointers.keys()).map(async (key) => (await pointers.match(key)).json()));
  for (const place of document.querySelectorAll("[data-saved]")) {
    for (const { title, tour: href } of saved) {
      const link = Object.assign(document.createElement("a"), { href, textContent: title });
      const item = document.createElement("li");
      item.append(link);
      $("ul", place).append(item);
      place.hidden = false;
    }
  }
}

if ($("#save")) savings();
else standIn();
