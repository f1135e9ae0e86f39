// The number on the wall, typed; and the list of all stops beside it.
import { $, all, cleanAddress, data, fillTemplate, online, readProgress, tour, words } from "./page.js";
import { stopAddress, openStop } from "./navigation.js";

export function createKeypad(audio) {
  const box = $("#keypad");
  const input = $("#number");
  const answer = $("#answer");

  const judge = () => {
    const number = input.value.trim().toLowerCase().replace(/^0+(?=\d)/, "");
    const known = data.numbers.includes(number);
    const possible = known || data.numbers.some((other) => other.startsWith(number));
    answer.textContent = known ? fillTemplate(words.open, { number }) : possible ? "" : fillTemplate(words.unknown, { number });
    input.setAttribute("aria-invalid", String(!possible));
    return known ? number : "";
  };
  input.addEventListener("input", judge);
  box.addEventListener("click", ({ target }) => {
    const key = target.closest("[data-key]");
    if (!key) return;
    input.value = key.dataset.key ? (input.value + key.dataset.key).slice(0, 6) : input.value.slice(0, -1);
    judge();
  });
  $("#keypad-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const number = judge();
    if (number) go(stopAddress(number));
    else if (input.value) answer.textContent = fillTemplate(words.unknown, { number: input.value });
    else input.focus();
  });
  const go = (address) => {
    box.close();
    openStop(audio, address, { play: true });
  };
  box.addEventListener("click", (event) => {
    const link = event.target.closest("#choices a");
    if (!link) return;
    event.preventDefault();
    go(link.href);
  });

  return async () => {
    input.value = "";
    judge();
    box.showModal();
    input.focus();
    const choices = $("#choices");
    if (!data.number || !online || choices.childElementCount) return markFinished(choices);
    // the list is the tour's own: fetched when it is asked for
    const page = await fetch(tour).then((got) => got.text(), () => "");
    const parsed = new DOMParser().parseFromString(page, "text/html");
    for (const part of all(".list, section[aria-labelledby=stops] > h3", parsed)) {
      for (const extra of all("button", part)) extra.remove();
      for (const link of all("a", part)) link.href = cleanAddress(new URL(link.getAttribute("href"), tour).href);
      choices.append(document.adoptNode(part));
    }
    return markFinished(choices);
  };
}

// Stops heard to the end carry a mark, for eyes and ears.
export function markFinished(within = document) {
  const { heard } = readProgress();
  for (const item of all("[data-number]", within)) {
    if (!heard.includes(item.dataset.number) || item.classList.contains("finished")) continue;
    item.classList.add("finished");
    const mark = document.createElement("span");
    mark.className = "unseen";
    mark.textContent = ` (${words.finished})`;
    $("a", item).append(mark);
  }
}
