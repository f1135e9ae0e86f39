// The passages of a stop: each with who speaks it, its text, and keys to hear it or take it out.
import { clock, make, say } from "./page.js";
import { act, adoptDraft, showClash } from "./clash.js";
import { refreshInput, saveInput } from "./saved_field.js";
import { Saver, same } from "./saver.js";
import { hear, showHearKey } from "./hearing.js";
import { openRecorder } from "./recorder.js";
import { isSounding, stopSound } from "./sound.js";
import { showTime } from "./stops.js";
import { Surface } from "./surface.js";
import { change, state, tookStop, units } from "./tour.js";

/** A passage on the page. `hooks`: typed(each), replaced(each), asked(each, mark, place, event), key(event, each), focused(each). */
export function makePassage(stop, segment, index, hooks) {
  const each = { stop, segment, index, timer: 0, aheadTimer: 0 };
  each.surface = new Surface(segment.text, "", state.tour.language, {
    changed: () => { each.saver.changed(); countUnits(each); hooks.typed(each); },
    asked: (mark, place, event) => hooks.asked(each, mark, place, event),
  });
  const put = (text) => { if (!same(each.surface.text, text)) { each.surface.text = text; countUnits(each); hooks.replaced(each); } };
  const beside = (box) => { each.box.querySelector(".clash")?.remove(); each.box.append(box); };
  each.saver = new Saver(state.tour.id, `${stop.number}/${index}`, segment.text, {
    edit: (base, text) => ({ kind: "set-text", stop: each.stop.number, segment: each.index, base, text }),
    read: () => (each.surface.composing ? null : each.surface.text),
    saved: (sent, answer) => sharedText(each, sent, answer, put),
    clash: (theirs) => showClash(each.saver, theirs, put, beside),
  });
  each.saver.refresh = (now) => {
    const theirs = now.segments[each.index]?.text;
    if (theirs === undefined) return;
    put(theirs);
    each.saver.base = theirs;
  };
  each.saver.rested = () => {
    const now = state.tour.stops.find(({ number }) => number === each.stop.number);
    if (now && shapeOf(now) === shapeOf(each.stop)) each.saver.refresh(now);
  };
  each.surface.element.addEventListener("keydown", (event) => hooks.key(event, each));
  each.surface.element.addEventListener("focus", () => hooks.focused(each));
  each.counter = make("span", { className: "count" });
  each.box = make("div");
  acceptSound(each);
  bindPassage(each, stop, segment, index);
  adoptDraft(each.saver, put);
  return each;
}

/** What the page and the file have in common after a save: the answer may hold another page's words too. */
function sharedText(each, sent, answer, put) {
  if (!answer.stop) return sent;
  const isSameShape = shapeOf(answer.stop) === shapeOf(each.stop);
  tookStop(answer);
  const now = isSameShape ? answer.stop.segments[each.index].text : sent;
  if (same(now, sent)) return now;
  if (each.surface.composing || !same(each.surface.text, sent)) return sent;  // typed on meanwhile: the next save merges
  put(now);
  return now;
}

export const shapeOf = (stop) => JSON.stringify([stop.number, stop.segments.map(({ role, is_cue, speaker }) => [role, is_cue, speaker])]);

/** Give a passage its place in a stop as it is now; its text, the caret in it and a field being written in stay. */
export function bindPassage(each, stop, segment, index) {
  if (each.box.firstChild && (each.index !== index || each.stop.number !== stop.number)) {
    each.saver.rename(`${stop.number}/${index}`);
    for (const { name, saver } of each.names ?? []) saver.rename(`${stop.number}/${index}:${name}`);
  }
  Object.assign(each, { stop, segment, index });
  each.box.className = `segment${segment.is_cue ? " cue" : ""}`;
  each.surface.element.setAttribute("aria-label", say(segment.is_cue ? "cue_of" : "text_of", { number: stop.number, place: index + 1 }));
  const key = JSON.stringify([segment.is_cue, segment.role, isNamed(segment), stop.segments.length > 1, segment.audio, state.tour.roles]);
  const isWritten = document.activeElement?.localName === "input" && each.head?.contains(document.activeElement);
  if (each.key !== key && !isWritten) {
    const focused = document.activeElement?.tagName === "SELECT" && each.box.contains(document.activeElement);
    each.hearKey = act("", () => (isSounding() ? stopSound() : hear(each, false)), "go");
    showHearKey(each, false);
    const before = each.names ?? [];
    each.names = [];
    const head = segment.is_cue ? make("h2", { className: "small", textContent: say("cue") }) : whoSpeaks(each);
    const tools = make("div", { className: "tools" },
      ...(segment.is_cue ? [] : segment.audio ? recordingTools(each) : [each.hearKey, act(say("hear_on"), () => hear(each, true), ""), act(say("record_passage"), () => openRecorder(each))]),
      ...(stop.segments.length > 1 ? [act(say("remove_passage"), () => change({ kind: "remove-segment", stop: each.stop.number, segment: each.index, base: each.surface.text }))] : []), each.counter);
    if (each.head) { each.head.replaceWith(head); each.tools.replaceWith(tools); }
    else each.box.append(head, each.surface.element, tools);
    Object.assign(each, { head, tools, key });
    for (const { name, saver } of before) if (!each.names.some((now) => now.name === name)) saver.leave();
    if (focused) each.head.querySelector("select")?.focus();
  }
  for (const { name, input, saver } of each.names ?? []) refreshInput(input, saver, segment[name]);
  countUnits(each);
}

