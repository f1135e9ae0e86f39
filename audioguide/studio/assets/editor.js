// One stop: its title and passages as text, saved as one writes; heard and marked in place.
import { $, askJson, make, say } from "./page.js";
import { act, adoptDraft, offerStrays, showClash } from "./clash.js";
import { aheadSoon, hear } from "./hearing.js";
import { bindPassage, dropPassage, makePassage, matchPassages, shapeOf } from "./passages.js";
import { openReadings } from "./readings.js";
import { Saver } from "./saver.js";
import { stopSound } from "./sound.js";
import { showStops } from "./stops.js";
import { toUnits } from "./surface.js";
import { change, current, onChange, path, state, tookStop } from "./tour.js";

const editor = $("#editor");
const MARK_REST_MS = 350;
let shown = null;  // { number, shape, heading, passages, savers }

export function showStop() {
  const stop = current();
  if (!stop) return;
  if (shown?.number === stop.number) { follow(stop); return; }
  stopSound();
  for (const saver of [...(shown?.savers ?? []), ...(shown?.passages ?? []).flatMap((each) => [each.saver, ...each.names.map((name) => name.saver)])]) saver.leave().then(showStops);
  for (const each of shown?.passages ?? []) each.surface.remove();
  shown = { number: stop.number, shape: shapeOf(stop), passages: [], savers: [] };
  const title = field(stop, "title", say("title_of_stop", { number: stop.number }));
  shown.heading = make("div", { className: "heading" }, make("span", { className: "badge", textContent: stop.number }), title);
  shown.passages = stop.segments.map((segment, index) => makePassage(stop, segment, index, hooks));
  const add = make("div", { className: "chips" },
    act(`＋ ${editor.dataset.addText}`, () => addPassage("text", "narrator")),
    act(`＋ ${editor.dataset.addQuote}`, () => addPassage("text", "quoted")),
    act(`＋ ${editor.dataset.addCue}`, () => addPassage("cue", "")));
  editor.replaceChildren(shown.heading, ...shown.passages.map((each) => each.box), add);
  for (const each of shown.passages) markSoon(each, 0);
  showStrays();
}

/** The stop changed elsewhere, or its list of passages here: take it over where nothing is being written. */
function follow(stop) {
  if (shown.shape === shapeOf(stop)) shown.passages.forEach((each, index) => bindPassage(each, stop, stop.segments[index], index));
  else regroup(stop);
  for (const saver of [...shown.savers, ...shown.passages.map((each) => each.saver)]) if (saver.isSaved) saver.refresh(stop);
}

/** Passages came or went: those that go on keep their element, so that the caret and what is being typed stay. */
function regroup(stop) {
  const matched = matchPassages(shown.passages, stop.segments);
  for (const each of shown.passages) if (!matched.includes(each)) dropPassage(each);
  shown.shape = shapeOf(stop);
  // passages that go on take their new places first: a new one would take over what is being saved at its place
  matched.forEach((each, index) => { if (each) bindPassage(each, stop, stop.segments[index], index); });
  shown.passages = stop.segments.map((segment, index) => matched[index] ?? makePassage(stop, segment, index, hooks));
  let above = shown.heading;
  shown.passages.forEach((each, index) => {
    while (above.nextElementSibling?.matches(".clash")) above = above.nextElementSibling;
    if (above.nextElementSibling !== each.box) above.after(each.box);
    above = each.box;
    if (!matched[index]) markSoon(each, 0);
  });
  showStrays();
}

const besideHeading = (box) => shown.heading.after(box);

function showStrays() {
  for (const box of editor.querySelectorAll(":scope > .clash")) box.remove();
  offerStrays(state.tour, besideHeading, (text) => change({ kind: "add-segment", stop: current().number, after: current().segments.length - 1, field_name: "text", text, role: "narrator" }));
}

/** An input that is saved as one writes. */
export function field(stop, name, label) {
  const input = make("input", { value: stop[name], set: { "aria-label": label } });
  const put = (text) => { input.value = text; };
  const beside = (box) => { (input.closest(".heading, label") ?? input).after(box); };
  const saver = new Saver(state.tour.id, `${stop.number}/${name}`, stop[name], {
    edit: (base, value) => ({ kind: "set-stop-field", stop: stop.number, name, base, value }),
    read: () => input.value,
    saved: (_value, answer) => { tookStop(answer); if (name === "title") { const link = $(`#stops li[data-number="${stop.number}"] a`); if (link) link.textContent = answer.stop.title; } return answer.stop?.[name]; },
    clash: (theirs) => showClash(saver, theirs, put, beside),
  });
  saver.refresh = (now) => { if (document.activeElement !== input) { put(now[name]); saver.base = now[name]; } };
  input.addEventListener("input", () => saver.changed());
  shown.savers.push(saver);
  queueMicrotask(() => adoptDraft(saver, put));
  return input;
}

const hooks = {
  typed: (each) => { markSoon(each, MARK_REST_MS); aheadSoon(each); },
  replaced: (each) => markSoon(each, 0),
  asked: openReadings,
  focused: (each) => { shown.last = each; },
  key: (event, each) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); hear(each, event.shiftKey); }
    else if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      const mark = each.surface.markAt(each.surface.selection().start);
      if (mark) openReadings(each, mark, each.surface.boxOf(mark), event);
    } else if (event.key === "Escape") stopSound();
  },
};

function markSoon(each, milliseconds) {
  clearTimeout(each.timer);
  if (!each.segment.is_cue) each.timer = setTimeout(() => markNow(each), milliseconds);
}

async function markNow(each) {
  const text = each.surface.text;
  if (each.surface.composing || each.segment.is_cue) return;
  try {
    const { marks } = await askJson(path("/marks"), { text });
    const at = toUnits(text);
    each.surface.mark(marks.map((mark) => ({ ...mark, start: at(mark.start), end: at(mark.end) })), text);
    if (shown?.passages.includes(each)) editor.dispatchEvent(new CustomEvent("marked"));
  } catch { /* the next rest of the keys asks again */ }
}

/** Readings were decided elsewhere: draw all marks again. */
export const markAll = () => { for (const each of shown?.passages ?? []) markSoon(each, 0); };

/** The passage the author is in, or the first that is spoken. */
export const activePassage = () => (shown?.last && shown.passages.includes(shown.last) ? shown.last : shown?.passages.find((each) => !each.segment.is_cue));
export const passages = () => shown?.passages ?? [];

function addPassage(kind, role) {
  const stop = current();
  const text = say(kind === "cue" ? "new_cue" : "new_text");
  change({ kind: "add-segment", stop: stop.number, after: stop.segments.length - 1, field_name: kind, text, role });
}

onChange(showStop);
