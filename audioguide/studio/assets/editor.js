// One stop: its title and passages as text, saved as one writes; heard and marked in place.
import { $, askJson, clock, make, say, tell } from "./page.js";
import { Saver } from "./saver.js";
import { isSounding, playFrom, stopSound } from "./sound.js";
import { Surface, toPoints, toUnits } from "./surface.js";
import { change, current, onChange, path, state, tookStop, units } from "./tour.js";
import { showTime } from "./stops.js";
import { openReadings } from "./readings.js";

const editor = $("#editor");
const MARK_REST_MS = 350;
const AHEAD_REST_MS = 500;
let shown = null;  // { number, shape, passages, savers }

const shapeOf = (stop) => JSON.stringify([stop.number, stop.segments.map(({ role, is_cue }) => [role, is_cue])]);

export function showStop() {
  const stop = current();
  if (!stop) return;
  if (shown && shown.shape === shapeOf(stop)) return refresh(stop);
  stopSound();
  for (const saver of shown?.savers ?? []) saver.flush().finally(() => saver.close());
  for (const passage of shown?.passages ?? []) passage.surface.remove();
  shown = { number: stop.number, shape: shapeOf(stop), passages: [], savers: [] };
  const title = field(stop, "title", say("title_of_stop", { number: stop.number }));
  const passages = stop.segments.map((segment, index) => passage(stop, segment, index));
  const add = make("div", { className: "chips" },
    act(`＋ ${editor.dataset.addText}`, () => addPassage("text", "narrator")),
    act(`＋ ${editor.dataset.addQuote}`, () => addPassage("text", "quoted")),
    act(`＋ ${editor.dataset.addCue}`, () => addPassage("cue", "")));
  editor.replaceChildren(make("div", { className: "heading" }, make("span", { className: "badge", textContent: stop.number }), title), ...passages, add);
  for (const each of shown.passages) markSoon(each, 0);
}

/** Somebody else changed the stop: take it over where nothing is being written. */
function refresh(stop) {
  for (const saver of shown.savers) if (saver.isSaved) saver.refresh(stop);
}

const act = (text, action, className = "plain") => { const button = make("button", { type: "button", textContent: text, className }); button.addEventListener("click", action); return button; };

export function field(stop, name, label, className = "") {
  const input = make("input", { value: stop[name], className, set: { "aria-label": label } });
  const saver = new Saver(state.tour.id, `${stop.number}/${name}`, stop[name], {
    edit: (base, value) => ({ kind: "set-stop-field", stop: stop.number, name, base, value }),
    read: () => input.value,
    saved: (_value, answer) => { tookStop(answer); if (name === "title") { const link = $(`#stops li[data-number="${stop.number}"] a`); if (link) link.textContent = answer.stop.title; } return answer.stop?.[name]; },
    clash: (theirs) => { input.value = theirs; saver.settle(theirs); },
  });
  saver.refresh = (now) => { if (document.activeElement !== input) { input.value = now[name]; saver.base = now[name]; } };
  input.addEventListener("input", () => saver.changed());
  shown.savers.push(saver);
  return input;
}

function passage(stop, segment, index) {
  const label = say(segment.is_cue ? "cue_of" : "text_of", { number: stop.number, place: index + 1 });
  const box = make("div", { className: `segment${segment.is_cue ? " cue" : ""}` });
  const each = { stop, segment, index, box, timer: 0, aheadTimer: 0 };
  each.surface = new Surface(segment.text, label, state.tour.language, {
    changed: () => { each.saver.changed(); count(each); markSoon(each, MARK_REST_MS); aheadSoon(each); },
    asked: (mark, place, event) => openReadings(each, mark, place, event),
  });
  each.saver = new Saver(state.tour.id, `${stop.number}/${index}`, segment.text, {
    edit: (base, text) => ({ kind: "set-text", stop: stop.number, segment: index, base, text }),
    read: () => (each.surface.composing ? null : each.surface.text),
    saved: (sent, answer) => {
      tookStop(answer);
      const now = answer.stop?.segments[index]?.text ?? sent;
      if (each.surface.text === sent && now !== sent && normal(now) !== normal(sent)) { each.surface.text = now; markSoon(each, 0); }
      return now;
    },
    clash: (theirs) => showClash(each, theirs),
  });
  each.saver.refresh = (now) => {
    const theirs = now.segments[index]?.text;
    if (theirs === undefined || each.surface.composing) return;
    if (normal(theirs) !== normal(each.surface.text)) { each.surface.text = theirs; markSoon(each, 0); }
    each.saver.base = theirs;
  };
  each.surface.element.addEventListener("keydown", (event) => keys(event, each));
  each.surface.element.addEventListener("focus", () => { shown.last = each; });
  each.counter = make("span", { className: "count" });
  box.append(...(segment.is_cue ? [make("h2", { className: "small", textContent: say("cue") })] : [whoSpeaks(stop, segment, index)]), each.surface.element, make("div", { className: "tools" },
    ...(segment.is_cue ? [] : hearKeys(each)),
    ...(stop.segments.length > 1 ? [act(say("remove_passage"), () => change({ kind: "remove-segment", stop: stop.number, segment: index, base: each.surface.text }))] : []), each.counter));
  shown.passages.push(each);
  shown.savers.push(each.saver);
  if (each.saver.draft) offerDraft(each);
  count(each);
  return box;
}

