// The number on the wall, typed; and the list of all stops beside it.
import { $, all, cleanAddress, fillTemplate, online, pageData, readProgress, stopAddress, tour } from "./page.js";
import { texts } from "./texts.js";
import { readNumber } from "./number.js";
import { closeDialog, openDialog } from "./dialogs.js";
import { createFilter } from "./filter.js";
import { openStop } from "./navigation.js";

export function createKeypad(audio) {
  const box = $("#keypad");
  const input = $("#number");
  const answer = $("#answer");

  // the letters that occur in this tour's numbers are keys too
  for (const letter of [...new Set(pageData().numbers.map((number) => number.slice(-1)))].sort()) {
    if (/\d/.test(letter)) continue;
    const key = Object.assign(document.createElement("button"), { type: "button", textContent: letter });
    key.dataset.key = letter;
    $(".pad", box).append(key);
  }
  const judge = () => {
    const number = readNumber(input.value);
    const { numbers } = pageData();
    const known = numbers.includes(number);
    const possible = known || numbers.some((other) => other.startsWith(number));
    answer.textContent = known ? fillTemplate(texts.open, { number }) : possible ? "" : fillTemplate(texts.unknown, { number });
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
  const go = (address) => {
    closeDialog(box);
    openStop(audio, address, { play: true });
  };
  $("#keypad-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const number = judge();
    if (number) go(stopAddress(number));
    else if (input.value) answer.textContent = fillTemplate(texts.unknown, { number: input.value });
    else input.focus();
  });
  box.addEventListener("click", (event) => {
    const link = event.target.closest("#choices a");
    if (!link) return;
    event.preventDefault();
    go(link.href);
  });

  return async () => {
    input.value = "";
    judge();
    openDialog(box);
    input.focus();
    const choices = $("#choices");
    if (!pageData().number || !online || choices.childElementCount) return markFinished(choices);
    // the list is the tour's own: fetched when it is asked for
    const page = await fetch(tour).then((got) => got.text(), () => "");
    const parsed = new DOMParser().parseFromString(page, "text/html");
    for (const part of all(".filter, .list, section[aria-labelledby=stops] > h3", parsed)) {
      for (const extra of all("button", part)) extra.remove();
      for (const link of all("a", part)) link.href = cleanAddress(new URL(link.getAttribute("href"), tour).href);
      choices.append(document.adoptNode(part));
    }
    createFilter(choices);
    return markFinished(choices);
  };
}

// Stops played to the end carry a mark, for eyes and ears.
export function markFinished(within = document) {
  const { heard: finished } = readProgress();
  for (const item of all("[data-number]", within)) {
    if (!finished.includes(item.dataset.number) || item.classList.contains("finished")) continue;
    item.classList.add("finished");
    const mark = document.createElement("span");
    mark.className = "unseen";
    mark.textContent = ` (${texts.finished})`;
    $("a", item).append(mark);
  }
}
