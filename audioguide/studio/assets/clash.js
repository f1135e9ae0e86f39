// Two wordings of one place, and drafts that no file has: both are shown until the author chooses.
import { make, remember, say, tell } from "./page.js";
import { drafts } from "./saver.js";

export const act = (text, action, className = "plain") => { const button = make("button", { type: "button", textContent: text, className }); button.addEventListener("click", action); return button; };

/** `put(element)` shows it; each choice is [words, action]. */
export function choose(put, question, wording, ...choices) {
  const box = make("div", { className: "clash", set: { role: "alert" } }, question, make("blockquote", { textContent: wording }),
    make("div", { className: "chips" }, ...choices.map(([words, action]) => act(words, () => { box.remove(); action(); }, ""))));
  put(box);
}

/** A passage or field was changed elsewhere at the same time; `take(text)` shows a wording on the page. */
export function showClash(saver, theirs, take, put) {
  tell(say("clash_where", { place: saver.where }), true);
  choose(put, say("clash"), theirs,
    [say("take_theirs"), () => { take(theirs); saver.settle(theirs); }],
    [say("keep_mine"), () => saver.insist(theirs)]);
}

/** Go on with a draft that never reached the file: the next save merges it with what is there, or both are shown. */
export function adoptDraft(saver, take) {
  if (!saver.draft) return;
  saver.base = saver.draft.base;
  take(saver.draft.value);
  saver.changed();
}

/** Drafts whose passage or stop is gone; `add(text)` makes a passage of one and says whether that went well. */
export function offerStrays(tour, put, add) {
  const passages = new Map(tour.stops.map((stop) => [stop.number, stop.segments.length]));
  const pictures = new Set(tour.stops.flatMap((stop) => stop.images.map(({ file }) => `${stop.number}/${file}`)));
  for (const { key, stop, field, value } of drafts(tour.id)) {
    const isPictureGone = field?.startsWith("picture:") && !pictures.has(`${stop}/${field.split(":").slice(1, -1).join(":")}`);
    const isKnown = passages.has(stop) && !isPictureGone && (!/^(\d+|gone-.*)$/.test(field) || Number(field) < passages.get(stop));
    if (field === undefined || isKnown) continue;
    choose(put, say("stray", { number: stop }), value,
      [say("add_draft"), async () => { if (await add(value)) remember(key, null); }],
      [say("drop_draft"), () => remember(key, null)]);
  }
}