function hearKeys(each) {
  each.hearKey = act(`▶ ${say("hear_sentence")}`, () => (isSounding() ? stopSound() : hear(each, false)), "go");
  return [each.hearKey, act(say("hear_on"), () => hear(each, true), "")];
}

const normal = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");

/** A draft that never reached the file: taken at once where the file is as it was, else offered beside the text. */
function offerDraft(each) {
  const { base, value } = each.saver.draft;
  if (normal(base) === normal(each.saver.base)) { each.surface.text = value; each.saver.changed(); return; }
  const offer = make("div", { className: "clash", set: { role: "alert" } }, say("draft"), make("blockquote", { textContent: value }),
    act(say("use_draft"), () => { offer.remove(); each.surface.text = value; each.saver.changed(); }),
    act(say("drop_draft"), () => { offer.remove(); each.saver.forget(); }));
  each.box.prepend(offer);
}

function showClash(each, theirs) {
  tell(say("clash"), true);
  const clash = make("div", { className: "clash", set: { role: "alert" } }, say("clash"), make("blockquote", { textContent: theirs }),
    act(say("take_theirs"), () => { clash.remove(); each.surface.text = theirs; each.saver.settle(theirs); markSoon(each, 0); }),
    act(say("keep_mine"), () => { clash.remove(); each.saver.settle(theirs); }));
  $(".clash", each.box)?.remove();
  each.box.append(clash);
}

function whoSpeaks(stop, segment, index) {
  const roles = [...new Set([...state.tour.roles, segment.role])];
  const select = make("select", { set: { "aria-label": say("speaks") } }, ...roles.map((role) => make("option", { value: role, selected: role === segment.role, textContent: roleName(role) })));
  const set = (name, base, value) => change({ kind: "set-segment-field", stop: stop.number, segment: index, name, base, value });
  select.addEventListener("change", () => set("voice", segment.role, select.value));
  const texts = segment.role === "narrator" && !segment.speaker ? [] : ["speaker", "speaker_title"].map((name) => {
    const input = make("input", { value: segment[name], placeholder: say(name), set: { "aria-label": say(name) } });
    input.addEventListener("change", () => set(name, segment[name], input.value));
    return input;
  });
  return make("div", { className: "who" }, select, ...texts);
}

export const roleName = (role) => (["narrator", "interviewee", "host", "quoted"].includes(role) ? say(role) : role);

function count(each) {
  each.segment.text = each.surface.text;
  const size = units(each.surface.text);
  each.counter.textContent = each.segment.is_cue ? "" : `${say(state.tour.counts_characters ? "characters" : "words", { count: size })} · ${clock(size / state.tour.pace)}`;
  showTime(each.stop);
}

function markSoon(each, milliseconds) {
  clearTimeout(each.timer);
  if (!each.segment.is_cue) each.timer = setTimeout(() => markNow(each), milliseconds);
}

export async function markNow(each) {
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

function aheadSoon(each) {
  clearTimeout(each.aheadTimer);
  each.aheadTimer = setTimeout(() => {
    if (each.surface.composing || isSounding()) return;
    askJson(path("/ahead"), request(each)).catch(() => {});
  }, AHEAD_REST_MS);
}

function request(each) {
  const text = each.surface.text;
  return { text, at: toPoints(text, each.surface.selection().start), role: each.segment.role };
}

/** The sentence at the caret, or everything from there on. */
export async function hear(each, onward, trial = {}) {
  clearTimeout(each.aheadTimer);
  const text = each.surface.text;
  const at = toUnits(text);
  const wanted = { ...request(each), ...trial };
  each.hearKey.textContent = `■ ${say("stop_sound")}`;
  try {
    await playFrom(path("/speech"), wanted, {
      onward,
      shown: (start, end) => each.surface.light("sounding", at(start), at(end)),
      ended: () => { each.surface.light("sounding", 0, 0); each.hearKey.textContent = `▶ ${say("hear_sentence")}`; },
    });
  } catch (error) { if (error.name !== "AbortError") tell(error.message, true); }
}

/** The passage the author is in, or the first that is spoken. */
export const activePassage = () => (shown?.last && shown.passages.includes(shown.last) ? shown.last : shown?.passages.find((each) => !each.segment.is_cue));
export const passages = () => shown?.passages ?? [];

function keys(event, each) {
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); hear(each, event.shiftKey); }
  else if (event.key === "Enter" && event.altKey) {
    event.preventDefault();
    const mark = each.surface.markAt(each.surface.selection().start);
    if (mark) openReadings(each, mark, each.surface.boxOf(mark), event);
  } else if (event.key === "Escape") stopSound();
}

function addPassage(kind, role) {
  const stop = current();
  const text = say(kind === "cue" ? "new_cue" : "new_text");
  change({ kind: "add-segment", stop: stop.number, after: stop.segments.length - 1, field_name: kind, text, role });
}

onChange(showStop);
