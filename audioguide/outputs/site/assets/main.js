// What must be there before anything can be played; all the rest comes once the page has loaded (later.js).
import { $, all, announce, announceArrival, cleanAddress, fillTemplate, formatTime, isKiosk, loadPageData, onArrival, online, pageData, readProgress, readSetting, root, saveSetting, stopAddress, tour, updateProgress, words } from "./page.js";
import { createPlayer } from "./player.js";

const actions = {};
// what later.js and the like use of these modules
self.audioguide = { $, all, actions, announce, announceArrival, cleanAddress, fillTemplate, formatTime, isKiosk, loadPageData, onArrival, online, pageData, readProgress, readSetting, root, saveSetting, stopAddress, tour, updateProgress, words };

const { later, laterStyle, statsScript } = document.body.dataset;
const add = (tag, properties) => new Promise((done) => {
  document.head.append(Object.assign(document.createElement(tag), { onload: done, onerror: done }, properties));
});
let loading = null;
function loadLater() {
  loading = loading || add("link", { rel: "stylesheet", href: laterStyle }).then(() => add("script", { src: later }));
  return loading;
}

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-do]");
  if (key) {
    const run = () => actions[key.dataset.do] && actions[key.dataset.do](key);
    if (key.tagName === "A" && later) event.preventDefault();
    if (actions[key.dataset.do] || !later) run();
    else loadLater().then(run);
  }
  const language = event.target.closest("a[hreflang]");
  if (language) saveSetting("language", language.hreflang);
});

// addresses are folders, except where no server makes them so
if (online) {
  for (const link of all('a[href*="index.html"]:not([data-pin])')) link.href = cleanAddress(link.href);
  if (location.pathname.endsWith("/index.html")) history.replaceState(null, "", cleanAddress(location.href));
}

const audio = $("audio");
if (audio) {
  Object.assign(actions, createPlayer(audio));
  const { controls } = actions;
  // from stop to stop without stopping is a matter of later.js (navigation.js); where it does not come, the browser goes
  const open = (address, options) => loadLater().then(() => {
    if (controls.open === open) location.href = address;
    else controls.open(address, options);
  });
  controls.open = open;
  // WebKitGTK calls a page loaded when all of its sound is there, and any browser waits for a picture that is stuck
  audio.addEventListener("playing", loadLater);
}

// what may wait until the page is there and can be played
addEventListener("load", async () => {
  if (later) loadLater();
  if (audio && document.documentElement.dataset.stats) add("script", { src: statsScript });
  // a page without https has no workers, a frame that is shut off may not ask for one
  try { if (online) await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root }); } catch { /* works without */ }
});
