// A stop that was opened stays on the device with its sound, and so does the next one: walls and cellars have no
// signal. The oldest go when there are too many.
import { $, all, cleanAddress, isKiosk, onArrival, pageData, tour } from "./page.js";
import { KEPT, KEPT_INDEX, isPossible, readKept, readPointer } from "./offline_store.js";

const MAX_STOPS = 40;
const MAX_BYTES = 100e6;
const SETTLE_MS = 2500;

const isSlow = () => {
  const { saveData, effectiveType = "4g" } = navigator.connection || {};
  return saveData || effectiveType !== "4g";
};

async function keepFile(cache, url) {
  const found = await cache.match(url);
  if (found) return Number(found.headers.get("Content-Length")) || 0;
  let answer = await fetch(url);
  // Firefox answers with the part that its media element has fetched, even if it is all of the file
  if (answer.status === 206) answer = await fetch(url, { cache: "no-store" });
  if (answer.status !== 200) throw new Error(answer.status);
  const body = await answer.blob();
  const length = answer.headers.get("Content-Length");
  if (length && !answer.headers.get("Content-Encoding") && Number(length) !== body.size) throw new Error("cut off");
  const headers = { "Content-Type": answer.headers.get("Content-Type") || "", "Content-Length": String(body.size) };
  await cache.put(url, new Response(body, { headers }));
  return body.size;
}

// What scripts fetch, if the page has such an element.
function fetchedAddresses(element) {
  const { later, laterStyle, listStyle, placesStyle, placesScript, script, places } = element ? element.dataset : {};
  return [later, laterStyle, listStyle, placesStyle, placesScript, script, places].filter(Boolean);
}

// The page at an address with everything it needs, as one entry of the index.
async function keepStop(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  const text = await answer.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  if (answer.status !== 200 || !$("#data", page)) return;
  const absolute = (value) => new URL(value, address).href;
  const urls = [
    ...all("audio[src],track[src],img[src],script[src]", page).map((element) => absolute(element.getAttribute("src"))),
    ...all("link[rel=stylesheet],link[rel=icon],image", page).map((element) => absolute(element.getAttribute("href"))),
    ...fetchedAddresses(page.body).concat(fetchedAddresses($("#near", page))).map(absolute),
  ];
  const cache = await caches.open(KEPT);
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  await cache.put(address, new Response(text, { headers }));
  let bytes = text.length;
  for (const url of urls) bytes += await keepFile(cache, url);
  const entry = { address, urls, bytes, title: page.title };
  await prune(cache, [...(await readKept()).filter((other) => other.address !== address), entry]);
}

// Write the index, newest last; delete what no entry needs any more.
async function prune(cache, entries) {
  let bytes = 0;
  const staying = [];
  for (const entry of entries.reverse()) {
    bytes += entry.bytes;
    if (staying.length < MAX_STOPS && bytes <= MAX_BYTES) staying.unshift(entry);
  }
  const needed = new Set([KEPT_INDEX]);
  for (const { address, urls } of staying) for (const url of [address, ...urls]) needed.add(url);
  await cache.put(KEPT_INDEX, new Response(JSON.stringify(staying)));
  for (const { url } of await cache.keys()) if (!needed.has(url)) await cache.delete(url);
}

export function keepStops(audio) {
  if (!isPossible || isKiosk()) return;
  let timer = 0;
  const keep = async () => {
    const here = cleanAddress(location.href).replace(/[?#].*$/, "");
    if (!pageData().number || (await readPointer(new URL("saved", tour).href))) return;
    try {
      await keepStop(here);
      const next = $("a[rel=next]");
      if (next && !isSlow()) await keepStop(cleanAddress(next.href));
    } catch {
      // no signal, or no room: the next stop is another chance
    }
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SETTLE_MS);
  };
  if (!isSlow()) schedule();
  onArrival(() => isSlow() || schedule());
  audio.addEventListener("playing", schedule);
}
