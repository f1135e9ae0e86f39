// Where saved tours and kept stops lie. A saved tour is a cache that was filled completely and checked, then pointed
// to; the worker reads only what a pointer names. Kept stops share one cache with an index, oldest first.
import { online, root } from "./page.js";

export const scope = new URL(root).pathname;
export const POINTERS = `audioguide${scope}pointers`;
export const KEPT = `audioguide${scope}kept`;
export const KEPT_INDEX = new URL("kept-index", root).href;
// a frame that is shut off ("null") has the interfaces and may not use them
export const isPossible = online && self.origin !== "null" && "serviceWorker" in navigator && "caches" in self;
export const megabytes = (bytes) => (bytes >= 1e7 ? Math.round(bytes / 1e6) : (bytes / 1e6).toFixed(1));

export async function readKept() {
  const found = (await caches.has(KEPT)) && (await (await caches.open(KEPT)).match(KEPT_INDEX));
  return found ? found.json() : [];
}

// What a pointer says, unless the browser has cleared the files it points to.
export async function readPointer(pointer) {
  const found = await (await caches.open(POINTERS)).match(pointer);
  const saved = found ? await found.json() : null;
  return saved && (await caches.has(saved.name)) ? saved : null;
}
