// What must be there before anything can be played; all the rest comes once the page has loaded (later.js).
import { $, all, announce, cleanAddress, closeDialog, data, fillTemplate, formatTime, isKiosk, loadPageData, online, openDialog, pageData, readProgress, readSetting, root, saveSetting, tour, updateProgress, words } from "./page.js";
import { openStop, onArrival, stopAddress } from "./navigation.js";
import { createPlayer } from "./player.js";

const actions = {
  close: (key) => closeDialog(key.closest("dialog")),
  display: () => openDialog($("#display")),
  retry: () => location.reload(),
};
// what later.js and the like use of these modules
self.audioguide = { $, all, actions, announce, cleanAddress, closeDialog, fillTemplate, formatTime, isKiosk, loadPageData, onArrival, online, openDialog, openStop, pageData, readProgress, readSetting, root, saveSetting, stopAddress, tour, updateProgress, words };

const loaded = {};
function loadScript(address) {
  if (!loaded[address]) {
    loaded[address] = new Promise((done) => {
      document.head.append(Object.assign(document.createElement("script"), { src: address, onload: done, onerror: done }));
    });
  }
  return loaded[address];
}
const later = $("[data-later]");

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-do]");
  if (key) {
    const run = () => actions[key.dataset.do] && actions[key.dataset.do](key);
    if (key.tagName === "A" && later) event.preventDefault();
    if (actions[key.dataset.do] || !later) run();
    else loadScript(later.dataset.later).then(run);
  }
  // a tap beside a dialog closes it
  if (event.target.matches("dialog")) closeDialog(event.target);
  const language = event.target.closest("a[hreflang]");
  if (language) saveSetting("language", language.hreflang);
});

// addresses are folders, except where no server makes them so
if (online) {
  for (const link of all('a[href*="index.html"]')) link.href = cleanAddress(link.href);
  if (location.pathname.endsWith("/index.html")) history.replaceState(null, "", cleanAddress(location.href));
}

for (const name of ["size", "theme"]) {
  for (const input of all(`input[name=${name}]`)) {
    input.checked = input.value === document.documentElement.dataset[name];
    input.addEventListener("change", () => {
      document.documentElement.dataset[name] = input.value;
      saveSetting(name, input.value);
    });
  }
}

const audio = $("audio");
if (audio) Object.assign(actions, createPlayer(audio));

// what may wait until the page is there and can be played
addEventListener("load", () => {
  if (online && "serviceWorker" in navigator) navigator.serviceWorker.register(new URL("sw.js", root), { scope: root }).catch(() => {});
  if (later) loadScript(later.dataset.later);
  const stats = $("[data-stats-script]");
  if (stats && document.documentElement.dataset.stats) loadScript(stats.dataset.statsScript);
});
