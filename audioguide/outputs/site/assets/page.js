// The page at hand: its elements, data and words, and what the visitor's browser remembers.
export const $ = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
// the stand-in page has another address than its files: its base names the folder
export const root = new URL(document.documentElement.dataset.root || "./", document.baseURI).href;
export const online = location.protocol.startsWith("http");

const readJson = (id, within) => JSON.parse(($("#" + id, within) || { textContent: "{}" }).textContent);
export const words = readJson("words");
export let data = readJson("data");
// the tour's folder, absolute: stays the same when the page goes on to another stop
export const tour = new URL(data.tour || "./", location.href).href;

export const pageData = () => data;
export function loadPageData(page) {
  data = readJson("data", page);
}

// What is to happen when the page has gone on to another stop (navigation.js).
const arrivals = [];
export const onArrival = (handler) => arrivals.push(handler);
export const announceArrival = () => arrivals.forEach((handler) => handler());

export const fillTemplate = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function formatTime(seconds) {
  const rounded = Math.max(0, Math.round(seconds || 0));
  const [h, m, s] = [Math.floor(rounded / 3600), Math.floor(rounded / 60) % 60, String(rounded % 60).padStart(2, "0")];
  return h ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

// over HTTP addresses are folders; on a stick they must name the file
export const cleanAddress = (address) => (online ? address.replace(/index\.html(?=[?#]|$)/, "") : address);
export const stopAddress = (number) => cleanAddress(`${tour}${number}/index.html`);

// A message stays long enough to be spoken; one about the line stays until `settleLine`, when sound comes again.
const MESSAGE_MS = 8000;
let isLineMessage = false;
let messageTimer = 0;
export function announce(text, aboutLine = false) {
  const status = $("#status");
  if (!status) return;
  clearTimeout(messageTimer);
  isLineMessage = aboutLine;
  if (status.textContent !== text) status.textContent = text;
  if (text && !aboutLine) messageTimer = setTimeout(() => announce(""), MESSAGE_MS);
}
export function settleLine() {
  if (isLineMessage) announce("");
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

// a museum's own tablet: nothing of one visitor is left for the next
export const isKiosk = () => document.documentElement.classList.contains("kiosk");

// positions in seconds by stop ("" is the whole tour), stops played to the end, and the last one
const progressKey = () => "tour:" + new URL(tour).pathname;
export const readProgress = () => ({ at: {}, heard: [], last: "", ...JSON.parse((!isKiosk() && readSetting(progressKey())) || "{}") });

export function updateProgress(change) {
  if (isKiosk()) return;
  const progress = readProgress();
  change(progress);
  saveSetting(progressKey(), JSON.stringify(progress));
}
