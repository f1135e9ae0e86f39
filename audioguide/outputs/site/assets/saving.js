// The box that saves a tour, on the tour's page and at every stop.
import { $, fillTemplate, online, readSetting, saveSetting, tour } from "./page.js";
import { texts } from "./texts.js";
import { fetchWithin, within } from "./patience.js";
import { POINTERS, isPossible, megabytes, readPointer, scope } from "./offline_store.js";

const pointer = new URL("saved", tour).href;
const path = new URL(tour).pathname;
const unfinished = "saving:" + path;
const { saves } = texts;
const QUIET_MS = 20000; // a line that brings nothing for so long is lost: what is there stays for the next attempt

class Trouble extends Error {}

// "no-store" also passes by the worker
const fetchAnew = (url, read) => fetchWithin(QUIET_MS, url, read, { cache: "no-store" });

async function fetchListing() {
  const listing = await fetchAnew(new URL("offline.json", tour), (answer) => (answer.ok ? answer.json() : null));
  if (!listing) throw new Trouble(saves.failed);
  return listing;
}

// One complete file: a page is the version that was announced, any other file has its exact length.
async function fetchFile([address, bytes, version], advance) {
  const url = new URL(address, tour).href;
  let answer;
  let body;
  try {
    answer = await fetchAnew(url);
    body = answer.status === 200 ? await readBody(answer, bytes ? advance : () => {}) : null;
  } catch {
    throw new Trouble(saves.failed);
  }
  if (!body) throw new Trouble(saves.changed);
  const isRight = bytes ? body.size === bytes : (await new Response(body).text()).includes(`audioguide ${version}"`);
  if (!isRight) throw new Trouble(saves.changed);
  const type = answer.headers.get("Content-Type") || "application/octet-stream";
  return [url, new Response(body, { headers: { "Content-Type": type, "Content-Length": String(body.size) } })];
}

async function readBody(answer, advance) {
  if (!answer.body) return answer.blob();
  const parts = [];
  const reader = answer.body.getReader();
  try {
    for (;;) {
      const { done, value } = await within(QUIET_MS, reader.read());
      if (done) return new Blob(parts);
      parts.push(value);
      advance(value.length);
    }
  } catch (error) {
    reader.cancel().catch(() => {}); // its connection is free for the next attempt
    throw error;
  }
}

// Fill the version's cache and point to it. What has not changed is taken from the old version; what an interrupted
// attempt has left is not fetched again.
async function saveTour(list, old, report) {
  const name = `audioguide${scope}${path} ${list.version}`;
  const before = new Map(old ? old.files.map((file) => [file[0], file]) : []);
  const from = old && (await caches.open(old.name));
  const cache = await caches.open(name);
  const missing = [];
  for (const file of list.files) {
    const url = new URL(file[0], tour).href;
    if (await cache.match(url)) continue;
    const isSame = before.has(file[0]) && String(before.get(file[0])) === String(file);
    const copy = isSame && (await from.match(url));
    if (copy) await cache.put(url, copy);
    else missing.push(file);
  }
  const need = missing.reduce((sum, file) => sum + file[1], 0);
  let done = list.bytes - need;
  try {
    for (const file of missing) {
      const [key, answer] = await fetchFile(file, (bytes) => report((done += bytes), list.bytes));
      await cache.put(key, answer);
    }
    const saved = { ...list, name, title: document.title, tour };
    await (await caches.open(POINTERS)).put(pointer, new Response(JSON.stringify(saved)));
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
    await caches.delete(name);
    throw new Trouble(fillTemplate(saves.full, { need: megabytes(need) }));
  }
  await deleteOtherVersions(name);
}

async function deleteOtherVersions(current) {
  const mine = `audioguide${scope}${path} `;
  for (const name of await caches.keys()) if (name.startsWith(mine) && name !== current) await caches.delete(name);
}

function createBox(section) {
  const add = (tag, id, text, properties = {}) => {
    const element = Object.assign(document.createElement(tag), { id, textContent: text, ...properties });
    section.append(element);
    return element;
  };
  add("h2", "save-title", saves.save);
  return {
    why: add("p", "save-why", ""),
    bar: add("progress", "save-progress", "", { max: 1, value: 0, hidden: true }),
    status: Object.assign(add("p", "save-status", ""), { role: "status" }),
    save: add("button", "save-do", saves.save_button, { type: "button", className: "wide" }),
    remove: add("button", "save-remove", saves.remove, { type: "button", className: "plain", hidden: true }),
  };
}

export async function offerSaving() {
  const section = $("#save");
  if (!section || section.childElementCount) return;
  const list = await fetchListing().catch(() => null);
  const saved = isPossible ? await readPointer(pointer).catch(() => null) : null;
  const isWeChat = /MicroMessenger/i.test(navigator.userAgent);
  const isInsecure = online && !self.isSecureContext && self.origin !== "null"; // a frame that is shut off has its own reasons
  if (isWeChat || isInsecure) {
    $("#no-save").textContent = isWeChat ? saves.wechat : saves.http;
    $("#no-save").hidden = false;
  }
  if (!isPossible) return;
  if (!list && !saved) return;
  const box = createBox(section);
  box.status.setAttribute("role", "status");
  section.setAttribute("aria-labelledby", "save-title");
  box.bar.setAttribute("aria-labelledby", "save-title");
  const show = (text) => { box.status.textContent = text; };
  const report = (text) => (done, all) => {
    box.bar.hidden = false;
    box.bar.value = all ? done / all : 1;
    show(fillTemplate(text, { done: megabytes(done), all: megabytes(all) }));
  };
  const draw = async () => {
    const now = await readPointer(pointer);
    box.bar.hidden = true;
    box.save.hidden = Boolean(now);
    box.remove.hidden = !now;
    box.why.hidden = Boolean(now);
    if (now) show(fillTemplate(saves.saved, { all: megabytes(now.bytes) }));
    return now;
  };
  const attempt = async (fresh, old, text) => {
    box.save.disabled = true;
    saveSetting(unfinished, "1");
    try {
      await saveTour(fresh, old, report(text));
      saveSetting(unfinished, "");
      await draw();
      return true;
    } catch (error) {
      await draw();
      show(error instanceof Trouble ? error.message : saves.failed);
      return false;
    } finally {
      box.save.disabled = false;
    }
  };

  box.save.addEventListener("click", async () => {
    show("");
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    const fresh = await fetchListing().catch(() => null);
    if (fresh) await attempt(fresh, null, saves.saving);
    else show(saves.failed);
  });
  box.remove.addEventListener("click", async () => {
    saveSetting(unfinished, "");
    await (await caches.open(POINTERS)).delete(pointer);
    await deleteOtherVersions("");
    await draw();
    show(saves.removed);
  });

  await draw();
  if (list) box.why.textContent = fillTemplate(saves.save_why, { size: megabytes(list.bytes) });
  section.hidden = false; // only now: every key does what it says
  // a new version comes by itself, and so does the rest of what a closed tab interrupted, unless the visitor saves
  // data; until it is complete the old version plays
  const isSparing = navigator.connection && navigator.connection.saveData;
  if (list && !isSparing) {
    if (saved && saved.version !== list.version) {
      attempt(list, saved, saves.updating).then((good) => good && show(saves.updated));
    } else if (!saved && readSetting(unfinished)) attempt(list, null, saves.saving);
  }
}