/** The old passages that go on in the new list, in its order: null where a segment is new. */
export function matchPassages(old, segments) {
  const alike = (each, segment) => each.segment.is_cue === segment.is_cue && same(each.saver.base, segment.text);
  const lengths = Array.from({ length: old.length + 1 }, () => new Array(segments.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) for (let j = segments.length - 1; j >= 0; j--) lengths[i][j] = alike(old[i], segments[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  const matched = segments.map(() => null);
  let gapOld = [], gapNew = [];
  const pairGap = () => { for (const each of gapOld) { const at = gapNew.findIndex((j) => segments[j].is_cue === each.segment.is_cue); if (at >= 0) { matched[gapNew[at]] = each; gapNew = gapNew.slice(at + 1); } } gapOld = []; gapNew = []; };
  for (let i = 0, j = 0; i < old.length || j < segments.length;) {
    if (i < old.length && j < segments.length && alike(old[i], segments[j])) { pairGap(); matched[j++] = old[i++]; }
    else if (j >= segments.length || (i < old.length && lengths[i + 1][j] >= lengths[i][j + 1])) gapOld.push(old[i++]);
    else gapNew.push(j++);
  }
  pairGap();
  return matched;
}

/** A passage that is gone: what was typed in it and is in no file stays a draft of this browser. */
export function dropPassage(each) {
  clearTimeout(each.timer);
  clearTimeout(each.aheadTimer);
  if (!each.saver.isSaved) { each.saver.changed(); each.saver.rename(`${each.stop.number}/gone-${Date.now()}`); }
  each.saver.close();
  for (const { saver } of each.names ?? []) saver.close();
  each.surface.remove();
  each.box.remove();
}

/** A passage that a person says: heard as it was recorded. */
function recordingTools(each) {
  const { audio } = each.segment;
  const sound = make("audio", { controls: true, preload: "metadata", src: `/recordings/${audio.split("/").map(encodeURIComponent).join("/")}`, set: { "aria-label": say("recording_of", { file: audio }) } });
  const remove = () => change({ kind: "set-recording", stop: each.stop.number, segment: each.index, base: audio, audio: "", speaker: each.segment.role === "narrator" ? "" : each.segment.speaker });
  each.remarks = make("ul", { className: "remarks" });
  return [sound, act(say("record_anew"), () => openRecorder(each), ""), act(say("recording_out"), remove), each.remarks];
}

/** Take a sound file that is dropped on the passage. */
function acceptSound(each) {
  const holdsFile = (event) => !each.segment.is_cue && event.dataTransfer.types.includes("Files");
  each.box.addEventListener("dragover", (event) => { if (holdsFile(event)) event.preventDefault(); });
  each.box.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files[0]) openRecorder(each, event.dataTransfer.files[0]);
  });
}

const isNamed = (segment) => segment.role !== "narrator" || Boolean(segment.speaker || segment.audio);

function whoSpeaks(each) {
  const roles = [...new Set([...state.tour.roles, each.segment.role])];
  const select = make("select", { set: { "aria-label": say("speaks") } }, ...roles.map((role) => make("option", { value: role, selected: role === each.segment.role, textContent: roleName(role) })));
  const set = (name, base, value) => change({ kind: "set-segment-field", stop: each.stop.number, segment: each.index, name, base, value });
  select.addEventListener("change", () => set("voice", each.segment.role, select.value));
  const texts = isNamed(each.segment) ? ["speaker", "speaker_title"].map((name) => {
    const input = make("input", { name, value: each.segment[name], placeholder: say(name), set: { "aria-label": say(name) } });
    const saver = saveInput(input, `${each.stop.number}/${each.index}:${name}`, each.segment[name], (base, value) => ({ kind: "set-segment-field", stop: each.stop.number, segment: each.index, name, base, value }), (value, answer) => { tookStop(answer); each.segment[name] = value; }, (box) => each.head.after(box));
    each.names.push({ name, input, saver });
    return input;
  }) : [];
  return make("div", { className: "who" }, select, ...texts);
}

export const roleName = (role) => (["narrator", "interviewee", "host", "quoted"].includes(role) ? say(role) : role);

/** Length of a passage as it is written now. */
export function countUnits(each) {
  each.segment.typed = each.surface.text;
  const size = units(each.surface.text);
  each.counter.textContent = each.segment.is_cue ? "" : `${say(state.tour.counts_characters ? "characters" : "words", { count: size })} · ${clock(size / state.tour.pace)}`;
  showTime(each.stop);
}
