// What happens on every page: buttons find their action by name.
import { $, all, cleanAddress, data, fillTemplate, online, readProgress, saveSetting, root, words } from "./page.js";
import { createKeypad, markFinished } from "./keypad.js";
import { createPlayer } from "./player.js";
import { stopAddress } from "./navigation.js";

const actions = {
  close: (key) => key.closest("dialog").close(),
  display: () => $("#display").showModal(),
  retry: () => location.reload(),
};

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-do]");
  if (key && actions[key.dataset.do]) actions[key.dataset.do](key);
  // a tap beside a dialog closes it
  if (event.target.matches("dialog")) event.target.close();
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
if (audio) {
  Object.assign(actions, createPlayer(audio));
  actions.keypad = createKeypad(audio);
  markFinished();
  if (location.hash === "#keypad") actions.keypad();
}
if (audio && !data.number) {
  const { last } = readProgress();
  if (last && data.numbers.includes(last)) {
    const link = Object.assign(document.createElement("a"), { href: stopAddress(last), textContent: fillTemplate(words.continue, { number: last }) });
    $("#onward").append(link);
    $("#onward").hidden = false;
  }
}
// what may wait until the page is there and can be heard: the worker, the saving of tours, counting where it is wanted
addEventListener("load", () => {
  if (online && "serviceWorker" in navigator) navigator.serviceWorker.register(new URL("sw.js", root), { scope: root }).catch(() => {});
  for (const { dataset } of all("[data-script]")) {
    if (dataset.script.includes("stats") && !document.documentElement.dataset.stats) continue;
    document.head.append(Object.assign(document.createElement("script"), { src: dataset.script }));
  }
});
