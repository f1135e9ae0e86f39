// What must be there before anything can be played; all the rest comes once the page has loaded (later.js).
import { $, all, announce, cleanAddress, closeDialog, data, fillTemplate, formatTime, isKiosk, loadPageData, online, openDialog, pageData, readProgress, readSetting, root, saveSetting, tour, updateProgress, words } from "./page.js";
import { openStop, onArrival, stopAddress } from "./navigation.js";
import { createPlayer } from "./player.js";

const actions = {
  close: (key) => closeDialog(key.closest("dialog")),
  retry: () => location.reload(),
};
// what later.js and the like use of these modules
self.audioguide = { $, all, actions, announce, cleanAddress, closeDialog, fillTemplate, formatTime, isKiosk, loadPageData, onArrival, online, openDialog, openStop, pageData, readProgress, readSetting, root, saveSetting, stopAddress, tour, updateProgress, words };

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
  // a tap beside a dialog closes it
  if (event.target.matches("dialog")) closeDialog(event.target);
  const language = event.target.closest("a[hreflang]");
  if (language) saveSetting("language", language.hreflang);
});

// addresses are folders, except where no server makes them so
if (online) {
  for (const link of all('a[href*="index.html"]:not([data-pin])')) link.href = cleanAddress(link.href);
  if (location.pathname.endsWith("/index.html")) history.replaceState(null, "", cleanAddress(location.href));
}

const audio = $("audio");
if (audio) Object.assign(actions, createPlayer(audio));

// what may wait until the page is there and can be played
addEventListener("load", () => {
  if (online && "serviceWorker" in navigator) navigator.serviceWorker.register(new URL("sw.js", root), { scope: root }).catch(() => {});
  if (later) loadLater();
  if (audio && document.documentElement.dataset.stats) add("script", { src: statsScript });
});
