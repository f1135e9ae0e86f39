// The page at hand: its elements, data and words, and what the visitor's browser remembers.
export const $ = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
// the stand-in page has another address than its files: its base tells
export const root = new URL(document.documentElement.dataset.root || "./", document.baseURI).href;
export const online = location.protocol.startsWith("http");

const read = (id, within) => JSON.parse(($("#" + id, within) || { textContent: "{}" }).textContent);
export const words = read("words");
export let data = read("data");
// the tour's folder, absolute: stays the same when the page goes on to another stop
export const tour = new URL(data.tour || "./", location.href).href;

export function loadPageData(page) {
  data = read("data", page);
}

export const fillTemplate = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function formatTime(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return h ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

// over HTTP addresses are folders; on a stick they must name the file
export const cleanAddress = (address) => (online ? address.replace(/index\.html(?=[?#]|$)/, "") : address);

export function announce(text) {
  const status = $("#status");
  if (status) status.textContent = text;
}

// private windows may refuse to remember: everything works without
export function saveSetting(name, value) {
  try {
    localStorage.setItem("audioguide:" + name, value);
  } catch {
    return false;
  }
  return true;
}

export function readSetting(name) {
  try {
    return localStorage.getItem("audioguide:" + name);
  } catch {
    return null;
  }
}

// positions in seconds by stop ("" is the whole tour), stops heard, and the last one
const place = () => "tour:" + new URL(tour).pathname;
export const readProgress = () => ({ at: {}, heard: [], last: "", ...JSON.parse(readSetting(place()) || "{}") });

export function updateProgress(change) {
  const now = readProgress();
  change(now);
  saveSetting(place(), JSON.stringify(now));
}
