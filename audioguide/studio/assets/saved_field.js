// Fields of a tour that are saved as one writes: what is typed is a draft of this browser until the file has it.
import { make } from "./page.js";
import { adoptDraft, showClash } from "./clash.js";
import { Saver } from "./saver.js";
import { name as tourName } from "./tour.js";

/** A labelled input; `edit(base, value)` is the edit, `took(value, answer)` keeps what is saved. */
export function savedField(key, words, value, edit, took) {
  const input = make("input", { value });
  const label = make("label", {}, make("span", { textContent: words }), input);
  const saver = saveInput(input, key, value, edit, took, (box) => {
    for (let at = label.parentElement; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    label.after(box);
  });
  return { label, input, saver, refresh: (now) => refreshInput(input, saver, now), leave: () => saver.leave() };
}

/** Save what is typed into an input; `beside(box)` shows the question where it was changed elsewhere. */
export function saveInput(input, key, value, edit, took, beside) {
  const put = (text) => { input.value = text; };
  const saver = new Saver(tourName, key, value, {
    edit,
    read: () => input.value,
    saved: (text, answer) => { took(text, answer); return text; },
    clash: (theirs) => showClash(saver, theirs, put, beside),
  });
  input.addEventListener("input", () => saver.changed());
  queueMicrotask(() => adoptDraft(saver, put));
  return saver;
}

/** Show what the file has now, where nobody is writing. */
export function refreshInput(input, saver, now) {
  if (document.activeElement === input || !saver.isSaved) return;
  input.value = now;
  saver.base = now;
}
